/**
 * The tests that every notebook of the book takes. Each function registers its tests.
 *
 * @module
 */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import { factorColours } from "../../lib/figures/mod.ts";
import { compareOutputs } from "../../lib/notebook/mod.ts";
import {
  assertClose,
  type Book,
  countsIn,
  formulasOf,
  joinLines,
  proseOf,
  rounded,
  sourceOf,
} from "./book.ts";
import { equationsOf } from "./formula.ts";
import { topLevelNames } from "./names.ts";

/** Something that the prose says in words, and an expression that is true if it is so. */
export type Claim = readonly [cellId: string, words: string, truth: string];

/** Counts in the prose: in which cell, in which words, and an expression for the array of them. */
export type Count = readonly [cellId: string, words: RegExp, counts: string];

/** True if 1 + e^(-net), which stands below the sigmoid's line, changes at the rate -e^(-net). */
export const rateBelowTheLine = `((below) =>
  Math.abs((below(net_o1 + 1e-5) - below(net_o1 - 1e-5)) / 2e-5 + Math.exp(-net_o1)) < 1e-9
    && Math.abs(1 / below(net_o1) - out_o1) < 1e-15)((net) => 1 + Math.exp(-net))`;

/** True if the gradient of every weight of `pass` is the delta at its end times the activation at its start. */
export const gradientIsDeltaTimesActivation =
  `Object.values(pass.weights).every(({ from, to, gradient }) => Math.abs(gradient -
    pass.neurons[to].delta * (pass.inputs[from] ?? pass.neurons[from].activation)) < 1e-15)`;

/** True if every matrix of weights has a row for each neuron that receives. */
export const rowsAreReceivers =
  "network.layers.every(({ weights, biases }) => weights.length === biases.length)";

/** Stored outputs, and the form of cells. */
export function testForm(book: Book): void {
  const { name, stored, fresh } = book;
  Deno.test(`${name}: a fresh run reproduces every stored output`, () => {
    assertEquals(compareOutputs(stored, fresh), []);
    assertEquals(fresh, stored);
  });

  Deno.test(`${name}: every code cell is short, narrow and runs`, () => {
    for (const cell of fresh.cells) {
      if (cell.cell_type !== "code") continue;
      const lines = cell.source.split("\n");
      assert(lines.length <= 15, `${cell.id} has ${lines.length} lines`);
      assert(lines.every((line) => [...line].length <= 80), cell.id);
      assert(cell.execution_count !== null, cell.id);
    }
  });

  Deno.test(`${name}: every top-level name is defined once`, () => {
    const cells = fresh.cells.filter((cell) => cell.cell_type === "code");
    const names = cells.flatMap(({ source }) => topLevelNames(source));
    assertEquals(names.filter((name, i) => names.indexOf(name) !== i), []);
  });
}

/** What the prose says: its counts and claims are so, and it holds no other numbers. */
export function testProse(
  book: Book,
  { counts = [], claims = [] }: {
    readonly counts?: readonly Count[];
    readonly claims?: readonly Claim[];
  },
): void {
  const { name } = book;
  for (const [cellId, words, expression] of counts) {
    Deno.test(`${name}: cell ${cellId} counts right: ${words.source}`, async () => {
      assertEquals(
        countsIn(book, cellId, words),
        await book.value(expression),
      );
    });
  }
  for (const [cellId, words, truth] of claims) {
    Deno.test(`${name}: cell ${cellId} says truly: ${words}`, async () => {
      const source = sourceOf(book, cellId);
      assert(source.includes(words), `${cellId} does not say “${words}”`);
      assertEquals(await book.value(truth), true, truth);
    });
  }
  Deno.test(`${name}: its prose leaves numbers to the code`, () => {
    for (const { id, source } of proseOf(book)) {
      // The numbers of a list are no numbers.
      let words = joinLines(source.replace(/^ *\d+\. /gm, ""));
      for (const [cellId, tested] of claims) {
        if (cellId === id) words = words.replaceAll(tested, "");
      }
      for (const [cellId, tested] of counts) {
        if (cellId === id) words = words.replace(tested, "");
      }
      // Equations have a test of their own; decimals in other formulas have none.
      for (const tex of formulasOf(words)) {
        assert(tex.includes("=") || !/\d\.\d/.test(tex), `${id}: ${tex}`);
      }
      words = words.replace(/\$\$[^]*?\$\$|\$[^$]*\$|`[^`]*`/g, "")
        .replace(/\]\([^)]*\)/g, "");
      assertEquals(words.match(/.{0,20}\d.{0,20}/), null, id);
    }
  });
}

/** What there is to know of a notebook's equations. */
export interface EquationOptions {
  /** How many there are. */
  readonly count: number;
  /** Cells whose formulas are general, with indices for numbers or matrices for letters, and have no value to compare. */
  readonly general?: readonly string[];
  /** Turns the name that a formula gives into what the notebook calls it. */
  readonly rename?: (expression: string) => string;
  /** The relative tolerance; 1e-14 if not given. */
  readonly tolerance?: (expression: string) => number;
}

/** Every equation in the prose is true of the notebook's own values. */
export function testEquations(book: Book, options: EquationOptions): void {
  const { count, general = [], rename = (name) => name } = options;
  const { tolerance = () => 1e-14 } = options;
  Deno.test(`${book.name}: every equation is true of the notebook's own values`, async () => {
    let equations = 0;
    for (const { id, source } of proseOf(book)) {
      if (general.includes(id)) continue;
      for (const tex of formulasOf(source).filter((f) => f.includes("="))) {
        for (const sides of equationsOf(tex)) {
          const [value, ...others] = await book.value<(number | string)[]>(
            `[${rename(sides.join(", "))}]`,
          );
          for (const other of others) {
            if (typeof value === "string" || typeof other === "string") {
              assertEquals(value, other, `${id}: ${tex}`);
            } else {
              assertClose(value, other, tolerance(sides[0]), `${id}: ${tex}`);
            }
          }
          equations++;
        }
      }
    }
    assertEquals(equations, count);
  });
}

/** Where the prose says what a delta is, it says with colours which of it is which factor. */
export function testDeltaColours(book: Book): void {
  Deno.test(`${book.name}: every delta that is a product has its two factors in their colours`, () => {
    const deltas = proseOf(book).flatMap(({ source }) =>
      formulasOf(source).flatMap((tex) => tex.split("\\qquad"))
        .filter((tex) => /^\s*\\delta_(\w|\{\w+\}) = /.test(tex))
    );
    assert(deltas.length > 0);
    for (const tex of deltas) {
      for (const factor of ["dCost_dActivation", "dActivation_dNet"] as const) {
        const [colour] = factorColours[factor].match(/#\w+/)!;
        assertStringIncludes(tex, `\\textcolor{${colour}}`);
      }
    }
  });
}

/** A number as a source prints it. */
export interface Published {
  readonly quantity: string;
  readonly printed: string;
  /** Whether ours rounds to it; a number that does not is off by less than one in its last place. */
  readonly match?: boolean;
}

/** Every published number comes out, up to its last digit at most. */
export function testPublished(
  book: Book,
  published: readonly Published[],
  expressionOf: (quantity: string) => string,
): void {
  for (const { quantity, printed, match = true } of published) {
    Deno.test(`${book.name}: ${quantity} is the published ${printed}${match ? "" : ", but for its last digit"}`, async () => {
      const value = await book.value<number>(expressionOf(quantity));
      assertEquals(rounded(value, printed) === printed, match, `${value}`);
      // Half a unit in the last place is how far the number that was rounded can have been.
      const unit = 10 ** -(printed.split(".")[1]?.length ?? 0);
      assertAlmostEquals(value, Number(printed), match ? unit / 2 : unit);
    });
  }
}

/** Every expression has the reference's value. */
export function testReference(
  book: Book,
  what: string,
  expected: Readonly<Record<string, number>>,
  relative = 1e-12,
): void {
  Deno.test(`${book.name}: ${what} are the reference's`, async () => {
    const entries = Object.entries(expected);
    const values = await book.value<number[]>(
      `[${entries.map(([expression]) => expression).join(", ")}]`,
    );
    entries.forEach(([expression, value], i) =>
      assertClose(values[i], value, relative, expression)
    );
  });
}

/** Every symbol in the prose is one of the network's: an input, a neuron, a weight of `pass`, or one of those named. */
export function testSymbols(book: Book, others: readonly string[]): void {
  Deno.test(`${book.name}: every symbol in its prose is one of the network's`, async () => {
    const known = await book.value<string[]>(
      "[pass.inputs, pass.neurons, pass.weights].flatMap(Object.keys)",
    );
    for (const { id, source } of proseOf(book)) {
      for (const tex of formulasOf(source)) {
        for (
          const [symbol, letter, index] of tex.matchAll(
            /(?<![\\a-zA-Z])([ihowtb])_(?:(\d)|\{(\w+)\})/g,
          )
        ) {
          const name = index
            ? `${letter}${index}`
            : symbol.replace(/[{}]/g, "");
          assert([...known, ...others].includes(name), `${id}: ${symbol}`);
        }
      }
    }
  });
}

/** What a row of the list of symbols begins with, for each kind of symbol. */
const KINDS: readonly (readonly [symbol: RegExp, meaning: RegExp])[] = [
  [/^i_/, /^input/],
  [/^t_/, /^target/],
  [/^w_/, /^weight from/],
  [/^b_/, /^bias/],
  [/^\\mathrm\{net\}/, /^net input/],
  [/^\\mathrm\{out\}/, /^activation/],
  [/^E/, /^error/],
  [/^\\delta_\{/, /^node delta/],
  [/^\\eta$/, /^learning rate/],
];

/** The list of symbols says of each what it is, of a weight also where it leads, and of the others whose they are. */
export function testSymbolList(book: Book): void {
  Deno.test(`${book.name}: its list of symbols says what each is`, async () => {
    const weights = await book.value<
      Record<string, { from: string; to: string }>
    >("pass.weights");
    const { source } = proseOf(book).find(({ id }) => id === "symbols")!;
    const rows = source.split("\n").filter((line) => line.startsWith("| $"));
    assert(rows.length > 0);
    for (const row of rows) {
      const [cell, meaning] = row.split("|").slice(1, 3)
        .map((text) => text.trim());
      const symbols = formulasOf(cell);
      const nameOf = (one: string) => one.replace(/[_{}]/g, "");
      for (const [kind, words] of KINDS) {
        if (kind.test(symbols[0])) assert(words.test(meaning), row);
      }
      const named = formulasOf(meaning).map(nameOf);
      if (symbols[0].startsWith("w_")) {
        const ends = symbols.map((tex) => weights[nameOf(tex)]);
        assertEquals(named, [...ends.map(({ from }) => from), ends[0].to], row);
        assertEquals(new Set(ends.map(({ to }) => to)).size, 1, row);
      } else if (named.length > 0) {
        symbols.forEach((tex, i) => {
          const whose = tex.match(/_\{?(\w+)\}?$/)![1];
          assertEquals(named[i].slice(-whose.length), whose, row);
        });
      }
    }
  });
}
