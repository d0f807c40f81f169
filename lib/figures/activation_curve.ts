import * as Plot from "@observablehq/plot";
import { activations } from "../backprop/mod.ts";
import { xAxis, yAxis } from "./axes.ts";
import { CHART_WIDTH, drawChart, type LineStyle } from "./chart.ts";
import type { Domain } from "./contours.ts";
import { checkDomain, checkList } from "./checks.ts";
import { around } from "./domain.ts";
import { createFigure, type Figure } from "./figure.ts";
import { lineSample, underKey } from "./key.ts";
import { factorColours, factorDashes } from "./palette.ts";
import { formatApart, formatNumber, sentence } from "./text.ts";

/** The activation functions that are drawn: those that work on one neuron at a time. */
export type DrawnActivation = keyof typeof activations;

/** What {@linkcode activationCurve} may be told. */
export interface ActivationCurveOptions {
  /** The net inputs, from and to; −6 to 6 if not given, or as far as the marks go. */
  readonly domain?: Domain;
  /** Net inputs to mark on both curves, such as a network's own. */
  readonly marks?: readonly number[];
  /** The title; one that names the function if not given. */
  readonly title?: string;
}

const HEIGHT = 320;
const SAMPLES = 241;

const FUNCTION: LineStyle = {
  stroke: "currentColor",
  strokeWidth: 2.5,
  strokeLinecap: "butt",
  strokeDasharray: "none",
};
/** The derivative is a factor of the chain rule, and has its colour. */
const DERIVATIVE: LineStyle = {
  ...FUNCTION,
  stroke: factorColours.dActivation_dNet,
  strokeDasharray: factorDashes.dActivation_dNet,
};

/**
 * Draws an activation function together with its derivative ∂activation/∂net, against the net input.
 *
 * @param name The function, as layers call it.
 * @param options The net inputs, which of them to mark, and the title.
 * @returns The figure.
 * @throws {RangeError} If the function is none that works on one neuron at a time, the domain is empty, or a mark is not
 * in it.
 *
 * @example
 * ```ts
 * import { activationCurve } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   activationCurve("relu", { domain: [-2, 2], marks: [1.5] }).alt,
 *   "The activation function relu and its derivative. From net input −2 to 2 the activation goes from 0 to 2. " +
 *     "Its derivative is between 0 and 1. At net input 1.5 the activation is 1.5 and the derivative 1.",
 * );
 * ```
 */
export function activationCurve(
  name: DrawnActivation,
  options: ActivationCurveOptions = {},
): Figure {
  const action = "Cannot draw the activation function";
  if (!Object.hasOwn(activations, name)) {
    throw new RangeError(
      `${action} "${name}": it must be one of ${
        Object.keys(activations).join(", ")
      }`,
    );
  }
  const { marks = [] } = options;
  const title = options.title ??
    `The activation function ${name} and its derivative`;
  checkList(action, "marks", marks);
  checkMarks(action, marks, options.domain);
  const domain = options.domain ??
    [Math.min(-6, ...marks), Math.max(6, ...marks)];
  checkDomain(action, "the net input", domain);
  const points = Array.from(
    { length: SAMPLES },
    (_, k) =>
      pointAt(name, domain[0] + (domain[1] - domain[0]) * k / (SAMPLES - 1)),
  );
  const marked = marks.map((net) => pointAt(name, net));
  const values = points.flatMap(({ out, slope }) => [out, slope]);
  const dots = { r: 5, stroke: "none", x: "net" } as const;
  const chart = drawChart({
    height: HEIGHT,
    x: xAxis("net input (net)", { domain }),
    y: yAxis("activation out, and ∂out/∂net", {
      domain: around([0, ...values], 0.04),
      grid: true,
    }),
    marks: [
      Plot.line(needed(points, "out"), { x: "net", y: "out", ...FUNCTION }),
      Plot.line(needed(points, "slope"), {
        x: "net",
        y: "slope",
        ...DERIVATIVE,
      }),
      Plot.dot(marked, { ...dots, y: "out", fill: FUNCTION.stroke }),
      Plot.dot(marked, {
        ...dots,
        y: "slope",
        fill: DERIVATIVE.stroke,
        symbol: "square",
      }),
    ],
  });
  return createFigure({
    title,
    alt: describe(title, points, marked),
    width: CHART_WIDTH,
    ...underKey(
      [
        { label: `out = ${name}(net)`, sample: lineSample(FUNCTION) },
        { label: "∂out/∂net, its slope", sample: lineSample(DERIVATIVE) },
      ],
      chart,
    ),
  });
}

function checkMarks(
  action: string,
  marks: readonly number[],
  domain: Domain | undefined,
): void {
  for (const mark of marks) {
    const refuse = (cause: string) => {
      throw new RangeError(`${action}: the mark ${mark} ${cause}`);
    };
    if (!Number.isFinite(mark)) refuse("is no finite number; leave it out");
    if (domain && (mark < domain[0] || mark > domain[1])) {
      refuse(`is outside the domain ${domain[0]} to ${domain[1]}; widen that`);
    }
  }
}

interface CurvePoint {
  readonly net: number;
  readonly out: number;
  readonly slope: number;
}

function pointAt(name: DrawnActivation, net: number): CurvePoint {
  const { of, derivative } = activations[name];
  const out = of(net);
  return { net, out, slope: derivative(out, net) };
}

/** A curve without the points that lie on a straight line between their neighbours, and broken where it jumps. */
function needed(points: readonly CurvePoint[], key: "out" | "slope") {
  const span = Math.max(...points.map((point) => point[key])) -
    Math.min(...points.map((point) => point[key]));
  return points.flatMap((point, k) => {
    const [before, after] = [points[k - 1]?.[key], points[k + 1]?.[key]];
    const value = point[key];
    const bend = Math.abs(before + after - 2 * value);
    if (bend < 1e-9 * span) return [];
    const kept = { net: point.net, [key]: value };
    return Math.abs(after - value) > span / 2
      ? [kept, { net: point.net, [key]: NaN }]
      : [kept];
  });
}

function describe(
  title: string,
  points: readonly CurvePoint[],
  marked: readonly CurvePoint[],
): string {
  const n = formatNumber;
  const [first, last] = [points[0], points.at(-1)!];
  const [from, to] = formatApart(first.net, last.net);
  const slopes = points.map(({ slope }) => slope);
  const [least, most] = [Math.min(...slopes), Math.max(...slopes)];
  return [
    sentence(title),
    `From net input ${from} to ${to} the activation goes from ${
      n(first.out)
    } to ${n(last.out)}.`,
    least === most
      ? `Its derivative is ${n(most)} everywhere.`
      : `Its derivative is between ${n(least)} and ${n(most)}.`,
    ...marked.map(({ net, out, slope }) =>
      `At net input ${n(net)} the activation is ${n(out)} and the derivative ${
        n(slope)
      }.`
    ),
  ].join(" ");
}
