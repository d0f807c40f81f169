import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  backward,
  type BiasRule,
  createNetwork,
  type Example,
  forward,
  type Network,
  parametersOf,
  type Reduction,
  totalCost,
  trace,
  train,
  type Training,
} from "backprop";
import { biasGradient } from "../../lib/backprop/backpropagation.ts";
import { createEngine } from "../../lib/backprop/fast/engine.ts";
import {
  anyProblems,
  assertAlways,
  type CostProblem,
  deepFreeze,
} from "./arbitrary.ts";
import { assertMatches } from "./matches.ts";
import { example, network, ruleNames, steps } from "./reference.ts";

const others = [
  { input: [0.9, -0.4], target: [1, 0] },
  { input: [-0.3, 0.8], target: [0, 0.5] },
];
const examples = [example, ...others];

/** Asserts that two networks or costs are the same but for the order in which their terms were added. */
function assertSame(what: string, expected: unknown, actual: unknown) {
  assertMatches(what, expected, actual, 1e-12, 1);
}

Deno.test("train() updates after each example, in order, epoch after epoch", () => {
  for (const rule of ruleNames) {
    let expected = network;
    const costs = [totalCost(network, examples)];
    for (let epoch = 1; epoch <= 3; epoch++) {
      for (const each of examples) {
        expected = trace(expected, each, steps[rule]).next;
      }
      costs.push(totalCost(expected, examples));
    }
    assertSame(rule, {
      network: expected,
      costs,
    }, train(network, examples, { ...steps[rule], epochs: 3 }));
  }
});

/** One training, computed by hand: a list of numbers for the parameters, one for their velocities. */
function byHand(
  start: Network,
  { examples, cost }: Pick<CostProblem, "examples" | "cost">,
  { epochs, learningRate, biases, ...training }: Training,
) {
  const { reduction = "sum", momentum = 0, batch = 1 } = training;
  const size = batch === "all" ? examples.length : batch;
  const step = { learningRate, biases, cost };
  const share = (total: number, of: number) =>
    reduction === "mean" ? total / of : total;
  const costOf = (network: Network, some = examples) =>
    some.map((one) => totalCost(network, [one], { cost }))
      .reduce((sum, one) => sum + one, 0);

  let network = start;
  let velocities = flatten(start).map(() => 0);
  const after = [share(costOf(network), examples.length)];
  const during: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let total = 0;
    let next = 0;
    while (next < examples.length) {
      const some = examples.slice(next, next += size);
      total += costOf(network, some);
      const each = some.map(({ input, target }) => {
        const there = forward(network, input);
        return backward(network, input, there, target, step)
          .map(({ gradients, deltas }, l) => ({
            weights: gradients,
            biases: network.layers[l].biases.map((_, j) =>
              biasGradient(deltas, j, biases)
            ),
          }));
      }).map((layers) => flatten({ layers }));
      const gradients = velocities.map((_, p) =>
        share(each.reduce((sum, gradient) => sum + gradient[p], 0), some.length)
      );
      velocities = velocities.map((v, p) =>
        momentum * v - learningRate * gradients[p]
      );
      network = withParameters(
        network,
        flatten(network).map((parameter, p) => parameter + velocities[p]),
      );
    }
    during.push(share(total, examples.length));
    after.push(share(costOf(network), examples.length));
  }
  return { network, costs: { after, during } };
}

function flatten(
  { layers }: {
    layers: readonly Pick<Network["layers"][0], "weights" | "biases">[];
  },
): number[] {
  return layers.flatMap(({ weights, biases }) => [
    ...weights.flat(),
    ...biases,
  ]);
}

function withParameters({ layers }: Network, values: number[]): Network {
  const rest = values.values();
  const take = () => rest.next().value!;
  return createNetwork(layers.map(({ weights, biases, activation }) => ({
    weights: weights.map((row) => row.map(take)),
    biases: biases.map(take),
    activation,
  })));
}

/** Trainings of every kind: batches, also where the examples do not divide into them or do not fill one. */
const trainings = fc.record({
  learningRate: fc.constantFrom(0, 0.01, 0.1),
  biases: fc.constantFrom<BiasRule>("fixed", "own", "shared"),
  epochs: fc.integer({ min: 0, max: 3 }),
  batch: fc.constantFrom<number | "all">(1, 2, 3, 4, 7, "all"),
  reduction: fc.constantFrom<Reduction>("sum", "mean"),
  momentum: fc.constantFrom(0, 0.5, 0.9),
});

Deno.test("train() does what the recurrence by hand does: batches, reduction, momentum, biases, history", () => {
  let uneven = 0;
  fc.assert(
    fc.property(anyProblems(), trainings, (problem, training) => {
      const { network, examples, cost } = deepFreeze(problem);
      const { batch } = training;
      if (typeof batch === "number" && examples.length % batch > 0) uneven++;
      const expected = byHand(network, problem, training);
      for (const history of ["after", "during"] as const) {
        const result = train(
          network,
          examples,
          deepFreeze({ ...training, cost, history }),
        );
        assertSame(history, {
          network: expected.network,
          costs: expected.costs[history],
        }, result);
        if (training.learningRate > 0) continue;
        assertEquals(result.network, network);
      }
    }),
    { numRuns: 1000, seed: 1986 },
  );
  assert(uneven > 100);
});

Deno.test("train() steps by the sum or the mean of its batch's gradients", () => {
  assertAlways(({ network, examples, cost }) => {
    const step = { learningRate: 0.1, biases: "own", cost } as const;
    const before = parametersOf(network);
    const passes = examples.map((one) => {
      const { weights, neurons } = trace(network, one, step);
      return (label: string) =>
        weights[label]?.gradient ?? neurons[label.slice(2)].delta;
    });
    for (const reduction of ["sum", "mean"] as const) {
      const n = reduction === "mean" ? examples.length : 1;
      const expected = Object.entries(before).map(([label, value]) => [
        label,
        value - 0.1 *
          passes.reduce((sum, gradient) => sum + gradient(label), 0) / n,
      ]);
      for (const batch of ["all", examples.length] as const) {
        const { network: after } = train(network, examples, {
          ...step,
          epochs: 1,
          batch,
          reduction,
        });
        assertSame(
          `${reduction} of ${batch}`,
          Object.fromEntries(expected),
          parametersOf(after),
        );
      }
    }
  }, anyProblems());
});

Deno.test("train() keeps a tenth of a second step's way with momentum", () => {
  // One weight on the parabola ½ (w − 1)², whose gradient is w − 1.
  const start = createNetwork([{ weights: [[0]], activation: "identity" }]);
  const { network, costs } = train(start, [{ input: [1], target: [1] }], {
    learningRate: 0.5,
    biases: "fixed",
    epochs: 3,
    momentum: 0.5,
  });
  // v: 0.5, 0.5·0.5 + 0.5·0.5 = 0.5, 0.5·0.5 + 0 = 0.25; w: 0.5, 1, 1.25.
  assertEquals(costs, [0.5, 0.125, 0, 0.03125]);
  assertEquals(network.layers[0].weights, [[1.25]]);
});

Deno.test("train() averages the costs of single examples where the reduction says so", () => {
  const sum = train(network, examples, { ...steps.weights_only, epochs: 2 });
  for (const history of ["after", "during"] as const) {
    const training = { ...steps.weights_only, epochs: 2, history };
    const sums = train(network, examples, training);
    const means = train(network, examples, { ...training, reduction: "mean" });
    assertSame(history, sum.network, means.network);
    assertSame(history, sums.costs.map((cost) => cost / 3), means.costs);
    assertEquals(sums.costs.length, history === "after" ? 3 : 2);
  }
});

Deno.test("train() returns the network itself and one cost after no epoch", () => {
  const result = train(network, examples, { ...steps.weights_only, epochs: 0 });
  assertEquals(result.network, network);
  assertSame("costs", [totalCost(network, examples)], result.costs);
  const during = train(network, examples, {
    ...steps.weights_only,
    epochs: 0,
    history: "during",
  });
  assertEquals(during, { network, costs: [] });
});

Deno.test("train() calls onEpoch after each epoch, with its cost", () => {
  for (const history of ["after", "during"] as const) {
    const training = { ...steps.per_neuron_biases, epochs: 3, history };
    const calls: [number, number][] = [];
    const result = train(network, examples, {
      ...training,
      momentum: 0.5,
      onEpoch: (epoch, cost) => calls.push([epoch, cost]),
    });
    const silent = train(network, examples, { ...training, momentum: 0.5 });
    assertSame(history, silent, result);
    const costs = history === "after" ? result.costs.slice(1) : result.costs;
    assertEquals(calls, costs.map((cost, k) => [k + 1, cost]));
  }
  train(network, examples, {
    ...steps.weights_only,
    epochs: 0,
    onEpoch: () => {
      throw new RangeError("there is no epoch");
    },
  });
});

Deno.test("train() lets an error of onEpoch through", () => {
  const stop = new RangeError("enough");
  const error = assertThrows(
    () =>
      train(network, examples, {
        ...steps.weights_only,
        epochs: 9,
        onEpoch: () => {
          throw stop;
        },
      }),
    RangeError,
  );
  assertEquals(error, stop);
});

Deno.test("train() takes half the squared error, one by one, without momentum, and costs after, where nothing is named", () => {
  const training = { ...steps.per_neuron_biases, epochs: 5 };
  assertEquals(
    train(network, examples, {
      ...training,
      cost: "half-squared-error",
      batch: 1,
      reduction: "sum",
      momentum: 0,
      history: "after",
    }),
    train(network, examples, training),
  );
});

Deno.test("train() makes the mistakes that trace() makes", () => {
  for (
    const mistake of ["sign-flipped", "one-path", "slope-dropped"] as const
  ) {
    const step = { ...steps.shared_layer_bias, mistake };
    let expected = network;
    for (const each of examples) expected = trace(expected, each, step).next;
    const result = train(network, examples, { ...step, epochs: 1 });
    assertSame(mistake, expected, result.network);
  }
});

Deno.test("train() goes on where it stopped", () => {
  const training = {
    ...steps.per_neuron_biases,
    batch: 2,
    reduction: "mean",
  } as const;
  const whole = train(network, examples, { ...training, epochs: 7 });
  const first = train(network, examples, { ...training, epochs: 3 });
  const rest = train(first.network, examples, { ...training, epochs: 4 });
  assertSame("network", whole.network, rest.network);
  assertSame("costs", whole.costs, [...first.costs, ...rest.costs.slice(1)]);
});

Deno.test("train() leaves network and examples unchanged", () => {
  assertAlways((problem) => {
    const { network, examples, cost } = deepFreeze(problem);
    for (const rule of ruleNames) {
      const training = deepFreeze({
        ...steps[rule],
        learningRate: 0.01,
        cost,
        epochs: 2,
      });
      train(network, examples, training);
    }
  }, anyProblems());
});

/** A notebook's code is not type-checked when it runs, so anything may come. */
const refused: [title: string, training: object, message: string][] = [
  ...[-1, 1.5, NaN, Infinity].map((epochs): [string, object, string] => [
    `${epochs} epochs`,
    { epochs },
    `Cannot train the network: epochs must be a whole number from 0, received ${epochs}`,
  ]),
  ...[0, -2, 1.5, NaN, Infinity].map((
    batch,
  ): [string, object, string] => [
    `a batch of ${batch}`,
    { batch, reduction: "sum" },
    `Cannot train the network: batch must be a whole number from 1, or "all", received ${batch}`,
  ]),
  [
    "a batch by a name that is none",
    { batch: "some", reduction: "sum" },
    'Cannot train the network: batch must be a whole number from 1, or "all", received "some"',
  ],
  [
    "more epochs than there can be costs",
    { epochs: 2 ** 53 },
    "Cannot train the network: 9007199254740992 epochs have more costs than an array can hold; train 100000000 at most, and go on from the network that comes out",
  ],
  ...[-0.1, 1, 2, NaN, Infinity].map((momentum): [string, object, string] => [
    `a momentum of ${momentum}`,
    { momentum },
    `Cannot train the network: momentum must be from 0 to below 1, received ${momentum}`,
  ]),
  ...[2, "all"].map((batch): [string, object, string] => [
    `a batch of ${batch} without a reduction`,
    { batch },
    'Cannot train the network: reduction must be "sum" or "mean" where a batch has more than one example',
  ]),
  [
    "an unknown reduction",
    { reduction: "median" },
    'Cannot use the reduction "median": it must be one of "sum", "mean"',
  ],
  [
    "an unknown history",
    { history: "before" },
    'Cannot use the history "before": it must be one of "after", "during"',
  ],
];

for (const [title, part, message] of refused) {
  Deno.test(`train() refuses ${title}`, () => {
    // Neither the costs after each epoch nor those during it may be what notices.
    for (const history of ["after", "during"] as const) {
      const training = { ...steps.weights_only, epochs: 1, history, ...part };
      const error = assertThrows(
        () => train(network, [example], training as Training),
        RangeError,
      );
      assertEquals(error.message, message);
    }
  });
}

for (const history of ["after", "during"] as const) {
  const training = { ...steps.weights_only, epochs: 1, history };

  Deno.test(`train() refuses no examples, history ${history}`, () => {
    const error = assertThrows(() => train(network, [], training), RangeError);
    assertEquals(
      error.message,
      "Cannot use the examples: there are none; give an array of at least one { input, target }",
    );
  });

  Deno.test(`train() refuses an example that does not fit before it takes a step, history ${history}`, () => {
    let called = false;
    const onEpoch = () => {
      called = true;
    };
    for (
      const [odd, message] of [
        [
          { input: [1], target: [0, 1] },
          "Cannot use example 2: its input has 1 values and the network takes 2; give it 2",
        ],
        [
          { input: [1, 2], target: [0, NaN] },
          "Cannot use example 2: its target holds NaN, which is not a finite number; put one at target[1]",
        ],
      ] as const
    ) {
      const error = assertThrows(
        () => train(network, [example, odd], { ...training, onEpoch }),
        RangeError,
      );
      assertEquals(error.message, message);
    }
    assertEquals(called, false);
  });
}

/** One weight on a parabola, which each step moves 1e60 times as far to the other side. */
const parabola = createNetwork([{ weights: [[0]], activation: "identity" }]);
const diverging = {
  learningRate: 1e60,
  biases: "fixed",
  cost: "squared-error-without-2",
} as const;
const peak = [{ input: [1], target: [1] }];

for (const onEpoch of [undefined, () => {}]) {
  const how = onEpoch ? "one by one" : "at once";
  Deno.test(`train() says in which epoch it diverged, and at which learning rate: epochs ${how}`, () => {
    const message = (training: Omit<Training, keyof typeof diverging>) =>
      assertThrows(
        () => train(parabola, peak, { ...diverging, ...training, onEpoch }),
        RangeError,
      ).message;
    // The costs are 1, 1e120, 1e240, 1e360: the third epoch's is the first that is too large, the fourth meets it.
    assertEquals(
      message({ epochs: 9 }),
      "Cannot train the network: its cost is Infinity after epoch 3 (step 3); the learning rate of 1e+60 is too large for it, so try a smaller one",
    );
    assertEquals(
      message({ epochs: 9, history: "during" }),
      "Cannot train the network: its cost is Infinity after epoch 4 (step 4); the learning rate of 1e+60 is too large for it, so try a smaller one",
    );
    assertEquals(
      train(parabola, peak, { ...diverging, epochs: 2 }).costs.length,
      3,
    );
  });
}

Deno.test("train() refuses parameters that went astray where no cost shows it", () => {
  const learningRate = Number.MAX_VALUE;
  const message = (
    network: Network,
    input: number,
    training: Partial<Training>,
  ) =>
    assertThrows(
      () =>
        train(network, [{ input: [input], target: [0] }], {
          learningRate,
          biases: "own",
          epochs: 1,
          ...training,
        }),
      RangeError,
    ).message;
  // With the history "during" there is no cost after the last step.
  const bare = createNetwork([{ weights: [[10]], activation: "identity" }]);
  assertEquals(
    message(bare, 1, { history: "during" }),
    `Cannot train the network: its layer 1 holds -Infinity after epoch 1 (step 1); the learning rate of ${learningRate} is too large for it, so try a smaller one`,
  );
  // A sigmoid of −∞ is 0, whose cost is fine.
  const saturated = createNetwork([
    { weights: [[1]], activation: "identity" },
    { weights: [[0]], biases: [0], activation: "sigmoid" },
  ]);
  assertEquals(
    message(saturated, 100, {}),
    `Cannot train the network: its layer 2 holds -Infinity after epoch 1 (step 1); the learning rate of ${learningRate} is too large for it, so try a smaller one`,
  );
});

for (const net of [-720, -745, -1000]) {
  Deno.test(`train() takes the step that trace() takes where softmax is sure and wrong: a net input of ${net}`, () => {
    const network = createNetwork([{
      weights: [[0], [net]],
      activation: "softmax",
    }]);
    const example = { input: [1], target: [0, 1] };
    const step = {
      learningRate: 0.5,
      biases: "fixed",
      cost: "cross-entropy",
    } as const;
    const traced = trace(network, example, step).next.layers[0].weights.flat();
    assertEquals(traced, [-0.5, net + 0.5]);
    for (const copies of [1, 60]) {
      // Layers of zeros, which nothing reaches, make the network too large for generated code.
      const inputs = [1, ...Array(copies - 1).fill(0)];
      const wide = createNetwork([{
        weights: [[0, ...inputs.slice(1)], [net, ...inputs.slice(1)]],
        activation: "softmax",
      }]);
      const engine = createEngine(
        wide,
        [{ input: inputs, target: example.target }],
        { ...step, epochs: 1 },
      );
      engine.run(1, "during");
      const { weights } = engine.network().layers[0];
      assertEquals(weights.map((row) => row[0]), traced);
    }
  });
}

for (const momentum of ["0.5", null, [0.5], { valueOf: () => 0.5 }, 1, NaN]) {
  Deno.test(`train() refuses the momentum ${JSON.stringify(momentum)}`, () => {
    assertThrows(
      () =>
        train(parabola, peak, {
          ...diverging,
          epochs: 1,
          momentum: momentum as number,
        }),
      RangeError,
      "momentum must be from 0 to below 1",
    );
  });
}

Deno.test("train() says that the cost was infinite before any step", () => {
  assertThrows(
    () =>
      train(
        createNetwork([{ weights: [[1]], activation: "identity" }]),
        [{ input: [1e200], target: [0] }],
        { ...diverging, epochs: 0 },
      ),
    RangeError,
    "Cannot train the network: its cost is Infinity before any step; if its weights or the examples are too large, scale them down",
  );
});

Deno.test("train() goes on from outputs that are sure and wrong", () => {
  const sure = createNetwork([{ weights: [[40]], activation: "sigmoid" }]);
  const { network, costs } = train(sure, [{ input: [1], target: [0] }], {
    learningRate: 1,
    biases: "fixed",
    epochs: 10,
    cost: "binary-cross-entropy",
  });
  assert(costs.every(Number.isFinite));
  // Each delta is 1 but for rounding: the slope cancels however flat it is.
  assert(Math.abs(network.layers[0].weights[0][0] - 30) < 1e-9);
});

Deno.test("train() takes typed arrays for arrays", () => {
  const network = createNetwork([{
    weights: [[0.1, 0.2]],
    activation: "tanh",
  }]);
  const training: Training = { learningRate: 0.5, biases: "own", epochs: 3 };
  const example = { input: [1, 0.5], target: [0.25] };
  const typed = {
    input: Float64Array.from(example.input),
    target: Float32Array.from(example.target),
  } as unknown as Example;
  assertEquals(
    train(network, [typed], training),
    train(network, [example], training),
  );
});

Deno.test("train() refuses examples and a training that are not there", () => {
  const network = createNetwork([{ weights: [[1]], activation: "tanh" }]);
  const none = undefined as never;
  assertThrows(
    () => train(network, none, { learningRate: 1, biases: "own", epochs: 1 }),
    RangeError,
    "there are none",
  );
  assertThrows(
    () => train(network, [{ input: [1], target: [1] }], none),
    RangeError,
    "learningRate must be a finite number, received undefined",
  );
});
