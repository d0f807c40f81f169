/**
 * What tests ask of a chart: where its axes put a value, and what is drawn there.
 *
 * @module
 */

import { assert } from "@std/assert";
import { elements, parseXml, type XmlElement } from "./xml.ts";

export type Point = [x: number, y: number];

/** The linear scale of an axis, from two of its ticks: a value's place in the figure's first chart. */
export function scaleOf(
  svg: string,
  axis: "x" | "y",
): (value: number) => number {
  const ticks = labelled(svg, `${axis}-axis tick label`).slice(0, 1)
    .flatMap(({ children }) => children as XmlElement[])
    .map(({ attributes, children }) => ({
      value: Number(String(children[0]).replace("−", "-")),
      at: Number(
        attributes.transform.match(/-?[\d.]+/g)![axis === "x" ? 0 : 1],
      ),
    }));
  assert(ticks.length >= 2, `Axis ${axis} has fewer than two ticks`);
  const [first, last] = [ticks[0], ticks.at(-1)!];
  const unit = (last.at - first.at) / (last.value - first.value);
  return (value) => first.at + unit * (value - first.value);
}

/** The groups that Plot labels so. */
export function labelled(svg: string, label: string): XmlElement[] {
  return elements(parseXml(svg)).filter(({ attributes }) =>
    attributes["aria-label"] === label
  );
}

/** The points of every line, in the chart's own coordinates. */
export function linesOf(svg: string): Point[][] {
  return labelled(svg, "line").flatMap(({ children }) =>
    (children as XmlElement[]).map(({ attributes }) => pointsOf(attributes.d))
  );
}

/** The points of a path of straight lines. */
export function pointsOf(d: string): Point[] {
  return [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)]
    .map(([, x, y]) => [Number(x), Number(y)]);
}

/** Whether a point is in an area: it crosses the area's border an odd number of times on its way out. */
export function isInside(area: string, [x, y]: Point): boolean {
  let inside = false;
  for (const ring of area.split("Z").filter(Boolean).map(pointsOf)) {
    ring.forEach(([bx, by], k) => {
      const [ax, ay] = ring.at(k - 1)!;
      if ((ay > y) !== (by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay)) {
        inside = !inside;
      }
    });
  }
  return inside;
}
