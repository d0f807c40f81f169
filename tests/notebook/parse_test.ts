import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { NotebookFormatError } from "../../lib/notebook/errors.ts";
import type { CodeCell, Json } from "../../lib/notebook/format.ts";
import { parseNotebook } from "../../lib/notebook/parse.ts";
import { serializeNotebook } from "../../lib/notebook/serialize.ts";
import { anyNotebook } from "./arbitrary.ts";

const file = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
const prose = { cell_type: "markdown", id: "p", metadata: {}, source: "p" };
const cell = {
  cell_type: "code",
  id: "c",
  metadata: {},
  source: "1",
  execution_count: null,
  outputs: [],
};

function parse(json: unknown) {
  return parseNotebook(JSON.stringify(json), "n.ipynb");
}

function withCell(fields: unknown) {
  return { ...file, cells: [fields] };
}

function withOutput(output: unknown) {
  return withCell({ ...cell, outputs: [output] });
}

Deno.test("parseNotebook() gives back every notebook that serializeNotebook() has written", () => {
  fc.assert(fc.property(anyNotebook, (notebook) => {
    assertEquals(
      parseNotebook(serializeNotebook(notebook), "n.ipynb"),
      notebook,
    );
  }));
});

Deno.test("parseNotebook() joins lines, wherever nbformat allows an array of them", () => {
  const lines = ["a\n", "b"];
  const { cells } = parse({
    ...file,
    cells: [
      {
        ...cell,
        source: lines,
        outputs: [
          { output_type: "stream", name: "stdout", text: lines },
          {
            output_type: "display_data",
            data: { "text/plain": lines, "image/svg+xml": "s" },
            metadata: {},
          },
        ],
      },
      { ...prose, source: "a\nb", attachments: { x: { "text/plain": lines } } },
    ],
  });
  assertEquals(cells, [
    {
      ...cell,
      source: "a\nb",
      outputs: [
        { output_type: "stream", name: "stdout", text: "a\nb" },
        {
          output_type: "display_data",
          data: { "text/plain": "a\nb", "image/svg+xml": "s" },
          metadata: {},
        },
      ],
    } as CodeCell,
    {
      ...prose,
      cell_type: "markdown",
      source: "a\nb",
      attachments: { x: { "text/plain": "a\nb" } },
    },
  ]);
});

Deno.test("parseNotebook() leaves the values of JSON types as they are", () => {
  const data = {
    "application/json": ["a", "b"],
    "application/vnd.x+json": { deep: [1, null] },
  };
  const output = { output_type: "display_data", data, metadata: {} };
  assertEquals(
    (parse(withOutput(output)).cells[0] as CodeCell).outputs,
    [output] as CodeCell["outputs"],
  );
});

Deno.test("parseNotebook() keeps keys that it does not know, at every level", () => {
  const other = { other: { x: [1] } };
  const json = {
    ...file,
    ...other,
    metadata: other,
    cells: [
      {
        ...cell,
        ...other,
        metadata: other,
        outputs: [
          { output_type: "stream", name: "stderr", text: "t", ...other },
          { output_type: "display_data", data: {}, metadata: other, ...other },
          {
            output_type: "execute_result",
            data: {},
            metadata: {},
            execution_count: 1,
            ...other,
          },
          {
            output_type: "error",
            ename: "E",
            evalue: "",
            traceback: ["t"],
            ...other,
          },
        ],
      },
      { ...prose, ...other },
      { ...prose, id: "raw", cell_type: "raw", ...other },
    ],
  };
  assertEquals(parse(json) as unknown, json);
});

Deno.test("parseNotebook() keeps a key called __proto__", () => {
  const text = JSON.stringify(file).replace(
    `"metadata":{}`,
    `"metadata":{"__proto__":{"a":1}}`,
  );
  const { metadata } = parseNotebook(text, "n.ipynb");
  assertEquals(Object.keys(metadata), ["__proto__"]);
  assertEquals(Object.getPrototypeOf(metadata), Object.prototype);
});

Deno.test("parseNotebook() reads past a byte order mark", () => {
  assertEquals(
    parseNotebook("\uFEFF" + JSON.stringify(file), "n.ipynb"),
    parse(file),
  );
});

Deno.test("parseNotebook() keeps CRLF and astral characters in sources", () => {
  const source = "// 😀𝜕\r\nconst a = '𝑤';\r\n";
  assertEquals(parse(withCell({ ...cell, source })).cells[0].source, source);
});

for (const minor of [0, 1, 2, 3, 4]) {
  Deno.test(`parseNotebook() gives ids to the cells of nbformat 4.${minor}, and makes it 4.5`, () => {
    const { id: _, ...nameless } = prose;
    const notebook = parse({
      ...file,
      nbformat_minor: minor,
      cells: [nameless, nameless],
    });
    assertEquals(notebook.nbformat_minor, 5);
    assertEquals(notebook.cells.map(({ id }) => id), ["cell-1", "cell-2"]);
  });
}

Deno.test("parseNotebook() gives ids that no other cell has", () => {
  const { id: _, ...nameless } = prose;
  const cells = [
    nameless,
    { ...prose, id: "cell-1" },
    { ...prose, id: "cell-4" },
    nameless,
  ];
  const ids = parse({ ...file, nbformat_minor: 4, cells }).cells
    .map(({ id }) => id);
  assertEquals(ids.slice(1, 3), ["cell-1", "cell-4"]);
  assertEquals(new Set(ids).size, 4);
  assert(ids.every((id) => /^cell-\d+$/.test(id)));
});

Deno.test("parseNotebook() keeps a minor version that is newer than 4.5", () => {
  assertEquals(parse({ ...file, nbformat_minor: 6 }).nbformat_minor, 6);
});

Deno.test("parseNotebook() takes a code cell without execution_count for one that has not run", () => {
  const { execution_count: _, ...rest } = cell;
  assertEquals(
    (parse(withCell(rest)).cells[0] as CodeCell).execution_count,
    null,
  );
});

const { source: _, ...sourceless } = prose;
const refusals: [title: string, json: unknown, state: string][] = [
  ["an array", [], "it must be an object, found []"],
  ["null", null, "it must be an object, found null"],
  [
    "a file without nbformat",
    {},
    `it has no "nbformat", so it is not a notebook`,
  ],
  [
    "nbformat 3",
    { nbformat: 3, nbformat_minor: 0, worksheets: [], metadata: {} },
    "it is nbformat 3 and Denobook reads nbformat 4; open and save it in Jupyter",
  ],
  ["nbformat 5", { ...file, nbformat: 5 }, "it is nbformat 5"],
  ["nbformat as text", { ...file, nbformat: "4" }, 'it is nbformat "4"'],
  [
    "a missing nbformat_minor",
    { nbformat: 4, cells: [], metadata: {} },
    '"nbformat_minor" must be a whole number from 0, found nothing',
  ],
  [
    "a negative nbformat_minor",
    { ...file, nbformat_minor: -1 },
    '"nbformat_minor" must be a whole number from 0, found -1',
  ],
  [
    "missing cells",
    { nbformat: 4, nbformat_minor: 5, metadata: {} },
    '"cells" must be an array, found nothing',
  ],
  [
    "cells as an object",
    { ...file, cells: {} },
    '"cells" must be an array, found {}',
  ],
  [
    "missing metadata",
    { nbformat: 4, nbformat_minor: 5, cells: [] },
    '"metadata" must be an object, found nothing',
  ],
  ["a cell of text", withCell("x"), 'cell 1 must be an object, found "x"'],
  [
    "a cell without a type",
    withCell({ ...prose, cell_type: undefined }),
    'cell_type of cell 1 (p) must be "code", "markdown" or "raw", found nothing',
  ],
  [
    "a heading cell",
    withCell({ ...prose, cell_type: "heading" }),
    'cell_type of cell 1 (p) must be "code", "markdown" or "raw", found "heading"',
  ],
  [
    "a cell without metadata",
    { ...file, cells: [prose, { ...prose, id: "q", metadata: undefined }] },
    "metadata of cell 2 (q) must be an object, found nothing",
  ],
  [
    "a cell without a source",
    withCell(sourceless),
    "source of cell 1 (p) must be a string or an array of strings, found nothing",
  ],
  [
    "a source with a number in it",
    withCell({ ...prose, source: ["a", 1] }),
    'source of cell 1 (p) must be a string or an array of strings, found ["a",1]',
  ],
  [
    "a source of some length",
    withCell({ ...prose, source: Array(40).fill(1) }),
    "source of cell 1 (p) must be a string or an array of strings, found [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,…",
  ],
  [
    "an id that is a number",
    withCell({ ...prose, id: 5 }),
    "id of cell 1 must be a string, found 5",
  ],
  [
    "an id with a blank",
    withCell({ ...prose, id: "a b" }),
    'id of cell 1 must be 1 to 64 letters, digits, "-" or "_", found "a b"',
  ],
  [
    "an id of 65 characters",
    withCell({ ...prose, id: "a".repeat(65) }),
    "id of cell 1 must be 1 to 64",
  ],
  [
    "two cells of one id",
    { ...file, cells: [prose, cell, prose] },
    'cells 1 and 3 share the id "p"; rename one, or have "denobook clean" do it',
  ],
  [
    "tags that are text",
    withCell({ ...prose, metadata: { tags: "a" } }),
    'tags of cell 1 (p) must be an array, found "a"',
  ],
  [
    "a tag that is a number",
    withCell({ ...prose, metadata: { tags: ["a", 1] } }),
    "a tag of cell 1 (p) must be a string, found 1",
  ],
  [
    "attachments that are an array",
    withCell({ ...prose, attachments: [] }),
    "attachments of cell 1 (p) must be an object, found []",
  ],
  [
    "an attachment of text",
    withCell({ ...prose, attachments: { "a.png": "x" } }),
    'attachment "a.png" of cell 1 (p) must be an object, found "x"',
  ],
  [
    "a code cell without outputs",
    withCell({ ...cell, outputs: undefined }),
    "outputs of cell 1 (c) must be an array, found nothing",
  ],
  [
    "an execution_count that is text",
    withCell({ ...cell, execution_count: "1" }),
    'execution_count of cell 1 (c) must be a whole number from 0, found "1"',
  ],
  [
    "an execution_count with a fraction",
    withCell({ ...cell, execution_count: 1.5 }),
    "execution_count of cell 1 (c) must be a whole number from 0, found 1.5",
  ],
  [
    "an output that is text",
    withOutput("x"),
    'output 1 of cell 1 (c) must be an object, found "x"',
  ],
  [
    "an output of nbformat 3",
    withOutput({ output_type: "pyout" }),
    'output_type of output 1 of cell 1 (c) must be "stream", "display_data", "execute_result" or "error", found "pyout"',
  ],
  [
    "a stream of another name",
    withOutput({ output_type: "stream", name: "stdin", text: "" }),
    'name of output 1 of cell 1 (c) must be "stdout" or "stderr", found "stdin"',
  ],
  [
    "a stream without text",
    withOutput({ output_type: "stream", name: "stdout" }),
    "text of output 1 of cell 1 (c) must be a string or an array of strings, found nothing",
  ],
  [
    "a display without data",
    withOutput({ output_type: "display_data", metadata: {} }),
    "data of output 1 of cell 1 (c) must be an object, found nothing",
  ],
  [
    "a display without metadata",
    withOutput({ output_type: "display_data", data: {} }),
    "metadata of output 1 of cell 1 (c) must be an object, found nothing",
  ],
  [
    "a display of a number",
    withOutput({
      output_type: "display_data",
      data: { "text/plain": 5 },
      metadata: {},
    }),
    "text/plain in data of output 1 of cell 1 (c) must be a string or an array of strings, found 5",
  ],
  [
    "a result whose execution_count is text",
    withOutput({
      output_type: "execute_result",
      data: {},
      metadata: {},
      execution_count: "1",
    }),
    'execution_count of output 1 of cell 1 (c) must be a whole number from 0, found "1"',
  ],
  [
    "an error without a name",
    withOutput({ output_type: "error", evalue: "", traceback: [] }),
    "ename of output 1 of cell 1 (c) must be a string, found nothing",
  ],
  [
    "an error without a message",
    withOutput({ output_type: "error", ename: "", traceback: [] }),
    "evalue of output 1 of cell 1 (c) must be a string, found nothing",
  ],
  [
    "a traceback that is text",
    withOutput({ output_type: "error", ename: "", evalue: "", traceback: "x" }),
    'traceback of output 1 of cell 1 (c) must be an array, found "x"',
  ],
  [
    "a traceback with a number in it",
    withOutput({ output_type: "error", ename: "", evalue: "", traceback: [1] }),
    "traceback of output 1 of cell 1 (c) must be a string, found 1",
  ],
];

for (const [title, json, state] of refusals) {
  Deno.test(`parseNotebook() rejects ${title}`, () => {
    assertThrows(
      () => parse(json),
      NotebookFormatError,
      `Cannot read notebook n.ipynb: ${state}`,
    );
  });
}

for (const text of ["", "# Title", '{ "nbformat": 4, }']) {
  Deno.test(`parseNotebook() rejects text that is not JSON: ${text || "none"}`, () => {
    assertThrows(
      () => parseNotebook(text, "n.ipynb"),
      NotebookFormatError,
      "Cannot read notebook n.ipynb: it is not JSON: ",
    );
  });
}

Deno.test("parseNotebook() says so if two versions stand in the file", () => {
  assertThrows(
    () =>
      parseNotebook("<<<<<<< HEAD\n{}\n=======\n[]\n>>>>>>> b\n", "n.ipynb"),
    NotebookFormatError,
    "Cannot read notebook n.ipynb: it holds a merge conflict; resolve that first",
  );
});

Deno.test("parseNotebook() throws nothing else, whatever a key of a notebook holds", () => {
  const whole = {
    ...file,
    cells: [
      {
        ...cell,
        outputs: [
          { output_type: "stream", name: "stdout", text: "t" },
          { output_type: "display_data", data: { a: "b" }, metadata: {} },
          { output_type: "error", ename: "", evalue: "", traceback: ["t"] },
        ],
      },
      { ...prose, metadata: { tags: ["t"] }, attachments: { a: { b: "c" } } },
    ],
  };
  const paths: (string | number)[][] = [];
  const walk = (json: unknown, path: (string | number)[]) => {
    if (typeof json !== "object" || json === null) return;
    for (const [key, value] of Object.entries(json)) {
      paths.push([...path, key]);
      walk(value, [...path, key]);
    }
  };
  walk(whole, []);
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      const changed = structuredClone(whole);
      // deno-lint-ignore no-explicit-any
      let parent: any = changed;
      for (const key of path.slice(0, -1)) parent = parent[key];
      parent[path.at(-1)!] = value as Json;
      try {
        parse(changed);
      } catch (error) {
        if (!(error instanceof NotebookFormatError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});
