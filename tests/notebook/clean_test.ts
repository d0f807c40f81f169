import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { cleanNotebook } from "../../lib/notebook/clean.ts";
import type { Notebook, Output } from "../../lib/notebook/format.ts";
import { parseNotebook } from "../../lib/notebook/parse.ts";
import { serializeNotebook } from "../../lib/notebook/serialize.ts";
import { anyNotebook } from "./arbitrary.ts";
import { code, notebook, prose } from "./fixture.ts";

const result: Output = {
  output_type: "execute_result",
  data: { "text/plain": "1" },
  metadata: { "image/png": { width: 10 } },
  execution_count: 4,
};

Deno.test("cleanNotebook() keeps the metadata that authors write, and no other", () => {
  const authored = {
    tags: ["parameters"],
    name: "a",
    slideshow: { slide_type: "slide" },
    denobook: { ignore: ["x"] },
    editable: false,
  };
  const noted = {
    collapsed: true,
    scrolled: true,
    ExecuteTime: { start_time: "" },
    execution: { "iopub.status.busy": "" },
    vscode: { languageId: "typescript" },
    trusted: true,
  };
  const dirty: Notebook = {
    ...notebook(
      code("a", "1", {
        metadata: {
          ...authored,
          ...noted,
          jupyter: { source_hidden: true, is_executing: true },
        },
      }),
      {
        ...prose("b", "b"),
        metadata: { tags: [], jupyter: { is_executing: true } },
      },
    ),
    metadata: {
      title: "T",
      kernelspec: {
        name: "deno",
        display_name: "Deno",
        language: "typescript",
      },
      language_info: {
        name: "typescript",
        version: "5.9",
        file_extension: ".ts",
        codemirror_mode: "x",
      },
      toc: {},
      vscode: {},
    },
  };
  const { cells, metadata } = cleanNotebook(dirty);
  assertEquals(cells.map(({ metadata }) => metadata), [
    { ...authored, jupyter: { source_hidden: true } },
    {},
  ]);
  assertEquals(metadata, {
    title: "T",
    kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
    language_info: { name: "typescript", file_extension: ".ts" },
  });
  const kept = cleanNotebook(dirty, { keepMetadata: ["toc", "scrolled"] });
  assertEquals([kept.metadata.toc, kept.cells[0].metadata.scrolled], [
    {},
    true,
  ]);
});

Deno.test("cleanNotebook() keeps outputs, one for texts of one stream that follow each other, unless they are not wanted", () => {
  const stream = (text: string): Output => ({
    output_type: "stream",
    name: "stdout",
    text,
  });
  const ran = {
    ...notebook(code("a", "1", {
      execution_count: 4,
      outputs: [stream("a"), stream("b"), result],
    })),
    metadata: { widgets: { state: {} } },
  };
  assertEquals(cleanNotebook(ran), {
    ...ran,
    cells: [
      code("a", "1", { execution_count: 4, outputs: [stream("ab"), result] }),
    ],
  });
  assertEquals(
    cleanNotebook(ran, { stripOutputs: true }),
    notebook(code("a", "1")),
  );
});

Deno.test("cleanNotebook() takes out keys that nbformat does not know", () => {
  const text = JSON.stringify({
    ...{ nbformat: 4, nbformat_minor: 0, metadata: {}, worksheets: [] },
    cells: [{
      ...{
        cell_type: "code",
        id: "a",
        metadata: {},
        source: "1",
        prompt_number: 1,
      },
      outputs: [{ ...result, transient: {} }],
    }],
  });
  assertEquals(
    cleanNotebook(parseNotebook(text, "n.ipynb")),
    notebook(code("a", "1", { outputs: [result] })),
  );
});

Deno.test("cleanNotebook() brings line ends in sources to \\n, and leaves those in outputs", () => {
  const outputs: Output[] = [{
    output_type: "stream",
    name: "stdout",
    text: "a\r\nb\r",
  }];
  assertEquals(
    cleanNotebook(notebook(code("a", "1\r\n2\r3", { outputs }))),
    notebook(code("a", "1\n2\n3", { outputs })),
  );
});

Deno.test("cleanNotebook() changes nothing in a notebook that it has cleaned, nor in its argument", () => {
  fc.assert(fc.property(anyNotebook, fc.boolean(), (notebook, stripOutputs) => {
    const before = serializeNotebook(notebook);
    const clean = serializeNotebook(cleanNotebook(notebook, { stripOutputs }));
    assertEquals(serializeNotebook(notebook), before);
    const again = cleanNotebook(parseNotebook(clean, "n.ipynb"), {
      stripOutputs,
    });
    assertEquals(serializeNotebook(again), clean);
  }));
});
