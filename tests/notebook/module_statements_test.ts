import { assertEquals } from "@std/assert";
import {
  printable,
  staticImports,
} from "../../lib/notebook/module_statements.ts";

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
    staticImports(source)!.map(({ specifier }) => specifier),
    ["./a.ts", "./b.ts", "npm:c", "./d.ts", "./e.json"],
  );
  const attributes = staticImports(source)!.map(({ attributes }) =>
    attributes.replace(/\s/g, "")
  );
  assertEquals(attributes, ["{}", "{}", "{}", "{}", '{type:"json"}']);
});

Deno.test("staticImports() gives a module that nothing in the source uses", () => {
  assertEquals(
    staticImports('import { a } from "./a.ts";')!.map((i) => i.specifier),
    ["./a.ts"],
  );
});

Deno.test("staticImports() gives a module of which only types are named, which the kernel loads, but not one of types", () => {
  const source = `import { type T } from "./a.ts";
import type { U } from "./b.ts";
export * from "./c.ts";
export type { V } from "./d.ts";`;
  assertEquals(
    staticImports(source)!.map(({ specifier }) => specifier),
    ["./a.ts", "./c.ts"],
  );
  assertEquals(staticImports("import {"), undefined);
});

Deno.test("printable() makes calls of imports and declarations of exports, without the comments before them", () => {
  for (
    const [source, expected] of [
      ['1;\nimport "./a.ts"; 2', '1;\nawait import("./a.ts"); 2'],
      [
        '1;\nimport a, { b, c as d } from "./a.ts"',
        '1;\nconst { "default": a, "b": b, "c": d } = await import("./a.ts");',
      ],
      [
        '1;\n// lost\nimport * as a from "./a.json" with { type: "json" }; // lost\n// kept\n2',
        '1;\n\nconst a = await import("./a.json", { with: { type: "json" } }); \n// kept\n2',
      ],
      [
        "1;\n/* lost,\n too */\nexport const a = 1; // kept",
        "1;\n\n\nconst a = 1; // kept",
      ],
      ["1;\nexport default { a: 1 };", "1;\n( { a: 1 });"],
      ["1;\nexport default function () {}\n2", "1;\n\n2"],
      ["1;\nexport { a };\nexport type B = 1;", "1;\n\nexport type B = 1;"],
      [
        "1;\nimport type { A } from './a.ts'",
        "1;\nimport type { A } from './a.ts'",
      ],
    ]
  ) {
    assertEquals(printable(source)!.text, expected);
  }
});

Deno.test("printable() leads back to the source", () => {
  const source = '1;\nimport { a } from "./a.ts"; f();\n\nexport default g();';
  const { text, original } = printable(source)!;
  const lines = text.split("\n");
  for (const name of ["f()", "g()"]) {
    const line = lines.findIndex((text) => text.includes(name));
    const column = lines[line].indexOf(name) + 1;
    assertEquals(original({ line: line + 1, column }), {
      line: line + 1,
      column: source.split("\n")[line].indexOf(name) + 1,
    });
  }
});

Deno.test("printable() gives nothing for imports that it cannot read", () => {
  assertEquals(printable("import {"), undefined);
  assertEquals(printable("const = 1")?.text, "const = 1");
});
