import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { errorCurve } from "figures";
import { costs } from "./networks.ts";
import { elements, parseXml, textsOf, type XmlElement } from "./xml.ts";

const log = { xScale: "log", yScale: "log" } as const;

/** The points of every curve, in the chart's own coordinates. */
function curves(svg: string): [number, number][][] {
  const groups = elements(parseXml(svg)).filter(({ attributes }) =>
    attributes["aria-label"] === "line"
  );
  return groups.map((group) => {
    const { d } = (group.children[0] as XmlElement).attributes;
    return d.slice(1).split("L").map((point) =>
      point.split(",").map(Number) as [number, number]
    );
  });
}

/** The labels of an axis's ticks. */
function ticksOf(svg: string, axis: "x" | "y"): XmlElement[] {
  return elements(parseXml(svg)).filter(({ name, attributes }) =>
    name === "g" && attributes["aria-label"] === `${axis}-axis tick label`
  ).flatMap(({ children }) => children as XmlElement[]);
}

/** Where a tick of an axis is. */
function tick(svg: string, axis: "x" | "y", label: string): number {
  const found = ticksOf(svg, axis)
    .find(({ children }) => children[0] === label);
  assert(found, `No tick ${label}`);
  const [x, y] = found.attributes.transform.match(/-?[\d.]+/g)!.map(Number);
  return axis === "x" ? x : y;
}

Deno.test("errorCurve() says in words how the error goes, from the data", () => {
  assertEquals(
    errorCurve(costs, { title: "Ten thousand steps" }).alt,
    "Ten thousand steps. The error falls from 0.298 at step 0 to 0.0000351 at step 10,000.",
  );
  assertEquals(
    errorCurve([
      { label: "worse", costs: [1, 2] },
      { label: "the same", costs: [1, 2, 1] },
    ]).alt,
    "Error against training steps. “worse” rises from 1 at step 0 to 2 at step 1. " +
      "“the same” goes from 1 at step 0 to 1 at step 2, by way of 2 at step 1.",
  );
});

Deno.test("errorCurve() says where the error was worst and best on the way, if that can be seen", () => {
  const ways: [costs: number[], yScale: "linear" | "log", way: string][] = [
    [[2, 7.6, 1], "linear", ", by way of 7.6 at step 1."],
    [[2, 0.5, 1], "linear", ", by way of 0.5 at step 1."],
    [[2, 0.5, 9, 1], "log", ", by way of 0.5 at step 1 and 9 at step 2."],
    [[2, 9, 8, 0.5, 1], "log", ", by way of 9 at step 1 and 0.5 at step 3."],
    [[2, 2.005, 1], "linear", " from 2 at step 0 to 1 at step 2."],
    [[2, 1e-3, 2e-3], "linear", " from 2 at step 0 to 0.002 at step 2."],
    [[2, 1e-3, 2e-3], "log", ", by way of 0.001 at step 1."],
    [[1, 1, 1], "linear", " from 1 at step 0 to 1 at step 2."],
    [[0, 0, 0], "linear", " from 0 at step 0 to 0 at step 2."],
  ];
  for (const [costs, yScale, way] of ways) {
    const { alt } = errorCurve(costs, { yScale });
    assert(alt.endsWith(way), alt);
    assertEquals(alt.includes("by way of"), way.startsWith(", by way"), alt);
  }
});

Deno.test("errorCurve() titles the figure and both axes", () => {
  const linear = textsOf(parseXml(errorCurve(costs, { title: "Down" }).svg));
  for (const text of ["Down", "step", "error E"]) {
    assert(linear.includes(text), text);
  }
  const scaled = textsOf(parseXml(errorCurve(costs, log).svg));
  for (
    const text of ["step (logarithmic scale)", "error E (logarithmic scale)"]
  ) {
    assert(scaled.includes(text), text);
  }
});

Deno.test("errorCurve() counts epochs if it is told to", () => {
  const { svg, alt } = errorCurve([2, 1], { unit: "epoch" });
  assertEquals(
    alt,
    "Error against training epochs. The error falls from 2 at epoch 0 to 1 at epoch 1.",
  );
  assert(textsOf(parseXml(svg)).includes("epoch"));
  assert(
    textsOf(parseXml(errorCurve([2, 1], { unit: "epoch", xScale: "log" }).svg))
      .includes("epoch (logarithmic scale)"),
  );
});

Deno.test("errorCurve() draws each cost where the axes say it is", () => {
  const { svg } = errorCurve([4, 1, 0, 2]);
  const [points] = curves(svg);
  assertEquals(points.length, 4);
  assertEquals(
    points.map(([x]) => x),
    ["0", "1", "2", "3"].map((step) => {
      const exact = tick(svg, "x", step);
      const drawn = points.find(([x]) => Math.abs(x - exact) < 0.02);
      assert(drawn, `No point at step ${step}`);
      return drawn[0];
    }),
  );
  assertAlmostEquals(points[0][1], tick(svg, "y", "4"), 0.02);
  assertAlmostEquals(points[2][1], tick(svg, "y", "0"), 0.02);
});

Deno.test("errorCurve() has a place for step 0 on the logarithmic scale", () => {
  const { svg } = errorCurve(costs, log);
  const [points] = curves(svg);
  assertAlmostEquals(points[0][0], tick(svg, "x", "0"), 0.02);
  assertAlmostEquals(points.at(-1)![0], tick(svg, "x", "10,000"), 0.02);
  assert(tick(svg, "x", "1") > tick(svg, "x", "0"));
  const decade = tick(svg, "x", "1,000") - tick(svg, "x", "100");
  assertAlmostEquals(
    tick(svg, "x", "10,000") - tick(svg, "x", "1,000"),
    decade,
    2,
  );
  const [y1, y2] = [tick(svg, "y", "0.1"), tick(svg, "y", "0.01")];
  const expected = y1 + (y2 - y1) * (-1 - Math.log10(costs[0]));
  assertAlmostEquals(points[0][1], expected, 0.02);
});

Deno.test("errorCurve() goes from 0 to the highest cost on the linear scale", () => {
  const frame = errorCurve([4, 0]).svg;
  const [top, bottom] = [tick(frame, "y", "4"), tick(frame, "y", "0")];
  const scales: [number[], string, string][] = [
    [[4, 2], "0", "4"],
    [[1, 0.5], "0", "1"],
    [[-2, 3], "−2", "3"],
    // No error at all still wants a scale.
    [[0, 0], "0", "1"],
  ];
  for (const [costs, low, high] of scales) {
    const { svg } = errorCurve(costs);
    assertEquals(tick(svg, "y", high), top, `${costs}`);
    assertEquals(tick(svg, "y", low), bottom, `${costs}`);
  }
});

Deno.test("errorCurve() goes from power to power of ten on the logarithmic scale", () => {
  const frame = errorCurve([4, 0]).svg;
  const [top, bottom] = [tick(frame, "y", "4"), tick(frame, "y", "0")];
  const scales: [number[], string, string][] = [
    [[300, 0.2], "0.1", "1,000"],
    [[30, 20], "10", "100"],
    [[5, 4, 2], "1", "10"],
    [[10, 1], "1", "10"],
    // One power of ten and no more still wants a scale.
    [[1, 1], "1", "10"],
    [[0.01, 0.01], "0.01", "0.1"],
  ];
  for (const [costs, low, high] of scales) {
    const { svg } = errorCurve(costs, { yScale: "log" });
    assertEquals(tick(svg, "y", high), top, `${costs}`);
    assertEquals(tick(svg, "y", low), bottom, `${costs}`);
    const ticks = Math.log10(Number(high.replace(",", "")) / Number(low)) + 1;
    assertEquals(ticksOf(svg, "y").length, Math.round(ticks), `${costs}`);
  }
});

Deno.test("errorCurve() has at most eight powers of ten on the logarithmic scale, as far from one another", () => {
  const { svg } = errorCurve([3, 1e-9, 2e-13], { yScale: "log" });
  const axis = elements(parseXml(svg)).find(({ attributes }) =>
    attributes["aria-label"] === "y-axis tick label"
  )!;
  assertEquals(textsOf(axis), [
    ...["10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1"],
  ]);
});

Deno.test("errorCurve() keeps three curves of 10,001 points below 25 KB", () => {
  const all = ["a", "b", "c"].map((label) => ({ label, costs }));
  assert(errorCurve(all, log).svg.length < 25_000);
  const [points] = curves(errorCurve(costs, log).svg);
  assert(points.length > 100 && points.length < 300);
});

Deno.test("errorCurve() keeps a peak of a single step", () => {
  const spiky = Array.from(
    { length: 10_001 },
    (_, step) => step === 7001 ? 9 : 1,
  );
  for (const xScale of ["linear", "log"] as const) {
    const { svg } = errorCurve(spiky, { xScale });
    const top = Math.min(...curves(svg)[0].map(([, y]) => y));
    assert(top < tick(svg, "y", "8"));
  }
});

Deno.test("errorCurve() tells its lines apart without colour, in the key as in the chart", () => {
  const { svg } = errorCurve([
    { label: "as published", costs: [3, 2], dashed: true },
    { label: "as derived", costs: [3, 1] },
    { label: "a", costs: [4, 1] },
    { label: "b", costs: [5, 1] },
  ]);
  const root = parseXml(svg);
  const all = elements(root);
  const inChart = all.filter((e) => e.attributes["aria-label"] === "line")
    .map(({ attributes }) => attributes["stroke-dasharray"] ?? "none");
  const inKey = all.filter(({ attributes }) => attributes.d?.endsWith("h44"))
    .map(({ attributes }) => attributes["stroke-dasharray"]);
  assertEquals(inChart.map((dash) => dash.replaceAll(",", " ")), inKey);
  assertEquals(new Set(inKey).size, 4);
  assertEquals(inKey.indexOf("none"), 1);
  assert(textsOf(root).includes("as published"));
});

Deno.test("errorCurve() draws a cost that never changes, be it 0", () => {
  for (const cost of [0, 2]) {
    for (const point of curves(errorCurve([cost, cost]).svg)[0]) {
      assert(point.every(Number.isFinite));
    }
  }
  assert(!errorCurve([1, 1], log).svg.includes("NaN"));
});

Deno.test("errorCurve() draws the same twice, with at most two decimals", () => {
  const { svg } = errorCurve(costs, log);
  assertEquals(errorCurve(costs, log).svg, svg);
  for (const { attributes } of elements(parseXml(svg))) {
    for (const [name, value] of Object.entries(attributes)) {
      if (!name.startsWith("aria-")) assert(!/\.\d{3}/.test(value), value);
    }
  }
});

const refused: [string, Parameters<typeof errorCurve>, string][] = [
  [
    "nothing",
    [[]],
    "the error has 0 costs; pass at least 2, from before and after a step",
  ],
  [
    "a single cost",
    [[1]],
    "the error has 1 costs; pass at least 2, from before and after a step",
  ],
  [
    "a number that is not finite",
    [[1, NaN]],
    "the error is NaN at step 1; pass the steps before it",
  ],
  [
    "0 on a logarithmic scale",
    [[{ label: "a", costs: [1, 0] }], log],
    '"a" is 0 at step 1, and a logarithmic scale holds what is above 0; use yScale "linear"',
  ],
  [
    "more lines than it can tell apart",
    [Array.from({ length: 5 }, () => ({ label: "a", costs }))],
    "5 lines are too many to tell apart; draw at most 4",
  ],
];
for (const [what, args, cause] of refused) {
  Deno.test(`errorCurve() refuses ${what}`, () => {
    assertThrows(
      () => errorCurve(...args),
      RangeError,
      `Cannot draw the error curve: ${cause}`,
    );
  });
}
