/**
 * Bytes and frames for the tests of ZMTP, written here by the specification.
 *
 * @module
 */

export function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, i) => i * 7);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** One frame, written here by the specification. */
export function frame(flags: number, body: Uint8Array): number[] {
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
