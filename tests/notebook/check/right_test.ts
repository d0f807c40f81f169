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
  ["a name that an earlier cell declares to the type checker alone", [
    "declare let rate: number;\nconst half = () => rate / 2;",
    "let rate = 1;\nrate += 1;\nhalf()",
    "const enum Gate {\n  Or = 1,\n}\nGate.Or",
    "class Gate {}\nnew Gate()",
  ]],
  ["using, enums' like and classes across cells", [
    "abstract class Shape {\n  abstract area(): number;\n}",
    "class Square extends Shape {\n  constructor(readonly side: number) {\n    super();\n  }\n  area() {\n    return this.side ** 2;\n  }\n}",
    "{\n  using r = { [Symbol.dispose]() {} };\n  console.log(r);\n}",
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
  ["decorators", [
    "type Method = (this: unknown, ...args: number[]) => number;\nfunction logged(value: Method, { name }: ClassMethodDecoratorContext) {\n  return function (this: unknown, ...args: number[]) {\n    console.log(String(name));\n    return value.apply(this, args);\n  };\n}",
    "class Sum {\n  @logged\n  of(...args: number[]) {\n    return args.length;\n  }\n}\nnew Sum().of(1, 2)",
  ]],
  ["generators, iterators and labelled loops", [
    "function* naturals(): Generator<number, void, unknown> {\n  let n = 0;\n  while (true) yield n++;\n}\nnaturals().take(3).toArray()",
    "async function* ticks(count: number) {\n  for (let i = 0; i < count; i++) {\n    await Promise.resolve();\n    yield i;\n  }\n}\nfor await (const tick of ticks(2)) console.log(tick);",
    "outer: for (const i of naturals().take(3)) {\n  for (const j of [1, 2]) {\n    if (j > i) continue outer;\n    if (i > 1) break outer;\n  }\n}",
    "const { value, done } = naturals().next();\ndone ? undefined : value + 1",
  ]],
  ["overloads, and functions with properties", [
    "function parse(value: string): number;\nfunction parse(value: string[]): number[];\nfunction parse(value: string | string[]) {\n  return Array.isArray(value) ? value.map(Number) : Number(value);\n}",
    "parse('1').toFixed() + parse(['1']).length",
    "type Handler = {\n  (event: string): void;\n  calls?: number;\n};\nconst handler: Handler = () => {\n  handler.calls = (handler.calls ?? 0) + 1;\n};\nhandler('a');\nhandler.calls",
  ]],
  ["namespaces, enums and declarations that merge", [
    "namespace Geometry {\n  export interface Shape {\n    area: number;\n  }\n  export const square = (side: number): Shape => ({ area: side ** 2 });\n}",
    "const shape: Geometry.Shape = Geometry.square(2);\nshape.area",
    "const enum Bits {\n  One = 1 << 0,\n  Two = 1 << 1,\n  Both = One | Two,\n}\nenum Color {\n  Red = 'red',\n}\nconst color: `${Color}` = 'red';\n[Bits.Both, color, Object.values(Color)]",
    "interface Pair {\n  a: number;\n}\ninterface Pair {\n  b: string;\n}\nconst pair: Pair = { a: 1, b: '' };\nfunction Model() {}\nnamespace Model {\n  export const version = 1;\n}\n[pair, Model.version]",
  ]],
  ["defaults and computed keys in patterns", [
    "const { a = 1, b: { c = 'x', ...rest } = {}, ...others } = {} as {\n  a?: number;\n  b?: { c?: string; d?: number };\n  e?: boolean;\n};\n[a, c, rest, others]",
    "const [first = 0, , third = first, ...tail] = [1, 2];\nlet x = 1, y = 2;\n[x, y] = [y, x];\n({ x, y = 3 } = { x: 5 } as { x: number; y?: number });\n[third, tail, x, y]",
    "const key = 'dyn';\nconst { [key]: dyn = 0, ['q' + 1]: q } = {} as Record<string, number>;\n[dyn, q]",
    "function area({ width = 1, height = width }: { width?: number; height?: number } = {}) {\n  return width * height;\n}\narea()",
  ]],
  ["what a cell adds to the global scope", [
    "declare global {\n  var counter: number;\n  interface Array<T> {\n    last(): T | undefined;\n  }\n}\nArray.prototype.last = function () {\n  return this.at(-1);\n};\nglobalThis.counter = 1;",
    "[3].last()?.toFixed();\ncounter + 1",
  ]],
  ["resources that are disposed of", [
    "class Resource implements Disposable, AsyncDisposable {\n  [Symbol.dispose]() {}\n  async [Symbol.asyncDispose]() {}\n}",
    "for (using each of [new Resource()]) console.log(each);",
    "{\n  await using within = new Resource();\n  console.log(within);\n}",
  ]],
  ["cells without code, and of one value", [
    "// A comment, and no more.",
    "/* Of\n two lines. */",
    "",
    " \n\t",
    ";",
    "'use strict'",
    "-1",
    "{}",
    "() => 1",
    "typeof undefined",
    "if (Math.random() < 2) {\n  console.log(1);\n}",
    "label: {\n  break label;\n}",
    "/(?<year>\\d{4})/u.exec('2024')?.groups?.year",
  ]],
  ["names as inner scopes have them, too", [
    "const value = 1;\nvalue",
    "{\n  const value = 'inner';\n  console.log(value.length);\n}\nconst wrap = (value: string) => value.length;\nwrap('a') + value.toFixed()",
    "try {\n  throw new Error('e');\n} catch (value) {\n  console.log(value instanceof Error);\n}\nfor (let value = 0; value < 1; value++) console.log(value);",
    "class Inner {\n  value = 'v';\n  get() {\n    return this.value.length;\n  }\n}\ntype List<value> = value[];\nconst list: List<number> = [value];\n[new Inner().get(), list, { value }.value.toFixed()]",
  ]],
  ["names that a browser's window has", [
    "const name = 'n';\nconst status = 1, parent = { self: 1 }, history = [1];\nconst length = 5, location = 'here', event = new Event('x');\n[name.length, status, parent.self, history.at(0), length, location.length, event.type]",
  ]],
  ["names of CommonJS that a notebook has itself, or only asks for", [
    'import { createRequire } from "node:module";\nconst require = createRequire(`${Deno.cwd()}/`);',
    'require("node:path").sep',
    "[typeof module, typeof exports]",
    "((module: number) => module)(1)",
  ]],
  ["async functions that wait for nothing, and functions in blocks", [
    "async function fails(): Promise<never> {\n  throw new Error('always');\n}",
    "if (Math.random() < 2) {\n  function inner() {\n    return 1;\n  }\n  console.log(inner());\n}\nawait fails().catch(() => 1)",
  ]],
  ["Deno.test in cells", [
    "Deno.test('adds', () => {\n  if ([1].length !== 1) throw new Error('wrong');\n});",
    "Deno.test(async function steps(t) {\n  await t.step('one', () => {});\n});",
  ]],
  ["addresses of data, workers, streams and servers", [
    "const { default: four } = await import('data:text/javascript,export default 4');\nfour",
    "const stream = new Blob(['a']).stream().pipeThrough(new TextDecoderStream());\nlet text = '';\nfor await (const chunk of stream) text += chunk;\ntext.length",
    "const { stdout } = await new Deno.Command('echo').output();\nstdout.length",
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
  ["a class, whose old instances stay what they were", [
    "class Point {\n  constructor(public x = 0) {}\n}\nconst old = new Point(1);",
    "class Point {\n  constructor(public x = 0, public y = 0) {}\n}\nfunction sum({ x, y }: Point) {\n  return x + y;\n}",
    "sum(new Point(3, 4)) + old.x",
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
