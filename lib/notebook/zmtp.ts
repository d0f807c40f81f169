/**
 * ZMTP 3.0, the wire protocol of ZeroMQ, as far as a Jupyter client needs it: DEALER, REQ and SUB sockets with the
 * NULL mechanism, over TCP.
 *
 * A connection opens with a greeting of 64 bytes on either side, then each side's READY command, which names its
 * socket type. From then on messages flow: one or more frames, of which each but the last says that more follow. A SUB
 * socket sends its subscriptions as messages; a REQ socket puts an empty frame before each message. The frames
 * themselves are read and written in `zmtp_frame.ts`.
 *
 * npm's `zeromq` loads in Deno but never wakes on an incoming message, because Deno's `uv_poll` is a shim.
 *
 * Source: "23/ZMTP", https://rfc.zeromq.org/spec/23/
 *
 * @module
 */

import { KernelError } from "./errors.ts";
import {
  concat,
  encodeFrames,
  FLAG_COMMAND,
  type Frame,
  FrameReader,
} from "./zmtp_frame.ts";

/** A socket type of a client, with the type that its peer must be. */
const PEERS = {
  DEALER: ["ROUTER", "REP", "DEALER"],
  REQ: ["REP", "ROUTER"],
  SUB: ["PUB", "XPUB"],
} as const;

/** The socket types that a client can have. */
export type SocketType = keyof typeof PEERS;

/** A message of more bytes, or of more frames, is taken for one that never ends. */
const MAX_MESSAGE = 2 ** 29;
const MAX_FRAMES = 2 ** 16;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A connected ZeroMQ socket. */
export class ZmtpSocket {
  readonly #connection: Deno.TcpConn;
  readonly #type: SocketType;
  readonly #frames = new FrameReader();
  readonly #chunk = new Uint8Array(65536);
  #sent: Promise<unknown> = Promise.resolve();
  #subscription: Uint8Array | undefined;

  private constructor(connection: Deno.TcpConn, type: SocketType) {
    this.#connection = connection;
    this.#type = type;
  }

  /**
   * Connects to a ZeroMQ socket and shakes hands.
   *
   * @param address Where the peer listens.
   * @param type The type of this end.
   * @param identity The name by which a ROUTER peer addresses this end; the peer makes one up if it is not given.
   * @returns The socket, ready to send and receive.
   * @throws {KernelError} If the peer speaks something else than ZMTP 3 or is not a fitting socket.
   */
  static async connect(
    address: { hostname: string; port: number },
    type: SocketType,
    identity = "",
  ): Promise<ZmtpSocket> {
    const connection = await Deno.connect(address);
    try {
      connection.setNoDelay(true);
      const socket = new ZmtpSocket(connection, type);
      await socket.#write(greeting());
      await socket.#checkGreeting();
      await socket.#write(readyCommand(type, identity));
      await socket.#checkReady();
      return socket;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Subscribes a SUB socket to every message that begins with `topic`; to all of them if it is empty. */
  async subscribe(topic = ""): Promise<void> {
    this.#subscription = encodeFrames([concat([[1], encoder.encode(topic)])]);
    await this.#write(this.#subscription);
  }

  /** Sends one message. Messages go out in the order of the calls. */
  async send(message: readonly Uint8Array[]): Promise<void> {
    await this.#write(
      encodeFrames(
        this.#type === "REQ" ? [new Uint8Array(), ...message] : message,
      ),
    );
  }

  /**
   * Receives the next message.
   *
   * @returns Its frames, or nothing if the peer has closed the connection between two messages.
   * @throws {KernelError} If what came is no ZMTP, or the connection ends within a message.
   */
  async receive(): Promise<Uint8Array<ArrayBuffer>[] | undefined> {
    const message: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    while (true) {
      const frame = await this.#readFrame(message.length > 0);
      if (!frame) return undefined;
      // ZMTP 3.0 has no command after the handshake that a client would have to answer.
      if (frame.command) continue;
      message.push(frame.body);
      length += frame.body.length;
      if (length > MAX_MESSAGE || message.length > MAX_FRAMES) {
        throw new KernelError(
          `Cannot read from the kernel: a message has ${message.length} frames and ${length} bytes so far and goes on`,
        );
      }
      if (frame.more) continue;
      return this.#type === "REQ" ? message.slice(1) : message;
    }
  }

  /** Closes the connection. */
  close(): void {
    try {
      this.#connection.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #readFrame(within: boolean): Promise<Frame | undefined> {
    while (true) {
      const frame = this.#frames.read();
      if (frame) return frame;
      const more = await this.#fill();
      if (more) continue;
      if (within || this.#frames.take(1)) throw cutShort();
      return undefined;
    }
  }

  async #readBytes(count: number): Promise<Uint8Array<ArrayBuffer>> {
    while (true) {
      const bytes = this.#frames.take(count);
      if (bytes) return bytes;
      if (!await this.#fill()) throw cutShort();
    }
  }

  async #fill(): Promise<boolean> {
    const count = await this.#connection.read(this.#chunk);
    if (count === null) return false;
    this.#frames.push(this.#chunk.slice(0, count));
    // The kernel's system sends the rest of a message only when it knows that the first part has arrived, and ours says
    // so only with the next bytes that go the other way, or after 40 ms. To subscribe again changes nothing.
    if (this.#subscription) this.#write(this.#subscription).catch(() => {});
    return true;
  }

  #write(bytes: Uint8Array): Promise<void> {
    const write = async () => {
      for (let at = 0; at < bytes.length;) {
        at += await this.#connection.write(bytes.subarray(at));
      }
    };
    const sent = this.#sent.then(write);
    // Whoever sends sees the error; the queue only has to go on.
    this.#sent = sent.catch(() => {});
    return sent;
  }

  async #checkGreeting(): Promise<void> {
    const bytes = await this.#readBytes(64);
    const mechanism = decoder.decode(bytes.subarray(12, 32))
      .replace(/\0+$/, "");
    if (bytes[0] !== 0xff || bytes[9] !== 0x7f || bytes[10] < 3) {
      throw new KernelError(
        "Cannot connect to the kernel: what listens there does not speak ZMTP 3",
      );
    }
    if (mechanism !== "NULL") {
      throw new KernelError(
        `Cannot connect to the kernel: it asks for the security mechanism ${mechanism}, and only NULL is spoken here`,
      );
    }
  }

  async #checkReady(): Promise<void> {
    const frame = await this.#readFrame(true);
    const { name, properties } = parseCommand(frame!);
    const peer = properties.get("socket-type") ?? "nothing";
    if (name !== "READY") {
      throw new KernelError(
        `Cannot connect to the kernel: it answered the handshake with ${name}`,
      );
    }
    if (!(PEERS[this.#type] as readonly string[]).includes(peer)) {
      throw new KernelError(
        `Cannot connect to the kernel: a ${this.#type} socket does not go with a ${peer} socket`,
      );
    }
  }
}

function greeting(): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  bytes.set(encoder.encode("NULL"), 12);
  return bytes;
}

function readyCommand(type: SocketType, identity: string): Uint8Array {
  const body = concat([
    [5],
    encoder.encode("READY"),
    property("Socket-Type", type),
    property("Identity", identity),
  ]);
  return concat([[FLAG_COMMAND, body.length], body]);
}

function property(name: string, value: string): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, encoder.encode(value).length);
  return concat([
    [name.length],
    encoder.encode(name),
    length,
    encoder.encode(value),
  ]);
}

function parseCommand(
  { command, body }: Frame,
): { name: string; properties: Map<string, string> } {
  const view = new DataView(body.buffer);
  const properties = new Map<string, string>();
  try {
    if (!command) throw new RangeError("not a command");
    let at = 1 + view.getUint8(0);
    const name = decoder.decode(body.subarray(1, at));
    while (name === "READY" && at < body.length) {
      const valueAt = at + 1 + view.getUint8(at) + 4;
      const end = valueAt + view.getUint32(valueAt - 4);
      if (end > body.length) throw new RangeError("cut short");
      properties.set(
        decoder.decode(body.subarray(at + 1, valueAt - 4)).toLowerCase(),
        decoder.decode(body.subarray(valueAt, end)),
      );
      at = end;
    }
    return { name, properties };
  } catch (cause) {
    throw new KernelError(
      "Cannot connect to the kernel: its handshake is malformed",
      { cause },
    );
  }
}

function cutShort(): KernelError {
  return new KernelError(
    "Cannot read from the kernel: the connection ended within a message",
  );
}
