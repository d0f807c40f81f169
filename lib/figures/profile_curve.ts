/**
 * What there is to know of an error along one parameter: where it is lowest, and its slope.
 *
 * @module
 */

import type { Domain } from "./contours.ts";

/** A step to either side for the slope of a tangent, as a share of the domain, or of the place where that is far from 0. */
const HAIR = 1e-5;

/** A tangent of a curve. */
export interface Tangent {
  readonly at: { readonly x: number; readonly y: number };
  readonly slope: number;
  readonly ends: readonly { readonly x: number; readonly y: number }[];
}

/** The lowest point of a curve, sought between the neighbours of its lowest sample. */
export function lowest(
  curve: readonly { x: number; y: number }[],
  errorAt: (value: number) => number,
) {
  const k = curve.reduce((low, { y }, k) => y < curve[low].y ? k : low, 0);
  let [from, to] = [curve[Math.max(0, k - 1)].x, (curve[k + 1] ?? curve[k]).x];
  const least = 1e-9 * (curve.at(-1)!.x - curve[0].x);
  // Far from 0, there may be no numbers between the two any more.
  while (to - from > least && from + (to - from) / 3 > from) {
    const third = (to - from) / 3;
    if (errorAt(from + third) < errorAt(to - third)) to -= third;
    else from += third;
  }
  const found = { x: (from + to) / 2, y: errorAt((from + to) / 2) };
  // A sample may be exact where the search comes only close; what is left there of an error of 0 is rounding.
  const { x, y } = found.y < curve[k].y ? found : curve[k];
  const most = Math.max(...curve.map(({ y }) => y));
  return { x, y: y < 1e-12 * Math.min(1, most) ? 0 : y };
}

/** The tangent over a quarter of the picture's width, or as much of it as is in the picture. */
export function tangentAt(
  x: number,
  errorAt: (value: number) => number,
  domain: Domain,
  range: Domain,
): Tangent {
  const y = errorAt(x);
  const hair = HAIR * Math.max(domain[1] - domain[0], Math.abs(x));
  const [before, after] = [x - hair, x + hair];
  const slope = (errorAt(after) - errorAt(before)) / (after - before);
  const reach = (domain[1] - domain[0]) / 6;
  const height = Math.abs(slope) * reach;
  const room = Math.min(y - range[0], range[1] - y);
  const dx = height > room && room > 0 ? reach * room / height : reach;
  const ends = [-dx, dx].map((by) => ({ x: x + by, y: y + slope * by }));
  return { at: { x, y }, slope, ends };
}
