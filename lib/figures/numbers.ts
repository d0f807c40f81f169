/**
 * Numbers, sums and products written out as one would on paper.
 *
 * @module
 */

import { checkList, checkNumber } from "./checks.ts";
import { formatDigits } from "./text.ts";

/** How many decimals a number is written with, unless that leaves fewer than {@linkcode SIGNIFICANT} digits of it. */
const DECIMALS = 9;

/** How many significant digits a small number keeps. */
const SIGNIFICANT = 6;

/** Smaller and larger numbers are written with powers of ten: no one counts so many zeros. */
const LEAST = 1e-99;
const MOST = 1e21;

/**
 * A number with the digits that the walk-throughs print: nine decimals, more where a small number needs them to keep
 * six significant digits, and no zeros at the end. The thousands have commas between them. A number below 10⁻⁹⁹, or of
 * 10²¹ or more, has six significant digits and a power of ten.
 *
 * @param value The number.
 * @param decimals How many decimals to write instead, zeros at the end included.
 * @returns Its digits, with a real minus sign.
 *
 * @example
 * ```ts
 * import { digits } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(digits(0.5932699921071872), "0.593269992");
 * assertEquals(digits(-0.00003510854812251261), "−0.0000351085");
 * assertEquals(digits(0.35), "0.35");
 * assertEquals(digits(0.35, 4), "0.3500");
 * assertEquals(digits(10_000), "10,000");
 * ```
 */
export function digits(value: number, decimals?: number): string {
  checkNumber(value);
  if (!Number.isFinite(value)) return String(value).replace("-", "−");
  const size = Math.abs(value);
  if (decimals === undefined && size > 0 && (size < LEAST || size >= MOST)) {
    return formatDigits(value, SIGNIFICANT);
  }
  return value.toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals ?? enoughDecimals(value),
    // What is rounded to 0 has no sign.
    signDisplay: "negative",
  }).replace("-", "−");
}

function enoughDecimals(value: number): number {
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return Math.min(100, Math.max(DECIMALS, SIGNIFICANT - 1 - magnitude));
}

/**
 * A net input written as the sum that it is, with its numbers in it.
 *
 * @param products Each weight with the activation that it carries.
 * @param bias The bias; a neuron without one has no such term.
 * @returns The sum and what it comes to.
 *
 * @example
 * ```ts
 * import { writeSum } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   writeSum([[0.15, 0.05], [0.2, 0.1]], 0.35),
 *   "0.15·0.05 + 0.2·0.1 + 0.35 = 0.3775",
 * );
 * assertEquals(writeSum([[2, 0.5]]), "2·0.5 = 1");
 * ```
 */
export function writeSum(
  products: readonly (readonly [weight: number, activation: number])[],
  bias?: number,
): string {
  checkList("Cannot write the sum", "the products", products);
  const total = products.reduce((sum, [w, a]) => sum + w * a, 0) + (bias ?? 0);
  const terms = products.map((product) => product.map(operand).join("·"));
  if (bias !== undefined) terms.push(operand(bias));
  return `${terms.join(" + ")} = ${digits(total)}`;
}

/**
 * A product written out, with its numbers in it.
 *
 * @param factors The factors.
 * @returns The product and what it comes to.
 *
 * @example
 * ```ts
 * import { writeProduct } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(writeProduct([0.5, -0.25]), "0.5 · (−0.25) = −0.125");
 * ```
 */
export function writeProduct(factors: readonly number[]): string {
  checkList("Cannot write the product", "the factors", factors);
  const product = factors.reduce((total, factor) => total * factor, 1);
  return `${factors.map(operand).join(" · ")} = ${digits(product)}`;
}

/** A number within a formula: a negative one stands in brackets. */
function operand(value: number): string {
  return value < 0 ? `(${digits(value)})` : digits(value);
}
