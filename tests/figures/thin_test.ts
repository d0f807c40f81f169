import { assert, assertEquals } from "@std/assert";
import { thin } from "../../lib/figures/thin.ts";

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
