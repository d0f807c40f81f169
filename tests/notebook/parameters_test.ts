import { assertEquals, assertRejects } from "@std/assert";
import { ParameterError } from "../../lib/notebook/errors.ts";
import { injectParameters } from "../../lib/notebook/parameters.ts";
import { code, notebook, prose } from "./fixture.ts";

const rate = code("rate", "const alpha: number = 0.1;\nlet a = 1, b = 2;", {
  metadata: { tags: ["parameters"] },
});

Deno.test("injectParameters() puts a cell behind the tagged one, and leaves its notebook unchanged", async () => {
  const before = notebook(prose("title", "# T"), rate, code("use", "alpha"));
  const copy = structuredClone(before);
  const after = await injectParameters(before, { alpha: -0.5, b: "x" }, "n");
  assertEquals(before, copy);
  assertEquals(
    after.cells.map(({ id }) => id),
    ["title", "rate", "injected-parameters", "use"],
  );
  assertEquals(
    after.cells[2],
    code(
      "injected-parameters",
      '// Parameters\nconst alpha = -0.5;\nlet b = "x";',
      { metadata: { tags: ["injected-parameters"] } },
    ),
  );
});

Deno.test("injectParameters() takes the place of what an earlier run injected", async () => {
  const first = await injectParameters(notebook(rate), { a: 1 }, "n");
  const second = await injectParameters(first, { b: 2 }, "n");
  assertEquals(
    second.cells.map(({ source }) => source),
    [rate.source, "// Parameters\nlet b = 2;"],
  );
});

Deno.test("injectParameters() keeps every JSON value what it is", async () => {
  for (
    const value of [
      null,
      true,
      'a\u2028"`${b}`',
      -0,
      1e999,
      [1e300, { deep: [-0, -1e999] }, { "a b": "\n" }],
      JSON.parse('{"__proto__": {"a": 1}}'),
    ]
  ) {
    const { cells } = await injectParameters(
      notebook(rate),
      { alpha: value },
      "n",
    );
    const evaluated = new Function(`${cells[1].source}\nreturn alpha;`)();
    assertEquals(evaluated, value);
    assertEquals(JSON.stringify(evaluated), JSON.stringify(value));
  }
});

Deno.test("injectParameters() changes nothing if there are none to set", async () => {
  const before = notebook(code("a", "1"));
  assertEquals(await injectParameters(before, {}, "n"), before);
});

Deno.test("injectParameters() refuses a name that the tagged cell does not declare", async () => {
  for (
    const [cells, message] of [
      [[rate], 'its cell rate, tagged "parameters", declares alpha, a, b'],
      [[code("a", "let x = 1;")], "none of its code cells is tagged"],
      [
        [{ ...rate, source: "const = 1" }],
        'its cell rate, tagged "parameters", cannot be read: Unexpected token `=`',
      ],
      [[{ ...rate, source: "f();" }], "declares nothing"],
    ] as const
  ) {
    await assertRejects(
      () => injectParameters(notebook(...cells), { x: 1 }, "n.ipynb"),
      ParameterError,
      message,
    );
  }
});
