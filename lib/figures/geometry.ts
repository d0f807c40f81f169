/**
 * Points, boxes and lines of a drawing, and where they meet. All lengths are in units of the figure.
 *
 * @module
 */

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

/** The straight lines between points, each with the next. */
export function segmentsOf(points: readonly Point[]): Segment[] {
  return points.slice(1).map((to, k) => ({ from: points[k], to }));
}

/** The point at a fraction of a segment. */
export function along({ from, to }: Segment, fraction: number): Point {
  return {
    x: from.x + (to.x - from.x) * fraction,
    y: from.y + (to.y - from.y) * fraction,
  };
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

/** The fractions of a segment between which it is inside a box, after Liang and Barsky; undefined if it is nowhere. */
export function crossing(
  segment: Segment,
  box: Box,
): [number, number] | undefined {
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
