/**
 * The colours that outputs and HTML in prose bring, which were chosen on the white page of a notebook and have to be
 * read on a light page and on a dark one.
 *
 * A text's colour keeps its hue and gets the lightness that it needs, in each scheme. What has a background of its own,
 * a style sheet with colours, or a drawing that does not ask for the page's colours, stands on white paper.
 *
 * @module
 */

// @ts-types="@types/culori"
import {
  blend,
  clampChroma,
  type Color,
  converter,
  formatHex,
  parse,
  wcagContrast,
} from "culori";
import {
  defaultTreeAdapter as tree,
  type DefaultTreeAdapterTypes,
  html,
  serialize,
} from "parse5";
import { namesOf, usedStyle } from "./style.ts";

type ParentNode = DefaultTreeAdapterTypes.ParentNode;
type Element = DefaultTreeAdapterTypes.Element;

/** What a text stands on: one colour, or the page, light or dark; `undefined` if that cannot be told. */
type Ground = readonly [Color] | readonly [light: Color, dark: Color];

const colour = (name: string) => parse(name)!;
const WHITE: Ground = [colour("white")];
// Of the two grounds in each scheme, the one on which a text is harder to read; see colours.css.
const PAGE: Ground = [colour("#f6f4ee"), colour("#1d2027")];
const INK = colour("#22242a");

/** As much contrast as small text needs, by WCAG 2. */
const ENOUGH = 4.5;

/** A colour of less chroma is a grey, which is not recognised by its hue. */
const GREY = 0.05;

const toOklch = converter("oklch");

const known = new Map<string, string>();

/** A colour that can be read on a ground, as near to what it was as that allows. */
function legible(text: Color, ground: Color): string {
  const key = `${JSON.stringify(text)}${JSON.stringify(ground)}`;
  const found = known.get(key) ?? nearestLegible(text, ground);
  known.set(key, found);
  return found;
}

function nearestLegible(text: Color, ground: Color): string {
  const seen = blend([ground, text]);
  if (wcagContrast(seen, ground) >= ENOUGH) return formatHex(seen);
  const isDark = wcagContrast("white", ground) > wcagContrast("black", ground);
  const { l: lightness, c, h = 0 } = toOklch(seen);
  const isTurned = c < GREY && lightness < 0.5 === isDark;
  const step = isDark ? 0.01 : -0.01;
  for (
    let l = isTurned ? 1 - lightness : lightness;
    l > 0 && l < 1;
    l += step
  ) {
    const near: Color = clampChroma({ mode: "oklch", l, c, h }, "oklch");
    const hex = formatHex(near);
    if (wcagContrast(hex, ground) >= ENOUGH) return hex;
  }
  return isDark ? "#ffffff" : "#000000";
}

/**
 * A text's colour as it can be read on the page, light and dark.
 *
 * @param written The colour.
 * @returns A CSS colour; what was written if that is none.
 */
export function onPage(written: string): string {
  const text = parse(written);
  if (!text) return written;
  const [light, dark] = PAGE.map((ground) => legible(text, ground));
  return light === dark ? light! : `light-dark(${light},${dark})`;
}

/**
 * The page's ink as it can be read on a colour.
 *
 * @param written The colour behind the text.
 * @returns A CSS colour.
 */
export function inkOn(written: string): string {
  return legible(INK, parse(written) ?? WHITE[0]);
}

const BACKGROUND =
  /(?<=^|[;{\s])(background(?:-color)?\s*:\s*)((?:[^;{}()]|\([^()]*(?:\([^()]*\)[^()]*)*\))*)/gi;
const COLOUR = /(?<=^|[;{\s])(color\s*:\s*)([^;{}!]*)/gi;

/** The parts of a value, those in parentheses whole. */
function partsOf(value: string): string[] {
  return value.match(/[\w-]*\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s,!]+/g) ?? [];
}

/** What declarations come to. */
interface Painted {
  readonly css: string;
  /** What stands behind the text. */
  readonly ground: Ground | undefined;
  /** The text's own colour, as it was written. */
  readonly text: Color | undefined;
  /** Whether there is a background of its own. */
  readonly hasBackground: boolean;
}

/**
 * Makes declarations legible.
 *
 * @param css Declarations.
 * @param ground What the element stands on.
 * @param inherited The colour that it has otherwise; `undefined` if that is the page's.
 */
function paint(
  css: string,
  ground: Ground | undefined,
  inherited: Color | undefined,
): Painted {
  let own: Color | undefined;
  let hasPicture = false;
  let painted = css.replace(BACKGROUND, (whole, name, value) => {
    hasPicture ||= /\b(url|gradient|image-set)\(|-gradient\(/i.test(value);
    const part = partsOf(value).find((part) => parse(part));
    const back = part === undefined ? undefined : parse(part)!;
    if (!back || back.alpha === 0) return whole;
    own = colour(formatHex(blend([ground?.[0] ?? WHITE[0], back])));
    return (back.alpha ?? 1) < 1
      ? `${name}${value.replace(part, formatHex(own))}`
      : whole;
  });
  const behind: Ground | undefined = own
    ? [own]
    : hasPicture
    ? undefined
    : ground;
  let text: Color | undefined;
  painted = painted.replace(COLOUR, (whole, name, value) => {
    const written = parse(value.trim());
    if (!written) return whole;
    text = written;
    if (!behind || written.alpha === 0) return whole;
    return name +
      (behind === PAGE ? onPage(value.trim()) : legible(written, behind[0]));
  });
  if (own && !text) {
    const ink = legible(inherited ?? INK, own);
    if (inherited || ink !== formatHex(INK)) {
      painted = `${painted.replace(/;?\s*$/, "")};color:${ink}`;
    }
  }
  return {
    css: painted,
    ground: behind,
    text,
    hasBackground: own !== undefined || hasPicture,
  };
}

/** Words by which markup says that it has an eye on the page's colours. */
const ADAPTS = /currentcolor|var\(\s*--|light-dark\(|prefers-color-scheme/i;

function adapts(element: Element): boolean {
  return element.attrs.some(({ value }) => ADAPTS.test(value)) ||
    element.childNodes.some((node) =>
      tree.isElementNode(node)
        ? adapts(node)
        : tree.isTextNode(node) && element.tagName === "style" &&
          ADAPTS.test(node.value)
    );
}

function take(element: Element, name: string): string | undefined {
  const at = element.attrs.findIndex((attr) => attr.name === name);
  return at < 0 ? undefined : element.attrs.splice(at, 1)[0]!.value;
}

/** Takes an attribute that holds a colour, and nothing else that would mean something in a style. */
function takeColour(element: Element, name: string): string | undefined {
  const colour = take(element, name)?.trim();
  return colour && parse(colour) ? colour : undefined;
}

function putOnPaper(element: Element): void {
  const own = element.attrs.find(({ name }) => name === "class");
  if (own) own.value += " paper";
  else element.attrs.push({ name: "class", value: "paper" });
}

function paintElements(
  parent: ParentNode,
  ground: Ground | undefined,
  inherited?: Color,
): void {
  for (const element of parent.childNodes.filter(tree.isElementNode)) {
    if (element.tagName === "svg") {
      if (!adapts(element)) putOnPaper(element);
      continue;
    }
    // What was said in attributes before there were styles.
    const back = takeColour(element, "bgcolor");
    const front = element.tagName === "font" &&
      takeColour(element, "color");
    const css = [
      back && `background-color:${back}`,
      front && `color:${front}`,
      take(element, "style"),
    ].filter(Boolean).join(";");
    const painted = paint(css, ground, inherited);
    if (painted.css) element.attrs.push({ name: "style", value: painted.css });
    if (painted.hasBackground) putOnPaper(element);
    paintElements(element, painted.ground, painted.text ?? inherited);
  }
}

/** The style sheets in markup that have colours and leave the page's out of sight. */
function colouredSheets(parent: ParentNode): Element[] {
  return parent.childNodes.filter(tree.isElementNode).flatMap((element) => {
    if (element.tagName === "svg") return [];
    if (element.tagName !== "style") return colouredSheets(element);
    const css = textOf(element);
    const isColoured = [...css.matchAll(BACKGROUND), ...css.matchAll(COLOUR)]
      .some(([, , value]) => partsOf(value!).some((part) => parse(part)));
    return isColoured && !ADAPTS.test(css) ? [element] : [];
  });
}

function textOf(style: Element): string {
  return style.childNodes.map((node) => tree.isTextNode(node) ? node.value : "")
    .join("");
}

/** Takes out of coloured style sheets what is for elements that are not there, such as buttons, which could do nothing. */
function dropUnusedRules(fragment: ParentNode): void {
  const sheets = colouredSheets(fragment);
  const names = sheets.length ? namesOf(serialize(fragment)) : undefined;
  for (const sheet of sheets) {
    const [, rules = ""] = textOf(sheet).match(/^@scope \{(.*)\}$/s) ?? [];
    sheet.childNodes.splice(0);
    tree.insertText(sheet, `@scope { ${usedStyle(rules, names!)} }`);
  }
}

/**
 * Makes the colours that markup brings legible on a light page and on a dark one.
 *
 * @param fragment Markup that has been made safe.
 */
export function paintOwnColours(fragment: ParentNode): void {
  dropUnusedRules(fragment);
  const sheets = colouredSheets(fragment);
  for (const sheet of sheets) {
    const css = textOf(sheet).replace(
      /\{([^{}]*)\}/g,
      (_, declarations) => `{${paint(declarations, WHITE, undefined).css}}`,
    );
    sheet.childNodes.splice(0);
    tree.insertText(sheet, css);
  }
  paintElements(fragment, sheets.length ? WHITE : PAGE);
  if (sheets.length === 0) return;
  const paper = tree.createElement("div", html.NS.HTML, [
    { name: "class", value: "paper" },
  ]);
  for (const node of [...fragment.childNodes]) {
    tree.detachNode(node);
    tree.appendChild(paper, node);
  }
  tree.appendChild(fragment, paper);
}
