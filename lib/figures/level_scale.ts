import { formatTick } from "./axes.ts";
import { element } from "./svg.ts";
import { formatNumber, textWidth } from "./text.ts";

/** The height of a scale of levels with its numbers and its label. */
export const LEVELS_HEIGHT = 64;
const BAR = { top: 4, height: 16 };

/**
 * Draws what each shade between two contour lines of an error means.
 *
 * @param levels The levels of the lines, from the lowest to the highest; if there are none, the error is even.
 * @param range The lowest and the highest error.
 * @param sides Where the scale begins and ends, in units of the figure.
 * @param shade How one level more darkens an area.
 * @returns The scale as SVG, with its own top at 0.
 */
export function drawLevels(
  levels: readonly number[],
  [, most]: readonly [number, number],
  [left, right]: readonly [number, number],
  shade: { readonly fill: string; readonly opacity: number },
): string {
  const middle = (left + right) / 2;
  if (levels.length === 0) {
    const words = `the error E is ${formatNumber(most)} everywhere`;
    return element("text", { x: middle, y: 37 }, words);
  }
  const width = (right - left) / (levels.length + 1);
  const numbers = levels.map((level, k) => formatTick(level, k, levels));
  // Where the numbers are too wide to stand side by side, every other one is left out, or more.
  const widest = Math.max(...numbers.map((number) => textWidth(number)));
  const apart = Math.ceil((widest + 6) / width);
  const { top: y, height } = BAR;
  const steps = numbers.map((number, k) => {
    const x = left + width * (k + 1);
    return element("rect", {
      ...{ x, y, width: right - x, height },
      fill: shade.fill,
      "fill-opacity": shade.opacity,
    }) +
      element("path", {
        d: `M${Math.round(x)},${y}v${height}`,
        stroke: shade.fill,
        "stroke-opacity": 0.55,
      }) +
      (k % apart === 0 ? element("text", { x, y: 37 }, number) : "");
  });
  return element("text", { x: middle, y: 58 }, "error E on the contour lines") +
    steps.join("") +
    element("rect", {
      ...{ x: left, y, width: right - left, height },
      fill: "none",
      stroke: shade.fill,
    });
}
