/**
 * Style sheets and style attributes that notebooks bring, cut down to what concerns their own output.
 *
 * @module
 */

import {
  type CSSToken,
  mirrorVariantType,
  stringify,
  tokenize,
  TokenType,
} from "@csstools/css-tokenizer";

/** Rules that hold others, or names that only such rules use; every other at-rule reaches beyond its output. */
const AT_RULES = new Set([
  "@container",
  "@keyframes",
  "@layer",
  "@media",
  "@starting-style",
  "@supports",
]);

const OPENERS: readonly string[] = [
  TokenType.Function,
  TokenType.OpenCurly,
  TokenType.OpenParen,
  TokenType.OpenSquare,
];
const CLOSERS: readonly string[] = [
  TokenType.CloseCurly,
  TokenType.CloseParen,
  TokenType.CloseSquare,
];

/** Functions that load what they name. */
const LOADERS = /^(url|src|image|image-set|-webkit-image-set|cross-fade)$/i;

function isLocal(url: string): boolean {
  return /^(#|data:(image|font)\/)/i.test(url.trim());
}

/** Whether an address follows that only a request could bring. */
function loads(tokens: readonly CSSToken[], at: number): boolean {
  const token = tokens[at]!;
  if (token[0] === TokenType.URL) return !isLocal(token[4].value);
  if (token[0] !== TokenType.Function || !LOADERS.test(token[4].value)) {
    return false;
  }
  const argument = tokens.slice(at + 1).find(([type]) =>
    type !== TokenType.Whitespace && type !== TokenType.Comment
  );
  return argument?.[0] !== TokenType.String || !isLocal(argument[4].value);
}

/** The place behind what an opening token opens. */
function endOf(tokens: readonly CSSToken[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    if (OPENERS.includes(tokens[i]![0])) depth++;
    if (CLOSERS.includes(tokens[i]![0])) depth--;
    if (depth === 0) return i + 1;
  }
  return tokens.length;
}

/** The place behind an at-rule. */
function endOfRule(tokens: readonly CSSToken[], at: number): number {
  for (let i = at; i < tokens.length; i++) {
    const [type] = tokens[i]!;
    if (type === TokenType.Semicolon) return i + 1;
    if (type === TokenType.OpenCurly) return endOf(tokens, i);
    if (type === TokenType.CloseCurly) return i;
  }
  return tokens.length;
}

/** A token as it was written, closed if the end of the text closed it. */
function whole(token: CSSToken): string {
  const text = stringify(token).replace(/\\$/, "");
  if (token[0] === TokenType.String) {
    const quote = text[0]!;
    return text.length > 1 && /(^|[^\\])(\\\\)*$/.test(text.slice(1, -1)) &&
        text.endsWith(quote)
      ? text
      : text + quote;
  }
  return token[0] === TokenType.URL && !text.endsWith(")") ? `${text})` : text;
}

/** Words, numbers and colours, which are safe as they are: most of what drawings hold. */
const PLAIN = /^[\w #%+,.:;-]*$/;

/**
 * Makes CSS safe to put between braces: brackets that were left open are closed and those that nothing opened are
 * gone, nothing is loaded, and no rule is left that holds for a whole document, such as `@import` or `@font-face`.
 *
 * @param css A style sheet, or the declarations of a style attribute.
 * @returns The CSS that is left.
 */
export function safeCss(css: string): string {
  if (PLAIN.test(css)) return css;
  const tokens = tokenize({ css });
  const open: string[] = [];
  let safe = "";
  for (let i = 0; i < tokens.length;) {
    const token = tokens[i]!;
    const [type] = token;
    if (
      type === TokenType.AtKeyword && !AT_RULES.has(token[1].toLowerCase())
    ) {
      i = endOfRule(tokens, i);
      continue;
    }
    if (loads(tokens, i)) {
      i = type === TokenType.URL ? i + 1 : endOf(tokens, i);
      safe += "none";
      continue;
    }
    i++;
    if (
      type === TokenType.Comment || type === TokenType.CDC ||
      type === TokenType.CDO || type === TokenType.BadString ||
      type === TokenType.BadURL
    ) continue;
    if (OPENERS.includes(type)) {
      open.push(
        type === TokenType.Function
          ? TokenType.CloseParen
          : mirrorVariantType(type)!,
      );
    } else if (CLOSERS.includes(type)) {
      if (open.at(-1) !== type) continue;
      open.pop();
    }
    safe += whole(token);
  }
  const marks: Record<string, string> = {
    [TokenType.CloseCurly]: "}",
    [TokenType.CloseParen]: ")",
    [TokenType.CloseSquare]: "]",
  };
  return safe + open.reverse().map((type) => marks[type]).join("");
}
