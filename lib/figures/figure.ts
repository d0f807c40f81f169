import { display } from "./display.ts";
import { element, escapeXml, round } from "./svg.ts";
import { FONT_SIZE, wrap } from "./text.ts";

const TITLE_SIZE = 17;
const TITLE_LINE = 24;
/**
 * A figure takes the colours of the page that it stands in. Shown as an image, as JupyterLab and code hosts do, it stands
 * in none, and would be black on a dark theme; then it is the root of a document, and brings a paper of its own.
 */
const ALONE = "svg:root{background:#fff;color:#111}";
/** Small text is hard to read on a telephone; narrower than this, a page scrolls a figure rather than shrink it. */
const LEAST_TEXT_PIXELS = 10;

/**
 * A picture with its text alternative. As the last expression of a cell it shows itself.
 */
export interface Figure {
  /** The picture: one `<svg>` element, valid XML by itself. */
  readonly svg: string;
  /** What the picture says, in words. */
  readonly alt: string;
  /** The picture for those who see it, and the words for those who do not. */
  readonly [display]: () => { "image/svg+xml": string; "text/plain": string };
}

/** A drawing and its size. */
export interface Drawing {
  /** The width in units of the figure: pixels, where there is room for all of it. */
  readonly width: number;
  /** The height of the drawing, without the title. */
  readonly height: number;
  /** The drawing as SVG, with its own top at 0. */
  readonly drawing: string;
}

/** What {@linkcode createFigure} puts together. */
export interface FigureParts extends Drawing {
  /** What stands above the drawing; wide titles are broken. */
  readonly title: string;
  /** What is to be said below the title, such as what the drawing leaves out. */
  readonly note?: string | undefined;
  /** What the picture says, in words, for those who do not see it. */
  readonly alt: string;
  /** Another drawing of the same, for a page on a telephone; without one, the drawing shrinks. */
  readonly narrow?: Drawing;
}

/**
 * Puts a title above a drawing, and both into one SVG.
 *
 * @param parts The title, the text alternative, and the drawing with its size.
 * @returns The figure.
 * @throws {RangeError} If the title is blank.
 * @throws {TypeError} If there is none.
 *
 * @example
 * ```ts
 * import { createFigure } from "@denobook/denobook/figures";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const dot = createFigure({
 *   title: "A dot",
 *   alt: "One dot in the middle.",
 *   width: 100,
 *   height: 20,
 *   drawing: '<circle cx="50" cy="10" r="4"/>',
 * });
 * assertStringIncludes(dot.svg, ">A dot</text>");
 * ```
 */
export function createFigure(parts: FigureParts): Figure {
  if (typeof parts?.title !== "string") {
    throw new TypeError(
      "Cannot make a figure: it has no title; give { title, alt, width, height, drawing }",
    );
  }
  const { alt, title, narrow } = parts;
  if (title.trim() === "") {
    throw new RangeError(
      "Cannot make a figure without a title: it is blank; say in it what the figure shows, or leave it out for the usual one",
    );
  }
  const wide = underTitle(parts, parts);
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    role: "img",
    "aria-label": alt,
    width: wide.width,
    height: wide.height,
    fill: "currentColor",
    "font-family": "system-ui, sans-serif",
    "font-size": FONT_SIZE,
  };
  const svg = narrow
    ? eitherOf(wide, underTitle(parts, narrow), attributes)
    : element(
      "svg",
      {
        ...attributes,
        viewBox: viewBoxOf(wide),
        style: `max-width:100%;min-width:${
          leastWidth(wide.width)
        }px;height:auto`,
      },
      element("style", {}, ALONE),
      wide.drawing,
    );
  return {
    svg,
    alt,
    [display]: () => ({ "image/svg+xml": svg, "text/plain": alt }),
  };
}

/** A drawing with its title and its note above it. */
function underTitle(
  { title, note = "" }: FigureParts,
  { width, height, drawing }: Drawing,
): Drawing {
  const lines = wrap(title, width - 8, TITLE_SIZE);
  const notes = wrap(note, width - 8);
  const top = (lines.length + notes.length) * TITLE_LINE + 8;
  const written = lines.map((line, i) =>
    element("text", {
      x: 4,
      y: TITLE_LINE * (i + 0.75),
      "font-size": TITLE_SIZE,
      "font-weight": 600,
    }, escapeXml(line))
  );
  notes.forEach((line, i) => {
    const y = TITLE_LINE * (lines.length + i + 0.75);
    written.push(element("text", { x: 4, y }, escapeXml(line)));
  });
  const below = { transform: `translate(0,${round(top)})` };
  return {
    width,
    height: top + height,
    drawing: written.join("") + element("g", below, drawing),
  };
}

/**
 * Two drawings of the same, of which the second takes the place of the first where a page is narrow. That needs a host
 * that keeps a figure's style sheet to the figure, as a page does. Everywhere else the first is shown; as an image too,
 * which stands in no other element, because what an image takes for the width of the page is its own.
 */
function eitherOf(
  wide: Drawing,
  narrow: Drawing,
  attributes: Readonly<Record<string, string | number>>,
): string {
  const inner = (name: string, drawing: Drawing, style?: string) =>
    element("svg", {
      class: name,
      viewBox: viewBoxOf(drawing),
      width: "100%",
      height: "100%",
      style,
    }, drawing.drawing);
  const size = [`width:${round(narrow.width)}px`, ...fit(narrow)]
    .map((declaration) => `${declaration}!important`);
  // On a wider page there is room for most of what is wide.
  const change = `@media(max-width:34rem){*>:scope{${size.join(";")}}` +
    "*>:scope>.wide{display:none}*>:scope>.narrow{display:inline!important}}";
  return element(
    "svg",
    {
      ...attributes,
      style: ["max-width:100%", "height:auto", ...fit(wide)].join(";"),
    },
    element("style", {}, escapeXml(ALONE + change)),
    inner("wide", wide),
    inner("narrow", narrow, "display:none"),
  );
}

/** How far a drawing may shrink, and its shape. */
function fit({ width, height }: Drawing): string[] {
  return [
    `min-width:${leastWidth(width)}px`,
    `aspect-ratio:${round(width)}/${round(height)}`,
  ];
}

function viewBoxOf({ width, height }: Drawing): string {
  return `0 0 ${round(width)} ${round(height)}`;
}

function leastWidth(width: number): number {
  return Math.ceil(width * LEAST_TEXT_PIXELS / FONT_SIZE);
}
