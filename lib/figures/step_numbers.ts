import type { Place } from "./chart.ts";
import type { Frame, WalkPoint } from "./descent_path.ts";
import { labelWriter } from "./free_places.ts";
import { type Point, segmentsOf } from "./geometry.ts";

/** Steps have their number beside them up to here, on one path and on several. */
const MOST = { alone: 12, together: 3 };

/** The room that a dot takes. */
const DOT = 8;

/** The sides of its dot on which a number may stand. */
const SIDES = [
  ...[[-1, 1], [1, 1], [-1, -1], [1, -1]] as const,
  ...[[0, -1], [0, 1], [-1, 0], [1, 0]] as const,
];

/**
 * Writes the number of each of the first steps beside its dot, where it covers no line, no dot and no other number. A
 * step whose surroundings are full goes without, and one that lies on a numbered one.
 *
 * @param walks The steps of each path that are in the picture.
 * @param frame What the chart shows of the plane.
 * @param place Where the chart draws it.
 * @param curves The lines of the chart that are no path, by their points.
 * @returns The numbers as SVG.
 */
export function stepNumbers(
  walks: readonly (readonly WalkPoint[])[],
  frame: Frame,
  place: Place,
  curves: readonly (readonly Point[])[] = [],
): string {
  const placed = ({ x, y }: Point) => ({ x: place.x(x), y: place.y(y) });
  const write = labelWriter({
    frame,
    place,
    marks: walks.flat().filter(({ cut }) => !cut)
      .map((point) => ({ ...placed(point), width: DOT, height: DOT })),
    lines: [...walks, ...curves].flatMap((points) =>
      segmentsOf(points.map(placed))
    ),
    sides: SIDES,
    gap: DOT / 2,
    isNeeded: false,
  });
  const most = walks.length > 1 ? MOST.together : MOST.alone;
  const numbered: Point[] = [];
  return walks.flat().map((point) => {
    const at = placed(point);
    // Paths that begin at one place share its 0, and who does not move keeps the number of the first step there.
    const isNumbered = numbered.some(({ x, y }) =>
      Math.hypot(at.x - x, at.y - y) < DOT / 2
    );
    if (point.cut || point.step > most || isNumbered) return "";
    const number = write(String(point.step), at);
    if (number) numbered.push(at);
    return number;
  }).join("");
}
