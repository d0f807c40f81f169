/**
 * TypeScript with its tokens coloured.
 *
 * The parser reports tokens and comments by position; the text between them is copied. TypeScript's own
 * words (`type`, `as`, `readonly`, …) are names to the tokenizer, because each may also name a variable,
 * so a name's neighbours decide what it is.
 *
 * @module
 */

import type { Token } from "acorn";
import { factorOfName } from "./factors.ts";
import { escapeHtml } from "./html.ts";
import { highlightOther, isTypeScript } from "./other_languages.ts";
import { type ParsedSource, parseTypeScript } from "./typescript.ts";

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
  const factor = factorOfName(name);
  if (factor) return factor;
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

function spansOf(source: string, { tokens, comments }: ParsedSource): Span[] {
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
 * Code as HTML with its tokens in `<span class="keyword">` and the like, and the factors of the chain rule in theirs.
 * The text is the source's, character by character. Source that does not parse comes without colours.
 *
 * @param source A cell's source.
 * @param language The language that it is in.
 * @returns HTML to be put into a `<code>` element.
 */
export function highlight(source: string, language = "typescript"): string {
  if (!isTypeScript(language)) return highlightOther(source, language);
  const parsed = parseTypeScript(source);
  if (!parsed) return escapeHtml(source);
  let html = "";
  let position = 0;
  for (const { start, end, kind } of spansOf(source, parsed)) {
    if (start < position || kind === "") continue;
    html += escapeHtml(source.slice(position, start)) +
      `<span class="${kind}">${escapeHtml(source.slice(start, end))}</span>`;
    position = end;
  }
  return html + escapeHtml(source.slice(position));
}
