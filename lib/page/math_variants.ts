/** Places in a font's directory of tables, and in its tables. Source: "OpenType specification" 1.9, "cmap" and "MATH". */
const DIRECTORY = 12;
const ENTRY = 16;
/** The form of a character map that knows all of Unicode. */
const SEGMENTED = 12;

function tableOf(font: DataView, tag: string): number {
  const count = font.getUint16(4);
  for (let at = DIRECTORY; at < DIRECTORY + ENTRY * count; at += ENTRY) {
    const name = [0, 1, 2, 3].map((i) => font.getUint8(at + i));
    if (String.fromCharCode(...name) === tag) return font.getUint32(at + 8);
  }
  throw new Error(`Cannot read a font: it has no table "${tag}"`);
}

/** The glyphs that a font draws some characters with. */
function glyphsOf(font: DataView, characters: Iterable<string>): Set<number> {
  const cmap = tableOf(font, "cmap");
  const maps = Array.from(
    { length: font.getUint16(cmap + 2) },
    (_, i) => cmap + font.getUint32(cmap + 8 + 8 * i),
  );
  const map = maps.find((at) => font.getUint16(at) === SEGMENTED);
  if (map === undefined) {
    throw new Error("Cannot read a font: it has no map of all of Unicode");
  }
  const segments = Array.from(
    { length: font.getUint32(map + 12) },
    (_, i) =>
      [0, 4, 8].map((field) => font.getUint32(map + 16 + 12 * i + field)),
  );
  const glyphs = new Set<number>();
  for (const character of characters) {
    const code = character.codePointAt(0)!;
    const segment = segments.find(([first, last]) =>
      first! <= code && code <= last!
    );
    if (segment) glyphs.add(segment[2]! + code - segment[0]!);
  }
  return glyphs;
}

/** The glyphs of a coverage table, in its order. */
function covered(font: DataView, at: number): number[] {
  const count = font.getUint16(at + 2);
  if (font.getUint16(at) === 1) {
    return Array.from(
      { length: count },
      (_, i) => font.getUint16(at + 4 + 2 * i),
    );
  }
  return Array.from({ length: count }, (_, i) => {
    const [first, last] = [0, 2].map((field) =>
      font.getUint16(at + 4 + 6 * i + field)
    );
    return Array.from({ length: last! - first! + 1 }, (_, j) => first! + j);
  }).flat();
}

/**
 * Takes the larger forms of characters, and the pieces from which tall ones are built, out of a mathematical font: a
 * pair of parentheses has about thirty. They are no longer named by it, so that a subset leaves them out.
 *
 * @param sfnt A TrueType font with a MATH table.
 * @param kept The characters that keep theirs.
 * @returns The font.
 * @throws {Error} If the font has no such tables.
 */
export function withoutVariants(
  sfnt: Uint8Array,
  kept: Iterable<string>,
): Uint8Array {
  const copy = new Uint8Array(sfnt);
  const font = new DataView(copy.buffer);
  const glyphs = glyphsOf(font, kept);
  const math = tableOf(font, "MATH");
  const variants = math + font.getUint16(math + 8);
  const constructions = [2, 4].flatMap((field) =>
    covered(font, variants + font.getUint16(variants + field))
  ).map((glyph, i) => ({
    isKept: glyphs.has(glyph),
    at: variants + font.getUint16(variants + 10 + 2 * i),
  }));
  // What two characters share is kept for both.
  const shared = new Set(
    constructions.filter(({ isKept }) => isKept).map(({ at }) => at),
  );
  for (const { at } of constructions) {
    // No pieces, and no variants.
    if (!shared.has(at)) font.setUint32(at, 0);
  }
  return copy;
}
