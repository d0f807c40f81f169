/**
 * Where the parts of a network diagram go: neurons in columns, and each weight's label on its edge where it covers
 * nothing else.
 *
 * @module
 */

import { labelsOf, type Network } from "../backprop/mod.ts";

/** A place in the drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle about its centre. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A straight line. */
export interface Segment {
  readonly from: Point;
  readonly to: Point;
}

/** Where a network's nodes go, and the size of the whole. */
export interface Layout {
  /** The centre of every node by label; `t1`, `t2`, … are the targets. */
  readonly nodes: Readonly<Record<string, Point>>;
  /** Where each column's heading goes. */
  readonly columns: readonly { readonly heading: string; readonly x: number }[];
  readonly width: number;
  readonly height: number;
}

/** The radius of a neuron's circle. */
export const RADIUS = 21;
/** How far below a neuron's centre its value stands. */
export const VALUE_BELOW = 38;
/** How far above a neuron's centre its bias node and that node's label stand. */
export const BIAS_ABOVE = 42;
export const BIAS_LABEL_ABOVE = 65;

const ROW = 140;
const MARGIN = 45;
const HEADING = 24;
const TARGET_GAP = 112;

/** How far along its line a label may stand. */
const PLACES = Array.from({ length: 37 }, (_, i) => (14 + 2 * i) / 100);

/**
 * Places the nodes of a network in columns, each centred.
 *
 * @param network The network.
 * @param targets Whether to place targets beside the outputs.
 * @param labelWidth How wide the widest label of an edge is.
 */
export function layOut(
  network: Network,
  targets: boolean,
  labelWidth: number,
): Layout {
  const { inputs, neurons } = labelsOf(network);
  const rows = [inputs, ...neurons];
  if (targets) rows.push(neurons.at(-1)!.map((_, j) => `t${j + 1}`));
  const most = Math.max(...rows.map((row) => row.length));
  const middle = HEADING + BIAS_LABEL_ABOVE + 14 + (most - 1) * ROW / 2;

  const nodes: Record<string, Point> = {};
  const columns: { heading: string; x: number }[] = [];
  let x = MARGIN;
  rows.forEach((row, c) => {
    const isTarget = targets && c === rows.length - 1;
    if (isTarget) x += TARGET_GAP;
    // Room enough that the labels of lines that cross can stand clear of the crossing: found by looking.
    else if (c > 0) {
      x += 22 + labelWidth * 1.7 + 8 * row.length * rows[c - 1].length;
    }
    row.forEach((label, j) => {
      nodes[label] = { x, y: middle + (j - (row.length - 1) / 2) * ROW };
    });
    columns.push({ heading: headingOf(c, neurons.length, isTarget), x });
  });
  return {
    nodes,
    columns,
    width: x + MARGIN,
    height: middle + (most - 1) * ROW / 2 + VALUE_BELOW + 14,
  };
}

function headingOf(column: number, layers: number, isTarget: boolean): string {
  if (column === 0) return "inputs";
  if (isTarget) return "targets";
  return column === layers ? "outputs" : "hidden";
}

/** The part of a line between two nodes that their circles do not cover. */
export function betweenNodes(from: Point, to: Point): Segment {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const at = (distance: number) => along({ from, to }, distance / length);
  return { from: at(RADIUS), to: at(length - RADIUS) };
}

/** The point at a fraction of a segment. */
export function along({ from, to }: Segment, fraction: number): Point {
  return {
    x: from.x + (to.x - from.x) * fraction,
    y: from.y + (to.y - from.y) * fraction,
  };
}

/**
 * Places one label on each segment.
 *
 * @param segments The segments with the sizes of their labels.
 * @param obstacles What no label may cover.
 * @returns One box for each segment, centred on it.
 */
export function placeLabels(
  segments: readonly (Segment & { width: number; height: number })[],
  obstacles: readonly Box[],
): Box[] {
  const boxes: (Box | undefined)[] = segments.map(() => undefined);
  /** What is wrong with a place, the worst first. */
  const faults = (box: Box, own: number): number[] => {
    const others = boxes.filter((other, i) => other && i !== own) as Box[];
    const roomy = { ...box, width: box.width + 8, height: box.height + 4 };
    const crossed = segments.map((segment, i) =>
      i === own ? undefined : inside(segment, box)
    ).filter((part) => part !== undefined);
    const { from, to } = segments[own];
    return [
      sum([...others, ...obstacles].map((other) => overlap(roomy, other))),
      sum(crossed.map(([enter, leave]) => leave - enter)),
      Math.abs(box.x - (from.x + to.x) / 2),
    ];
  };
  // The labels placed first could not know of the others, so all are placed again until that settles.
  segments.some(() => {
    const before = [...boxes];
    segments.forEach((segment, own) => {
      const { width, height } = segment;
      const places = PLACES.map((fraction) => {
        const box = { ...along(segment, fraction), width, height };
        return { box, faults: faults(box, own) };
      });
      boxes[own] = places.reduce((best, place) =>
        isLess(place.faults, best.faults) ? place : best
      ).box;
    });
    return boxes.every((box, i) => box!.x === before[i]?.x);
  });
  return boxes as Box[];
}

/** Whether the first number that differs is less. */
function isLess(a: readonly number[], b: readonly number[]): boolean {
  const i = a.findIndex((number, i) => number !== b[i]);
  return a[i] < b[i];
}

/** Adds numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The area that two boxes share. */
export function overlap(a: Box, b: Box): number {
  const shared = (side: "width" | "height", axis: "x" | "y") =>
    Math.max(
      0,
      Math.min(a[axis] + a[side] / 2, b[axis] + b[side] / 2) -
        Math.max(a[axis] - a[side] / 2, b[axis] - b[side] / 2),
    );
  return shared("width", "x") * shared("height", "y");
}

/**
 * What is left of a segment where boxes interrupt it. Lines give way to labels, rather than labels hiding lines with
 * a background, because a figure cannot know the colour of the page it will be on.
 */
export function outside(segment: Segment, boxes: readonly Box[]): Segment[] {
  const gaps = boxes.map((box) => inside(segment, box))
    .filter((gap) => gap !== undefined)
    .sort((a, b) => a[0] - b[0]);
  const parts: Segment[] = [];
  const keep = (from: number, to: number) => {
    if (to - from <= 0.005) return;
    parts.push({ from: along(segment, from), to: along(segment, to) });
  };
  let start = 0;
  for (const [enter, leave] of gaps) {
    keep(start, enter);
    start = Math.max(start, leave);
  }
  keep(start, 1);
  return parts;
}

/** The fractions of a segment between which it is inside a box, after Liang and Barsky; undefined if it is nowhere. */
function inside(segment: Segment, box: Box): [number, number] | undefined {
  let [enter, leave] = [0, 1];
  for (const [axis, side] of [["x", "width"], ["y", "height"]] as const) {
    const start = segment.from[axis];
    const run = segment.to[axis] - start;
    const low = box[axis] - box[side] / 2;
    const high = box[axis] + box[side] / 2;
    // A line along the other axis runs 0: then these are infinite, or not a number on the very edge.
    const [first, second] = [(low - start) / run, (high - start) / run];
    enter = Math.max(enter, Math.min(first, second));
    leave = Math.min(leave, Math.max(first, second));
  }
  return enter < leave ? [enter, leave] : undefined;
}
