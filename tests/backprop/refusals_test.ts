/**
 * What is given to a public function and makes no sense: a notebook's code is not type-checked when it runs, so anything
 * may come. Whatever it is, the answer is a sentence of ours, and never an error of JavaScript's from somewhere inside.
 *
 * @module
 */

import { assert, assertThrows } from "@std/assert";
import * as backprop from "backprop";
import { example, network, steps } from "./reference.ts";

/** The functions as a notebook calls them: with anything. */
const {
  backward,
  checkExample,
  checkNetwork,
  createNetwork,
  descend,
  describeMistake,
  forward,
  labelsOf,
  networkFromJson,
  networkToJson,
  numericalGradients,
  parametersOf,
  randomNetwork,
  seededRandom,
  softmax,
  totalCost,
  trace,
  train,
  update,
  withParameters,
} = backprop as unknown as Record<string, (...anything: unknown[]) => unknown>;

/** None of these is a network, a list of numbers, a number, a name, a function or an object of options. */
const nonsense: Record<string, unknown> = {
  "null": null,
  "an empty text": "",
  "a text": "ab",
  "NaN": NaN,
  "a bigint": 1n,
  "bigints": [1n, 1n],
  "a symbol": Symbol("a"),
  "true": true,
  "an array with a hole": [, 1],
  "texts": ["a", "b"],
  "an array in arrays": [[[]]],
  "frozen arrays": Object.freeze([Object.freeze(["a"])]),
};

const step = steps.per_neuron_biases;
const training = { ...step, epochs: 1 };
const { input, target } = example;
const there = backprop.forward(network, input);
const back = backprop.backward(network, input, there, target, step);
const [layer] = network.layers;
const random = {
  sizes: [2, 2],
  hidden: "tanh",
  output: "tanh",
  initialization: "he",
  seed: 1,
};

/** A place for nonsense, by the name of the function and of what is nonsense there. */
const calls: Record<string, (value: unknown) => unknown> = {
  "createNetwork: layers": (v) => createNetwork(v),
  "createNetwork: a layer": (v) => createNetwork([v]),
  "createNetwork: weights": (v) => createNetwork([{ ...layer, weights: v }]),
  "createNetwork: a row": (v) => createNetwork([{ ...layer, weights: [v] }]),
  "createNetwork: biases": (v) => createNetwork([{ ...layer, biases: v }]),
  "createNetwork: activation": (v) =>
    createNetwork([{ ...layer, activation: v }]),
  "checkNetwork: network": (v) => checkNetwork(v),
  "checkNetwork: layers": (v) => checkNetwork({ layers: v }),
  "checkNetwork: a layer": (v) => checkNetwork({ layers: [v] }),
  "checkExample: network": (v) => checkExample(v, example),
  "checkExample: example": (v) => checkExample(network, v),
  "checkExample: input": (v) => checkExample(network, { input: v, target }),
  "checkExample: target": (v) => checkExample(network, { input, target: v }),
  "forward: network": (v) => forward(v, input),
  "forward: input": (v) => forward(network, v),
  "backward: network": (v) => backward(v, input, there, target, step),
  "backward: input": (v) => backward(network, v, there, target, step),
  "backward: layers": (v) => backward(network, input, v, target, step),
  "backward: target": (v) => backward(network, input, there, v, step),
  "backward: step": (v) => backward(network, input, there, target, v),
  "backward: cost": (v) =>
    backward(network, input, there, target, { ...step, cost: v }),
  "backward: mistake": (v) =>
    backward(network, input, there, target, { ...step, mistake: v }),
  "update: network": (v) => update(v, back, step),
  "update: back": (v) => update(network, v, step),
  "update: step": (v) => update(network, back, v),
  "trace: network": (v) => trace(v, example, step),
  "trace: example": (v) => trace(network, v, step),
  "trace: step": (v) => trace(network, example, v),
  "train: network": (v) => train(v, [example], training),
  "train: examples": (v) => train(network, v, training),
  "train: an example": (v) => train(network, [v], training),
  "train: training": (v) => train(network, [example], v),
  ...Object.fromEntries(
    [
      "batch",
      "biases",
      "cost",
      "epochs",
      "history",
      "learningRate",
      "mistake",
      "momentum",
      "onEpoch",
      "reduction",
    ].map((option) => [
      `train: ${option}`,
      (v: unknown) => train(network, [example], { ...training, [option]: v }),
    ]),
  ),
  "descend: network": (v) => descend(v, [example], training),
  "descend: examples": (v) => descend(network, v, training),
  "descend: descent": (v) => descend(network, [example], v),
  "descend: epochs": (v) =>
    descend(network, [example], { ...training, epochs: v }),
  "descend: parameters": (v) =>
    descend(network, [example], { ...training, parameters: v }),
  "describeMistake: mistake": (v) => describeMistake(v),
  "numericalGradients: network": (v) => numericalGradients(v, example),
  "numericalGradients: example": (v) => numericalGradients(network, v),
  "numericalGradients: options": (v) => numericalGradients(network, example, v),
  "numericalGradients: cost": (v) =>
    numericalGradients(network, example, { cost: v }),
  "numericalGradients: distance": (v) =>
    numericalGradients(network, example, { distance: v }),
  "networkToJson: network": (v) => networkToJson(v),
  "networkFromJson: text": (v) => networkFromJson(v),
  "labelsOf: network": (v) => labelsOf(v),
  "parametersOf: network": (v) => parametersOf(v),
  "seededRandom: seed": (v) => seededRandom(v),
  "randomNetwork: options": (v) => randomNetwork(v),
  ...Object.fromEntries(
    ["biases", "hidden", "initialization", "output", "scale", "seed", "sizes"]
      .map((option) => [
        `randomNetwork: ${option}`,
        (v: unknown) =>
          randomNetwork({ ...random, sizes: [2, 2, 2], [option]: v }),
      ]),
  ),
  "softmax: net inputs": (v) => softmax(v),
  "totalCost: network": (v) => totalCost(v, [example]),
  "totalCost: examples": (v) => totalCost(network, v),
  "totalCost: options": (v) => totalCost(network, [example], v),
  "totalCost: cost": (v) => totalCost(network, [example], { cost: v }),
  "totalCost: reduction": (v) =>
    totalCost(network, [example], { reduction: v }),
  "withParameters: network": (v) => withParameters(v, {}),
  "withParameters: values": (v) => withParameters(network, v),
  "withParameters: a value": (v) => withParameters(network, { w1: v }),
};

/** Arrays with a hole in a place where something must be. */
const holes: Record<string, () => unknown> = {
  "createNetwork: layers": () => createNetwork([layer, , layer]),
  "createNetwork: weights": () =>
    createNetwork([{ ...layer, weights: [[1, 2], , [3, 4]] }]),
  "createNetwork: a row": () =>
    createNetwork([{ ...layer, weights: [[1, 2], [3, ,]] }]),
  "createNetwork: biases": () => createNetwork([{ ...layer, biases: [0, ,] }]),
  "checkNetwork: layers": () => checkNetwork({ layers: [layer, , layer] }),
  "forward: layers": () => forward({ layers: [layer, , layer] }, input),
  "forward: input": () => forward(network, [0, ,]),
  "backward: layers": () =>
    backward(network, input, [there[0], ,], target, step),
  "update: back": () => update(network, [back[0], ,], step),
  "labelsOf: layers": () => labelsOf({ layers: [layer, , layer] }),
  "train: examples": () => train(network, [example, , example], training),
  "totalCost: examples": () => totalCost(network, [example, ,]),
  "randomNetwork: sizes": () => randomNetwork({ ...random, sizes: [2, , 2] }),
};

/** Objects that lack a part. */
const { biases: _, ...withoutBiases } = layer;
const lacking: Record<string, () => unknown> = {
  "forward: biases": () => forward({ layers: [withoutBiases] }, input),
  "labelsOf: biases": () => labelsOf({ layers: [withoutBiases] }),
  "parametersOf: biases": () => parametersOf({ layers: [withoutBiases] }),
  "backward: net inputs": () =>
    backward(
      network,
      input,
      there.map(({ activations }) => ({ activations })),
      target,
      step,
    ),
  "update: gradients": () =>
    update(network, back.map(({ deltas }) => ({ deltas })), step),
};

for (const [place, call] of Object.entries(calls)) {
  Deno.test(`${place.replace(":", "() refuses nonsense as its")}, in a sentence`, () => {
    for (const [what, value] of Object.entries(nonsense)) {
      // That is no nonsense for what is switched on and off.
      if (what === "true" && place === "randomNetwork: biases") continue;
      const error = assertThrows(() => call(value), Error, "Cannot ", what);
      const raw = error instanceof TypeError;
      assert(!raw, `${what}: ${error.message}`);
      assert(!error.message.includes("Cannot convert"), error.message);
    }
  });
}

for (
  const [what, cases] of Object.entries({
    "a hole in": holes,
    "to lack": lacking,
  })
) {
  for (const [place, call] of Object.entries(cases)) {
    Deno.test(`${place.replace(":", `() refuses ${what} its`)}, in a sentence`, () => {
      const error = assertThrows(call, RangeError, "Cannot ");
      assert(!error.message.includes("Cannot convert"), error.message);
    });
  }
}
