import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { createNetwork, forward } from "backprop";
import { decisionBoundary, hiddenRegions } from "figures";
import { isInside, scaleOf } from "./charts.ts";
import { elements, parseXml, textsOf } from "./xml.ts";

/** |i1 − i2|, the exact solution of XOR. */
const xor = createNetwork([
  { weights: [[1, -1], [-1, 1]], activation: "relu" },
  { weights: [[1, 1]], activation: "identity" },
]);
const examples = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
  .map(([a, b, target]) => ({ input: [a, b], target: [target] }));
const areasOf = (svg: string) =>
  elements(parseXml(svg))
    .filter(({ name, attributes }) =>
      name === "path" && attributes["fill-rule"] === "evenodd"
    )
    .map(({ attributes }) => attributes.d);

Deno.test("decisionBoundary() shades where the output is high", () => {
  const { svg } = decisionBoundary(xor, examples);
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const [area] = areasOf(svg);
  for (let i1 = -0.43; i1 < 1.5; i1 += 0.2) {
    for (let i2 = -0.46; i2 < 1.5; i2 += 0.2) {
      const [output] = forward(xor, [i1, i2])[1].activations;
      if (Math.abs(output - 0.5) < 0.02) continue;
      assertEquals(
        isInside(area, [x(i1), y(i2)]),
        output >= 0.5,
        `${i1}, ${i2}`,
      );
    }
  }
});

Deno.test("decisionBoundary() says where each example is, and which are right", () => {
  const { alt } = decisionBoundary(xor, examples, { title: "XOR" });
  assertStringIncludes(
    alt,
    "Of 4 examples, 4 are on the side of their target: i1 0, i2 0, target 0, output 0; " +
      "i1 0, i2 1, target 1, output 1; i1 1, i2 0, target 1, output 1; i1 1, i2 1, target 0, output 0.",
  );
  const wrong = examples.map((each, k) =>
    k === 3 ? { ...each, target: [1] } : each
  );
  assertStringIncludes(
    decisionBoundary(xor, wrong).alt,
    "Of 4 examples, 3 are on the side of their target",
  );
});

Deno.test("decisionBoundary() tells high targets from low ones by shape", () => {
  const { svg } = decisionBoundary(xor, examples);
  const all = elements(parseXml(svg));
  const squares = all.filter(({ name, attributes }) =>
    name === "rect" && attributes.width === "11"
  );
  const rings = all.filter(({ name }) => name === "circle");
  // Two of each in the plane, and one in the key.
  assertEquals([squares.length, rings.length], [3, 3]);
  assert(textsOf(parseXml(svg)).includes("output o1 is 0.5 or more"));
});

Deno.test("decisionBoundary() takes another output, threshold and domain", () => {
  const two = createNetwork([{
    weights: [[1, 0], [0, 1]],
    activation: "identity",
  }]);
  const { svg, alt } = decisionBoundary(two, [{
    input: [0, 0.8],
    target: [0, 1],
  }], {
    output: "o2",
    threshold: 0.75,
    domain: [0, 1],
  });
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const [area] = areasOf(svg);
  assert(
    isInside(area, [x(0.1), y(0.77)]) && !isInside(area, [x(0.9), y(0.73)]),
  );
  assertStringIncludes(
    alt,
    "The decision boundary of o2. The output is 0.75 or more",
  );
  assertStringIncludes(
    alt,
    "Of 1 example, 1 is on the side of its target: i1 0, i2 0.8, target 1, output 0.8.",
  );
});

Deno.test("decisionBoundary() draws a network that is always low, and no examples", () => {
  const low = createNetwork([{ weights: [[0, 0]], activation: "identity" }]);
  const { svg, alt } = decisionBoundary(low, []);
  assertEquals(areasOf(svg), []);
  assertStringIncludes(alt, "0.5 or more in about 0% of the plane");
});

Deno.test("hiddenRegions() shades where each hidden neuron's net input is above 0", () => {
  const { svg, alt } = hiddenRegions(xor, examples);
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const areas = areasOf(svg);
  assertEquals(areas.length, 2);
  assert(isInside(areas[0], [x(1), y(0)]) && !isInside(areas[0], [x(0), y(1)]));
  assert(isInside(areas[1], [x(0), y(1)]) && !isInside(areas[1], [x(1), y(0)]));
  assertEquals(
    alt,
    "What each hidden neuron sees. h1: net input above 0 on 1 of 4 examples; activations 0 at i1 0, i2 0, " +
      "0 at i1 0, i2 1, 1 at i1 1, i2 0, 0 at i1 1, i2 1. h2: net input above 0 on 1 of 4 examples; activations " +
      "0 at i1 0, i2 0, 1 at i1 0, i2 1, 0 at i1 1, i2 0, 0 at i1 1, i2 1.",
  );
});

Deno.test("hiddenRegions() leaves a silent neuron's plane white", () => {
  const silent = createNetwork([
    { weights: [[0, 0]], activation: "relu" },
    { weights: [[1]], activation: "identity" },
  ]);
  assertEquals(areasOf(hiddenRegions(silent, examples).svg), []);
});

Deno.test("hiddenRegions() writes no power of ten beside an example, and tells it in words", () => {
  const faint = createNetwork([
    { weights: [[1, 6.58e-8]], activation: "relu" },
    { weights: [[1]], activation: "identity" },
  ]);
  const { svg, alt } = hiddenRegions(faint, examples);
  const texts = textsOf(parseXml(svg));
  assert(texts.includes("≈ 0") && texts.includes("0") && texts.includes("1"));
  assert(!texts.some((text) => text.includes("×10")));
  assertStringIncludes(alt, "6.58×10⁻⁸ at i1 0, i2 1");
});

Deno.test("hiddenRegions() shows deeper neurons too", () => {
  const deep = createNetwork([
    ...xor.layers.slice(0, 1),
    { weights: [[1, 1]], biases: [-0.5], activation: "sigmoid" },
    { weights: [[1]], activation: "identity" },
  ]);
  assertStringIncludes(
    hiddenRegions(deep, examples).alt,
    "h3: net input above 0 on 2 of 4 examples",
  );
});

const draw = { decisionBoundary, hiddenRegions };
for (const [name, figure] of Object.entries(draw)) {
  Deno.test(`${name}() refuses a network that has not two inputs, and examples that do not fit`, () => {
    const three = createNetwork([{ weights: [[1, 1, 1]], activation: "relu" }]);
    assertThrows(
      () => figure(three, []),
      RangeError,
      "a plane has 2 inputs and the network 3",
    );
    assertThrows(
      () => figure(xor, [{ input: [1], target: [1] }]),
      RangeError,
      "Cannot use example 1: its input has 1 values and the network takes 2; give it 2",
    );
  });
}

Deno.test("decisionBoundary() refuses an output that is not there", () => {
  assertThrows(
    () => decisionBoundary(xor, examples, { output: "o2" }),
    RangeError,
    "Cannot draw the decision boundary: the network has no output o2, only o1",
  );
});

Deno.test("hiddenRegions() refuses a network without hidden neurons", () => {
  const none = createNetwork([{ weights: [[1, 1]], activation: "relu" }]);
  assertThrows(
    () => hiddenRegions(none, examples),
    RangeError,
    "Cannot draw the hidden neurons' regions: the network has no hidden neuron",
  );
});
