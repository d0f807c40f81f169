import type { Heading } from "./markdown.ts";
import { escapeHtml } from "./html.ts";
import { mathStyle } from "./math.ts";
import css from "./style.css" with { type: "text" };

// No script, no request: what a page shows is in the page.
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; " +
  "base-uri 'none'; form-action 'none'";

/** A page that another one leads to. */
export interface PageLink {
  href: string;
  title: string;
}

/** What stands on a page around its content. */
export interface PageFrame {
  title: string;
  /** The id of the main element. */
  mainId: string;
  index?: PageLink | undefined;
  previous?: PageLink | undefined;
  next?: PageLink | undefined;
}

function link({ href, title }: PageLink, attributes = ""): string {
  return `<a href="${escapeHtml(href)}"${attributes}>${escapeHtml(title)}</a>`;
}

/**
 * The list of a page's sections.
 *
 * @param headings The page's headings.
 * @returns A `<nav>` element; the empty string if the page has fewer than three sections.
 */
export function contentsList(headings: Heading[]): string {
  const sections = headings.filter(({ level }) => level === 2);
  if (sections.length < 3) return "";
  const items = sections.map(({ id, html }) =>
    `<li><a href="#${escapeHtml(encodeURIComponent(id))}">${html}</a></li>`
  );
  return `<nav class="contents" aria-label="On this page"><p class="label">On this page</p>` +
    `<ol>${items.join("")}</ol></nav>`;
}

function turn(
  direction: "previous" | "next",
  target: PageLink | undefined,
): string {
  if (!target) return "";
  const label = direction === "next" ? "Next" : "Previous";
  return `<a class="${direction}" rel="${
    direction === "next" ? "next" : "prev"
  }" href="${escapeHtml(target.href)}"><span class="label">${label}</span> ${
    escapeHtml(target.title)
  }</a>`;
}

/**
 * Puts content into a document.
 *
 * @param content What stands in the page's main element.
 * @param frame What stands around it.
 * @returns The document.
 */
export async function renderDocument(
  content: string,
  frame: PageFrame,
): Promise<string> {
  const { title, mainId, index, previous, next } = frame;
  const style = (await mathStyle(content) + css).replace(
    /\/\*[^]*?\*\/\s*/g,
    "",
  );
  const header = index
    ? `<header><nav aria-label="Book">${
      link(index, ' rel="contents"')
    }</nav></header>\n`
    : "";
  const footer = previous || next
    ? `<footer><nav aria-label="Pages">${turn("previous", previous)}${
      turn("next", next)
    }</nav></footer>\n`
    : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${style}</style>
</head>
<body>
<a class="skip" href="#${escapeHtml(mainId)}">Skip to the text</a>
${header}<main id="${escapeHtml(mainId)}">
${content}
</main>
${footer}</body>
</html>
`;
}
