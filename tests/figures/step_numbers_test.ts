import { assert, assertEquals } from "@std/assert";
import { crossing, overlap } from "../../lib/figures/geometry.ts";
import { stepNumbers } from "../../lib/figures/step_numbers.ts";
import { elements, parseXml, textOf } from "./xml.ts";

/** A chart of 300 by 300, in which 0 to 10 goes to the right and upwards. */
const frame = { x: [0, 10], y: [0, 10] } as const;
const chart = {
  content: "",
  x: (value: number) => 30 * value,
  y: (value: number) => 300 - 30 * value,
};
const walk = (...points: [x: number, y: number][]) =>
  points.map(([x, y], step) => ({ step, x, y }));

/** The boxes of the numbers that are written. */
function numbers(...args: Parameters<typeof stepNumbers>) {
  return elements(parseXml(`<g>${stepNumbers(...args)}</g>`))
    .filter(({ name }) => name === "text")
    .map((element) => {
      const text = textOf(element);
      const { x, y } = element.attributes;
      const size = { width: 9.6 * text.length, height: 15 };
      return { text, x: Number(x), y: Number(y) - 5.25, ...size };
    });
}

Deno.test("stepNumbers() writes each number near its dot, clear of lines, dots and numbers", () => {
  const parabola = Array.from({ length: 101 }, (_, k) => {
    const x = k / 10;
    return { x, y: 1 + (x - 5) ** 2 / 3 };
  });
  const steps = [1, 3, 4, 4.5, 4.8, 4.9, 4.95]
    .map((x): [number, number] => [x, 1 + (x - 5) ** 2 / 3]);
  const placed = (points: readonly { x: number; y: number }[]) =>
    points.map(({ x, y }) => ({ x: chart.x(x), y: chart.y(y) }));
  const found = numbers([walk(...steps)], frame, chart, [parabola]);
  assertEquals(found.slice(0, 4).map(({ text }) => text), ["0", "1", "2", "3"]);
  const curve = placed(parabola);
  found.forEach((box, i) => {
    const [x, y] = steps[Number(box.text)];
    assert(Math.hypot(box.x - 30 * x, box.y - 300 + 30 * y) < 20, box.text);
    curve.slice(1).forEach((to, k) =>
      assertEquals(crossing({ from: curve[k], to }, box), undefined)
    );
    for (const other of found.slice(i + 1)) {
      assertEquals(overlap(box, other), 0);
    }
    for (const { x, y } of placed(walk(...steps))) {
      assertEquals(overlap(box, { x, y, width: 8, height: 8 }), 0);
    }
  });
});

Deno.test("stepNumbers() stays in the picture, and has no number for the edge", () => {
  const points = [...walk([0, 1], [10, 1]), {
    step: 2,
    x: 10,
    y: 1,
    cut: true,
  }];
  const found = numbers([points], frame, chart);
  assertEquals(found.map(({ text }) => text), ["0", "1"]);
  for (const { x, y, width, height } of found) {
    assert(x - width / 2 >= 0 && x + width / 2 <= 300);
    assert(y - height / 2 >= 0 && y + height / 2 <= 300);
  }
});

Deno.test("stepNumbers() numbers twelve steps of one way, and three of each of several", () => {
  const long = walk(
    ...Array.from({ length: 14 }, (_, k): [number, number] => [k / 1.4, 4]),
  );
  const above = long.map((point) => ({ ...point, y: 8 }));
  const texts = (...walks: typeof long[]) =>
    numbers(walks, frame, chart).map(({ text }) => text);
  assertEquals(texts(long).at(-1), "12");
  assertEquals(texts(long, above), [..."0123", ..."0123"]);
});

Deno.test("stepNumbers() writes one number where several steps lie", () => {
  const texts = (...walks: ReturnType<typeof walk>[]) =>
    numbers(walks, frame, chart).map(({ text }) => text);
  assertEquals(texts(walk([5, 5], [8, 5]), walk([5, 5], [2, 5])), [..."011"]);
  assertEquals(texts(walk([5, 5], [5, 5], [5.1, 5], [8, 5])), [..."03"]);
});
