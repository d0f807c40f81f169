import { inflateSync } from "node:zlib";

/** The length of the header of a WOFF file, and of an entry of its directory. */
const HEADER = 44;
const ENTRY = 20;
/** The same of a font that is not packed. */
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

/**
 * Unpacks a font that was packed as WOFF 1.0.
 *
 * Source: "WOFF File Format 1.0", https://www.w3.org/TR/WOFF/
 *
 * @param woff The packed font.
 * @returns The same TrueType or OpenType font.
 */
export function fromWoff(woff: Uint8Array): Uint8Array {
  const packed = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
  const count = packed.getUint16(12);
  const sfnt = new Uint8Array(packed.getUint32(16));
  const font = new DataView(sfnt.buffer);
  font.setUint32(0, packed.getUint32(4));
  font.setUint16(4, count);
  // For a binary search of the directory.
  const depth = Math.floor(Math.log2(count));
  font.setUint16(6, SFNT_ENTRY << depth);
  font.setUint16(8, depth);
  font.setUint16(10, SFNT_ENTRY * count - (SFNT_ENTRY << depth));
  let end = SFNT_HEADER + SFNT_ENTRY * count;
  for (let i = 0; i < count; i++) {
    const [tag, offset, packedLength, length, checksum] = [0, 4, 8, 12, 16].map(
      (field) => packed.getUint32(HEADER + ENTRY * i + field),
    ) as [number, number, number, number, number];
    const table = woff.subarray(offset, offset + packedLength);
    // A table that does not get shorter stays as it is.
    sfnt.set(packedLength < length ? inflateSync(table) : table, end);
    [tag, checksum, end, length].forEach((value, field) =>
      font.setUint32(SFNT_HEADER + SFNT_ENTRY * i + 4 * field, value)
    );
    end += length + 3 & ~3;
  }
  return sfnt;
}
