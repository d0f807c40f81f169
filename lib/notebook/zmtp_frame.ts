/**
 * The frames of ZMTP 3.0: a flags byte, a length in one byte or eight, and that many bytes.
 *
 * Source: "23/ZMTP", https://rfc.zeromq.org/spec/23/
 *
 * @module
 */

import { KernelError } from "./errors.ts";

const FLAG_MORE = 1;
const FLAG_LONG = 2;
/** The bit of the flags byte that tells a command from a message. */
export const FLAG_COMMAND = 4;

/** A frame longer than this is taken for a corrupt length. */
const MAX_FRAME = 2 ** 28;

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

/** Puts bytes one behind the other. */
export function concat(parts: readonly ArrayLike<number>[]): Uint8Array {
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
