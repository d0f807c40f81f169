/**
 * What MyST writes within a line as roles, such as `` {math}`x^2` ``, and before a block as a target, `(name)=`.
 *
 * @module
 */

import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { escapeHtml } from "./html.ts";
import type { MarkdownContext } from "./markdown.ts";

const ROLE = /\{([a-z][\w:-]*)\}(`+)([^`]+)\2(?!`)/y;
/** What refers to something: only its words can be shown, unless it is another notebook. */
const REFERENCE = /^(ref|numref|doc|term|any|prf:ref|download|cite(:.*)?)$/;

function role(state: StateInline, silent: boolean): boolean {
  ROLE.lastIndex = state.pos;
  const [whole, name, , content] = ROLE.exec(state.src) ?? [];
  if (whole === undefined) return false;
  state.pos += whole.length;
  if (silent) return true;
  if (name === "math") {
    state.push("math_inline", "math", 0).content = content!;
  } else if (name === "eq") {
    state.push("text", "", 0).content = `\\eqref{${content}}`;
  } else if (name === "sub" || name === "sup") {
    state.push(`${name}_open`, name, 1);
    state.push("text", "", 0).content = content!;
    state.push(`${name}_close`, name, -1);
  } else if (REFERENCE.test(name!)) {
    const [, words = content!, target = content!] =
      content!.match(/^([^]*?)\s*<([^<>]+)>$/) ?? [];
    const href = `${target.replace(/\.(md|ipynb|rst)$/, "")}.ipynb`;
    const { resolveLink } = state.env as unknown as MarkdownContext;
    const leads = name === "doc" && resolveLink(href) !== href;
    if (leads) state.push("link_open", "a", 1).attrSet("href", href);
    state.push("text", "", 0).content = words;
    if (leads) state.push("link_close", "a", -1);
  } else {
    state.push("code_inline", "code", 0).content = content!;
  }
  return true;
}

function target(
  state: StateBlock,
  start: number,
  _end: number,
  silent: boolean,
): boolean {
  const at = state.bMarks[start]! + state.tShift[start]!;
  const [, name] = state.src.slice(at, state.eMarks[start])
    .match(/^\(([\w:.-]+)\)=\s*$/) ?? [];
  if (name === undefined) return false;
  if (silent) return true;
  state.push("target", "span", 0).meta = { name };
  state.line = start + 1;
  return true;
}

/**
 * Adds roles and targets to a parser.
 *
 * @param markdown The parser.
 */
export function roles(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("backticks", "role", role);
  markdown.block.ruler.before("paragraph", "target", target);
  // In the heading that it is of, which would not be its cell's first element otherwise.
  markdown.core.ruler.after("inline", "targets", (state) => {
    state.tokens = state.tokens.filter((token, i, tokens) => {
      const heading = tokens[i + 1]?.type === "heading_open"
        ? tokens[i + 2]
        : undefined;
      if (token.type !== "target" || !heading) return true;
      heading.children!.unshift(token);
      return false;
    });
  });
  markdown.renderer.rules.target = (tokens, i, _options, env) => {
    const { name } = tokens[i]!.meta as { name: string };
    const { ids } = env as unknown as MarkdownContext;
    return `<span id="${escapeHtml(ids.take(name))}"></span>`;
  };
}
