import { assertEquals, assertThrows } from "@std/assert";
import { forward, parametersOf, totalCost, trace, train } from "backprop";
import { assertAlways, deepFreeze } from "./arbitrary.ts";
import {
  assertAllClose,
  assertClose,
  example,
  network,
  reference,
  type RuleName,
  ruleNames,
  steps,
} from "./reference.ts";

/** Rounding adds up over a thousand updates and more. */
const relativeAfter = (updates: number) => updates < 1000 ? 1e-12 : 1e-9;

for (const rule of ruleNames) {
  Deno.test(`train() follows the reference through 10,000 updates: ${rule}`, () => {
    const trajectory = reference.update_rules[rule];
    const epochs = trajectory.at(-1)!.updates;
    const { costs } = train(network, [example], { ...steps[rule], epochs });
    assertEquals(costs.length, epochs + 1);
    assertClose("costs[0]", costs[0], reference.forward.E_total);

    let current = network;
    let done = 0;
    for (const { updates, E_total, out_o1, out_o2, parameters } of trajectory) {
      const part = train(current, [example], {
        ...steps[rule],
        epochs: updates - done,
      });
      current = part.network;
      done = updates;
      const relative = relativeAfter(updates);
      const where = `${rule} after ${updates} updates`;
      const [o1, o2] = forward(current, example.input).at(-1)!.activations;
      assertClose(
        `${where}: costs[${updates}]`,
        costs[updates],
        E_total,
        relative,
      );
      assertAllClose(
        where,
        { E_total: part.costs.at(-1)!, out_o1: o1, out_o2: o2 },
        { E_total, out_o1, out_o2 },
        relative,
      );
      assertAllClose(where, parametersOf(current), parameters, relative);
    }
    assertEquals(done, 10_000);
  });
}

for (const published of reference.published_values_training) {
  const { quantity, printed, updates, reproduced_by } = published;
  Deno.test(`train() finds ${quantity} = ${printed} by no rule but the reference's`, () => {
    const decimals = printed.split(".")[1].length;
    const found: { rule: RuleName; updates: number }[] = [];
    for (const rule of ruleNames) {
      for (const epochs of updates) {
        const result = train(network, [example], { ...steps[rule], epochs });
        const [out_o1, out_o2] =
          forward(result.network, example.input).at(-1)!.activations;
        const values = { out_o1, out_o2, E_total: result.costs[epochs] };
        const value = values[quantity.split(" ")[0] as keyof typeof values];
        if (value.toFixed(decimals) === printed) {
          found.push({ rule, updates: epochs });
        }
      }
    }
    assertEquals<{ rule: string; updates: number }[]>(found, reproduced_by);
  });
}

const others = [
  { input: [0.9, -0.4], target: [1, 0] },
  { input: [-0.3, 0.8], target: [0, 0.5] },
];
const examples = [example, ...others];

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
    assertEquals(train(network, examples, { ...steps[rule], epochs: 3 }), {
      network: expected,
      costs,
    });
  }
});

Deno.test("train() returns the network itself and one cost after no epoch", () => {
  const result = train(network, examples, { ...steps.weights_only, epochs: 0 });
  assertEquals(result, { network, costs: [totalCost(network, examples)] });
});

Deno.test("train() changes nothing at learning rate 0", () => {
  assertAlways(({ network, example }) => {
    const result = train(network, [example], {
      learningRate: 0,
      biases: "own",
      epochs: 2,
    });
    const cost = totalCost(network, [example]);
    assertEquals(result, { network, costs: [cost, cost, cost] });
  });
});

Deno.test("train() takes half the squared error where no cost is named", () => {
  const training = { ...steps.per_neuron_biases, epochs: 5 };
  assertEquals(
    train(network, examples, { ...training, cost: "half-squared-error" }),
    train(network, examples, training),
  );
});

Deno.test("train() leaves network and examples unchanged", () => {
  assertAlways((problem) => {
    const { network, example } = deepFreeze(problem);
    for (const rule of ruleNames) {
      const training = deepFreeze({ ...steps[rule], epochs: 2 });
      train(network, deepFreeze([example, example]), training);
    }
  });
});

for (const epochs of [-1, 1.5, NaN, Infinity]) {
  Deno.test(`train() refuses ${epochs} epochs`, () => {
    const error = assertThrows(
      () => train(network, [example], { ...steps.weights_only, epochs }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot train the network: epochs must be a whole number from 0, received ${epochs}`,
    );
  });
}

for (const learningRate of [NaN, Infinity]) {
  Deno.test(`train() refuses the learning rate ${learningRate}`, () => {
    const error = assertThrows(
      () =>
        train(network, [example], { learningRate, biases: "own", epochs: 1 }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot take a step: learningRate must be a finite number, received ${learningRate}`,
    );
  });
}

Deno.test("train() refuses an example that does not fit before it takes a step", () => {
  assertThrows(
    () =>
      train(network, [example, { input: [1], target: [0, 1] }], {
        ...steps.weights_only,
        epochs: 1,
      }),
    RangeError,
    "Cannot use the example: its input has 1 values and the network takes 2",
  );
});

Deno.test("train() says after which epoch the cost is no number any more", () => {
  const training = {
    learningRate: Number.MAX_VALUE,
    biases: "own",
    epochs: 50,
  } as const;
  const error = assertThrows(
    () => train(network, [{ input: [9, -9], target: [90, -90] }], training),
    RangeError,
  );
  assertEquals(
    error.message,
    `Cannot train the network: the cost is NaN after epoch 1; learningRate ${Number.MAX_VALUE} is too large`,
  );
});

Deno.test("totalCost() sums over examples and outputs", () => {
  assertEquals(totalCost(network, []), 0);
  assertClose("one", totalCost(network, [example]), reference.forward.E_total);
  const each = examples.map((one) => totalCost(network, [one]));
  assertClose(
    "three",
    totalCost(network, examples),
    each.reduce((sum, cost) => sum + cost),
  );
  assertEquals(
    totalCost(network, examples, "half-squared-error"),
    totalCost(network, examples),
  );
});

Deno.test("totalCost() refuses an example that does not fit", () => {
  assertThrows(
    () => totalCost(network, [example, { input: [1, 2], target: [] }]),
    RangeError,
    "Cannot use the example: its target has 0 values and the network takes 2",
  );
});
