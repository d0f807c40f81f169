import { assertEquals } from "@std/assert";
import { readAnswer, sameRounded } from "../../lib/figures/answer_text.ts";

const answers: [given: string | number, value: number, decimals: number][] = [
  ["0.25", 0.25, 2],
  ["-0.250", -0.25, 3],
  ["−3", -3, 0],
  ["+3.", 3, 0],
  [" .5 ", 0.5, 1],
  ["3.51e-5", 3.51e-5, 7],
  ["1.5e3", 1500, 0],
  ["1,234,567.8", 1234567.8, 1],
  [1e-7, 1e-7, 7],
  [0.1 + 0.2, 0.1 + 0.2, 12],
];

for (const [given, value, decimals] of answers) {
  Deno.test(`readAnswer() reads ${JSON.stringify(given)}`, () => {
    assertEquals(readAnswer(given), { value, decimals });
  });
}

for (
  const given of ["", ".", "-", "0,5", "1,23", "1 2", "0x1", "NaN", Infinity]
) {
  Deno.test(`readAnswer() finds no number in ${JSON.stringify(String(given))}`, () => {
    assertEquals(readAnswer(given), undefined);
  });
}

Deno.test("sameRounded() rounds both, and knows no sign of 0", () => {
  assertEquals(sameRounded(0.12341, 0.12349, 3), true);
  assertEquals(sameRounded(0.12341, 0.12349, 4), false);
  assertEquals(sameRounded(-1e-9, 0, 4), true);
});
