/**
 * TypeScript with its tokens coloured.
 *
 * The parser reports tokens and comments by position; the text between them is copied. TypeScript's own
 * words (`type`, `as`, `readonly`, …) are names to the tokenizer, because each may also name a variable,
 * so a name's neighbours decide what it is.
 *
 * @module
 */

import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Comment, Parser, type Token } from "acorn";
import { escapeHtml } from "./html.ts";

const TypeScript = Parser.extend(tsPlugin());

const WORDS = new Set(
  ("abstract as async await declare from get implements infer interface is keyof let namespace of " +
    "override private protected public readonly satisfies set static type unique using yield")
    .split(
      " ",
    ),
);
const PRIMITIVES = new Set(
  "any bigint boolean never number object string symbol unknown".split(" "),
);
const CONSTANTS = new Set(["null", "true", "false"]);

interface Span {
  start: number;
  end: number;
  kind: string;
}

function kindOfName(name: string, before: string, after: string): string {
  const isMember = before === "." || before === "?.";
  if (!isMember && WORDS.has(name)) {
    const startsOperand = /^[\w$"'`{[*]/.test(after) ||
      (after === "(" && /^(async|await|yield)$/.test(name));
    if (startsOperand) return "keyword";
  }
  if (
    !isMember && PRIMITIVES.has(name) &&
    /^([:|&<=]|=>|as|satisfies|extends|keyof)$/.test(before)
  ) return "type";
  if (after === "(") return "function";
  return /^[A-Z][A-Za-z]*[a-z]/.test(name) ? "type" : "";
}

function kindOf(
  token: Token,
  source: string,
  before: string,
  after: string,
): string {
  const { label, keyword } = token.type;
  if (label === "name") {
    return kindOfName(source.slice(token.start, token.end), before, after);
  }
  if (keyword) return CONSTANTS.has(keyword) ? "number" : "keyword";
  if (label === "num") return "number";
  return /^(string|template|regexp|`)$/.test(label) ? "string" : "";
}

function spansOf(source: string): Span[] {
  const reported: Token[] = [];
  const comments: Comment[] = [];
  TypeScript.parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
    allowAwaitOutsideFunction: true,
    onToken: reported,
    onComment: comments,
  });
  // Where the parser tried one reading and took another, it reports the same place twice: the last holds.
  const tokens = [
    ...new Map(reported.map((token) => [token.start, token])).values(),
  ]
    .sort((a, b) => a.start - b.start);
  const text = (token?: Token) =>
    token ? source.slice(token.start, token.end) : "";
  const spans = tokens.map((token, i): Span => ({
    start: token.start,
    end: token.end,
    kind: kindOf(token, source, text(tokens[i - 1]), text(tokens[i + 1])),
  }));
  const remarks = comments.map(({ start, end }): Span => ({
    start,
    end,
    kind: "comment",
  }));
  return [...spans, ...remarks].sort((a, b) => a.start - b.start);
}

/**
 * TypeScript as HTML with its tokens in `<span class="keyword">` and the like. The text is the source's,
 * character by character. Source that does not parse comes without colours.
 *
 * @param source A cell's source.
 * @returns HTML to be put into a `<code>` element.
 */
export function highlight(source: string): string {
  let spans: Span[];
  try {
    spans = spansOf(source);
  } catch (error) {
    if (error instanceof SyntaxError) return escapeHtml(source);
    throw error;
  }
  let html = "";
  let position = 0;
  for (const { start, end, kind } of spans) {
    if (start < position || kind === "") continue;
    html += escapeHtml(source.slice(position, start)) +
      `<span class="${kind}">${escapeHtml(source.slice(start, end))}</span>`;
    position = end;
  }
  return html + escapeHtml(source.slice(position));
}
