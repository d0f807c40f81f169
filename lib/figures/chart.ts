/**
 * What the charts have in common: their size, their axes and their keys.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { Document } from "./document.ts";
import { seriesColours, seriesDashes } from "./palette.ts";
import { element, escapeXml } from "./svg.ts";
import { FONT_SIZE, formatNumber } from "./text.ts";

export const CHART_WIDTH = 500;
const MARGINS = {
  marginTop: 36,
  marginRight: 32,
  marginBottom: 56,
  marginLeft: 88,
} as const;
const KEY_LINE = 24;

/** How a line is drawn, as Plot and SVG name it. */
export interface LineStyle {
  readonly stroke: string;
  readonly strokeWidth: number;
  readonly strokeLinecap: "butt";
  readonly strokeDasharray: string;
}

/** One line of a key: a sample and what it is. */
export interface KeyEntry {
  /** Draws it about this height, from x = 4 to 64. */
  readonly sample: (y: number) => string;
  readonly label: string;
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

/** A horizontal axis with its label in the middle below it. */
export function xAxis(
  label: string,
  options: Plot.ScaleOptions = {},
): Plot.ScaleOptions {
  return {
    label,
    labelAnchor: "center",
    labelOffset: 42,
    labelArrow: "none",
    tickFormat: formatNumber,
    ...options,
  };
}

/** A vertical axis with its label above it. */
export function yAxis(
  label: string,
  options: Plot.ScaleOptions = {},
): Plot.ScaleOptions {
  return { label, labelArrow: "none", tickFormat: formatNumber, ...options };
}

/** A chart and what it was drawn with. */
export interface Chart {
  /** Its SVG, with its own top at 0. */
  readonly content: string;
  /** Where a value of an axis is drawn. */
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Draws a chart with Plot. */
export function drawChart(options: Plot.PlotOptions): Chart {
  const chart = Plot.plot({
    // Plot's types ask for the whole of a browser's document.
    document: new Document() as never,
    width: CHART_WIDTH,
    ...MARGINS,
    ...options,
  });
  const place = (axis: "x" | "y") => (value: number) =>
    chart.scale(axis)!.apply(value);
  return {
    // A chart's style sheet is for the SVG of its own that it does not have here.
    content: [...chart.childNodes].map(String)
      .filter((child) => !child.startsWith("<style")).join(""),
    x: place("x"),
    y: place("y"),
  };
}

/**
 * Puts a key above a chart.
 *
 * @param entries The key, one entry a line; none leaves it out.
 * @param content The chart.
 * @param height The chart's height.
 * @returns Both as one drawing, with its height.
 */
export function underKey(
  entries: readonly KeyEntry[],
  content: string,
  height: number,
): { drawing: string; height: number } {
  const key = entries.length === 0 ? 0 : entries.length * KEY_LINE + 8;
  const lines = entries.map(({ sample, label }, i) => {
    const y = KEY_LINE * (i + 0.5);
    const text = { x: 70, y: y + FONT_SIZE * 0.35 };
    return sample(y) + element("text", text, escapeXml(label));
  });
  const chart = element(
    "g",
    { transform: `translate(0,${key})`, "text-anchor": "middle" },
    content,
  );
  return { drawing: lines.join("") + chart, height: key + height };
}

/** A line's sample in a key. */
export function lineSample(style: LineStyle): (y: number) => string {
  return (y) =>
    element("path", {
      d: `M4,${y}h56`,
      stroke: style.stroke,
      "stroke-width": style.strokeWidth,
      "stroke-dasharray": style.strokeDasharray,
    });
}
