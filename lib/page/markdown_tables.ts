/**
 * Tables in prose: in a box that scrolls, numbers aligned, the factors of the chain rule in their colours, and a page's
 * notation with an anchor in every row.
 *
 * @module
 */

import type { MarkdownIt, Token } from "markdown-it";
import { factorOf, markFactors } from "./factors.ts";
import { escapeHtml } from "./html.ts";
import type { MarkdownContext } from "./markdown.ts";
import { isNotation } from "./notation.ts";

interface Cell {
  readonly open: Token;
  readonly inline: Token;
}

/** Whether a text is a number as tables write them. */
export function isNumeric(text: string): boolean {
  return /^[+−–-]?[$€£]?\d[\d.,_ ]*(e[+−-]?\d+)?\s?[%‰]?$/i.test(text.trim());
}

interface Row {
  readonly row: Token;
  readonly cells: Cell[];
}

function rowsOf(tokens: Token[]): Row[] {
  const rows: Row[] = [];
  tokens.forEach((token, i) => {
    if (token.type === "tr_open") rows.push({ row: token, cells: [] });
    if (/^t[hd]_open$/.test(token.type)) {
      rows.at(-1)!.cells.push({ open: token, inline: tokens[i + 1]! });
    }
  });
  return rows;
}

/** Whether what a column holds is so short that each has room on a line, also on a phone, and would break without this. */
export function isBrief(texts: readonly string[]): boolean {
  return texts.every((text) => text.length <= 16) &&
    texts.some((text) => /\S[\s/-]\S/.test(text));
}

/** A number that its point is enough to align, thousands set off by commas or not. */
const PLAIN_NUMBER = /^[+−–-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;

/** How many digits a number has behind its point, where a point is the width of half a digit. */
function decimals(text: string): number {
  const [, digits] = text.match(/\.(\d+)$/) ?? [];
  return digits ? digits.length + 0.5 : 0;
}

/**
 * Sets the numbers of a column that is aligned to the right under each other by their points, as `--d`, how many digits'
 * room a cell leaves at its end. Columns that hold other numbers too, such as 6.81×10⁻⁹, are left as they are.
 */
function alignPoints(cells: readonly Cell[]): void {
  const numbers = cells.filter(({ open }) =>
    String(open.attrGet("style")).startsWith("text-align:right")
  ).map(({ open, inline }) => ({
    open,
    text: inline.content.replaceAll("**", "").trim(),
  })).filter(({ text }) => /\d/.test(text));
  if (!numbers.every(({ text }) => PLAIN_NUMBER.test(text))) return;
  const most = Math.max(...numbers.map(({ text }) => decimals(text)));
  for (const { open, text } of numbers) {
    const room = most - decimals(text);
    if (room) open.attrSet("style", `${open.attrGet("style")};--d:${room}`);
  }
}

/** Text of a cell in the colour of the factor that it names. */
function colour({ inline }: Cell): void {
  for (const child of inline.children ?? []) {
    if (child.type !== "text") continue;
    const marked = markFactors(child.content);
    if (marked === escapeHtml(child.content)) continue;
    child.type = "marked_text";
    child.meta = { html: marked };
  }
}

/**
 * Moves the alignment of columns from every cell to the table, where a word says it once. Tables of more columns than the
 * style sheet knows keep theirs.
 */
function alignColumns(table: Token, rows: Row[]): void {
  const columns = Math.max(...rows.map(({ cells }) => cells.length));
  if (columns > 12) return;
  const words = new Set<string>();
  for (const { cells } of rows) {
    cells.forEach(({ open }, column) => {
      const [, side] = String(open.attrGet("style") ?? "").match(
        /^text-align:(right|center)/,
      ) ?? [];
      if (side) words.add(`${side[0]}${column + 1}`);
      const [room] = String(open.attrGet("style") ?? "").match(/--d:.+/) ?? [];
      open.attrs = (open.attrs ?? []).filter(([name]) => name !== "style");
      if (room) open.attrSet("style", room);
    });
  }
  if (words.size) table.attrSet("class", [...words].join(" "));
}

function markTable(tokens: Token[], context: MarkdownContext): void {
  const rows = rowsOf(tokens);
  const [head, ...body] = rows;
  if (!head) return;
  for (const { open, inline } of head.cells) {
    // A heading that says nothing is none.
    if (inline.content.trim() === "") open.tag = "td";
  }
  head.cells.forEach((heading, column) => {
    const cells = body.flatMap(({ cells }) => cells[column] ?? []);
    const filled = cells.filter(({ inline }) => inline.content.trim() !== "");
    if (
      filled.length > 0 && !heading.open.attrGet("style") &&
      filled.every(({ inline }) => isNumeric(inline.content))
    ) {
      for (const { open } of [heading, ...cells]) {
        open.attrSet("style", "text-align:right");
      }
    }
    alignPoints(cells);
    const factor = factorOf(heading.inline.content);
    if (factor) {
      cells.forEach(({ open }) => open.attrJoin("class", `o${factor}`));
    }
    [heading, ...cells].forEach(colour);
  });
  alignColumns(tokens[0]!, rows);
  if (isBrief(body.map(({ cells }) => cells[0]?.inline.content ?? ""))) {
    tokens[0]!.attrJoin("class", "brief");
  }
  for (const { cells } of body) {
    const factor = factorOf(cells[0]?.inline.content ?? "");
    if (!factor) continue;
    for (const { open, inline } of cells.slice(1)) {
      if (isNumeric(inline.content)) open.attrJoin("class", `o${factor}`);
    }
  }
  if (!isNotation(head.cells[0]?.inline.content ?? "")) return;
  for (const { row, cells } of body) {
    for (const child of cells[0]?.inline.children ?? []) {
      if (child.type === "math_inline") child.type = "row_symbol";
    }
    const id = context.notation.takeAnchor(cells[0]?.inline.content ?? "");
    if (id) row.attrSet("id", id);
  }
}

/**
 * Adds to a parser what tables need.
 *
 * @param markdown The parser.
 */
export function markTables(markdown: MarkdownIt): void {
  markdown.core.ruler.push("mark_tables", ({ tokens, env }) => {
    let start = -1;
    tokens.forEach(({ type }, i) => {
      if (type === "table_open") start = i;
      if (type === "table_close") {
        markTable(tokens.slice(start, i), env as unknown as MarkdownContext);
      }
    });
  });
  const { rules } = markdown.renderer;
  rules.marked_text = (tokens, i) => (tokens[i]!.meta as { html: string }).html;
  // A link from a row to itself would be of no use, and take the place of one from where the symbol is used.
  rules.row_symbol = (tokens, i, options, env, self) =>
    (env as unknown as MarkdownContext).notation
      .inline(tokens[i]!.content, () => false) ??
      rules.math_inline!(tokens, i, options, env, self);
  rules.table_open = (tokens, i) => {
    const own = tokens[i]!.attrGet("class");
    return `<div class="table"><table${own ? ` class="${own}"` : ""}>\n`;
  };
  // HTML ends cells and rows by itself, and tables of numbers are much of a page.
  for (const part of ["td", "th", "tr", "thead", "tbody"]) {
    rules[`${part}_close`] = () => "";
  }
  rules.table_close = () => "</table></div>\n";
}
