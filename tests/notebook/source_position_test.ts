import { assertEquals } from "@std/assert";
import { sentSource } from "../../lib/notebook/sent_source.ts";
import {
  diagnoseSyntax,
  placeTraceback,
  positionIn,
  staticImports,
  withSourceUrl,
} from "../../lib/notebook/source_position.ts";

Deno.test("withSourceUrl() puts the cell's name in a line of its own at the end", () => {
  assertEquals(
    withSourceUrl("a // b", "c-1"),
    "a // b\n//# sourceURL=denobook-cell:c-1\n",
  );
});

Deno.test("placeTraceback() leads frames back to the author's lines and columns", () => {
  const source = "type T = 1;\n\nconst x: T = f();";
  const sources = new Map([["a", sentSource(source, { thrown: [] })]]);
  assertEquals(
    placeTraceback([
      "Error: m",
      "    at f (denobook-cell:b:9:9)",
      "    at denobook-cell:a:1:32",
      "    at g (file:///x.ts:1:2)",
    ], (id) => sources.get(id)),
    [
      "Error: m",
      "    at f (b)",
      "    at a:3:14",
      "    at g (file:///x.ts:1:2)",
    ],
  );
});

Deno.test("placeTraceback() names the cell alone if its source cannot be printed again", () => {
  assertEquals(
    placeTraceback(
      ["    at denobook-cell:a:1:30"],
      () => sentSource("const = 1", { thrown: [] }),
    ),
    ["    at a"],
  );
});

Deno.test("positionIn() gives the first place in the cell", () => {
  const traceback = [
    "Error: m",
    "    at f (b:1:2)",
    "    at g (a:3:4)",
    "    at a:5:6",
  ];
  assertEquals(positionIn("a", traceback), { line: 3, column: 4 });
  assertEquals(positionIn("b", traceback), { line: 1, column: 2 });
  assertEquals(positionIn("c", traceback), undefined);
});

Deno.test("positionIn() tells a cell from others whose names end alike", () => {
  const traceback = ["    at f (define-f:3:9)", "    at async f:2:1"];
  assertEquals(positionIn("f", traceback), { line: 2, column: 1 });
});

Deno.test("diagnoseSyntax() finds nothing wrong with what TypeScript allows", () => {
  for (
    const source of [
      "",
      "// comment",
      "await 1;",
      "enum E { A }",
      "{ a: 1 }",
      'import { a } from "./a.ts";',
      "const a = <number>1;",
    ]
  ) {
    assertEquals(diagnoseSyntax(source), undefined);
  }
});

Deno.test("diagnoseSyntax() says what is wrong and where, from 1", () => {
  assertEquals(diagnoseSyntax("const a = ;"), {
    message: "Expression expected",
    line: 1,
    column: 11,
  });
});

Deno.test("diagnoseSyntax() counts columns in UTF-16 code units, whatever stands before", () => {
  for (const before of ["", "\t", "\t\t", "/*😀*/\t", "/*é中𝜕*/", "'😀'; \t"]) {
    const { line, column } = diagnoseSyntax(`\n\n${before}f(;`)!;
    assertEquals({ line, column }, { line: 3, column: before.length + 3 });
  }
});

Deno.test("diagnoseSyntax() gives no place beyond the end of the source", () => {
  const source = 'import { a } from "./a.ts";\nf(';
  const { line, column } = diagnoseSyntax(source)!;
  assertEquals({ line, column }, { line: 2, column: 3 });
});

Deno.test("staticImports() gives the modules of a source in order, with their attributes", () => {
  const source = `
import a from "./a.ts";
import "./b.ts";
import { c,
  type C } from 'npm:c';
import * as d from "./d.ts";
import e from "./e.json" with { type: "json" };
import type { T } from "./types.ts";
const f = await import("./f.ts");
a; c; d; e; f;`;
  assertEquals(
    staticImports(source).map(({ specifier }) => specifier),
    ["./a.ts", "./b.ts", "npm:c", "./d.ts", "./e.json"],
  );
  const attributes = staticImports(source).map(({ attributes }) =>
    attributes.replace(/\s/g, "")
  );
  assertEquals(attributes, ["{}", "{}", "{}", "{}", '{type:"json"}']);
});

Deno.test("staticImports() gives a module that nothing in the source uses", () => {
  assertEquals(
    staticImports('import { a } from "./a.ts";').map((i) => i.specifier),
    ["./a.ts"],
  );
});
