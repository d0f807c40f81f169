import { assertEquals } from "@std/assert";
import { createNetwork, labelsOf, parametersOf } from "backprop";
import { assertAlways } from "./arbitrary.ts";
import { network, reference } from "./reference.ts";

Deno.test("labelsOf() names the walk-through's parts as the article does", () => {
  assertEquals(labelsOf(network), {
    inputs: ["i1", "i2"],
    neurons: [["h1", "h2"], ["o1", "o2"]],
    weights: [[["w1", "w2"], ["w3", "w4"]], [["w5", "w6"], ["w7", "w8"]]],
    biases: [["b_h1", "b_h2"], ["b_o1", "b_o2"]],
  });
});

Deno.test("labelsOf() numbers hidden neurons and weights on through the layers", () => {
  const deep = createNetwork([
    { weights: [[1, 2, 3]], biases: [0], activation: "sigmoid" },
    { weights: [[4], [5]], biases: [0, 0], activation: "sigmoid" },
    { weights: [[6, 7]], biases: [0], activation: "sigmoid" },
  ]);
  assertEquals(labelsOf(deep), {
    inputs: ["i1", "i2", "i3"],
    neurons: [["h1"], ["h2", "h3"], ["o1"]],
    weights: [[["w1", "w2", "w3"]], [["w4"], ["w5"]], [["w6", "w7"]]],
    biases: [["b_h1"], ["b_h2", "b_h3"], ["b_o1"]],
  });
});

Deno.test("labelsOf() calls the neurons of a single layer outputs", () => {
  const single = createNetwork([
    { weights: [[1], [2]], biases: [0, 0], activation: "sigmoid" },
  ]);
  assertEquals(labelsOf(single).neurons, [["o1", "o2"]]);
});

Deno.test("labelsOf() names no biases in a layer without, and numbers neurons all the same", () => {
  const network = createNetwork([
    { weights: [[1], [2]], activation: "relu" },
    { weights: [[3, 4]], biases: [5], activation: "tanh" },
    { weights: [[6]], activation: "identity" },
  ]);
  assertEquals(labelsOf(network).biases, [[], ["b_h3"], []]);
  assertEquals(parametersOf(network), {
    w1: 1,
    w2: 2,
    w3: 3,
    w4: 4,
    w5: 6,
    b_h3: 5,
  });
});

Deno.test("labelsOf() gives no two parts one label", () => {
  assertAlways(({ network }) => {
    const { inputs, neurons, weights, biases } = labelsOf(network);
    const all = [inputs, neurons.flat(), weights.flat(2), biases.flat()].flat();
    assertEquals(new Set(all).size, all.length);
  });
});

Deno.test("parametersOf() lists every weight, then every bias", () => {
  const { b1, b2, ...weights } = reference.initial_parameters;
  const parameters = { ...weights, b_h1: b1, b_h2: b1, b_o1: b2, b_o2: b2 };
  assertEquals(parametersOf(network), parameters);
  assertEquals(Object.keys(parametersOf(network)), Object.keys(parameters));
});

Deno.test("parametersOf() puts each value under the label of its place", () => {
  assertAlways(({ network }) => {
    const parameters = parametersOf(network);
    const labels = labelsOf(network);
    network.layers.forEach((layer, l) => {
      layer.biases.forEach((bias, j) => {
        assertEquals(parameters[labels.biases[l][j]], bias);
        layer.weights[j].forEach((weight, i) => {
          assertEquals(parameters[labels.weights[l][j][i]], weight);
        });
      });
    });
  });
});
