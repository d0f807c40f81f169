import { assert, assertEquals } from "@std/assert";
import { contoursOf, sample } from "../../lib/figures/contours.ts";
import { isInside, pointsOf } from "./charts.ts";

/** A plane of 400 by 200 units whose values are 0 to 4 and −1 to 1. */
const plane = {
  domain: { x: [0, 4], y: [-1, 1] },
  place: { x: (x: number) => 100 * x, y: (y: number) => 100 - 100 * y },
} as const;

const contour = (of: (x: number, y: number) => number, level: number) =>
  contoursOf(sample(of, plane.domain), [level], plane)[0];

Deno.test("contoursOf() draws a straight border with its two ends", () => {
  const { area, line } = contour((x) => x, 1);
  assertEquals(pointsOf(line).toSorted(([, a], [, b]) => a - b), [
    [100, 0],
    [100, 200],
  ]);
  assertEquals(pointsOf(area).length, 5);
});

Deno.test("contoursOf() reaches into the corners of the plane", () => {
  const { area, line } = contour(() => 2, 1);
  assertEquals(line, "");
  assertEquals(
    new Set(pointsOf(area).map(String)),
    new Set(["0,0", "400,0", "0,200", "400,200"]),
  );
});

Deno.test("contoursOf() has no area where all is below the level", () => {
  assertEquals(contour(() => 0, 1).area, "");
});

Deno.test("contoursOf() encloses what has the level or more, to a unit of the figure", () => {
  const of = (x: number, y: number) => Math.sin(2 * x) + y * y;
  const { area } = contour(of, 0.3);
  const near = (x: number, y: number) =>
    [[-1, 0], [1, 0], [0, -1], [0, 1]].some(([dx, dy]) =>
      (of(x + dx / 100, y - dy / 100) >= 0.3) !== (of(x, y) >= 0.3)
    );
  let seen = 0;
  for (let px = 3.3; px < 400; px += 7) {
    for (let py = 3.3; py < 200; py += 7) {
      const [x, y] = [px / 100, 1 - py / 100];
      if (near(x, y)) continue;
      assertEquals(isInside(area, [px, py]), of(x, y) >= 0.3, `${px},${py}`);
      seen++;
    }
  }
  assert(seen > 1000);
  assert(area.length < 1200);
});
