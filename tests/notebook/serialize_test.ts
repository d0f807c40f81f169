import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { join } from "node:path";
import { writeNotebook } from "../../lib/notebook/file.ts";
import { NotebookFormatError } from "../../lib/notebook/errors.ts";
import type { Json, Notebook } from "../../lib/notebook/format.ts";
import { parseNotebook } from "../../lib/notebook/parse.ts";
import { serializeNotebook } from "../../lib/notebook/serialize.ts";
import { anyNotebook } from "./arbitrary.ts";
import { code, inFolder, notebook, prose } from "./fixture.ts";

const canonical = `{
 "cells": [
  {
   "attachments": {
    "a.png": {
     "image/png": "iVBORw0KGgo="
    }
   },
   "cell_type": "markdown",
   "id": "title",
   "metadata": {},
   "source": [
    "# Title\\n",
    "\\n",
    "Text 😀 \\\\alpha"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "all-outputs",
   "metadata": {
    "tags": [
     "raises-exception"
    ]
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "1\\n",
      "2\\n"
     ]
    },
    {
     "data": {
      "application/json": {
       "a": [
        1,
        null
       ],
       "b": "x\\ny"
      },
      "text/plain": [
       "a\\n",
       "b"
      ]
     },
     "metadata": {},
     "output_type": "display_data"
    },
    {
     "data": {
      "text/plain": []
     },
     "execution_count": 1,
     "metadata": {},
     "output_type": "execute_result"
    },
    {
     "ename": "Error",
     "evalue": "m",
     "output_type": "error",
     "traceback": [
      "Error: m",
      "    at all-outputs:1:7"
     ]
    }
   ],
   "source": [
    "const a = 1;\\r\\n",
    "a;"
   ]
  },
  {
   "cell_type": "raw",
   "id": "raw",
   "metadata": {},
   "source": []
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Deno",
   "language": "typescript",
   "name": "deno"
  },
  "z": 0.1
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

Deno.test("serializeNotebook() leaves a text in canonical form as it is", () => {
  assertEquals(
    serializeNotebook(parseNotebook(canonical, "n.ipynb")),
    canonical,
  );
});

Deno.test("serializeNotebook() writes one form, whatever the order of keys and the split of lines", () => {
  fc.assert(fc.property(anyNotebook, (notebook) => {
    const reversed = (json: unknown): unknown =>
      Array.isArray(json)
        ? json.map(reversed)
        : typeof json === "object" && json !== null
        ? Object.fromEntries(
          Object.entries(json).reverse()
            .map(([key, value]) => [key, reversed(value)]),
        )
        : json;
    const text = serializeNotebook(notebook);
    assertEquals(serializeNotebook(reversed(notebook) as Notebook), text);
    assertEquals(serializeNotebook(parseNotebook(text, "n.ipynb")), text);
  }));
});

Deno.test("serializeNotebook() leaves the notebook alone", () => {
  fc.assert(fc.property(anyNotebook, (notebook) => {
    const before = structuredClone(notebook);
    serializeNotebook(notebook);
    assertEquals(notebook, before);
  }));
});

Deno.test("serializeNotebook() splits text at line feeds only", () => {
  const text = serializeNotebook(notebook(prose("p", "a\rb\u2028c\n\nd")));
  assertEquals(
    JSON.parse(text).cells[0].source,
    ["a\rb\u2028c\n", "\n", "d"],
  );
});

Deno.test("serializeNotebook() writes what deno fmt leaves alone, byte for byte", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, {
      ...parseNotebook(canonical, path),
      cells: [
        prose("title", "# Title 😀\n\nText with $\\alpha$."),
        code(
          "sum",
          'import { a } from "./a.ts";\n\nconst b: number = a + 1;\nb;',
          {
            execution_count: 1,
            outputs: [
              {
                output_type: "stream",
                name: "stdout",
                text: "é\u2028\u0007\n",
              },
              {
                output_type: "display_data",
                data: {
                  "application/json": { deep: [[], {}, [1e21, 0.1]] },
                  "image/svg+xml": "<svg>\n</svg>",
                },
                metadata: {},
              },
            ],
          },
        ),
        code("empty", ""),
      ],
    });
    const before = await Deno.readFile(path);
    // Not with --check: it refuses a Markdown cell without a line end at its end, and then writes it as it was.
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["fmt", "--no-config", path],
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    assertEquals(await Deno.readFile(path), before);
  });
});

Deno.test("serializeNotebook() refuses what is nested too deep to be written", () => {
  let deep: Json = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  assertThrows(
    () => serializeNotebook({ ...notebook(), metadata: { deep } }),
    NotebookFormatError,
    "nested too deep",
  );
});
