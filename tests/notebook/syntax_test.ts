import { assertEquals } from "@std/assert";
import {
  foresee,
  handedOver,
  placeOfImport,
  placeOfSyntaxError,
} from "../../lib/notebook/syntax.ts";

/** The text of the last expression. */
function last(source: string): string | undefined {
  const found = handedOver(source).last;
  return found && source.slice(found.start, found.end);
}

Deno.test("handedOver() finds the expression that gives a cell its value", () => {
  for (
    const [source, expected] of [
      ["1", "1"],
      ["1;", "1"],
      ["a; b as number; // c\n\n", "b as number"],
      ["await f<T>(x)!;\nfunction g() {}", "await f<T>(x)!"],
      ["(1, 2);", "(1, 2)"],
      ["({ a: 1 })", "({ a: 1 })"],
      ["x;\ntype T = 1;\ninterface I {}\nenum E {}", "x"],
    ]
  ) {
    assertEquals(last(source), expected);
  }
});

Deno.test("handedOver() finds what is thrown that is plainly no error, but leaves functions as they are", () => {
  for (
    const [source, ...expected] of [
      ["throw 's'; if (a) throw { b: [1] };", "'s'", "{ b: [1] }"],
      ["try { throw -0 } catch (e) { throw e }", "-0", "e"],
      ["throw new Error('a');"],
      ["throw [f()];"],
      ["function f() { throw 's'; }\nconst g = () => { throw 's'; };"],
      ["const s = 'throw';"],
    ]
  ) {
    const { thrown } = handedOver(source);
    assertEquals(
      thrown.map(({ start, end }) => source.slice(start, end)),
      expected,
    );
  }
});

Deno.test("foresee() leaves handedOver() the same, however often it is asked", () => {
  foresee(["const a = 1;\na;", "if (", "1; 2"]);
  for (let time = 0; time < 2; time++) {
    assertEquals(last("const a = 1;\na;"), "a");
    assertEquals(last("if ("), undefined);
    assertEquals(last("1; 2"), "2");
  }
});

Deno.test("placeOfSyntaxError() finds what V8 alone refuses", () => {
  const declared = (name: string) =>
    `Identifier '${name}' has already been declared`;
  for (
    const [source, message, line, column] of [
      ["1;\n  return 1;", "Illegal return statement", 2, 3],
      ["const a = 1;\nconst a = 2;", declared("a"), 2, 7],
      ["1;\nconst b = 2;", declared("b"), 2, 7],
      ["const { c, d: [e] } = f;", declared("e"), 1, 7],
      ["\nfunction g() {}", declared("g"), 2, 1],
      ["const x = 1;\nimport.meta.url", "'import.meta' outside", 2, 1],
    ] as const
  ) {
    assertEquals(placeOfSyntaxError(source, message), { line, column });
  }
});

Deno.test("placeOfSyntaxError() gives no place that it does not know", () => {
  assertEquals(placeOfSyntaxError("1", "Something new"), undefined);
});

Deno.test("placeOfImport() finds the statement that imports a module", () => {
  const source = 'import a from "./a.ts";\n\n  import "npm:b";';
  assertEquals(placeOfImport(source, "npm:b"), { line: 3, column: 3 });
  assertEquals(placeOfImport(source, "npm:c"), undefined);
});
