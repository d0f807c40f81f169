import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import { KernelError } from "../../lib/notebook/errors.ts";
import {
  encodeFrames,
  FrameReader,
  type SocketType,
  ZmtpSocket,
} from "../../lib/notebook/zmtp.ts";

const SIZES = [0, 1, 2, 255, 256, 257, 65535, 65536];

function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, i) => i * 7);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** One frame, written here by the specification. */
function frame(flags: number, body: Uint8Array): number[] {
  return flags & 2
    ? [
      flags,
      0,
      0,
      0,
      0,
      ...new Uint8Array(
        Uint32Array.of(body.length).buffer,
      ).reverse(),
      ...body,
    ]
    : [flags, body.length, ...body];
}

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

const greeting = [
  ...[0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0],
  ...new TextEncoder().encode("NULL".padEnd(20, "\0")),
  ...new Uint8Array(32),
];

function ready(type: string): number[] {
  const text = (value: string) => [...new TextEncoder().encode(value)];
  const body = [
    ...[5, ...text("READY")],
    ...[11, ...text("Socket-Type"), 0, 0, 0, type.length, ...text(type)],
    ...[8, ...text("Identity"), 0, 0, 0, 0],
  ];
  return frame(4, Uint8Array.from(body));
}

/** Listens as a peer that says what it is told to; what the client writes is given to `read`. */
async function withPeer(
  says: readonly number[][],
  work: (
    port: number,
    read: (count: number) => Promise<Uint8Array>,
  ) => Promise<void>,
  { stay = false } = {},
): Promise<void> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept().then(async (connection) => {
    try {
      for (const bytes of says) {
        await connection.write(Uint8Array.from(bytes));
      }
    } catch {
      // The client has had enough.
    }
    if (!stay) await connection.closeWrite().catch(() => {});
    return connection;
  });
  const read = async (count: number) => {
    const connection = await accepted;
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const got = await connection.read(bytes.subarray(at));
      if (got === null) return bytes.subarray(0, at);
      at += got;
    }
    return bytes;
  };
  try {
    await work(listener.addr.port, read);
  } finally {
    (await accepted).close();
  }
}

function connect(port: number, type: SocketType = "DEALER", identity?: string) {
  return ZmtpSocket.connect({ hostname: "127.0.0.1", port }, type, identity);
}

Deno.test("ZmtpSocket.connect() greets, and says which socket it is", async () => {
  await withPeer([greeting, ready("ROUTER")], async (port, read) => {
    const socket = await connect(port, "DEALER", "me");
    assertEquals([...await read(64)], greeting);
    const text =
      "\x05READY\x0bSocket-Type\0\0\0\x06DEALER\x08Identity\0\0\0\x02me";
    assertEquals(
      [...await read(2 + text.length)],
      frame(4, new TextEncoder().encode(text)),
    );
    socket.close();
  });
});

for (
  const [type, peer] of [
    ["DEALER", "ROUTER"],
    ["DEALER", "DEALER"],
    ["REQ", "REP"],
    ["SUB", "PUB"],
    ["SUB", "XPUB"],
  ] as const
) {
  Deno.test(`ZmtpSocket.connect() lets a ${type} socket go with ${peer}`, async () => {
    await withPeer([greeting, ready(peer)], async (port) => {
      (await connect(port, type)).close();
    });
  });
}

const wrongHandshakes: [title: string, says: number[][], state: string][] = [
  [
    "a web server",
    [[...new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n".repeat(3))]],
    "Cannot connect to the kernel: what listens there does not speak ZMTP 3",
  ],
  [
    "ZMTP 2",
    [greeting.with(10, 1)],
    "Cannot connect to the kernel: what listens there does not speak ZMTP 3",
  ],
  [
    "a signature that ends wrong",
    [greeting.with(9, 0x7e)],
    "Cannot connect to the kernel: what listens there does not speak ZMTP 3",
  ],
  [
    "the mechanism CURVE",
    [greeting.toSpliced(12, 5, ...new TextEncoder().encode("CURVE"))],
    "it asks for the security mechanism CURVE, and only NULL is spoken here",
  ],
  [
    "a greeting that is cut short",
    [greeting.slice(0, 63)],
    "Cannot read from the kernel: the connection ended within a message",
  ],
  [
    "no word at all",
    [],
    "Cannot read from the kernel: the connection ended within a message",
  ],
  [
    "no READY",
    [greeting],
    "Cannot read from the kernel: the connection ended within a message",
  ],
  [
    "a READY that is cut short",
    [greeting, ready("ROUTER").slice(0, -1)],
    "Cannot read from the kernel: the connection ended within a message",
  ],
  [
    "an ERROR",
    [greeting, frame(4, new TextEncoder().encode("\x05ERROR\x03not"))],
    "it answered the handshake with ERROR",
  ],
  [
    "a message in place of READY",
    [greeting, ready("ROUTER").with(0, 0)],
    "Cannot connect to the kernel: its handshake is malformed",
  ],
  [
    "an empty command",
    [greeting, frame(4, new Uint8Array())],
    "Cannot connect to the kernel: its handshake is malformed",
  ],
  [
    "a property longer than the command",
    [greeting, ready("ROUTER").with(23, 200)],
    "Cannot connect to the kernel: its handshake is malformed",
  ],
  [
    "a PUB socket",
    [greeting, ready("PUB")],
    "a DEALER socket does not go with a PUB socket",
  ],
  [
    "a socket of no type",
    [greeting, frame(4, new TextEncoder().encode("\x05READY"))],
    "a DEALER socket does not go with a nothing socket",
  ],
];

for (const [title, says, state] of wrongHandshakes) {
  Deno.test(`ZmtpSocket.connect() rejects ${title}`, async () => {
    await withPeer(says, async (port) => {
      await assertRejects(() => connect(port), KernelError, state);
    });
  });
}

Deno.test("ZmtpSocket.receive() gives messages whole and in order, and passes over commands", async () => {
  const [empty, one, long] = [0, 1, 65536].map(bytesOf);
  const says = [
    greeting,
    ready("ROUTER"),
    frame(4, new TextEncoder().encode("\x04PING")),
    [...frame(1, one), ...frame(4, one), ...frame(3, long), ...frame(0, empty)],
    frame(0, one),
  ];
  await withPeer(says, async (port) => {
    const socket = await connect(port);
    assertEquals(await socket.receive(), [one, long, empty]);
    assertEquals(await socket.receive(), [one]);
    assertEquals(await socket.receive(), undefined);
    socket.close();
  });
});

const cuts: [title: string, bytes: number[]][] = [
  ["within a frame's head", [2, 0, 0]],
  ["within a frame's body", [0, 3, 1, 2]],
  ["between the frames of a message", [1, 1, 9]],
];
for (const [title, bytes] of cuts) {
  Deno.test(`ZmtpSocket.receive() rejects a connection that ends ${title}`, async () => {
    await withPeer([greeting, ready("ROUTER"), bytes], async (port) => {
      const socket = await connect(port);
      await assertRejects(
        () => socket.receive(),
        KernelError,
        "Cannot read from the kernel: the connection ended within a message",
      );
      socket.close();
    });
  });
}

Deno.test("ZmtpSocket.receive() rejects a frame that claims 2^60 bytes without waiting for them", async () => {
  const says = [greeting, ready("ROUTER"), [2, 0x10, 0, 0, 0, 0, 0, 0, 0]];
  await withPeer(says, async (port) => {
    const socket = await connect(port);
    await assertRejects(
      () => socket.receive(),
      KernelError,
      "a frame claims 1152921504606847000 bytes",
    );
    socket.close();
  }, { stay: true });
});

Deno.test("ZmtpSocket.send() writes messages in the order of the calls", async () => {
  await withPeer([greeting, ready("ROUTER")], async (port, read) => {
    const socket = await connect(port);
    await read(64 + 2 + 6 + 22 + 13);
    const messages = [2 ** 23, 1, 0, 256].map((size) => [bytesOf(size)]);
    // The first is more than the system takes in at once: the others have to wait for it.
    const sent = Promise.all(messages.map((message) => socket.send(message)));
    const heads = [9, 2, 2, 9];
    for (const [i, [body]] of messages.entries()) {
      await read(heads[i]);
      assert(equalBytes(await read(body.length), body));
    }
    await sent;
    socket.close();
  }, { stay: true });
});

Deno.test("ZmtpSocket puts an empty frame before each message of a REQ socket, and takes it off again", async () => {
  const says = [greeting, ready("REP"), [1, 0, 0, 2, 7, 8]];
  await withPeer(says, async (port, read) => {
    const socket = await connect(port, "REQ");
    await read(64 + 2 + 6 + 19 + 13);
    await socket.send([Uint8Array.of(5)]);
    assertEquals([...await read(5)], [1, 0, 0, 1, 5]);
    assertEquals(await socket.receive(), [Uint8Array.of(7, 8)]);
    socket.close();
  });
});

Deno.test("ZmtpSocket.subscribe() asks for a topic", async () => {
  await withPeer([greeting, ready("PUB")], async (port, read) => {
    const socket = await connect(port, "SUB");
    await read(64 + 2 + 6 + 19 + 13);
    await socket.subscribe();
    await socket.subscribe("ab");
    assertEquals([...await read(8)], [0, 1, 1, 0, 3, 1, 97, 98]);
    socket.close();
  });
});

Deno.test("ZmtpSocket.close() can be called again", async () => {
  await withPeer([greeting, ready("ROUTER")], async (port) => {
    const socket = await connect(port);
    socket.close();
    socket.close();
  });
});
