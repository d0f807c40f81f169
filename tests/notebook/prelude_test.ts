import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Output } from "../../lib/notebook/format.ts";
import { KernelError } from "../../lib/notebook/errors.ts";
import { type Execution, Session } from "../../lib/notebook/session.ts";
import { hasEnded } from "./fixture.ts";

let folder: string;
let session: Session;
Deno.test.beforeAll(async () => {
  folder = await Deno.makeTempDir({ prefix: "denobook-test-" });
  await Deno.writeTextFile(
    join(folder, "child.ts"),
    `import { spawn } from "node:child_process";
     export const child = () =>
       new Promise((resolve) =>
         spawn("echo", ["child"], { stdio: "inherit" }).on("close", resolve)
       );`,
  );
  session = await Session.start({ cwd: folder });
});
Deno.test.afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

let cells = 0;

function execute(source: string): Promise<Execution> {
  return session.execute({ id: `cell-${++cells}`, source });
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

const lastValues: [source: string, ...expected: string[]][] = [
  ["NaN", "NaN"],
  ["1 / 0", "Infinity"],
  ["-Infinity // minus", "-Infinity"],
  ["-0", "-0"],
  ["const n: number = 0 / 0; n;", "NaN"],
  ["2n ** 64n", "18446744073709551616n"],
  ["null", "null"],
  ["await Promise.resolve(null)", "null"],
  ["(1, NaN)", "NaN"],
  ["1, NaN", "NaN"],
  ["[\n  NaN,\n][0] as number;\n", "NaN"],
  ["NaN;\nconst declared = 1;", "NaN"],
  ["undefined"],
  ["void NaN"],
  ["NaN; undefined"],
  ["const nothing = NaN;"],
  ["0", "0"],
  ["'use strict'", '"use strict"'],
  ["() => NaN", "[Function (anonymous)]"],
];
for (const [source, ...expected] of lastValues) {
  Deno.test(`Session.execute() shows ${expected} for ${source}`, async () => {
    assertEquals(shown((await execute(source)).outputs), expected);
  });
}

Deno.test("Session.execute() does not show the last value of an earlier cell again", async () => {
  await execute("NaN; throw 1");
  assertEquals(shown((await execute("const x = 1;")).outputs), []);
});

Deno.test("Session.execute() keeps what a cell writes to Deno.stdout and process.stderr, in order", async () => {
  const { outputs } = await execute(`
    console.log("1");
    Deno.stdout.writeSync(new TextEncoder().encode("2\\n"));
    await Deno.stdout.write(new TextEncoder().encode("3\\n"));
    process.stdout.write("4\\n");
    process.stderr.write("5\\n");
    await new Response("6\\n").body!.pipeTo(Deno.stdout.writable);
    console.log("7");`);
  assertEquals(shown(outputs), [
    "stdout: 1\n2\n3\n4\n",
    "stderr: 5\n",
    "stdout: 6\n7\n",
  ]);
});

Deno.test("Session.execute() keeps what a child process writes to the stdout it inherits", async () => {
  const own = await execute(
    "new Deno.Command('echo', { args: ['own'], stdout: 'inherit' }).outputSync().code",
  );
  assertEquals(shown(own.outputs), ["0", "stdout: own\n"]);
  const imported = await execute(
    'import { child } from "./child.ts";\nawait child();',
  );
  assertEquals(shown(imported.outputs).at(-1), "stdout: child\n");
  assertEquals(shown((await execute("1")).outputs), ["1"]);
});

Deno.test("Session.execute() keeps what a native library writes", async () => {
  const { outputs, error } = await execute(
    `const libc = Deno.dlopen(Deno.build.os === "darwin" ? "libSystem.dylib" : "libc.so.6", {
       write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
     });
     libc.symbols.write(1, new TextEncoder().encode("native\\n"), 7n);
     console.log("cell");`,
  );
  assertEquals(error, undefined);
  assertEquals(shown(outputs), ["stdout: cell\nnative\n"]);
});

Deno.test("Session.execute() shows the causes of an error, each with its place", async () => {
  const { error } = await session.execute({
    id: "causes",
    source:
      "const inner: Error = new TypeError('inner', { cause: { a: 1 } });\n\n" +
      "throw new Error('outer', { cause: inner });",
  });
  assertEquals(error?.traceback, [
    "Error: outer",
    "    at causes:3:7",
    "Caused by: TypeError: inner",
    "    at causes:1:22",
    "Caused by: { a: 1 }",
  ]);
});

Deno.test("Session.execute() shows the errors in an AggregateError, also one that nobody waits for", async () => {
  const expected = [
    "AggregateError: all",
    "Error 1 of 2: Error: one",
    'Error 2 of 2: "two"',
  ];
  const source = "new AggregateError([new Error('one'), 'two'], 'all')";
  for (const thrown of [`throw ${source}`, `void Promise.reject(${source})`]) {
    const { error } = await execute(thrown);
    const titles = error!.traceback.filter((line) => !/^\s+at /.test(line));
    assertEquals(titles, expected);
  }
});

Deno.test("Session.execute() shows both errors in a SuppressedError", async () => {
  const { error } = await execute(
    `{
       using _ = { [Symbol.dispose]() { throw new TypeError("at the end"); } };
       throw new RangeError("first");
     }`,
  );
  const titles = error!.traceback.filter((line) => !/^\s+at /.test(line));
  assertEquals(titles.slice(1), [
    "Thrown at disposal: TypeError: at the end",
    "Suppressed: RangeError: first",
  ]);
});

Deno.test("Session.execute() comes to an end with errors that cause each other", async () => {
  const { error } = await execute(
    "const e: any = new Error('e'); e.cause = e; throw e;",
  );
  assertEquals(error?.traceback.at(-1), "Caused by: Error (shown above)");
});

Deno.test("Session.execute() has prompt() and confirm() throw, since nobody is there", async () => {
  for (const name of ["prompt", "confirm"]) {
    const { error, position } = await execute(`1;\n${name}("Name?");`);
    assertStringIncludes(error!.evalue, `"Name?" with ${name}()`);
    assertEquals(position, { line: 2, column: 1 });
  }
});

Deno.test("Session.execute() keeps what a cell puts out before it ends its kernel", async () => {
  for (const end of ["Deno.exit(3)", "process.exit(3)"]) {
    await using own = await Session.start({ cwd: folder });
    const source = `for (let i = 0; i < 500; i++) console.log(i);\n${end};`;
    const error = await own.execute({ id: "a", source }).catch((e) => e);
    assert(error instanceof KernelError);
    assertEquals(error.message, "It ended the kernel with Deno.exit(3)");
    const lines = Array.from({ length: 500 }, (_, i) => `${i}\n`).join("");
    assertEquals(shown(error.outputs!), [`stdout: ${lines}`]);
  }
});

Deno.test("Session.execute() names a cell that runs out of memory", async () => {
  Deno.env.set("DENO_V8_FLAGS", "--max-old-space-size=150");
  let own;
  try {
    own = await Session.start({ cwd: folder });
  } finally {
    Deno.env.delete("DENO_V8_FLAGS");
  }
  const source =
    "const all: any[] = []; while (true) all.push(Array(1e5).fill({}));";
  const error = await own.execute({ id: "a", source }).catch((e) => e);
  await own[Symbol.asyncDispose]();
  assert(error instanceof KernelError);
  assertStringIncludes(error.message, "ran out of memory");
});

Deno.test("Session[Symbol.asyncDispose]() ends the child processes that cells have left running", async () => {
  const own = await Session.start({ cwd: folder });
  const { outputs } = await own.execute({
    id: "a",
    source:
      "new Deno.Command('sleep', { args: ['600'], stdout: 'inherit' }).spawn().pid",
  });
  const pid = Number(shown(outputs)[0]);
  assert(pid > 0);
  await own[Symbol.asyncDispose]();
  await hasEnded(pid);
});

Deno.test("Session.execute() fails a cell whose value cannot be shown, and places what was thrown", async () => {
  const thrown = [
    ["throw new Error('x');", "Error: x", 2, 9],
    ["await null;\n  throw new Error('x');", "Error: x", 3, 9],
    ["throw 1;", "Uncaught: 1"],
  ] as const;
  for (const [body, shownAs, line, column] of thrown) {
    const { outputs, error, position } = await execute(
      `({ async [Symbol.for("Jupyter.display")]() {\n  ${body}\n} })`,
    );
    assertEquals(shown(outputs), [shownAs]);
    assertEquals(error, outputs[0]);
    assertEquals([position?.line, position?.column], [line, column]);
    assert(!/ext:|:2:/.test(error!.traceback.slice(2).join()));
  }
  const { position } = await execute(
    "new Proxy({}, { get() { throw new Error('trap'); } })",
  );
  assertEquals(position, { line: 1, column: 31 });
});

Deno.test("Session.execute() says which cell has set a timer that throws what is no error, and where", async () => {
  const set = await session.execute({
    id: "sets",
    source: "const wait = 10;\nvoid setTimeout(() => { throw null; }, wait);",
  });
  assertEquals(set.outputs, []);
  const { error, late } = await execute(
    "await new Promise((resolve) => setTimeout(resolve, 40));",
  );
  assertEquals(error, undefined);
  assertEquals(
    late?.map(({ cellId, error, position }) => [
      cellId,
      error.evalue,
      position,
    ]),
    [["sets", "null", { line: 2, column: 6 }]],
  );
});

Deno.test("Session.execute() shows the message of an error whose stack throws", async () => {
  const { error } = await execute(
    `const bad = Object.defineProperty(new RangeError("kept"), "stack", { get() { throw 1; } });
     throw bad;`,
  );
  assertEquals([error?.ename, error?.evalue], ["RangeError", "kept"]);
});

Deno.test("Session.execute() shows what alert() says, and does not wait", async () => {
  const { outputs } = await execute("alert('hello'); alert();");
  assertEquals(shown(outputs), ["stdout: hello\nAlert\n"]);
});

Deno.test("Session.execute() waits for a request that the last cell leaves behind, and fails it if that fails", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  await using own = await Session.start({ cwd: folder });
  const last = own.execute({
    id: "last",
    source: `void fetch("http://127.0.0.1:${port}");`,
  }, { isLast: true });
  (await listener.accept()).close();
  listener.close();
  const { error } = await last;
  assertEquals(error?.evalue, "fetch failed");
});

Deno.test("Session.execute() tells of a timer of the last cell that computes without end", async () => {
  await using own = await Session.start({ cwd: folder, timeout: 500 });
  const failure = await own.execute({
    id: "last",
    source: "void setTimeout(() => { while (true); }, 100);",
  }, { isLast: true }).catch((error) => error);
  assert(failure instanceof KernelError);
  assertEquals(
    failure.message,
    "It did not end within 2.5 seconds; what was left to a timer or a promise is still computing",
  );
});
