/** The style of every page. */

import adaptCss from "./style/adapt.css" with { type: "text" };
import bookCss from "./style/book.css" with { type: "text" };
import cellsCss from "./style/cells.css" with { type: "text" };
import coloursCss from "./style/colours.css" with { type: "text" };
import contentsCss from "./style/contents.css" with { type: "text" };
import formulasCss from "./style/formulas.css" with { type: "text" };
import frameCss from "./style/frame.css" with { type: "text" };
import outputsCss from "./style/outputs.css" with { type: "text" };
import printCss from "./style/print.css" with { type: "text" };
import proseCss from "./style/prose.css" with { type: "text" };
import rightToLeftCss from "./style/right_to_left.css" with { type: "text" };
import tablesCss from "./style/tables.css" with { type: "text" };

/** Style without comments and the white space that only people need. */
export function compact(css: string): string {
  return css.replace(/\/\*[^]*?\*\//g, "").replace(/\s+/g, " ")
    .replace(/\s*([{};,])\s*/g, "$1").replace(/: /g, ":")
    .replace(/ ([>~]) /g, "$1").replace(/(?<=[\s:,(-])0(?=\.\d)/g, "")
    .replaceAll(";}", "}").trim();
}

/** The style sheets, those that hold only in some places behind those that they change. */
export const pageStyle: string = compact([
  coloursCss,
  frameCss,
  proseCss,
  contentsCss,
  bookCss,
  cellsCss,
  outputsCss,
  tablesCss,
  formulasCss,
  adaptCss,
  printCss,
].join("\n"));

/** What pages that are written from right to left have besides. */
export const rightToLeftStyle: string = compact(rightToLeftCss);

/** Words of other languages than English may be longer than a line of a phone. */
export const hyphenStyle = "main{hyphens:auto}code{hyphens:manual}";

/** A style sheet's rules: what is before each brace, and what is between it and its other one. */
function* rulesOf(css: string): Generator<[head: string, body: string]> {
  let start = 0;
  let depth = 0;
  let head = "";
  // What stands in quotes, such as a picture, has braces and commas of its own.
  for (const { 0: mark, index } of css.matchAll(/"[^"]*"|'[^']*'|[{}]/g)) {
    if (mark === "{" && depth++ === 0) {
      head = css.slice(start, index).trim();
      start = index + 1;
    } else if (mark === "}" && --depth === 0) {
      yield [head, css.slice(start, index)];
      start = index + 1;
    }
  }
}

/**
 * A style sheet without the custom properties that nothing reads.
 *
 * @param css A style sheet.
 * @param html The page that it is for, which may read them too.
 * @returns The style sheet.
 */
export function withoutUnread(css: string, html: string): string {
  const read = new Set(
    [css, html].flatMap((text) =>
      [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name)
    ),
  );
  return css.replace(
    /(?<![\w-])(--[\w-]+):[^;{}]*;?/g,
    (declaration, name) => read.has(name) ? declaration : "",
  );
}

/** Names for custom properties, the shortest first: `--a` to `--z`, `--aa`, … */
function* shortNames(): Generator<string> {
  for (let i = 10;; i++) {
    const name = i.toString(36);
    if (/^[a-z]/.test(name)) yield `--${name}`;
  }
}

/**
 * A style sheet whose custom properties have short names.
 *
 * @param css A style sheet without comments.
 * @param html The page that it is for. What it names keeps its name.
 * @returns The style sheet.
 */
export function withShortNames(css: string, html: string): string {
  const kept = new Set(html.match(/--[\w-]+/g));
  const free = shortNames();
  const short = new Map<string, string>();
  return css.replace(/(?<![\w-])--[\w-]+/g, (name) => {
    if (kept.has(name)) return name;
    let own = short.get(name);
    while (own === undefined || kept.has(own)) own = free.next().value!;
    short.set(name, own);
    return own;
  });
}

/** The selectors of a list, whose commas stand outside of parentheses. */
function selectorsOf(list: string): string[] {
  const selectors = [""];
  let depth = 0;
  for (const character of list) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (character === "," && depth === 0) selectors.push("");
    else selectors[selectors.length - 1] += character;
  }
  return selectors;
}

const CLASS = /\.([a-zA-Z][\w-]*)/g;

/** Whether there can be an element that a selector names. */
function isUsed(selector: string, names: PageNames): boolean {
  const { classes, tags, leadsOut } = names;
  if (!leadsOut && selector.includes('[href^="http"]')) return false;
  // Of what `:is()` names one is enough, and of what stands in other parentheses none may be.
  const isNone = [...selector.matchAll(/:is\(([^()]*)\)/g)].some(([, list]) =>
    !list!.split(",").some((part) => isUsed(part, names))
  );
  if (isNone) return false;
  let outside = selector.replace(/\[[^\]]*\]/g, "");
  for (let before = ""; before !== outside;) {
    before = outside;
    outside = outside.replace(/\([^()]*\)/g, "");
  }
  return [...outside.matchAll(CLASS)].every(([, name]) => classes.has(name!)) &&
    [...outside.matchAll(/(?<![\w.#:-])[a-z][a-z\d]*/g)].every(([name]) =>
      tags.has(name!)
    );
}

/** A selector without the elements in its lists that there are not: the others weigh as much or more. */
function withUsedTags(selector: string, { tags }: PageNames): string {
  return selector.replace(/:is\(([^()]*)\)/g, (_, list) => {
    const used = list.split(",").filter((part: string) =>
      tags.has(part) || !/^[a-z]\w*$/.test(part)
    );
    return `:is(${used.join(",")})`;
  });
}

/**
 * The rules of a style sheet that a page has a use for.
 *
 * @param css A style sheet without comments.
 * @param names The classes and the elements that there are on the page.
 * @returns The style sheet without the selectors that name others.
 */
export function usedStyle(css: string, names: PageNames): string {
  let used = "";
  for (const [head, body] of rulesOf(css)) {
    // Only browsers before 2018 read this.
    if (head.startsWith("@-moz-document")) continue;
    if (/^@(media|supports)/.test(head)) {
      const inner = usedStyle(body, names);
      if (inner) used += `${head}{${inner}}`;
      continue;
    }
    const selectors = head.startsWith("@")
      ? [head]
      : selectorsOf(head).filter((selector) => isUsed(selector, names))
        .map((selector) => withUsedTags(selector, names));
    if (selectors.length) used += `${selectors.join(",")}{${body}}`;
  }
  return used;
}

/** What a style sheet's selectors may name. */
export interface PageNames {
  readonly classes: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
  /** Whether there are links out of the book. */
  readonly leadsOut: boolean;
}

/**
 * The classes and the elements of a page.
 *
 * @param html What stands in its body.
 * @returns Their names, and those that the page's script adds.
 */
export function namesOf(html: string): PageNames {
  // Most of them stand there many times.
  const attributes = new Set(html.match(/\bclass="[^"]*(?=")/g));
  const starts = new Set(html.match(/<[a-z][a-z\d]*/g));
  return {
    classes: new Set([
      "anchor",
      "copy",
      "low",
      "opening",
      ...[...attributes].flatMap((attribute) =>
        attribute.slice('class="'.length).split(/\s+/)
      ),
    ]),
    tags: new Set([
      ...["html", "body", "button", "a", "p"],
      ...html.includes('class="results"') ? ["mark"] : [],
      ...[...starts].map((start) => start.slice(1)),
    ]),
    leadsOut: html.includes('href="http'),
  };
}
