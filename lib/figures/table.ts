import { checkList } from "./checks.ts";
import { display } from "./display.ts";
import { digits } from "./numbers.ts";

/** Something that a notebook shows when it is the last expression of a cell. */
export interface Displayable {
  /** What the kernel asks for: the MIME types in which it can be shown, each with its text. */
  [key: symbol]: () => Record<string, string>;
}

/** As many characters as a phone shows side by side. */
const PHONE_WIDTH = 41;

/**
 * Shows quantities by name, one a line. Where a sum or product that is written out is too long for a phone, what they come
 * to stands on a line of its own, as on paper: it is what the reader came for.
 *
 * @param quantities Each a number, or a text such as {@linkcode writeSum} gives.
 * @returns What a notebook shows as the last expression of a cell.
 *
 * @example
 * ```ts
 * import { show } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * const shown = show({ out_h1: 0.5932699921071872, out_h2: 0.596884378259767 });
 * assertEquals(shown[Symbol.for("Jupyter.display")](), {
 *   "text/plain": "out_h1 = 0.593269992\nout_h2 = 0.596884378",
 * });
 * ```
 */
export function show(
  quantities: Readonly<Record<string, number | string>>,
): Displayable {
  if (!(quantities instanceof Object)) {
    throw new TypeError(
      `Cannot show ${quantities}: it takes quantities by name, such as { out_h1: 0.5 }`,
    );
  }
  Object.values(quantities).forEach((value) => checkCell("show", value));
  const width = Math.max(...Object.keys(quantities).map((name) => name.length));
  const lines = Object.entries(quantities)
    .map(([name, value]) => `${name.padEnd(width)} = ${written(value)}`);
  const isBroken = lines.some((line) =>
    line.length > PHONE_WIDTH && withResultBelow(line, width) !== line
  );
  const shown = isBroken
    ? lines.map((line) => withResultBelow(line, width))
    : lines;
  return displayable({ "text/plain": shown.join("\n") });
}

/**
 * A table of numbers and words.
 *
 * @param headings One a column.
 * @param rows As many values in each as there are headings. A text may hold `**emphasis**`, which the plain form goes
 * without. A column of numbers, be it as text, is aligned to the right, its numbers with one count of decimals; single
 * words may stand among them, such as "never".
 * @returns What a notebook shows as the last expression of a cell.
 * @throws {RangeError} If there are no headings, or a row has more or fewer values than there are headings.
 * @throws {TypeError} If a value is neither a number nor a text.
 *
 * @example
 * ```ts
 * import { table } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * const shown = table(["weight", "gradient"], [["w1", 0.000438568]]);
 * assertEquals(
 *   shown[Symbol.for("Jupyter.display")]()["text/markdown"],
 *   "| weight | gradient |\n| :-- | --: |\n| w1 | 0.000438568 |",
 * );
 * ```
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly (number | string)[])[],
): Displayable {
  const action = "Cannot make a table";
  checkList(action, "the headings", headings);
  checkList(action, "the rows", rows);
  rows.forEach((row, i) => {
    checkList(action, `row ${i + 1}`, row);
    if (row.length !== headings.length) {
      throw new RangeError(
        `Cannot make a table: it has ${headings.length} headings but ${row.length} values in row ${
          i + 1
        }`,
      );
    }
  });
  rows.flat().forEach((value) => checkCell("make a table", value));
  if (headings.length === 0) {
    throw new RangeError(
      "Cannot make a table: it has no headings; give one for each column",
    );
  }
  const numeric = headings.map((_, column) => {
    const cells = rows.map((row) => row[column]);
    return cells.every((cell) => isNumeric(cell) || isWord(cell)) &&
      (cells.length === 0 || cells.some(isNumeric));
  });
  const decimals = headings.map((_, column) =>
    Math.max(...rows.map((row) => decimalsOf(row[column])))
  );
  const cells = rows.map((row) =>
    row.map((value, column) =>
      typeof value === "number" && numeric[column] &&
        !/×|10[⁻⁰¹²³⁴-⁹]/.test(written(value))
        ? digits(value, decimals[column])
        : written(value)
    )
  );
  const words = [headings, ...cells].map((row) => row.map(withoutEmphasis));
  const widths = headings.map((_, column) =>
    Math.max(...words.map((row) => row[column].length))
  );
  const plain = words.map((row) =>
    row.map((cell, column) =>
      numeric[column]
        ? cell.padStart(widths[column])
        : cell.padEnd(widths[column])
    ).join("  ").trimEnd()
  );
  const [head, ...body] = [headings, ...cells].map((row) =>
    row.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "))
  );
  const marks = numeric.map((is) => is ? "--:" : ":--");
  const markdown = [head, marks, ...body].map((row) =>
    `| ${row.join(" | ")} |`
  );
  return displayable({
    "text/markdown": markdown.join("\n"),
    "text/plain": plain.join("\n"),
  });
}

function displayable(bundle: Record<string, string>): Displayable {
  return { [display]: () => bundle };
}

/** Refuses what is neither a number nor a text, as what is not there is neither. */
function checkCell(action: string, value: unknown): void {
  if (typeof value === "number" || typeof value === "string") return;
  throw new TypeError(
    `Cannot ${action} ${value}: it takes numbers and texts; write it as one`,
  );
}

/** How many decimals a number is written with. */
function decimalsOf(value: number | string): number {
  return isNumeric(value)
    ? written(value).match(/\.(\d+)$/)?.[1].length ?? 0
    : 0;
}

function withoutEmphasis(markdown: string): string {
  return markdown.replace(/\*\*(.+?)\*\*/g, "$1");
}

function isNumeric(value: number | string): boolean {
  return typeof value === "number" ||
    /^−?\d[\d.,]*((×10)?[⁻⁰¹²³⁴-⁹]+)?$/.test(value);
}

/** A word that may stand in a number's place, or a dash, or nothing. */
function isWord(value: number | string): boolean {
  return typeof value === "string" &&
    /^(\*\*)?[\p{L}—–-]*(\*\*)?$/u.test(value);
}

/** A line `name = sum = result` with the result below, its equals sign under the first. */
function withResultBelow(line: string, width: number): string {
  const at = line.lastIndexOf(" = ");
  return at > width
    ? `${line.slice(0, at)}\n${" ".repeat(width)}${line.slice(at)}`
    : line;
}

function written(value: number | string): string {
  return typeof value === "number" ? digits(value) : value;
}
