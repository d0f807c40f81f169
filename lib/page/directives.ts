/**
 * What MyST and Jupyter Book write as directives (`:::{note} Title`, or in backticks) and Quarto as divisions
 * (`::: {.callout-note}`): admonitions like GitHub's alerts, figures, formulas and code. Of what is unknown, the content
 * is shown.
 *
 * @module
 */

import type { MarkdownIt, StateBlock, Token } from "markdown-it";

/** Which of GitHub's alerts an admonition is like. */
const KINDS: Readonly<Record<string, string>> = {
  note: "note",
  seealso: "note",
  tip: "tip",
  hint: "tip",
  important: "important",
  warning: "warning",
  attention: "warning",
  caution: "caution",
  danger: "caution",
  error: "caution",
};

/** What stands in a box under its own name: exercises, theorems and the like. */
const BOXES = /^(admonition|dropdown|exercise|solution|topic|prf:.+|proof)$/;
/** What holds prose, also where backticks are around it. */
const PROSE =
  /^(sidebar|margin|aside|epigraph|card|grid|div|figure|tab-.+|grid-.+)$/;
const CODE = /^(code|code-block|code-cell|sourcecode)$/;

interface Directive {
  readonly name: string;
  /** What stands behind its name, such as a title. */
  readonly argument: string;
  readonly classes: readonly string[];
  /** What references call it. */
  readonly label?: string | undefined;
  /** The lines of what is in it. */
  readonly first: number;
  readonly last: number;
  /** Where what follows it begins. */
  readonly next: number;
}

function lineAt(state: StateBlock, line: number): string {
  return state.src.slice(
    state.bMarks[line]! + state.tShift[line]!,
    state.eMarks[line],
  ).trimEnd();
}

/** The line that ends what begins at another; the end of the block, if nothing does. */
function closingLine(
  state: StateBlock,
  start: number,
  end: number,
  fence: string,
): number {
  let depth = 1;
  let code = "";
  for (let line = start + 1; line < end; line++) {
    const text = lineAt(state, line);
    if (text && state.sCount[line]! < state.blkIndent) return line;
    const [mark = ""] = text.match(/^(`{3,}|~{3,}|:{3,})/) ?? [];
    if (mark.startsWith(fence) && mark === text && fence[0] !== ":") {
      return line;
    }
    if (fence[0] !== ":" || !mark) continue;
    if (mark[0] !== ":") {
      if (!code) code = mark;
      else if (mark === text && mark.startsWith(code)) code = "";
    } else if (!code && (depth += mark === text ? -1 : 1) === 0) return line;
  }
  return end;
}

function read(
  state: StateBlock,
  start: number,
  end: number,
): Directive | undefined {
  const [, fence, braces, name, argument = ""] = lineAt(state, start).match(
    /^(:{3,}|`{3,}|~{3,})\s*(?:\{([^}]*)\}|(\w[\w:-]*))\s*(.*)$/,
  ) ?? [];
  const isColon = fence?.[0] === ":";
  if (fence === undefined || !isColon && !braces) return undefined;
  const last = closingLine(state, start, end, fence);
  const next = last < end && lineAt(state, last).startsWith(fence[0]!)
    ? last + 1
    : last;
  let first = start + 1;
  if (braces !== undefined && !/^[\w:-]+$/.test(braces)) {
    const classes = [...braces.matchAll(/\.([\w-]+)/g)].map(([, it]) => it!);
    // Quarto's code has its language there.
    if (!isColon) return undefined;
    if (/collapse\s*=\s*["']?true/.test(braces)) classes.push("dropdown");
    const callout = classes.find((name) => name.startsWith("callout-"));
    const title = braces.match(/title\s*=\s*(["'])(.*?)\1/)?.[2];
    return {
      name: callout?.slice("callout-".length) ?? "",
      argument: title ?? argument,
      classes,
      first,
      last,
      next,
    };
  }
  // Options stand in lines of their own, or as YAML.
  const options: string[] = [];
  if (lineAt(state, first) === "---") {
    while (++first < last && lineAt(state, first) !== "---") {
      options.push(lineAt(state, first));
    }
    first++;
  } else {
    while (first < last && /^:[\w-]+:(\s|$)/.test(lineAt(state, first))) {
      options.push(lineAt(state, first++).slice(1));
    }
  }
  const classes = options.flatMap((option) =>
    option.match(/^class:\s*(.*)$/)?.[1]?.split(/[\s,]+/) ?? []
  );
  return {
    name: (braces ?? name)!,
    argument,
    classes,
    label: options.join("\n").match(/^label:\s*(\S+)/m)?.[1],
    first: Math.min(first, last),
    last,
    next,
  };
}

function inline(state: StateBlock, type: string, content: string): Token {
  state.push(`${type}_open`, "p", 1);
  const token = state.push("inline", "", 0);
  token.content = content;
  token.children = [];
  return state.push(`${type}_close`, "p", -1);
}

/** What is in a directive, as Markdown. */
function content(state: StateBlock, { first, last }: Directive): Token[] {
  const { lineMax } = state;
  const before = state.tokens.length;
  state.lineMax = last;
  state.md.block.tokenize(state, first, last);
  state.lineMax = lineMax;
  return state.tokens.slice(before);
}

function admonition(
  state: StateBlock,
  directive: Directive,
  kind: string,
): void {
  const { name, classes, argument } = directive;
  const folds = classes.includes("dropdown") || name === "dropdown";
  const open = state.push("admonition_open", folds ? "details" : "div", 1);
  open.block = true;
  open.attrSet("class", `markdown-alert markdown-alert-${kind}`);
  const at = state.tokens.length;
  inline(state, "title", argument);
  const [heading, text] = content(state, directive);
  // Quarto's callouts have their titles as headings.
  let title = argument;
  if (!title && heading?.type === "heading_open") {
    title = text!.content;
    state.tokens.splice(at + 3, 3);
  }
  const word = name === "admonition"
    ? kind
    : name.replace(/^prf:/, "").replace("seealso", "see also");
  const own = word[0]!.toUpperCase() + word.slice(1);
  state.tokens[at]!.tag = state.tokens[at + 2]!.tag = folds ? "summary" : "p";
  state.tokens[at]!.attrSet("class", "markdown-alert-title");
  state.tokens[at + 1]!.content = !title
    ? own
    // What is no alert is called by what it is.
    : KINDS[name] || /^(admonition|dropdown|topic)$/.test(name)
    ? title
    : `${own}: ${title}`;
  state.push("admonition_close", open.tag, -1);
}

function directive(
  state: StateBlock,
  start: number,
  end: number,
  silent: boolean,
): boolean {
  if (!/^(:::|```|~~~)/.test(lineAt(state, start))) return false;
  if (state.sCount[start]! - state.blkIndent >= 4) return false;
  const found = read(state, start, end);
  if (!found) return false;
  const { name, argument, classes, label, first, last, next } = found;
  const isColon = lineAt(state, start).startsWith(":");
  const isBox = KINDS[name] !== undefined || BOXES.test(name);
  const isKnown = isBox || PROSE.test(name) || CODE.test(name) ||
    /^(math|image)$/.test(name);
  if (!isColon && !isKnown) return false;
  if (silent) return true;
  if (isBox) {
    const kind = KINDS[name] ??
      classes.map((name) => KINDS[name]).find(Boolean) ?? "note";
    admonition(state, found, kind);
  } else if (CODE.test(name) || name === "math") {
    const token = state.push("fence", "code", 0);
    token.block = true;
    token.info = name === "math" ? name : argument;
    token.content = state.getLines(first, last, state.blkIndent, true);
    if (name === "math" && label) token.content += `\\label{${label}}`;
  } else {
    const isPicture = /^(figure|image)$/.test(name) && argument !== "";
    if (isPicture) inline(state, "paragraph", `![](<${argument}>)`);
    else if (/\p{L}/u.test(argument)) {
      inline(state, "paragraph", `**${argument}**`);
    }
    content(state, found);
  }
  state.line = next;
  return true;
}

/**
 * Adds directives to a parser.
 *
 * @param markdown The parser.
 */
export function directives(markdown: MarkdownIt): void {
  markdown.block.ruler.before("fence", "directive", directive, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
}
