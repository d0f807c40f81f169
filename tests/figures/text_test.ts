import { assertEquals } from "@std/assert";
import { formatCount, formatNumber, wrap } from "../../lib/figures/text.ts";
import { round } from "../../lib/figures/svg.ts";

Deno.test("formatNumber() gives three significant digits and a real minus sign", () => {
  assertEquals(
    [0.4, 0.5932699921, -0.02260254, 0.000035108, 0, -1234, 1.5e-7].map(
      formatNumber,
    ),
    ["0.4", "0.593", "−0.0226", "0.0000351", "0", "−1230", "1.5×10⁻⁷"],
  );
});

Deno.test("formatNumber() writes powers of ten raised", () => {
  assertEquals(
    [-1e-7, 1.234e-10, 2e25, 1e-12, 1e6].map(formatNumber),
    ["−10⁻⁷", "1.23×10⁻¹⁰", "2×10²⁵", "10⁻¹²", "10⁶"],
  );
});

Deno.test("formatCount() puts commas between thousands", () => {
  assertEquals([0, 999, 10_000].map(formatCount), ["0", "999", "10,000"]);
});

Deno.test("wrap() breaks between words, and a word that is longer than a line", () => {
  assertEquals(wrap("aa bb ccccccccc dd", 60, 10), [
    "aa bb",
    "ccccccccc",
    "dd",
  ]);
  assertEquals(wrap("aa bbbbbbbbbbbb", 60, 10), ["aa", "bbbbbbbbb", "bbb"]);
});

Deno.test("round() keeps two decimals and no negative zero", () => {
  assertEquals([1.005001, -0.001, 12, 3.14159].map(round), [
    "1.01",
    "0",
    "12",
    "3.14",
  ]);
});
