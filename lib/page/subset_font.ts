/**
 * Fonts cut down to some characters, by HarfBuzz.
 *
 * @module
 */

/** What is used of HarfBuzz, compiled to WebAssembly: addresses in its memory, and numbers. */
interface HarfBuzz {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(length: number): number;
  free(address: number): void;
  hb_blob_create(
    data: number,
    length: number,
    mode: number,
    userData: number,
    destroy: number,
  ): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_set_clear(set: number): void;
  hb_set_invert(set: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_input_unicode_set(input: number): number;
  hb_subset_or_fail(face: number, input: number): number;
}

// Numbers of HarfBuzz's own, from hb-blob.h and hb-subset.h.
const MODE_WRITABLE = 2;
const DROPPED_TABLES = 3;
const LAYOUT_FEATURES = 6;
const NO_HINTING = 1;

let loaded: Promise<HarfBuzz> | undefined;

function resolve(): URL {
  return new URL(
    import.meta.resolve("harfbuzzjs/dist/harfbuzz-subset.wasm"),
  );
}

async function load(): Promise<HarfBuzz> {
  // Without a lock file, Deno fetches a package when a module of it is imported, which takes longer than all else here.
  if (resolve().protocol !== "file:") await import("harfbuzzjs");
  const { instance } = await WebAssembly.instantiate(
    await Deno.readFile(resolve()),
  );
  const harfBuzz = instance.exports as unknown as HarfBuzz;
  harfBuzz._initialize();
  return harfBuzz;
}

/** A table's name as a number. */
function tagOf(name: string): number {
  return [...name].reduce(
    (tag, letter) => tag << 8 | letter.charCodeAt(0),
    0,
  );
}

/**
 * Cuts a font down to the characters of a text, with all forms that it has of them, and without hints for coarse
 * screens.
 *
 * @param sfnt A TrueType or OpenType font.
 * @param characters The characters.
 * @param droppedTables Tables that are not needed.
 * @returns The font.
 * @throws {Error} If the font cannot be read.
 */
export async function subsetFont(
  sfnt: Uint8Array,
  characters: Iterable<string>,
  droppedTables: readonly string[] = [],
): Promise<Uint8Array> {
  const hb = await (loaded ??= load());
  const data = hb.malloc(sfnt.length);
  new Uint8Array(hb.memory.buffer).set(sfnt, data);
  const whole = hb.hb_blob_create(data, sfnt.length, MODE_WRITABLE, 0, 0);
  const face = hb.hb_face_create(whole, 0);
  const input = hb.hb_subset_input_create_or_fail();
  const features = hb.hb_subset_input_set(input, LAYOUT_FEATURES);
  hb.hb_set_clear(features);
  hb.hb_set_invert(features);
  const dropped = hb.hb_subset_input_set(input, DROPPED_TABLES);
  for (const name of droppedTables) hb.hb_set_add(dropped, tagOf(name));
  const codes = hb.hb_subset_input_unicode_set(input);
  for (const character of characters) {
    hb.hb_set_add(codes, character.codePointAt(0)!);
  }
  hb.hb_subset_input_set_flags(input, NO_HINTING);
  const subset = hb.hb_subset_or_fail(face, input);
  hb.hb_subset_input_destroy(input);
  hb.hb_face_destroy(face);
  hb.hb_blob_destroy(whole);
  try {
    if (subset === 0) {
      throw new Error("Cannot cut a font down: HarfBuzz does not read it");
    }
    const blob = hb.hb_face_reference_blob(subset);
    const start = hb.hb_blob_get_data(blob, 0);
    // Its memory may have grown since, and then it is another buffer.
    const bytes = new Uint8Array(hb.memory.buffer)
      .slice(start, start + hb.hb_blob_get_length(blob));
    hb.hb_blob_destroy(blob);
    hb.hb_face_destroy(subset);
    return bytes;
  } finally {
    hb.free(data);
  }
}
