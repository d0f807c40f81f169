/**
 * The axes of a chart: their labels, and their numbers with the room that these take.
 *
 * @module
 */

import type * as Plot from "@observablehq/plot";
import type { Element } from "./document.ts";
import type { Box } from "./geometry.ts";
import {
  FONT_SIZE,
  formatCount,
  formatDigits,
  powerOfTen,
  textWidth,
} from "./text.ts";

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
    tickFormat: formatTick,
    ...options,
  };
}

/** A vertical axis with its label above it. */
export function yAxis(
  label: string,
  options: Plot.ScaleOptions = {},
): Plot.ScaleOptions {
  return { label, labelArrow: "none", tickFormat: formatTick, ...options };
}

/** A number of an axis, with as many digits as tell it from the next. */
export function formatTick(
  value: number,
  _index: number,
  values: readonly number[] = [value],
): string {
  const [first, second] = values;
  const largest = Math.max(...values.map(Math.abs));
  const digits = Math.ceil(Math.log10(largest / Math.abs(second - first))) + 1;
  return formatDigits(value, Math.min(17, Math.max(3, digits || 0)));
}

/** A number of an axis of powers of ten: those near 1 as they are, the others as powers. */
export function formatPower(value: number): string {
  const power = Math.round(Math.log10(value));
  return power >= -2 && power <= 3 ? formatCount(value) : powerOfTen(power);
}

/** The boxes of the numbers along an axis, as Plot has drawn them. */
export function tickLabels(
  chart: { readonly childNodes: Element["childNodes"] },
  axis: "x" | "y",
): Box[] {
  const name = `${axis}-axis tick label`;
  return chart.childNodes
    .filter((group) =>
      isElement(group) && group.getAttribute("aria-label") === name
    )
    .flatMap((group) => (group as Element).childNodes.filter(isElement))
    .map((text) => {
      const [x, y] = text.getAttribute("transform")!.match(/-?[\d.]+/g)!;
      return {
        x: Number(x),
        y: Number(y),
        width: textWidth(text.childNodes.join("")),
        height: FONT_SIZE,
      };
    });
}

function isElement(node: Element["childNodes"][number]): node is Element {
  return "childNodes" in node;
}
