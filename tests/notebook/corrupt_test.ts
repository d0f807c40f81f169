/**
 * A kernel whose connection goes bad in the middle of a cell: the cell itself writes into the kernel's sockets, beneath
 * Deno, what no kernel would send.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { KernelError, ValueError } from "../../lib/notebook/errors.ts";
import { writeNotebook } from "../../lib/notebook/file.ts";
import { parseNotebook } from "../../lib/notebook/parse.ts";
import { runFile } from "../../lib/notebook/run_file.ts";
import { runNotebook } from "../../lib/notebook/run.ts";
import { serializeNotebook } from "../../lib/notebook/serialize.ts";
import { Session } from "../../lib/notebook/session.ts";
import { evaluate } from "../../lib/notebook/values.ts";
import { code, inFolder, notebook } from "./fixture.ts";
import { frame } from "./zmtp_bytes.ts";

/** A cell that writes bytes into all of its kernel's sockets, and goes on. */
function writing(bytes: readonly number[]): string {
  return `console.log("before");
const libc = Deno.dlopen("libc.so.6", {
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
});
const bytes = Uint8Array.from(${JSON.stringify(bytes)});
const links = [...Deno.readDirSync("/proc/self/fd")].flatMap(({ name }) => {
  try {
    return [[Number(name), Deno.readLinkSync("/proc/self/fd/" + name)]];
  } catch {
    return [];
  }
});
for (const [fd, link] of links) {
  if (!link.startsWith("socket:")) continue;
  libc.symbols.write(fd, bytes, BigInt(bytes.length));
}
for (let i = 0; i < 20; i++) console.log("after");
await new Promise(() => {});`;
}

const text = (value: string) => new TextEncoder().encode(value);
const parts = (signature: string) => [
  ...frame(1, text("<IDS|MSG>")),
  ...frame(1, text(signature)),
  ...frame(1, text('{"msg_type":"execute_result"}')),
  ...frame(1, text("{}")),
  ...frame(1, text("{}")),
  ...frame(0, text('{"data":{"text/plain":"forged"},"execution_count":1}')),
];

const corruptions: [title: string, source: string, says: string][] = [
  [
    "junk",
    writing([...text("HTTP/1.1 200 OK\r\n\r\n")]),
    "is not the flags byte",
  ],
  [
    "a frame that claims 2^60 bytes",
    writing([2, 0x10, 0, 0, 0, 0, 0, 0, 0]),
    "a frame claims 1152921504606847000 bytes",
  ],
  [
    "a frame that is cut short",
    writing([0, 100, 1, 2, 3]),
    "Cannot read",
  ],
  [
    "a message with a wrong signature",
    writing(parts("0".repeat(64))),
    "its signature is wrong",
  ],
  ["a message with no signature", writing(parts("")), "its signature is wrong"],
  [
    "a message that lacks parts",
    writing(frame(0, text("<IDS|MSG>"))),
    "it lacks the parts",
  ],
];
for (const [title, source, says] of corruptions) {
  Deno.test(`runFile() refuses ${title}, names the cell, and stores nothing`, async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "n.ipynb");
      await writeNotebook(path, notebook(code("corrupt", source)));
      const before = await Deno.readTextFile(path);
      const { error, notebook: ran } = await runFile(path, {
        write: true,
        timeout: 60_000,
      });
      assertEquals(error?.cellId, "corrupt");
      assertStringIncludes(error!.message, "Cannot read");
      assertStringIncludes(error!.message, says);
      assert(!serializeNotebook(ran).includes('forged"'));
      assertEquals(await Deno.readTextFile(path), before);
    });
  });
}

const forgeries: [title: string, source: string][] = [
  [
    "a marker without anything",
    `Deno.jupyter.broadcast("denobook_marker", {})`,
  ],
  [
    "a marker of its own making",
    `
const helper = globalThis[Symbol.for("denobook")];
const { broadcast } = helper;
helper.mark = (token) => broadcast("denobook_marker", { token, uncaught: 5 });`,
  ],
  [
    "uncaught errors that are none",
    `
const helper = globalThis[Symbol.for("denobook")];
const { broadcast } = helper;
helper.mark = (token) => broadcast("denobook_marker", { token, uncaught: [5, null, { traceback: 7 }] });`,
  ],
  [
    "an error that is none",
    `
const helper = globalThis[Symbol.for("denobook")];
helper.thrown = () => helper.broadcast("denobook_thrown", { ename: 1, traceback: { a: 1 } });
throw new Error("x")`,
  ],
  [
    "a result that is none",
    `
for (const content of [{}, { data: 5, metadata: [], execution_count: "x" }, { data: { "text/plain": { a: 1 }, "application/json": null } }]) {
  for (const type of ["execute_result", "display_data", "update_display_data", "stream", "error", "clear_output", "status", "execute_input"]) {
    await Deno.jupyter.broadcast(type, { ...content, transient: 5, name: 7, text: [1], ename: {}, traceback: 1 });
  }
}`,
  ],
];
for (const [title, source] of forgeries) {
  Deno.test(`runNotebook() comes to a notebook that can be stored, or to our own error, from ${title}`, async () => {
    await using session = await Session.start({ cwd: ".", timeout: 60_000 });
    const cells = notebook(code("forges", source), code("next", "1 + 1"));
    const { notebook: ran } = await runNotebook(cells, session, {
      path: "n.ipynb",
    });
    const written = serializeNotebook(ran);
    assertEquals(serializeNotebook(parseNotebook(written, "n.ipynb")), written);
  });
}

Deno.test("evaluate() refuses a value that the kernel has forged", async () => {
  await using session = await Session.start({ cwd: ".", timeout: 60_000 });
  await session.execute({
    id: "forges",
    source: `const send = globalThis[Symbol.for("denobook")].broadcast;
void send; 0`,
  });
  let error: unknown;
  await evaluate(
    session,
    `(Deno.jupyter.broadcast("denobook_value_chunk", {}, { buffers: [new Uint8Array([1, 2, 3])] }), 1)`,
  )
    .catch((thrown) => error = thrown);
  assert(
    error instanceof ValueError || error instanceof KernelError,
    String(error),
  );
});
