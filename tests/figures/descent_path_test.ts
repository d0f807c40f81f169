import { assertEquals } from "@std/assert";
import { inside, stepNumbers } from "../../lib/figures/descent_path.ts";

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

Deno.test("stepNumbers() leaves out what has no room, and the edge", () => {
  const points = [
    ...walk([1, 1], [5, 5], [5.1, 5], [9, 9]),
    { step: 4, x: 10, y: 1, cut: true },
  ];
  assertEquals(stepNumbers([points], frame).map(({ text }) => text), [
    "0",
    "1",
    "3",
  ]);
});

Deno.test("stepNumbers() numbers twelve steps of one way, and three of each of several", () => {
  const long = walk(
    ...Array.from({ length: 14 }, (_, k): [number, number] => [k / 1.4, 0]),
  );
  const above = long.map((point) => ({ ...point, y: 8 }));
  assertEquals(stepNumbers([long], frame).at(-1)?.text, "12");
  assertEquals(stepNumbers([long, above], frame).length, 8);
});
