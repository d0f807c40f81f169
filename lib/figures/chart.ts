/**
 * What the charts have in common: their size, and how their lines are told apart.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { tickLabels } from "./axes.ts";
import { Document, type Element } from "./document.ts";
import type { Box } from "./geometry.ts";
import { seriesColours, seriesDashes } from "./palette.ts";

/** A telephone leaves about 310 pixels, on which the text of a figure as wide as this has 11 or more. */
export const CHART_WIDTH = 400;
/** The room around a chart; to the left and right it grows with the numbers on the axes. */
const MARGINS = {
  marginTop: 36,
  marginRight: 16,
  marginBottom: 56,
  marginLeft: 40,
} as const;
/** The room between the vertical axis and its numbers. */
const TICK_ROOM = 12;
/** The least distance between two numbers of the horizontal axis. */
const TICK_GAP = 8;

/** How a line is drawn, as Plot and SVG name it. */
export interface LineStyle {
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly strokeLinecap: "butt";
  readonly strokeDasharray: string;
}

/** The style of each of several lines, of which one may be solid, and no two are told apart by colour alone. */
export function lineStyles(count: number, solid = 0): LineStyle[] {
  return Array.from({ length: count }, (_, i) => ({
    stroke: seriesColours[i],
    strokeWidth: 2.5,
    // Plot's round ends would close the gaps between short dashes.
    strokeLinecap: "butt",
    strokeDasharray: i === solid ? "none" : seriesDashes[i],
  }));
}

/** Where a value of each axis is drawn. */
export interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** A chart and where it draws what. */
export interface Chart extends Place {
  /** Its SVG, with its own top at 0. */
  readonly content: string;
  readonly height: number;
}

/** What {@linkcode drawChart} is told, besides what Plot is. */
export interface ChartOptions extends Omit<Plot.PlotOptions, "height" | "x"> {
  readonly x: Plot.ScaleOptions;
  /** The chart's height with its axes; a square has as much room upwards as to the right. */
  readonly height: number | "square";
}

/** Draws a chart with Plot, with room for the numbers on its axes, and no more of them than there is room for. */
export function drawChart(options: ChartOptions): Chart {
  const width = options.width ?? CHART_WIDTH;
  const margins: Record<keyof typeof MARGINS, number> = { ...MARGINS };
  let { x } = options;
  const draw = () => {
    const across = width - margins.marginLeft - margins.marginRight;
    const height = options.height === "square"
      ? across + margins.marginTop + margins.marginBottom
      : options.height;
    const plot = Plot.plot({
      // Plot's types ask for the whole of a browser's document.
      document: new Document() as never,
      ...options,
      ...margins,
      width,
      height,
      x,
    });
    return { plot, height };
  };
  const numbersOf = (axis: "x" | "y") =>
    tickLabels(draw().plot as unknown as Element, axis);

  const left = Math.max(...numbersOf("y").map(({ width }) => width)) +
    TICK_ROOM;
  margins.marginLeft = Math.max(margins.marginLeft, Math.ceil(left));
  const right = Math.max(
    ...numbersOf("x").map(({ x, width }) => x + width / 2),
  );
  margins.marginRight += Math.max(0, Math.ceil(right - width));
  const before = Math.min(
    ...numbersOf("x").map(({ x, width }) => x - width / 2),
  );
  margins.marginLeft += Math.max(0, Math.ceil(-before));
  for (
    let numbers = numbersOf("x");
    numbers.some((one, k) => k > 0 && gap(numbers[k - 1], one) < TICK_GAP);
    numbers = numbersOf("x")
  ) {
    x = { ...x, ticks: fewer(x, numbers.length) };
  }
  const { plot, height } = draw();
  const place = (axis: "x" | "y") => (value: number) =>
    plot.scale(axis)!.apply(value);
  return {
    // A chart's style sheet is for the SVG of its own that it does not have here.
    content: [...plot.childNodes].map(String)
      .filter((child) => !child.startsWith("<style")).join(""),
    height,
    x: place("x"),
    y: place("y"),
  };
}

/** How much room is left between two numbers of a horizontal axis. */
function gap(a: Box, b: Box): number {
  return Math.abs(b.x - a.x) - (a.width + b.width) / 2;
}

/** Every other one of given ticks, or one less than there are; in the end one where the axis begins. */
function fewer({ ticks, domain }: Plot.ScaleOptions, count: number) {
  if (Array.isArray(ticks)) return ticks.filter((_, k) => k % 2 === 0);
  return count > 2
    ? Math.min(count, typeof ticks === "number" ? ticks : count) - 1
    : [...domain!].slice(0, 1);
}
