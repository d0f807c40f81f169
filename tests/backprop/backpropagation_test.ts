import { assertEquals, assertNotStrictEquals, assertThrows } from "@std/assert";
import {
  backward,
  biasGradient,
  type BiasRule,
  carryingWeights,
  forward,
  type Network,
  parametersOf,
  type Step,
  update,
} from "backprop";
import {
  anyProblems,
  assertAlways,
  deepFreeze,
  type Problem,
} from "./arbitrary.ts";
import {
  assertAllClose,
  assertClose,
  example,
  network,
  reference,
  steps,
} from "./reference.ts";

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

Deno.test("forward() computes the walk-through's net inputs and activations", () => {
  const { E_o1: _1, E_o2: _2, E_total: _3, ...expected } = reference.forward;
  const [hidden, output] = there;
  assertAllClose("forward", {
    net_h1: hidden.netInputs[0],
    net_h2: hidden.netInputs[1],
    out_h1: hidden.activations[0],
    out_h2: hidden.activations[1],
    net_o1: output.netInputs[0],
    net_o2: output.netInputs[1],
    out_o1: output.activations[0],
    out_o2: output.activations[1],
  }, expected);
});

Deno.test("backward() computes the walk-through's factors and deltas", () => {
  const expected: Record<string, unknown> = reference.backward;
  [["h1", "h2"], ["o1", "o2"]].forEach((neurons, l) =>
    neurons.forEach((neuron, j) => {
      const computed = {
        [`dEtotal_dout_${neuron}`]: back[l].dCost_dActivation[j],
        [`dout_${neuron}_dnet_${neuron}`]: back[l].dActivation_dNet[j],
        [`delta_${neuron}`]: back[l].deltas[j],
      };
      for (const [name, value] of Object.entries(computed)) {
        assertClose(name, value, Number(expected[name]));
      }
    })
  );
});

Deno.test("backward() computes the walk-through's gradients, every weight's and bias's", () => {
  const weights = back.flatMap(({ gradients }) => gradients.flat());
  const biases = back.flatMap(({ deltas }) => deltas);
  const names = Object.keys(parametersOf(network));
  const { b1_shared: _1, b2_shared: _2, ...expected } =
    reference.backward.gradients;
  assertAllClose(
    "gradient",
    Object.fromEntries([...weights, ...biases].map((g, i) => [names[i], g])),
    expected,
  );
});

Deno.test("backward() takes half the squared error where no cost is named", () => {
  const named = { ...steps.per_neuron_biases, cost: "half-squared-error" };
  assertEquals(step({ network, example }, named as Step).back, back);
});

Deno.test('biasGradient() is 0 for "fixed", the delta for "own", the sum for "shared"', () => {
  const { gradients } = reference.backward;
  const [hidden, output] = back;
  const table = [
    ["b_h1", hidden, 0, "own", gradients.b_h1],
    ["b_h2", hidden, 1, "own", gradients.b_h2],
    ["b_o1", output, 0, "own", gradients.b_o1],
    ["b_o2", output, 1, "own", gradients.b_o2],
    ["b1", hidden, 0, "shared", gradients.b1_shared],
    ["b1", hidden, 1, "shared", gradients.b1_shared],
    ["b2", output, 0, "shared", gradients.b2_shared],
    ["b2", output, 1, "shared", gradients.b2_shared],
    ["b1", hidden, 0, "fixed", 0],
    ["b2", output, 1, "fixed", 0],
  ] as const;
  for (const [label, { deltas }, j, rule, expected] of table) {
    assertClose(`${label}, ${rule}`, biasGradient(deltas, j, rule), expected);
  }
});

const { b1, b2 } = reference.initial_parameters;
const shared = reference.updated_biases_after_one_step.shared;
const biasesAfter: Record<BiasRule, Record<string, number>> = {
  fixed: { b_h1: b1, b_h2: b1, b_o1: b2, b_o2: b2 },
  own: reference.updated_biases_after_one_step.per_neuron,
  shared: {
    b_h1: shared.b1,
    b_h2: shared.b1,
    b_o1: shared.b2,
    b_o2: shared.b2,
  },
};

for (const [biases, expected] of Object.entries(biasesAfter)) {
  Deno.test(`update() moves weights and ${biases} biases as the reference does`, () => {
    const how = { learningRate: reference.eta, biases: biases as BiasRule };
    assertAllClose(
      "after one update",
      parametersOf(update(network, back, how)),
      { ...reference.updated_weights_after_one_step, ...expected },
    );
  });
}

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

Deno.test("carryingWeights() are the forward pass's, or by mistake the updated ones", () => {
  const [, output] = network.layers;
  assertEquals(
    carryingWeights(output, back[1], steps.weights_only),
    output.weights,
  );
  const [row1, row2] = carryingWeights(
    output,
    back[1],
    steps.weights_only_sequential,
  );
  const { w5, w6, w7, w8 } = reference.updated_weights_after_one_step;
  [w5, w6, w7, w8].forEach((expected, i) =>
    assertClose(`w${i + 5}`, [...row1, ...row2][i], expected)
  );
});

Deno.test("backward() and update() make a wrong first step with updated weights", () => {
  const [checkpoint] = reference.update_rules.weights_only_sequential;
  assertEquals(checkpoint.updates, 1);
  const { next } = step({ network, example }, steps.weights_only_sequential);
  assertAllClose("sequential", parametersOf(next), checkpoint.parameters);
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
