/**
 * Prose as Jupyter reads it: CommonMark with tables, TeX formulas, footnotes, alerts and HTML, which is made safe.
 * Nothing is fetched: a picture beside the notebook is taken into the page, one from elsewhere becomes a link.
 *
 * @module
 */

import { alert } from "@mdit/plugin-alert";
import { type MarkdownItTexOptions, tex } from "@mdit/plugin-tex";
import MarkdownIt, { type Env, type Token } from "markdown-it";
import type { MimeBundle } from "../notebook/format.ts";
import { anchorOf } from "./anchors.ts";
import { highlight } from "./code.ts";
import { directives } from "./directives.ts";
import { type Equations, readEquation } from "./equations.ts";
import { footnotes } from "./footnotes.ts";
import { escapeHtml } from "./html.ts";
import { attachmentUrl, reportMissing } from "./images.ts";
import { jupyterMath } from "./markdown_math.ts";
import { markTables } from "./markdown_tables.ts";
import { type Macros, typeset } from "./math.ts";
import type { Notation } from "./notation.ts";
import { PageError } from "./page_error.ts";
import type { PageIds } from "./page_ids.ts";
import { roles } from "./roles.ts";
import { type Element, elementsOf, sanitize, textContent } from "./sanitize.ts";
import { taskLists } from "./task_lists.ts";

/** What a piece of prose needs to know about the page that it is on. */
export interface MarkdownContext {
  /** The notebook's path, for errors. */
  readonly notebook: string;
  readonly cellId: string;
  readonly ids: PageIds;
  readonly equations: Equations;
  readonly notation: Notation;
  /** The commands that formulas have defined. */
  readonly macros: Macros;
  /** The language of the notebook's code. */
  readonly language: string;
  /** Whether what the notebook holds may stand in the page as it is. */
  readonly trust: boolean;
  /** Whether it is an output, whose headings are no sections of the page and have no anchors. */
  readonly isOutput?: boolean;
  readonly attachments?: { [name: string]: MimeBundle } | undefined;
  /** Where a link leads on this page, such as `xor.html` for `xor.ipynb`. */
  resolveLink(href: string): string;
  /** A picture beside the notebook as a `data:` URL; `undefined` if there is none. */
  readImage(path: string): string | undefined;
  /** The number of the next footnote of the page. */
  countFootnote(): number;
  /** The number of the next figure of the page. */
  countFigure(): number;
  /** Whether a link is the first of its kind in the cell. */
  isFirst(href: string): boolean;
  /** Takes what cannot be shown as it is meant. */
  report(error: PageError): void;
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
  render: (source, display, env) =>
    display
      ? displayFormula(source, contextOf(env))
      : inlineFormula(source, contextOf(env)),
};

const markdown = MarkdownIt({ html: true, linkify: true, typographer: true })
  // It turns (c) into ©, -- into – and +-1 into ±1; what remains of the typographer is quotation marks.
  .disable("replacements")
  .use(tex, texOptions)
  .use(jupyterMath)
  .use(footnotes)
  .use(alert, { deep: true })
  .use(directives)
  .use(roles)
  .use(taskLists)
  .use(markTables);
// An address without its scheme may be a file's name, such as util.py.
markdown.linkify.set({ fuzzyEmail: false, fuzzyIP: false, fuzzyLink: false });

function contextOf(env: unknown): MarkdownContext {
  return env as MarkdownContext;
}

function textOf(tokens: Token[]): string {
  return tokens.map(({ type, children, content }) =>
    children ? textOf(children) : type === "html_inline" ? "" : content
  ).join("");
}

/** A formula that cannot be set, as it was written. */
function asWritten(
  tex: string,
  cause: unknown,
  context: MarkdownContext,
): string {
  if (!(cause instanceof SyntaxError)) throw cause;
  context.report(
    new PageError("Cannot typeset a formula", cause.message, context, {
      cause,
    }),
  );
  return `<code class="as-written">${escapeHtml(tex.trim())}</code>`;
}

/**
 * A formula on a line of its own, in a box that scrolls if it is too wide, with its number.
 *
 * @param source TeX without delimiters.
 * @param context The page that it is for.
 * @param isNumbered Whether it is an equation of the page's own.
 * @returns HTML that may stand in a paragraph.
 */
export function displayFormula(
  source: string,
  context: MarkdownContext,
  isNumbered = true,
): string {
  const equation = readEquation(source);
  let formula: string;
  try {
    const typesetting = typeset(equation.tex, true, context.macros);
    if (!typesetting) return "";
    const { mathml, place } = context.notation.mark(typesetting);
    formula = `<span class="formula">${mathml}</span>` +
      place;
  } catch (error) {
    formula = asWritten(source, error, context);
  }
  return isNumbered ? context.equations.number(formula, equation) : formula;
}

function inlineFormula(source: string, context: MarkdownContext): string {
  const reference = source.match(/^\s*\\(eq)?ref\s*\{([^}]*)\}\s*$/);
  if (reference) {
    const link = context.equations.reference(
      reference[2]!,
      reference[1] !== undefined,
    );
    if (link) return link;
  }
  const symbol = context.notation.inline(source, context.isFirst);
  if (symbol) return symbol;
  try {
    return context.notation.mark(typeset(source, false, context.macros))
      .mathml;
  } catch (error) {
    return asWritten(source, error, context);
  }
}

markdown.core.ruler.after("inline", "heading_ids", ({ tokens, env }) => {
  tokens.forEach((token, i) => {
    if (token.type !== "heading_open") return;
    const { children, content } = tokens[i + 1]!;
    if (content.trim() === "") {
      // Whoever goes from heading to heading should meet none that says nothing.
      token.hidden = tokens[i + 2]!.hidden = true;
      return;
    }
    if (contextOf(env).isOutput) return;
    const id = contextOf(env).ids.take(anchorOf(textOf(children ?? [])));
    token.attrSet("id", id);
  });
});

// A comment is for whoever edits the notebook, and no reason to put a cell into a box of its own.
markdown.core.ruler.push("comments", ({ tokens }) => {
  const drop = (token: Token): void => {
    if (
      token.type.startsWith("html_") &&
      /^\s*(<!--[^]*?-->\s*)*$/.test(token.content)
    ) token.content = "";
    token.children?.forEach(drop);
  };
  tokens.forEach(drop);
});

const { rules } = markdown.renderer;

rules.alert_title = (tokens, i) => {
  const { markup } = tokens[i]!;
  const title = markup[0]!.toUpperCase() + markup.slice(1);
  return `<p class="markdown-alert-title">${title}</p>\n`;
};

rules.link_open = (tokens, i, options, env, renderer) => {
  const href = String(tokens[i]!.attrGet("href") ?? "");
  tokens[i]!.attrSet("href", contextOf(env).resolveLink(href));
  return renderer.renderToken(tokens, i, options);
};

/** What stands behind a formula without a space, such as a full stop. */
function marksBehind(tokens: Token[], i: number): string {
  const next = tokens[i + 1];
  return tokens[i]?.type === "math_inline" && next?.type === "text"
    ? next.content.match(/^[^\s\p{L}\p{N}\\]*/u)![0]
    : "";
}

// Chromium would end a line between a formula and the full stop behind it, also where a word joiner is. The style sheet
// knows a span without a class that holds a formula.
rules.math_inline = (tokens, i, _options, env) => {
  const formula = inlineFormula(tokens[i]!.content, contextOf(env));
  const marks = marksBehind(tokens, i);
  return marks ? `<span>${formula}${escapeHtml(marks)}</span>` : formula;
};

// LaTeX's references stand in running text too.
rules.text = (tokens, i, _options, env) =>
  escapeHtml(tokens[i]!.content.slice(marksBehind(tokens, i - 1).length))
    .replace(
      /\\(eq)?ref\{([^}]*)\}/g,
      (whole, parentheses, label) =>
        contextOf(env).equations.reference(label, parentheses !== undefined) ??
          whole,
    );

/** A picture that the notebook has, attached or beside it, as a `data:` URL. */
function pictureOf(
  source: string,
  context: MarkdownContext,
): string | undefined {
  if (source.startsWith("attachment:")) {
    return attachmentUrl(source.slice("attachment:".length), context);
  }
  const picture = context.readImage(source);
  if (!picture) reportMissing(source, context);
  return picture;
}

rules.image = (tokens, i, options, env, renderer) => {
  const token = tokens[i]!;
  const context = contextOf(env);
  const source = String(token.attrGet("src") ?? "");
  const title = String(token.attrGet("title") ?? "");
  const alt = renderer.renderInlineAsText(token.children ?? [], options, env);
  const url = /^data:image\//i.test(source)
    ? source
    : pictureOf(source, context);
  if (url) {
    const image = `<img src="${escapeHtml(url)}" alt="${escapeHtml(alt)}">`;
    return title
      ? `<span class="figure">${image}<span class="caption"><b>Figure ${context.countFigure()}.</b> ${
        escapeHtml(title)
      }</span></span>`
      : image;
  }
  const depth = tokens.slice(0, i).reduce(
    (sum, { type, nesting }) => type.startsWith("link_") ? sum + nesting : sum,
    0,
  );
  const text = escapeHtml(alt || source);
  return depth > 0 || !/^https?:/i.test(source)
    ? text
    : `<a href="${escapeHtml(source)}">${text}</a>`;
};

function codeBlock(source: string, language: string): string {
  const code = language
    ? highlight(source, language)
    : `<code>${escapeHtml(source)}</code>`;
  return `<div class="block"><pre>${code}</pre></div>\n`;
}

rules.fence = (tokens, i, _options, env) => {
  const { info, content } = tokens[i]!;
  // Quarto and R write the language in braces.
  const [, language = ""] = info.match(/^\s*\{?\.?([^\s,{}]*)/) ?? [];
  return language === "math"
    ? displayFormula(content, contextOf(env))
    // A directive that holds nothing, such as a list of references, says what it is.
    : codeBlock(content || (info.includes("{") ? info.trim() : ""), language);
};
rules.code_block = (tokens, i) => codeBlock(tokens[i]!.content, "");

function plainInline(inline: Token, env: Env): string {
  const kept = (inline.children ?? []).filter(({ type }) =>
    !/^(link_|image|footnote|html|target)/.test(type)
  ).map((token) =>
    // A formula of its own line is numbered where it stands, once.
    token.type === "math_block"
      ? Object.assign(Object.create(token) as Token, {
        type: "text",
        content: "…",
      })
      : token
  );
  // What is wrong with it has been said where it stands.
  const quiet = { ...env, report: () => {} };
  return markdown.renderer.renderInline(kept, markdown.options, quiet)
    .replace(/<a [^>]*>|<\/a>/g, "");
}

/** The headings in HTML, each with an id. */
function headingsIn(element: Element, ids: PageIds): Heading[] {
  return [element, ...elementsOf(element)].flatMap((part): Heading[] => {
    const [, level] = part.tagName.match(/^h([1-6])$/) ?? [];
    const text = textContent(part).trim();
    if (level === undefined || text === "") return [];
    let id = part.attrs.find(({ name }) => name === "id")?.value;
    if (id === undefined) {
      id = ids.take(anchorOf(text));
      part.attrs.unshift({ name: "id", value: id });
    }
    return [{ level: Number(level), id, text, html: escapeHtml(text) }];
  });
}

/**
 * Renders Markdown that stands within a line.
 *
 * @param source Markdown.
 * @param context The page that it is for.
 * @returns HTML without paragraphs and links.
 */
export function renderInline(source: string, context: MarkdownContext): string {
  const env = { ...context } as unknown as Env;
  return markdown.parseInline(source, env)
    .map((inline) => plainInline(inline, env)).join("");
}

/**
 * Renders prose.
 *
 * @param source Markdown.
 * @param context The page that it is for.
 * @returns The HTML with its headings.
 */
export function renderMarkdown(
  source: string,
  context: MarkdownContext,
): RenderedMarkdown {
  const env = { ...context } as unknown as Env;
  const before = context.ids.count;
  const tokens = markdown.parse(source, env);
  let html = markdown.renderer.render(tokens, markdown.options, env)
    .replace(/\n(?=<t([dhr]|head|body)[ >])/g, "");
  const headings = tokens.flatMap((token, i): Heading[] => {
    if (token.type !== "heading_open" || token.hidden) return [];
    const inline = tokens[i + 1]!;
    return [{
      level: Number(token.tag.slice(1)),
      id: String(token.attrGet("id")),
      text: textOf(inline.children ?? []),
      html: plainInline(inline, env),
    }];
  });
  const isForeign = ({ type, content, children }: Token): boolean =>
    (type.startsWith("html_") && content !== "") ||
    (children?.some(isForeign) ?? false);
  if (tokens.some(isForeign) && !context.trust) {
    const written = new Map(headings.splice(0).map((own) => [own.id, own]));
    html = `<div class="foreign"><div>${
      sanitize(html, "", context.ids, {
        kept: context.ids.since(before),
        readImage: (source) => pictureOf(source, context),
        resolveLink: context.resolveLink,
        edit: (element) => {
          if (context.isOutput) return;
          headings.push(
            ...headingsIn(element, context.ids).map((heading) =>
              written.get(heading.id) ?? heading
            ),
          );
        },
      })
    }</div></div>`;
  }
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
