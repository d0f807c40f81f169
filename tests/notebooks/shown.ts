/**
 * Whether what a cell shows under a name is what the name stands for. That stored outputs are reproduced does not tell: a
 * number under the wrong name is reproduced too.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { digits } from "../../lib/figures/mod.ts";
import { type Book, shownBy } from "./book.ts";

/** The expression for what stands in a row of a table, given the row's label and its index. */
export type Cell = (row: string, index: number) => string;

/**
 * Every line `name = value` that a cell shows has the value of that name; and a sum or product that is written out comes
 * to what stands behind it.
 *
 * @param book The notebook.
 * @param elsewhere Cells whose names are not variables of the notebook: the expression for each name, or one for an object
 * that has the names as its properties.
 */
export function testShown(
  book: Book,
  elsewhere: Readonly<
    Record<string, string | Readonly<Record<string, string>>>
  >,
): void {
  const cells = book.fresh.cells.filter(({ cell_type, source }) =>
    cell_type === "code" && /^show\(/m.test(source)
  );
  Deno.test(`${book.name}: what is shown under a name is what the name stands for`, async () => {
    for (const { id } of cells) {
      const where = elsewhere[id];
      // What a long sum comes to stands below it.
      const lines = shownBy(book, id).replace(/\n +(?== )/g, " ").split("\n")
        .map((line) => line.match(/^(.*?) += (.*)$/)!);
      if (typeof where === "object") {
        const names = lines.map(([, name]) => name);
        assertEquals(
          Object.keys(where).filter((one) => !names.includes(one)),
          [],
          id,
        );
      }
      for (const [line, name, text] of lines) {
        const value = await book.value<string | number | readonly number[]>(
          typeof where === "string"
            ? `${where}[${JSON.stringify(name)}]`
            : where?.[name] ?? name,
        );
        const [sum, total] = text.includes(" = ")
          ? text.split(" = ")
          : ["", text];
        assertEquals(
          total,
          [value].flat().map((one) =>
            typeof one === "string" ? one : digits(one)
          ).join(", "),
          `${id}: ${line}`,
        );
        // Nine decimals of each of its numbers do not make nine of the sum.
        if (sum) assertSame(total, calculated(sum), `${id}: ${line}`, 3);
      }
    }
  });
}

/** What a sum or product comes to that is written as on paper. */
function calculated(text: string): number {
  const expression = text.replaceAll("½", "0.5").replaceAll("·", "*")
    .replaceAll("−", "-").replaceAll("²", "**2");
  assert(/^[-+*.()\d\s]+$/.test(expression), expression);
  return Number(new Function(`return ${expression}`)());
}

/**
 * Every number in a table is what its row and column say.
 *
 * @param book The notebook.
 * @param cellId The cell that shows the table.
 * @param columns The headings, of all columns but the first, each with an expression for what stands below it.
 */
export function testTable(
  book: Book,
  cellId: string,
  columns: readonly (readonly [heading: string, cell: Cell])[],
): void {
  Deno.test(`${book.name}: the table of ${cellId} has the numbers that its rows and columns say`, async () => {
    const [headings, ...rows] = shownBy(book, cellId, "text/markdown")
      .split("\n").filter((_, i) => i !== 1).map((line) =>
        line.slice(2, -2).split(" | ").map((text) => text.replaceAll("**", ""))
      );
    assertEquals(headings.slice(1), columns.map(([heading]) => heading));
    const expressions = rows.map(([row], index) =>
      columns.map(([, cell]) => cell(row, index)).join(", ")
    );
    const values = await book.value<(number | string)[][]>(
      `[${expressions.map((row) => `[${row}]`).join(", ")}]`,
    );
    rows.forEach(([row, ...texts], r) =>
      texts.forEach((text, c) => {
        const value = values[r][c];
        const what = `${cellId}: ${row}, ${headings[c + 1]}`;
        if (typeof value === "string") assertEquals(text, value, what);
        else assertSame(text, value, what);
      })
    );
  });
}

/**
 * Every figure says in words what it is meant to show. Its text alternative is made from what is drawn, so a figure of
 * another run, another weight or another rate than its title names does not pass.
 *
 * @param book The notebook.
 * @param expected For each cell that draws, the title, and then words that its text alternative has.
 */
export function testFigures(
  book: Book,
  expected: Readonly<Record<string, readonly [title: string, ...string[]]>>,
): void {
  Deno.test(`${book.name}: every figure shows what its title says`, () => {
    const figures = book.fresh.cells.filter((cell) =>
      cell.cell_type === "code" &&
      cell.outputs.some((output) =>
        "data" in output && "image/svg+xml" in output.data
      )
    );
    assertEquals(figures.map(({ id }) => id), Object.keys(expected));
    for (const [id, [title, ...words]] of Object.entries(expected)) {
      const text = shownBy(book, id);
      assert(text.startsWith(`${title}. `), `${id}: ${text}`);
      for (const one of words) assertStringIncludes(text, one, id);
    }
  });
}

/** A number in a row's label, such as a count of steps. */
export function countOf(row: string): number {
  return Number(row.replaceAll(",", "").match(/[\d.]+/)![0]);
}

/** The number in a text is the value, but for so many units of the text's last digit. */
function assertSame(
  text: string,
  value: number,
  what: string,
  units = 0.500001,
): void {
  const [, mantissa, exponent = "0"] = text.replaceAll(",", "")
    .replace("−", "-").replace(
      /[⁻⁰¹²³⁴-⁹]/g,
      (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹".includes(c) ? String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)) : "-",
    ).match(/^(-?[\d.]+)(?:×10(-?\d+))?$/) ?? [];
  assert(mantissa !== undefined, `${what}: ${text} is no number`);
  const scale = 10 ** Number(exponent);
  const unit = scale * 10 ** -(mantissa.split(".")[1]?.length ?? 0);
  const off = Math.abs(value - Number(mantissa) * scale);
  assert(off <= unit * units, `${what}: ${text} is not ${value}`);
}
