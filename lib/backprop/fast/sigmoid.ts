/**
 * The logistic function from a table, because a network waits for it: the exponential and the division of
 * 1 / (1 + e^−net) come one after the other, and the next layer after both.
 *
 * The table has a node at every 1/64 from −64 to 64. A net input goes to the node next to it on the side of 0, `net * 64`
 * without its fraction, and the fraction t into that node's polynomial of degree 5. The polynomial's two halves do not
 * wait for each other (Estrin's scheme), and nothing in it divides.
 *
 * A node's polynomial is the Taylor polynomial of degree 6, with t⁶ replaced by the polynomial of degree 5 that is
 * closest to it where t can be (Lanczos's economisation): that is off by at most 1/2048 of the term. The error of this
 * is 4e-18, that of the terms left out 5e-17, or 1.2e-17 and 1.2e-16 of the function's value; the rest is rounding.
 * Measured against 60 digits, the whole function is off by at most 2.1e-16, and by at most 5e-16 of its value.
 *
 * The table is 512 KiB of address space, but a node is filled in when it is first needed, so that start-up costs
 * nothing, and memory only what a training visits. Beyond ±64, at ±Infinity and for NaN the formula itself answers.
 *
 * `online.as.ts` has all this again for WebAssembly, to the last bit.
 *
 * @module
 */

/** How many nodes the table has to a unit of net input. */
const NODES = 64;
/** Net inputs from here on, on either side, are not in the table. */
const END = 64;
/** A node's number, which is negative left of 0, without the bits above these is its place in the table. */
const PLACES = 2 * NODES * END - 1;

/** The powers of the distance between nodes. */
const H = 1 / NODES, H2 = H * H, H3 = H2 * H, H4 = H3 * H, H5 = H4 * H;
const H6 = H5 * H;

/** Six coefficients to a node and two numbers of padding, so that a node is one line of the processor's cache. */
export const table = new Float64Array((PLACES + 1) * 8);

/**
 * The logistic function 1 / (1 + e^−net).
 *
 * @param net Any number.
 * @returns A number from 0 to 1, or NaN for NaN.
 */
export function logistic(net: number): number {
  if (!isInTable(net)) return 1 / (1 + Math.exp(-net));
  const s = net * NODES;
  const node = s | 0;
  const c = (node & PLACES) << 3;
  const t = s - node;
  const tt = t * t;
  return (table[c] + table[c + 1] * t) +
    ((table[c + 2] + table[c + 3] * t) * tt +
      (table[c + 4] + table[c + 5] * t) * (tt * tt));
}

/** Says whether the table answers for a net input, once it has what it needs for that. */
export function isInTable(net: number): boolean {
  if (!(net > -END && net < END)) return false;
  const node = (net * NODES) | 0;
  const c = (node & PLACES) << 3;
  // σ′ is above 0 at every node, so where it is not, the node is not there yet.
  if (!(table[c + 1] > 0)) fill(node, c);
  return true;
}

/** Writes statements for a net input that is in a variable, and may set the variable of the activation. */
export type Otherwise = (net: string, activation: string) => string;

/**
 * The same as statements for generated code, which must be able to see {@linkcode table}.
 *
 * That the place is cut to its bits tells the compiler that it is inside the table, and saves it from checking.
 *
 * @param activation The variable to declare.
 * @param net The expression to declare it for.
 * @param otherwise What to do where the table has no answer, or not yet.
 */
export function logisticSource(
  activation: string,
  net: string,
  otherwise: Otherwise,
): string {
  const [z, s, node, c, t, tt] = ["net", "s", "node", "c", "t", "tt"].map((
    name,
  ) => `${name}_${activation}`);
  return `
const ${z} = ${net};
const ${s} = ${z} * ${NODES};
const ${node} = ${s} | 0;
const ${c} = (${node} & ${PLACES}) << 3;
const ${t} = ${s} - ${node};
const ${tt} = ${t} * ${t};
let ${activation};
if (${z} > ${-END} && ${z} < ${END} && table[${c} + 1] > 0) {
  ${activation} = (table[${c}] + table[${c} + 1] * ${t}) +
    ((table[${c} + 2] + table[${c} + 3] * ${t}) * ${tt} +
      (table[${c} + 4] + table[${c} + 5] * ${t}) * (${tt} * ${tt}));
} else { ${otherwise(z, activation)} }`;
}

/** Computes a node's coefficients; they are those of t, so that each has its power of 1/64 in it. */
function fill(node: number, c: number): void {
  const x = node / NODES;
  // e^−|x| cannot overflow; the smaller of σ(x) and 1 − σ(x) keeps all its digits.
  const power = Math.exp(-Math.abs(x));
  const smaller = power / (1 + power);
  const larger = 1 - smaller;
  const p = smaller * larger; // σ′ = σ (1 − σ)
  const u = x < 0 ? larger - smaller : smaller - larger; // 1 − 2σ, so that p′ = p u and u′ = −2p

  // σ, σ′, σ″ … over 0!, 1!, 2! …
  const d0 = x < 0 ? smaller : larger;
  const d1 = p;
  const d2 = p * u / 2;
  const d3 = p * (1 - 6 * p) / 6;
  const d4 = p * u * (1 - 12 * p) / 24;
  const d5 = p * (1 - 30 * p + 120 * p * p) / 120;
  const d6 = p * u * (1 - 60 * p + 360 * p * p) / 720;

  // For t from 0 to ±1, t⁶ is closest to T₆*(|t|) / 2048 less, T₆* being Chebyshev's polynomial on [0, 1]:
  // 2048 t⁶ − 6144 t⁵ + 6912 t⁴ − 3584 t³ + 840 t² − 72 t + 1. At node 0, where t has either sign, d6 is 0.
  const side = node < 0 ? -1 : 1;
  const m = d6 * H6 / 2048;
  table[c] = d0 - m;
  table[c + 1] = d1 * H + side * 72 * m;
  table[c + 2] = d2 * H2 - 840 * m;
  table[c + 3] = d3 * H3 + side * 3584 * m;
  table[c + 4] = d4 * H4 - 6912 * m;
  table[c + 5] = d5 * H5 + side * 6144 * m;
}
