/**
 * The plane of a network's two inputs, with the examples in it.
 *
 * @module
 */

import {
  checkExample,
  checkNetwork,
  type Example,
  forward,
  labelsOf,
  type Network,
} from "../backprop/mod.ts";
import type { Place } from "./chart.ts";
import type { Frame } from "./descent_path.ts";
import { checkDomain, checkList } from "./checks.ts";
import { around } from "./domain.ts";
import { labelWriter } from "./free_places.ts";
import type { Point, Segment } from "./geometry.ts";
import { element } from "./svg.ts";
import { formatCount, formatNumber } from "./text.ts";

/** An example with what a network makes of it. */
export interface PlacedExample {
  readonly x: number;
  readonly y: number;
  readonly target: number;
  readonly output: number;
  /** Net input and activation of every neuron, by label. */
  readonly neurons: Readonly<
    Record<string, { netInput: number; activation: number }>
  >;
}

/** Where terms cancel, what is left is their rounding; nobody wants to see a neuron that is on by that. */
function tidy(value: number): number {
  return Math.abs(value) < 1e-12 ? 0 : value;
}

/** The net inputs and activations of all neurons at a point, by label. */
export function neuronsAt(network: Network, input: readonly number[]) {
  const labels = labelsOf(network).neurons.flat();
  const layers = forward(network, input);
  const netInputs = layers.flatMap((layer) => layer.netInputs).map(tidy);
  const activations = layers.flatMap((layer) => layer.activations).map(tidy);
  return Object.fromEntries(labels.map((label, k) => [label, {
    netInput: netInputs[k],
    activation: activations[k],
  }]));
}

/**
 * The examples in the plane.
 *
 * @throws {RangeError} If the network has not two inputs and such an output, or an example does not fit it.
 */
export function placeExamples(
  action: string,
  network: Network,
  examples: readonly Example[],
  output: string,
): PlacedExample[] {
  checkNetwork(network);
  const { inputs, neurons } = labelsOf(network);
  const refuse = (cause: string) => {
    throw new RangeError(`${action}: ${cause}`);
  };
  if (inputs.length !== 2) {
    refuse(
      `a plane has 2 inputs and the network ${inputs.length}; draw a network of two`,
    );
  }
  const outputs = neurons.at(-1)!;
  const index = outputs.indexOf(output);
  if (index === -1) {
    refuse(`the network has no output ${output}, only ${outputs.join(", ")}`);
  }
  checkList(action, "the examples", examples);
  return [...examples].map((example, k) => {
    checkExample(network, example, k);
    const { input, target } = example;
    const all = neuronsAt(network, input);
    return {
      x: input[0],
      y: input[1],
      target: target[index],
      output: all[output].activation,
      neurons: all,
    };
  });
}

/** Of more examples than these, a text alternative says how many there are and leaves it at that. */
const MOST_LISTED = 16;

/** What there is to say of each example, one after the other, as long as anyone would listen to it. */
export function listed(each: readonly string[], between: string): string {
  return each.length <= MOST_LISTED ? each.join(between) : [
    ...each.slice(0, MOST_LISTED),
    `and ${formatCount(each.length - MOST_LISTED)} more`,
  ].join(between);
}

/** What is drawn of the plane: a given domain for both inputs, or room for the examples. */
export function frameOf(
  action: string,
  examples: readonly PlacedExample[],
  domain: readonly [number, number] | undefined,
): Frame {
  if (domain) {
    checkDomain(action, "the domain", domain);
    return { x: domain, y: domain };
  }
  if (examples.length === 0) return { x: [-1, 2], y: [-1, 2] };
  return {
    x: around(examples.map(({ x }) => x), 0.5),
    y: around(examples.map(({ y }) => y), 0.5),
  };
}

/** An example to be drawn, in the plane's own units. */
interface DrawnExample extends Point {
  readonly isHigh: boolean;
  /** The number beside it. */
  readonly value: number;
}

/** The sides of its mark on which a number may stand. */
const SIDES = [
  ...[[0, -1], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]] as const,
  ...[[1, 0], [-1, 0], [0.5, -1], [-0.5, -1], [0.5, 1], [-0.5, 1]] as const,
];
/** The room that a mark takes. */
const MARK = 15;
/** So many examples have small marks, and no room for their numbers. */
const CROWD = 50;

/** A number that fits beside a mark. A very small one, with its power of ten, would lie across a border. */
function brief(value: number): string {
  return value !== 0 && Math.abs(value) < 0.0005 ? "≈ 0" : formatNumber(value);
}

/** Draws examples, each with its number beside it where there is room. */
export function drawExamples(
  examples: readonly DrawnExample[],
  frame: Frame,
  place: Place,
  lines: readonly Segment[],
): string {
  const placed = examples.map((example) => ({
    ...example,
    at: { x: place.x(example.x), y: place.y(example.y) },
  })).filter(({ x, y }) =>
    x >= frame.x[0] && x <= frame.x[1] && y >= frame.y[0] && y <= frame.y[1]
  );
  const write = labelWriter({
    frame,
    place,
    marks: placed.map(({ at }) => ({ ...at, width: MARK, height: MARK })),
    lines,
    sides: SIDES,
    gap: 5,
    isNeeded: true,
  });
  const isCrowd = placed.length > CROWD;
  return placed.map(({ at, isHigh, value }) =>
    exampleMark(at.x, at.y, isHigh, isCrowd ? 0.4 : 1) +
    (isCrowd ? "" : write(brief(value), at))
  ).join("");
}

/** An example's mark: a full square where the target is high, a ring where it is low, so that no colour is needed. */
export function exampleMark(
  x: number,
  y: number,
  high: boolean,
  scale = 1,
): string {
  const common = {
    fill: high ? "currentColor" : "none",
    stroke: "currentColor",
    "stroke-width": 2.5 * scale,
  };
  const half = 5.5 * scale;
  return high
    ? element("rect", {
      x: x - half,
      y: y - half,
      width: 2 * half,
      height: 2 * half,
      ...common,
    })
    : element("circle", { cx: x, cy: y, r: 6 * scale, ...common });
}
