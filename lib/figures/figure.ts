import { element, escapeXml, round } from "./svg.ts";
import { FONT_SIZE, wrap } from "./text.ts";

/** The name under which Deno's Jupyter kernel asks a value how to show itself. */
const display: unique symbol = Symbol.for("Jupyter.display");

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

/** What {@linkcode createFigure} puts together. */
export interface FigureParts {
  readonly title: string;
  readonly alt: string;
  readonly width: number;
  /** The height of the drawing, without the title. */
  readonly height: number;
  /** The drawing as SVG, with its own top at 0. */
  readonly drawing: string;
}

/**
 * Puts a title above a drawing, and both into one SVG.
 *
 * @param parts The title, the text alternative, and the drawing with its size.
 * @returns The figure.
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
  const { alt, width } = parts;
  const lines = wrap(parts.title, width - 8, TITLE_SIZE);
  const top = lines.length * TITLE_LINE + 8;
  const height = top + parts.height;
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      role: "img",
      "aria-label": alt,
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      width,
      height,
      fill: "currentColor",
      "font-family": "system-ui, sans-serif",
      "font-size": FONT_SIZE,
      style: `max-width:100%;min-width:${
        Math.ceil(width * LEAST_TEXT_PIXELS / FONT_SIZE)
      }px;height:auto`,
    },
    element("style", {}, ALONE),
    ...lines.map((line, i) =>
      element("text", {
        x: 4,
        y: TITLE_LINE * (i + 0.75),
        "font-size": TITLE_SIZE,
        "font-weight": 600,
      }, escapeXml(line))
    ),
    element("g", { transform: `translate(0,${round(top)})` }, parts.drawing),
  );
  return {
    svg,
    alt,
    [display]: () => ({ "image/svg+xml": svg, "text/plain": alt }),
  };
}
