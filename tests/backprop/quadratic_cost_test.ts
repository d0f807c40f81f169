import { assert, assertEquals } from "@std/assert";
import {
  backward,
  createNetwork,
  type Example,
  forward,
  type Network,
  numericalGradients,
  totalCost,
  trace,
  train,
} from "backprop";
import values from "../reference/quadratic_cost.json" with { type: "json" };
import {
  assertMatches,
  combine,
  gradientsIn,
  inPlaces,
  mean,
  type Parameters,
  relativeAfter,
  sum,
  transpose,
} from "./matches.ts";
import { record } from "./recording.ts";

const file = "quadratic_cost.json";
const recording = record(file, values);
const reference = recording.values;
const { W1, b1, W2, b2 } = reference.initial_parameters;

/** The text has a row of its matrices for each sending neuron. */
const network = networkOf({ W1, b1, W2, b2 });
const examples = reference.data.inputs.map((input, n): Example => ({
  input,
  target: reference.data.targets[n],
}));
const step = { learningRate: 0.5, biases: "own" } as const;
const cost = { reduction: "mean" } as const;

function networkOf(
  { W1, b1, W2, b2 }:
    & Record<"W1" | "W2", number[][]>
    & Record<"b1" | "b2", number[]>,
): Network {
  return createNetwork([
    { weights: transpose(W1), biases: b1, activation: "sigmoid" },
    { weights: transpose(W2), biases: b2, activation: "sigmoid" },
  ]);
}

function named([hidden, output]: readonly Parameters[]) {
  return {
    W1: transpose(hidden.weights),
    b1: [...hidden.biases],
    W2: transpose(output.weights),
    b2: [...output.biases],
  };
}

function gradientsOf({ input, target }: Example): Parameters[] {
  const there = forward(network, input);
  return gradientsIn(backward(network, input, there, target, step));
}

function outputsOf(network: Network): number[][] {
  return examples.map(({ input }) => forward(network, input)[1].activations);
}

const all = examples.map(gradientsOf);

Deno.test("trace() computes the quadratic cost's examples, every value", () => {
  const actual = examples.map((example, n) => {
    const pass = trace(network, example, step);
    const [h1, h2, o1, o2] = ["h1", "h2", "o1", "o2"]
      .map((label) => pass.neurons[label]);
    return {
      x: example.input,
      y: example.target,
      net_hidden: [h1.netInput, h2.netInput],
      out_hidden: [h1.activation, h2.activation],
      net_output: [o1.netInput, o2.netInput],
      a: [o1.activation, o2.activation],
      C_x: pass.cost,
      dCx_da: [o1.dCost_dActivation, o2.dCost_dActivation],
      da_dnet: [o1.dActivation_dNet, o2.dActivation_dNet],
      delta_output: [o1.delta, o2.delta],
      dCx_dout_hidden: [h1.dCost_dActivation, h2.dCost_dActivation],
      dout_dnet_hidden: [h1.dActivation_dNet, h2.dActivation_dNet],
      delta_hidden: [h1.delta, h2.delta],
      gradients: named(all[n]),
    };
  });
  const { length } = reference.examples;
  assertMatches(
    `${file}/examples`,
    reference.examples,
    actual.slice(0, length),
  );
});

Deno.test("totalCost() is the quadratic cost where half the squared error is averaged", () => {
  assertMatches(`${file}/cost`, reference.cost, {
    C: totalCost(network, examples, cost),
    C_x: examples.map((example) => totalCost(network, [example])),
    sum_of_squared_norms: totalCost(network, examples, {
      cost: "squared-error",
    }),
    mse_over_all_elements: totalCost(network, examples, {
      cost: "mean-squared-error",
      reduction: "mean",
    }),
  });
});

Deno.test("backward() computes gradients whose mean is the quadratic cost's", () => {
  const gradients = named(combine(all, mean));
  assertMatches(`${file}/gradient_of_C`, reference.gradient_of_C, gradients);
  const { assumption_1 } = reference;
  assertMatches(`${file}/assumption_1`, {
    mean: assumption_1.mean_of_per_example_gradients,
    autograd: assumption_1.autograd_of_C,
  }, { mean: gradients, autograd: gradients });
  const costs = examples.map((example) => totalCost(network, [example]));
  const worst = Math.max(...costs);
  assertMatches(
    `${file}/assumption_1/a_cost_that_is_not_an_average`,
    {
      value: assumption_1.a_cost_that_is_not_an_average.value,
      worst_example: assumption_1.a_cost_that_is_not_an_average.worst_example,
    },
    { value: worst, worst_example: costs.indexOf(worst) + 1 },
  );
  assert(assumption_1.max_difference < 1e-16);
});

Deno.test("train() moves by the quadratic cost's gradient in one step", () => {
  const { network: after } = train(network, examples, {
    ...step,
    epochs: 1,
    batch: "all",
    reduction: "mean",
  });
  const expected = combine(
    [network.layers, combine(all, mean)],
    ([parameter, gradient]) => parameter - step.learningRate * gradient,
  );
  assertMatches("one step", named(expected), named(after.layers));
});

Deno.test("totalCost() depends on the outputs alone", () => {
  const { outputs, C_from_outputs, a_cost_that_is_not } =
    reference.assumption_2;
  const { name: _, ...regularized } = a_cost_that_is_not;
  assertMatches(`${file}/assumption_2`, outputs, outputsOf(network));
  // A layer of identities that hands the outputs on has the same cost with any weights before it.
  const costs = outputs.map((output, n) =>
    totalCost(
      createNetwork([{ weights: [[1, 0], [0, 1]], activation: "identity" }]),
      [{ input: output, target: examples[n].target }],
    )
  );
  assertMatches(
    `${file}/assumption_2/C_from_outputs`,
    C_from_outputs,
    mean(costs),
  );
  const weights = network.layers.flatMap(({ weights }) => weights.flat());
  const extra = regularized.lam / (2 * examples.length) *
    sum(weights.map((weight) => weight ** 2));
  assertMatches(`${file}/assumption_2/a_cost_that_is_not`, regularized, {
    lam: regularized.lam,
    extra_term: extra,
    value: totalCost(network, examples, cost) + extra,
  });
});

/** The network with one of its parameters moved. */
function moved(parameter: string, index: readonly number[], by: number) {
  const parameters = structuredClone(reference.initial_parameters);
  let values =
    parameters[parameter as keyof typeof parameters] as unknown as number[];
  for (const i of index.slice(0, -1)) {
    values = (values as unknown as number[][])[i];
  }
  values[index.at(-1)!] += by;
  return networkOf(parameters);
}

for (const row of reference.finite_differences) {
  const { parameter, index, gradient, ...differences } = row;
  const label = `${parameter}[${index}]`;
  Deno.test(`numericalGradients() measures the quadratic cost's ${label}`, () => {
    const where = `${file}/finite_differences/${label}`;
    const at = (values: Parameters[]) => {
      const found: unknown = named(values)[parameter as "W1"];
      return index.reduce((value, i) => (value as number[])[i], found);
    };
    assertMatches(where, gradient, at(combine(all, mean)));

    const central = (distance: number) => {
      const measured = examples.map((example) =>
        inPlaces(network, numericalGradients(network, example, { distance }))
      );
      return at(combine(measured, mean));
    };
    const forwards = (distance: number) =>
      (totalCost(moved(parameter, index, distance), examples, cost) -
        totalCost(network, examples, cost)) / distance;
    // The reference's differences are exact; float64's are held to the 1e-9 that it says.
    assertMatches(
      where,
      differences,
      {
        "forward_h=1e-3": forwards(1e-3),
        "central_h=1e-3": central(1e-3),
        "forward_h=1e-5": forwards(1e-5),
        "central_h=1e-5": central(1e-5),
        "central_float64_h=1e-5": central(1e-5),
      },
      1e-9,
      1,
    );
  });
}

const { full_batch_trajectory, per_example_updates_one_pass, eta } =
  reference.updates["eta=0.5"];

Deno.test("train() follows the quadratic cost's full-batch trajectory", () => {
  assertEquals(eta, step.learningRate);
  for (const checkpoint of full_batch_trajectory) {
    const { updates } = checkpoint;
    const result = train(network, examples, {
      ...step,
      epochs: updates,
      batch: "all",
      reduction: "mean",
    });
    assertMatches(
      `${file}/updates/full_batch_trajectory, ${updates} updates`,
      checkpoint,
      {
        updates,
        C: result.costs[updates],
        outputs: outputsOf(result.network),
        parameters: named(result.network.layers),
      },
      relativeAfter(updates),
    );
  }
});

Deno.test("train() follows the quadratic cost's one pass of updates per example", () => {
  const result = train(network, examples, {
    ...step,
    epochs: 1,
    reduction: "mean",
  });
  assertMatches(
    `${file}/updates/per_example_updates_one_pass`,
    per_example_updates_one_pass,
    { C: result.costs[1], parameters: named(result.network.layers) },
  );
});

Deno.test("trace() computes the quadratic cost's hidden deltas, and by mistake those of one path", () => {
  const mistake = "one-path";
  const right = trace(network, examples[0], step).neurons;
  const wrong = trace(network, examples[0], { ...step, mistake }).neurons;
  assertMatches(
    `${file}/common_mistakes/hidden_delta_without_sum_over_L`,
    reference.common_mistakes.hidden_delta_without_sum_over_L,
    {
      wrong: [wrong.h1.delta, wrong.h2.delta],
      correct: [right.h1.delta, right.h2.delta],
    },
  );
});

Deno.test("train() steps n times as far where gradients are summed and not averaged", () => {
  const gradient = (reduction: "sum" | "mean") => {
    const { network: after } = train(network, examples, {
      ...step,
      epochs: 1,
      batch: "all",
      reduction,
    });
    return b2.map((bias, j) => (bias - after.layers[1].biases[j]) / 0.5);
  };
  const { gradient_summed_not_averaged } = reference.common_mistakes;
  const where = `${file}/common_mistakes/gradient_summed_not_averaged`;
  assertMatches(where, gradient_summed_not_averaged, {
    dC_db2_wrong: named(combine(all, sum)).b2,
    dC_db2_correct: named(combine(all, mean)).b2,
  });
  // A difference of biases has the rounding of the biases.
  assertMatches(
    where,
    gradient_summed_not_averaged,
    {
      dC_db2_wrong: gradient("sum"),
      dC_db2_correct: gradient("mean"),
    },
    1e-14,
    1,
  );
});

Deno.test("the tests above ask for every number in quadratic_cost.json", () => {
  recording.assertAllRead();
});
