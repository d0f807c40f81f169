import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { createNetwork, descend, totalCost, withParameters } from "backprop";
import { errorProfile, formatNumber } from "figures";
import { labelled, linesOf, scaleOf } from "./charts.ts";
import { example, network } from "./networks.ts";
import { parseXml, textsOf } from "./xml.ts";

/** E = ½ (2w − 1)², which is least at ½. */
const neuron = createNetwork([{ weights: [[0]], activation: "identity" }]);
const examples = [{ input: [2], target: [1] }];
const pathAt = (learningRate: number, epochs = 4) => ({
  label: `η = ${learningRate}`,
  networks: descend(neuron, examples, {
    learningRate,
    biases: "fixed",
    epochs,
  }),
});

Deno.test("errorProfile() draws the error where the axes say it is", () => {
  const { svg } = errorProfile(network, [example], {
    parameter: "w5",
    domain: [-4, 4],
  });
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const [curve] = linesOf(svg);
  assert(curve.length > 50);
  for (const [at, drawn] of curve) {
    const w5 = (at - x(0)) / (x(1) - x(0));
    const error = totalCost(withParameters(network, { w5 }), [example]);
    assertAlmostEquals(drawn, y(error), 0.05);
  }
});

Deno.test("errorProfile() puts each step of a path on the curve", () => {
  const { svg } = errorProfile(neuron, examples, {
    parameter: "w1",
    domain: [-1, 2],
    paths: [pathAt(0.4)],
  });
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const [, steps] = linesOf(svg);
  assertEquals(steps.length, 5);
  // w − ½ shrinks to −0.6 of itself each step.
  steps.forEach(([drawnX, drawnY], k) => {
    const w = 0.5 - 0.5 * (-0.6) ** k;
    assertAlmostEquals(drawnX, x(w), 0.02);
    assertAlmostEquals(drawnY, y((2 * w - 1) ** 2 / 2), 0.02);
  });
});

Deno.test("errorProfile() ends a path at the frame where it leaves the picture", () => {
  const { svg, alt } = errorProfile(neuron, examples, {
    parameter: "w1",
    domain: [-1, 2],
    paths: [pathAt(1)],
  });
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const [curve, steps] = linesOf(svg);
  const ceiling = Math.min(...curve.map(([, at]) => at));
  const [lastX, lastY] = steps.at(-1)!;
  assert(lastX <= x(2) + 0.02 && lastX >= x(-1) - 0.02 && lastY <= y(0));
  assert(lastY >= ceiling - 20);
  assertStringIncludes(alt, "“η = 1” takes 4 steps, w1 from 0 to −40");
});

Deno.test("errorProfile() draws tangents with the slope of the gradient", () => {
  const { svg, alt } = errorProfile(neuron, examples, {
    parameter: "w1",
    domain: [-1, 2],
    tangents: [0, 1.5],
  });
  const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
  const [, ...tangents] = linesOf(svg);
  const slopes = tangents.map(([[x1, y1], [x2, y2]]) =>
    ((y2 - y1) / (y(1) - y(0))) / ((x2 - x1) / (x(1) - x(0)))
  );
  assertAlmostEquals(slopes[0], -2, 0.01);
  assertAlmostEquals(slopes[1], 4, 0.01);
  assertStringIncludes(alt, "At w1 0 the error is 0.5 and its slope −2.");
  assertStringIncludes(alt, "At w1 1.5 the error is 2 and its slope 4.");
});

Deno.test("errorProfile() has the slope of a tangent far from 0 and near it", () => {
  for (const [place, target] of [[1e8, 2e8], [1e-8, 0]]) {
    const { alt } = errorProfile(neuron, [{ input: [2], target: [target] }], {
      parameter: "w1",
      domain: [0.5 * place, 1.5 * place],
      tangents: [place * 1.25],
    });
    // The slope is 2(2w − t), and the target's w is t/2.
    const slope = 2 * (2.5 * place - target);
    assertStringIncludes(alt, `its slope ${formatNumber(slope)}.`);
  }
});

Deno.test("errorProfile() calls no error 0 that is only small beside the others", () => {
  const { alt } = errorProfile(neuron, examples, {
    parameter: "w1",
    domain: [1e8, 1e24],
  });
  assertStringIncludes(alt, "the error is lowest, 2×10¹⁶, at w1 10⁸.");
});

Deno.test("errorProfile() finds the lowest error between its samples", () => {
  const { alt } = errorProfile(neuron, examples, {
    parameter: "w1",
    domain: [-0.987, 1.234],
  });
  assertStringIncludes(alt, "the error is lowest, 0, at w1 0.5.");
});

Deno.test("errorProfile() says when other parameters move too", () => {
  const networks = descend(network, [example], {
    learningRate: 0.5,
    biases: "fixed",
    epochs: 1,
    parameters: ["w5", "w6"],
  });
  const { alt } = errorProfile(network, [example], {
    parameter: "w5",
    paths: [{ label: "a", networks }],
  });
  assertStringIncludes(alt, "takes 1 step, w5 from 0.4 to 0.359");
  assertStringIncludes(alt, "; w6 moves too, so it leaves the curve.");
});

Deno.test("errorProfile() tells its paths apart without colour, numbers the steps and names the axes", () => {
  const { svg } = errorProfile(neuron, examples, {
    parameter: "w1",
    paths: [pathAt(0.1), pathAt(0.4), pathAt(0.49)],
    title: "T",
  });
  const dashes = labelled(svg, "line").slice(1)
    .map(({ attributes }) => attributes["stroke-dasharray"] ?? "none");
  assertEquals(new Set(dashes).size, 3);
  const texts = textsOf(parseXml(svg));
  for (const text of ["T", "w1", "error E", "η = 0.4", "0", "1"]) {
    assert(texts.includes(text), text);
  }
});

const refused: [string, Parameters<typeof errorProfile>[2], string][] = [
  [
    "a parameter that is not there",
    { parameter: "w2" },
    "the network has no w2, only w1",
  ],
  [
    "a domain that goes down",
    { parameter: "w1", domain: [1, 0] },
    "w1 must go from a number to a larger one, received 1 to 0",
  ],
  [
    "a path without a step",
    { parameter: "w1", paths: [{ label: "a", networks: [neuron] }] },
    'the path "a" has 1 networks; pass at least 2, from before and after a step',
  ],
  [
    "more paths than it can tell apart",
    { parameter: "w1", paths: Array.from({ length: 5 }, () => pathAt(0.1)) },
    "5 paths are too many to tell apart; draw at most 4",
  ],
];
for (const [what, options, cause] of refused) {
  Deno.test(`errorProfile() refuses ${what}`, () => {
    assertThrows(
      () => errorProfile(neuron, examples, options),
      RangeError,
      `Cannot draw the error profile: ${cause}`,
    );
  });
}
