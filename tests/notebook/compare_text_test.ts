import { assertEquals } from "@std/assert";
import {
  farthestNumbers,
  leaveOut,
  sameText,
} from "../../lib/notebook/compare_text.ts";

const cases: [
  stored: string,
  fresh: string,
  tolerance: number | undefined,
  same: boolean,
][] = [
  ["0.1", "0.1", undefined, true],
  ["0.1", "0.10", undefined, false],
  ["0.1", "0.10", 0, true],
  ["a 0.1 b", "a 0.1001 b", 1e-3, true],
  ["a 0.1 b", "a 0.1001 b", 1e-5, false],
  ["1e9", "1000000001", 1e-8, true],
  ["1e9", "1000000100", 1e-8, false],
  ["-1e-9", "+1e-9", 1e-8, true],
  ["a 0.1", "b 0.1", 1, false],
  ["1, 2", "1, 2, 3", 1, false],
  ["NaN", "NaN", 1e-9, true],
  ["NaN", "0", 1e-9, false],
  ["[ 1,  2 ]", "[ 1.00000001, 2 ]", 1e-6, true],
  ["x1 = 2", "x1 = 2.0000001", 1e-6, true],
];
for (const [stored, fresh, tolerance, same] of cases) {
  Deno.test(`sameText() says ${same} of "${stored}" and "${fresh}", tolerance ${tolerance}`, () => {
    assertEquals(sameText(stored, fresh, { tolerance }), same);
    assertEquals(sameText(fresh, stored, { tolerance }), same);
  });
}

Deno.test("farthestNumbers() finds the two that are farthest apart", () => {
  assertEquals(farthestNumbers("1 20 3", "1 30 4"), {
    stored: 20,
    fresh: 30,
    distance: 10 / 30,
  });
  assertEquals(farthestNumbers("a 1", "b 2"), undefined);
  assertEquals(farthestNumbers("a", "a"), undefined);
});

Deno.test("leaveOut() puts one mark in the place of all that a pattern matches", () => {
  const ignore = [/^took \d+ ms$/gm, /\bid-\w+/gm];
  assertEquals(
    leaveOut("took 12 ms\nid-a id-b\nit took 1 ms", { ignore }),
    "…\n… …\nit took 1 ms",
  );
});
