import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { KernelError } from "../../lib/notebook/errors.ts";
import type { Output } from "../../lib/notebook/format.ts";
import { type Execution, Session } from "../../lib/notebook/session.ts";
import { hasEnded, inFolder } from "./fixture.ts";

let folder: string;
let session: Session;
Deno.test.beforeAll(async () => {
  folder = await Deno.makeTempDir({ prefix: "denobook-test-" });
  await Deno.writeTextFile(join(folder, "a.ts"), "export const a = 1;\n");
  await Deno.writeTextFile(join(folder, "a.json"), '{ "a": 1 }\n');
  await Deno.writeTextFile(
    join(folder, "throws.ts"),
    "const n: number = 1;\n\nthrow new Error(`module ${n}`);\n",
  );
  session = await Session.start({ cwd: folder });
});
Deno.test.afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

let cells = 0;

/** Executes a source in the shared kernel, under an id of its own. */
function execute(source: string, id = `cell-${++cells}`): Promise<Execution> {
  return session.execute({ id, source });
}

/** Hands a session of its own to `work`. */
async function withSession(
  work: (session: Session) => Promise<void>,
  timeout?: number,
): Promise<void> {
  await using own = await Session.start({ cwd: folder, timeout });
  await work(own);
}

/** What a reader sees of outputs. */
function shown(outputs: readonly Output[]): unknown[] {
  return outputs.map((output) =>
    output.output_type === "stream"
      ? `${output.name}: ${output.text}`
      : output.output_type === "error"
      ? `${output.ename}: ${output.evalue}`
      : output.data["text/plain"]
  );
}

Deno.test("Session.execute() gives all of 20,000 lines in order", async () => {
  const { outputs } = await execute(
    "for (let i = 0; i < 20_000; i++) console.log(i); 7",
  );
  const lines = Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join("");
  assertEquals(shown(outputs), [`stdout: ${lines}`, "7"]);
});

Deno.test("Session.execute() gives each of 100 cells its own outputs, whole", async () => {
  for (let i = 0; i < 50; i++) {
    const quick = await execute(`${i} + 1`);
    assertEquals(shown(quick.outputs), [`${i + 1}`]);
    const long = await execute(
      `for (let n = 0; n < 20; n++) console.log(${i}, n); -${i + 1}`,
    );
    const lines = Array.from({ length: 20 }, (_, n) => `${i} ${n}\n`).join("");
    assertEquals(shown(long.outputs), [`stdout: ${lines}`, `-${i + 1}`]);
  }
});

Deno.test("Session.execute() keeps the order of stdout, stderr and displays", async () => {
  const { outputs } = await execute(`
    console.log("1"); console.error("2"); console.log("3");
    await Deno.jupyter.display({ "text/plain": "4" }, { raw: true });
    console.log("5"); console.warn("6");
    7`);
  assertEquals(shown(outputs), [
    "stdout: 1\n",
    "stderr: 2\n",
    "stdout: 3\n",
    "4",
    "stdout: 5\n",
    "stderr: 6\n",
    "7",
  ]);
});

const moments: [source: string, ...shown: string[]][] = [
  ["process.nextTick(() => console.log('a')); 1", "stdout: a\n", "1"],
  ["process.emitWarning('a'); 1", "stderr: (node) Warning: a\n", "1"],
  ["setImmediate(() => console.log('a')); 1", "stdout: a\n", "1"],
  ["setTimeout(() => console.log('a')); 1", "stdout: a\n", "1"],
  ["setTimeout(() => console.log('a'), 1); null", "stdout: a\n", "null"],
  [
    "process.emitWarning('a'); throw new Error('b')",
    "stderr: (node) Warning: a\n",
    "Error: b",
  ],
  [
    "setTimeout(() => console.log('a')); throw new Error('b')",
    "stdout: a\n",
    "Error: b",
  ],
];
for (const [source, ...expected] of moments) {
  Deno.test(`Session.execute() has what comes next before the end, each time: ${source}`, async () => {
    for (let time = 0; time < 10; time++) {
      const { outputs } = await execute(source);
      const told = shown(outputs).map((text) =>
        String(text).replace(/\(node:\d+\)/, "(node)")
      );
      assertEquals(told, expected);
    }
  });
}

Deno.test("Session.execute() changes a display of an earlier cell", async () => {
  const display = (text: string, update: boolean) =>
    `await Deno.jupyter.display({ "text/plain": "${text}" }, ` +
    `{ raw: true, display_id: "d", update: ${update} });`;
  const { outputs } = await execute(display("old", false));
  assertEquals(shown(outputs), ["old"]);
  const later = await execute(display("new", true));
  assertEquals(shown(later.outputs), []);
  assertEquals(shown(outputs), ["new"]);
});

Deno.test("Session.execute() clears outputs at once, or with the next output", async () => {
  const clear = (wait: boolean) =>
    `await Deno.jupyter.broadcast("clear_output", { wait: ${wait} });`;
  const show = (text: string) =>
    `await Deno.jupyter.display({ "text/plain": "${text}" }, { raw: true });`;
  for (
    const [source, expected] of [
      [show("1") + clear(false), []],
      [show("1") + clear(true), ["1"]],
      [show("1") + clear(true) + show("2"), ["2"]],
      [show("1") + clear(false) + show("2"), ["2"]],
    ] as const
  ) {
    assertEquals(shown((await execute(source)).outputs), [...expected]);
  }
});

Deno.test("Session.execute() counts cells, and nothing else", async () => {
  await withSession(async (session) => {
    const counts: number[] = [];
    const run = async (source: string) => {
      const { executionCount } = await session.execute({ id: "a", source });
      counts.push(executionCount);
    };
    await run("1");
    await session.evaluate(() => "2", () => {});
    await run("throw 1");
    await run("const const");
    await run("3");
    assertEquals(counts, [1, 2, 3, 4]);
  });
});

Deno.test("Session.execute() shows an object that looks like a block as an object", async () => {
  for (const source of ["{ a: 1 }", "{ a: 1 } // comment", "({ a: 1 })"]) {
    assertEquals(shown((await execute(source)).outputs), ["{ a: 1 }"]);
  }
});

Deno.test("Session.execute() takes comments at the end of a cell for what they are", async () => {
  for (const source of ["1 // one", "1 /* one */", "1\n// one\n\n"]) {
    assertEquals(shown((await execute(source)).outputs), ["1"]);
  }
});

Deno.test("Session.execute() tells what a cell throws, and where", async () => {
  const execution = await execute(
    "const n: number = 1;\nthrow new RangeError('r');",
    "thrower",
  );
  const error = {
    output_type: "error" as const,
    ename: "RangeError",
    evalue: "r",
    traceback: ["RangeError: r", "    at thrower:2:7"],
  };
  assertEquals(execution.outputs, [error]);
  assertEquals(execution.error, error);
  assertEquals(execution.position, { line: 2, column: 7 });
});

Deno.test("Session.execute() goes on after a cell that throws, with what it had defined", async () => {
  await execute("const kept = 5;\nthrow new Error('stop');");
  assertEquals(shown((await execute("kept")).outputs), ["5"]);
});

Deno.test("Session.execute() keeps what a cell puts out before it throws", async () => {
  const { outputs } = await execute("console.log(1);\nthrow new Error('stop')");
  assertEquals(shown(outputs), ["stdout: 1\n", "Error: stop"]);
});

for (
  const [thrown, expected] of [
    ["'text'", "Uncaught: text"],
    ["{ a: [1] }", "Uncaught: { a: [ 1 ] }"],
    ["null", "Uncaught: null"],
    ["undefined", "Uncaught: undefined"],
    ["NaN", "Uncaught: NaN"],
    ["-0", "Uncaught: -0"],
    ["12n", "Uncaught: 12n"],
    ["Symbol('s')", "Uncaught: Symbol(s)"],
    ["Object.create(null)", "Uncaught: [Object: null prototype] {}"],
    [
      "Object.assign(new Error('m'), { stack: 5 })",
      "Error: m",
    ],
    [
      "new (class extends Error { override get message(): string { throw 1 } })()",
      "Uncaught: what cannot be shown as text",
    ],
  ]
) {
  Deno.test(`Session.execute() reports a throw of ${thrown}`, async () => {
    const { outputs, error, position } = await execute(`throw ${thrown}`);
    assertEquals(shown(outputs), [expected]);
    assert(error);
    // Where what calls nothing is thrown is known.
    const place = thrown.includes("(") ? undefined : { line: 1, column: 7 };
    assertEquals(position, place);
    assertEquals(shown((await execute("1")).outputs), ["1"]);
  });
}

Deno.test("Session.execute() says that the kernel does not tell some values that are rejected with", async () => {
  await execute("try { throw NaN } catch {}");
  const { error } = await execute("await Promise.reject(undefined)");
  assertMatch(error!.evalue, /undefined, NaN.* kernel does not say which$/);
});

const syntaxErrors: [
  source: string,
  evalue: string,
  line: number,
  column: number,
][] = [
  ["const a: number = ;", "Expression expected", 1, 19],
  ["const fine = 1;\n\n  const = 1;", "Unexpected token `=`", 3, 9],
  ['import { a } from "./a.ts";\nf(', "Expression expected", 2, 3],
];
for (const [source, evalue, line, column] of syntaxErrors) {
  Deno.test(`Session.execute() reports a syntax error with its place: ${source}`, async () => {
    const id = `syntax-${line}-${column}`;
    const { error, outputs, position } = await execute(source, id);
    assert(error);
    assertEquals(outputs, [error]);
    assertEquals(error.ename, "SyntaxError");
    assertStringIncludes(error.evalue, evalue);
    assertEquals(position, { line, column });
    assertEquals(error.traceback, [
      `SyntaxError: ${error.evalue}`,
      `    at ${id}:${line}:${column}`,
    ]);
  });
}

Deno.test("Session.execute() reports what V8 alone takes for a syntax error", async () => {
  for (
    const [source, expected] of [
      ["return 1", "SyntaxError: Illegal return statement"],
      [
        "/(/",
        "SyntaxError: Invalid regular expression: /(/: Unterminated group",
      ],
      [
        "const twice = 1; const twice = 2;",
        "SyntaxError: Identifier 'twice' has already been declared",
      ],
    ]
  ) {
    assertEquals(shown((await execute(source)).outputs), [expected]);
  }
});

Deno.test("Session.execute() says what to know of import.meta, and where it stands", async () => {
  const { error, position } = await execute(
    "type A = 1;\n\nconst here = import.meta.url;",
  );
  assertEquals(
    error?.evalue,
    "Cannot use 'import.meta' outside a module; a cell is no module, and its paths begin at the notebook's folder",
  );
  assertEquals(position, { line: 3, column: 14 });
});

Deno.test("Session.execute() names an npm package that does not exist", async () => {
  const name = "denobook-no-such-package";
  const { error } = await execute(
    `import d from "./a.json" with { type: "json" };\n` +
      `import { a } from "./a.ts";\nimport x from "npm:${name}";`,
  );
  assert(error);
  assertStringIncludes(error.evalue, name);
  assertEquals(shown((await execute("1")).outputs), ["1"]);
});

Deno.test("Session.execute() names a local module that is missing", async () => {
  const { error, position } = await execute(
    'import {\n  a,\n} from "./a.ts";\nimport "./missing.ts";',
  );
  assert(error);
  assertMatch(error.evalue, /Module not found "file:.*\/missing\.ts"/);
  assertEquals(position, { line: 4, column: 1 });
});

Deno.test("Session.execute() places at its import a module that cannot be imported", async () => {
  const { position } = await execute(
    'type A = 1;\n\n  import {\n  one,\n  two,\n} from "./missing.ts";',
  );
  assertEquals(position, { line: 3, column: 3 });
});

Deno.test("Session.execute() places a property that is read of what a call gives", async () => {
  const { position } = await execute(
    "const got: any = new Map();\n\ngot.get('x')!.y;",
  );
  assertEquals(position, { line: 3, column: 15 });
});

Deno.test("Session.execute() finds the cell below all frames of a package, and shows no more of them than Deno", async () => {
  const path = join(folder, "deep.ts");
  await Deno.writeTextFile(
    path,
    `export function deep(n: number): never {
  if (n === 0) throw new Error("deep");
  return deep(n - 1);
}`,
  );
  const { error, position } = await execute(
    'import { deep } from "./deep.ts";\n\nconst f = (n: number) =>\n  deep(n);\nf(50);',
    "deep",
  );
  const [title, ...frames] = error!.traceback;
  assertEquals(title, "Error: deep");
  assertEquals(frames.length, 11);
  assertEquals(frames.at(-2), `    at deep (${path}:3:10)`);
  assertEquals(frames.at(-1), "    at f (deep:4:3)");
  assertEquals(position, { line: 4, column: 3 });
  const all = await execute("Error.stackTraceLimit = 30;\nf(50);");
  assertEquals(all.error?.traceback.length, 31);
  await execute("Error.stackTraceLimit = 200;");
});

Deno.test("Session.execute() keeps the places in a module that a cell imports", async () => {
  const { error, position } = await execute('import "./throws.ts";');
  assertEquals(error?.traceback, [
    "Error: module 1",
    `    at ${join(folder, "throws.ts")}:3:7`,
  ]);
  assertEquals(position, undefined);
});

/** Sources that throw at `fail`. */
const failing: [title: string, source: string][] = [
  ["the first line", "fail();"],
  ["blanks at the start", "\n\n  \n   fail();"],
  [
    "types",
    "const a: number[] = [];\ntype A = {\n  a: number;\n};\ninterface B extends A {}\nfail();",
  ],
  [
    "an enum and a namespace",
    "enum E { A }\nnamespace N { export const a = 1 }\nfail();",
  ],
  [
    "blank lines and comments",
    "// one\n\n/* two\n\n three */\nconst a = 1; /* four */ fail(); // five",
  ],
  ["an import that nothing uses", 'import { a } from "./a.ts";\n\nfail();'],
  [
    "imports of every form",
    'import def, { a as b,\n  type C } from "./a.ts";\nimport * as all from "./a.ts";\nimport type { D } from "./a.ts";\nimport "./a.ts";\nimport { a as ü } from "./a.ts";\n\nfail();',
  ],
  ["a namespace import alone", 'import * as all from "./a.ts";\n\n\nfail();'],
  [
    "an import with attributes",
    'import c from "./a.json" with { type: "json" };\n\nfail();\n1;\n2;\n3;',
  ],
  [
    "two imports in one line",
    'import { a as m } from "./a.ts"; import { a as n } from "./a.ts";\n\nfail();',
  ],
  [
    "two imports with attributes, one unused",
    'import { a as d } from "./a.ts";\nimport f from "./a.json" with { type: "json" };\nconst g: number = 1;\nimport h from "./a.json" with { type: "json" };\n\nh.a; fail();\n1;\n2;\n3;\n4;\n5;',
  ],
  ["tabs", "\tif (true) {\n\n\t\t\tfail();\n\t}"],
  ["astral characters", "const s = '😀𝜕'; /* 😀 */ fail();"],
  ["CRLF", "const a: number = 1;\r\n\r\n  fail();"],
  ["a call over several lines", "[\n  1,\n\n].map((x: number) =>\n  fail());"],
  ["an argument before it", "Math.max(\n  1,\n\n  fail(),\n);"],
  [
    "a condition before it",
    "const chosen = (1 as number) > 2\n  ? { fail: 1 }.fail\n\n  : fail();",
  ],
  [
    "what only looks like it",
    "const like: unknown = [\n  (() => { fail; }, 'fail'),\n  1 as unknown as typeof fail,\n\n  fail(),\n];",
  ],
  [
    "a function's name, as a default",
    "function byDefault(\n  n: number = fail(),\n) {}\nbyDefault();",
  ],
  [
    "a member whose name is computed",
    "class Computed {\n  n: number[] = [];\n\n  [Symbol.dispose](): void {}\n  ['a']() {\n    fail();\n  }\n}\n\nnew Computed().a();",
  ],
  ["a computed name itself", "class Named {\n  n = 1;\n\n  [fail()] = 2;\n}"],
  [
    "members of an enum",
    "enum Members {\n  A = 'a',\n  B = 'b'.length,\n\n  C = fail(),\n}",
  ],
  [
    "a variable of a namespace",
    "namespace Space {\n  export let a: number = 1;\n\n  a = fail();\n}",
  ],
  [
    "parameters that are properties",
    "class Properties {\n  constructor(\n    private a: number = 1,\n    public b: number = fail(),\n  ) {}\n}\nnew Properties();",
  ],
  ["an await", "await 1;\n\nfail();"],
  [
    "an async function",
    "const f = async () => {\n\n  await 1;\n  fail();\n};\nawait f();",
  ],
  [
    "an anonymous class",
    "new (class {\n  constructor() {\n\n    fail();\n  }\n})();",
  ],
  [
    "a class with types",
    "class A {\n  private x: number = 1;\n  constructor(private y?: string) {}\n\n  m(): void { fail(); }\n}\nnew A().m();",
  ],
  ["a template", "const t = `\nimport x from 'nope'\n\n`; fail();"],
  ["a comment with another source's name", "fail();\n//# sourceURL=other.ts"],
  ["an export", "export const a = 1;\n\nfail();"],
];
for (const [title, source] of failing) {
  Deno.test(`Session.execute() finds the place of an error after ${title}`, async () => {
    const before = source.slice(0, source.indexOf("fail()")).split("\n");
    const { error, position } = await execute(source, "here");
    assertEquals(error?.evalue, "fail is not defined");
    const place = { line: before.length, column: before.at(-1)!.length + 1 };
    assertEquals(position, place);
    assert(!error?.traceback.some((line) => line.includes("denobook-cell")));
  });
}

Deno.test("Session.execute() shows both cells when a function of an earlier one throws", async () => {
  await execute(
    "// a comment\nfunction half(n: number) {\n\n  return missing / n;\n}",
    "define-half",
  );
  const { error, position } = await execute(
    "const two: number = 2;\n\n  half(two);",
    "half",
  );
  assertEquals(error?.traceback, [
    "ReferenceError: missing is not defined",
    "    at half (define-half:4:10)",
    "    at half:3:3",
  ]);
  assertEquals(position, { line: 3, column: 3 });
});

Deno.test("Session.execute() places a function whose name an earlier cell has for a variable", async () => {
  await execute("let taken = 1;");
  const { error, position } = await execute(
    "type T = 1;\n\nfunction taken() {}",
  );
  assertEquals(error?.evalue, "Identifier 'taken' has already been declared");
  assertEquals(position, { line: 3, column: 1 });
});

Deno.test("Session.execute() places an error in a text that is evaluated within the text, and where that is done", async () => {
  const { error, position } = await execute(
    "type T = 1;\n\nfunction evaluating() {\n  eval('\\n missing');\n}\nevaluating();",
    "evaluates",
  );
  assertEquals(error?.traceback.slice(1), [
    "    at eval (eval at evaluating, <anonymous>:2:2)",
    "    at evaluating (evaluates:4:3)",
    "    at evaluates:6:1",
  ]);
  assertEquals(position, { line: 4, column: 3 });
});

Deno.test("Session.execute() places the frames of errors that a cell prints or shows", async () => {
  const { outputs } = await execute(
    "const n: number = 1;\n\nconst e = new Error('m');\nconsole.log(e);\nconsole.error(e.stack);\ne",
    "printer",
  );
  const text = "Error: m\n    at printer:3:11";
  assertEquals(shown(outputs), [
    `stdout: ${text}\n`,
    `stderr: ${text}\n`,
    text,
  ]);
});

Deno.test("Session.execute() fails a cell whose timer throws, even while it awaits, and goes on", async () => {
  const { outputs, error, position } = await execute(
    "setTimeout(() => { throw new Error('late'); });\n" +
      "await new Promise((resolve) => setTimeout(resolve, 30));\n1",
  );
  assertEquals(shown(outputs).slice(0, 1), ["1"]);
  assertEquals(error?.evalue, "late");
  assertEquals(position, { line: 1, column: 26 });
  assertEquals(outputs.at(-1), error);
  assertEquals((await execute("2")).error, undefined);
});

Deno.test("Session.execute() says that a cell awaits what can never come, once V8 knows", async () => {
  const { error } = await execute(
    `const filling = setInterval(() => new Array(1e6).fill({}), 1);
     await new Promise(() => {});`,
  );
  await execute("clearInterval(filling)");
  assertEquals(
    error?.evalue,
    "Execution failed; it awaits a promise that nothing can settle any more",
  );
});

Deno.test("Session.execute() keeps what becomes of a cell that leaves much to the next moment, whatever V8 collects", async () => {
  const leave =
    "(async () => { await null; for (let i = 0; i < 3e6; i++) new Array(10); })();";
  const show =
    "for (let i = 0; i < 3; i++) Deno.jupyter.display({ 'text/plain': String(i).repeat(1e6) }, { raw: true });";
  for (
    const [source, ...expected] of [
      [`${leave} 7`, "7"],
      [`${leave} throw new RangeError("8")`, "RangeError: 8"],
      [`void ${leave} var left = 9;`],
      [`await new Promise((go) => setTimeout(go, 1_100)); ${leave} 10`, "10"],
      [`${show} 11`, ...["0", "1", "2"].map((n) => n.repeat(1e6)), "11"],
    ]
  ) {
    assertEquals(shown((await execute(source)).outputs), expected);
  }
});

Deno.test("Session.execute() fails a cell that leaves a rejected promise to nobody", async () => {
  const { error, position } = await execute(
    "async function main() {\n  await null;\n  throw new TypeError('lost');\n}\n\nvoid main();",
  );
  assertEquals([error?.ename, error?.evalue], ["TypeError", "lost"]);
  assertEquals(position, { line: 3, column: 9 });
  const thrown = (await execute("Promise.reject({ a: 1 }); 1")).error;
  assertEquals([thrown?.ename, thrown?.evalue], ["Uncaught", "{ a: 1 }"]);
});

Deno.test("Session.execute() lets a cell catch what it rejects", async () => {
  const { error } = await execute(
    "const caught = Promise.reject(new Error()); caught.catch(() => {}); 1",
  );
  assertEquals(error, undefined);
});

Deno.test("Session.execute() goes on when a cell forges messages of the protocol", async () => {
  for (
    const [type, content] of [
      ["error", "{ ename: 'Forged' }"],
      ["stream", "{}"],
      ["display_data", "{}"],
      ["update_display_data", "{}"],
      ["denobook_marker", "{ token: 'x' }"],
      ["denobook_value_chunk", "{}"],
    ]
  ) {
    const { error } = await execute(
      `await Deno.jupyter.broadcast("${type}", ${content});`,
    );
    assertEquals(error, undefined);
  }
  assertEquals(shown((await execute("1")).outputs), ["1"]);
});

Deno.test("Session.execute() takes the last error for the cell's own", async () => {
  const { error } = await execute(
    `await Deno.jupyter.broadcast("error", { ename: "Forged", evalue: "", traceback: [] });
     throw new RangeError("own");`,
  );
  assertEquals(error?.ename, "RangeError");
});

Deno.test("Session.execute() places an error below imports of which the kernel makes something else, and comments that it loses", async () => {
  const { error, position } = await execute(
    'import { a as k } from "./a.ts";\n// why\nimport { "a" as l } from "./a.ts";\n/**\n * a\n */\nexport const m = 1;\nexport const n = fail();',
  );
  assertEquals(error?.evalue, "fail is not defined");
  assertEquals(position, { line: 8, column: 18 });
});

Deno.test("Session.execute() places an error in a long cell with decorators, which the kernel moves down", async () => {
  const lines = "var below = () => {\n  return 1;\n};\n".repeat(150);
  for (
    const decorated of [
      "@undecorated class Kept1 {}",
      "const Kept2 = @undecorated class {};",
    ]
  ) {
    const { error, position } = await execute(
      `var undecorated = (value: any, _: unknown) => value;\n${decorated}\nfunction cause(): never { fail(); }\ncause();\n${lines}`,
    );
    assertEquals(error?.evalue, "fail is not defined");
    assertEquals(position, { line: 3, column: 27 });
  }
});

Deno.test("Session.execute() places an error below what looks like a decorator", async () => {
  const { position } = await execute(
    `/**\n@param x A number.\n*/\nconst text = "(@name";\nconst lines = \`\n@here\n\`;\nfail();`,
  );
  assertEquals(position, { line: 8, column: 1 });
});

Deno.test("Session.execute() tells what a worker throws that nothing listens to, and where", async () => {
  const path = join(folder, "throws.ts");
  const { error } = await execute(
    `new Worker("file://${path}", { type: "module" });
     await new Promise((resolve) => addEventListener("error", resolve, { once: true }));`,
  );
  assertEquals([error?.ename, error?.evalue], ["Error", "module 1"]);
  assertEquals(error?.traceback, ["Error: module 1", `    at ${path}:3:7`]);
});

Deno.test("Session.execute() finds an error at the very first character", async () => {
  const { position } = await execute("q`t`");
  assertEquals(position, { line: 1, column: 1 });
});

Deno.test("Session.evaluate() leaves what a cell puts out later to the cell, and listens no longer", async () => {
  const heard: string[] = [];
  const { outputs } = await execute(
    `void setTimeout(async () => {
       await Deno.jupyter.broadcast("b", {});
       console.log("late");
     }, 100);`,
  );
  await session.evaluate(
    () => "1",
    ({ header }) => heard.push(header.msg_type),
  );
  const deadline = Date.now() + 5_000;
  while (outputs.length === 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assertEquals(shown(outputs), ["stdout: late\n"]);
  assert(!heard.includes("b"));
});

Deno.test("Session.execute() goes on when a cell has changed what the session stands on", async () => {
  await withSession(async (session) => {
    for (
      const source of [
        "Deno.jupyter.broadcast = () => { throw 1 };",
        "globalThis.Promise = undefined as any;",
        "globalThis.JSON = undefined as any;",
        "Error.prepareStackTrace = undefined; const denobook = 1;",
        "delete (globalThis as any)[Symbol.for('denobook')];",
      ]
    ) {
      await session.execute({ id: "a", source });
    }
    const { outputs } = await session.execute({ id: "b", source: "1" });
    assertEquals(shown(outputs), ["1"]);
  });
});

Deno.test("Session.execute() and evaluate() are served one after the other, in the order of the calls", async () => {
  const done: string[] = [];
  const after = <T>(name: string, work: Promise<T>) =>
    work.finally(() => done.push(name)).catch(() => undefined);
  const slow = "await new Promise((resolve) => setTimeout(resolve, 20));";
  const seen: unknown[] = [];
  const [first, , bad, last] = await Promise.all([
    after("first", execute(`${slow} console.log("first"); 1`)),
    after(
      "evaluate",
      session.evaluate(
        (helper) =>
          `console.log("hidden"); await ${helper}.broadcast("b", { x: 1 })`,
        ({ header, content }) => {
          if (header.msg_type === "b") seen.push(content.x);
        },
      ),
    ),
    after("bad", execute(`${slow} throw new Error("bad")`)),
    after("last", execute(`console.log("last"); 2`)),
  ]);
  assertEquals(done, ["first", "evaluate", "bad", "last"]);
  assertEquals(shown(first!.outputs), ["stdout: first\n", "1"]);
  assertEquals(seen, [1]);
  assertEquals(shown(bad!.outputs), ["Error: bad"]);
  assertEquals(shown(last!.outputs), ["stdout: last\n", "2"]);
});

Deno.test("Session.evaluate() rejects code that the kernel cannot run, and goes on", async () => {
  await assertRejects(
    () => session.evaluate(() => "return 1", () => {}),
    SyntaxError,
    "Illegal return statement",
  );
  assertEquals(shown((await execute("1")).outputs), ["1"]);
});

Deno.test("Session.execute() says how the kernel ended under a cell, and goes on saying so", async () => {
  for (
    const [source, state] of [
      ["Deno.exit(3)", "It ended the kernel with Deno.exit(3)"],
      ["process.exit(4)", "It ended the kernel with Deno.exit(4)"],
      ["close()", "It ended the kernel with Deno.exit(0)"],
      [
        "Deno.kill(Deno.pid, 'SIGKILL')",
        "The kernel was killed (signal 9), by someone or for want of memory",
      ],
      ["Deno.kill(Deno.pid, 'SIGTERM')", "The kernel was ended by signal 15"],
    ]
  ) {
    await withSession(async (session) => {
      for (const cell of [source, "1"]) {
        await assertRejects(
          () => session.execute({ id: "a", source: cell }),
          KernelError,
          state,
        );
      }
      await assertRejects(
        () => session.evaluate(() => "1", () => {}),
        KernelError,
        state,
      );
    });
  }
});

for (
  const [title, source, state] of [
    ["computes", "while (true) {}", "it was still computing"],
    [
      "waits",
      "await new Promise(() => {})",
      "it waits for something that has not come",
    ],
    [
      "stops its process",
      "Deno.kill(Deno.pid, 'SIGSTOP')",
      "its kernel no longer answers",
    ],
  ]
) {
  Deno.test(`Session.execute() ends the kernel when a cell ${title} without end`, async () => {
    await withSession(async (session) => {
      const { outputs } = await session.execute({
        id: "p",
        source: "Deno.pid",
      });
      const pid = Number(shown(outputs)[0]);
      await assertRejects(
        () => session.execute({ id: "a", source }),
        KernelError,
        `It did not end within 0.3 seconds; ${state}`,
      );
      await hasEnded(pid);
      await assertRejects(
        () => session.execute({ id: "b", source: "1" }),
        KernelError,
        "The kernel has been ended",
      );
    }, 300);
  });
}

Deno.test("Session.execute() waits for a cell within its time, however long that is", async () => {
  for (const timeout of [5_000, 2 ** 31, 1e15]) {
    await withSession(async (session) => {
      const source =
        "await new Promise((resolve) => setTimeout(resolve, 20)); 1";
      const { outputs } = await session.execute({ id: "a", source });
      assertEquals(shown(outputs), ["1"]);
    }, timeout);
  }
});

Deno.test("Session[Symbol.asyncDispose]() rejects what is still being executed, and can be called again", async () => {
  const own = await Session.start({ cwd: folder });
  const pending = own.execute({
    id: "a",
    source: "await new Promise(() => {})",
  });
  const next = own.execute({ id: "b", source: "1" });
  const rejections = Promise.all(
    [pending, next].map((execution) =>
      assertRejects(() => execution, KernelError, "The kernel has been ended")
    ),
  );
  // The request has to be on its way, or there is nothing to reject.
  await new Promise((resolve) => setTimeout(resolve));
  await own[Symbol.asyncDispose]();
  await rejections;
  await own[Symbol.asyncDispose]();
});

Deno.test("Session.start() rejects a folder that is not there", async () => {
  await assertRejects(
    () => Session.start({ cwd: join(folder, "missing") }),
    KernelError,
    `Cannot start a kernel in ${join(folder, "missing")}: `,
  );
});

Deno.test("Session.start() runs the kernel in the folder, with the configuration above it", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "sub"));
    await Deno.writeTextFile(
      join(folder, "deno.json"),
      '{ "imports": { "named": "./named.ts" } }',
    );
    await Deno.writeTextFile(join(folder, "named.ts"), "export const b = 2;");
    await using session = await Session.start({ cwd: join(folder, "sub") });
    const { outputs } = await session.execute({
      id: "a",
      source: 'import { b } from "named";\n[b, Deno.cwd()]',
    });
    assertStringIncludes(
      String(shown(outputs)[0]),
      `[ 2, "${await Deno.realPath(join(folder, "sub"))}" ]`,
    );
  });
});

/**
 * A cell that writes into the kernel's own connections, which the kernel's code gives no way to do: through the
 * operating system, on every file descriptor that is a connected socket.
 */
function corrupting(bytes: readonly number[]): string {
  return `
    const { symbols } = Deno.dlopen("libc.so.6", {
      send: { parameters: ["i32", "buffer", "usize", "i32"], result: "isize" },
    });
    const junk = Uint8Array.from(${JSON.stringify(bytes)});
    for (const { name } of Deno.readDirSync("/proc/self/fd")) {
      symbols.send(Number(name), junk, BigInt(junk.length), 0x4000);
    }
    await new Promise(() => {});`;
}

const forged = ["<IDS|MSG>", "0".repeat(64), "{}", "{}", "{}", "{}"]
  .flatMap((part, i) => [
    i < 5 ? 1 : 0,
    part.length,
    ...new TextEncoder().encode(part),
  ]);
for (
  const [title, bytes, state] of [
    ["junk", [255], "255 is not the flags byte of a ZMTP frame"],
    ["a frame of 2^60 bytes", [2, 16, 0, 0, 0, 0, 0, 0, 0], "a frame claims"],
    ["a forged message", forged, "its signature is wrong"],
  ] as const
) {
  Deno.test(`Session.execute() rejects when the kernel's connection carries ${title}`, async () => {
    await withSession(async (session) => {
      await assertRejects(
        () => session.execute({ id: "a", source: corrupting(bytes) }),
        KernelError,
        state,
      );
      await assertRejects(
        () => session.execute({ id: "b", source: "1" }),
        KernelError,
        state,
      );
    });
  });
}

Deno.test("Session.execute() gives displays and values of 8 MB whole, in order, and changes them", async () => {
  const show = (text: string, rest: string) =>
    `Deno.jupyter.display({ "text/plain": ${text}, "application/json": { n: 1 } }, { raw: true${rest} });`;
  const { outputs } = await execute(
    show('"a".repeat(8e6)', ', display_id: "large"') +
      show('"😀".repeat(1e6)', "") + show('"." + "😀".repeat(1e6)', "") +
      show('"small"', "") +
      `({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "b".repeat(8e6) }) })`,
  );
  // In this way a failure does not print them all.
  const expected = [
    "a".repeat(8e6),
    "😀".repeat(1e6),
    "." + "😀".repeat(1e6),
    "small",
    "b".repeat(8e6),
  ];
  const same = () => shown(outputs).map((text, i) => text === expected[i]);
  assertEquals(same(), expected.map(() => true));
  const [first] = outputs;
  assert(first.output_type === "display_data");
  assertEquals(first.data["application/json"], { n: 1 });
  await execute(
    show('"c".repeat(8e6)', ', display_id: "large", update: true'),
  );
  expected[0] = "c".repeat(8e6);
  assertEquals(same(), expected.map(() => true));
});

Deno.test("Session.execute() gives a single text of 3 MB whole", async () => {
  const { outputs } = await execute("console.log('x'.repeat(3_000_000))");
  const [text] = shown(outputs);
  assertGreater(String(text).length, 3_000_000);
  assertEquals(text, `stdout: ${"x".repeat(3_000_000)}\n`);
});
