import * as Plot from "@observablehq/plot";
import { formatPower, xAxis, yAxis } from "./axes.ts";
import {
  type Chart,
  CHART_WIDTH,
  drawChart,
  type LineStyle,
  lineStyles,
} from "./chart.ts";
import { createFigure, type Figure } from "./figure.ts";
import { lineSample, underKey } from "./key.ts";
import { seriesColours } from "./palette.ts";
import { formatApart, formatCount, formatNumber, sentence } from "./text.ts";
import { thin } from "./thin.ts";

/** One line of an {@linkcode errorCurve}. */
export interface ErrorSeries {
  /** What the key of the chart calls it. */
  readonly label: string;
  /** The error before any step, after step 1, after step 2, … */
  readonly costs: readonly number[];
  /**
   * Whether the line is dashed. The first line that is not to be dashed is solid, and each of the others has a
   * pattern of its own, so that no two are told apart by colour alone.
   */
  readonly dashed?: boolean;
}

/** What {@linkcode errorCurve} may be told. */
export interface ErrorCurveOptions {
  /** The scale of the steps; linear if not given. The logarithmic scale has room for step 0. */
  readonly xScale?: "linear" | "log";
  /** The scale of the error; linear if not given. */
  readonly yScale?: "linear" | "log";
  /** What is counted to the right; "step" if not given. */
  readonly unit?: "step" | "epoch";
  /** The title; "Error against training steps" if not given, or epochs. */
  readonly title?: string;
}

const HEIGHT = 320;
/** Numbers that are much smaller have no digits left. */
const LEAST_POWER = 1e-300;
/** As many have room beside a vertical axis. */
const MOST_POWERS = 8;

/**
 * Draws the error against training steps.
 *
 * @param series The error before any step and after each, such as `costs` of what `train()` returns; or several of
 * them with labels.
 * @param options The scales and the title.
 * @returns The figure.
 * @throws {RangeError} If there is nothing to draw, too many lines, or a number that the scale cannot show.
 * @throws {TypeError} If it is given something else than costs.
 *
 * @example
 * ```ts
 * import { errorCurve } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   errorCurve([0.5, 0.25, 0.125]).alt,
 *   "Error against training steps. The error falls from 0.5 at step 0 to 0.125 at step 2.",
 * );
 * ```
 */
export function errorCurve(
  series: readonly number[] | readonly ErrorSeries[],
  options: ErrorCurveOptions = {},
): Figure {
  const {
    xScale = "linear",
    yScale = "linear",
    unit = "step",
    title = `Error against training ${unit}s`,
  } = options;
  if (unit !== "step" && unit !== "epoch") {
    throw new RangeError(
      `${ACTION}: unit is "${unit}"; make it "step" or "epoch"`,
    );
  }
  checkSeries(series);
  const several = isSeveral(series);
  const lines = several ? series : [{ label: "", costs: series }];
  const { chart, styles } = drawErrors(lines, { xScale, yScale, unit });
  const key = several
    ? lines.map(({ label }, i) => ({ label, sample: lineSample(styles[i]) }))
    : [];
  return createFigure({
    title,
    alt: `${sentence(title)} ${
      lines.map((line) => describe(line, unit, heightsOf(lines, yScale)))
        .join(" ")
    }`,
    width: CHART_WIDTH,
    ...underKey(key, chart),
  });
}

/** How {@linkcode drawErrors} draws them. */
interface ErrorScales {
  readonly xScale: "linear" | "log";
  readonly yScale: "linear" | "log";
  readonly unit: "step" | "epoch";
}

/**
 * Draws errors as lines against the steps.
 *
 * @param lines The errors.
 * @param scales Of what, and how they are divided.
 * @param options What a chart may be told besides.
 * @returns The chart, and how its lines are drawn.
 */
export function drawErrors(
  lines: readonly ErrorSeries[],
  { xScale, yScale, unit }: ErrorScales,
  options: Omit<Plot.PlotOptions, "x" | "y" | "height" | "marks"> = {},
): { chart: Chart; styles: readonly LineStyle[] } {
  checkScales({ xScale, yScale });
  check(lines, yScale);
  const solid = lines.findIndex(({ dashed }) => !dashed);
  const styles = lineStyles(lines.length, solid);
  const chart = drawChart({
    height: HEIGHT,
    ...options,
    x: stepAxis(lines, xScale, unit),
    y: errorAxis(lines, yScale),
    marks: lines.map(({ costs }, i) =>
      Plot.line(thin(costs, xScale), { x: "step", y: "cost", ...styles[i] })
    ),
  });
  return { chart, styles };
}

/** What every refusal of an error curve begins with. */
const ACTION = "Cannot draw the error curve";

function checkScales(scales: Readonly<Record<string, string>>): void {
  for (const [name, scale] of Object.entries(scales)) {
    if (scale === "linear" || scale === "log") continue;
    throw new RangeError(
      `${ACTION}: ${name} is "${scale}"; make it "linear" or "log"`,
    );
  }
}

/** Refuses what is neither costs nor costs with labels. */
function checkSeries(series: unknown): void {
  const areNumbers = (costs: unknown) =>
    (Array.isArray(costs) || ArrayBuffer.isView(costs)) &&
    [...costs as number[]].every((cost) => typeof cost === "number");
  const areLabelled = (lines: unknown) =>
    Array.isArray(lines) &&
    lines.every((line) =>
      typeof line?.label === "string" && areNumbers(line.costs)
    );
  if (areNumbers(series) || areLabelled(series)) return;
  throw new TypeError(
    `${ACTION}: it takes the costs that train() returns, or several of them as [{ label, costs }]; pass numbers`,
  );
}

function isSeveral(
  series: readonly number[] | readonly ErrorSeries[],
): series is readonly ErrorSeries[] {
  return typeof series[0] === "object";
}

function check(lines: readonly ErrorSeries[], yScale: "linear" | "log"): void {
  const refuse = (cause: string) => {
    throw new RangeError(`${ACTION}: ${cause}`);
  };
  if (lines.length > seriesColours.length) {
    refuse(
      `${lines.length} lines are too many to tell apart; draw at most ${seriesColours.length}`,
    );
  }
  for (const { label, costs } of lines) {
    const name = label ? `"${label}"` : "the error";
    if (costs.length < 2) {
      refuse(
        `${name} has ${costs.length} costs; pass at least 2, from before and after a step`,
      );
    }
    costs.forEach((cost, step) => {
      if (!Number.isFinite(cost)) {
        refuse(
          `${name} is ${cost} at step ${step}; pass the steps before it`,
        );
      }
      if (yScale === "log" && cost < LEAST_POWER) {
        refuse(
          `${name} is ${cost} at step ${step}, and a logarithmic scale holds what is above ${
            cost <= 0 ? 0 : LEAST_POWER
          }; use yScale "linear"`,
        );
      }
    });
  }
}

function stepAxis(
  lines: readonly ErrorSeries[],
  scale: "linear" | "log",
  unit: string,
): Plot.ScaleOptions {
  const last = Math.max(...lines.map(({ costs }) => costs.length)) - 1;
  const common = {
    domain: [0, last],
    tickFormat: formatCount,
    // There are no steps between the steps.
    ...last < 8 && { ticks: Array.from({ length: last + 1 }, (_, k) => k) },
  };
  if (scale === "linear") return xAxis(unit, common);
  // This scale is log(1 + step): as good as logarithmic from the first few steps on, and it has a place for 0.
  return xAxis(`${unit} (logarithmic scale)`, {
    ...common,
    type: "symlog",
    constant: 1,
    ticks: [0, ...powersOfTen(0, Math.floor(Math.log10(last)))],
  });
}

function errorAxis(
  lines: readonly ErrorSeries[],
  scale: "linear" | "log",
): Plot.ScaleOptions {
  const costs = lines.flatMap(({ costs }) => costs);
  const most = costs.reduce((a, b) => Math.max(a, b));
  const least = costs.reduce((a, b) => Math.min(a, b));
  if (scale === "linear") {
    return yAxis("error E", {
      grid: true,
      // An error of 0 all along still wants a scale.
      domain: [Math.min(0, least), most === 0 ? 1 : most],
      nice: true,
    });
  }
  const low = Math.floor(Math.log10(least));
  // An error that stays on one power of ten still wants a scale.
  // There is no greater power of ten among numbers.
  const high = Math.min(308, Math.max(Math.ceil(Math.log10(most)), low + 1));
  return yAxis("error E (logarithmic scale)", {
    grid: true,
    type: "log",
    domain: [10 ** low, Math.max(10 ** high, most)],
    ticks: powersOfTen(low, high),
    tickFormat: formatPower,
  });
}

/** Powers of ten, at most {@linkcode MOST_POWERS} of them, all as far from one another. */
function powersOfTen(from: number, to: number): number[] {
  const apart = Math.ceil((to - from + 1) / MOST_POWERS);
  const first = Math.ceil(from / apart) * apart;
  return Array.from(
    { length: Math.floor((to - first) / apart) + 1 },
    (_, i) => 10 ** (first + apart * i),
  );
}

/** What a reader of a chart cannot see, as a share of its height. */
const UNSEEN = 0.01;

/** How high above the chart's lowest point an error is, as a share of its height. */
function heightsOf(
  lines: readonly ErrorSeries[],
  scale: "linear" | "log",
): (cost: number) => number {
  const place = scale === "log" ? Math.log10 : (cost: number) => cost;
  const places = lines.flatMap(({ costs }) => costs.map(place));
  const least = places.reduce((a, b) => Math.min(a, b));
  const most = places.reduce((a, b) => Math.max(a, b));
  return (cost) => (place(cost) - least) / (most - least || 1);
}

/** Where a line is highest and lowest between its ends, if it is seen to leave what lies between those. */
function turnsOf(
  costs: readonly number[],
  height: (cost: number) => number,
): number[] {
  const ends = [costs[0], costs[costs.length - 1]];
  const peak = costs.reduce((a, b, k) => b > costs[a] ? k : a, 0);
  const trough = costs.reduce((a, b, k) => b < costs[a] ? k : a, 0);
  return [
    ...height(costs[peak]) - height(Math.max(...ends)) > UNSEEN ? [peak] : [],
    ...height(Math.min(...ends)) - height(costs[trough]) > UNSEEN
      ? [trough]
      : [],
  ].sort((a, b) => a - b);
}

function describe(
  { label, costs }: ErrorSeries,
  unit: string,
  height: (cost: number) => number,
): string {
  const last = costs.length - 1;
  const way = turnsOf(costs, height).map((k) =>
    `${formatNumber(costs[k])} at ${unit} ${formatCount(k)}`
  ).join(" and ");
  const [start, end] = [costs[0], costs[last]];
  const verb = end < start ? "falls" : end > start ? "rises" : "goes";
  const [from, to] = formatApart(start, end);
  return `${
    label ? `“${label}”` : "The error"
  } ${verb} from ${from} at ${unit} 0 to ${to} at ${unit} ${formatCount(last)}${
    way && `, by way of ${way}`
  }.`;
}
