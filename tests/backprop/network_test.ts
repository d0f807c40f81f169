import { assertEquals, assertThrows } from "@std/assert";
import {
  type ActivationName,
  checkExample,
  checkNetwork,
  createNetwork,
  type Example,
  type Layer,
  totalCost,
  trace,
  train,
} from "backprop";
import { anyProblems, assertAlways, deepFreeze } from "./arbitrary.ts";
import { example as sound, network as walkThrough } from "./reference.ts";

const layer = (weights: number[][], biases: number[]): Layer => ({
  weights,
  biases,
  activation: "sigmoid",
});

/** A sound first layer: two neurons, three inputs. */
const first = layer([[1, 2, 3], [4, 5, 6]], [7, 8]);

const named = (activation: string): Layer => ({
  ...layer([[1]], [3]),
  activation: activation as ActivationName,
});

const noWeights = (layer: number) =>
  `layer ${layer} has no weights; give it a row a neuron, of one number an input each`;

const refused: [title: string, layers: Layer[], message: string][] = [
  [
    "no layer",
    [],
    'it needs at least one layer, such as { weights: [[0.5, -0.5]], activation: "sigmoid" }',
  ],
  ["no neuron", [layer([], [])], noWeights(1)],
  ["no input", [layer([[]], [0])], noWeights(1)],
  [
    "an empty second layer",
    [first, layer([[]], [0])],
    noWeights(2),
  ],
  [
    "rows of different lengths",
    [layer([[1, 2], [3, 4], [5]], [0, 0, 0])],
    "layer 1 has 2 weights into its first neuron but 1 into neuron 3; give each as many",
  ],
  [
    "too few biases",
    [first, layer([[1, 2], [3, 4]], [0])],
    "layer 2 has 2 neurons but 1 biases; give it one a neuron, or leave them out",
  ],
  [
    "too many biases",
    [layer([[1]], [0, 0])],
    "layer 1 has 1 neurons but 2 biases; give it one a neuron, or leave them out",
  ],
  [
    "a layer wider than the one before it",
    [first, layer([[1, 2, 3]], [0])],
    "layer 2 has 3 weights a neuron but the layer before it has 2 neurons; give each neuron 2",
  ],
  [
    "a third layer narrower than the one before it",
    [first, layer([[1, 2], [3, 4]], [0, 0]), layer([[1]], [0])],
    "layer 3 has 1 weights a neuron but the layer before it has 2 neurons; give each neuron 2",
  ],
  [
    "a weight that is not a number",
    [first, layer([[1, NaN]], [0])],
    "layer 2 holds NaN, which is not a finite number; put one at weights[0][1]",
  ],
  [
    "an infinite bias",
    [layer([[1]], [-Infinity])],
    "layer 1 holds -Infinity, which is not a finite number; put one at biases[0]",
  ],
  [
    "an infinite weight",
    [layer([[1, 2], [3, Infinity]], [])],
    "layer 1 holds Infinity, which is not a finite number; put one at weights[1][1]",
  ],
  [
    "a bias that is not a number",
    [first, layer([[1, 2]], [NaN])],
    "layer 2 holds NaN, which is not a finite number; put one at biases[0]",
  ],
  [
    "a weight that is missing",
    [layer([[1, undefined as unknown as number]], [])],
    "layer 1 holds undefined, which is not a finite number; put one at weights[0][1]",
  ],
  [
    "a weight that is left out",
    [layer([[1, , 2] as number[]], [])],
    "layer 1 holds undefined, which is not a finite number; put one at weights[0][1]",
  ],
  [
    "a bias that is text",
    [layer([[1]], ["2" as unknown as number])],
    'layer 1 holds "2", which is not a finite number; put one at biases[0]',
  ],
  [
    "an unknown activation",
    [first, layer([[1, 2]], [3]), named("swish")],
    'layer 3 has the activation "swish": it must be one of sigmoid, tanh, relu, leaky-relu, identity, softmax',
  ],
  [
    "an activation that every object inherits",
    [named("toString")],
    'layer 1 has the activation "toString": it must be one of sigmoid, tanh, relu, leaky-relu, identity, softmax',
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

Deno.test("createNetwork() makes layers without biases where none are named", () => {
  const [bare, named] = createNetwork([
    { weights: [[1], [2]], activation: "relu" },
    { weights: [[3, 4]], biases: [], activation: "softmax" },
  ]).layers;
  assertEquals(bare, { weights: [[1], [2]], biases: [], activation: "relu" });
  assertEquals(named, { weights: [[3, 4]], biases: [], activation: "softmax" });
});

Deno.test("createNetwork() shares no array with what it is given", () => {
  const weights = [[1, 2]];
  const biases = [3];
  const network = createNetwork([{ weights, biases, activation: "tanh" }]);
  weights[0][1] = 9;
  weights.push([9, 9]);
  biases[0] = 9;
  assertEquals(network.layers, [
    { weights: [[1, 2]], biases: [3], activation: "tanh" },
  ]);
});

Deno.test("createNetwork() accepts every sound network, and leaves it as it is", () => {
  assertAlways(({ network }) => {
    const copy = structuredClone(network);
    assertEquals(createNetwork(deepFreeze(network).layers), copy);
    assertEquals(JSON.parse(JSON.stringify(createNetwork(copy.layers))), copy);
  }, anyProblems());
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
    "its input has 1 values and the network takes 2; give it 2",
  ],
  [
    "too many targets",
    [1, 2],
    [0, 1, 0],
    "its target has 3 values and the network takes 2; give it 2",
  ],
  [
    "an input that is not a number",
    [1, NaN],
    [0, 1],
    "its input holds NaN, which is not a finite number; put one at input[1]",
  ],
  [
    "an input that is missing",
    [undefined as unknown as number, 1],
    [0, 1],
    "its input holds undefined, which is not a finite number; put one at input[0]",
  ],
  [
    "an infinite target",
    [1, 2],
    [Infinity, 1],
    "its target holds Infinity, which is not a finite number; put one at target[0]",
  ],
];

for (const [title, input, target, message] of unfit) {
  const example = { input, target };
  const step = { learningRate: 0.5, biases: "own" } as const;

  Deno.test(`checkExample() and whatever takes an example refuse ${title}`, () => {
    for (
      const use of [
        () => checkExample(walkThrough, example),
        () => trace(walkThrough, example, step),
      ]
    ) {
      const error = assertThrows(use, RangeError);
      assertEquals(error.message, `Cannot use the example: ${message}`);
    }
  });

  Deno.test(`checkExample() and whatever takes several say which one has ${title}`, () => {
    const examples = [sound, sound, example];
    for (
      const use of [
        () => checkExample(walkThrough, example, 2),
        () => totalCost(walkThrough, examples),
        () => train(walkThrough, examples, { ...step, epochs: 0 }),
      ]
    ) {
      const error = assertThrows(use, RangeError);
      assertEquals(error.message, `Cannot use example 3: ${message}`);
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

Deno.test("createNetwork(), checkNetwork() and checkExample() refuse what has not even the kind of a network or an example", () => {
  const activation = "sigmoid";
  const layers = [
    [{ weights: "ab", activation }, "layer 1 has no weights"],
    [{ weights: [[1], null], activation }, "but 0 into neuron 2"],
    [{ weights: [[1]], biases: null, activation }, "has the biases null"],
    [{ weights: [[1]], biases: 3, activation }, "has the biases 3"],
  ] as const;
  for (const [layer, message] of layers) {
    assertThrows(
      () => createNetwork([layer as unknown as Layer]),
      RangeError,
      message,
    );
  }
  const weights = [Float64Array.of(1, 2)] as unknown as number[][];
  assertThrows(
    () => checkNetwork({ layers: [{ weights, biases: [1], activation }] }),
    RangeError,
    "no arrays of numbers",
  );
  const network = createNetwork([{ weights, activation }]);
  for (const example of [undefined, null, { input: "12" }, { target: [1] }]) {
    assertThrows(
      () => checkExample(network, example as unknown as Example, 2),
      RangeError,
      "Cannot use example 3: it has no input",
    );
  }
});
