import * as Plot from "@observablehq/plot";
import { type Example, labelsOf, type Network } from "../backprop/mod.ts";
import { xAxis, yAxis } from "./axes.ts";
import { CHART_WIDTH, drawChart } from "./chart.ts";
import { contoursOf, type Domain, sample } from "./contours.ts";
import type { Frame } from "./descent_path.ts";
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
import { element, escapeXml } from "./svg.ts";
import { formatNumber, sentence } from "./text.ts";

/** What {@linkcode hiddenRegions} may be told. */
export interface HiddenRegionsOptions {
  /** The values of both inputs, from and to; room for the examples if not given. */
  readonly domain?: Domain;
  /** The title; "What each hidden neuron sees" if not given. */
  readonly title?: string;
}

const PANEL = { width: 200, height: 236 };
const COLOUR = seriesColours[0];
/** A target counts as high from here on. */
const HIGH = 0.5;

/**
 * Draws, for each hidden neuron, where in the plane of the network's two inputs its net input is above 0: there a
 * rectifier is on, and a sigmoid above its middle. Beside each example stands the neuron's activation.
 *
 * @param network The network, of two inputs and at least one hidden layer.
 * @param examples The examples.
 * @param options The part of the plane, and the title.
 * @returns The figure.
 * @throws {RangeError} If the network has not two inputs, or no hidden neuron, or an example does not fit it, or a net
 * input is not finite.
 *
 * @example
 * ```ts
 * import { createNetwork } from "@denobook/denobook/backprop";
 * import { hiddenRegions } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * const xor = createNetwork([
 *   { weights: [[1, -1]], activation: "relu" },
 *   { weights: [[1]], activation: "identity" },
 * ]);
 * const examples = [
 *   { input: [0, 1], target: [1] },
 *   { input: [1, 0], target: [1] },
 * ];
 * assertEquals(
 *   hiddenRegions(xor, examples).alt,
 *   "What each hidden neuron sees. h1: net input above 0 on 1 of 2 examples; activations " +
 *     "0 at i1 0, i2 1, 1 at i1 1, i2 0.",
 * );
 * ```
 */
export function hiddenRegions(
  network: Network,
  examples: readonly Example[],
  options: HiddenRegionsOptions = {},
): Figure {
  const { title = "What each hidden neuron sees" } = options;
  const action = "Cannot draw the hidden neurons' regions";
  const placed = placeExamples(action, network, examples, "o1");
  const { inputs, neurons } = labelsOf(network);
  const hidden = neurons.slice(0, -1).flat();
  if (hidden.length === 0) {
    throw new RangeError(`${action}: the network has no hidden neuron`);
  }
  const frame = frameOf(action, placed, options.domain);
  const planes = netInputsOver(network, hidden, frame);
  checkFinite(
    action,
    planes.flatMap((plane, k) =>
      plane.map((value) => [value, `the net input of ${hidden[k]}`] as const)
    ),
  );
  const columns = Math.min(2, hidden.length);
  const panels = hidden.map((neuron, k) =>
    element(
      "g",
      {
        transform: `translate(${(k % columns) * PANEL.width},${
          Math.floor(k / columns) * PANEL.height
        })`,
      },
      drawPanel(neuron, planes[k], placed, frame, inputs),
    )
  );
  const shaded: KeyEntry = {
    label: "net input above 0",
    sample: areaSample(SHADE, BORDER),
  };
  const targets = [true, false].map((high): KeyEntry => ({
    label: `target ${high ? "0.5 or more" : "below 0.5"}, and activation`,
    sample: markSample((x, y) => exampleMark(x, y, high)),
  }));
  return createFigure({
    title,
    alt: describe(title, hidden, placed, inputs),
    width: CHART_WIDTH,
    ...underKey(
      [shaded, ...targets],
      {
        content: panels.join(""),
        height: Math.ceil(hidden.length / columns) * PANEL.height,
      },
    ),
  });
}

const SHADE = { fill: COLOUR, "fill-opacity": 0.22, "fill-rule": "evenodd" };
const BORDER = { fill: "none", stroke: COLOUR, "stroke-width": 2 };

/** The net input of each of those neurons over the plane. */
function netInputsOver(
  network: Network,
  neurons: readonly string[],
  frame: Frame,
): number[][] {
  const planes: number[][] = neurons.map(() => []);
  sample((x, y) => {
    const all = neuronsAt(network, [x, y]);
    neurons.forEach((neuron, k) => planes[k].push(all[neuron].netInput));
    return 0;
  }, frame);
  return planes;
}

function drawPanel(
  neuron: string,
  samples: readonly number[],
  placed: readonly PlacedExample[],
  frame: Frame,
  [i1, i2]: readonly string[],
): string {
  const chart = drawChart({
    width: PANEL.width,
    height: PANEL.height,
    x: xAxis(i1, { domain: frame.x, ticks: 3, labelOffset: 38 }),
    y: yAxis(i2, { domain: frame.y, ticks: 3 }),
    marks: [Plot.frame()],
  });
  // The contour of 0 would enclose also where a net input is 0 and no more; a silent neuron has no region.
  const [{ area, line, lines }] = contoursOf(samples, [Number.MIN_VALUE], {
    domain: frame,
    place: chart,
  });
  const marks = drawExamples(
    placed.map(({ x, y, target, neurons }) => ({
      ...{ x, y, value: neurons[neuron].activation },
      isHigh: target >= HIGH,
    })),
    frame,
    chart,
    lines,
  );
  const middle = (chart.x(frame.x[0]) + chart.x(frame.x[1])) / 2;
  const heading = { x: middle, y: 18, "font-weight": 600 };
  return element("text", heading, escapeXml(neuron)) +
    (area && element("path", { d: area, ...SHADE })) +
    (line && element("path", { d: line, ...BORDER })) +
    chart.content + marks;
}

function describe(
  title: string,
  hidden: readonly string[],
  placed: readonly PlacedExample[],
  [i1, i2]: readonly string[],
): string {
  const n = formatNumber;
  return [
    sentence(title),
    ...hidden.map((neuron) => {
      const on = placed.filter(({ neurons }) => neurons[neuron].netInput > 0);
      const each = placed.map(({ x, y, neurons }) =>
        `${n(neurons[neuron].activation)} at ${i1} ${n(x)}, ${i2} ${n(y)}`
      );
      return `${neuron}: net input above 0 on ${on.length} of ${placed.length} ${
        placed.length === 1 ? "example" : "examples"
      }${each.length === 0 ? "" : `; activations ${listed(each, ", ")}`}.`;
    }),
  ].join(" ");
}
