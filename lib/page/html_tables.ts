import { defaultTreeAdapter as tree, html } from "parse5";
import { isBrief, isNumeric } from "./markdown_tables.ts";
import { type Element, elementsOf, textContent } from "./sanitize.ts";

function childrenOf(parent: Element, ...names: string[]): Element[] {
  return parent.childNodes.filter(tree.isElementNode)
    .filter(({ tagName }) => names.includes(tagName));
}

function addClass(element: Element, name: string): void {
  const own = element.attrs.find((attr) => attr.name === "class");
  if (own) own.value += ` ${name}`;
  else element.attrs.push({ name: "class", value: name });
}

function tablesIn(element: Element): Element[] {
  return [element, ...elementsOf(element)].filter(({ tagName }) =>
    tagName === "table"
  );
}

function rowsOf(table: Element): Element[] {
  return childrenOf(table, "thead", "tbody", "tfoot")
    .flatMap((part) => childrenOf(part, "tr"));
}

/** The cells of a row, each with the number of columns between its end and the row's: spans over rows stand before. */
function* cellsOf(row: Element): Generator<[cell: Element, column: number]> {
  let column = 0;
  for (const cell of childrenOf(row, "td", "th").toReversed()) {
    yield [cell, column];
    const span = cell.attrs.find(({ name }) => name === "colspan")?.value;
    column += Number(span) || 1;
  }
}

/** What stands where a number is missing, or where rows are left out. */
const NO_NUMBER = /^(nan|-?inf|none|null|nat|<?na>?|missing|…|\.\.\.|-|)$/i;

/**
 * Aligns the numbers in tables, such as data frames put out: a cell that holds a number is given the class `number`, and
 * so is what stands in its column where a number is missing, and the column's heading. A table whose rows have short names
 * is given the class `brief`.
 *
 * @param element Markup that was made safe.
 */
export function alignNumbers(element: Element): void {
  for (const table of tablesIn(element)) {
    const rows = rowsOf(table);
    const numbers = new Set<number>();
    const texts = new Set<number>();
    const isBody = ({ parentNode }: Element) =>
      parentNode?.nodeName !== "thead";
    const first = rows.filter(isBody).map((row) =>
      childrenOf(row, "td", "th")[0]
    );
    if (isBrief(first.map((cell) => cell ? textContent(cell).trim() : ""))) {
      addClass(table, "brief");
    }
    for (
      const [cell, column] of rows.filter(isBody).flatMap((
        row,
      ) => [...cellsOf(row)])
    ) {
      const text = textContent(cell).trim();
      // A heading that says nothing is none, such as the corner of a data frame.
      if (cell.tagName !== "td") continue;
      if (isNumeric(text)) numbers.add(column);
      else if (!NO_NUMBER.test(text)) texts.add(column);
    }
    for (const row of rows) {
      for (const [cell, column] of cellsOf(row)) {
        const text = textContent(cell).trim();
        const isOfNumbers = numbers.has(column) && !texts.has(column) &&
          !cell.attrs.some(({ name }) => name === "colspan");
        const isOwn = isBody(row) && isNumeric(text);
        if (isOwn || (isOfNumbers && (cell.tagName === "td" || !isBody(row)))) {
          addClass(cell, "number");
        }
        if (cell.tagName === "th" && text === "") {
          cell.tagName = cell.nodeName = "td";
        }
      }
    }
  }
}

/** A table of more rows than this is shown by its first and last ones. */
const MOST_ROWS = 400;

/**
 * Leaves out the middle of tables that nobody reads to their end, and says so.
 *
 * @param element Markup that was made safe.
 */
export function shortenTables(element: Element): void {
  for (const table of tablesIn(element)) {
    const rows = rowsOf(table);
    const left = rows.length - MOST_ROWS;
    if (left <= 0) continue;
    const [first, ...rest] = rows.slice(MOST_ROWS / 2, MOST_ROWS / 2 + left);
    rest.forEach((row) => tree.detachNode(row));
    const columns = [...cellsOf(first!)].reduce(
      (most, [, column]) => Math.max(most, column + 1),
      1,
    );
    first!.childNodes.splice(0);
    const note = tree.createElement("td", html.NS.HTML, [{
      name: "colspan",
      value: String(columns),
    }]);
    tree.insertText(
      note,
      `… ${
        left.toLocaleString("en")
      } rows are left out here; the notebook has them …`,
    );
    tree.appendChild(first!, note);
  }
}
