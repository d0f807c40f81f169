import { assertEquals } from "@std/assert";
import {
  backward,
  createNetwork,
  type Example,
  forward,
  type Network,
  type Step,
  totalCost,
  trace,
  train,
} from "backprop";
import values from "../reference/or_gate.json" with { type: "json" };
import {
  assertMatches,
  combine,
  gradientsIn,
  mean,
  type Parameters,
  relativeAfter,
  sum,
} from "./matches.ts";
import { record } from "./recording.ts";

const file = "or_gate.json";
const recording = record(file, values);
const reference = recording.values;
const { w1, w2, w3, w4, w5, w6, b1, b2, b3 } = reference.initial_parameters;

/** The text numbers weights by the input that they lead from: w1 and w2 leave i1, w3 and w4 leave i2. */
const network = createNetwork([
  { weights: [[w1, w3], [w2, w4]], biases: [b1, b2], activation: "sigmoid" },
  { weights: [[w5, w6]], biases: [b3], activation: "sigmoid" },
]);

function named([hidden, output]: readonly Parameters[]) {
  const [[w1, w3], [w2, w4]] = hidden.weights;
  const [[w5, w6]] = output.weights;
  const [b1, b2] = hidden.biases;
  const [b3] = output.biases;
  return { w1, w2, w3, w4, w5, w6, b1, b2, b3 };
}

/** The matrices of the text's second part, whose first row is that of the biases. */
function matrices(layers: readonly Parameters[]) {
  const { w1, w2, w3, w4, w5, w6, b1, b2, b3 } = named(layers);
  return {
    hidden: [[b1, b2], [w1, w2], [w3, w4]],
    output: [[b3], [w5], [w6]],
  };
}

function examplesOf(
  inputs: readonly number[][],
  targets: readonly number[],
): Example[] {
  return inputs.map((input, n) => ({ input, target: [targets[n]] }));
}

function outputsOf(network: Network, examples: readonly Example[]): number[] {
  return examples.map(({ input }) =>
    forward(network, input).at(-1)!.activations[0]
  );
}

/** What the reference says of a network's performance. */
function performance(network: Network, examples: readonly Example[]) {
  return {
    ao: outputsOf(network, examples),
    E_total: totalCost(network, examples),
    mse: totalCost(network, examples, {
      cost: "squared-error",
      reduction: "mean",
    }),
  };
}

function gradientsOf(example: Example, step: Step): Parameters[] {
  const { input, target } = example;
  const there = forward(network, input);
  return gradientsIn(backward(network, input, there, target, step));
}

function sampleOf(example: Example, step: Step) {
  const pass = trace(network, example, step);
  const { h1, h2, o1 } = pass.neurons;
  return {
    i1: pass.inputs.i1,
    i2: pass.inputs.i2,
    y: example.target[0],
    h1: h1.netInput,
    h2: h2.netInput,
    a1: h1.activation,
    a2: h2.activation,
    ho: o1.netInput,
    ao: o1.activation,
    E: pass.cost,
    dE_dao: o1.dCost_dActivation,
    dao_dho: o1.dActivation_dNet,
    delta_o: o1.delta,
    dE_da1: h1.dCost_dActivation,
    dE_da2: h2.dCost_dActivation,
    da1_dh1: h1.dActivation_dNet,
    da2_dh2: h2.dActivation_dNet,
    delta_h1: h1.delta,
    delta_h2: h2.delta,
    gradients: named(gradientsOf(example, step)),
  };
}

/** A case of the reference, computed: one step for all its examples together. */
function caseOf(examples: readonly Example[], learningRate: number) {
  const step = { learningRate, biases: "own" } as const;
  const samples = examples.map((example) => sampleOf(example, step));
  const all = examples.map((example) => gradientsOf(example, step));
  const gradients = combine(all, sum);
  const after = train(network, examples, {
    ...step,
    epochs: 1,
    batch: "all",
    reduction: "sum",
  });
  const { ao: _, ...costs } = performance(network, examples);
  return {
    inputs: examples.map(({ input }) => input),
    targets: examples.map(({ target }) => target[0]),
    eta: learningRate,
    samples,
    ...costs,
    gradients: named(gradients),
    gradients_mean: named(combine(all, mean)),
    updated_parameters: named(after.network.layers),
    after_update: performance(after.network, examples),
    matrix_form: {
      I: examples.map(({ input }) => [1, ...input]),
      y_train: examples.map(({ target }) => target),
      a_hidden_bias: samples.map(({ a1, a2 }) => [1, a1, a2]),
      h_hidden: samples.map(({ h1, h2 }) => [h1, h2]),
      h_output: samples.map(({ ho }) => [ho]),
      a_output: samples.map(({ ao }) => [ao]),
      delta_o: samples.map(({ delta_o }) => [delta_o]),
      delta_h: [
        samples.map(({ delta_h1 }) => delta_h1),
        samples.map(({ delta_h2 }) => delta_h2),
      ],
      dE_dw_hidden: matrices(gradients).hidden,
      dE_dw_output: matrices(gradients).output,
      new_Weights_hidden: matrices(after.network.layers).hidden,
      new_Weights_output: matrices(after.network.layers).output,
    },
  };
}

for (const [name, expected] of Object.entries(reference.cases)) {
  Deno.test(`trace() and train() compute the OR gate's case ${name}, every value`, () => {
    const { inputs, targets, eta } = expected;
    const actual = caseOf(examplesOf(inputs, targets), eta);
    assertMatches(`${file}/cases/${name}`, expected, actual);
  });
}

Deno.test("trace() takes the OR gate's mean gradients with the reduction mean", () => {
  for (
    const [name, { inputs, targets, eta, gradients_mean }] of Object.entries(
      reference.cases,
    )
  ) {
    const { network: after } = train(network, examplesOf(inputs, targets), {
      learningRate: eta,
      biases: "own",
      epochs: 1,
      batch: "all",
      reduction: "mean",
    });
    const before = named(network.layers);
    const expected = Object.entries(gradients_mean).map(([label, gradient]) => [
      label,
      before[label as keyof typeof before] - eta * gradient,
    ]);
    assertMatches(
      `${file}/cases/${name}/gradients_mean, as a step`,
      Object.fromEntries(expected),
      named(after.layers),
    );
  }
});

Deno.test("forward() computes the OR gate's output net input, and by mistake that without activations", () => {
  const right = trace(network, { input: [1, 0], target: [1] }, {
    learningRate: 0.01,
    biases: "own",
  }).neurons;
  // A hidden layer of identities hands on its net inputs.
  const [hidden, output] = network.layers;
  const linear = createNetwork([{ ...hidden, activation: "identity" }, output]);
  const wrong = forward(linear, [1, 0])[1];
  assertMatches(
    `${file}/common_mistakes/ho_from_preactivations`,
    reference.common_mistakes.ho_from_preactivations,
    {
      ho_wrong: wrong.netInputs[0],
      ho_correct: right.o1.netInput,
      ao_wrong: wrong.activations[0],
      ao_correct: right.o1.activation,
    },
  );
});

Deno.test("trace() computes the OR gate's hidden deltas, and by mistake those along updated weights", () => {
  const step = { learningRate: reference.eta, biases: "own" } as const;
  const example = { input: [1, 0], target: [1] };
  const right = trace(network, example, step).neurons;
  const wrong = trace(network, example, {
    ...step,
    mistake: "updated-weights",
  }).neurons;
  assertMatches(
    `${file}/common_mistakes/hidden_delta_from_updated_output_weights`,
    reference.common_mistakes.hidden_delta_from_updated_output_weights,
    {
      delta_h1_wrong: wrong.h1.delta,
      delta_h2_wrong: wrong.h2.delta,
      delta_h1_correct: right.h1.delta,
      delta_h2_correct: right.h2.delta,
    },
  );
});

/** What each cell of the text's notebooks prints, in its order. */
function printedBy(
  cell: number,
  what: string,
  targets: readonly number[],
): number[] {
  const { inputs } = reference.data;
  const { samples, matrix_form: m } = caseOf(
    examplesOf(inputs, targets),
    reference.eta,
  );
  const [, one] = samples;
  if (what.includes("wrongly")) {
    return [one.h1, one.h2, b3 + one.h1 * w5 + one.h2 * w6];
  }
  if (cell === 13) return [one.h1, one.h2, one.ho];
  if (cell === 21) return m.h_hidden.flat();
  if (cell === 23 || cell === 17) {
    return samples.flatMap(({ a1, a2 }) => [a1, a2]);
  }
  if (cell === 25) return [one.ho];
  if (cell === 27) return [one.ao];
  if (cell === 29) return m.a_hidden_bias.flat();
  if (cell === 31) return m.a_output.flat();
  if (cell === 18) {
    return [m.a_hidden_bias, m.h_output, m.a_output].flat(2);
  }
  if (cell === 20) return [m.delta_o, m.dE_dw_output].flat(2);
  if (cell === 22) return [m.delta_h, m.dE_dw_hidden].flat(2);
  return [m.new_Weights_hidden, m.new_Weights_output].flat(2);
}

const prints = [
  ...reference.source_printed_values.map((each) => ({
    ...each,
    branch: "source_printed_values",
    targets: reference.data.targets_source_part_two,
  })),
  ...reference.source_printed_values_if_or_targets.map((each) => ({
    ...each,
    branch: "source_printed_values_if_or_targets",
    targets: reference.data.targets_or,
  })),
];

for (const { branch, cell, what, values, targets } of prints) {
  Deno.test(`trace() computes what the OR gate's text prints: cell ${cell}, ${what}`, () => {
    const actual = printedBy(cell, what, targets);
    assertEquals(actual.length, values.length);
    values.forEach(([printed, full, match], i) => {
      const where = `${file}/${branch}/cell ${cell}/${i}`;
      assertMatches(where, full, actual[i]);
      const decimals = String(printed).split(".")[1].length;
      assertEquals(
        actual[i].toFixed(decimals) === printed,
        match,
        `${where}: printed ${printed}, actual ${actual[i]}`,
      );
    });
  });
}

for (const [index, run] of reference.training.runs.entries()) {
  Deno.test(`train() follows the OR gate's training: η = ${run.eta}, ${run.mode}`, () => {
    const { inputs, targets_or } = reference.data;
    const examples = examplesOf(inputs, targets_or);
    const where = `${file}/training/runs/${index}`;
    const online = run.mode === "per_sample";
    const training = {
      learningRate: run.eta,
      biases: "own",
      epochs: 1,
      ...(online ? {} : { batch: "all", reduction: "sum" } as const),
    } as const;
    const after = (epoch: number) => relativeAfter(epoch * (online ? 4 : 1));

    const checkpoints = new Map(run.checkpoints.map((one) => [one.epoch, one]));
    const found: Record<string, number> = {};
    let rose = 0;
    let right = false;
    let rightFrom = 0;
    let current = network;
    let before = totalCost(network, examples);
    for (let epoch = 1; epoch <= run.parameters_at_end.epoch; epoch++) {
      current = train(current, examples, training).network;
      const now = performance(current, examples);
      if (now.E_total > before) rose++;
      before = now.E_total;
      const expected = checkpoints.get(epoch);
      if (expected) {
        assertMatches(
          `${where}/checkpoints, epoch ${epoch}`,
          expected,
          { epoch, ...now },
          after(epoch),
        );
        checkpoints.delete(epoch);
      }
      const allRight = now.ao.every((output, n) =>
        (output > 0.5) === (targets_or[n] === 1)
      );
      if (allRight && !right) rightFrom = epoch;
      right = allRight;
      const marks = {
        first_all_right: allRight,
        "first_mse_below_0.01": now.mse < 0.01,
        "first_E_total_below_0.01": now.E_total < 0.01,
      };
      for (const [mark, reached] of Object.entries(marks)) {
        if (!reached || mark in found) continue;
        found[mark] = epoch;
        assertMatches(
          `${where}/${mark}`,
          run[mark as keyof typeof marks],
          { epoch, ...now },
          after(epoch),
        );
      }
    }
    assertEquals(checkpoints.size, 0);
    assertEquals(Object.keys(found).length, 3);
    assertEquals(rightFrom, run.stays_right_from_epoch);
    assertEquals(rose, run.epochs_in_which_the_cost_rose);

    const { epoch, ...parameters } = run.parameters_at_end;
    const whole = train(network, examples, { ...training, epochs: epoch });
    assertMatches(`${where}, at once`, current, whole.network, after(epoch));
    assertMatches(
      `${where}/parameters_at_end`,
      parameters,
      named(whole.network.layers),
      after(epoch),
    );
  });
}

Deno.test("the tests above ask for every number in or_gate.json", () => {
  recording.assertAllRead();
});
