/**
 * Numbers as a reader sees them, and the room that text takes.
 *
 * @module
 */

import { checkNumber } from "./checks.ts";

/** The size of a figure's text. */
export const FONT_SIZE = 15;

/**
 * A number with three significant digits and a real minus sign; a very small or large one with a power of ten. Figures
 * write numbers so.
 *
 * @param value The number.
 * @returns Its digits.
 *
 * @example
 * ```ts
 * import { formatNumber } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatNumber(-0.03512), "−0.0351");
 * assertEquals(formatNumber(3.54e-31), "3.54×10⁻³¹");
 * ```
 */
export function formatNumber(value: number): string {
  return formatDigits(value, 3);
}

/** From here on a number of few digits is written with a power of ten. */
const LARGE = 1e6;

/**
 * Two numbers as figures write them, with as many significant digits as tell them apart.
 *
 * @returns Their digits; the same twice only if the numbers are the same.
 */
export function formatApart(a: number, b: number): [string, string] {
  for (let digits = 3;; digits++) {
    const pair = [a, b].map((value) => formatDigits(value, digits));
    if (pair[0] !== pair[1] || a === b || digits === 17) {
      return pair as [string, string];
    }
  }
}

/** A number as figures write it, with at most so many significant digits. */
export function formatDigits(value: number, digits: number): string {
  checkNumber(value);
  const rounded = Number(value.toPrecision(digits));
  const [factor, exponent] = (Math.abs(rounded) >= LARGE && digits < 7
    // JavaScript itself changes to a power of ten only from 10²¹ on.
    ? rounded.toExponential().replace("+", "")
    : String(rounded).replace("e+", "e"))
    .replace(/^-/, "−").split("e");
  if (exponent === undefined) return factor;
  const power = powerOfTen(Number(exponent));
  if (/^−?1$/.test(factor)) return factor.replace("1", power);
  return `${factor}×${power}`;
}

/** A power of ten with its exponent raised. */
export function powerOfTen(exponent: number): string {
  return `10${[...String(exponent)].map((sign) => RAISED[sign]).join("")}`;
}

const RAISED: Record<string, string> = {
  "-": "⁻",
  ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((raised, k) => [k, raised])),
};

/** A whole number with commas between the thousands. */
export function formatCount(value: number): string {
  return value.toLocaleString("en-US");
}

/**
 * A title as the first sentence of a text alternative.
 *
 * @throws {TypeError} If it is no text.
 */
export function sentence(title: string): string {
  if (typeof title === "string") return `${title.replace(/[.:]?$/, "")}.`;
  throw new TypeError(
    `Cannot make a figure with the title ${title}: it is no text; put it in quotes`,
  );
}

/**
 * The most room that a line of text may take. The fonts of the reader's system are not known here, so this is the width
 * in DejaVu Sans, the widest of those in wide use.
 */
export function textWidth(text: string, size: number = FONT_SIZE): number {
  return text.length * size * 0.64;
}

/** Breaks text into lines of at most that width, between words; a word that is longer is broken too. */
export function wrap(text: string, width: number, size?: number): string[] {
  const lines: string[] = [];
  const most = Math.max(1, Math.floor(width / textWidth("x", size)));
  const words = text.split(/\s+/).filter(Boolean)
    .flatMap((word) => word.match(new RegExp(`.{1,${most}}`, "gsu"))!);
  for (const word of words) {
    const longer = [lines.at(-1), word].filter(Boolean).join(" ");
    if (lines.length > 0 && textWidth(longer, size) <= width) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
