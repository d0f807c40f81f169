/**
 * ZMTP 3.0, the wire protocol of ZeroMQ, as far as a Jupyter client needs it: DEALER, REQ and SUB sockets with the
 * NULL mechanism, over TCP.
 *
 * A connection opens with a greeting of 64 bytes on either side, then each side's READY command, which names its
 * socket type. From then on messages flow: one or more frames, of which each but the last says that more follow. A
 * frame is a flags byte, a length in one byte or eight, and that many bytes. A SUB socket sends its subscriptions as
 * messages; a REQ socket puts an empty frame before each message.
 *
 * npm's `zeromq` loads in Deno but never wakes on an incoming message, because Deno's `uv_poll` is a shim.
 *
 * Source: "23/ZMTP", https://rfc.zeromq.org/spec/23/
 *
 * @module
 */

import { KernelError } from "./errors.ts";

/** A socket type of a client, with the type that its peer must be. */
const PEERS = {
  DEALER: ["ROUTER", "REP", "DEALER"],
  REQ: ["REP", "ROUTER"],
  SUB: ["PUB", "XPUB"],
} as const;

/** The socket types that a client can have. */
export type SocketType = keyof typeof PEERS;

const FLAG_MORE = 1;
const FLAG_LONG = 2;
const FLAG_COMMAND = 4;

/** A frame longer than this is taken for a corrupt length. */
const MAX_FRAME = 2 ** 28;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One frame as it came over the wire. */
export interface Frame {
  readonly command: boolean;
  readonly more: boolean;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Cuts a stream of bytes into frames. Bytes come in pieces of any size; {@linkcode read} gives a frame as soon as all
 * of it is there.
 */
export class FrameReader {
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** Adds bytes at the end. */
  push(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  /** Takes exactly `count` bytes from the front, or nothing if there are not that many. */
  take(count: number): Uint8Array<ArrayBuffer> | undefined {
    const bytes = this.#peek(count);
    if (bytes) this.#drop(count);
    return bytes;
  }

  /**
   * Takes one frame from the front.
   *
   * @returns The frame, or nothing if it is not all there yet.
   * @throws {KernelError} If the bytes are no frame.
   */
  read(): Frame | undefined {
    const flags = this.#peek(1)?.[0];
    if (flags === undefined) return undefined;
    const command = (flags & FLAG_COMMAND) !== 0;
    const more = (flags & FLAG_MORE) !== 0;
    if (flags > 7 || (command && more)) {
      throw new KernelError(
        `Cannot read from the kernel: ${flags} is not the flags byte of a ZMTP frame`,
      );
    }
    const header = flags & FLAG_LONG ? 9 : 2;
    const head = this.#peek(header);
    if (!head) return undefined;
    const length = header === 2
      ? head[1]
      : Number(new DataView(head.buffer).getBigUint64(1));
    if (length > MAX_FRAME) {
      throw new KernelError(
        `Cannot read from the kernel: a frame claims ${length} bytes and at most ${MAX_FRAME} are read`,
      );
    }
    if (this.#length < header + length) return undefined;
    this.#drop(header);
    return { command, more, body: this.take(length)! };
  }

  #peek(count: number): Uint8Array<ArrayBuffer> | undefined {
    if (this.#length < count) return undefined;
    const bytes = new Uint8Array(count);
    for (let at = 0, i = 0; at < count; i++) {
      const piece = this.#pieces[i].subarray(0, count - at);
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  #drop(count: number): void {
    this.#length -= count;
    let whole = 0;
    while (count > 0 && this.#pieces[whole].length <= count) {
      count -= this.#pieces[whole++].length;
    }
    this.#pieces.splice(0, whole);
    if (count > 0) this.#pieces[0] = this.#pieces[0].subarray(count);
  }
}

/** A connected ZeroMQ socket. */
export class ZmtpSocket {
  readonly #connection: Deno.TcpConn;
  readonly #type: SocketType;
  readonly #frames = new FrameReader();
  readonly #chunk = new Uint8Array(65536);
  #sent: Promise<unknown> = Promise.resolve();

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
    await this.#write(
      encodeFrames([concat([[1], encoder.encode(topic)])]),
    );
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
    while (true) {
      const frame = await this.#readFrame(message.length > 0);
      if (!frame) return undefined;
      // ZMTP 3.0 has no command after the handshake that a client would have to answer.
      if (frame.command) continue;
      message.push(frame.body);
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

/** Writes the frames of one message. */
export function encodeFrames(message: readonly Uint8Array[]): Uint8Array {
  return concat(message.flatMap((body, i) => {
    const more = i < message.length - 1 ? FLAG_MORE : 0;
    if (body.length < 256) return [[more, body.length], body];
    const head = new Uint8Array(9);
    head[0] = more | FLAG_LONG;
    new DataView(head.buffer).setBigUint64(1, BigInt(body.length));
    return [head, body];
  }));
}

function concat(parts: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(
    parts.reduce((total, part) => total + part.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function cutShort(): KernelError {
  return new KernelError(
    "Cannot read from the kernel: the connection ended within a message",
  );
}
