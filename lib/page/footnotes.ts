/**
 * Footnotes: below the prose that they belong to, and in the margin beside it where there is room.
 *
 * @module
 */

import type { MarkdownIt, Token } from "markdown-it";
import footnote from "markdown-it-footnote";
import { withoutFences } from "./fences.ts";
import { escapeHtml } from "./html.ts";
import type { MarkdownContext } from "./markdown.ts";

interface Footnote {
  readonly id: string;
  readonly number: number;
  /** The note's inline content, if it is one paragraph, which a margin can take. */
  readonly inline: string | undefined;
}

const notes = new WeakMap<MarkdownContext, Map<number, Footnote>>();

function idOf(token: Token): number {
  return (token.meta as { id: number }).id;
}

/** The footnotes that a table refers to: it scrolls in its box, and would hold them back from the margin. */
function inTables(tokens: readonly Token[]): Set<number> {
  let tables = 0;
  const found = new Set<number>();
  for (const { type, children } of tokens) {
    if (type === "table_open") tables++;
    if (type === "table_close") tables--;
    if (!tables) continue;
    for (const child of children ?? []) {
      if (child.type === "footnote_ref") found.add(idOf(child));
    }
  }
  return found;
}

/** Gives every footnote of a cell its number on the page. */
function number(
  markdown: MarkdownIt,
  tokens: Token[],
  context: MarkdownContext,
) {
  const found = new Map<number, Footnote>();
  const fromTables = inTables(tokens);
  tokens.forEach((token, i) => {
    if (token.type !== "footnote_open") return;
    const end = tokens.findIndex(({ type }, j) =>
      j > i && type === "footnote_close"
    );
    const content = tokens.slice(i + 1, end).filter(({ type }) =>
      type !== "footnote_anchor"
    );
    const count = context.countFootnote();
    found.set(idOf(token), {
      id: context.ids.take(`footnote-${count}`),
      number: count,
      inline: content.length === 3 && content[1]!.type === "inline" &&
          !fromTables.has(idOf(token)) &&
          // One that leads to another is read in the list, where the other is.
          !content[1]!.children?.some(({ type }) => type === "footnote_ref")
        ? markdown.renderer.renderInline(
          content[1]!.children ?? [],
          markdown.options,
          context as never,
        )
        : undefined,
    });
  });
  if (found.size) notes.set(context, found);
}

/**
 * Adds footnotes to a parser.
 *
 * @param markdown The parser.
 */
export function footnotes(markdown: MarkdownIt): void {
  markdown.use(footnote);
  markdown.core.ruler.push(
    "footnote_numbers",
    ({ tokens, env }) =>
      number(markdown, tokens, env as unknown as MarkdownContext),
  );
  const { rules } = markdown.renderer;
  const noteOf = (token: Token, env: unknown) =>
    notes.get(env as MarkdownContext)!.get(idOf(token))!;

  rules.footnote_ref = (tokens, i, _options, env) => {
    const { id, number, inline } = noteOf(tokens[i]!, env);
    const isFirst = (tokens[i]!.meta as { subId: number }).subId === 0;
    const anchor = isFirst ? ` id="${escapeHtml(id)}-reference"` : "";
    // What stands in the margin is a copy for the eye; the note itself is in the list below.
    const margin = inline && isFirst
      ? `<span class="margin-note" aria-hidden="true"><sup>${number}</sup> ${
        inline.replace(/<a [^>]*>|<\/a>| id="[^"]*"/g, "")
      }</span>`
      : "";
    return `<sup class="footnote-reference"${anchor}><a href="#${
      escapeHtml(id)
    }" aria-label="Note ${number}">${number}</a></sup>${margin}`;
  };
  rules.footnote_block_open = () =>
    // A page may have several, which would be landmarks of one name as sections.
    `<div class="footnotes" role="group" aria-label="Notes"><ol>\n`;
  rules.footnote_block_close = () => "</ol></div>\n";
  rules.footnote_open = (tokens, i, _options, env) => {
    const { id, number, inline } = noteOf(tokens[i]!, env);
    return `<li id="${escapeHtml(id)}" value="${number}"${
      inline ? ' class="in-margin"' : ""
    }>`;
  };
  rules.footnote_close = () => "</li>\n";
  rules.footnote_anchor = (tokens, i, _options, env) => {
    const { id, number } = noteOf(tokens[i]!, env);
    return ` <a href="#${
      escapeHtml(id)
    }-reference" aria-label="Back to the text of note ${number}">↩</a>`;
  };
}

/** A note: its first paragraph, which ends where a block of another kind begins, and what is indented below it. */
const DEFINITION =
  /^ {0,3}\[\^([^\]\s]+)\]:.*(?:\n(?! {0,3}(?:\[\^|[#>|<]|[-*+] |\d+[.)] |`{3}|~{3}|:{3}|\${2})).*\S.*)*(?:\n(?:[ \t]*\n)*(?: {4}|\t).*)*/gm;

/**
 * Adds to each cell's prose the notes that it refers to and another cell holds, so that a note stands below the text that
 * it is of.
 *
 * @param sources The prose of a notebook's cells, in order.
 * @returns The prose, in the same order. Of several notes with one name, the last one before the cell is taken, and else
 * the first one behind it.
 */
export function withNotesOfOthers(sources: readonly string[]): string[] {
  const held = sources.map((source) => {
    const plain = source.includes("]:") ? withoutFences(source) : "";
    const notes = [...plain.matchAll(DEFINITION)];
    return new Map(notes.map(([note, name]) => [name!, note]));
  });
  if (held.every(({ size }) => size === 0)) return [...sources];
  return sources.map((source, i) => {
    const names = new Set(
      [...source.matchAll(/\[\^([^\]\s]+)\]/g)].map(([, name]) => name!),
    );
    const elsewhere = [...held.slice(0, i).reverse(), ...held.slice(i + 1)];
    const notes = [...names].filter((name) => !held[i]!.has(name)).flatMap((
      name,
    ) => elsewhere.find((notes) => notes.has(name))?.get(name) ?? []);
    return [source, ...notes].join("\n\n");
  });
}
