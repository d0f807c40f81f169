import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { KernelError } from "../../lib/notebook/errors.ts";
import { encodeFrames, FrameReader } from "../../lib/notebook/zmtp_frame.ts";
import { bytesOf, frame } from "./zmtp_bytes.ts";

const SIZES = [0, 1, 2, 255, 256, 257, 65535, 65536];

Deno.test("encodeFrames() writes lengths below 256 in one byte and others in eight", () => {
  for (const size of SIZES) {
    assertEquals(
      [...encodeFrames([bytesOf(size)])],
      frame(size < 256 ? 0 : 2, bytesOf(size)),
    );
  }
});

Deno.test("encodeFrames() marks each frame but the last as followed by more", () => {
  const [empty, short, long] = [0, 3, 300].map(bytesOf);
  assertEquals([...encodeFrames([long, empty, short])], [
    ...frame(3, long),
    ...frame(1, empty),
    ...frame(0, short),
  ]);
});

Deno.test("FrameReader.read() gives the frames back, wherever the bytes are cut", () => {
  const body = fc.constantFrom(...SIZES.slice(0, 6)).map(bytesOf);
  fc.assert(fc.property(
    fc.array(body, { minLength: 1, maxLength: 4 }),
    fc.infiniteStream(fc.integer({ min: 0, max: 400 })),
    (message, pieces) => {
      const bytes = encodeFrames(message);
      const reader = new FrameReader();
      const read = [];
      for (let at = 0; at < bytes.length;) {
        const size = pieces.next().value!;
        reader.push(bytes.subarray(at, at + size));
        at += size;
        for (let found; (found = reader.read());) read.push(found);
      }
      assertEquals(
        read,
        message.map((body, i) => ({
          command: false,
          more: i < message.length - 1,
          body,
        })),
      );
    },
  ));
});

Deno.test("FrameReader.read() gives nothing before the last byte, at every cut of a frame", () => {
  for (const size of SIZES.slice(0, 6)) {
    const bytes = encodeFrames([bytesOf(size)]);
    for (let cut = 0; cut < bytes.length; cut++) {
      const reader = new FrameReader();
      reader.push(bytes.subarray(0, cut));
      assertEquals(reader.read(), undefined);
      reader.push(bytes.subarray(cut));
      assertEquals(reader.read()!.body, bytesOf(size));
      assertEquals(reader.read(), undefined);
    }
  }
});

Deno.test("FrameReader.read() puts a frame together from pieces of one byte", () => {
  const reader = new FrameReader();
  const bytes = encodeFrames([bytesOf(65536)]);
  bytes.forEach((_, i) => reader.push(bytes.subarray(i, i + 1)));
  assertEquals(reader.read()!.body, bytesOf(65536));
});

Deno.test("FrameReader.read() tells commands from messages", () => {
  const reader = new FrameReader();
  const [short, long] = [3, 300].map(bytesOf);
  reader.push(Uint8Array.from([...frame(4, short), ...frame(6, long)]));
  assertEquals(reader.read(), { command: true, more: false, body: short });
  assertEquals(reader.read(), { command: true, more: false, body: long });
});

for (const flags of [5, 7, 8, 0x47, 255]) {
  Deno.test(`FrameReader.read() rejects the flags byte ${flags}`, () => {
    const reader = new FrameReader();
    reader.push(Uint8Array.of(flags));
    assertThrows(
      () => reader.read(),
      KernelError,
      `Cannot read from the kernel: ${flags} is not the flags byte of a ZMTP frame`,
    );
  });
}

for (
  const [size, taken] of [[2n ** 28n, true], [2n ** 28n + 1n, false], [
    2n ** 60n,
    false,
  ], [2n ** 64n - 1n, false]] as const
) {
  Deno.test(`FrameReader.read() ${taken ? "waits for" : "rejects"} a frame of ${size} bytes`, () => {
    const head = new Uint8Array(9);
    head[0] = 2;
    new DataView(head.buffer).setBigUint64(1, size);
    const reader = new FrameReader();
    reader.push(head);
    if (taken) return assertEquals(reader.read(), undefined);
    assertThrows(
      () => reader.read(),
      KernelError,
      `a frame claims ${Number(size)} bytes and at most 268435456 are read`,
    );
  });
}

Deno.test("FrameReader.take() takes bytes from the front, or none at all", () => {
  const reader = new FrameReader();
  reader.push(Uint8Array.of(1, 2));
  reader.push(Uint8Array.of(3));
  assertEquals(reader.take(4), undefined);
  assertEquals(reader.take(0), new Uint8Array());
  assertEquals(reader.take(3), Uint8Array.of(1, 2, 3));
  assertEquals(reader.take(1), undefined);
});
