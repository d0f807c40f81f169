import {
  backward,
  type CostName,
  createNetwork,
  type Example,
  forward,
  type Network,
  numericalGradients,
  totalCost,
  trace,
  train,
} from "backprop";
import values from "../reference/derivative_delta.json" with { type: "json" };
import {
  assertMatches,
  combine,
  gradientsIn,
  inPlaces,
  mean,
  type Parameters,
  relativeAfter,
  transpose,
} from "./matches.ts";
import { record } from "./recording.ts";

const file = "derivative_delta.json";
const recording = record(file, values);
const reference = recording.values;
const { W1, b1, W2, b2 } = reference.initial_parameters;

/** The text has a row of W1 for each input. */
const network = createNetwork([
  { weights: transpose(W1), biases: b1, activation: "sigmoid" },
  { weights: [W2], biases: [b2], activation: "sigmoid" },
]);
const examples = reference.data.inputs.map((input, n): Example => ({
  input,
  target: [reference.data.targets[n]],
}));
const walkthrough = examples[reference.data.walkthrough_example];
const hidden = ["h1", "h2", "h3"];

function named([hidden, output]: readonly Parameters[]) {
  return {
    W1: transpose(hidden.weights),
    b1: hidden.biases,
    W2: output.weights[0],
    b2: output.biases[0],
  };
}

function gradientsOf({ input, target }: Example, cost: CostName): Parameters[] {
  const there = forward(network, input);
  const step = { learningRate: 0, biases: "own", cost } as const;
  return gradientsIn(backward(network, input, there, target, step));
}

/** One example's part of the cost and of its gradients, which is the nth of them all. */
function exampleOf(example: Example, n: number, cost: CostName) {
  const pass = trace(network, example, {
    learningRate: 0,
    biases: "own",
    cost,
  });
  const { o1 } = pass.neurons;
  const each = <T>(of: (neuron: typeof o1) => T) =>
    hidden.map((label) => of(pass.neurons[label]));
  const part = combine([gradientsOf(example, cost)], ([value]) => value / n);
  return {
    x: example.input,
    y: example.target[0],
    z1: each(({ netInput }) => netInput),
    a1: each(({ activation }) => activation),
    z2: o1.netInput,
    a2: o1.activation,
    C: pass.cost / n,
    dC_da2: o1.dCost_dActivation / n,
    da2_dz2: o1.dActivation_dNet,
    delta2: o1.delta / n,
    dC_da1: each(({ dCost_dActivation }) => dCost_dActivation / n),
    da1_dz1: each(({ dActivation_dNet }) => dActivation_dNet),
    delta1: each(({ delta }) => delta / n),
    gradients: named(part),
  };
}

function performance(network: Network, examples: readonly Example[]) {
  return {
    C: totalCost(network, examples, {
      cost: "squared-error",
      reduction: "mean",
    }),
    a2: examples.map(({ input }) =>
      forward(network, input).at(-1)!.activations[0]
    ),
    parameters: named(network.layers),
  };
}

/** With one output, the squared error and its mean over the outputs are the same cost. */
for (const cost of ["squared-error", "mean-squared-error"] as const) {
  for (const [name, expected] of Object.entries(reference.cases)) {
    const where = `${file}/cases/${name}`;
    const batch = examples.slice(0, expected.n);

    Deno.test(`trace() computes the derivative delta's case ${name} with the ${cost}`, () => {
      const { updates: _1, finite_differences: _2, ...values } = expected;
      const all = batch.map((example) => gradientsOf(example, cost));
      assertMatches(where, values, {
        n: batch.length,
        factor_in_front_of_squared_error: 1 / batch.length,
        examples: batch.map((one) => exampleOf(one, batch.length, cost)),
        C: totalCost(network, batch, { cost, reduction: "mean" }),
        gradients: named(combine(all, mean)),
      });
    });

    for (
      const [rate, { learning_rate, trajectory }] of Object.entries(
        expected.updates,
      )
    ) {
      Deno.test(`train() follows the derivative delta's case ${name}, ${rate}, with the ${cost}`, () => {
        for (const checkpoint of trajectory) {
          const { updates } = checkpoint;
          const result = train(network, batch, {
            cost,
            learningRate: learning_rate,
            biases: "own",
            epochs: updates,
            batch: "all",
            reduction: "mean",
          });
          assertMatches(
            `${where}/updates/${rate}, ${updates} updates`,
            { ...checkpoint, cost: checkpoint.C },
            {
              updates,
              ...performance(result.network, batch),
              cost: result.costs[updates],
            },
            relativeAfter(updates),
          );
        }
      });
    }

    Deno.test(`numericalGradients() measures the derivative delta's case ${name} with the ${cost}`, () => {
      const all = batch.map((example) => gradientsOf(example, cost));
      const derived: Record<string, unknown> = named(combine(all, mean));
      const measured = batch.map((one) =>
        inPlaces(network, numericalGradients(network, one, { cost }))
      );
      const central: Record<string, unknown> = named(combine(measured, mean));
      for (
        const [parameter, index, gradient, slope] of expected.finite_differences
      ) {
        const at = (values: unknown) =>
          (index as number[]).reduce(
            (value, i) => (value as number[])[i],
            values,
          );
        const row = `${where}/finite_differences/${parameter}[${index}]`;
        assertMatches(row, gradient, at(derived[String(parameter)]));
        // What a difference of float64 values can be held to, as the reference says.
        assertMatches(row, slope, at(central[String(parameter)]), 1e-9, 1);
      }
    });
  }
}

const step = {
  learningRate: 0.5,
  biases: "own",
  cost: "squared-error",
} as const;
const right = trace(network, walkthrough, step).neurons;

Deno.test("trace() computes the derivative delta's hidden deltas, and by mistake those along updated weights", () => {
  const mistake = "updated-weights";
  const wrong = trace(network, walkthrough, { ...step, mistake }).neurons;
  assertMatches(
    `${file}/common_mistakes/hidden_delta_from_updated_W2`,
    reference.common_mistakes.hidden_delta_from_updated_W2,
    {
      wrong: hidden.map((label) => wrong[label].delta),
      correct: hidden.map((label) => right[label].delta),
    },
  );
});

Deno.test("trace() computes the derivative delta's slopes, and by mistake those of the outputs", () => {
  const mistake = "slope-of-output";
  const wrong = trace(network, walkthrough, { ...step, mistake }).neurons;
  assertMatches(
    `${file}/common_mistakes/sigma_prime_of_the_activation`,
    reference.common_mistakes.sigma_prime_of_the_activation,
    {
      wrong: hidden.map((label) => wrong[label].dActivation_dNet),
      correct: hidden.map((label) => right[label].dActivation_dNet),
    },
  );
});

Deno.test("trace() computes the derivative delta's output delta, and that without the factor 2", () => {
  const cost = "squared-error-without-2";
  const wrong = trace(network, walkthrough, { ...step, cost }).neurons;
  assertMatches(
    `${file}/common_mistakes/factor_two_forgotten`,
    reference.common_mistakes.factor_two_forgotten,
    { delta2_wrong: wrong.o1.delta, delta2_correct: right.o1.delta },
  );
});

Deno.test("the tests above ask for every number in derivative_delta.json", () => {
  recording.assertAllRead();
});
