import { assertEquals } from "@std/assert";
import { levelsBetween } from "../../lib/figures/levels.ts";

const cases: [least: number, most: number, levels: number[]][] = [
  [0, 64, [0.2, 0.5, 1, 2, 5, 10, 20, 50]],
  [0, 0.05, [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02]],
  [0.3, 40, [0.5, 1, 2, 5, 10, 20]],
  // Too even to double: equal steps.
  [0.577, 0.645, [0.58, 0.59, 0.6, 0.61, 0.62, 0.63, 0.64]],
  [-3, -1, [-2.5, -2, -1.5]],
  [2, 2, []],
];
for (const [least, most, levels] of cases) {
  Deno.test(`levelsBetween() finds the round levels from ${least} to ${most}`, () => {
    assertEquals(levelsBetween(least, most), levels);
  });
}
