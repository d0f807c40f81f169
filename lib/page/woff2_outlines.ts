/**
 * Outlines of glyphs as WOFF 2.0 transforms them, so that what is alike stands together and packs better.
 *
 * Source: "WOFF File Format 2.0", https://www.w3.org/TR/WOFF2/, section 5.1; "OpenType specification" 1.9, "glyf"
 *
 * @module
 */

// A point of a glyph in the font.
const ON_CURVE = 1;
const SHORT = [2, 4] as const;
const REPEATED = 8;
const SAME_OR_POSITIVE = [16, 32] as const;
// A part of a glyph that is composed of others.
const WORDS = 1;
const SCALES = [[8, 2], [64, 4], [128, 8]] as const;
const MORE = 32;
const INSTRUCTED = 256;

/** Where the glyphs of a font stand in its table of them, and how many there are. */
export interface Outlines {
  readonly glyf: Uint8Array;
  readonly loca: Uint8Array;
  /** Whether `loca` has four bytes for each place, and not two for its half. */
  readonly isLong: boolean;
}

/** A number below 65,536, in a byte if it is small. */
function short255(value: number): number[] {
  if (value < 253) return [value];
  if (value < 506) return [255, value - 253];
  if (value < 762) return [254, value - 506];
  return [253, value >> 8, value & 0xff];
}

/** The step from one point to the next: the byte that says how it is written, and how it is written. */
function step(isOn: boolean, x: number, y: number): [number, number[]] {
  const [w, h] = [Math.abs(x), Math.abs(y)];
  const [right, up] = [x < 0 ? 0 : 1, y < 0 ? 0 : 1];
  const flag = isOn ? 0 : 128;
  const signs = right + 2 * up;
  if (x === 0 && h < 1280) return [flag + (h >> 8) * 2 + up, [h & 0xff]];
  if (y === 0 && w < 1280) {
    return [flag + 10 + (w >> 8) * 2 + right, [w & 0xff]];
  }
  if (w < 65 && h < 65) {
    const [a, b] = [w - 1, h - 1];
    return [flag + 20 + (a & 0x30) + (b >> 4) * 4 + signs, [
      (a & 0xf) << 4 | b & 0xf,
    ]];
  }
  if (w < 769 && h < 769) {
    const [a, b] = [w - 1, h - 1];
    return [flag + 84 + 12 * (a >> 8) + 4 * (b >> 8) + signs, [
      a & 0xff,
      b & 0xff,
    ]];
  }
  if (w < 4096 && h < 4096) {
    return [flag + 120 + signs, [w >> 4, (w & 0xf) << 4 | h >> 8, h & 0xff]];
  }
  return [flag + 124 + signs, [w >> 8, w & 0xff, h >> 8, h & 0xff]];
}

/**
 * Transforms the outlines of a font.
 *
 * @param outlines The font's tables `glyf` and `loca`.
 * @returns What stands for both in a WOFF 2.0 font.
 */
export function transformOutlines(
  { glyf, loca, isLong }: Outlines,
): Uint8Array {
  const font = new DataView(glyf.buffer, glyf.byteOffset, glyf.byteLength);
  const places = new DataView(loca.buffer, loca.byteOffset, loca.byteLength);
  const placeOf = (glyph: number) =>
    isLong ? places.getUint32(4 * glyph) : 2 * places.getUint16(2 * glyph);
  const count = loca.length / (isLong ? 4 : 2) - 1;

  const contours: number[] = [];
  const points: number[] = [];
  const flags: number[] = [];
  const glyphs: number[] = [];
  const parts: number[] = [];
  const boxed = new Uint8Array(4 * Math.ceil(count / 32));
  const boxes: number[] = [];
  const instructions: number[] = [];

  const keepBox = (glyph: number, start: number) => {
    boxed[glyph >> 3]! |= 0x80 >> (glyph & 7);
    boxes.push(...glyf.subarray(start + 2, start + 10));
  };
  const instruct = (at: number) => {
    const length = font.getUint16(at);
    glyphs.push(...short255(length));
    instructions.push(...glyf.subarray(at + 2, at + 2 + length));
    return at + 2 + length;
  };

  const addComposed = (start: number) => {
    let at = start + 10;
    let flag = MORE;
    let isInstructed = false;
    while (flag & MORE) {
      flag = font.getUint16(at);
      isInstructed ||= (flag & INSTRUCTED) > 0;
      const scale = SCALES.find(([bit]) => flag & bit)?.[1] ?? 0;
      const end = at + 4 + (flag & WORDS ? 4 : 2) + scale;
      parts.push(...glyf.subarray(at, end));
      at = end;
    }
    if (isInstructed) instruct(at);
  };

  const addSimple = (glyph: number, start: number, lines: number) => {
    const ends = Array.from(
      { length: lines },
      (_, i) => font.getUint16(start + 10 + 2 * i),
    );
    ends.forEach((end, i) =>
      points.push(...short255(end - (ends[i - 1] ?? -1)))
    );
    const total = ends.at(-1)! + 1;
    // The font has the instructions before the points.
    const at = start + 10 + 2 * lines;
    let next = at + 2 + font.getUint16(at);
    const kinds: number[] = [];
    while (kinds.length < total) {
      const kind = font.getUint8(next++);
      const repeats = kind & REPEATED ? font.getUint8(next++) : 0;
      for (let i = 0; i <= repeats; i++) kinds.push(kind);
    }
    const [xs, ys] = ([0, 1] as const).map((axis) =>
      kinds.map((kind) => {
        const isSet = (kind & SAME_OR_POSITIVE[axis]) > 0;
        if (kind & SHORT[axis]) {
          const size = font.getUint8(next++);
          return isSet ? size : -size;
        }
        if (isSet) return 0;
        next += 2;
        return font.getInt16(next - 2);
      })
    ) as [number[], number[]];
    kinds.forEach((kind, i) => {
      const [flag, bytes] = step((kind & ON_CURVE) > 0, xs[i]!, ys[i]!);
      flags.push(flag);
      glyphs.push(...bytes);
    });
    instruct(at);
    const [left, bottom, right, top] = [xs, ys].map((steps) => {
      let place = 0;
      const all = steps.map((size) => place += size);
      return [Math.min(...all), Math.max(...all)];
    }).reduce((x, y) => [x[0]!, y[0]!, x[1]!, y[1]!]) as number[];
    const isSame = [left, bottom, right, top].every((side, i) =>
      side === font.getInt16(start + 2 + 2 * i)
    );
    if (!isSame) keepBox(glyph, start);
  };

  for (let glyph = 0; glyph < count; glyph++) {
    const start = placeOf(glyph);
    const isEmpty = placeOf(glyph + 1) === start;
    const lines = isEmpty ? 0 : font.getInt16(start);
    contours.push(lines >> 8 & 0xff, lines & 0xff);
    if (lines > 0) addSimple(glyph, start, lines);
    else if (lines < 0) {
      addComposed(start);
      keepBox(glyph, start);
    }
  }

  const streams = [contours, points, flags, glyphs, parts];
  const header = new DataView(new ArrayBuffer(36));
  header.setUint16(4, count);
  header.setUint16(6, isLong ? 1 : 0);
  [
    ...streams.map(({ length }) => length),
    boxed.length + boxes.length,
    instructions.length,
  ].forEach((length, i) => header.setUint32(8 + 4 * i, length));
  return Uint8Array.from([
    ...new Uint8Array(header.buffer),
    ...streams.flat(),
    ...boxed,
    ...boxes,
    ...instructions,
  ]);
}
