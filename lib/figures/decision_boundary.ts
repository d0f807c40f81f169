import * as Plot from "@observablehq/plot";
import { type Example, labelsOf, type Network } from "../backprop/mod.ts";
import { xAxis, yAxis } from "./axes.ts";
import { CHART_WIDTH, drawChart } from "./chart.ts";
import { contoursOf, type Domain, sample } from "./contours.ts";
import { checkFinite } from "./checks.ts";
import { createFigure, type Figure } from "./figure.ts";
import {
  drawExamples,
  exampleMark,
  frameOf,
  listed,
  neuronsAt,
  type PlacedExample,
  placeExamples,
} from "./input_plane.ts";
import { areaSample, type KeyEntry, markSample, underKey } from "./key.ts";
import { seriesColours } from "./palette.ts";
import { element } from "./svg.ts";
import { formatNumber, sentence } from "./text.ts";

/** What {@linkcode decisionBoundary} may be told. */
export interface DecisionBoundaryOptions {
  /** The output whose decision it is; `o1` if not given. */
  readonly output?: string;
  /** The activation from which on the output counts as high; 0.5 if not given. */
  readonly threshold?: number;
  /** The values of both inputs, from and to; room for the examples if not given. */
  readonly domain?: Domain;
  /** The title; "The decision boundary of o1" if not given, with the output's label. */
  readonly title?: string;
}

const COLOUR = seriesColours[0];

/**
 * Draws where in the plane of its two inputs a network's output is high and where it is low, with the examples.
 *
 * @param network The network, of two inputs.
 * @param examples The examples.
 * @param options The output, the threshold, and the part of the plane.
 * @returns The figure.
 * @throws {RangeError} If the network has not two inputs, or no such output, or an example does not fit it, or the
 * threshold or an output is not finite.
 *
 * @example
 * ```ts
 * import { createNetwork } from "@denobook/denobook/backprop";
 * import { decisionBoundary } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * const or = createNetwork([{ weights: [[1, 1]], biases: [-0.5], activation: "sigmoid" }]);
 * const examples = [
 *   { input: [0, 0], target: [0] },
 *   { input: [1, 0], target: [1] },
 * ];
 * assertEquals(
 *   decisionBoundary(or, examples).alt,
 *   "The decision boundary of o1. The output is 0.5 or more in about 51% of the plane drawn, i1 from −0.5 to 1.5 and " +
 *     "i2 from −1 to 1. Of 2 examples, 2 are on the side of their target: " +
 *     "i1 0, i2 0, target 0, output 0.378; i1 1, i2 0, target 1, output 0.622.",
 * );
 * ```
 */
export function decisionBoundary(
  network: Network,
  examples: readonly Example[],
  options: DecisionBoundaryOptions = {},
): Figure {
  const { output = "o1", threshold = 0.5 } = options;
  const title = options.title ?? `The decision boundary of ${output}`;
  const action = "Cannot draw the decision boundary";
  if (!Number.isFinite(threshold)) {
    throw new RangeError(
      `${action}: the threshold is ${threshold}; give a finite number, such as 0.5`,
    );
  }
  const placed = placeExamples(action, network, examples, output);
  const frame = frameOf(action, placed, options.domain);
  const samples = sample(
    (x, y) => neuronsAt(network, [x, y])[output].activation,
    frame,
  );
  checkFinite(action, [
    ...samples.map((value) => [value, `the output ${output}`] as const),
    ...placed.map((one, k) =>
      [one.output, `the output for example ${k + 1}`] as const
    ),
  ]);
  const { inputs } = labelsOf(network);
  const chart = drawChart({
    height: "square",
    x: xAxis(inputs[0], { domain: frame.x, ticks: 5 }),
    y: yAxis(inputs[1], { domain: frame.y, ticks: 5 }),
    marks: [Plot.frame()],
  });
  const [{ area, line, lines }] = contoursOf(samples, [threshold], {
    domain: frame,
    place: chart,
  });
  const shade = { fill: COLOUR, "fill-opacity": 0.22, "fill-rule": "evenodd" };
  const border = { fill: "none", stroke: COLOUR, "stroke-width": 2.5 };
  const marks = drawExamples(
    placed.map(({ x, y, target, output }) => ({
      ...{ x, y, value: output },
      isHigh: target >= threshold,
    })),
    frame,
    chart,
    lines,
  );
  const key: KeyEntry[] = [
    {
      label: `output ${output} is ${formatNumber(threshold)} or more`,
      sample: areaSample(shade, border),
    },
    {
      label: `target ${formatNumber(threshold)} or more, with its output`,
      sample: markSample((x, y) => exampleMark(x, y, true)),
    },
    {
      label: "target below that, with its output",
      sample: markSample((x, y) => exampleMark(x, y, false)),
    },
  ];
  return createFigure({
    title,
    alt: describe(title, samples, threshold, placed, frame, inputs),
    width: CHART_WIDTH,
    ...underKey(key, {
      ...chart,
      content: (area && element("path", { d: area, ...shade })) +
        (line && element("path", { d: line, ...border })) +
        chart.content + marks,
    }),
  });
}

function describe(
  title: string,
  samples: readonly number[],
  threshold: number,
  placed: readonly PlacedExample[],
  frame: { x: Domain; y: Domain },
  [i1, i2]: readonly string[],
): string {
  const n = formatNumber;
  const high = samples.filter((value) => value >= threshold).length;
  const share = Math.round(100 * high / samples.length);
  const right =
    placed.filter(({ target, output }) =>
      (target >= threshold) === (output >= threshold)
    ).length;
  const each = listed(
    placed.map(({ x, y, target, output }) =>
      `${i1} ${n(x)}, ${i2} ${n(y)}, target ${n(target)}, output ${n(output)}`
    ),
    "; ",
  );
  return [
    sentence(title),
    `The output is ${
      n(threshold)
    } or more in about ${share}% of the plane drawn, ${i1} from ${
      n(frame.x[0])
    } to ${n(frame.x[1])} and ${i2} from ${n(frame.y[0])} to ${n(frame.y[1])}.`,
    ...placed.length === 0 ? [] : [
      `Of ${placed.length} ${
        placed.length === 1 ? "example" : "examples"
      }, ${right} ${right === 1 ? "is" : "are"} on the side of ${
        right === 1 ? "its" : "their"
      } target: ${each}.`,
    ],
  ].join(" ");
}
