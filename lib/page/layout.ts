import { compactHtml } from "./compact.ts";
import { withoutSkippedLevels } from "./heading_levels.ts";
import { escapeHtml, fragmentOf } from "./html.ts";
import type { Heading } from "./markdown.ts";
import { mathStyle } from "./math_font.ts";
import { openingScript, pageScript, policyOf, type Script } from "./script.ts";
import {
  hyphenStyle,
  namesOf,
  pageStyle,
  rightToLeftStyle,
  usedStyle,
  withoutUnread,
  withShortNames,
} from "./style.ts";

/** A page that another one leads to. */
export interface PageLink {
  href: string;
  title: string;
}

/** The file of the notebook that a page was made from. */
export interface NotebookLink {
  readonly href: string;
  readonly language: string;
  /** What it imports that only its project has. */
  readonly imports: readonly string[];
}

/** What stands on a page. */
export interface PageFrame {
  title: string;
  /** The id of the main element. */
  mainId: string;
  /** What stands in the page's main element. */
  content: string;
  /** What stands behind it: tips. */
  tips?: string | undefined;
  /** Style that only this page needs. */
  style?: string | undefined;
  language?: string | undefined;
  index?: PageLink | undefined;
  search?: PageLink | undefined;
  previous?: PageLink | undefined;
  next?: PageLink | undefined;
  /** The notebook as a file beside the page. */
  notebook?: NotebookLink | undefined;
  /** A script beside the one that every page has. */
  script?: Script | undefined;
  /** Whether the notebook's own scripts may run. */
  trust?: boolean | undefined;
}

function link({ href, title }: PageLink, attributes = ""): string {
  return `<a href="${escapeHtml(href)}"${attributes}>${escapeHtml(title)}</a>`;
}

/** Of more sections than this, a small screen lists the outer ones alone. */
const MANY_SECTIONS = 24;

/**
 * The list of a page's sections, and of theirs.
 *
 * @param headings The page's headings.
 * @returns A `<nav>` element; the empty string if the page has fewer than three sections.
 */
export function contentsList(headings: Heading[]): string {
  const top = Math.min(...headings.map(({ level }) => level));
  const sections = headings.filter(({ level }) => level <= top + 1);
  if (sections.length < 3) return "";
  const items = sections.map(({ id, html, level }) =>
    `<li${level > top ? ' class="sub"' : ""}><a href="${
      fragmentOf(id)
    }">${html}</a></li>`
  );
  const kind = sections.length > MANY_SECTIONS ? "contents many" : "contents";
  return `<nav class="${kind}" aria-label="On this page"><p class="label">On this page</p>` +
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

/** A file's name as a shell reads it. */
function inShell(file: string): string {
  const name = file.startsWith("-") ? `./${file}` : file;
  return /^[\w./-]+$/.test(name)
    ? name
    : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}

function source({ notebook }: PageFrame): string {
  if (!notebook) return "";
  const { href, language, imports } = notebook;
  const file = decodeURIComponent(href.split("/").at(-1)!);
  const name = escapeHtml(file);
  const isDeno = /^(typescript|javascript|deno)?$/.test(language);
  const kernel = isDeno
    ? `<li>Once, give Jupyter the Deno kernel: <code>deno jupyter --install</code></li>`
    : "";
  return `<details class="source-file"><summary>Open in Jupyter</summary><ol>` +
    `<li>Save <a href="${
      escapeHtml(href)
    }" download>${name}</a>, the notebook that this page was made from${
      isDeno && imports.length
        ? `, into the folder of its project: it imports ${
          imports.map((name) => `<code>${escapeHtml(name)}</code>`).join(", ")
        } from there`
        : ""
    }.</li>` +
    `${kernel}<li>Open it: <code>jupyter lab ${
      escapeHtml(inShell(file))
    }</code></li></ol></details>`;
}

const TRUSTED =
  `<p class="trusted" role="note">This page runs scripts that its notebook brings. ` +
  `Read on only if you trust its author.</p>\n`;

/** The languages that are written from right to left. */
const RIGHT_TO_LEFT =
  /^(ar|arc|ckb|dv|fa|he|ks|ku-arab|ps|sd|syr|ug|ur|yi)(-|$)/i;

/** The page's title above each sheet that it is printed on, but for the first, which has it already. */
function printedTitle(title: string): string {
  const text = title.replace(
    /[^\p{L}\p{N} ]/gu,
    (character) => `\\${character.codePointAt(0)!.toString(16)} `,
  );
  return `@page{@top-center{content:"${text}"}}@page :first{@top-center{content:none}}`;
}

/** Marks links that are called by their addresses: on paper these stand behind all others that lead out of the book. */
function withAddresses(html: string): string {
  return html.replace(
    /(<a href="(https?:[^"]*)")(?![^>]* class=)([^>]*>\2<\/a>)/g,
    '$1 class="address"$3',
  );
}

/**
 * Puts content into a document.
 *
 * @param frame What stands on the page.
 * @returns The document.
 */
export async function renderDocument(frame: PageFrame): Promise<string> {
  const { title, mainId, content, index, search, previous, next, tips = "" } =
    frame;
  const { trust = false, script, language = "en" } = frame;
  const opening = openingScript();
  const scripts = [pageScript(), ...(script ? [script] : [])];
  const header = index || search
    ? `<header><nav aria-label="Book">${
      index ? link(index, ' rel="contents"') : ""
    }${search ? link(search, ' rel="search"') : ""}</nav></header>\n`
    : "";
  const turns = previous || next
    ? `<nav aria-label="Pages">${turn("previous", previous)}${
      turn("next", next)
    }</nav>`
    : "";
  const footer = source(frame) + turns;
  const text = `<a class="skip" href="#${
    escapeHtml(mainId)
  }">Skip to the text</a>
${trust ? TRUSTED : ""}${header}<main id="${escapeHtml(mainId)}">
${trust ? content : withAddresses(withoutSkippedLevels(content))}
</main>
${footer ? `<footer>${footer}</footer>\n` : ""}${tips}`;
  const hasFormulas = text.includes("<math");
  const isRightToLeft = RIGHT_TO_LEFT.test(language);
  const used = usedStyle(
    (hasFormulas ? await mathStyle(content + tips) : "") + pageStyle +
      (isRightToLeft ? rightToLeftStyle : "") +
      (/^en\b/i.test(language) ? "" : hyphenStyle),
    namesOf(text),
  ) + printedTitle(title) + (frame.style ?? "");
  const style = withShortNames(withoutUnread(used, text), text);
  return `<!doctype html>
<html lang="${escapeHtml(language)}"${isRightToLeft ? ' dir="rtl"' : ""}>
<head>
<meta http-equiv="Content-Security-Policy" content="${
    policyOf([opening, ...scripts], trust)
  }">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>
${style}</style>
<script>${opening.source}</script>
</head>
<body>
${trust ? text : compactHtml(text)}${
    scripts.map(({ source }) => `<script>${source}</script>\n`).join("")
  }</body>
</html>
`;
}
