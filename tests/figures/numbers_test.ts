import { assertEquals } from "@std/assert";
import { digits, writeProduct, writeSum } from "figures";

const written: [number, string][] = [
  // Nine decimals, and no zeros at the end.
  [0.5932699921071872, "0.593269992"],
  [0.35, "0.35"],
  [12.5, "12.5"],
  [0.9999999999, "1"],
  // Six significant digits of what is small.
  [0.00003510854812251261, "0.0000351085"],
  [0.000123456789, "0.000123457"],
  [0.00123456789, "0.001234568"],
  [1.23456789e-20, `0.${"0".repeat(19)}123457`],
  // No more decimals than a number can be written with.
  [1.5e-99, `0.${"0".repeat(98)}15`],
  [1e-200, "10⁻²⁰⁰"],
  [1.5e300, "1.5×10³⁰⁰"],
  // A real minus sign, and none on what is 0 or rounded to it.
  [-0.0381, "−0.0381"],
  [-7, "−7"],
  [-0, "0"],
  [-1e-200, "−10⁻²⁰⁰"],
  // Commas between the thousands.
  [0, "0"],
  [999, "999"],
  [10_000, "10,000"],
  [-1_234_567.25, "−1,234,567.25"],
  [NaN, "NaN"],
  [Infinity, "Infinity"],
  [-Infinity, "−Infinity"],
];
for (const [value, expected] of written) {
  Deno.test(`digits() writes ${value} as ${expected}`, () => {
    assertEquals(digits(value), expected);
  });
}

Deno.test("digits() writes as many decimals as it is told", () => {
  assertEquals(digits(0.35, 4), "0.3500");
  assertEquals(digits(2, 1), "2.0");
  assertEquals(digits(-2.6, 0), "−3");
  assertEquals(digits(10_000.4, 0), "10,000");
  assertEquals(digits(-0.001, 2), "0.00");
  assertEquals(digits(NaN, 2), "NaN");
});

Deno.test("writeSum() writes each product, the bias and what they come to", () => {
  assertEquals(
    writeSum([[-0.5, 0.25], [2, -3]], -0.1),
    "(−0.5)·0.25 + 2·(−3) + (−0.1) = −6.225",
  );
  assertEquals(writeSum([[1, 0]], 0), "1·0 + 0 = 0");
  assertEquals(writeSum([], 0.5), "0.5 = 0.5");
});

Deno.test("writeProduct() writes each factor and what they come to", () => {
  assertEquals(
    writeProduct([0.5932699921, 0.25, -3]),
    "0.593269992 · 0.25 · (−3) = −0.444952494",
  );
  assertEquals(writeProduct([-1, -2]), "(−1) · (−2) = 2");
  assertEquals(writeProduct([0, -0.5]), "0 · (−0.5) = 0");
  assertEquals(writeProduct([1e-4, 1e-4]), "0.0001 · 0.0001 = 0.00000001");
});
