import { assertEquals, assertThrows } from "@std/assert";
import {
  type ActivationName,
  checkExample,
  createNetwork,
  type Layer,
  trace,
  train,
} from "backprop";
import { assertAlways, deepFreeze } from "./arbitrary.ts";
import { network as walkThrough } from "./reference.ts";

const layer = (weights: number[][], biases: number[]): Layer => ({
  weights,
  biases,
  activation: "sigmoid",
});

/** A sound first layer: two neurons, three inputs. */
const first = layer([[1, 2, 3], [4, 5, 6]], [7, 8]);

const named = (activation: string): Layer => ({
  ...layer([[1, 2]], [3]),
  activation: activation as ActivationName,
});

const refused: [title: string, layers: Layer[], message: string][] = [
  ["no layer", [], "it needs at least one layer"],
  ["no neuron", [layer([], [])], "layer 1 has no weights"],
  ["no input", [layer([[]], [0])], "layer 1 has no weights"],
  [
    "an empty second layer",
    [first, layer([[]], [0])],
    "layer 2 has no weights",
  ],
  [
    "rows of different lengths",
    [layer([[1, 2], [3, 4], [5]], [0, 0, 0])],
    "layer 1 has 2 weights into its first neuron but 1 into neuron 3",
  ],
  [
    "too few biases",
    [first, layer([[1, 2], [3, 4]], [0])],
    "layer 2 has 2 neurons but 1 biases",
  ],
  [
    "too many biases",
    [layer([[1]], [0, 0])],
    "layer 1 has 1 neurons but 2 biases",
  ],
  [
    "a layer wider than the one before it",
    [first, layer([[1, 2, 3]], [0])],
    "layer 2 has 3 weights a neuron but the layer before it has 2 neurons",
  ],
  [
    "a third layer narrower than the one before it",
    [first, layer([[1, 2], [3, 4]], [0, 0]), layer([[1]], [0])],
    "layer 3 has 1 weights a neuron but the layer before it has 2 neurons",
  ],
  [
    "a weight that is not a number",
    [first, layer([[1, NaN]], [0])],
    "layer 2 holds NaN, which is not a finite number",
  ],
  [
    "an infinite bias",
    [layer([[1]], [-Infinity])],
    "layer 1 holds -Infinity, which is not a finite number",
  ],
  [
    "an unknown activation",
    [first, named("relu")],
    'layer 2 has the activation "relu": it must be one of sigmoid',
  ],
  [
    "an activation that every object inherits",
    [named("toString")],
    'layer 1 has the activation "toString": it must be one of sigmoid',
  ],
];

for (const [title, layers, message] of refused) {
  Deno.test(`createNetwork() refuses ${title}`, () => {
    const error = assertThrows(() => createNetwork(layers), RangeError);
    assertEquals(error.message, `Cannot create a network: ${message}`);
  });
}

Deno.test("createNetwork() returns the layers as a plain object", () => {
  const layers = [first, layer([[1, 2]], [3])];
  assertEquals(createNetwork(layers), { layers });
});

Deno.test("createNetwork() accepts every sound network, and leaves it as it is", () => {
  assertAlways(({ network }) => {
    const copy = structuredClone(network);
    assertEquals(createNetwork(deepFreeze(network).layers), copy);
    assertEquals(JSON.parse(JSON.stringify(createNetwork(copy.layers))), copy);
  });
});

const unfit: [
  title: string,
  input: number[],
  target: number[],
  message: string,
][] = [
  [
    "too few inputs",
    [1],
    [0, 1],
    "its input has 1 values and the network takes 2",
  ],
  [
    "too many targets",
    [1, 2],
    [0, 1, 0],
    "its target has 3 values and the network takes 2",
  ],
  [
    "an input that is not a number",
    [1, NaN],
    [0, 1],
    "its input holds NaN, which is not a finite number",
  ],
  [
    "an infinite target",
    [1, 2],
    [Infinity, 1],
    "its target holds Infinity, which is not a finite number",
  ],
];

for (const [title, input, target, message] of unfit) {
  Deno.test(`checkExample(), trace() and train() refuse ${title}`, () => {
    const example = { input, target };
    const step = { learningRate: 0.5, biases: "own" } as const;
    for (
      const use of [
        () => checkExample(walkThrough, example),
        () => trace(walkThrough, example, step),
        () => train(walkThrough, [example], { ...step, epochs: 0 }),
      ]
    ) {
      const error = assertThrows(use, RangeError);
      assertEquals(error.message, `Cannot use the example: ${message}`);
    }
  });
}

Deno.test("checkExample() counts the inputs of the first layer and the neurons of the last", () => {
  const network = createNetwork([first, layer([[1, 2]], [3])]);
  checkExample(network, { input: [1, 2, 3], target: [0] });
  assertThrows(
    () => checkExample(network, { input: [1, 2], target: [0] }),
    RangeError,
    "takes 3",
  );
  assertThrows(
    () => checkExample(network, { input: [1, 2, 3], target: [0, 1] }),
    RangeError,
    "takes 1",
  );
});
