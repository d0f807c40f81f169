import type { LineStyle, Place } from "./chart.ts";
import type { WalkPoint } from "./descent_path.ts";
import { type KeyEntry, lineSample, markSample } from "./key.ts";
import { seriesColours } from "./palette.ts";
import { element, round } from "./svg.ts";

/**
 * The outline of each path's marks, around where they stand: all of one area, and as many as there are colours. Between marks that stand
 * close no dash is seen, so that it is the marks that tell paths apart without colour.
 */
const OUTLINES: readonly string[] = [
  "m-4,0a4,4 0 1 0 8,0a4,4 0 1 0 -8,0z",
  "m-3.5,-3.5h7v7h-7z",
  "m0,-5.5l4.8,8.3h-9.6z",
  "m0,-5l5,5l-5,5l-5,-5z",
];

/**
 * A path's steps, each a mark in the path's own shape.
 *
 * @param points The steps that are marked.
 * @param path Which of the chart's paths they are of, from 0.
 * @param place Where the chart draws them.
 * @returns The marks as SVG.
 */
export function stepMarks(
  points: readonly Pick<WalkPoint, "x" | "y">[],
  path: number,
  place: Place,
): string {
  const d = points.map(({ x, y }) =>
    `M${round(place.x(x))},${round(place.y(y))}${OUTLINES[path]}`
  ).join("");
  return d && element("path", { d, fill: seriesColours[path] });
}

/** The key of a chart's paths: the line of each with its mark. */
export function pathKey(
  labels: readonly string[],
  styles: readonly LineStyle[],
): KeyEntry[] {
  const exact = { x: (x: number) => x, y: (y: number) => y };
  return labels.map((label, i) => ({
    label,
    sample: (y) =>
      lineSample(styles[i])(y) +
      markSample((x, y) => stepMarks([{ x, y }], i, exact))(y),
  }));
}
