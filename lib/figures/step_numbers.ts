import type { Chart } from "./chart.ts";
import type { Frame, WalkPoint } from "./descent_path.ts";
import {
  type Box,
  crossing,
  overlap,
  type Point,
  type Segment,
} from "./geometry.ts";
import { element } from "./svg.ts";
import { FONT_SIZE, textWidth } from "./text.ts";

/** Steps have their number beside them up to here, on one path and on several. */
const MOST = { alone: 12, together: 3 };

/** The room that a dot takes. */
const DOT = 8;

/** The sides of its dot on which a number may stand, the first that is free. */
const SIDES = [[-1, 1], [1, 1], [-1, -1], [1, -1], [0, -1], [0, 1], [-1, 0], [
  1,
  0,
]];

/**
 * Writes the number of each of the first steps beside its dot, where it covers no line, no dot and no other number. A
 * step whose surroundings are full goes without, and one that lies on a numbered one.
 *
 * @param walks The steps of each path that are in the picture.
 * @param frame What the chart shows of the plane.
 * @param chart Where the chart draws it.
 * @param curves The lines of the chart that are no path, by their points.
 * @returns The numbers as SVG.
 */
export function stepNumbers(
  walks: readonly (readonly WalkPoint[])[],
  frame: Frame,
  chart: Chart,
  curves: readonly (readonly Point[])[] = [],
): string {
  const place = ({ x, y }: Point) => ({ x: chart.x(x), y: chart.y(y) });
  const lines = [...walks, ...curves].flatMap((points) => {
    const placed = points.map(place);
    return placed.slice(1).map((to, k): Segment => ({ from: placed[k], to }));
  });
  const taken: Box[] = walks.flat().filter(({ cut }) => !cut)
    .map((point) => ({ ...place(point), width: DOT, height: DOT }));
  const [left, right] = frame.x.map(chart.x);
  const [bottom, top] = frame.y.map(chart.y);
  const isFree = (box: Box) =>
    box.x - box.width / 2 >= left && box.x + box.width / 2 <= right &&
    box.y - box.height / 2 >= top && box.y + box.height / 2 <= bottom &&
    taken.every((other) => overlap(box, other) === 0) &&
    lines.every((line) => !crossing(line, box));

  const most = walks.length > 1 ? MOST.together : MOST.alone;
  const numbered: Point[] = [];
  const numbers: string[] = [];
  for (const point of walks.flat()) {
    const { x, y } = place(point);
    const text = String(point.step);
    // Paths that begin at one place share its 0, and who does not move keeps the number of the first step there.
    const isNumbered = numbered.some((other) =>
      Math.hypot(other.x - x, other.y - y) < DOT / 2
    );
    if (point.cut || point.step > most || isNumbered) continue;
    const [width, height] = [textWidth(text), FONT_SIZE];
    const box = SIDES.map(([right, down]): Box => ({
      x: x + right * (width / 2 + (down === 0 ? 8 : 4)),
      y: y + down * (height / 2 + (right === 0 ? 8 : 4)),
      width,
      height,
    })).find(isFree);
    if (!box) continue;
    taken.push(box);
    numbered.push({ x, y });
    const baseline = box.y + FONT_SIZE * 0.35;
    numbers.push(element("text", { x: box.x, y: baseline }, text));
  }
  return numbers.join("");
}
