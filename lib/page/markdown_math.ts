/**
 * The ways to write formulas in Jupyter beside those that `@mdit/plugin-tex` reads: `$$…$$` within a paragraph,
 * `\\(…\\)` and `\\[…\\]`, and a LaTeX environment without any dollar.
 *
 * @module
 */

import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

function displayInParagraph(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (!src.startsWith("$$", pos)) return false;
  const end = src.indexOf("$$", pos + 2);
  if (end <= pos + 2) return false;
  if (!silent) {
    const token = state.push("math_block", "math", 0);
    token.markup = "$$";
    token.content = src.slice(pos + 2, end);
  }
  state.pos = end + 2;
  return true;
}

/** A line that begins with `$$…$$` and goes on behind it, of which `@mdit/plugin-tex` makes one formula. */
function paragraphFromDisplay(
  state: StateBlock,
  start: number,
  end: number,
  silent: boolean,
): boolean {
  const at = state.bMarks[start]! + state.tShift[start]!;
  const line = state.src.slice(at, state.eMarks[start]);
  if (silent || !/^\$\$.+?\$\$\s*\S/.test(line)) return false;
  // What no other rule reads is a paragraph, so that its rule is the last one.
  return state.md.block.ruler.getRules("").at(-1)!(state, start, end, silent);
}

/** Brackets with two backslashes each, because Markdown takes one for itself. */
function brackets(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  const [, bracket] = src.slice(pos, pos + 3).match(/^\\\\([([])$/) ?? [];
  if (bracket === undefined) return false;
  const end = src.indexOf(bracket === "(" ? "\\\\)" : "\\\\]", pos + 3);
  if (end < 0) return false;
  if (!silent) {
    const type = bracket === "(" ? "math_inline" : "math_block";
    const token = state.push(type, "math", 0);
    token.markup = `\\\\${bracket}`;
    token.content = src.slice(pos + 3, end);
  }
  state.pos = end + 3;
  return true;
}

function environment(
  state: StateBlock,
  start: number,
  end: number,
  silent: boolean,
): boolean {
  const lineAt = (line: number) =>
    state.src.slice(
      state.bMarks[line]! + state.tShift[line]!,
      state.eMarks[line],
    );
  const name = lineAt(start).match(/^\\begin\{([a-z]+\*?)\}/)?.[1];
  if (name === undefined) return false;
  let last = start;
  while (last < end && !lineAt(last).trimEnd().endsWith(`\\end{${name}}`)) {
    last++;
  }
  if (last === end) return false;
  if (silent) return true;
  const token = state.push("math_block", "math", 0);
  token.block = true;
  token.content = state.getLines(start, last + 1, state.blkIndent, false);
  token.map = [start, last + 1];
  state.line = last + 1;
  return true;
}

/**
 * Adds them to a parser that has `@mdit/plugin-tex`.
 *
 * @param markdown The parser.
 */
export function jupyterMath(markdown: MarkdownIt): void {
  markdown.inline.ruler.before(
    "math_inline_dollar",
    "math_display_dollar",
    displayInParagraph,
  );
  markdown.inline.ruler.before("escape", "math_brackets", brackets);
  markdown.block.ruler.before(
    "math_block_dollar",
    "math_paragraph",
    paragraphFromDisplay,
  );
  markdown.block.ruler.before(
    "math_block_dollar",
    "math_environment",
    environment,
    {
      alt: ["paragraph", "reference", "blockquote", "list"],
    },
  );
}
