/**
 * What the tests of the book's notebooks have in common. A notebook is run once, and its tests ask its kernel for values.
 *
 * @module
 */

import { assert, assertAlmostEquals, assertMatch } from "@std/assert";
import {
  type MarkdownCell,
  type Notebook,
  openNotebook,
} from "../../lib/notebook/mod.ts";

/** A notebook that has been run. */
export interface Book {
  /** Its file's name, for the titles of tests. */
  readonly name: string;
  /** As it is in its file. */
  readonly stored: Notebook;
  /** As the run has left it. */
  readonly fresh: Notebook;
  /** Evaluates an expression in its kernel. */
  value<T>(expression: string): Promise<T>;
}

/** Runs a notebook of the book, and ends its kernel after the file's last test. */
export async function runBook(name: string): Promise<Book> {
  const open = await openNotebook(`notebooks/${name}`);
  Deno.test.afterAll(() => open[Symbol.asyncDispose]());
  const stored = open.notebook;
  const fresh = await open.run();
  return { name, stored, fresh, value: (expression) => open.value(expression) };
}

/** The cells of prose. */
export function proseOf({ fresh }: Book): MarkdownCell[] {
  return fresh.cells.filter((cell) => cell.cell_type === "markdown");
}

/** A cell's source. A paragraph of prose is one line, wherever the formatter has broken it. */
export function sourceOf(book: Book, cellId: string): string {
  const cell = book.fresh.cells.find(({ id }) => id === cellId);
  assert(cell, `${book.name} has no cell ${cellId}`);
  return cell.cell_type === "markdown" ? joinLines(cell.source) : cell.source;
}

/** What a cell shows, as plain text if not otherwise asked for. */
export function shownBy(
  book: Book,
  cellId: string,
  type: "text/plain" | "text/markdown" | "text/html" = "text/plain",
): string {
  return outputOf(book, cellId, type);
}

/** The last column of a table of published numbers: whether each is the same as ours. */
export function verdictsOf(book: Book, cellId: string): string[] {
  const table = outputOf(book, cellId, "text/markdown");
  return [...table.matchAll(/\| \**(yes|no)\** \|$/gm)].map(([, word]) => word);
}

function outputOf(book: Book, cellId: string, type: string): string {
  const cell = book.fresh.cells.find(({ id }) => id === cellId);
  assert(cell?.cell_type === "code", `${book.name} has no code cell ${cellId}`);
  const output = cell.outputs.at(-1);
  assert(output?.output_type === "execute_result", `${cellId} shows nothing`);
  return String(output.data[type]);
}

/** Text whose paragraphs are one line each. */
export function joinLines(markdown: string): string {
  return markdown.replace(/([^\n])\n(?=[^\n])/g, "$1 ");
}

/** The formulas in prose, without their dollars. */
export function formulasOf(markdown: string): string[] {
  return [...markdown.matchAll(/\$\$([^]+?)\$\$|\$([^$]+)\$/g)]
    .map(([, display, inline]) => display ?? inline);
}

const WORDS: Record<string, number> = Object.fromEntries(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    .split(" ").map((word, value) => [word, value]),
);

/** A count in words or digits, such as "ten thousand" or "9,999". */
export function readCount(words: string): number {
  const digits = words.replaceAll(",", "").replace("−", "-");
  if (/^-?\d+(\.\d+)?$/.test(digits)) return Number(digits);
  return words.toLowerCase().split(/[ -]/).reduce((value, word) => {
    if (word === "thousand") return value * 1000;
    if (word === "hundred") return value * 100;
    assert(word in WORDS, `"${words}" is no count that is known here`);
    return WORDS[word];
  }, 1);
}

/** The counts in a cell's prose, from what a pattern captures. */
export function countsIn(
  book: Book,
  cellId: string,
  pattern: RegExp,
): number[] {
  const source = sourceOf(book, cellId);
  assertMatch(source, pattern, `${cellId} has no words like ${pattern}`);
  return source.match(pattern)!.slice(1).map(readCount);
}

/** A value as it was printed, with as many decimals. */
export function rounded(value: number, printed: string): string {
  const text = value.toFixed(printed.split(".")[1]?.length ?? 0);
  // A source that prints -0.000 means what rounds to it from below.
  return printed.startsWith("-") || Number(text) !== 0
    ? text
    : text.replace("-", "");
}

/** Compares with a relative tolerance. */
export function assertClose(
  actual: number,
  expected: number,
  relative: number,
  what: string,
) {
  assertAlmostEquals(actual, expected, Math.abs(expected) * relative, what);
}
