/**
 * The parts of a network diagram: nodes, lines and labels.
 *
 * @module
 */

import { labelsOf, type Network, type Trace } from "../backprop/mod.ts";
import type { Box, Point, Segment } from "./geometry.ts";
import {
  BIAS_ABOVE,
  BIAS_LABEL_ABOVE,
  RADIUS,
  VALUE_BELOW,
} from "./network_layout.ts";
import { type Attributes, element, escapeXml, round } from "./svg.ts";
import { FONT_SIZE, formatNumber, textWidth } from "./text.ts";

/** A name, a number or both, with the room they take. */
export interface LabelText {
  /** The node or edge that it belongs to. */
  readonly of: string;
  readonly name: string | undefined;
  readonly value: string | undefined;
  readonly width: number;
  readonly height: number;
}

/** A label in its place. */
export type Label = LabelText & Box;

const LINE = FONT_SIZE + 3;
const BIAS_RADIUS = 10;

function labelOf(
  of: string,
  name: string | undefined,
  value: number | undefined,
): LabelText {
  const text = value === undefined ? undefined : formatNumber(value);
  const width = textWidth([name, text].filter(Boolean).join(" "));
  return { of, name, value: text, width, height: LINE };
}

/** A label about a point. */
function labelAt(
  of: string,
  at: Point,
  name: string | undefined,
  value: number | undefined,
): Label {
  return { ...labelOf(of, name, value), ...at };
}

/** The labels whose places are given: of nodes, of biases, and of the lines to the targets. */
export function fixedLabels(
  network: Network,
  pass: Trace | undefined,
  show: "weights" | "gradients",
  nodes: Readonly<Record<string, Point>>,
): Label[] {
  const gradients = show === "gradients";
  const { inputs, neurons, biases } = labelsOf(network);
  const near = (of: string, dy: number) => ({
    x: nodes[of].x,
    y: nodes[of].y + dy,
  });
  const labels: Label[] = [];
  network.layers.forEach((layer, l) =>
    neurons[l].forEach((neuron, j) => {
      const bias = gradients ? undefined : layer.biases[j];
      const above = near(neuron, -BIAS_LABEL_ABOVE);
      const name = biases[l][j];
      if (name) labels.push(labelAt(name, above, name, bias));
      if (!pass) return;
      const { activation, delta } = pass.neurons[neuron];
      const below = near(neuron, VALUE_BELOW);
      labels.push(
        gradients
          ? labelAt(neuron, below, "δ", delta)
          : labelAt(neuron, below, undefined, activation),
      );
    })
  );
  if (!pass) return labels;
  for (const input of inputs) {
    const below = near(input, VALUE_BELOW);
    labels.push(labelAt(input, below, undefined, pass.inputs[input]));
  }
  const costs = costLabels(pass, show);
  neurons.at(-1)!.forEach((output, j) => {
    const target = `t${j + 1}`;
    const below = near(target, VALUE_BELOW);
    labels.push(labelAt(target, below, undefined, pass.example.target[j]));
    const x = (nodes[output].x + nodes[target].x) / 2;
    const { y } = nodes[output];
    const { name, value } = costs[j];
    labels.push({ ...name, x, y: y - 12 }, { ...value, x, y: y + 12 });
  });
  return labels;
}

/** What the line from each output to its target is labelled: a name above it and a number below. */
export function costLabels(
  pass: Trace,
  show: "weights" | "gradients",
): { name: LabelText; value: LabelText }[] {
  const outputs = labelsOf(pass.network).neurons.at(-1)!;
  return outputs.map((output, j) => {
    const target = `t${j + 1}`;
    // The cost of the only output is the whole error.
    const cost = outputs.length === 1 ? "E" : `E_${output}`;
    const [name, value] = show === "gradients"
      ? ["∂E/∂out", pass.neurons[output].dCost_dActivation]
      : [cost, pass.costs[output]];
    return {
      name: labelOf(target, name, undefined),
      value: labelOf(target, undefined, value),
    };
  });
}

/** What every weight is labelled, still to be placed. */
export function weightLabels(
  network: Network,
  pass: Trace | undefined,
  show: "weights" | "gradients",
): LabelText[] {
  const names = labelsOf(network).weights.flat().flat();
  const values = network.layers.flatMap((layer) => layer.weights.flat());
  return names.map((name, i) => {
    const value = show === "gradients"
      ? pass!.weights[name].gradient
      : values[i];
    return labelOf(name, name, value);
  });
}

/** What the labels of edges must keep clear of besides the fixed labels. */
export function discs(
  network: Network,
  nodes: Readonly<Record<string, Point>>,
): Box[] {
  const biases = biasesOf(network);
  return Object.entries(nodes).flatMap(([label, { x, y }]) => [
    square({ x, y }, RADIUS + 4),
    ...(biases.has(`b_${label}`)
      ? [square({ x, y: y - BIAS_ABOVE }, BIAS_RADIUS)]
      : []),
  ]);
}

function square({ x, y }: Point, radius: number): Box {
  return { x, y, width: 2 * radius, height: 2 * radius };
}

/** The labels of the biases that a network has. */
export function biasesOf(network: Network): Set<string> {
  return new Set(labelsOf(network).biases.flat());
}

/** Draws an input or a neuron as a circle, or a target as a square. */
export function drawNode(
  label: string,
  { x, y }: Point,
  line: Attributes,
  whole: Attributes,
): string {
  const size = 2 * RADIUS;
  const shape = label.startsWith("t")
    ? element("rect", {
      x: x - RADIUS,
      y: y - RADIUS,
      width: size,
      height: size,
      rx: 3,
      ...line,
    })
    : element("circle", { cx: x, cy: y, r: RADIUS, ...line });
  return element(
    "g",
    whole,
    shape,
    write(label, { x, y }, { "font-weight": 600 }),
  );
}

/** Draws the bias node above a neuron, whose activation is always 1. */
export function drawBias(
  { x, y }: Point,
  line: Attributes,
  whole: Attributes,
): string {
  const centre = y - BIAS_ABOVE;
  const stem = `M${round(x)},${round(centre + BIAS_RADIUS)}V${
    round(y - RADIUS)
  }`;
  return element(
    "g",
    whole,
    element("circle", { cx: x, cy: centre, r: BIAS_RADIUS, ...line }),
    element("path", { d: stem, ...line }),
    write("1", { x, y: centre }, {}),
  );
}

/** Draws the pieces of a line. */
export function drawEdge(
  pieces: readonly Segment[],
  attributes: Attributes,
): string {
  const point = ({ x, y }: Point) => `${round(x)},${round(y)}`;
  const d = pieces.map(({ from, to }) => `M${point(from)}L${point(to)}`);
  return element("path", { d: d.join(""), ...attributes });
}

/** Draws a label, its name apart from its number by weight. */
export function drawLabel(label: Label, attributes: Attributes): string {
  const { name, value } = label;
  if (name === undefined || value === undefined) {
    return write(name ?? value ?? "", label, attributes);
  }
  return element(
    "text",
    { ...baseline(label), ...attributes },
    element("tspan", { "font-weight": 600 }, escapeXml(name)),
    ` ${escapeXml(value)}`,
  );
}

function write(text: string, at: Point, attributes: Attributes): string {
  return element("text", { ...baseline(at), ...attributes }, escapeXml(text));
}

function baseline({ x, y }: Point): { x: number; y: number } {
  return { x, y: y + FONT_SIZE * 0.35 };
}
