import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { join } from "node:path";
import { type Execution, Session } from "../../lib/notebook/session.ts";
import { positionAt } from "../../lib/notebook/source_position.ts";
import { inFolder } from "./fixture.ts";

/** What the cells of these tests use. */
const COMMON = `function fail(): any { throw new Error("x"); }
var id: any = (value: any) => value, Box: any = function () {}, h: any = id;
var dec: any = () => {}, wrap: any = () => dec;`;

/** Hands a session to `work` whose project compiles JSX in the given way. */
async function withSession(
  compilerOptions: Record<string, unknown>,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  await inFolder(async (cwd) => {
    const settings = {
      compilerOptions,
      imports: { preact: "npm:preact@^10.27.0" },
      nodeModulesDir: "none",
      lock: false,
    };
    await Deno.writeTextFile(
      join(cwd, "deno.json"),
      JSON.stringify(settings),
    );
    await Deno.writeTextFile(join(cwd, "a.ts"), "export const a = 1;\n");
    await Deno.writeTextFile(join(cwd, "a.json"), '{ "a": 1 }\n');
    await using session = await Session.start({ cwd });
    await session.execute({ id: "common", source: COMMON });
    await work(session);
  });
}

/** What a cell shows, the text of its error included. */
function textOf({ error, outputs }: Execution): string {
  return error
    ? error.traceback.join("\n")
    : outputs.map((output) =>
      output.output_type === "stream" ? output.text : ""
    ).join("");
}

/** Where `text` stands in a source, the last time, as frames show it. */
function placeOf(source: string, text: string, cellId: string): string {
  const { line, column } = positionAt(source, source.lastIndexOf(text));
  return `${cellId}:${line}:${column}`;
}

/** Expressions that evaluate another one in their midst, which stands for `…`. */
const PLAIN = [
  "(… as any)",
  "(…)!",
  "(… satisfies any)",
  "[1, …, 's']",
  "({ a: 1 as number, b: … })",
  "(true ? … : 1)",
  "id<number>(…)",
  "id<any>(1) + …",
  "id?.[…]",
  "((value: number): any => …)(1)",
  "(() => {\n  interface I { a: 1 }\n\n  return …;\n})()",
  "(function (this: void, a = …) {})()",
  "new Box(…)",
];
const JSX = [
  "<b>{…}</b>",
  '<b a={…} b="2">text {1} text</b>',
  '<b a="1"\n  {...…}>\n  text\n</b>',
  "<Box a={() => 1}\n  b={ … } />",
  "<>{1}{ … }😀</>",
  '<b key={…} id="k"><i/></b>',
  "<b>\n\n  <i>é{ … }</i> text </b>",
  "<b>{true && …}</b>",
  "<b>{[1].map((n: number) => <i key={n}>{n}{…}</i>)}</b>",
  "(function Component({ a }: { a?: 1 }) { return <i a={a}>{…}</i>; })({})",
  "id({ render() { return <b a={…}/>; } }).render()",
];
/** One in a cell: the kernel runs together what it adds for the decorators of several. */
const CLASSES = [
  "(class { static { … } })",
  "new (class { a?: 1; constructor(private readonly b: any = …) {} })()",
  "new (class { @dec a: any = …; b = 1; })()",
  "new (class { @dec a = 1; b = …; })()",
  "new (class<T> { @dec @wrap(1) accessor a: T = … as T; })()",
  "new (class { @dec m(a?: number): any { return …; } })().m()",
  "new (class { @dec get a(): any { type T = 1;\n return …; } })().a",
  "new (class { @dec a?: string; constructor(private b: any = …) {} })()",
  "(class { @dec static a = …; @dec b = 1; })",
  "(class { static { … } @dec #m() {} })",
  "(class { @wrap(…) m() {} })",
  "(@wrap(1, …) class Named {})",
  "(@dec class { static a = … })",
  "(() => {\n  @dec @wrap(2)\n  class K<T> {\n    @dec a = 1;\n    constructor(public b: any = 1) { …; }\n  }\n  return new K();\n})()",
];

/** What may stand before it in a cell; `0` is replaced by what makes names unique. */
const BEFORE = [
  "type T0 = 1;\n",
  "\n\n",
  "// a comment\n",
  "interface I0 {\n  a: 1;\n}\n",
  "enum E0 { A, B = 2 }\n",
  "const b0 = 1; ",
  "// on what follows\n",
  'import "./a.ts"; // behind it\n',
  "/**\n * On what follows.\n */\n",
  'import { a as c0 } from "./a.ts";\n',
  'import d0, * as e0 from "./a.json" with {\n  type: "json",\n}; /* two\nlines */ ',
  "export const f0 = 1, // one\n  g0 = 2;\n",
  'import type { a as h0 } from "./a.ts";\n',
  'export { a as i0 } from "./a.ts"; // behind it\n// on what follows\n',
  "export { f0 };\n",
  "/* 😀 */ ",
];

/** How it becomes a cell. */
const CELLS = [
  "…",
  "const v0 = …;",
  "export const v0 = …;",
  "export default {\n  a: …\n};",
  "function k0(): any { return …; }\nk0()",
  "setTimeout(() => { …; });",
  "void (async () => { await null; …; })();",
  'try { … } catch (cause) {\n  throw new Error("outer", { cause });\n}',
  "try { void … } catch (error) {\n  console.log(error);\n}",
  "await (async () => …)()",
];

/** A cell that throws where it calls `fail()`. */
const failing: fc.Arbitrary<string> = fc.record({
  before: fc.subarray(BEFORE),
  cell: fc.constantFrom(...CELLS),
  around: fc.option(fc.constantFrom(...CLASSES), { nil: "…" }),
  inner: fc.array(fc.constantFrom(...PLAIN, ...JSX), { maxLength: 4 }),
}).map(({ before, cell, around, inner }) =>
  [cell, around, ...inner, "fail()"].reduceRight(
    (within, outer) => outer.replace("…", () => within),
  ).replace(/^/, () => before.join(""))
);

const COMPILATIONS: [title: string, options: Record<string, unknown>][] = [
  ["to calls of a function", {
    jsx: "react",
    jsxFactory: "h",
    jsxFragmentFactory: "h",
  }],
  ["by a package", { jsx: "react-jsx", jsxImportSource: "preact" }],
];

for (const [title, options] of COMPILATIONS) {
  Deno.test(`Session.execute() places errors in cells with JSX, compiled ${title}, decorators, imports and exports`, async () => {
    await withSession(options, async (session) => {
      let cells = 0;
      await fc.assert(
        fc.asyncProperty(failing, async (source) => {
          const id = `c${++cells}`;
          const unique = source.replace(/\b([A-Za-z])0\b/g, `$1${cells}`);
          const text = textOf(
            await session.execute({ id, source: unique }, { isLast: true }),
          );
          const [, frame] = text.match(/ at fail \(common:1:30\)\n(.*)/) ?? [];
          assertStringIncludes(
            `${frame ?? text})`,
            `${placeOf(unique, "fail()", id)})`,
          );
        }),
        { numRuns: 100 },
      );
    });
  });
}

Deno.test("Session.execute() places what decorators throw at the class that they are applied to", async () => {
  await withSession({}, async (session) => {
    const decorators = `function bad() { throw new Error("m"); }
const odd: any = () => 3;
const late: any = (_: any, { addInitializer }: any) => addInitializer(bad);
const init: any = () => bad;`;
    await session.execute({ id: "decorators", source: decorators });
    for (
      const [source, place] of [
        ["\n@bad class A1 {}", "A1"],
        ["class A2 {\n  a = 1;\n  @bad m() {}\n}", "A2"],
        ["const a3 = 1;\nclass A3 { @bad static accessor a = 1; }", "A3"],
        ["@odd class A4 {}", "A4"],
        ["class A5 { a = 1; @odd b = 1; }", "A5"],
        ["const a6 = (@odd class { a = 1; });", "(@odd"],
        ["@late class A7 {}", "A7"],
        ["class A8 { @late m() {} }\nnew A8()", "A8 {"],
        ["class A9 { @init a = 1; }\nnew A9()", "a = 1"],
        ["class A10 { @init static a = 1; }", "a = 1"],
        ["const f = () => { @odd class A11 {} };\nf()", "A11"],
        [
          "class A12 { m() { return class B12 { @odd b = 1; } } }\nnew A12().m()",
          "B12",
        ],
      ]
    ) {
      const execution = await session.execute({ id: "c", source });
      const { position } = execution;
      const text = textOf(execution);
      assertEquals(position, positionAt(source, source.indexOf(place)), text);
      // What the kernel adds for decorators is none of the author's business.
      assert(!/_apply|applyMember|applyClass/.test(text), text);
    }
  });
});

Deno.test("Session.execute() places errors where deno.json asks for TypeScript's experimental decorators", async () => {
  await withSession({ experimentalDecorators: true }, async (session) => {
    const source = `function bad(): any { throw new Error("m"); }

class A {
  @bad m() {}
}`;
    const execution = await session.execute({ id: "c", source });
    assertEquals(textOf(execution).split("\n").slice(1), [
      "    at bad (c:1:29)",
      "    at c:3:7",
    ]);
  });
});

Deno.test("Session.execute() places errors in cells with JSX when comments in earlier cells say how it is compiled", async () => {
  await withSession({}, async (session) => {
    const card = `/** @jsxImportSource preact */
type Title = string;
function Card({ title }: { title: Title }) {
  return <h1>
    {title.toUpperCase()}
  </h1>;
}`;
    await session.execute({ id: "card", source: card });
    const call = "const title: any = 1;\n\n<b>{Card({ title })}</b>";
    const called = await session.execute({ id: "call", source: call });
    assertEquals(textOf(called).split("\n").slice(1), [
      `    at Card (${placeOf(card, "toUpperCase", "card")})`,
      `    at ${placeOf(call, "Card", "call")}`,
    ]);
    const classic = "/** @jsx React.make */\nconst a = 1;\n\n  <b>{a}</b>;";
    const { position } = await session.execute({ id: "c", source: classic });
    assertEquals(position, positionAt(classic, classic.indexOf("<b>")));
  });
});

Deno.test("Session.execute() names the cell alone if it did not learn in time how its JSX was compiled", async () => {
  await withSession({}, async (session) => {
    const early = "/** @jsx h */\nconst early = () => <b a={missing}/>;";
    await session.execute({ id: "early", source: early });
    const source = "/** @jsx id */\n\nearly(<b/>)";
    const { error, position } = await session.execute({ id: "c", source });
    assertEquals(error?.traceback.slice(1), [
      "    at early (early)",
      "    at c:3:1",
    ]);
    assertEquals(position, { line: 3, column: 1 });
  });
});

Deno.test("Session.execute() shows the first tag if what JSX needs cannot be imported", async () => {
  await withSession({ jsx: "react-jsx" }, async (session) => {
    const source = "const a = 1;\n\nconst b = <b>{a}</b>;";
    const { error, position } = await session.execute({ id: "c", source });
    assertStringIncludes(error!.evalue, "react/jsx-runtime");
    assertEquals(position, { line: 3, column: 11 });
  });
});

Deno.test("Session.execute() finds what is wrong with a cell that the kernel cannot run, with JSX, too", async () => {
  await withSession({ jsx: "react", jsxFactory: "h" }, async (session) => {
    for (
      const [source, message, line, column] of [
        ["<b/>;\nconst a = ;", "Expression expected", 2, 11],
        ["<b>\n</i>;", "Expected corresponding JSX closing tag for <b>", 2, 3],
        ["let a;\n<b/>;\nlet a;", "has already been declared", 3, 5],
        ['import "./none.ts";\n<b/>', "Module not found", 1, 1],
        ['<b/>;\nimport "npm:@denobook/none";', "does not exist", 2, 1],
        // The kernel's parser is at fault.
        ["<b/>;\nawait 1;\n<b a={class<T> {}}/>", "though it is valid", 3, 1],
      ] as const
    ) {
      const { error, position } = await session.execute({ id: "c", source });
      assertStringIncludes(error!.evalue, message);
      assertEquals(position, { line, column }, source);
    }
    const test = `Deno.test("a", () => {\n  <b/>;\n  fail();\n});`;
    const { position } = await session.execute({ id: "c", source: test });
    assertEquals(position, { line: 1, column: 6 });
  });
});

Deno.test("Session.execute() shows last values that the kernel loses, and places what is no error, with JSX, too", async () => {
  await withSession({ jsx: "react", jsxFactory: "h" }, async (session) => {
    const { outputs } = await session.execute({
      id: "c",
      source: "<b/>;\nNaN",
    });
    assertEquals(outputs.map((output) => output.output_type), [
      "execute_result",
    ]);
    const source = "<b/>;\n\n  throw 'text';";
    const { position } = await session.execute({ id: "c", source });
    assertEquals(position, { line: 3, column: 9 });
  });
});

Deno.test("Session.execute() loses nothing that is put out while it asks how the kernel compiles", async () => {
  await withSession({ jsx: "react", jsxFactory: "h" }, async (session) => {
    const source = `let count = 0;
const counting = setInterval(() => console.log(count++));
setTimeout(() => clearInterval(counting), 200);
fail(<b/>)`;
    const { outputs, position } = await session.execute({ id: "c", source });
    assertEquals(position, { line: 4, column: 1 });
    const rest = "await new Promise((end) => setTimeout(end, 400)); count";
    const after = await session.execute({ id: "d", source: rest });
    const lines = [...outputs, ...after.outputs].map((output) =>
      output.output_type === "stream" ? output.text : ""
    ).join("").trim().split("\n").map(Number);
    assertEquals(lines, Array.from(lines, (_, i) => i));
    const [value] = after.outputs.flatMap((output) =>
      output.output_type === "execute_result" ? [output.data["text/plain"]] : []
    );
    assertEquals(`${lines.length}`, value);
  });
});

Deno.test("Session.execute() places errors in cells with JSX and decorators in a sandbox", async () => {
  await inFolder(async (cwd) => {
    await using session = await Session.start({ cwd, sandbox: {} });
    const source = `/** @jsx h */
const h = (_: string, { a }: any) => a();

class A { @((): any => {}) m() { return <b a={() => missing}/>; } }
new A().m()`;
    const execution = await session.execute({ id: "c", source });
    assertEquals(
      execution.position,
      positionAt(source, source.indexOf("missing")),
      textOf(execution),
    );
  });
});
