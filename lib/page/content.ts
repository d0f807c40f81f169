import { basename } from "node:path";
import type { Cell, CodeCell, Notebook } from "../notebook/format.ts";
import { highlight } from "./code.ts";
import { Equations } from "./equations.ts";
import { withNotesOfOthers } from "./footnotes.ts";
import { markHeadings } from "./heading_levels.ts";
import { escapeHtml, textOf } from "./html.ts";
import { readImage } from "./images.ts";
import {
  type Heading,
  type MarkdownContext,
  renderInline,
  renderMarkdown,
} from "./markdown.ts";
import type { Macros } from "./math.ts";
import { Notation } from "./notation.ts";
import { languageOf } from "./other_languages.ts";
import { renderOutput } from "./outputs.ts";
import type { PageError } from "./page_error.ts";
import { PageIds } from "./page_ids.ts";
import { isRemoved, outputsOf, visibilityOf } from "./visibility.ts";

/** A section of a page, for its search. */
export interface Section {
  /** The id of its heading, or of its first cell. */
  id: string;
  heading: string;
  /** Its prose, as its reader sees it, and its code. */
  text: string;
}

/** A notebook's content as HTML, not yet a document. */
export interface PageContent {
  title: string;
  /** The first paragraph's content; `undefined` if there is no prose. */
  summary: string | undefined;
  /** The cells up to the one with the title. */
  opening: string;
  /** The cells after it. */
  html: string;
  headings: Heading[];
  sections: Section[];
  /** What stands outside the text: the tips of its notation. */
  tips: string;
  /** The style that this content needs for itself. */
  style: string;
  /** An id that is free for the main element. */
  mainId: string;
  /** Where the content's language is not English, the language. */
  language: string | undefined;
}

/** How a notebook is rendered. */
export interface ContentOptions {
  /** Its path, for errors, for pictures beside it, and for the title of a notebook that has no heading. */
  readonly path: string;
  /** Where a link in the notebook leads on the page. */
  readonly resolveLink?: ((href: string) => string) | undefined;
  /** The notebook that explains the symbols of the whole book, and where its page is. */
  readonly notation?:
    | { readonly notebook: Notebook; readonly href: string }
    | undefined;
  /** Whether outputs and HTML in prose may stand in the page as they are. */
  readonly trust?: boolean | undefined;
  /** Takes what cannot be shown as it is meant. */
  readonly report: (error: PageError) => void;
}

/**
 * The cells of a notebook that its readers see.
 *
 * @param notebook The notebook.
 * @returns The cells but for raw ones, which are meant for a tool that reads another format, and those tagged
 * `remove-cell`.
 */
export function visibleCells(notebook: Notebook): Cell[] {
  return notebook.cells.filter((cell) =>
    cell.cell_type !== "raw" && !isRemoved(cell)
  );
}

/** Code that has more lines than this may go on over two sheets of paper. */
const MOST_LINES = 24;

/** What a reader unfolds, with the mouse or the keyboard, where no script runs either. */
function folded(what: string, content: string): string {
  return `<details><summary>Show the ${what}</summary>${content}</details>`;
}

function renderCode(cell: CodeCell, context: MarkdownContext): string {
  const visibility = visibilityOf(cell);
  const source = cell.source.replaceAll("\r\n", "\n").trimEnd();
  const shown = outputsOf(cell)
    .map((output) => renderOutput(output, context)).filter(Boolean)
    .map((html) => context.trust ? html : markHeadings(html));
  const isLong = source.split("\n").length > MOST_LINES;
  const code = source && visibility.code !== "removed"
    ? `<pre${isLong ? ' class="breaks"' : ""}>${
      highlight(source, context.language || "typescript", true)
    }</pre>`
    : "";
  const outputs = shown.length
    ? `<div class="out">${shown.join("\n")}</div>`
    : "";
  const foldsCode = code && visibility.code === "folded";
  const foldsOutputs = outputs && visibility.outputs === "folded";
  if (foldsCode && foldsOutputs) return folded("cell", code + outputs);
  return (foldsCode ? folded("code", code) : code) +
    (foldsOutputs ? folded("output", outputs) : outputs);
}

/** Tags but those of elements that have no end, or whose end the page leaves out. */
const TAG =
  /<(\/?)(?!(?:area|br|col|embed|hr|img|input|link|mspace|source|tbody|td|th|thead|tr|track|wbr)(?![\w-]))[a-z]/gi;
const FOREIGN = '<div class="foreign"><div>';

/** A cell in two where a heading begins, unless that stands within something else. */
function splitAt(html: string, { level, id }: Heading): [string, string] {
  const at = html.indexOf(`<h${level} id="${escapeHtml(id)}"`);
  const before = html.slice(0, Math.max(at, 0));
  const depth = [...before.matchAll(TAG)].reduce(
    (sum, [, slash]) => sum + (slash ? -1 : 1),
    0,
  );
  const isForeign = html.startsWith(FOREIGN, html.indexOf(">") + 1);
  const [end, start] = isForeign ? ["</div></div>", FOREIGN] : ["", ""];
  return depth === (isForeign ? 3 : 1)
    ? [`${before}${end}</section>`, `<section>${start}${html.slice(at)}`]
    : [html, ""];
}

/** Prose as its reader sees it, without its headings, which are found by themselves, and without equations. */
function readable(html: string): string {
  return textOf(
    html.replace(
      /<h[1-6][ >][^]*?<\/h[1-6]>|<style[ >][^]*?<\/style>|<span class="margin-note[^]*?<\/span>|<math display[^]*?<\/math>|<a>\([^<]*\)<\/a>|\ue001[^\ue001]*\ue001/g,
      "",
    )
      .replace(
        /<\/?(p|li|t[dhr]|div|pre|br|ol|ul|blockquote|section)[ >]/g,
        " $&",
      ),
  );
}

function languageTag(notebook: Notebook): string | undefined {
  const { lang } = notebook.metadata;
  return typeof lang === "string" && /^[a-z]{2,3}(-[a-z\d]+)*$/i.test(lang)
    ? lang
    : undefined;
}

/**
 * Renders a notebook's cells.
 *
 * @param notebook The notebook.
 * @param options Its path, and what stands around it.
 * @returns The content with its title.
 */
export function renderContent(
  notebook: Notebook,
  options: ContentOptions,
): PageContent {
  const { path, report, resolveLink = (href) => href, trust = false } = options;
  const ids = new PageIds(notebook.cells.map(({ id }) => id));
  const mainId = ids.take("main");
  const cells = visibleCells(notebook);
  const notation = new Notation(notebook, ids, options.notation);
  const proseCells = cells.filter(({ cell_type }) => cell_type === "markdown");
  const written = proseCells.map(({ source }) => source);
  const equations = new Equations(ids, written);
  const complete = withNotesOfOthers(written);
  const sources = new Map(proseCells.map((cell, i) => [cell, complete[i]]));
  const macros: Macros = {};
  const headings: Heading[] = [];
  const sections: Section[] = [];
  // A reader who goes from link to link meets each symbol once.
  const seen = new Set<string>();
  let footnotes = 0;
  let figures = 0;
  let summary: string | undefined;

  const contextOf = (cell: Cell): MarkdownContext => {
    return {
      notebook: path,
      cellId: cell.id,
      ids,
      equations,
      notation,
      macros,
      language: languageOf(notebook),
      trust,
      attachments: cell.cell_type === "code" ? undefined : cell.attachments,
      resolveLink,
      readImage: (source) => readImage(path, source),
      countFootnote: () => ++footnotes,
      countFigure: () => ++figures,
      isFirst: (href) => !seen.has(href) && Boolean(seen.add(href)),
      report,
    };
  };

  const renderCell = (cell: Cell): string => {
    const context = contextOf(cell);
    const id = escapeHtml(cell.id);
    if (cell.cell_type === "code") {
      if (visibilityOf(cell).code !== "removed") {
        sections.at(-1)!.text += `\n${cell.source}`;
      }
      return `<div class="code" id="${id}">${renderCode(cell, context)}</div>`;
    }
    const prose = renderMarkdown(sources.get(cell) ?? cell.source, context);
    headings.push(...prose.headings);
    for (const part of prose.html.split(/(?=<h[1-6] id=")/)) {
      const heading = prose.headings.find(({ id }) =>
        part.startsWith(` id="${escapeHtml(id)}"`, 3)
      );
      if (heading) {
        sections.push({ id: heading.id, heading: heading.text, text: "" });
      }
      sections.at(-1)!.text += ` ${readable(part)}`;
    }
    summary ??= prose.firstParagraph;
    return `<section id="${id}">${prose.html.trimEnd()}</section>`;
  };

  sections.push({ id: cells[0]?.id ?? mainId, heading: "", text: "" });
  const rendered = cells
    .map((cell) => ({ html: renderCell(cell), headings: headings.length }));
  const heading = headings.find(({ level }) => level === 1);
  const title = heading?.text.trim() || basename(path, ".ipynb");
  // The list of sections follows the title and what belongs to it, so that a reader meets the title first.
  const index = heading ? headings.indexOf(heading) : -1;
  const before = heading
    ? rendered.findIndex(({ headings: so }) => so > index) + 1
    : 0;
  const parts = rendered.map(({ html }) => html);
  const next = headings[index + 1];
  if (before > 0 && next && rendered[before - 1]!.headings > index + 1) {
    parts.splice(before - 1, 1, ...splitAt(parts[before - 1]!, next));
  }
  const join = (parts: string[]) =>
    notation.resolve(equations.resolve(parts.join("")));
  const opening = join(parts.slice(0, before));
  const { html, style } = notation.tips((source) =>
    renderInline(source, contextOf(cells[0]!))
  );
  return {
    title,
    summary: summary && equations.resolve(summary),
    opening: heading ? opening : `<h1>${escapeHtml(title)}</h1>${opening}`,
    html: join(parts.slice(before)),
    headings: headings.filter((other) => other !== heading)
      .map((other) => ({ ...other, html: equations.resolve(other.html) })),
    sections: sections.filter(({ heading, text }) => heading || text.trim())
      .map((section) => ({
        ...section,
        text: equations.resolve(section.text),
      })),
    tips: html,
    style,
    mainId,
    language: languageTag(notebook),
  };
}
