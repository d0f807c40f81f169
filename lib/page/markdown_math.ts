/**
 * The ways to write formulas in Jupyter beside the `$…$` that `@mdit/plugin-tex` reads: `$$…$$`, a LaTeX environment
 * without any dollar, `\\(…\\)` and `\\[…\\]`, each on lines of its own or within a paragraph.
 *
 * @module
 */

import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** A formula and where it ends. */
interface Found {
  readonly tex: string;
  readonly end: number;
  readonly isDisplay: boolean;
}

const OPENING = /\$\$|\\begin\{([a-zA-Z]+\*?)\}|(\\\\?)([[(])/y;

/** Whether a text is TeX, where the marks around it may as well stand for themselves. */
function isTex(text: string): boolean {
  return /[\\^_={}]|\s[+<>-]\s/.test(text) && !/\]\(|:\/\/|`/.test(text);
}

function formulaAt(text: string, at: number): Found | undefined {
  OPENING.lastIndex = at;
  const [opening, name, slashes, bracket] = OPENING.exec(text) ?? [];
  if (opening === undefined) return undefined;
  const closing = name
    ? `\\end{${name}}`
    : slashes
    ? slashes + (bracket === "(" ? ")" : "]")
    : "$$";
  const start = at + opening.length;
  const close = text.indexOf(closing, start);
  const inner = text.slice(start, close);
  if (close < 0 || inner.trim() === "") return undefined;
  // One backslash keeps Markdown from reading a bracket as a link's.
  if (slashes === "\\" && !isTex(inner) && !inner.startsWith("\n")) {
    return undefined;
  }
  const end = close + closing.length;
  const tex = name ? text.slice(at, end) : inner;
  if (bracket === "(") return { tex, end, isDisplay: false };
  // A full stop behind it would stand alone in the next line.
  const [mark = ""] = text.slice(end, end + 2).match(/^[.,;:](?=\s|$)/) ?? [];
  return { tex: tex + mark, end: end + mark.length, isDisplay: true };
}

function inParagraph(state: StateInline, silent: boolean): boolean {
  const found = formulaAt(state.src, state.pos);
  if (!found) return false;
  if (!silent) {
    const type = found.isDisplay ? "math_block" : "math_inline";
    state.push(type, "math", 0).content = found.tex;
  }
  state.pos = found.end;
  return true;
}

/** `$ x $`, which only amounts of money look like. */
function spaced(state: StateInline, silent: boolean): boolean {
  const [whole, tex = ""] =
    state.src.slice(state.pos).match(/^\$\s([^$]+)\s\$(?!\d)/) ?? [];
  if (whole === undefined) return false;
  if (!isTex(` ${tex} `) && !/^\s*\p{L}\s*$/u.test(tex)) return false;
  if (!silent) state.push("math_inline", "math", 0).content = tex;
  state.pos += whole.length;
  return true;
}

/** The lines from one on that may belong to the same block. */
function linesFrom(state: StateBlock, start: number, end: number): string {
  let last = start + 1;
  while (
    last < end &&
    (state.isEmpty(last) || state.sCount[last]! >= state.blkIndent)
  ) last++;
  return state.getLines(start, last, state.blkIndent, false);
}

function countLines(text: string): number {
  return text.split("\n").length - 1;
}

/** Reads a paragraph of which no line up to `last` begins anything else, since all of them belong to a formula. */
function paragraph(
  state: StateBlock,
  start: number,
  last: number,
  end: number,
): boolean {
  // What no other rule reads is a paragraph, so that its rule is the last one.
  state.md.block.ruler.getRules("").at(-1)!(state, last, end, false);
  if (last === start) return true;
  const [open, inline] = state.tokens.slice(-3);
  const before = state.getLines(start, last, state.blkIndent, false);
  inline!.content = `${before.trimStart()}\n${inline!.content}`;
  for (const token of [open!, inline!]) token.map = [start, state.line];
  return true;
}

/** What MyST calls an equation by, where it could be no word in parentheses. */
const LABEL = /^\s*\(([\w.-]*[:_-][\w:.-]*)\)\s*$/;

/** A display formula that begins a line; what stands behind it makes it a part of a paragraph. */
function display(
  state: StateBlock,
  start: number,
  end: number,
  silent: boolean,
): boolean {
  const at = state.bMarks[start]! + state.tShift[start]!;
  const line = state.src.slice(at, state.eMarks[start]);
  if (!/^(\$\$|\\begin\{|\\\\?\[)/.test(line)) return false;
  // It may as well end one that began within the paragraph above.
  const above = silent ? state.src.slice(state.bMarks[state.line], at) : "";
  if (above.split("$$").length % 2 === 0) return false;
  const lines = linesFrom(state, start, end).trimStart();
  const found = formulaAt(lines, 0);
  if (!found) return false;
  const [behind = ""] = lines.slice(found.end).match(/^.*/) ?? [];
  // A matrix may stand in a formula between dollars.
  if (/^\$(?!\$)/.test(behind)) return false;
  if (silent) return true;
  const last = start + countLines(lines.slice(0, found.end));
  const [, label] = behind.match(LABEL) ?? [];
  if (!label && behind.trim() !== "") {
    return paragraph(state, start, last, end);
  }
  const token = state.push("math_block", "math", 0);
  token.block = true;
  token.content = found.tex + (label ? `\\label{${label}}` : "");
  token.map = [start, last + 1];
  state.line = last + 1;
  return true;
}

/** A paragraph in whose first line a display formula begins that ends in a later one. */
function paragraphWithDisplay(
  state: StateBlock,
  start: number,
  end: number,
  silent: boolean,
): boolean {
  const line = state.getLines(start, start + 1, state.blkIndent, false);
  if (silent || line.split("$$").length % 2 === 1) return false;
  const lines = linesFrom(state, start, end);
  const found = formulaAt(lines, line.lastIndexOf("$$"));
  if (!found || /\n\s*\n/.test(found.tex)) return false;
  const last = start + countLines(lines.slice(0, found.end));
  return paragraph(state, start, last, end);
}

/** What stands for a bar in a formula while rows are cut into cells. */
const BAR = "\ue002";
const ROW_OF_DASHES = /^[\s>]*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** The text with the bars of formulas in tables hidden, which there would end cells. */
function hideBars(text: string): string {
  if (!text.includes("$")) return text;
  let isTable = false;
  const lines = text.split("\n");
  return lines.map((line, i) => {
    isTable = isTable && line.trim() !== "" ||
      line.includes("|") && ROW_OF_DASHES.test(lines[i + 1] ?? "");
    return isTable
      ? line.replace(
        /(?<!\\)\$(?!\s)[^$]+(?<![\s\\])\$(?!\d)/g,
        (formula) => formula.replaceAll("|", BAR),
      )
      : line;
  }).join("\n");
}

/**
 * Adds them to a parser that has `@mdit/plugin-tex`.
 *
 * @param markdown The parser.
 */
export function jupyterMath(markdown: MarkdownIt): void {
  const { inline, block, core } = markdown;
  inline.ruler.before("escape", "math_in_paragraph", inParagraph);
  inline.ruler.before("math_inline_dollar", "math_spaced", spaced);
  block.ruler.at("math_block_dollar", display, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
  block.ruler.before("lheading", "math_paragraph", paragraphWithDisplay);
  core.ruler.before("block", "hide_bars", (state) => {
    state.src = hideBars(state.src);
  });
  core.ruler.after("block", "show_bars", ({ tokens }) => {
    for (const token of tokens) {
      token.content = token.content.replaceAll(BAR, "|");
    }
  });
}
