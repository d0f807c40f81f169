import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  createNetwork,
  descend,
  numericalGradients,
  parametersOf,
  train,
} from "backprop";

const network = createNetwork([
  { weights: [[0.15, 0.2], [0.25, 0.3]], biases: [0.1, 0], activation: "tanh" },
  { weights: [[0.4, 0.45]], biases: [0.6], activation: "sigmoid" },
]);
const examples = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
  .map(([a, b, target]) => ({ input: [a, b], target: [target] }));
const step = { learningRate: 0.5, biases: "own" } as const;

for (
  const batching of [
    {},
    { batch: 3, reduction: "sum" },
    { batch: "all", reduction: "mean" },
  ] as const
) {
  Deno.test(`descend() goes where train() goes: ${JSON.stringify(batching)}`, () => {
    const visited = descend(network, examples, {
      ...step,
      ...batching,
      epochs: 3,
    });
    assertEquals(visited.length, 4);
    visited.forEach((current, epochs) => {
      const trained = train(network, examples, {
        ...step,
        ...batching,
        epochs,
      });
      const expected = parametersOf(trained.network);
      for (const [label, value] of Object.entries(parametersOf(current))) {
        assertAlmostEquals(value, expected[label], 1e-12, label);
      }
    });
  });
}

Deno.test("descend() moves only the parameters that it is told to, each by its gradient", () => {
  const [example] = examples.slice(1);
  const [before, after] = descend(network, [example], {
    ...step,
    epochs: 1,
    parameters: ["w1", "w4", "b_o1"],
  }).map(parametersOf);
  const gradients = numericalGradients(network, example);
  for (const label of Object.keys(before)) {
    const moves = ["w1", "w4", "b_o1"].includes(label);
    const expected = moves
      ? before[label] - 0.5 * gradients[label]
      : before[label];
    assertAlmostEquals(after[label], expected, moves ? 1e-9 : 0, label);
  }
});

Deno.test("descend() keeps the others where they are within an epoch too", () => {
  const fixed = descend(network, examples, {
    ...step,
    epochs: 5,
    parameters: ["w5"],
  });
  let current = network;
  for (let n = 0; n < 20; n++) {
    const { w5 } = numericalGradients(current, examples[n % 4]);
    const [row] = current.layers[1].weights;
    const weights = [[row[0] - 0.5 * w5, row[1]]];
    current = {
      layers: [current.layers[0], { ...current.layers[1], weights }],
    };
  }
  assertAlmostEquals(
    parametersOf(fixed[5]).w5,
    parametersOf(current).w5,
    1e-8,
  );
});

Deno.test("descend() refuses what train() refuses, and parameters that are not there", () => {
  const attempt = (options: object) => () =>
    descend(network, examples, { ...step, epochs: 1, ...options });
  assertThrows(attempt({ epochs: 1.5 }), RangeError, "received 1.5");
  assertThrows(attempt({ epochs: -1 }), RangeError, "received -1");
  assertThrows(
    attempt({ epochs: 2 ** 53 }),
    RangeError,
    "Cannot descend for 9007199254740992 epochs: a network is kept of each, so descend for 1000000 at most, and go on from the last",
  );
  assertThrows(attempt({ batch: "all" }), RangeError, "reduction");
  assertThrows(attempt({ parameters: ["w9"] }), RangeError, "Cannot set w9");
});
