import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { CellError, KernelError } from "../../lib/notebook/errors.ts";
import type { Output } from "../../lib/notebook/format.ts";
import { isExecuted, runNotebook } from "../../lib/notebook/run.ts";
import type {
  CellExecutor,
  CellSource,
  Execution,
} from "../../lib/notebook/session.ts";
import { Session } from "../../lib/notebook/session.ts";
import { code, notebook, prose } from "./fixture.ts";

let session: Session;
Deno.test.beforeAll(async () => {
  session = await Session.start({ cwd: "." });
});
Deno.test.afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

const path = "n.ipynb";
const stale: Output[] = [
  { output_type: "stream", name: "stdout", text: "stale" },
];

function tagged(...tags: string[]) {
  return { metadata: { tags } };
}

Deno.test("runNotebook() runs the code cells in order and gives the notebook with their outputs", async () => {
  const before = notebook(
    prose("title", "# T"),
    code("first", "const order = [1];\nconsole.log(order);"),
    code("second", "order.push(2);\norder", {
      outputs: stale,
      execution_count: 9,
    }),
  );
  const seen: string[] = [];
  const { notebook: after, error } = await runNotebook(before, session, {
    path,
    onCell: ({ id }) => seen.push(id),
  });
  assertEquals(error, undefined);
  assertEquals(seen, ["first", "second"]);
  const [title, first, second] = after.cells;
  assertEquals(title, before.cells[0]);
  assert(first.cell_type === "code" && second.cell_type === "code");
  assertEquals(first.outputs, [
    { output_type: "stream", name: "stdout", text: "[ 1 ]\n" },
  ]);
  assertEquals(second.outputs, [{
    output_type: "execute_result",
    data: { "text/plain": "[ 1, 2 ]" },
    metadata: {},
    execution_count: second.execution_count,
  }]);
  assertEquals(second.execution_count, first.execution_count! + 1);
});

Deno.test("runNotebook() leaves its notebook unchanged", async () => {
  const before = notebook(
    code("a", "1 + 1", { outputs: stale, execution_count: 3 }),
    code("skipped", "throw 1", {
      ...tagged("skip-execution"),
      outputs: stale,
    }),
    code("b", "throw new Error('b')", { outputs: stale, execution_count: 3 }),
    code("c", "3", { outputs: stale, execution_count: 3 }),
  );
  const copy = structuredClone(before);
  await runNotebook(before, session, { path });
  assertEquals(before, copy);
});

Deno.test("runNotebook() stops at the first cell that throws, and gives the rest without outputs", async () => {
  const { notebook: after, error } = await runNotebook(
    notebook(
      code("fine", "'fine'", { outputs: stale }),
      code("bad", "const n: number = 1;\n\n  null!.x;", { outputs: stale }),
      code("rest", "globalThis.reached = true;", {
        outputs: stale,
        execution_count: 5,
      }),
    ),
    session,
    { path },
  );
  assert(error instanceof CellError);
  assertEquals(
    { ...error, name: error.name },
    { notebook: path, cellId: "bad", line: 3, column: 9, name: "CellError" },
  );
  assertEquals(
    error.message,
    `n.ipynb · cell bad · 3:9
TypeError: Cannot read properties of null (reading 'x')
    1 | const n: number = 1;
    2 | 
  > 3 |   null!.x;
      |         ^`,
  );
  const [fine, bad, rest] = after.cells;
  assert(fine.cell_type === "code" && bad.cell_type === "code");
  assertEquals(fine.outputs.length, 1);
  assertEquals(bad.outputs.map(({ output_type }) => output_type), ["error"]);
  assertEquals(
    rest,
    code("rest", "globalThis.reached = true;"),
  );
  const check = await session.execute({
    id: "check",
    source: "'reached' in globalThis",
  });
  assertEquals(
    check.outputs[0].output_type === "execute_result" &&
      check.outputs[0].data["text/plain"],
    "false",
  );
});

Deno.test("runNotebook() lets a cell throw that is tagged raises-exception", async () => {
  const { notebook: after, error } = await runNotebook(
    notebook(
      code("bad", "throw new RangeError('r')", tagged("x", "raises-exception")),
      code("fine", "'next'"),
    ),
    session,
    { path },
  );
  assertEquals(error, undefined);
  const [bad, fine] = after.cells;
  assert(bad.cell_type === "code" && fine.cell_type === "code");
  assertEquals(bad.outputs, [{
    output_type: "error",
    ename: "RangeError",
    evalue: "r",
    traceback: ["RangeError: r", "    at bad:1:7"],
  }]);
  assertEquals(fine.outputs.length, 1);
});

Deno.test("runNotebook() leaves a cell that is tagged skip-execution as it is", async () => {
  const skipped = code("skipped", "throw 1", {
    ...tagged("skip-execution"),
    outputs: stale,
    execution_count: 4,
  });
  const { notebook: after, error } = await runNotebook(
    notebook(skipped),
    session,
    { path, onCell: () => assert(false) },
  );
  assertEquals(error, undefined);
  assertEquals(after.cells, [skipped]);
});

Deno.test("runNotebook() runs no empty cell, and takes its outputs away", async () => {
  const { notebook: after } = await runNotebook(
    notebook(code("empty", " \n\t\n", { outputs: stale, execution_count: 2 })),
    session,
    { path, onCell: () => assert(false) },
  );
  assertEquals(after.cells, [code("empty", " \n\t\n")]);
});

Deno.test("runNotebook() lets a later cell change what an earlier one displays", async () => {
  const show = (text: string, rest: string) =>
    `await Deno.jupyter.display({ "text/plain": "${text}" }, ` +
    `{ raw: true, display_id: "runs"${rest} });`;
  const { notebook: after, error } = await runNotebook(
    notebook(
      code("show", show("old", "")),
      code("change", show("new", ", update: true")),
    ),
    session,
    { path },
  );
  assertEquals(error, undefined);
  const [cell] = after.cells;
  assert(cell.cell_type === "code");
  const [output] = cell.outputs;
  assert(output.output_type === "display_data");
  assertEquals(output.data, { "text/plain": "new" });
});

/** Executes by a script what a real kernel cannot be made to do without its death. */
function scripted(
  execute: (cell: CellSource) => Promise<Execution>,
): CellExecutor {
  return { execute };
}

Deno.test("runNotebook() makes a CellError of a KernelError, tagged raises-exception or not", async () => {
  const told: Output = { output_type: "stream", name: "stdout", text: "1\n" };
  const cause = new KernelError("The kernel exited with code 3", {
    outputs: [told],
  });
  const { notebook: after, error } = await runNotebook(
    notebook(
      code("dies", "Deno.exit(3)", tagged("raises-exception")),
      code("rest", "1", { outputs: stale }),
    ),
    scripted(() => Promise.reject(cause)),
    { path },
  );
  assert(error);
  assertEquals(
    error.message,
    "n.ipynb · cell dies\nThe kernel exited with code 3",
  );
  assertEquals(error.cause, cause);
  assertEquals(
    after.cells.map((cell) => cell.cell_type === "code" && cell.outputs),
    [
      [told, {
        output_type: "error",
        ename: "KernelError",
        evalue: "The kernel exited with code 3",
        traceback: ["KernelError: The kernel exited with code 3"],
      }],
      [],
    ],
  );
});

Deno.test("runNotebook() goes on after cells that fail if errors are allowed, and tells of them", async () => {
  const { notebook: after, error, allowed, executed } = await runNotebook(
    notebook(
      code("bad", "throw new Error('outer', { cause: new Error('inner') });"),
      code("tagged", "throw new Error('t');", tagged("raises-exception")),
      code("fine", "1"),
      code("syntax", "const = 1"),
    ),
    session,
    { path, allowErrors: true },
  );
  assertEquals(error, undefined);
  assertEquals(executed, 4);
  assertEquals(allowed.map(({ cellId }) => cellId), ["bad", "syntax"]);
  assertEquals(
    allowed[0].message.split("\n").slice(0, 3),
    ["n.ipynb · cell bad · 1:7", "Error: outer", "Caused by: Error: inner"],
  );
  const fine = after.cells[2];
  assert(fine.cell_type === "code");
  assertEquals(fine.outputs.length, 1);
});

Deno.test("runNotebook() fails the cell that left a timer behind, as soon as it throws", async () => {
  const late = code(
    "late",
    "void setTimeout(() => { throw new Error('l'); }, 9);",
  );
  const wait = "await new Promise((resolve) => setTimeout(resolve, 40));";
  const { notebook: after, error } = await runNotebook(
    notebook(late, code("wait", wait), code("rest", "1")),
    session,
    { path },
  );
  assertEquals([error?.cellId, error?.line, error?.column], ["late", 1, 31]);
  const [first, , rest] = after.cells;
  assert(first.cell_type === "code" && rest.cell_type === "code");
  assertEquals(first.outputs.map(({ output_type }) => output_type), ["error"]);
  assertEquals(rest.execution_count, null);
});

Deno.test("runNotebook() waits for timers that go off soon after the last cell, and for no others", async () => {
  const { notebook: after, error } = await runNotebook(
    notebook(
      code("early", "function fail() { throw new Error('e'); }"),
      code(
        "last",
        "void setInterval(() => {}, 5);\nvoid setTimeout(() => {}, 1e9);\n" +
          "void setTimeout(fail, 60);\n" +
          "void setTimeout(() => console.log('later'), 90);",
      ),
    ),
    session,
    { path },
  );
  assertEquals([error?.cellId, error?.line, error?.column], ["early", 1, 25]);
  const [, last] = after.cells;
  assert(last.cell_type === "code");
  assertEquals(last.outputs, [
    { output_type: "stream", name: "stdout", text: "later\n" },
  ]);
});

Deno.test("runNotebook() counts the tests in cells, and fails a cell whose test fails", async () => {
  const { error, tests } = await runNotebook(
    notebook(
      code("good", "Deno.test('a', () => {});\nDeno.test('b', () => {});"),
      code("bad", "Deno.test('c', () => {\n  throw new Error('c');\n});"),
    ),
    session,
    { path },
  );
  assertEquals(tests, { passed: 2, failed: 1 });
  assertEquals([error?.cellId, error?.line], ["bad", 1]);
  assertStringIncludes(error!.message, "TestFailure: 1 of 1 tests failed: c");
});

Deno.test("runNotebook() lets an error pass that is no kernel's", async () => {
  await assertRejects(
    () =>
      runNotebook(
        notebook(code("a", "1")),
        scripted(() => Promise.reject(new RangeError("ours"))),
        { path },
      ),
    RangeError,
    "ours",
  );
});

Deno.test("isExecuted() is true of code alone, with a source and without skip-execution", () => {
  assertEquals(isExecuted(code("a", "1")), true);
  assertEquals(isExecuted(code("a", "1", tagged("raises-exception"))), true);
  assertEquals(isExecuted(code("a", " \n")), false);
  assertEquals(isExecuted(code("a", "1", tagged("skip-execution"))), false);
  assertEquals(isExecuted(prose("a", "1")), false);
});
