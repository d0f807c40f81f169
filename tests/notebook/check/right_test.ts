import { assertEquals } from "@std/assert";
import { code, prose } from "../fixture.ts";
import { type Cells, checkAll, inShort } from "./fixture.ts";

/** Notebooks that are right, and of which nothing may be said. */
const right: [title: string, cells: Cells][] = [
  ["names of earlier cells, with their types", [
    "const one: number = 1;\ninterface Point {\n  x: number;\n}",
    "const p: Point = { x: one };\np.x.toFixed(1);",
  ]],
  ["an expression at the end, without a semicolon", [
    "const a = 1\na",
    "(a + 1)",
    "[a, 2]",
    "`${a}`",
    "a",
  ]],
  ["an object literal as a cell", ["const a = 1;", "{ a: 1, b: a }", "{ a }"]],
  ["a block as a cell", ["{ const q = 1; console.log(q); }"]],
  ["await at the top level", [
    "const text = await Promise.resolve('a');\ntext.length",
  ]],
  ["a promise named at the end", ["const p = Promise.resolve(1);\np"]],
  ["a promise that is waited for, returned, ignored on purpose or caught", [
    "async function f() {\n  await Promise.resolve();\n}",
    "await f();\nvoid f();\nf().catch(console.error);\nconst g = () => f();\nawait g();",
    "f().then(() => 1, () => 2);\nawait Promise.all([f()]);\nf().catch(() => {}).finally(() => {});",
  ]],
  ["an assertion that narrows what comes after it", [
    "function assert(value: unknown): asserts value {\n  if (!value) throw new Error('no');\n}",
    "const maybe = [1, 2].at(0);",
    "assert(maybe !== undefined);",
    "maybe.toFixed(1);",
  ]],
  ["a let that an earlier cell narrows", [
    "let text = Deno.args.at(0);\ntext ??= 'none';",
    "text.length",
  ]],
  ["a let without a type that later cells give values", [
    "let later;\nlater = 1;",
    "later = 'a';\nlater.length",
  ]],
  ["a let that a later cell gives its value", [
    "let value: number;",
    "value = 2;",
    "value.toFixed(1)",
  ]],
  ["Deno.jupyter, and Deno's own types", [
    "const { md, html, svg } = Deno.jupyter;\nmd`# a`",
    "await Deno.jupyter.display(html`<b>b</b>`);\nawait Deno.jupyter.broadcast('a', {});\nsvg`<svg/>`",
    "await Deno.readTextFile('deno.json')",
  ]],
  ["imports anywhere, also of the notebook's own files, types and JSON", [
    'import { join } from "node:path";\nconst a = join("a", "b");\nimport { half } from "./half.ts";\nhalf(2)',
    'import { half as third } from "named";\nimport type { Half } from "./half.ts";\nconst h: Half = third(a.length);\nh',
    'import data from "./data.json" with { type: "json" };\ndata.a.toFixed(1)',
    'const { half: again } = await import("./half.ts");\nagain(3)',
  ]],
  ["the same import in two cells", [
    'import { half } from "./half.ts";\nhalf(1)',
    'import { half } from "./half.ts";\nhalf(2)',
  ]],
  ["a function that uses what a later cell declares, called after that", [
    "function first() {\n  return second() + offset;\n}",
    "const offset = 1;\nfunction second() {\n  return 2;\n}",
    "first()",
  ]],
  ["functions that call each other across cells", [
    "const even = (n: number): boolean => n === 0 || odd(n - 1);",
    "const odd = (n: number): boolean => n !== 0 && even(n - 1);",
    "even(4)",
  ]],
  ["export, which the kernel passes over", [
    "export const a = 1;\nexport function f() {\n  return a;\n}\nexport type T = number;",
    "const t: T = f();\nexport { t };\nexport default t;",
    "export default function g() {}",
    "g();\na",
  ]],
  ["using, enums' like and classes across cells", [
    "abstract class Shape {\n  abstract area(): number;\n}",
    "class Square extends Shape {\n  constructor(readonly side: number) {\n    super();\n  }\n  area() {\n    return this.side ** 2;\n  }\n}",
    "using r = { [Symbol.dispose]() {} };\nr",
    "enum Direction {\n  Up,\n  Down,\n}\nDirection.Up",
    "const s: Shape = new Square(2);\ns.area()",
    "for (const v of [1, 2]) console.log(v);",
  ]],
  ["a name of Deno's own that a later cell takes", [
    "await fetch('data:,a');",
    "const fetch = (n: number) => n;\nfetch(1)",
  ]],
  ["generics, satisfies, and a cast", [
    "const id = <T>(value: T) => value;\nid(1)",
    "const x = <number> id(1);\nconst y = { a: 1 } satisfies Record<string, number>;\nx + y.a",
  ]],
  ["a cell that raises an exception, and names after it", [
    code("raise", "const before = 1;\nthrow new Error('no');", {
      metadata: { tags: ["raises-exception"] },
    }),
    "before.toFixed(1);\nlet a: string | undefined = Deno.args.at(0);\na ??= 'b';",
    code("never", "Deno.exit(before);", {
      metadata: { tags: ["raises-exception"] },
    }),
    "a.length",
  ]],
  ["a type error that a cell which raises an exception explains", [
    code(
      "raise",
      "// @ts-expect-error A number has no such method.\n(1).nothing();",
      {
        metadata: { tags: ["raises-exception"] },
      },
    ),
  ]],
  ["a skipped cell, whose names nobody sees", [
    code("skip", "const a = 'text';\na.length", {
      metadata: { tags: ["skip-execution"] },
    }),
    "const a = 1;\na.toFixed(1)",
  ]],
  ["a parameter that nothing assigns", [
    code("parameters", "let rate = 0.5;", {
      metadata: { tags: ["parameters"] },
    }),
    "rate * 2",
  ]],
  ["names that nothing uses, because the reader may", [
    "const a = 1;\nconst [b, c] = [2, 3];\nfunction f() {}\nclass C {}\ntype T = 1;",
  ]],
  ["switched off rules", [
    "const a = 1;",
    "// denobook-ignore redeclared: to show that it works\nconst a = 2;\na",
    "// denobook-ignore floating-promise, unlisted-import -- both\nPromise.resolve(a);\nimport('npm:zod@3');",
    "// deno-lint-ignore no-explicit-any\nconst any: any = a;\nany",
    "// deno-lint-ignore-file no-explicit-any\nconst other: any = a;\nother",
  ]],
  ["lines of every kind, comments at the end, directives at the start", [
    "'use strict';\nconst a = 1; // a",
    "a /* b */ // c",
    "\tconst b = `\n`;\r\nb;\r\n",
  ]],
  ["cells that read what earlier cells wrote", [
    "let total = 0;\nconst seen: number[] = [];",
    "total += 1;\nseen.push(total);",
    "seen.length + total",
  ]],
  ["a record that gets more entries, and reads of others", [
    "const next: Record<string, number> = { a: 1 };\nnext",
    "next.a.toFixed(1)",
    "next.b = 2;\nnext.b",
  ]],
  ["prose with images that have texts", [
    prose(
      "p",
      '![A curve](a.png) `![](b.png)` <img src="c.png" alt=""> and\n\n```\n![](d.png)\n```\n\n<svg aria-label="e"></svg>',
    ),
  ]],
  ["mapped, conditional and recursive types", [
    "type Deep<T> = { readonly [K in keyof T]: T[K] extends (infer U)[] ? Deep<U>[] : T[K] };",
    "type Json = string | Json[] | { [key: string]: Json };",
    "const j: Json = { a: ['b'] };\nconst d: Deep<{ a: number[] }> = { a: [1] };\n[j, d]",
    "function isText(value: unknown): value is string {\n  return typeof value === 'string';\n}\nisText(j) && j.length",
  ]],
];

/** Notebooks in which names are declared anew, as the kernel allows; they are told so, and their types are right. */
const redeclared: [title: string, cells: Cells][] = [
  ["a constant of another type", [
    "const a = 1;",
    "const a = 'text';",
    "a.length",
  ]],
  ["from its own old value", [
    "const list = [3, 1];",
    "const list = list.map(String);",
    "list[0].length",
  ]],
  ["in patterns and shorthands", [
    "const { x, y: [z] } = { x: 1, y: [2] };",
    "const { x, y: [z] } = { x: 'a', y: ['b'] };",
    "const o = { x, z };\no.x.length + o.z.length",
  ]],
  ["functions, classes and types", [
    "function f() {\n  return 1;\n}\nclass C {\n  a = 1;\n}\ntype T = number;\ninterface I {\n  a: 1;\n}",
    "f().toFixed(1);\nconst t1: T = new C().a;\nconst i1: I = { a: 1 };\n[t1, i1]",
    "function f() {\n  return 'a';\n}\nclass C {\n  b = 'b';\n}\ntype T = string;\ninterface I {\n  b: 2;\n}",
    "f().length;\nconst t: T = new C().b;\nconst i: I = { b: 2 };\n[t, i]",
  ]],
  ["an import by a constant, a constant by an import", [
    'import { half } from "./half.ts";\nhalf(1)',
    "const half = 'a';\nhalf.length",
    'import { third as half } from "./half.ts";\nhalf(2).toFixed(1)',
  ]],
];

const files = {
  "deno.json": JSON.stringify({
    imports: { named: "./half.ts" },
    lint: { rules: { exclude: ["no-var"] } },
  }),
  "half.ts":
    "export type Half = number;\nexport const half = (n: number): Half => n / 2;\nexport const third = (n: number) => n / 3;\n",
  "data.json": '{ "a": 1 }',
};

const all = [...right, ...redeclared];
let checking: ReturnType<typeof checkAll> | undefined;
const check = () => checking ??= checkAll(all.map(([, cells]) => cells), files);

all.forEach(([title, cells], i) => {
  Deno.test(`checkNotebooks() has nothing to say about ${title}`, async () => {
    const found = (await check())[i];
    const rest = i < right.length
      ? found
      : found.filter(({ code }) => code !== "redeclared");
    assertEquals(rest.map((one) => `${inShort(one)} ${one.message}`), []);
    if (rest.length < found.length) return;
    assertEquals(i < right.length, true, JSON.stringify(cells));
  });
});
