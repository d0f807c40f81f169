import { assert, assertEquals } from "@std/assert";
import { thin } from "../../lib/figures/thin.ts";

Deno.test("thin() keeps the highest and the lowest point of each bucket, of the first too", () => {
  // A bucket is 100 of these steps wide.
  const costs = Array.from({ length: 12_001 }, () => 5);
  const extrema = { 10: 7, 20: 3, 110: 9, 120: 1, 11_910: 7, 11_920: 3 };
  for (const [step, cost] of Object.entries(extrema)) costs[+step] = cost;
  const kept = thin(costs, "linear").filter(({ cost }) => cost !== 5);
  assertEquals(
    Object.fromEntries(kept.map(({ step, cost }) => [step, cost])),
    extrema,
  );
});

Deno.test("thin() keeps two points of each of 120 buckets of a curve that rises, and no more", () => {
  const costs = Array.from({ length: 12_001 }, (_, step) => step);
  assertEquals(thin(costs, "linear").length, 240);
});

for (const scale of ["linear", "log"] as const) {
  Deno.test(`thin() keeps the first, the last, the lowest and the highest on a ${scale} scale`, () => {
    const costs = Array.from({ length: 10_001 }, (_, k) => Math.sin(k * k) + 2);
    const kept = thin(costs, scale);
    assert(kept.length > 100 && kept.length <= 242, `${kept.length}`);
    const steps = kept.map(({ step }) => step);
    for (const value of [Math.min(...costs), Math.max(...costs)]) {
      assert(steps.includes(costs.indexOf(value)));
    }
    assertEquals([steps[0], steps.at(-1)], [0, 10_000]);
    assertEquals(steps, [...new Set(steps)].sort((a, b) => a - b));
    assert(kept.every(({ step, cost }) => costs[step] === cost));
  });

  Deno.test(`thin() keeps all of a short curve on a ${scale} scale`, () => {
    assertEquals(thin([3, 2, 4], scale).map(({ cost }) => cost), [3, 2, 4]);
  });
}
