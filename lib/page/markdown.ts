/**
 * Prose as Jupyter reads it: CommonMark with tables and TeX formulas. HTML in it is shown as text, and
 * nothing is fetched: an image from outside the notebook becomes a link.
 *
 * @module
 */

import { type MarkdownItTexOptions, tex } from "@mdit/plugin-tex";
import MarkdownIt, { type Env, type Token } from "markdown-it";
import type { MimeBundle } from "../notebook/format.ts";
import { highlight } from "./code.ts";
import { columnsOf, escapeHtml, scrollable } from "./html.ts";
import { jupyterMath } from "./markdown_math.ts";
import { typeset } from "./math.ts";
import { PageError } from "./page_error.ts";
import type { PageIds } from "./page_ids.ts";

/** What a piece of prose needs to know about the page that it is on. */
export interface MarkdownContext {
  /** The notebook's path, for errors. */
  notebook: string;
  cellId: string;
  ids: PageIds;
  attachments?: { [name: string]: MimeBundle };
  /** Where a link leads on this page, such as `xor.html` for `xor.ipynb`. */
  resolveLink(href: string): string;
}

/** A heading, for titles and lists of contents. */
export interface Heading {
  level: number;
  id: string;
  text: string;
  /** The heading's content without links and images. */
  html: string;
}

/** Prose as HTML, with what lists of contents take from it. */
export interface RenderedMarkdown {
  html: string;
  headings: Heading[];
  /** The first paragraph's content, without links and images. */
  firstParagraph: string | undefined;
}

const texOptions: MarkdownItTexOptions = {
  render: (source, display, env) => typeset(source, display, contextOf(env)),
};

const markdown = MarkdownIt({ typographer: true })
  // It turns (c) into ©, -- into – and +-1 into ±1; what remains of the typographer is quotation marks.
  .disable("replacements")
  .use(tex, texOptions)
  .use(jupyterMath);

function contextOf(env: unknown): MarkdownContext {
  return env as MarkdownContext;
}

function textOf(tokens: Token[]): string {
  return tokens.map(({ children, content }) =>
    children ? textOf(children) : content
  ).join("");
}

markdown.core.ruler.after("inline", "heading_ids", ({ tokens, env }) => {
  tokens.forEach((token, i) => {
    if (token.type !== "heading_open") return;
    // Jupyter's own form, so that one link works there and here.
    const id = textOf(tokens[i + 1]!.children ?? []).trim().replace(
      /\s+/g,
      "-",
    );
    token.attrSet("id", contextOf(env).ids.take(id || "section"));
  });
});

const { rules } = markdown.renderer;

rules.link_open = (tokens, i, options, env, renderer) => {
  const href = String(tokens[i]!.attrGet("href") ?? "");
  tokens[i]!.attrSet("href", contextOf(env).resolveLink(href));
  return renderer.renderToken(tokens, i, options);
};

// Browsers would end a line between a formula and the full stop behind it, but for a word joiner.
rules.math_inline = (tokens, i, _options, env) =>
  typeset(tokens[i]!.content, false, contextOf(env)) +
  (/^[^\s\p{L}\p{N}]/u.test(tokens[i + 1]?.content ?? "") ? "&NoBreak;" : "");

rules.image = (tokens, i, options, env, renderer) => {
  const token = tokens[i]!;
  const source = String(token.attrGet("src") ?? "");
  const alt = renderer.renderInlineAsText(token.children ?? [], options, env);
  const image = (url: string) =>
    `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}">`;
  if (source.startsWith("attachment:")) {
    return image(
      attachmentUrl(source.slice("attachment:".length), contextOf(env)),
    );
  }
  if (source.startsWith("data:")) return image(source);
  const depth = tokens.slice(0, i).reduce(
    (sum, { type, nesting }) => type.startsWith("link_") ? sum + nesting : sum,
    0,
  );
  const text = escapeHtml(alt || source);
  return depth > 0 ? text : `<a href="${escapeHtml(source)}">${text}</a>`;
};

function attachmentUrl(encodedName: string, context: MarkdownContext): string {
  const name = decodeURIComponent(encodedName);
  const bundle = context.attachments?.[name] ?? {};
  const found = Object.entries(bundle).find(([type]) =>
    type.startsWith("image/")
  );
  if (!found) {
    throw new PageError(
      "Cannot show an image",
      `the cell has no attachment: ${name}`,
      context,
    );
  }
  return imageUrl(found[0], String(found[1]));
}

/**
 * An image of a MIME bundle as a URL.
 *
 * @param mimeType The image's type.
 * @param data The image: markup for SVG, base64 for all others.
 * @returns A `data:` URL.
 */
export function imageUrl(mimeType: string, data: string): string {
  return mimeType === "image/svg+xml"
    ? `data:${mimeType},${encodeURIComponent(data)}`
    : `data:${mimeType};base64,${data.replace(/\s+/g, "")}`;
}

function codeBlock(source: string, language: string): string {
  const code = /^(ts|typescript|js|javascript)$/.test(language)
    ? highlight(source)
    : escapeHtml(source);
  return `<pre${
    scrollable("Code", columnsOf(source))
  }><code>${code}</code></pre>\n`;
}

rules.fence = (tokens, i) =>
  codeBlock(tokens[i]!.content, tokens[i]!.info.trim());
rules.code_block = (tokens, i) => codeBlock(tokens[i]!.content, "");

rules.table_open = () =>
  `<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n`;
rules.table_close = () => "</table></div>\n";

function plainInline(inline: Token, env: Env): string {
  const kept = (inline.children ?? []).filter(({ type }) =>
    !/^(link_|image)/.test(type)
  );
  return markdown.renderer.renderInline(kept, markdown.options, env);
}

/**
 * Renders prose.
 *
 * @param source Markdown.
 * @param context The page that it is for.
 * @returns The HTML with its headings.
 * @throws {PageError} If a formula is not valid or an attachment is missing.
 */
export function renderMarkdown(
  source: string,
  context: MarkdownContext,
): RenderedMarkdown {
  const env = context as unknown as Env;
  const tokens = markdown.parse(source, env);
  const html = markdown.renderer.render(tokens, markdown.options, env);
  const headings = tokens.flatMap((token, i): Heading[] => {
    if (token.type !== "heading_open") return [];
    const inline = tokens[i + 1]!;
    return [{
      level: Number(token.tag.slice(1)),
      id: String(token.attrGet("id")),
      text: textOf(inline.children ?? []),
      html: plainInline(inline, env),
    }];
  });
  const paragraph = tokens.findIndex(({ type, level }) =>
    type === "paragraph_open" && level === 0
  );
  return {
    html,
    headings,
    firstParagraph: paragraph < 0
      ? undefined
      : plainInline(tokens[paragraph + 1]!, env),
  };
}
