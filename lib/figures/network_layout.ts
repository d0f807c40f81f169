/**
 * Where the nodes of a network diagram go: layer beside layer, or layer below layer. All lengths are in units of the
 * figure.
 *
 * @module
 */

import { type NetworkView, targetOf } from "./network_view.ts";
import type { Point } from "./geometry.ts";

/** Which way a network runs: to the right as in books, or down as there is room for on a telephone. */
export type Flow = "right" | "down";

/** How wide the labels of a network are, the widest of each kind. */
export interface LabelWidths {
  readonly weight: number;
  /** Of a bias's name and of its number. */
  readonly bias: number;
  /** Of the number beside a node; 0 if there is none. */
  readonly value: number;
  /** Of what stands between an output and its target; `undefined` if there are no targets. */
  readonly cost: number | undefined;
}

/** Where a network's nodes go, and the size of the whole. */
export interface Layout {
  readonly flow: Flow;
  /** Where the number of a node stands. */
  readonly values: "beside" | "below";
  /** The centre of every node by label; `t1`, `t2`, … are the targets. */
  readonly nodes: Readonly<Record<string, Point>>;
  /** Where neurons are left out, each by the label of the next that is drawn. */
  readonly gaps: readonly (Point & { readonly of: string })[];
  /** The heading of every layer, and where it goes; it is turned where the network runs down. */
  readonly headings: readonly (Point & { readonly text: string })[];
  readonly width: number;
  readonly height: number;
}

/** The radius of a neuron's circle. */
export const RADIUS = 21;
/** The radius of a bias's circle. */
export const BIAS_RADIUS = 10;

/**
 * Places the nodes of a network in layers, each centred.
 *
 * @param view What is drawn of the network.
 * @param widths How wide its labels are.
 * @param flow Which way it runs.
 */
export function layOut(
  view: NetworkView,
  widths: LabelWidths,
  flow: Flow,
): Layout {
  const { inputs, neurons } = view.labels;
  const layers = [inputs, ...neurons];
  if (widths.cost !== undefined) {
    layers.push(neurons.at(-1)!.map(targetOf));
  }
  const headings = [
    "inputs",
    ...neurons.map((_, l) => l === neurons.length - 1 ? "outputs" : "hidden"),
    "targets",
  ];
  const place = flow === "right" ? toTheRight : down;
  return place(
    layers,
    headings,
    widths,
    new Set(biasedOf(view)),
    view.afterGap,
  );
}

/** The neurons that have a bias. */
export function biasedOf(
  { labels: { neurons, biases } }: NetworkView,
): string[] {
  return neurons.flatMap((layer, l) => layer.filter((_, j) => biases[l][j]));
}

/** Where a neuron's bias stands from it. */
export function biasFrom({ x, y }: Point, flow: Flow): Point {
  return flow === "right" ? { x, y: y - 42 } : { x: x - 42, y };
}

/** How far to the left of a neuron the middle of its bias's label is, where the network runs down. */
export function biasLabelFrom(width: number): number {
  return Math.max(42, RADIUS + 2 + width / 2);
}

const ROW = 140;
const MARGIN = 45;
const HEADING = 24;
/** Above a neuron is its bias with its label, below it its value. */
const ABOVE = 65;
const BELOW = 38;

function toTheRight(
  layers: readonly (readonly string[])[],
  headings: readonly string[],
  widths: LabelWidths,
  biased: ReadonlySet<string>,
  afterGap: ReadonlySet<string>,
): Layout {
  const most = Math.max(...layers.map((layer) => layer.length));
  const middle = HEADING + 14 + Math.max(
    ...layers.map((layer) =>
      (layer.some((label) => biased.has(label)) ? ABOVE : RADIUS) +
      (layer.length - 1) * ROW / 2
    ),
  );
  const nodes: Record<string, Point> = {};
  let x = MARGIN;
  const placed = layers.map((layer, c) => {
    if (headings[c] === "targets") x += 2 * RADIUS + widths.cost! + 16;
    // Room enough that the labels of lines that cross can stand clear of the crossing: found by looking.
    else if (c > 0) {
      x += 22 + widths.weight * 1.7 + 8 * layer.length * layers[c - 1].length;
    }
    layer.forEach((label, j) => {
      nodes[label] = { x, y: middle + (j - (layer.length - 1) / 2) * ROW };
    });
    return { text: headings[c], x, y: 14 };
  });
  return {
    flow: "right",
    values: "below",
    nodes,
    // Between the value of the one and the bias of the other.
    gaps: [...afterGap].filter((of) => of in nodes).map((of) => ({
      of,
      x: nodes[of].x,
      y: nodes[of].y - ROW + 56,
    })),
    headings: placed,
    width: x + MARGIN,
    height: middle + (most - 1) * ROW / 2 + BELOW + 14,
  };
}

/** Wider than this, a network that runs down has its values below its nodes. */
const WIDEST = 420;
/** Narrower than this, it stands in the middle of so much. */
const NARROWEST = 300;

function down(
  layers: readonly (readonly string[])[],
  headings: readonly string[],
  widths: LabelWidths,
  biased: ReadonlySet<string>,
  afterGap: ReadonlySet<string>,
  values: "beside" | "below" = "beside",
): Layout {
  const below = values === "below";
  const right = below
    ? Math.max(RADIUS, widths.value / 2)
    : RADIUS + (widths.value > 0 ? 6 + widths.value : 0);
  const sizes = layers.map((layer) => {
    const left = layer.some((label) => biased.has(label))
      ? Math.max(42 + BIAS_RADIUS, biasLabelFrom(widths.bias) + widths.bias / 2)
      : RADIUS;
    const apart = Math.max(
      left + (below ? RADIUS : right) + 12,
      below ? widths.value + 12 : 0,
      widths.weight + 24,
    );
    return { left, apart, count: layer.length };
  });
  // Layers of as many neurons stand in line.
  const apartOf = (count: number) =>
    Math.max(
      ...sizes.filter((size) => size.count === count).map(({ apart }) => apart),
    );
  const half = sizes.map(({ count }) => (count - 1) / 2 * apartOf(count));
  const [toLeft, toRight] = [
    Math.max(...sizes.map(({ left }, c) => half[c] + left)),
    Math.max(...half.map((half) => half + right)),
  ].map((reach) => Math.max(reach, widths.weight / 2, (widths.cost ?? 0) / 2));
  const full = HEADING + toLeft + toRight + 4;
  if (full > WIDEST && !below && widths.value > 0) {
    return down(layers, headings, widths, biased, afterGap, "below");
  }
  const width = Math.max(full, NARROWEST);
  const middle = HEADING + toLeft + (width - full) / 2;
  const nodes: Record<string, Point> = {};
  // A heading stands upright beside its layer, and is longer than a node is high.
  let y = 32;
  const placed = layers.map((layer, c) => {
    if (headings[c] === "targets") y += 2 * RADIUS + 48;
    // There may be as many labels as lines between two layers, one below the other.
    else if (c > 0) {
      y += 90 + 20 * Math.min(10, layer.length * layers[c - 1].length);
    }
    if (c > 0 && below) y += 24;
    layer.forEach((label, j) => {
      nodes[label] = { x: middle - half[c] + j * apartOf(layer.length), y };
    });
    return { text: headings[c], x: 15, y };
  });
  return {
    flow: "down",
    values,
    nodes,
    gaps: layers.flatMap((layer, c) =>
      layer.filter((of) => afterGap.has(of)).map((of) => ({
        of,
        x: nodes[of].x - sizes[c].left - 8,
        y: nodes[of].y,
      }))
    ),
    headings: placed,
    width: Math.ceil(width),
    height: y + (below ? 56 : 38),
  };
}
