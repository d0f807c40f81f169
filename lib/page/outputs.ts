/**
 * What a cell put out, as HTML. Of a result in several representations, the richest one is shown.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type {
  DisplayDataOutput,
  ErrorOutput,
  ExecuteResultOutput,
  Json,
  JsonObject,
  Output,
  StreamOutput,
} from "../notebook/format.ts";
import { columnsOf, escapeHtml, scrollable } from "./html.ts";
import { imageUrl, type MarkdownContext, renderMarkdown } from "./markdown.ts";
import { typeset } from "./math.ts";
import { sanitize } from "./sanitize.ts";
import { describeSvg } from "./svg.ts";

type Result = DisplayDataOutput | ExecuteResultOutput;
type Renderer = (
  data: string,
  result: Result,
  context: MarkdownContext,
) => string;

function pre(text: string, kind: string, label: string): string {
  const clean = stripVTControlCharacters(text).replace(/\n+$/, "");
  return `<pre class="${kind}"${scrollable(label, columnsOf(clean))}>${
    escapeHtml(clean)
  }</pre>`;
}

function stream({ name, text }: StreamOutput): string {
  if (name === "stdout") return pre(text, "stdout", "Standard output");
  return `<div class="stderr"><p class="label">stderr</p>${
    pre(text, "", "Standard error")
  }</div>`;
}

function error({ ename, evalue, traceback }: ErrorOutput): string {
  const title = stripVTControlCharacters(
    evalue ? `${ename}: ${evalue}` : ename,
  );
  // Kernels repeat the message at the head of the trace.
  const trace = stripVTControlCharacters(traceback.join("\n")).replace(
    title,
    "",
  )
    .replace(/^(\s*Stack trace:)?\s*\n/, "");
  return `<div class="error"><p class="label">Error</p>` +
    pre(title, "message", "Error message") +
    (trace.trim() ? pre(trace, "traceback", "Stack trace") : "") + "</div>";
}

function latex(
  data: string,
  _result: Result,
  context: MarkdownContext,
): string {
  const source = data.trim();
  const inner = source.match(/^(\$\$?)([^]*)\1$/)?.[2] ?? source;
  return typeset(inner, true, context);
}

function altOf(mimeType: string, { data, metadata }: Result): string {
  const own = metadata[mimeType];
  const named = isObject(own) ? own["alt"] : undefined;
  return [named, metadata["alt"], data["text/plain"]].find((text) =>
    typeof text === "string"
  ) ?? "";
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function svg(
  data: string,
  result: Result,
  { cellId, ids }: MarkdownContext,
): string {
  const alt = altOf("image/svg+xml", result);
  let width = 0;
  const markup = sanitize(data, cellId, ids, (element) => {
    width = Math.max(width, describeSvg(element, alt));
  });
  // Wide pictures keep a readable size on a phone and scroll there.
  return `<figure${scrollable("Figure", width / 10)}>${markup}</figure>`;
}

function image(mimeType: string): [string, Renderer] {
  return [mimeType, (data, result) => {
    const alt = escapeHtml(altOf(mimeType, result));
    return `<figure><img src="${
      escapeHtml(imageUrl(mimeType, data))
    }" alt="${alt}"></figure>`;
  }];
}

function html(
  data: string,
  _result: Result,
  { cellId, ids }: MarkdownContext,
): string {
  return `<div class="html" tabindex="0" role="group" aria-label="HTML output">` +
    `${sanitize(data, cellId, ids)}</div>`;
}

/** From the richest to the plainest. */
const RENDERERS: [mimeType: string, render: Renderer][] = [
  ["image/svg+xml", svg],
  ["text/html", html],
  [
    "text/markdown",
    (data, _, context) =>
      `<div class="prose">${renderMarkdown(data, context).html}</div>`,
  ],
  ["text/latex", latex],
  image("image/png"),
  image("image/jpeg"),
  image("image/gif"),
  image("image/webp"),
  ["application/json", (data) => pre(data, "json", "JSON")],
  ["text/plain", (data) => pre(data, "result", "Result")],
];

function result(output: Result, context: MarkdownContext): string {
  const { data } = output;
  for (const [mimeType, render] of RENDERERS) {
    const value = data[mimeType];
    if (value === undefined) continue;
    const text = typeof value === "string" && mimeType !== "application/json"
      ? value
      : JSON.stringify(value, null, 2);
    return render(text, output, context);
  }
  const types = Object.keys(data);
  if (types.length === 0) return "";
  return `<p class="label">An output in ${
    escapeHtml(types.join(", "))
  }, which this page cannot show</p>`;
}

/**
 * An output as HTML.
 *
 * @param output Any output of a code cell.
 * @param context The page that it is for.
 * @returns HTML; the empty string if there is nothing to show.
 * @throws {PageError} If the output holds a formula that is not valid.
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
