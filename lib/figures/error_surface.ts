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
import { contoursOf, type Domain, drawContours, sample } from "./contours.ts";
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
import { drawLevels, LEVELS_HEIGHT } from "./level_scale.ts";
import { levelsBetween } from "./levels.ts";
import { pathKey, stepMarks } from "./step_marks.ts";
import { stepNumbers } from "./step_numbers.ts";
import { element } from "./svg.ts";
import { formatApart, formatCount, formatNumber, sentence } from "./text.ts";

/** What {@linkcode errorSurface} is told. */
export interface ErrorSurfaceOptions extends TotalCostOptions {
  /** The labels of the two parameters: the one to the right, and the one upwards. */
  readonly parameters: readonly [string, string];
  /** Their values, from and to; what the paths need if not given. */
  readonly domains?: readonly [Domain, Domain];
  /** The steps of one descent or several. */
  readonly paths?: readonly DescentPath[];
  /** The title; "Error over w1 and w2" if not given, with the parameters' labels. */
  readonly title?: string;
}

/** A path keeps its contrast where it crosses dark shades. */
const HALO = {
  stroke: "var(--paper, #fff)",
  strokeWidth: 6,
  strokeOpacity: 0.8,
} as const;
const SHADE = { fill: "currentColor", opacity: 0.075 };

/**
 * Draws the error over two parameters while all others stay, as a map with contour lines, and the path of a descent on
 * it.
 *
 * @param network The network; the parameters that are not drawn have its values.
 * @param examples The examples whose error it is.
 * @param options The two parameters, and the paths.
 * @returns The figure.
 * @throws {RangeError} If a parameter is none of the network's, the two are one, a domain is empty, a path has no step, or
 * an error is not finite.
 *
 * @example
 * ```ts
 * import { createNetwork, descend } from "@denobook/denobook/backprop";
 * import { errorSurface } from "@denobook/denobook/figures";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[0, 0]], activation: "identity" }]);
 * const examples = [{ input: [1, 2], target: [1] }];
 * const networks = descend(neuron, examples, { learningRate: 0.1, biases: "fixed", epochs: 1 });
 *
 * const { alt } = errorSurface(neuron, examples, {
 *   parameters: ["w1", "w2"],
 *   domains: [[-1, 1], [-1, 1]],
 *   paths: [{ label: "η = 0.1", networks }],
 * });
 * assertStringIncludes(alt, "the error is between 0 and 8");
 * assertStringIncludes(alt, "“η = 0.1” takes 1 step, from w1 0, w2 0, error 0.5, to w1 0.1, w2 0.2, error 0.125.");
 * ```
 */
export function errorSurface(
  network: Network,
  examples: readonly Example[],
  options: ErrorSurfaceOptions,
): Figure {
  const action = "Cannot draw the error surface";
  checkList(action, "parameters", options?.parameters);
  const { parameters, paths = [], cost, reduction } = options;
  const [right, up] = parameters;
  const title = options.title ?? `Error over ${right} and ${up}`;
  checkPaths(action, network, parameters, paths);
  if (parameters.length !== 2 || right === up) {
    throw new RangeError(
      `${action}: it lies over two parameters, received ${
        parameters.join(", ")
      }; give two that differ`,
    );
  }
  const errorOf = (network: Network) =>
    totalCost(network, examples, { cost, reduction });
  const walks = paths.map(({ label, networks }) => ({
    label,
    points: networks.map((visited, step) => {
      const { [right]: x, [up]: y } = parametersOf(visited);
      return { step, x, y };
    }),
    errors: [networks[0], networks.at(-1)!].map(errorOf),
    others: othersMoving(network, parameters, networks),
  }));
  const here = parametersOf(network);
  const points = walks.flatMap(({ points }) => points);
  if (options.domains) checkList(action, "domains", options.domains);
  const [x, y] = options.domains ?? [
    around([...points.map(({ x }) => x), here[right]], 0.25),
    around([...points.map(({ y }) => y), here[up]], 0.25),
  ];
  const frame = { x, y };
  checkDomain(action, right, x);
  checkDomain(action, up, y);
  const samples = sample(
    (x, y) => errorOf(withParameters(network, { [right]: x, [up]: y })),
    frame,
  );
  checkFinite(action, [
    ...samples.map((error) => [error, "an error in the domains"] as const),
    ...walks.flatMap(({ label, errors }) =>
      errors.map((error) => [error, `an error on the path "${label}"`] as const)
    ),
  ]);
  const range = [Math.min(...samples), Math.max(...samples)] as const;
  const levels = levelsBetween(...range);

  const styles = lineStyles(walks.length);
  const shown = walks.map(({ points }) =>
    thinned(inside(points, frame), frame)
  );
  const chart = drawChart({
    height: "square",
    x: xAxis(right, { domain: x, ticks: 6 }),
    y: yAxis(up, { domain: y, ticks: 6 }),
    marks: [
      Plot.frame(),
      ...shown.flatMap((points, i) => [
        Plot.line(points, { x: "x", y: "y", ...HALO }),
        Plot.line(points, { x: "x", y: "y", ...styles[i] }),
      ]),
    ],
  });
  const contours = contoursOf(samples, levels, { domain: frame, place: chart });
  const { drawing, height } = underKey(
    pathKey(walks.map(({ label }) => label), styles),
    {
      ...chart,
      content: drawContours(contours, SHADE) + chart.content +
        shown.map((points, i) => stepMarks(dotted(points), i, chart)).join("") +
        stepNumbers(shown, frame, chart),
    },
  );
  return createFigure({
    title,
    alt: describe(title, parameters, frame, range, walks),
    width: CHART_WIDTH,
    height: height + LEVELS_HEIGHT,
    drawing: drawing + element(
      "g",
      { transform: `translate(0,${height})`, "text-anchor": "middle" },
      drawLevels(levels, range, [chart.x(x[0]), chart.x(x[1])], SHADE),
    ),
  });
}

/** The steps that get a dot: all of a short path, the first and the last of a long one. */
function dotted(points: readonly WalkPoint[]): WalkPoint[] {
  return points.filter(({ step, cut }, k) =>
    !cut && (points.length <= 40 || step === 0 || k === points.length - 1)
  );
}

function describe(
  title: string,
  [right, up]: readonly [string, string],
  { x, y }: { x: Domain; y: Domain },
  [least, most]: readonly [number, number],
  walks: readonly {
    label: string;
    points: readonly WalkPoint[];
    errors: readonly number[];
    others: readonly string[];
  }[],
): string {
  const n = formatNumber;
  const [across, upwards] = [x, y].map((domain) =>
    formatApart(...domain).join(" to ")
  );
  const at = (point: WalkPoint, error: number) =>
    `${right} ${n(point.x)}, ${up} ${n(point.y)}, error ${n(error)}`;
  return [
    sentence(title),
    `With ${right} from ${across} and ${up} from ${upwards}, the error is ${
      least === most
        ? `${n(most)} everywhere`
        : `between ${formatApart(least, most).join(" and ")}`
    }.`,
    ...walks.map(({ label, points, errors, others }) => {
      const steps = points.length - 1;
      return `“${label}” takes ${formatCount(steps)} ${
        steps === 1 ? "step" : "steps"
      }, from ${at(points[0], errors[0])}, to ${at(points.at(-1)!, errors[1])}${
        leaving(others, "surface")
      }.`;
    }),
  ].join(" ");
}
