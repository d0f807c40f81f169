/**
 * What a cell put out, as HTML. Of a result in several representations, the richest one is shown.
 *
 * @module
 */

import type {
  DisplayDataOutput,
  ErrorOutput,
  ExecuteResultOutput,
  Json,
  Output,
  StreamOutput,
} from "../notebook/format.ts";
import { markFactors } from "./factors.ts";
import { escapeHtml } from "./html.ts";
import { alignNumbers, shortenTables } from "./html_tables.ts";
import { imageUrl } from "./images.ts";
import { jsonTree } from "./json_tree.ts";
import {
  displayFormula,
  type MarkdownContext,
  renderMarkdown,
} from "./markdown.ts";
import { PageError } from "./page_error.ts";
import { altOf, isName, richest, type ShownType } from "./richest.ts";
import { sanitize, textContent } from "./sanitize.ts";
import { describeSvg, markFactorShapes } from "./svg.ts";
import { plainText, terminalHtml } from "./terminal.ts";

type Result = DisplayDataOutput | ExecuteResultOutput;
type Renderer = (
  data: string,
  result: Result,
  context: MarkdownContext,
) => string;

/** So many characters of one text are shown; what nobody reads would only make the page heavy. */
const MOST_CHARACTERS = 100_000;

/** The beginning and the end of a text that is too long. */
function shorten(text: string): string {
  const left = text.length - MOST_CHARACTERS;
  if (left <= 0) return text;
  const half = MOST_CHARACTERS / 2;
  return `${text.slice(0, half)}\n\n… ${
    left.toLocaleString("en")
  } characters are left out here; the notebook has them …\n\n${
    text.slice(-half)
  }`;
}

/** A text that has more lines than this scrolls. */
const MOST_ROWS = 30;

function pre(text: string, kind = ""): string {
  const shown = shorten(text).replace(/\s+$/, "");
  const clean = plainText(shown);
  const isLong = clean.split("\n").length > MOST_ROWS;
  const classes = [kind, isLong ? "long" : ""].filter(Boolean).join(" ");
  const html = shown.includes("\u001b")
    ? terminalHtml(shown)
    : markFactors(clean);
  return `<pre${classes ? ` class="${classes}"` : ""}>${html}</pre>`;
}

function stream({ name, text }: StreamOutput): string {
  if (name === "stdout") return pre(text, "stdout");
  return `<div class="stderr"><p class="label">stderr</p>${pre(text)}</div>`;
}

function error({ ename, evalue, traceback }: ErrorOutput): string {
  // R's kernel says "Error" in both.
  const isSaid = evalue.toLowerCase().startsWith(ename.toLowerCase());
  const title = plainText(
    isSaid ? evalue : evalue ? `${ename}: ${evalue}` : ename,
  );
  const lines = traceback.join("\n").split("\n");
  // Kernels repeat the message at the head of the trace, or at its end.
  const rest = lines.filter((line) => {
    const text = plainText(line).trim();
    return text !== title.trim() && text !== "Stack trace:" &&
      text !== plainText(evalue).trim();
  }).join("\n").replace(/^(\s*\n)+/, "");
  return `<div class="error"><p class="label">Error</p>` +
    pre(title, "message") +
    (plainText(rest).trim() ? pre(rest, "traceback") : "") +
    "</div>";
}

function latex(
  data: string,
  _result: Result,
  context: MarkdownContext,
): string {
  const source = data.trim();
  const inner = source.match(/^(\$\$?)([^]*)\1$/)?.[2] ??
    source.match(/^\\[[(]([^]*)\\[\])]$/)?.[1] ?? source;
  return displayFormula(
    inner.replace(/^\\displaystyle\s*/, ""),
    context,
    false,
  );
}

/** A picture of this many pixels fits a phone; a wider one keeps a readable size there, and scrolls. */
const NARROW = 320;

/** A picture with its number, and its words for those who cannot see it, or want them. */
function figure(
  picture: string,
  words: string,
  width: number,
  { countFigure, ids }: MarkdownContext,
  drawn = "",
): string {
  const number = countFigure();
  const id = ids.take(`figure-${number}`);
  const [title] = words.match(/^[^\n]*?[.!?](?=\s|$)|^[^\n]+/) ?? [""];
  const rest = words.slice(title.length).trim();
  const bare = (text: string) => text.replace(/[\s.]+/g, "");
  // A title that stands in the picture is not said twice.
  const label = bare(title) && bare(drawn).includes(bare(title))
    ? rest && "In words"
    : title;
  const text = rest
    ? `<details${label === "In words" ? "" : ' class="titled"'}><summary>${
      escapeHtml(label)
    }</summary><p>${escapeHtml(rest)}</p></details>`
    : label && `<span>${escapeHtml(label)}</span>`;
  return `<figure id="${id}"><div class="picture${
    width > NARROW ? "" : " narrow"
  }">${picture}</div>` +
    `<figcaption><a href="#${id}">Figure ${number}</a> ${text}</figcaption></figure>`;
}

function svg(data: string, result: Result, context: MarkdownContext): string {
  const alt = altOf("image/svg+xml", result);
  if (context.trust) return figure(data, alt, 0, context);
  let width = 0;
  let drawn = "";
  const markup = sanitize(data, context.cellId, context.ids, {
    isOutput: true,
    edit: (element) => {
      width = Math.max(width, describeSvg(element, alt));
      markFactorShapes(element);
      drawn += textContent(element);
    },
  });
  return figure(markup, alt, width, context, drawn);
}

function cannotShow(types: string): string {
  return `<p class="label">An output in ${
    escapeHtml(types)
  }, which this page cannot show</p>`;
}

function image(mimeType: ShownType): Renderer {
  return (data, result, context) => {
    if (!/^[A-Za-z\d+/=\s]*$/.test(data)) {
      const reason =
        `an output in ${mimeType} is not base64; run the cell again`;
      context.report(new PageError("Cannot show an image", reason, context));
      return cannotShow(mimeType);
    }
    const alt = altOf(mimeType, result);
    const own = result.metadata[mimeType] as { width?: Json } | undefined;
    const size = Number(own?.width);
    const width = size > 0 && size < 10_000 ? ` width="${size}"` : "";
    const picture = `<img src="${escapeHtml(imageUrl(mimeType, data))}" alt="${
      escapeHtml(alt || "A picture without a description")
    }"${width}>`;
    return figure(picture, alt, Infinity, context);
  };
}

function html(data: string, result: Result, context: MarkdownContext): string {
  const wrap = (markup: string, paper = "") =>
    `<div class="foreign html${paper}"><div>${markup}</div></div>`;
  // What scripts draw is meant for a white page.
  if (context.trust) return wrap(data, " paper");
  const roots: string[] = [];
  let drawn = "";
  const markup = sanitize(data, context.cellId, context.ids, {
    isOutput: true,
    readImage: context.readImage,
    resolveLink: context.resolveLink,
    edit: (element) => {
      shortenTables(element);
      alignNumbers(element);
      roots.push(element.tagName);
      if (element.tagName !== "figure") return;
      // The page's own figure is around it.
      element.tagName = element.nodeName = "div";
      drawn += textContent(element);
    },
  });
  return String(roots) === "figure"
    ? figure(wrap(markup), altOf("text/html", result), Infinity, context, drawn)
    : wrap(markup);
}

/** Whether markup is one table or paragraph, which needs no box of its own. */
function isOneBlock(markup: string): boolean {
  return /^(?:<div class="table">(?:(?!<\/?div).)*<\/div>|<p>(?:(?!<p>).)*<\/p>)$/s
    .test(markup);
}

const RENDERERS: Record<ShownType, Renderer> = {
  "image/svg+xml": svg,
  "text/html": html,
  "text/markdown": (data, _, context) => {
    const output = { ...context, isOutput: true };
    const markup = renderMarkdown(data, output).html.trim();
    return isOneBlock(markup) ? markup : `<div class="prose">${markup}</div>`;
  },
  "text/latex": latex,
  "image/png": image("image/png"),
  "image/jpeg": image("image/jpeg"),
  "image/gif": image("image/gif"),
  "image/webp": image("image/webp"),
  "application/json": (data) =>
    `<div class="tree">${jsonTree(JSON.parse(data))}</div>`,
  "text/plain": (data) => pre(data),
};

function result(output: Result, context: MarkdownContext): string {
  const { data } = output;
  const shown = richest(data, context.trust);
  const types = Object.keys(data);
  const value = shown && data[shown.type]!;
  // A name beside what the page cannot show says no more than that there is something.
  const isNamed = shown?.as === "text/plain" && types.length > 1 &&
    isName(String(value));
  if (shown && value !== undefined && !isNamed) {
    const isText = typeof value === "string" && shown.as !== "application/json";
    const note = shown.type === shown.as
      ? ""
      : `<p class="label">${
        escapeHtml(shown.type)
      }, of which the notebook holds no picture</p>`;
    return note + RENDERERS[shown.as](
      isText ? value : JSON.stringify(value),
      output,
      context,
    );
  }
  if (types.length === 0) return "";
  return cannotShow(types.filter((type) => type !== "text/plain").join(", "));
}

/**
 * An output as HTML.
 *
 * @param output Any output of a code cell.
 * @param context The page that it is for.
 * @returns HTML; the empty string if there is nothing to show.
 */
export function renderOutput(output: Output, context: MarkdownContext): string {
  switch (output.output_type) {
    case "stream":
      return stream(output);
    case "error":
      return error(output);
    case "display_data":
    case "execute_result":
      return result(output, context);
  }
}
