/**
 * Thousands of files and streams that are nearly right. Whatever comes of them, it is a notebook, a message, or one of
 * our own errors: no crash, no hang, no growing memory.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { isDeepStrictEqual } from "node:util";
import { cleanNotebook } from "../../lib/notebook/clean.ts";
import { KernelError, NotebookFormatError } from "../../lib/notebook/errors.ts";
import type { Notebook } from "../../lib/notebook/format.ts";
import {
  createRequest,
  decodeMessage,
  encodeMessage,
} from "../../lib/notebook/message.ts";
import { OutputArea } from "../../lib/notebook/output_area.ts";
import { parseNotebook } from "../../lib/notebook/parse.ts";
import { serializeNotebook } from "../../lib/notebook/serialize.ts";
import { ZmtpSocket } from "../../lib/notebook/zmtp.ts";
import {
  concat,
  encodeFrames,
  FrameReader,
} from "../../lib/notebook/zmtp_frame.ts";
import { code, filesIn, notebook } from "./fixture.ts";
import { greeting, ready } from "./zmtp_bytes.ts";

const COUNT = 10_000;

/** How much more memory may be held after all of it than before, in bytes. */
const MEMORY = 400 * 2 ** 20;

/** Whole numbers below a bound, the same in every run. */
function dice(seed: number): (bound: number) => number {
  return (bound) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor(seed / 2 ** 32 * bound);
  };
}

/** Bytes with a few changes: other bits, pieces gone, come twice, cut off or taken from elsewhere. */
function mutated(
  bytes: Uint8Array,
  others: readonly Uint8Array[],
  next: (bound: number) => number,
): Uint8Array<ArrayBuffer> {
  let changed = Uint8Array.from(bytes);
  for (let n = 1 + next(4); n > 0; n--) {
    const at = next(changed.length + 1);
    const length = next(next(4) === 0 ? 200 : 8);
    const [before, piece, after] = [
      changed.subarray(0, at),
      changed.subarray(at, at + length),
      changed.subarray(at + length),
    ];
    const other = others[next(others.length)];
    const from = next(other.length);
    const parts = [
      [before, after],
      [before, piece, piece, after],
      [before, other.subarray(from, from + length), after],
      [before],
      [before, [1 << next(8)], piece, after],
      [before, piece.map((byte) => byte ^ 1 << next(8)), after],
    ][next(6)];
    changed = Uint8Array.from(concat(parts));
  }
  return changed;
}

const folder = "tests/notebook/corpus";
const corpus = filesIn(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => Deno.readFileSync(`${folder}/${name}`));
/** What is put into files besides pieces of other files. */
const fragments = [
  ...[
    "null",
    "[]",
    "{}",
    '"',
    "-1",
    "1e999",
    '"id":"a",',
    '"cell_type":"x"',
    "\ufeff",
    "\\ud800",
    '"__proto__":{},',
    '"outputs":null',
  ],
].map((text) => new TextEncoder().encode(text));

Deno.test(`parseNotebook() reads or refuses ${COUNT} damaged files`, () => {
  const next = dice(1);
  const decoder = new TextDecoder();
  const before = Deno.memoryUsage().rss;
  let read = 0;
  for (let i = 0; i < COUNT; i++) {
    const bytes = mutated(
      corpus[i % corpus.length],
      [...corpus, ...fragments],
      next,
    );
    const text = decoder.decode(bytes);
    for (const mendIds of [false, true]) {
      let parsed: Notebook;
      try {
        parsed = parseNotebook(text, "n.ipynb", { mendIds });
      } catch (error) {
        assert(error instanceof NotebookFormatError, `${i}: ${error}`);
        continue;
      }
      read++;
      // What has been read once can be written, cleaned and read again.
      const written = serializeNotebook(parsed);
      assertEquals(
        serializeNotebook(parseNotebook(written, "n.ipynb")),
        written,
      );
      const clean = serializeNotebook(cleanNotebook(parsed));
      assertEquals(
        serializeNotebook(cleanNotebook(parseNotebook(clean, "n.ipynb"))),
        clean,
      );
    }
  }
  assert(read > COUNT / 20, `only ${read} could be read`);
  assert(Deno.memoryUsage().rss - before < MEMORY);
});

const key = "0f0e0d0c";
const messages = [
  ["stream", { name: "stdout", text: "text\n".repeat(20) }],
  ["execute_result", {
    data: { "text/plain": "1" },
    metadata: {},
    execution_count: 1,
  }],
  ["display_data", {
    data: { "image/svg+xml": "<svg/>" },
    transient: { display_id: "a" },
  }],
  ["update_display_data", {
    data: { "text/html": "<b>" },
    transient: { display_id: "a" },
  }],
  ["error", { ename: "E", evalue: "", traceback: ["a", "b"] }],
  ["clear_output", { wait: true }],
] as const;
const stream = concat(
  messages.flatMap((
    [type, content],
  ) => [
    ...encodeFrames(
      encodeMessage(createRequest("s", type, content as never), key),
    ),
  ]).map((byte) => [byte]),
);
const lengths = [
  [2, 0x10, 0, 0, 0, 0, 0, 0, 0],
  [3, 0, 0, 0, 0, 0, 0, 1, 0],
  [4, 5],
  [1, 0],
  [0, 255],
]
  .map((bytes) => Uint8Array.from(bytes));

Deno.test(`FrameReader and decodeMessage() read or refuse ${COUNT} damaged streams`, () => {
  const next = dice(2);
  const before = Deno.memoryUsage().rss;
  let refused = 0;
  for (let i = 0; i < COUNT; i++) {
    const bytes = mutated(stream, [stream, ...lengths], next);
    const reader = new FrameReader();
    let parts: Uint8Array<ArrayBuffer>[] = [];
    try {
      for (let at = 0; at < bytes.length;) {
        const size = 1 + next(500);
        reader.push(bytes.subarray(at, at + size));
        at += size;
        for (let frame = reader.read(); frame; frame = reader.read()) {
          if (frame.command) continue;
          parts.push(frame.body);
          if (frame.more) continue;
          decodeMessage(parts, key);
          parts = [];
        }
      }
    } catch (error) {
      assert(error instanceof KernelError, `${i}: ${error}`);
      refused++;
    }
  }
  assert(refused > COUNT / 2, `only ${refused} were refused`);
  assert(Deno.memoryUsage().rss - before < MEMORY);
});

Deno.test("ZmtpSocket reads or refuses a thousand damaged connections to their ends", async () => {
  const next = dice(3);
  const whole = Uint8Array.from([...greeting, ...ready("ROUTER"), ...stream]);
  const peer = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = peer.addr as Deno.NetAddr;
  const serving = (async () => {
    for await (const connection of peer) {
      await connection.write(mutated(whole, [whole, ...lengths], next)).catch(
        () => {},
      );
      await connection.closeWrite().catch(() => {});
      connection.close();
    }
  })();
  for (let i = 0; i < 1000; i++) {
    try {
      const socket = await ZmtpSocket.connect(
        { hostname: "127.0.0.1", port },
        "DEALER",
      );
      try {
        for (
          let frames = await socket.receive();
          frames;
          frames = await socket.receive()
        ) {
          decodeMessage(frames, key);
        }
      } finally {
        socket.close();
      }
    } catch (error) {
      const isSystem = Object.values(Deno.errors).some((type) =>
        error instanceof type
      );
      assert(error instanceof KernelError || isSystem, `${i}: ${error}`);
    }
  }
  peer.close();
  await serving;
});

Deno.test("OutputArea makes of any content outputs that can be stored", () => {
  const next = dice(4);
  const values = [
    null,
    true,
    -1,
    1e300,
    "text",
    [],
    ["a"],
    [1],
    {},
    { "text/plain": 5 },
    { "application/json": [null] },
    { display_id: "a" },
  ];
  const pick = () => values[next(values.length)];
  for (let i = 0; i < COUNT; i++) {
    const area = new OutputArea(new Map());
    for (let n = next(6); n >= 0; n--) {
      const content = Object.fromEntries(
        [
          "data",
          "metadata",
          "transient",
          "name",
          "text",
          "ename",
          "evalue",
          "traceback",
          "wait",
          "execution_count",
        ]
          .filter(() => next(3) > 0).map((name) => [name, pick()]),
      );
      const type = messages[next(messages.length)][0];
      area.add(createRequest("s", type, content as never));
    }
    const written = serializeNotebook(
      notebook(code("a", "1", { outputs: area.outputs })),
    );
    assertEquals(serializeNotebook(parseNotebook(written, "n.ipynb")), written);
  }
});

Deno.test("parseNotebook() and serializeNotebook() lose nothing of outputs of 50 MB", () => {
  const next = dice(5);
  const size = 50 * 2 ** 20;
  const text = Array.from(
    { length: size / 32 },
    () => `${next(2 ** 30)}`.padEnd(31) + "\n",
  ).join("");
  const big = notebook(code("a", "1", {
    outputs: [
      { output_type: "stream", name: "stdout", text },
      {
        output_type: "display_data",
        data: {
          "image/png": "iVBOR".repeat(size / 5),
          "application/json": Array.from({ length: 2e5 }, (_, i) => ({ i })),
        },
        metadata: {},
      },
    ],
  }));
  const [cell] = parseNotebook(serializeNotebook(big), "n.ipynb").cells;
  const [before, after] = [big.cells[0], cell].map((cell) =>
    cell.cell_type === "code" ? cell.outputs : []
  );
  // Not by assertEquals(): to show how two such texts differ would take longer than the test.
  assert(isDeepStrictEqual(after, before));
});
