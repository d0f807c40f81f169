/**
 * The lines between the nodes of a network diagram, and each weight's label on its line where it covers nothing else.
 *
 * @module
 */

import {
  along,
  type Box,
  crossing,
  overlap,
  type Point,
  type Segment,
  sum,
} from "./geometry.ts";
import { RADIUS } from "./network_layout.ts";

/** How far along its line a label may stand. */
const PLACES = Array.from({ length: 37 }, (_, i) => (14 + 2 * i) / 100);

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
      Math.hypot(box.x - (from.x + to.x) / 2, box.y - (from.y + to.y) / 2),
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
