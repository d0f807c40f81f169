import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createHmac } from "node:crypto";
import { KernelError } from "../../lib/notebook/errors.ts";
import {
  createRequest,
  decodeMessage,
  encodeMessage,
  type Message,
} from "../../lib/notebook/message.ts";

const KEY = "7d6b5a4c-1f2e-4a3b-9c8d-0e1f2a3b4c5d";

type Frames = Uint8Array<ArrayBuffer>[];

function encode(message: Message, key = KEY): Frames {
  return encodeMessage(message, key) as Frames;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Signed frames, made here by the protocol. */
function signed(parts: Uint8Array<ArrayBuffer>[]): Frames {
  const hmac = createHmac("sha256", KEY);
  for (const part of parts) hmac.update(part);
  return [bytes("<IDS|MSG>"), bytes(hmac.digest("hex")), ...parts];
}

const request = createRequest("session", "execute_request", {
  code: "'é😀'",
  silent: false,
});

Deno.test("createRequest() makes messages of one session under ids of their own", () => {
  const other = createRequest("session", "execute_request", {});
  assertEquals(request.header.session, other.header.session);
  assertEquals(request.header.msg_id === other.header.msg_id, false);
  assertEquals(request.header.msg_type, "execute_request");
  assertEquals(request.header.version, "5.3");
  assertMatch(request.header.date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

Deno.test("encodeMessage() writes the parts that the protocol asks for, signed", () => {
  const { header, parent_header, metadata, content } = request;
  const parts = [header, parent_header, metadata, content]
    .map((part) => bytes(JSON.stringify(part)));
  assertEquals(encode(request), signed(parts));
});

Deno.test("decodeMessage() gives back what encodeMessage() has written, buffers included", () => {
  fc.assert(fc.property(
    fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }),
    fc.array(fc.uint8Array()),
    fc.string({ minLength: 1 }),
    (content, buffers, key) => {
      const message = {
        ...request,
        content: JSON.parse(JSON.stringify(content)),
        buffers: buffers.map((buffer) => Uint8Array.from(buffer)),
      };
      assertEquals(decodeMessage(encode(message, key), key), message);
    },
  ));
});

Deno.test("decodeMessage() passes over the addresses before the delimiter", () => {
  const frames = [bytes("topic"), new Uint8Array(), ...encode(request)];
  assertEquals(decodeMessage(frames, KEY), request);
});

Deno.test("decodeMessage() refuses a message in which any byte of a part or the signature is changed", () => {
  const frames = encode(request);
  for (let part = 0; part < frames.length; part++) {
    for (let at = 0; at < frames[part].length; at++) {
      for (const mask of [1, 0x20, 0x80]) {
        const changed = frames.map((frame) => frame.slice());
        changed[part][at] ^= mask;
        assertThrows(
          () => decodeMessage(changed, KEY),
          KernelError,
          part === 0
            ? "Cannot read a message of the kernel: it lacks the parts"
            : "Cannot read a message of the kernel: its signature is wrong",
        );
      }
    }
  }
});

Deno.test("decodeMessage() refuses a signature of another length", () => {
  const [delimiter, signature, ...parts] = encode(request);
  for (
    const other of [
      new Uint8Array(),
      signature.subarray(0, 62),
      Uint8Array.from([...signature, 0x7a]),
    ]
  ) {
    assertThrows(
      () => decodeMessage([delimiter, other, ...parts], KEY),
      KernelError,
      "its signature is wrong",
    );
  }
});

Deno.test("decodeMessage() refuses a message that is signed with another key", () => {
  assertThrows(
    () => decodeMessage(encode(request, "another"), KEY),
    KernelError,
    "its signature is wrong",
  );
});

Deno.test("decodeMessage() refuses a message whose parts have changed places", () => {
  const [delimiter, signature, header, parent, metadata, content] = encode({
    ...request,
    metadata: { a: 1 },
  });
  assertThrows(
    () =>
      decodeMessage(
        [delimiter, signature, header, parent, content, metadata],
        KEY,
      ),
    KernelError,
    "its signature is wrong",
  );
});

Deno.test("decodeMessage() refuses frames that are too few", () => {
  const frames = encode(request);
  for (let count = 0; count < frames.length; count++) {
    assertThrows(
      () => decodeMessage(frames.slice(0, count), KEY),
      KernelError,
      "it lacks the parts that the protocol asks for",
    );
  }
  assertThrows(
    () => decodeMessage(frames.slice(1), KEY),
    KernelError,
    "it lacks the parts that the protocol asks for",
  );
});

const unreadable: [
  title: string,
  part: Uint8Array<ArrayBuffer>,
  state: string,
][] = [
  ["is not JSON", bytes("{"), "a part of it is not JSON"],
  ["is not UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "a part of it is not JSON"],
  ["is a number", bytes("5"), "a part of it is not a JSON object"],
  ["is null", bytes("null"), "a part of it is not a JSON object"],
];
for (const [title, part, state] of unreadable) {
  Deno.test(`decodeMessage() refuses a signed part that ${title}`, () => {
    for (let i = 0; i < 4; i++) {
      const parts = [0, 1, 2, 3].map((other) =>
        other === i ? part : bytes("{}")
      );
      assertThrows(() => decodeMessage(signed(parts), KEY), KernelError, state);
    }
  });
}
