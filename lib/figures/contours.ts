/**
 * A quantity over a plane as areas and lines, small enough to store: sampled on a grid, and every contour thinned to
 * the points that it needs.
 *
 * @module
 */

// @ts-types="@types/d3-contour"
import { contours } from "d3-contour";
import type { Place } from "./chart.ts";
import { type Segment, segmentsOf } from "./geometry.ts";
import { element, round } from "./svg.ts";

/** From and to. */
export type Domain = readonly [number, number];

/** A rectangle of the plane, and where its points are drawn. */
export interface Plane {
  readonly domain: { readonly x: Domain; readonly y: Domain };
  readonly place: Place;
}

/** Where a quantity has a level or more, as the data of SVG paths. */
export interface Contour {
  readonly level: number;
  /** The area; empty where the quantity is below the level everywhere. */
  readonly area: string;
  /** Its border, without that of the plane. */
  readonly line: string;
  /** The same as straight lines. */
  readonly lines: readonly Segment[];
}

type Point = readonly [x: number, y: number];

/** How many samples a side; between two of them a contour is straight. */
const SAMPLES = 77;

/** How far a thinned contour may be from the sampled one, in units of the figure. */
const TOLERANCE = 0.3;

/** Samples a quantity on a grid over a plane, row by row from the top. */
export function sample(
  of: (x: number, y: number) => number,
  { x, y }: Plane["domain"],
): number[] {
  const at = ([from, to]: Domain, k: number) =>
    from + (to - from) * k / (SAMPLES - 1);
  return Array.from(
    { length: SAMPLES ** 2 },
    (_, k) =>
      of(
        at(x, k % SAMPLES),
        at([y[1], y[0]], Math.floor(k / SAMPLES)),
      ),
  );
}

/** The contours of a sampled quantity at each level. */
export function contoursOf(
  samples: readonly number[],
  levels: readonly number[],
  { domain: { x, y }, place }: Plane,
): Contour[] {
  const [left, right] = [place.x(x[0]), place.x(x[1])];
  const [top, bottom] = [place.y(y[1]), place.y(y[0])];
  // A sample is in the middle of its grid cell; what lies between the outermost ones and the grid's edge is not there.
  const share = (grid: number) =>
    Math.min(1, Math.max(0, (grid - 0.5) / (SAMPLES - 1)));
  const placed = ([gridX, gridY]: readonly number[]): Point => [
    left + (right - left) * share(gridX),
    top + (bottom - top) * share(gridY),
  ];
  const onEdge = (a: Point, b: Point) =>
    [left, right].some((edge) => a[0] === edge && b[0] === edge) ||
    [top, bottom].some((edge) => a[1] === edge && b[1] === edge);
  return contours().size([SAMPLES, SAMPLES])
    .thresholds([...levels])([...samples])
    .map(({ value, coordinates }) => {
      const rings = coordinates.flat().map((ring) => ring.map(placed));
      const lines = rings.flatMap((ring) => splitAt(ring, onEdge)).map(thinned);
      return {
        level: value,
        area: rings.map((ring) => `${path(thinned(ring))}Z`).join(""),
        line: lines.map(path).join(""),
        lines: lines.flatMap((line) =>
          segmentsOf(line.map(([x, y]) => ({ x, y })))
        ),
      };
    });
}

/** Draws contours as areas that lie on one another, each a little darker, and their lines. */
export function drawContours(
  found: readonly Contour[],
  { fill, opacity }: { fill: string; opacity: number },
): string {
  return found.filter(({ area }) => area !== "").map(({ area, line }) =>
    element("path", {
      d: area,
      fill,
      "fill-opacity": opacity,
      "fill-rule": "evenodd",
    }) +
    element("path", {
      d: line,
      fill: "none",
      stroke: fill,
      "stroke-opacity": 0.55,
    })
  ).join("");
}

/** A line as the data of an SVG path. */
function path(points: readonly Point[]): string {
  const tenths = (value: number) => round(Math.round(value * 10) / 10);
  return points.length === 0
    ? ""
    : `M${points.map((point) => point.map(tenths).join(",")).join("L")}`;
}

/** A closed ring without the stretches that run along the edge. */
function splitAt(
  ring: readonly Point[],
  onEdge: (a: Point, b: Point) => boolean,
): Point[][] {
  const lines: Point[][] = [[]];
  ring.forEach((point, k) => {
    if (k > 0 && onEdge(ring[k - 1], point)) lines.push([]);
    lines.at(-1)!.push(point);
  });
  return lines.filter((line) => line.length > 1);
}

/** Ramer, Douglas and Peucker's way to leave out points that lie on a line. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points.at(-1)!];
  let farthest = 0;
  let most = 0;
  points.forEach((point, k) => {
    const distance = distanceFrom(first, last, point);
    if (distance > most) [farthest, most] = [k, distance];
  });
  if (most <= TOLERANCE) return [first, last];
  return [
    ...thinned(points.slice(0, farthest + 1)).slice(0, -1),
    ...thinned(points.slice(farthest)),
  ];
}

/** How far a point is from the line through two others, or from the one point where the two are the same. */
function distanceFrom([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  const length = Math.hypot(bx - ax, by - ay);
  return length === 0
    ? Math.hypot(x - ax, y - ay)
    : Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length;
}
