import { basename } from "node:path";
import {
  type Cell,
  type CodeCell,
  hasTag,
  type Notebook,
} from "../notebook/format.ts";
import { highlight } from "./code.ts";
import { columnsOf, escapeHtml, scrollable } from "./html.ts";
import { contentsList } from "./layout.ts";
import {
  type Heading,
  type MarkdownContext,
  renderMarkdown,
} from "./markdown.ts";
import { renderOutput } from "./outputs.ts";
import { PageIds } from "./page_ids.ts";

/** A notebook's content as HTML, not yet a document. */
export interface PageContent {
  title: string;
  /** The first paragraph's content; `undefined` if there is no prose. */
  summary: string | undefined;
  html: string;
  /** An id that is free for the main element. */
  mainId: string;
}

function renderCode(cell: CodeCell, context: MarkdownContext): string {
  const source = cell.source.trimEnd();
  const outputs = cell.outputs.map((output) => renderOutput(output, context))
    .filter(Boolean);
  const label = `Code of cell ${cell.id}`;
  const code = `<pre class="source"${
    scrollable(label, columnsOf(source))
  }><code>${highlight(source)}</code></pre>`;
  const input = hasTag(cell, "hide-input")
    ? `<details><summary>Show the code</summary>${code}</details>`
    : code;
  return (source ? input : "") +
    (outputs.length ? `<div class="outputs">${outputs.join("\n")}</div>` : "");
}

/**
 * Renders a notebook's cells.
 *
 * @param notebook The notebook.
 * @param path Its path, for errors.
 * @param resolveLink Where a link in the notebook leads on the page.
 * @returns The content with its title.
 * @throws {PageError} If a formula is not valid or an attachment is missing.
 */
export function renderContent(
  notebook: Notebook,
  path: string,
  resolveLink: (href: string) => string = (href) => href,
): PageContent {
  const ids = new PageIds(notebook.cells.map(({ id }) => id));
  const mainId = ids.take("main");
  const headings: Heading[] = [];
  let summary: string | undefined;

  const renderCell = (cell: Cell): string => {
    const context: MarkdownContext = {
      notebook: path,
      cellId: cell.id,
      ids,
      resolveLink,
    };
    const open = (kind: string) =>
      `<section class="cell ${kind}" id="${escapeHtml(cell.id)}">`;
    if (cell.cell_type === "code") {
      return `${open("code")}${renderCode(cell, context)}</section>`;
    }
    if (cell.attachments) context.attachments = cell.attachments;
    const prose = renderMarkdown(cell.source, context);
    headings.push(...prose.headings);
    summary ??= prose.firstParagraph;
    return `${open("prose")}${prose.html}</section>`;
  };

  const cells = notebook.cells
    // A raw cell is meant for a tool that reads another format than HTML.
    .filter((cell) => cell.cell_type !== "raw" && !hasTag(cell, "remove-cell"))
    .map((cell) => ({ html: renderCell(cell), sections: headings.length }));
  const heading = headings.find(({ level }) => level === 1);
  const title = heading?.text ?? basename(path, ".ipynb");
  const contents = contentsList(headings);
  // The list follows the title's cell, so that a reader meets the title first.
  const before = heading
    ? cells.findIndex(({ sections }) => sections > headings.indexOf(heading)) +
      1
    : 0;
  const parts = cells.map(({ html }) => html);
  parts.splice(before, 0, contents);
  if (!heading) parts.unshift(`<h1>${escapeHtml(title)}</h1>`);
  return { title, summary, html: parts.filter(Boolean).join("\n"), mainId };
}
