import { assert, assertEquals } from "@std/assert";
import {
  betweenNodes,
  outside,
  placeLabels,
} from "../../lib/figures/edge_labels.ts";
import type { Box } from "../../lib/figures/geometry.ts";

/** A line of 100 units to the right, one for each percent. */
const line = { from: { x: 0, y: 0 }, to: { x: 100, y: 0 } };
const label = { ...line, width: 10, height: 6 };

/** Where along its line a label goes if boxes stand in its way. */
function placed(...obstacles: Box[]): number {
  const [{ x, y, width, height }] = placeLabels([label], obstacles);
  assertEquals([y, width, height], [0, 10, 6]);
  return Math.round(x);
}

Deno.test("betweenNodes() leaves out what the circles cover", () => {
  const { from, to } = betweenNodes({ x: 0, y: 0 }, { x: 300, y: 400 });
  const rounded = [from, to].map(({ x, y }) => [Math.round(x), Math.round(y)]);
  assertEquals(rounded, [[13, 17], [287, 383]]);
});

Deno.test("outside() leaves out what labels cover", () => {
  const at = (from: number, to: number) => ({
    from: { x: from, y: 0 },
    to: { x: to, y: 0 },
  });
  const box = (x: number, width: number) => ({ x, y: 1, width, height: 4 });
  assertEquals(outside(line, []), [at(0, 100)]);
  assertEquals(outside(line, [box(50, 20)]), [at(0, 40), at(60, 100)]);
  assertEquals(outside(line, [box(70, 20), box(20, 10), box(75, 30)]), [
    at(0, 15),
    at(25, 60),
    at(90, 100),
  ]);
  // A label over a smaller one.
  const nested = [box(50, 80), box(45, 10), box(70, 10)];
  for (const boxes of [nested, nested.toReversed()]) {
    assertEquals(outside(line, boxes), [at(0, 10), at(90, 100)]);
  }
  assertEquals(outside(line, [box(0, 20), box(100, 20)]), [at(10, 90)]);
  // A line along a label's edge is beside it.
  assertEquals(outside(line, [{ ...box(50, 20), y: 2 }]), [at(0, 100)]);
  assertEquals(outside(line, [{ ...box(50, 20), y: 9 }]), [at(0, 100)]);
});

Deno.test("outside() draws no piece too short to be seen", () => {
  const upTo = (
    x: number,
  ) => [{ x: x / 2 + 50, y: 0, width: 100 - x, height: 4 }];
  assertEquals(outside(line, upTo(0.5)), []);
  assertEquals(outside(line, upTo(0.6)).length, 1);
});

Deno.test("placeLabels() puts a label in the middle of its line", () => {
  assertEquals(placed(), 50);
});

Deno.test("placeLabels() moves a label no further than to a free place, with room about it", () => {
  // The label reaches 5 to the right and wants 4 more.
  assertEquals(placed({ x: 58, y: 0, width: 4, height: 4 }), 46);
  assertEquals(placed({ x: 60, y: 0, width: 2, height: 2 }), 50);
  assertEquals(placed({ x: 59.8, y: 0, width: 2, height: 2 }), 48);
  // It reaches 3 down and wants 2 more.
  assertEquals(placed({ x: 51, y: 6, width: 4, height: 2 }), 50);
  assertEquals(placed({ x: 51, y: 5.9, width: 4, height: 2 }), 40);
});

Deno.test("placeLabels() keeps labels from the ends of their lines", () => {
  assertEquals(placed({ x: 51, y: 0, width: 90, height: 10 }), 14);
  assertEquals(placed({ x: 49, y: 0, width: 90, height: 10 }), 86);
});

Deno.test("placeLabels() moves a label off a line that it would interrupt", () => {
  const crossing = { from: { x: 50, y: -60 }, to: { x: 50, y: 60 } };
  const [{ x }] = placeLabels(
    [label, { ...crossing, width: 2, height: 2 }],
    [],
  );
  assertEquals(Math.abs(x - 50), 6);
});

Deno.test("placeLabels() would sooner interrupt a line than cover something", () => {
  const crossing = { from: { x: 25, y: -60 }, to: { x: 25, y: 60 } };
  const segments = [label, { ...crossing, width: 2, height: 2 }];
  const right = { x: 66, y: 0, width: 60, height: 10 };
  const left = { x: 7, y: 0, width: 14, height: 10 };
  assertEquals(Math.round(placeLabels(segments, [right])[0].x), 20);
  assertEquals(Math.round(placeLabels(segments, [right, left])[0].x), 26);
});

Deno.test("placeLabels() parts labels that would cover each other", () => {
  const boxes = placeLabels([label, label, label], []);
  boxes.forEach((a, i) =>
    boxes.slice(i + 1).forEach((b) => assert(Math.abs(a.x - b.x) >= 14))
  );
});
