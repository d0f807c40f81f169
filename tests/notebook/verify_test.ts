import { assert, assertEquals, assertThrows } from "@std/assert";
import { NotebookFormatError } from "../../lib/notebook/errors.ts";
import type { Json, Output } from "../../lib/notebook/format.ts";
import { compareOutputs } from "../../lib/notebook/verify.ts";
import { code, notebook, prose } from "./fixture.ts";

const one: Output = { output_type: "stream", name: "stdout", text: "1\n" };
const two: Output = { output_type: "stream", name: "stdout", text: "2\n" };

/** An output of one MIME type. */
function shown(value: Json, type = "text/plain"): Output {
  return { output_type: "display_data", data: { [type]: value }, metadata: {} };
}

function withOutputs(...outputs: Output[]) {
  return notebook(prose("p", "p"), code("a", "a", { outputs }));
}

Deno.test("compareOutputs() finds no difference where there is none", () => {
  assertEquals(
    compareOutputs(withOutputs(one, two), withOutputs(one, two)),
    [],
  );
  assertEquals(compareOutputs(notebook(), notebook()), []);
});

Deno.test("compareOutputs() names the cell and the output that differ, with both", () => {
  assertEquals(
    compareOutputs(
      withOutputs(shown("x"), shown("1"), shown("y")),
      withOutputs(shown("x"), shown("2"), shown("y")),
    ),
    [{ cellId: "a", index: 1, part: "text/plain", stored: "1", fresh: "2" }],
  );
});

Deno.test("compareOutputs() finds outputs that are missing on either side, and takes the others for what they are", () => {
  const [a, b, c] = ["a", "b", "c"].map((text) => shown(text));
  assertEquals(compareOutputs(withOutputs(a, b, c), withOutputs(a, c)), [
    {
      cellId: "a",
      index: 1,
      part: "text/plain",
      stored: "b",
      fresh: undefined,
    },
  ]);
  assertEquals(compareOutputs(withOutputs(b, c), withOutputs(a, b, c)), [
    {
      cellId: "a",
      index: 0,
      part: "text/plain",
      stored: undefined,
      fresh: "a",
    },
  ]);
});

Deno.test("compareOutputs() finds cells that are missing on either side", () => {
  const other = notebook(code("b", "b", { outputs: [two] }));
  assertEquals(compareOutputs(withOutputs(one), other), [
    { cellId: "a", index: 0, part: "stdout", stored: "1\n", fresh: undefined },
    { cellId: "b", index: 0, part: "stdout", stored: undefined, fresh: "2\n" },
  ]);
});

/** Whether an output of this MIME type is taken for that. */
function same(type: string, stored: Json, fresh: Json, options = {}): boolean {
  const [before, after] = [stored, fresh].map((value) =>
    withOutputs(shown(value, type))
  );
  return compareOutputs(before, after, options).length === 0;
}

Deno.test("compareOutputs() compares text exactly", () => {
  assert(!same("text/plain", "a ", "a"));
  assert(!same("text/plain", "1.0", "1"));
  assert(!same("text/markdown", "a\n", "a"));
});

Deno.test("compareOutputs() compares JSON by value", () => {
  assert(same("application/json", { a: 1, b: [2] }, { b: [2], a: 1 }));
  assert(!same("application/json", [1, 2], [2, 1]));
  assert(!same("application/vnd.x+json", { a: 1 }, { a: "1" }));
  assert(!same("application/json", { a: null }, {}));
});

Deno.test("compareOutputs() compares SVG and HTML as markup", () => {
  for (const type of ["image/svg+xml", "text/html"]) {
    const stored = '<svg width="1" height="2">\n<g/></svg>';
    assert(same(type, stored, "<svg height='2' width='1'><g></g></svg>"));
    assert(!same(type, stored, "<svg height='2' width='2'><g></g></svg>"));
  }
});

Deno.test("compareOutputs() compares images by their bytes", () => {
  assert(same("image/png", "AAEC\nAwQ=\n", "AAECAwQ"));
  assert(same("image/png", "AAECAwR=", "AAECAwQ="));
  assert(!same("image/png", "AAECAwQ=", "AAECAwU="));
  assert(!same("image/png", "1111", "1112", { tolerance: 1, ignore: [/\d/g] }));
});

Deno.test("compareOutputs() compares what should be bytes and is not base64 as text", () => {
  const image = (text: string) => withOutputs(shown(text, "image/png"));
  assertEquals(compareOutputs(image("!"), image("?")).length, 1);
  assertEquals(compareOutputs(image("!"), image("!")), []);
});

Deno.test("compareOutputs() takes a text that is empty for none", () => {
  const empty: Output = { output_type: "stream", name: "stdout", text: "" };
  assertEquals(
    compareOutputs(withOutputs(empty, one, empty, two), withOutputs(one, two)),
    [],
  );
});

Deno.test("compareOutputs() lets numbers differ by the tolerance, in text, JSON and markup", () => {
  const options = { tolerance: 1e-3 };
  for (
    const [type, value] of [
      ["text/plain", (x: number) => `w = ${x}`],
      ["application/json", (x: number) => ({ w: [x] })],
      ["image/svg+xml", (x: number) => `<svg><path d="M0,${x}L1,2"/></svg>`],
    ] as const
  ) {
    assert(same(type, value(0.5), value(0.5001), options), type);
    assert(!same(type, value(0.5), value(0.502), options), type);
    assert(!same(type, value(0.5), value(0.5001)), type);
  }
});

Deno.test("compareOutputs() finds a MIME type that only one side has, and metadata that differs", () => {
  const stored = withOutputs({
    output_type: "display_data",
    data: { "text/plain": "a", "text/html": "b" },
    metadata: { width: 1 },
  });
  const difference = { cellId: "a", index: 0, fresh: undefined };
  assertEquals(compareOutputs(stored, withOutputs(shown("a"))), [
    { ...difference, part: "text/html", stored: "b" },
    { ...difference, part: "metadata", stored: '{\n  "width": 1\n}' },
  ]);
});

Deno.test("compareOutputs() takes no notice of when a cell ran, nor of how its text came in pieces", () => {
  const result = (execution_count: number): Output => ({
    output_type: "execute_result",
    data: { "text/plain": "1" },
    metadata: {},
    execution_count,
  });
  assertEquals(
    compareOutputs(withOutputs(result(1)), withOutputs(result(2))),
    [],
  );
  const both: Output = {
    output_type: "stream",
    name: "stdout",
    text: "1\n2\n",
  };
  assertEquals(compareOutputs(withOutputs(one, two), withOutputs(both)), []);
});

Deno.test("compareOutputs() takes no notice of the number of the process in a warning of Node's", () => {
  const warning = (pid: number): Output => ({
    output_type: "stream",
    name: "stderr",
    text: `(node:${pid}) Warning: a\n`,
  });
  const stored = withOutputs(warning(1));
  assertEquals(compareOutputs(stored, withOutputs(warning(23))), []);
  assertEquals(compareOutputs(stored, withOutputs()).length, 1);
});

Deno.test("compareOutputs() compares errors by name and message", () => {
  const error = (evalue: string, frame: string): Output => ({
    output_type: "error",
    ename: "TypeError",
    evalue,
    traceback: [`TypeError: ${evalue}`, frame],
  });
  const stored = withOutputs(error("no", "    at file:///here/a.ts:1:1"));
  assertEquals(
    compareOutputs(
      stored,
      withOutputs(error("no", "    at file:///there/a.ts")),
    ),
    [],
  );
  assertEquals(compareOutputs(stored, withOutputs(error("yes", ""))), [{
    cellId: "a",
    index: 0,
    part: "error",
    stored: "TypeError: no",
    fresh: "TypeError: yes",
  }]);
});

for (const tag of ["ignore-output", "nbval-ignore-output"]) {
  Deno.test(`compareOutputs() leaves out a cell tagged ${tag}`, () => {
    const tagged = (...outputs: Output[]) =>
      notebook(code("a", "a", { outputs, metadata: { tags: [tag] } }));
    assertEquals(compareOutputs(tagged(one), tagged(two, one)), []);
  });
}

Deno.test("compareOutputs() leaves out what patterns match: its own, the notebook's and the cell's", () => {
  const run = (text: string) => ({
    ...notebook(
      code("a", "a", {
        outputs: [shown(text)],
        metadata: { denobook: { ignore: ["\\d+ ms"] } },
      }),
      code("b", "b", { outputs: [shown(text)] }),
    ),
    metadata: { denobook: { ignore: ["#\\w+"] } },
  });
  const [stored, fresh] = [run("1 ms #ab on host1"), run("2 ms #cd on host2")];
  const options = { ignore: [/host\d/g] };
  assertEquals(compareOutputs(stored, fresh, options), [{
    cellId: "b",
    index: 0,
    part: "text/plain",
    stored: "1 ms … on …",
    fresh: "2 ms … on …",
  }]);
});

Deno.test("compareOutputs() refuses patterns that are none, and says where they are", () => {
  const wrong = (ignore: Json) =>
    notebook(code("a", "a", { metadata: { denobook: { ignore } } }));
  for (
    const [ignore, message] of [
      [
        "x",
        `"ignore" in the metadata of cell a of the notebook must be an array`,
      ],
      [
        ["("],
        `"(" in the metadata of cell a of the notebook is no regular expression`,
      ],
      [
        [1],
        `1 in the metadata of cell a of the notebook is no regular expression`,
      ],
    ] as const
  ) {
    const stored = wrong(ignore as Json);
    assertThrows(
      () => compareOutputs(stored, stored),
      NotebookFormatError,
      message,
    );
  }
});
