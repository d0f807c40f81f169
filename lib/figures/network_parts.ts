/**
 * The parts of a network diagram as they are drawn: nodes, lines and labels.
 *
 * @module
 */

import { along, type Box, type Point, type Segment } from "./geometry.ts";
import type { Label } from "./network_labels.ts";
import { BIAS_RADIUS, biasFrom, type Flow, RADIUS } from "./network_layout.ts";
import { type Attributes, element, escapeXml, round } from "./svg.ts";
import { FONT_SIZE } from "./text.ts";

/** What the labels of edges must keep clear of besides the fixed labels: nodes, and the biases of those that have one. */
export function discs(
  nodes: Readonly<Record<string, Point>>,
  biased: readonly string[],
  flow: Flow,
): Box[] {
  return [
    ...Object.values(nodes).map((node) => square(node, RADIUS + 4)),
    ...biased.map((neuron) =>
      square(biasFrom(nodes[neuron], flow), BIAS_RADIUS)
    ),
  ];
}

function square({ x, y }: Point, radius: number): Box {
  return { x, y, width: 2 * radius, height: 2 * radius };
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

/** Draws the bias of a neuron, whose activation is always 1, and its line to the neuron. */
export function drawBias(
  node: Point,
  flow: Flow,
  line: Attributes,
  whole: Attributes,
): string {
  const bias = biasFrom(node, flow);
  const length = Math.hypot(node.x - bias.x, node.y - bias.y);
  const stem = { from: bias, to: node };
  const ends = {
    from: along(stem, BIAS_RADIUS / length),
    to: along(stem, 1 - RADIUS / length),
  };
  return element(
    "g",
    whole,
    element("circle", { cx: bias.x, cy: bias.y, r: BIAS_RADIUS, ...line }),
    drawEdge([ends], line),
    write("1", bias, {}),
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
