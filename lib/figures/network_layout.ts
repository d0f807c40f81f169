/**
 * Where the parts of a network diagram go: neurons in columns, and each weight's label on its edge where it covers
 * nothing else.
 *
 * @module
 */

import { labelsOf, type Network } from "../backprop/mod.ts";
import {
  along,
  type Box,
  crossing,
  overlap,
  type Point,
  type Segment,
  sum,
} from "./geometry.ts";

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

/** How far along its line a label may stand. */
const PLACES = Array.from({ length: 37 }, (_, i) => (14 + 2 * i) / 100);

/**
 * Places the nodes of a network in columns, each centred.
 *
 * @param network The network.
 * @param weightWidth How wide the widest label of a weight is.
 * @param costWidth How wide the widest label between an output and its target is; without one, there are no targets.
 */
export function layOut(
  network: Network,
  weightWidth: number,
  costWidth?: number,
): Layout {
  const { inputs, neurons } = labelsOf(network);
  const rows = [inputs, ...neurons];
  if (costWidth !== undefined) {
    rows.push(neurons.at(-1)!.map((_, j) => `t${j + 1}`));
  }
  const most = Math.max(...rows.map((row) => row.length));
  const middle = HEADING + BIAS_LABEL_ABOVE + 14 + (most - 1) * ROW / 2;

  const nodes: Record<string, Point> = {};
  const columns: { heading: string; x: number }[] = [];
  let x = MARGIN;
  rows.forEach((row, c) => {
    const isTarget = c > neurons.length;
    if (isTarget) x += 2 * RADIUS + costWidth! + 16;
    // Room enough that the labels of lines that cross can stand clear of the crossing: found by looking.
    else if (c > 0) {
      x += 22 + weightWidth * 1.7 + 8 * row.length * rows[c - 1].length;
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
      i === own ? undefined : crossing(segment, box)
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

/**
 * What is left of a segment where boxes interrupt it. Lines give way to labels, rather than labels hiding lines with
 * a background, because a figure cannot know the colour of the page it will be on.
 */
export function outside(segment: Segment, boxes: readonly Box[]): Segment[] {
  const gaps = boxes.map((box) => crossing(segment, box))
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
