import { assertEquals } from "@std/assert";
import { inside } from "../../lib/figures/descent_path.ts";

const frame = { x: [0, 10], y: [0, 10] } as const;
const walk = (...points: [x: number, y: number][]) =>
  points.map(([x, y], step) => ({ step, x, y }));

Deno.test("inside() leaves a way alone that stays in the picture", () => {
  const points = walk([1, 1], [10, 10], [0, 0]);
  assertEquals(inside(points, frame), points);
});

Deno.test("inside() ends a way on the edge where it leaves", () => {
  assertEquals(inside(walk([2, 2], [4, 4], [16, 4], [5, 5]), frame), [
    ...walk([2, 2], [4, 4]),
    { step: 2, x: 10, y: 4, cut: true },
  ]);
  assertEquals(inside(walk([5, 5], [20, 35]), frame).at(-1), {
    step: 1,
    x: 7.5,
    y: 10,
    cut: true,
  });
});

Deno.test("inside() has nothing of a way that begins outside", () => {
  assertEquals(inside(walk([11, 1], [5, 5]), frame), []);
});
