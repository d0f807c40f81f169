/**
 * Assembles the two products of `matrix.ts` as a WebAssembly module, for layers of given widths.
 *
 * WebAssembly has what JavaScript has not: instructions that add or multiply two numbers at once. A pair is two
 * neighbouring neurons, and a neuron's sum still adds one input after the other, so it comes out the same to the last
 * bit. Blocks of eight pairs stay in registers while the inputs go by; what is left of a layer's width is a smaller
 * block, and an odd neuron a block of one number.
 *
 * The bytes are those of the WebAssembly core specification, release 2.0, chapter 5 (binary format).
 *
 * @module
 */

/** Code as bytes. */
type Code = readonly number[];

/** How many pairs stay in registers at once, of the sixteen that x86-64 has. */
const PAIRS = 8;

const I32 = 0x7f, F64 = 0x7c, V128 = 0x7b;

/** An unsigned number in LEB128. */
function u32(value: number): Code {
  return value < 128
    ? [value]
    : [value % 128 + 128, ...u32(Math.floor(value / 128))];
}

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const add: Code = [0x6a];
/** A constant below 2³¹, in signed LEB128: its last byte must leave the bit of the sign at 0. */
const constant = (value: number): Code => {
  const bytes: number[] = [];
  for (; value >= 64; value = Math.floor(value / 128)) {
    bytes.push(value % 128 + 128);
  }
  return [0x41, ...bytes, value];
};
const advance = (local: number, by: number): Code => [
  ...get(local),
  ...constant(by),
  ...add,
  ...set(local),
];
/** Runs code for as long as one local is below another, and once more than never. */
const repeatWhileBelow = (local: number, end: number, code: Code): Code => [
  ...[0x03, 0x40],
  ...code,
  ...get(local),
  ...get(end),
  ...[0x49, 0x0d, 0, 0x0b], // i32.lt_u, br_if to the loop's start, end
];
const ifBelow = (local: number, end: number, code: Code): Code => [
  ...get(local),
  ...get(end),
  ...[0x49, 0x04, 0x40], // i32.lt_u, if
  ...code,
  0x0b,
];

/** Numbers that are worked on together: their size in memory, and their instructions. */
interface Unit {
  readonly bytes: number;
  load(offset: number): Code;
  /** Loads one number, for all. */
  spread(): Code;
  readonly multiply: Code;
  readonly add: Code;
  store(offset: number): Code;
  /** The local that holds what comes from an input; those after it hold a block's sums or factors. */
  readonly value: number;
}

const pair: Unit = {
  bytes: 16,
  load: (offset) => [0xfd, 0x00, 3, ...u32(offset)],
  spread: () => [0xfd, 0x0a, 3, 0],
  multiply: [0xfd, 0xf2, 0x01],
  add: [0xfd, 0xf0, 0x01],
  store: (offset) => [0xfd, 0x0b, 3, ...u32(offset)],
  value: 9,
};

const single: Unit = {
  bytes: 8,
  load: (offset) => [0x2b, 3, ...u32(offset)],
  spread: () => [0x2b, 3, 0],
  multiply: [0xa2],
  add: [0xa0],
  store: (offset) => [0x39, 3, ...u32(offset)],
  value: pair.value + 1 + PAIRS,
};

/** The functions' parameters: addresses of a number a neuron, of the weights, of the inputs to visit and what they send. */
const [VECTOR, MATRIX, SOURCES, INCOMING, SOURCES_END] = [0, 1, 2, 3, 4];
/** Other addresses. */
const [SOURCE, SENT, ROW, BLOCKS_END] = [5, 6, 7, 8];
const LOCALS: Code = [3, 4, I32, 1 + PAIRS, V128, 2, F64];

/** What a function does with a block of a row. */
type Product = "weigh" | "addProducts";

/** Visits the inputs for a block of neurons, `count` units wide. */
function block(
  product: Product,
  unit: Unit,
  count: number,
  rowBytes: number,
): Code {
  const each = (code: (kept: number, offset: number) => Code) =>
    Array.from(
      { length: count },
      (_, b) => code(unit.value + 1 + b, b * unit.bytes),
    ).flat();
  const weigh = (kept: number, offset: number) => [
    ...get(kept),
    ...get(ROW),
    ...unit.load(offset),
    ...get(unit.value),
    ...unit.multiply,
    ...unit.add,
    ...set(kept),
  ];
  const addProducts = (kept: number, offset: number) => [
    ...get(ROW),
    ...get(ROW),
    ...unit.load(offset),
    ...get(kept),
    ...get(unit.value),
    ...unit.multiply,
    ...unit.add,
    ...unit.store(offset),
  ];
  return [
    ...each((kept, offset) => [
      ...get(VECTOR),
      ...unit.load(offset),
      ...set(kept),
    ]),
    ...[...get(SOURCES), ...set(SOURCE), ...get(INCOMING), ...set(SENT)],
    ...repeatWhileBelow(SOURCE, SOURCES_END, [
      ...[...get(SOURCE), 0x28, 2, 0], // i32.load
      ...[...constant(rowBytes), 0x6c], // i32.mul
      ...[...get(MATRIX), ...add, ...set(ROW)],
      ...[...get(SENT), ...unit.spread(), ...set(unit.value)],
      ...each(product === "weigh" ? weigh : addProducts),
      ...advance(SOURCE, 4),
      ...advance(SENT, 8),
    ]),
    ...(product === "weigh"
      ? each((kept, offset) => [
        ...get(VECTOR),
        ...get(kept),
        ...unit.store(offset),
      ])
      : []),
    ...advance(VECTOR, count * unit.bytes),
    ...advance(MATRIX, count * unit.bytes),
  ];
}

/** A function's code, for a layer of so many neurons. */
function functionOf(product: Product, neurons: number): Code {
  const rowBytes = neurons * 8;
  const pairs = Math.floor(neurons / 2);
  const left = pairs % PAIRS;
  const blocksBytes = (pairs - left) * pair.bytes;
  const code: Code = [
    ...[...get(VECTOR), ...constant(blocksBytes), ...add, ...set(BLOCKS_END)],
    ...(blocksBytes === 0 ? [] : repeatWhileBelow(
      VECTOR,
      BLOCKS_END,
      block(product, pair, PAIRS, rowBytes),
    )),
    ...(left === 0 ? [] : block(product, pair, left, rowBytes)),
    ...(neurons % 2 === 0 ? [] : block(product, single, 1, rowBytes)),
  ];
  return withSize([...LOCALS, ...ifBelow(SOURCES, SOURCES_END, code), 0x0b]);
}

const withSize = (bytes: Code): Code => [...u32(bytes.length), ...bytes];
const list = (items: readonly Code[]): Code => [
  ...u32(items.length),
  ...items.flat(),
];
const section = (id: number, content: Code): Code => [id, ...withSize(content)];
const text = (name: string): Code =>
  withSize([...new TextEncoder().encode(name)]);

/**
 * Assembles a module that takes its memory as `env.memory` and exports the functions `weigh30` and `addProducts30` for
 * layers of 30 neurons, and so on for each width. Both take five addresses: of one number a neuron, of the weights (inputs ×
 * neurons), of the numbers of the inputs to visit, of what comes from each, and of the end of the inputs' numbers.
 *
 * @param widths How many neurons the layers have, each number once.
 * @returns The module's bytes.
 */
export function assemble(widths: readonly number[]): Uint8Array<ArrayBuffer> {
  const functions = widths.flatMap((neurons) =>
    (["weigh", "addProducts"] as const).map((product) => ({
      name: `${product}${neurons}`,
      code: functionOf(product, neurons),
    }))
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, list([[0x60, 5, I32, I32, I32, I32, I32, 0]])),
    ...section(2, list([[...text("env"), ...text("memory"), 0x02, 0x00, 1]])),
    ...section(3, list(functions.map(() => [0]))),
    ...section(
      7,
      list(functions.map(({ name }, f) => [...text(name), 0x00, ...u32(f)])),
    ),
    ...section(10, list(functions.map(({ code }) => code))),
  ]);
}
