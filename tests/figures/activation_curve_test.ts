import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { activations } from "backprop";
import { activationCurve, type DrawnActivation, factorColours } from "figures";
import { labelled, linesOf, scaleOf } from "./charts.ts";
import { elements, parseXml, textsOf } from "./xml.ts";

for (const name of Object.keys(activations) as DrawnActivation[]) {
  Deno.test(`activationCurve() draws ${name} and its derivative where the axes say they are`, () => {
    const { svg } = activationCurve(name, { domain: [-2, 2] });
    const [x, y] = [scaleOf(svg, "x"), scaleOf(svg, "y")];
    const { of, derivative } = activations[name];
    const [values, ...slopes] = linesOf(svg);
    const net = (at: number) => (at - x(0)) / (x(1) - x(0));
    for (const [at, drawn] of values) {
      assertAlmostEquals(drawn, y(of(net(at))), 0.1);
    }
    for (const [at, drawn] of slopes.flat()) {
      assertAlmostEquals(drawn, y(derivative(of(net(at)), net(at))), 0.1);
    }
    assertAlmostEquals(values[0][0], x(-2), 0.02);
    assertAlmostEquals(values.at(-1)![0], x(2), 0.02);
  });
}

Deno.test("activationCurve() leaves a gap where the derivative jumps", () => {
  const { svg } = activationCurve("relu", { domain: [-1, 1] });
  const [, slope] = labelled(svg, "line");
  const d = elements(slope).find(({ name }) => name === "path")!.attributes.d;
  assertEquals(d.match(/M/g)!.length, 2);
});

Deno.test("activationCurve() gives the derivative the colour of its factor, and dashes", () => {
  const { svg } = activationCurve("sigmoid");
  const [value, slope] = labelled(svg, "line").map(({ attributes }) =>
    attributes
  );
  assertEquals(slope.stroke, factorColours.dActivation_dNet);
  assert(slope["stroke-dasharray"] !== value["stroke-dasharray"]);
});

Deno.test("activationCurve() marks net inputs, and says what they give", () => {
  const { svg, alt } = activationCurve("sigmoid", { marks: [0, 2] });
  assertEquals(
    alt,
    "The activation function sigmoid and its derivative. From net input −6 to 6 the activation goes from 0.00247 to " +
      "0.998. Its derivative is between 0.00247 and 0.25. At net input 0 the activation is 0.5 and the derivative " +
      "0.25. At net input 2 the activation is 0.881 and the derivative 0.105.",
  );
  const dots = labelled(svg, "dot").map(({ children }) => children.length);
  assertEquals(dots, [2, 2]);
});

Deno.test("activationCurve() says so where the slope is the same everywhere", () => {
  assert(
    activationCurve("identity").alt.endsWith("Its derivative is 1 everywhere."),
  );
});

Deno.test("activationCurve() names its axes", () => {
  const texts = textsOf(parseXml(activationCurve("tanh", { title: "T" }).svg));
  for (
    const text of ["T", "net input (net)", "activation out, and ∂out/∂net"]
  ) {
    assert(texts.includes(text), text);
  }
});

Deno.test("activationCurve() refuses a function of a whole layer, and a domain of nothing", () => {
  assertThrows(
    () => activationCurve("softmax" as DrawnActivation),
    RangeError,
    'Cannot draw the activation function "softmax": it must be one of sigmoid, tanh, relu, leaky-relu, identity',
  );
  assertThrows(
    () => activationCurve("relu", { domain: [1, 1] }),
    RangeError,
    "Cannot draw the activation function: the net input must go from a number to a larger one, received 1 to 1",
  );
});
