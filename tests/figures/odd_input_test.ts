/**
 * What figures make of input that is odd, extreme or wrong: a picture without a hole, or a refusal that names the cause
 * and a cure.
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { createNetwork, descend } from "backprop";
import {
  activationCurve,
  besidePublished,
  checkAnswer,
  createFigure,
  decisionBoundary,
  digits,
  errorCurve,
  errorProfile,
  errorSurface,
  type Figure,
  formatNumber,
  hiddenRegions,
  networkDiagram,
  show,
  table,
  writeProduct,
  writeSum,
} from "figures";
import { passOf } from "./networks.ts";
import { elements, parseXml } from "./xml.ts";

/** Wrong input as a notebook without types may give it. */
// deno-lint-ignore no-explicit-any
const wrong = (value: unknown) => value as any;

/** A network all of whose parameters are one number. */
function even(value: number, ...sizes: number[]) {
  return createNetwork(
    sizes.slice(1).map((neurons, l) => ({
      weights: Array.from(
        { length: neurons },
        () => Array(sizes[l]).fill(value),
      ),
      biases: Array(neurons).fill(value),
      activation: "identity" as const,
    })),
  );
}

const neuron = createNetwork([{ weights: [[0]], activation: "identity" }]);
const examples = [{ input: [2], target: [1] }];
const corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
  .map((input) => ({ input, target: [input[0]] }));
const crowd = Array.from({ length: 1000 }, (_, k) => ({
  input: [Math.sin(k), Math.cos(1.3 * k)],
  target: [k % 2],
}));
const descent = (learningRate: number, epochs: number) => ({
  label: `η = ${learningRate}`,
  networks: descend(neuron, examples, {
    learningRate,
    biases: "fixed",
    epochs,
  }),
});
const long = `${"a label that goes on and on, ".repeat(8)}${"x".repeat(99)}`;
const along = { parameter: "w1" };
const over = { parameters: ["w1", "w2"] as const };

const drawn: [what: string, draw: () => Figure][] = [
  [
    "activationCurve(), from −10³⁰⁰",
    () => activationCurve("relu", { domain: [-1e300, 1e300] }),
  ],
  [
    "activationCurve(), up to 10⁻³⁰⁰",
    () => activationCurve("tanh", { domain: [0, 1e-300] }),
  ],
  [
    "activationCurve(), near 10¹⁵",
    () => activationCurve("identity", { domain: [1e15, 1e15 + 1] }),
  ],
  [
    "activationCurve(), where it is even",
    () => activationCurve("sigmoid", { domain: [100, 200], marks: [150] }),
  ],
  [
    "activationCurve(), a mark far out",
    () => activationCurve("tanh", { marks: [99, -0] }),
  ],
  ["errorCurve(), tiny", () => errorCurve([3e-300, 1e-300])],
  [
    "errorCurve(), the least there is",
    () => errorCurve([5e-324, 1e-323]),
  ],
  ["errorCurve(), huge", () => errorCurve([1e308, 1.5e308])],
  [
    "errorCurve(), 600 powers of ten",
    () => errorCurve([1e300, 1e-300], { yScale: "log" }),
  ],
  ["errorCurve(), even", () => errorCurve([0.25, 0.25, 0.25])],
  ["errorCurve(), −0", () => errorCurve([-0, -0])],
  ["errorCurve(), as good as even", () => errorCurve([0.25, 0.25 + 1e-9])],
  [
    "errorCurve(), one step, logarithmic",
    () => errorCurve([1, 0.5], { xScale: "log" }),
  ],
  [
    "errorCurve(), diverging",
    () => errorCurve(Array.from({ length: 300 }, (_, k) => 10 ** k)),
  ],
  [
    "errorCurve(), a million steps",
    () =>
      errorCurve(Array.from({ length: 1e6 + 1 }, (_, k) => 1 / (k + 1)), {
        xScale: "log",
        yScale: "log",
      }),
  ],
  [
    "errorCurve(), long labels",
    () =>
      errorCurve([{ label: long, costs: [1, 2] }, {
        label: "b",
        costs: [2, 1],
      }], {
        title: long,
      }),
  ],
  [
    "errorProfile(), far out",
    () =>
      errorProfile(neuron, examples, { ...along, domain: [1e15, 1e15 + 2] }),
  ],
  [
    "errorProfile(), as far as 10¹⁵⁰",
    () => errorProfile(neuron, examples, { ...along, domain: [-1e150, 1e150] }),
  ],
  [
    "errorProfile(), 10⁻³⁰⁰ wide",
    () => errorProfile(neuron, examples, { ...along, domain: [0, 1e-300] }),
  ],
  [
    "errorProfile(), ten thousand steps",
    () =>
      errorProfile(neuron, examples, {
        ...along,
        paths: [descent(0.001, 10_000)],
      }),
  ],
  [
    "errorProfile(), ten thousand steps to and fro",
    () =>
      errorProfile(neuron, examples, {
        ...along,
        paths: [descent(0.5, 10_000)],
      }),
  ],
  [
    "errorProfile(), diverging",
    () => errorProfile(neuron, examples, { ...along, paths: [descent(2, 30)] }),
  ],
  [
    "errorProfile(), a path that is elsewhere",
    () =>
      errorProfile(neuron, examples, {
        ...along,
        domain: [5, 6],
        paths: [{ ...descent(0.1, 1), label: long }],
      }),
  ],
  ["errorSurface(), even", () =>
    errorSurface(even(0, 2, 1), [
      { input: [0, 0], target: [0] },
    ], over)],
  ["errorSurface(), 10⁻⁹ wide", () =>
    errorSurface(even(1, 2, 1), corners, {
      ...over,
      domains: [[0, 1e-9], [0, 1e-9]],
    })],
  ["errorSurface(), wide and flat", () =>
    errorSurface(even(1, 2, 1), corners, {
      ...over,
      domains: [[-1e100, 1e100], [-1e-100, 1e-100]],
    })],
  ["decisionBoundary(), no example", () => decisionBoundary(even(1, 2, 1), [])],
  [
    "decisionBoundary(), a thousand examples",
    () => decisionBoundary(even(1, 2, 1), crowd),
  ],
  [
    "decisionBoundary(), all weights 0",
    () => decisionBoundary(even(0, 2, 1), corners),
  ],
  [
    "decisionBoundary(), 10¹⁵ and 10⁻³⁰⁰",
    () =>
      decisionBoundary(even(1e-300, 2, 1), [
        { input: [1e15, 1], target: [1] },
        { input: [1e-300, -0], target: [0] },
      ]),
  ],
  [
    "decisionBoundary(), no example inside",
    () => decisionBoundary(even(1, 2, 1), corners, { domain: [0.2, 0.8] }),
  ],
  [
    "hiddenRegions(), thirty neurons",
    () => hiddenRegions(even(-1e-7, 2, 30, 1), corners),
  ],
  [
    "hiddenRegions(), a thousand examples",
    () => hiddenRegions(even(1e15, 2, 1, 1), crowd),
  ],
  [
    "networkDiagram(), 1-1-1",
    () => networkDiagram(passOf(1, 1, 1), { path: "w1" }),
  ],
  ["networkDiagram(), 10⁻³⁰⁰", () => networkDiagram(even(1e-300, 2, 2, 2))],
  ["networkDiagram(), 10¹⁵", () => networkDiagram(even(1e15, 2, 2, 2))],
  ["networkDiagram(), −0", () => networkDiagram(even(-0, 1, 1))],
  [
    "networkDiagram(), eight layers",
    () => networkDiagram(passOf(1, 1, 1, 1, 1, 1, 1, 1)),
  ],
  [
    "networkDiagram(), a long title",
    () => networkDiagram(even(1, 1, 1), { title: long }),
  ],
];
for (const [what, draw] of drawn) {
  Deno.test(`odd input: ${what} is drawn without a hole`, () => {
    const { svg, alt } = draw();
    const texts = elements(parseXml(svg)).flatMap((
      { children, attributes },
    ) => [
      ...children.filter((child) => typeof child === "string"),
      ...Object.values(attributes),
    ]);
    for (const text of [...texts, alt]) {
      assert(!/NaN|Infinity|undefined|null/.test(text), text.slice(0, 200));
    }
    assert(svg.length < 200_000, `${svg.length} characters`);
  });
}

const refused: [what: string, draw: () => unknown, message: string][] = [
  [
    "a domain that is none",
    () => activationCurve("tanh", { domain: wrong(3) }),
    "received 3; give both, such as [-1, 1]",
  ],
  [
    "a mark that is no number",
    () => activationCurve("tanh", { marks: [NaN] }),
    "the mark NaN is no finite number; leave it out",
  ],
  [
    "a mark outside the domain",
    () => activationCurve("tanh", { domain: [-1, 1], marks: [2] }),
    "the mark 2 is outside the domain -1 to 1; widen that",
  ],
  [
    "a blank title",
    () =>
      createFigure({ title: " ", alt: "", width: 9, height: 9, drawing: "" }),
    "Cannot make a figure without a title",
  ],
  [
    "a title that is no text",
    () => errorCurve([1, 2], { title: wrong(3) }),
    "Cannot make a figure with the title 3: it is no text",
  ],
  [
    "costs that are missing",
    () => errorCurve(wrong(undefined)),
    "it takes the costs that train() returns",
  ],
  ["costs that are texts", () => errorCurve(wrong(["1", "2"])), "pass numbers"],
  ["costs that are null", () => errorCurve(wrong([null, 1])), "pass numbers"],
  [
    "costs with and without labels",
    () => errorCurve(wrong([{ label: "a", costs: [1, 2] }, 3])),
    "pass numbers",
  ],
  [
    "a scale of another kind",
    () => errorCurve([1, 2], { xScale: wrong("sqrt") }),
    'xScale is "sqrt"; make it "linear" or "log"',
  ],
  [
    "an error that overflows",
    () => errorProfile(neuron, examples, { ...along, domain: [-1e200, 1e200] }),
    "the error at w1 −10²⁰⁰ is Infinity; draw smaller values",
  ],
  [
    "a tangent nowhere",
    () =>
      errorProfile(neuron, examples, {
        ...along,
        domain: [0, 1],
        tangents: [NaN],
      }),
    "a tangent's place is NaN",
  ],
  [
    "a tangent outside",
    () =>
      errorProfile(neuron, examples, {
        ...along,
        domain: [0, 1],
        tangents: [5],
      }),
    "the tangent's place 5 is outside the domain 0 to 1; widen that",
  ],
  [
    "examples that are missing",
    () => decisionBoundary(even(1, 2, 1), wrong(undefined)),
    "the examples must be an array, received undefined; put it in [ ]",
  ],
  [
    "an example that is empty",
    () => hiddenRegions(even(1, 2, 1, 1), [wrong({})]),
    "Cannot use example 1: it has no input",
  ],
  [
    "a target that is NaN",
    () => decisionBoundary(even(1, 2, 1), [{ input: [0, 1], target: [NaN] }]),
    "Cannot use example 1: its target holds NaN",
  ],
  [
    "a path that is none",
    () =>
      errorProfile(neuron, examples, {
        ...along,
        paths: [wrong({ label: "a" })],
      }),
    "path 1 is no { label, networks }",
  ],
  [
    "a path that is not in a list",
    () => errorProfile(neuron, examples, { ...along, paths: wrong({}) }),
    "paths must be an array, received object",
  ],
  [
    "a tangent that is not in a list",
    () => errorProfile(neuron, examples, { ...along, tangents: wrong(3) }),
    "tangents must be an array, received number",
  ],
  [
    "a mark that is not in a list",
    () => activationCurve("tanh", { marks: wrong(3) }),
    "marks must be an array, received number",
  ],
  [
    "a profile of no parameter",
    () => errorProfile(neuron, examples, wrong(undefined)),
    "the network has no undefined, only w1",
  ],
  [
    "a surface without parameters",
    () => errorSurface(even(1, 2, 1), corners, wrong({})),
    "parameters must be an array, received undefined",
  ],
  [
    "a count of something else",
    () => errorCurve([1, 2], { unit: wrong("day") }),
    'unit is "day"; make it "step" or "epoch"',
  ],
  [
    "what is no trace",
    () => networkDiagram(wrong({ network: even(1, 1, 1) })),
    "Cannot use the network",
  ],
  [
    "rows that are no rows",
    () => table(["a"], wrong([3])),
    "row 1 must be an array, received number",
  ],
  [
    "no quantities",
    () => show(wrong(undefined)),
    "Cannot show undefined: it takes quantities by name",
  ],
  [
    "a value of ours that is missing",
    () => besidePublished([["w1", "3", wrong(undefined)]]),
    "Cannot put undefined beside the published w1",
  ],
  [
    "digits of a text",
    () => digits(wrong("a")),
    'Cannot write "a": it is no number; give one',
  ],
  [
    "digits of what is missing",
    () => formatNumber(wrong(undefined)),
    "Cannot write undefined: it is no number",
  ],
  [
    "a sum with a hole",
    () => writeSum([[1, wrong(undefined)]]),
    "Cannot write undefined",
  ],
  [
    "a product of no list",
    () => writeProduct(wrong(3)),
    "the factors must be an array, received number",
  ],
  ["a surface that overflows", () =>
    errorSurface(even(1, 2, 1), corners, {
      ...over,
      domains: [[-1e200, 1e200], [0, 1]],
    }), "an error in the domains is Infinity"],
  [
    "a surface over one parameter twice",
    () => errorSurface(even(1, 2, 1), corners, { parameters: ["w1", "w1"] }),
    "received w1, w1; give two that differ",
  ],
  [
    "a threshold that is no number",
    () => decisionBoundary(even(1, 2, 1), corners, { threshold: NaN }),
    "the threshold is NaN; give a finite number",
  ],
  [
    "an output that overflows",
    () => decisionBoundary(even(1e200, 2, 1, 1), corners),
    "the output o1 is Infinity",
  ],
  [
    "a hidden neuron that overflows",
    () => hiddenRegions(even(1e308, 2, 1, 1), corners),
    "the net input of h1 is Infinity",
  ],
  [
    "no figure",
    () => createFigure(wrong(undefined)),
    "Cannot make a figure: it has no title",
  ],
  [
    "a figure without a title",
    () => createFigure(wrong({ alt: "x" })),
    "Cannot make a figure: it has no title",
  ],
  [
    "an answer without an exercise",
    () => checkAnswer("1", wrong(undefined)),
    "Cannot check the answer: there is no exercise to it",
  ],
  [
    "an exercise without decimals",
    () => checkAnswer("1", wrong({ right: 1, hint: "x" })),
    "Cannot check the answer: there is no exercise to it",
  ],
  [
    "no network",
    () => networkDiagram(wrong(undefined)),
    "Cannot use the network",
  ],
  [
    "a network without layers",
    () => networkDiagram(wrong({})),
    "Cannot use the network",
  ],
  [
    "a weight that is NaN",
    () =>
      networkDiagram(
        wrong({
          layers: [{ weights: [[NaN]], biases: [], activation: "tanh" }],
        }),
      ),
    "NaN",
  ],
  [
    "another show",
    () => networkDiagram(even(1, 1, 1), { show: wrong("x") }),
    'show is "weights" or "gradients"',
  ],
  ["a table without headings", () => table([], []), "it has no headings"],
  [
    "a cell that is missing",
    () => table(["a"], [[wrong(undefined)]]),
    "it takes numbers and texts",
  ],
  [
    "a quantity that is missing",
    () => show({ a: wrong(undefined) }),
    "it takes numbers and texts",
  ],
  [
    "words for a published number",
    () => besidePublished([["w1", "about 3", 3]]),
    '"about 3" is no decimal number',
  ],
];
for (const [what, draw, message] of refused) {
  Deno.test(`odd input: ${what} is refused by name`, () => {
    const { message: given } = assertThrows(draw, Error, message) as Error;
    assert(/^Cannot /.test(given), given);
  });
}

Deno.test("odd input: a line break in a table's cell stays in its row", () => {
  const shown = table(["a"], [["b\nc"]]);
  const { "text/markdown": markdown } = shown[Symbol.for("Jupyter.display")]();
  assertEquals(markdown.split("\n").at(-1), "| b c |");
});
