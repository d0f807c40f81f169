import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { createNetwork, descend } from "backprop";
import { errorSurface } from "figures";
import { isInside, labelled, linesOf, scaleOf } from "./charts.ts";
import { elements, parseXml, textsOf } from "./xml.ts";

/** E = (w1 w2 − 1)² where w1 > 0, and 1 elsewhere. */
const chain = createNetwork([
  { weights: [[0.5]], activation: "relu" },
  { weights: [[0.8]], activation: "identity" },
]);
const examples = [{ input: [1], target: [1] }];
const pathAt = (learningRate: number, epochs = 10) => ({
  label: `η = ${learningRate}`,
  networks: descend(chain, examples, {
    cost: "squared-error-without-2",
    learningRate,
    biases: "fixed",
    epochs,
  }),
});
const options = {
  parameters: ["w1", "w2"],
  domains: [[-1, 3], [-1, 3]],
  cost: "squared-error",
} as const;
const { svg, alt } = errorSurface(chain, examples, {
  ...options,
  paths: [pathAt(0.2)],
});

Deno.test("errorSurface() shades each point by the levels below its error", () => {
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const areas = elements(parseXml(svg))
    .filter(({ attributes }) => attributes["fill-rule"] === "evenodd")
    .map(({ attributes }) => attributes.d);
  const levels = [0.2, 0.5, 1, 2, 5, 10, 20, 50];
  assertEquals(areas.length, levels.length);
  for (const [w1, w2] of [[1, 1], [2, 2], [2.9, 2.9], [2.5, -0.5], [1, 0.5]]) {
    const error = (Math.max(0, w1) * w2 - 1) ** 2;
    const shades = areas.filter((area) => isInside(area, [x(w1), y(w2)]));
    assertEquals(
      shades.length,
      levels.filter((level) => level <= error).length,
      `${w1}, ${w2}`,
    );
  }
  const texts = textsOf(parseXml(svg));
  for (const level of levels) assert(texts.includes(String(level)));
});

Deno.test("errorSurface() draws each step where the axes say it is", () => {
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const [halo, path] = linesOf(svg);
  assertEquals(halo, path);
  const { networks } = pathAt(0.2);
  assertEquals(path.length, networks.length);
  path.forEach(([drawnX, drawnY], k) => {
    const [[[w1]], [[w2]]] = networks[k].layers.map(({ weights }) => weights);
    assertAlmostEquals(drawnX, x(w1), 0.02);
    assertAlmostEquals(drawnY, y(w2), 0.02);
  });
});

Deno.test("errorSurface() marks each step in the shape of its path, which the key has too", () => {
  const paths = [0.05, 0.1, 0.2, 0.3].map((rate) => pathAt(rate));
  const { svg } = errorSurface(chain, examples, { ...options, paths });
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const marks = elements(parseXml(svg))
    .filter(({ name, attributes }) =>
      name === "path" && attributes.fill?.startsWith("var(--series-")
    );
  assertEquals(marks.length, 2 * paths.length);
  const shapeOf = (d: string) => d.replace(/^M[^m]*/, "").replace(/z.*/, "");
  paths.forEach(({ networks }, i) => {
    const [key, drawn] = [i, i + paths.length]
      .map((k) => marks[k].attributes);
    assertEquals(key.fill, drawn.fill);
    assertEquals(shapeOf(key.d), shapeOf(drawn.d));
    const places = [...drawn.d.matchAll(/M([\d.]+),([\d.]+)m/g)];
    assertEquals(places.length, networks.length);
    places.forEach(([, drawnX, drawnY], k) => {
      const [[[w1]], [[w2]]] = networks[k].layers.map(({ weights }) => weights);
      assertAlmostEquals(Number(drawnX), x(w1), 0.02);
      assertAlmostEquals(Number(drawnY), y(w2), 0.02);
    });
  });
  const shapes = marks.map(({ attributes }) => shapeOf(attributes.d));
  assertEquals(new Set(shapes).size, paths.length);
});

Deno.test("errorSurface() says what it shows", () => {
  assertStringIncludes(
    alt,
    "Error over w1 and w2. With w1 from −1 to 3 and w2 from −1 to 3, the error is between 0 and 64. " +
      "“η = 0.2” takes 10 steps, from w1 0.5, w2 0.8, error 0.36, to w1 0.9",
  );
});

Deno.test("errorSurface() says when other parameters move too", () => {
  const { alt } = errorSurface(chain, examples, {
    parameters: ["w2", "w1"],
    paths: [pathAt(0.2)],
  });
  assert(!/moves? too/.test(alt));
  const wide = createNetwork([
    { weights: [[0.5], [0.6]], activation: "relu" },
    { weights: [[0.8, 0.7]], activation: "identity" },
  ]);
  const networks = descend(wide, examples, {
    learningRate: 0.2,
    biases: "fixed",
    epochs: 2,
  });
  assertStringIncludes(
    errorSurface(wide, examples, {
      parameters: ["w1", "w3"],
      paths: [{ label: "a", networks }],
    }).alt,
    "; w2, w4 move too, so it leaves the surface.",
  );
});

Deno.test("errorSurface() has room for the paths if it is told no domain", () => {
  const { svg } = errorSurface(chain, examples, {
    ...options,
    domains: undefined as never,
    paths: [pathAt(0.2), pathAt(0.9)],
  });
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const frame = elements(labelled(svg, "frame")[0])
    .find(({ name }) => name === "rect")?.attributes ??
    labelled(svg, "frame")[0].attributes;
  const [left, top, width, height] = ["x", "y", "width", "height"]
    .map((name) => Number(frame[name]));
  assertEquals(width, height);
  for (const [drawnX, drawnY] of linesOf(svg).flat()) {
    assert(drawnX > left && drawnX < left + width);
    assert(drawnY > top && drawnY < top + height);
  }
  assert(x(1) > x(0) && y(1) < y(0));
});

Deno.test("errorSurface() stays below 16 KB and draws the same twice, with at most two decimals", () => {
  const again = errorSurface(chain, examples, {
    ...options,
    paths: [pathAt(0.2)],
  });
  assertEquals(again.svg, svg);
  assert(svg.length < 16_000);
  for (const { attributes } of elements(parseXml(svg))) {
    for (const [name, value] of Object.entries(attributes)) {
      if (!name.startsWith("aria-")) assert(!/\.\d{3}/.test(value), value);
    }
  }
});

Deno.test("errorSurface() refuses parameters that are not there, and a domain of nothing", () => {
  const cause = "Cannot draw the error surface:";
  assertThrows(
    () =>
      errorSurface(chain, examples, { ...options, parameters: ["w1", "w3"] }),
    RangeError,
    `${cause} the network has no w3, only w1, w2`,
  );
  assertThrows(
    () =>
      errorSurface(chain, examples, { ...options, domains: [[0, 1], [1, 1]] }),
    RangeError,
    `${cause} w2 must go from a number to a larger one, received 1 to 1`,
  );
});
