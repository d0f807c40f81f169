import { assert, assertEquals } from "@std/assert";
import { xAxis, yAxis } from "../../lib/figures/axes.ts";
import { CHART_WIDTH, drawChart } from "../../lib/figures/chart.ts";
import { type Box, overlap } from "../../lib/figures/geometry.ts";
import { elements, parseXml, textOf } from "./xml.ts";

/** The numbers of an axis, with their boxes in the widest common font. */
function numbersOf(
  content: string,
  axis: "x" | "y",
): (Box & { text: string })[] {
  return elements(parseXml(`<g>${content}</g>`))
    .filter(({ attributes }) =>
      attributes["aria-label"] === `${axis}-axis tick label`
    )
    .flatMap((group) => elements(group).filter(({ name }) => name === "text"))
    .map((element) => {
      const text = textOf(element);
      const [x, y] = element.attributes.transform.match(/-?[\d.]+/g)!
        .map(Number);
      return { text, x, y, width: 9.6 * text.length, height: 15 };
    });
}

const domains: (readonly [number, number])[] = [
  [0, 1],
  [-6, 6],
  [0, 10_000],
  [0, 1e-300],
  [-1e300, 1e300],
  [1e15, 1e15 + 2],
  [0.25, 0.2500001],
  [-123456.7, -123456.6],
  [0, 7e-5],
];
for (const domain of domains) {
  Deno.test(`drawChart() has room for the numbers from ${domain.join(" to ")}, and tells them apart`, () => {
    const { content } = drawChart({
      height: 300,
      x: xAxis("x", { domain }),
      y: yAxis("y", { domain }),
      marks: [],
    });
    const across = numbersOf(content, "x");
    across.forEach((a, k) => {
      assert(
        a.x - a.width / 2 >= -0.5 && a.x + a.width / 2 <= CHART_WIDTH + 0.5,
      );
      for (const b of across.slice(k + 1)) assertEquals(overlap(a, b), 0);
    });
    const upwards = numbersOf(content, "y");
    // Plot sets these to the left of the axis, 9 units away.
    for (const { x, width } of upwards) assert(x - 9 - width >= 0);
    for (const numbers of [across, upwards]) {
      const texts = numbers.map(({ text }) => text);
      assert(texts.length > 0);
      assertEquals(new Set(texts).size, texts.length, `${texts}`);
    }
  });
}

Deno.test("drawChart() draws a square as high as it is wide", () => {
  const chart = drawChart({
    height: "square",
    x: xAxis("x", { domain: [0, 1] }),
    y: yAxis("y", { domain: [0, 1000] }),
    marks: [],
  });
  assertEquals(chart.x(1) - chart.x(0), chart.y(0) - chart.y(1000));
});
