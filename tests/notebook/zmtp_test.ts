import { assert, assertEquals, assertRejects } from "@std/assert";
import { KernelError } from "../../lib/notebook/errors.ts";
import { type SocketType, ZmtpSocket } from "../../lib/notebook/zmtp.ts";
import { bytesOf, equalBytes, frame, greeting, ready } from "./zmtp_bytes.ts";

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
