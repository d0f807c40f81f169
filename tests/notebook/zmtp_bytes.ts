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

/** What either side says first. */
export const greeting = [
  ...[0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0],
  ...new TextEncoder().encode("NULL".padEnd(20, "\0")),
  ...new Uint8Array(32),
];

/** The command that ends the handshake of a socket of this type. */
export function ready(type: string): number[] {
  const text = (value: string) => [...new TextEncoder().encode(value)];
  const body = [
    ...[5, ...text("READY")],
    ...[11, ...text("Socket-Type"), 0, 0, 0, type.length, ...text(type)],
    ...[8, ...text("Identity"), 0, 0, 0, 0],
  ];
  return frame(4, Uint8Array.from(body));
}
