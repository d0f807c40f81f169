import { assert, assertEquals } from "@std/assert";
import {
  diagnoseSyntax,
  strip,
  transpile,
} from "../../lib/notebook/printer.ts";

/** A printed text without its source map. */
function code(printed: unknown): string {
  assert(typeof printed === "string");
  return printed.replace(/\n\/\/# sourceMappingURL=.*\n?$/, "");
}

Deno.test("strip() prints JavaScript, but no JSX", () => {
  assertEquals(
    code(strip("const a: 1 = 1;\n\n// b\na")),
    "const a = 1;\n// b\na;",
  );
  assertEquals(strip("<b/>"), undefined);
  assertEquals(strip("const = 1"), undefined);
});

Deno.test("transpile() compiles JSX and decorators as it is told", async () => {
  const source = "const a = <b>{1 as number}</b>;";
  assertEquals(
    code(await transpile(source, { jsx: "react", jsxFactory: "h" })),
    'const a = /*#__PURE__*/ h("b", null, 1);',
  );
  assertEquals(
    code(await transpile("@a class B {}", { experimentalDecorators: true }))
      .split("\n").slice(-5),
    ["class B {", "}", "B = _ts_decorate([", "  a", "], B);"],
  );
  // What is no TypeScript with JSX may be TypeScript without.
  assertEquals(code(await transpile("const a = <number>1;")), "const a = 1;");
});

Deno.test("transpile() says why it cannot print a source", async () => {
  assertEquals(await transpile("<b/>;\nconst 😀 = 1;\n"), {
    message: "Unexpected character '😀'",
    line: 2,
    column: 7,
  });
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
