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
import { isTypeScript, otherSpans } from "./other_languages.ts";
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

/** A token. */
export interface Span {
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

/** Each kind of token by the letter that stands for it. The page's script knows the same letters. */
const LETTERS: Readonly<Record<string, string>> = {
  keyword: "k",
  string: "s",
  number: "n",
  type: "t",
  function: "f",
  comment: "c",
};

/** The greatest number that a character writes, from `?` to `~`, among which none means anything to HTML. */
const MOST = 63;

function digit(number: number): string {
  return String.fromCharCode(63 + number);
}

/** What ends by itself, so that its length need not be said. The page's script knows the same. */
const WORD = /[\d.]+|[\p{L}\w$]+/uy;

function wordAt(source: string, position: number): string | undefined {
  WORD.lastIndex = position;
  return WORD.exec(source)?.[0];
}

/**
 * Where tokens are, two characters for a word and three for others: how much text is before it, its kind, and, if that is
 * a capital, its length. What is longer than a character can say is written in pieces, gaps without a kind.
 */
function encode(source: string, spans: readonly Span[]): string {
  let code = "";
  let position = 0;
  for (const { start, end, kind } of spans) {
    const letter = LETTERS[kind];
    if (!letter) continue;
    for (; start - position > MOST; position += MOST) {
      code += `${digit(MOST)}_${digit(0)}`;
    }
    if (wordAt(source, start) === source.slice(start, end)) {
      code += digit(start - position) + letter;
      position = end;
      continue;
    }
    for (let from = start; from < end;) {
      const length = Math.min(MOST, end - from);
      code += digit(from - position) + letter.toUpperCase() + digit(length);
      position = from += length;
    }
  }
  return code;
}

/** No tokens: a gap of no length, without a kind. */
const NOTHING = `${digit(0)}_${digit(0)}`;

/** The tokens of most code, by the letters of their kinds. The page's script knows the same expression. */
export const USUAL: RegExp =
  /(?<s>"(?:[^"\\\n]|\\.)*")|(?<c>\/\/.*)|(?<n>\d[\w.]*(?:(?<=e)-\d+)?|(?:null|true|false)\b)|(?<k>(?<!\.)(?:as|await|const|else|for|from|function|if|import|let|new|of|return|type|typeof)\b(?!\s*[:,)]))|(?<f>[\p{L}$_][\p{L}\w$]*(?=\())|(?<t>[A-Z][A-Za-z]*[a-z][\w$]*|(?<=[:<] ?)(?:boolean|number|string)\b)|[\p{L}\w$]+/gu;

/** Whether tokens are those that the page's script finds by itself. */
function areUsual(source: string, spans: readonly Span[]): boolean {
  const own = spans.filter(({ kind }) => LETTERS[kind]);
  let count = 0;
  for (const { 0: token, index, groups = {} } of source.matchAll(USUAL)) {
    const letter = Object.keys(groups).find((letter) => groups[letter]);
    if (!letter) continue;
    const span = own[count++];
    const isSame = span && LETTERS[span.kind] === letter &&
      span.start === index && span.end === index + token.length;
    if (!isSame) return false;
  }
  return count === own.length;
}

/**
 * Code as a `<code>` element. Its text is the source's, character by character. The factors of the chain rule are
 * elements in it; where the other tokens are, stands in an attribute, from which the page's script colours them. So the
 * element holds nothing but text, also for whoever edits it, and a page carries two or three characters for each token.
 * Most code needs none: the attribute is empty where the script finds the tokens by itself, and a cell's code goes without.
 *
 * @param source A cell's source.
 * @param language The language that it is in.
 * @param isCell Whether it is the code of a cell.
 * @returns HTML. Source that does not parse comes without colours.
 */
export function highlight(
  source: string,
  language = "typescript",
  isCell = false,
): string {
  const parsed = isTypeScript(language) ? parseTypeScript(source) : undefined;
  const spans = parsed
    ? spansOf(source, parsed)
    : isTypeScript(language)
    ? []
    : otherSpans(source, language);
  let html = "";
  let position = 0;
  const apart: Span[] = [];
  for (const span of spans) {
    const { start, end, kind } = span;
    if (start < position || kind === "") continue;
    if (/^f\d$/.test(kind)) {
      html += escapeHtml(source.slice(position, start)) +
        `<span class="${kind}">${escapeHtml(source.slice(start, end))}</span>`;
    } else {
      apart.push(span);
      html += escapeHtml(source.slice(position, end));
    }
    position = end;
  }
  const tokens = encode(source, apart);
  const isUsual = areUsual(source, apart);
  const written = isUsual ? "" : tokens || NOTHING;
  const isMarked = isCell ? !isUsual : tokens !== "";
  return `<code${isMarked ? ` data-t="${written}"` : ""}>${html}${
    escapeHtml(source.slice(position))
  }</code>`;
}
