import { CHART_WIDTH, type LineStyle } from "./chart.ts";
import { element, escapeXml } from "./svg.ts";
import { FONT_SIZE, wrap } from "./text.ts";

/** Where the samples of a key begin and end, and where their words begin. */
const SAMPLE = { left: 4, width: 44, middle: 26 };
const WORDS = 56;
const LINE = 24;

/** One entry of a key: a sample and what it is. */
export interface KeyEntry {
  /** Draws it about this height. */
  readonly sample: (y: number) => string;
  readonly label: string;
}

/**
 * Puts a key above a chart.
 *
 * @param entries The key; none leaves it out.
 * @param chart The chart, as SVG with its own top at 0, and its height.
 * @returns Both as one drawing, with its height.
 */
export function underKey(
  entries: readonly KeyEntry[],
  chart: { readonly content: string; readonly height: number },
): { drawing: string; height: number } {
  let bottom = 0;
  const key = entries.map(({ sample, label }) => {
    const lines = wrap(label, CHART_WIDTH - WORDS);
    const drawn = lines.map((line, i) => {
      const y = bottom + LINE * (i + 0.5) + FONT_SIZE * 0.35;
      return element("text", { x: WORDS, y }, escapeXml(line));
    });
    drawn.unshift(sample(bottom + LINE / 2));
    bottom += LINE * lines.length;
    return drawn.join("");
  });
  if (bottom > 0) bottom += 8;
  const below = {
    transform: `translate(0,${bottom})`,
    "text-anchor": "middle",
  };
  return {
    drawing: key.join("") + element("g", below, chart.content),
    height: bottom + chart.height,
  };
}

/** A line's sample in a key. */
export function lineSample(style: LineStyle): KeyEntry["sample"] {
  return (y) =>
    element("path", {
      d: `M${SAMPLE.left},${y}h${SAMPLE.width}`,
      stroke: style.stroke,
      "stroke-width": style.strokeWidth,
      "stroke-dasharray": style.strokeDasharray,
    });
}

/** The sample of a shaded area, with its border to the right. */
export function areaSample(
  shade: Readonly<Record<string, string | number>>,
  border: Readonly<Record<string, string | number>>,
): KeyEntry["sample"] {
  const { left: x, width } = SAMPLE;
  return (y) =>
    element("rect", { x, y: y - 8, width, height: 16, ...shade }) +
    element("path", { d: `M${x + width},${y - 8}v16`, ...border });
}

/** The sample of a mark. */
export function markSample(
  draw: (x: number, y: number) => string,
): KeyEntry["sample"] {
  return (y) => draw(SAMPLE.middle, y);
}
