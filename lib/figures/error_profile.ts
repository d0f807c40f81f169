import * as Plot from "@observablehq/plot";
import {
  type Example,
  type Network,
  parametersOf,
  totalCost,
  type TotalCostOptions,
  withParameters,
} from "../backprop/mod.ts";
import { xAxis, yAxis } from "./axes.ts";
import { CHART_WIDTH, drawChart, lineStyles } from "./chart.ts";
import type { Domain } from "./contours.ts";
import {
  checkPaths,
  type DescentPath,
  inside,
  leaving,
  othersMoving,
  thinned,
  type WalkPoint,
} from "./descent_path.ts";
import { checkDomain, checkFinite, checkList } from "./checks.ts";
import { around } from "./domain.ts";
import { createFigure, type Figure } from "./figure.ts";
import { underKey } from "./key.ts";
import { lowest, type Tangent, tangentAt } from "./profile_curve.ts";
import { pathKey, stepMarks } from "./step_marks.ts";
import { stepNumbers } from "./step_numbers.ts";
import { formatApart, formatCount, formatNumber, sentence } from "./text.ts";

/** What {@linkcode errorProfile} is told. */
export interface ErrorProfileOptions extends TotalCostOptions {
  /** The label of the parameter along which the error is drawn, such as `w1`. */
  readonly parameter: string;
  /** Its values, from and to; what the paths and the tangents need if not given. */
  readonly domain?: Domain;
  /** The steps of one descent or several. */
  readonly paths?: readonly DescentPath[];
  /** Values of the parameter at which the tangent is drawn, whose slope is the gradient. */
  readonly tangents?: readonly number[];
  /** The title; "Error against w1" if not given, with the parameter's label. */
  readonly title?: string;
}

const HEIGHT = 360;
const SAMPLES = 97;

/**
 * Draws the error against one parameter while all others stay, with the steps of a descent on it. Of a neuron without
 * an activation function, and of any output weight before one, it is a parabola.
 *
 * @param network The network; the parameters that are not drawn have its values.
 * @param examples The examples whose error it is.
 * @param options The parameter, and what else to draw.
 * @returns The figure.
 * @throws {RangeError} If the parameter is none of the network's, the domain is empty or without a tangent's place, a path
 * has no step, or an error is not finite.
 *
 * @example
 * ```ts
 * import { createNetwork, descend } from "@denobook/denobook/backprop";
 * import { errorProfile } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[0]], activation: "identity" }]);
 * const examples = [{ input: [2], target: [1] }];
 * const networks = descend(neuron, examples, { learningRate: 0.1, biases: "fixed", epochs: 2 });
 *
 * const { alt } = errorProfile(neuron, examples, {
 *   parameter: "w1",
 *   domain: [0, 1],
 *   paths: [{ label: "η = 0.1", networks }],
 * });
 * assertEquals(
 *   alt,
 *   "Error against w1. From w1 0 to 1 the error is lowest, 0, at w1 0.5. " +
 *     "“η = 0.1” takes 2 steps, w1 from 0 to 0.32, error from 0.5 to 0.0648.",
 * );
 * ```
 */
export function errorProfile(
  network: Network,
  examples: readonly Example[],
  options: ErrorProfileOptions,
): Figure {
  const { parameter, paths = [], tangents = [], cost, reduction } = options ??
    {} as ErrorProfileOptions;
  const title = options?.title ?? `Error against ${parameter}`;
  const action = "Cannot draw the error profile";
  checkPaths(action, network, [parameter], paths);
  checkList(action, "tangents", tangents);
  const errorOf = (network: Network) =>
    totalCost(network, examples, { cost, reduction });
  const errorAt = (value: number) =>
    errorOf(withParameters(network, { [parameter]: value }));
  const walks = paths.map(({ label, networks }) => ({
    label,
    points: networks.map((visited, step) => ({
      step,
      x: parametersOf(visited)[parameter],
      y: errorOf(visited),
    })),
    others: othersMoving(network, [parameter], networks),
  }));
  const domain = options.domain ?? around(
    [
      ...walks.flatMap(({ points }) => points.map(({ x }) => x)),
      ...tangents,
      parametersOf(network)[parameter],
    ],
    0.2,
  );
  checkDomain(action, parameter, domain);
  for (const x of tangents) {
    if (!(x < domain[0] || x > domain[1])) continue;
    throw new RangeError(
      `${action}: the tangent's place ${x} is outside the domain ${
        domain[0]
      } to ${domain[1]}; widen that`,
    );
  }
  const curve = Array.from({ length: SAMPLES }, (_, k) => {
    const x = domain[0] + (domain[1] - domain[0]) * k / (SAMPLES - 1);
    return { x, y: errorAt(x) };
  });
  checkFinite(action, [
    ...tangents.map((x) => [x, "a tangent's place"] as const),
    ...[...curve, ...walks.flatMap(({ points }) => points)].map(({ x, y }) =>
      [y, `the error at ${parameter} ${formatNumber(x)}`] as const
    ),
  ]);
  const heights = [
    ...curve,
    ...walks.flatMap(({ points }) =>
      points.filter(({ x }) => x >= domain[0] && x <= domain[1])
    ),
  ].map(({ y }) => y);
  const top = Math.max(...heights);
  const high = top === 0 ? 1 : top * 1.05;
  // Beneath the lowest error is room for the numbers of steps, and the curve's foot is seen.
  const range: Domain = [Math.min(0, ...heights) - 0.08 * high, high];
  const lines = tangents.map((x) => tangentAt(x, errorAt, domain, range));

  const styles = lineStyles(walks.length);
  const frame = { x: domain, y: range };
  const shown = walks.map(({ points }) =>
    thinned(inside(points, frame), frame)
  );
  const chart = drawChart({
    height: HEIGHT,
    x: xAxis(parameter, { domain, ticks: 5 }),
    y: yAxis("error E", { domain: range, grid: true, ticks: 6 }),
    marks: [
      Plot.line(curve, {
        x: "x",
        y: "y",
        stroke: "currentColor",
        strokeWidth: 2,
      }),
      ...lines.map(({ ends }) =>
        Plot.line(ends, {
          x: "x",
          y: "y",
          stroke: "currentColor",
          strokeDasharray: "3 4",
        })
      ),
      Plot.dot(lines.map(({ at }) => at), {
        x: "x",
        y: "y",
        r: 4,
        fill: "currentColor",
      }),
      ...shown.flatMap((points, i) => [
        Plot.line(points, {
          x: "x",
          y: "y",
          ...styles[i],
          strokeWidth: 1.75,
        }),
      ]),
    ],
  });
  const marks = shown.map((points, i) =>
    stepMarks(points.filter(({ cut }) => !cut), i, chart)
  ).join("");
  const numbers = stepNumbers(shown, frame, chart, [
    curve,
    ...lines.map(({ ends }) => ends),
  ]);
  return createFigure({
    title,
    alt: describe(
      title,
      parameter,
      lowest(curve, errorAt),
      lines,
      walks,
      domain,
    ),
    width: CHART_WIDTH,
    ...underKey(
      pathKey(walks.map(({ label }) => label), styles),
      { ...chart, content: chart.content + marks + numbers },
    ),
  });
}

function describe(
  title: string,
  parameter: string,
  lowest: { x: number; y: number },
  tangents: readonly Tangent[],
  walks: readonly {
    label: string;
    points: readonly WalkPoint[];
    others: readonly string[];
  }[],
  domain: Domain,
): string {
  const n = formatNumber;
  const [from, to] = formatApart(...domain);
  return [
    sentence(title),
    `From ${parameter} ${from} to ${to} the error is lowest, ${
      n(lowest.y)
    }, at ${parameter} ${n(lowest.x)}.`,
    ...tangents.map(({ at, slope }) =>
      `At ${parameter} ${n(at.x)} the error is ${n(at.y)} and its slope ${
        n(slope)
      }.`
    ),
    ...walks.map(({ label, points, others }) => {
      const [first, last] = [points[0], points.at(-1)!];
      const steps = points.length - 1;
      return `“${label}” takes ${formatCount(steps)} ${
        steps === 1 ? "step" : "steps"
      }, ${parameter} from ${n(first.x)} to ${n(last.x)}, error from ${
        n(first.y)
      } to ${n(last.y)}${leaving(others, "curve")}.`;
    }),
  ].join(" ");
}
