import { assertEquals, assertNotStrictEquals, assertThrows } from "@std/assert";
import { backward, forward, type Network, type Step, update } from "backprop";
import {
  anyProblems,
  assertAlways,
  deepFreeze,
  type Problem,
} from "./arbitrary.ts";
import { assertClose, example, network, steps } from "./reference.ts";

const there = forward(network, example.input);
const back = backward(
  network,
  example.input,
  there,
  example.target,
  steps.per_neuron_biases,
);

/** Forward and backward once, then an update. */
function step({ network, example }: Problem, how: Step) {
  const there = forward(network, example.input);
  const back = backward(network, example.input, there, example.target, how);
  return { there, back, next: update(network, back, how) };
}

Deno.test("backward() takes half the squared error where no cost is named", () => {
  const named = { ...steps.per_neuron_biases, cost: "half-squared-error" };
  assertEquals(step({ network, example }, named as Step).back, back);
});

Deno.test("forward() adds up weights times inputs, and a bias where there is one", () => {
  const layer = {
    weights: [[2, -3], [0.5, 4]],
    activation: "identity",
  } as const;
  const bare = { layers: [{ ...layer, biases: [] }] };
  const biased = { layers: [{ ...layer, biases: [10, 20] }] };
  assertEquals(forward(bare, [5, 7])[0].netInputs, [-11, 30.5]);
  assertEquals(forward(biased, [5, 7])[0].netInputs, [-1, 50.5]);
});

Deno.test("update() moves by the learning rate times the gradient, whatever its sign", () => {
  const one = {
    layers: [{ weights: [[1, 2]], biases: [3], activation: "identity" }],
  } as const;
  const back = [{ gradients: [[4, -8]], deltas: [16] }];
  for (
    const [learningRate, weights, bias] of [
      [0.5, [-1, 6], -5],
      [-0.25, [2, 0], 7],
    ] as const
  ) {
    const { layers } = update(one, back, { learningRate, biases: "own" });
    assertEquals(layers, [{
      weights: [[...weights]],
      biases: [bias],
      activation: "identity",
    }]);
  }
});

Deno.test("update() keeps fixed biases to the last bit", () => {
  assertAlways((problem) => {
    const { next } = step(problem, { learningRate: 0.7, biases: "fixed" });
    assertEquals(
      next.layers.map(({ biases }) => biases),
      problem.network.layers.map(({ biases }) => biases),
    );
  });
});

Deno.test("update() changes nothing at learning rate 0, and returns a new network", () => {
  assertAlways((problem) => {
    for (const biases of ["fixed", "own", "shared"] as const) {
      const { next } = step(problem, { learningRate: 0, biases });
      assertEquals(next, problem.network);
      assertNotStrictEquals(next, problem.network);
    }
  });
});

Deno.test("update() keeps biases shared that were equal, and moves them alike", () => {
  const { next } = step({ network, example }, steps.shared_layer_bias);
  for (const { biases } of next.layers) assertEquals(biases[0], biases[1]);
});

Deno.test("update() descends: a small step lowers the cost", () => {
  const cost = (network: Network, { input, target }: Problem["example"]) =>
    forward(network, input).at(-1)!.activations
      .reduce((sum, output, j) => sum + (output - target[j]) ** 2 / 2, 0);
  assertAlways((problem) => {
    const { next } = step(problem, { learningRate: 1e-3, biases: "own" });
    const before = cost(problem.network, problem.example);
    const after = cost(next, problem.example);
    if (!(after < before)) throw new RangeError(`${before} became ${after}`);
  });
});

Deno.test("forward(), backward() and update() leave all that they are given unchanged", () => {
  assertAlways(({ network, example, cost }) => {
    deepFreeze({ network, example });
    for (const rule of Object.values(steps)) {
      const how = { ...rule, cost };
      const there = deepFreeze(forward(network, example.input));
      const back = deepFreeze(
        backward(network, example.input, there, example.target, how),
      );
      update(network, back, deepFreeze(how));
    }
  }, anyProblems());
});

Deno.test("forward() hands out arrays of its own", () => {
  const input = [0.3];
  const chain = {
    layers: [
      { weights: [[0.5]], biases: [0], activation: "sigmoid" },
      { weights: [[0.5]], biases: [0], activation: "sigmoid" },
    ],
  } as const;
  const [first] = forward(chain, input);
  first.activations[0] = 99;
  assertEquals(input, [0.3]);
  assertEquals(forward(chain, input)[0].activations[0] < 1, true);
});

/** The problem with the first hidden layer's neurons in reverse order. */
function reversed<P extends Problem>(problem: P): P {
  const [hidden, next, ...rest] = problem.network.layers;
  return {
    ...problem,
    network: {
      layers: [
        {
          ...hidden,
          weights: hidden.weights.toReversed(),
          biases: hidden.biases.toReversed(),
        },
        { ...next, weights: next.weights.map((row) => row.toReversed()) },
        ...rest,
      ],
    },
  };
}

Deno.test("backward() permutes the gradients where hidden neurons are permuted", () => {
  assertAlways((problem) => {
    if (problem.network.layers.length === 1) return;
    const { cost } = problem;
    const how = { learningRate: 0.5, biases: "own", cost } as const;
    const expected = step(problem, how);
    const actual = step(reversed(problem), how);
    const [hidden, next] = expected.back;
    const pairs = [
      [actual.back[0].deltas, hidden.deltas.toReversed()],
      [actual.back[0].gradients.flat(), hidden.gradients.toReversed().flat()],
      [
        actual.back[1].gradients.flat(),
        next.gradients.flatMap((row) => row.toReversed()),
      ],
      ...expected.back.slice(2).map((layer, l) => [
        actual.back[l + 2].gradients.flat(),
        layer.gradients.flat(),
      ]),
      [actual.there.at(-1)!.activations, expected.there.at(-1)!.activations],
      [
        valuesOf(actual.next),
        valuesOf(reversed({ ...problem, network: expected.next }).network),
      ],
    ];
    for (const [values, others] of pairs) {
      assertEquals(values.length, others.length);
      // Terms of the size of the cost's derivative may cancel in any of them.
      const scale = Math.max(1, ...others.map(Math.abs));
      others.forEach((other, i) =>
        assertClose(`value ${i}`, values[i], other, 1e-13, scale)
      );
    }
  }, anyProblems());
});

function valuesOf({ layers }: Network): number[] {
  return layers.flatMap(({ weights, biases }) => [
    ...weights.flat(),
    ...biases,
  ]);
}

Deno.test("forward() refuses an input, and backward() a target, that does not fit or is not finite", () => {
  const step = { learningRate: 0.5, biases: "own" } as const;
  const { input } = example;
  const there = forward(network, input);
  for (
    const [values, state] of [
      [[1], "has 1 values and the network takes 2; give it 2"],
      [[1, 2, 3], "has 3 values and the network takes 2; give it 2"],
      [[1, NaN], "holds NaN, which is not a finite number; put one at "],
    ] as const
  ) {
    assertThrows(
      () => forward(network, values),
      RangeError,
      `Cannot use the example: its input ${state}`,
    );
    assertThrows(
      () => backward(network, input, there, values, step),
      RangeError,
      `Cannot use the example: its target ${state}`,
    );
  }
});
