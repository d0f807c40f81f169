import { assert, assertEquals } from "@std/assert";
import {
  backward,
  createNetwork,
  type Example,
  forward,
  type Network,
  totalCost,
  trace,
  train,
} from "backprop";
import values from "../reference/xor.json" with { type: "json" };
import {
  assertMatches,
  combine,
  gradientsIn,
  sum,
  transpose,
} from "./matches.ts";
import { record } from "./recording.ts";

const file = "xor.json";
const recording = record(file, values);
const reference = recording.values;
const examples = reference.data.inputs.map((input, n): Example => ({
  input,
  target: [reference.data.targets[n]],
}));

/** The text's rule: descent on the squared error without the factor 2 of its derivative. */
function stepOf(learningRate: number) {
  return {
    learningRate,
    biases: "fixed",
    cost: "squared-error-without-2",
  } as const;
}
const cost = { cost: "squared-error" } as const;

/** The text has a row of w_ih for each input. */
function networkOf(
  { w_ih, w_ho }: { w_ih: readonly number[][]; w_ho: readonly number[] },
): Network {
  return createNetwork([
    { weights: transpose(w_ih), activation: "relu" },
    { weights: [w_ho], activation: "identity" },
  ]);
}

function weightsOf({ layers }: Pick<Network, "layers">) {
  const [hidden, output] = layers;
  return { w_ih: transpose(hidden.weights), w_ho: output.weights[0] };
}

function outputsOf(network: Network): number[] {
  return examples.map(({ input }) => forward(network, input)[1].activations[0]);
}

/** Which hidden units, from 1, are silent on every input. */
function deadUnits(network: Network): number[] {
  const active = examples.map(({ input }) =>
    forward(network, input)[0].activations
  );
  return network.layers[0].weights.map((_, j) => j + 1)
    .filter((unit) => active.every((units) => units[unit - 1] === 0));
}

function allDead(network: Network): boolean {
  return deadUnits(network).length === network.layers[0].weights.length;
}

/** The first of the numbers, counted from `first`, that is so, or null. */
function firstThat<T>(
  values: readonly T[],
  so: (value: T) => boolean,
  first: number,
): number | null {
  const index = values.findIndex(so);
  return index === -1 ? null : index + first;
}

/** Numbers near 1 that cancel leave their own rounding, so what is left is held to 1e-14 where it is smaller than this. */
const LEAST = 1e-2;

/**
 * Asserts that an error, a sum of squares of outputs less targets, is as expected. Where little is left of the outputs
 * less the targets, the error's root is compared: the length of the vector of the three differences that there can be.
 */
function assertErrorMatches(where: string, expected: number, actual: number) {
  if (expected >= LEAST ** 2) assertMatches(where, expected, actual);
  else {
    const [root, other] = [expected, actual].map(Math.sqrt);
    assertMatches(`√ of ${where}`, root, other, 1e-12, Math.sqrt(3) * LEAST);
  }
}

/** Trains one epoch at a time, and keeps what the reference tells of each. */
function run(start: Network, learningRate: number, epochs: number) {
  const online: number[] = [];
  const after: number[] = [];
  const networks = [start];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const current = networks.at(-1)!;
    const training = { ...stepOf(learningRate), epochs: 1 };
    const during = train(current, examples, { ...training, history: "during" });
    online.push(during.costs[0]);
    networks.push(during.network);
    const [before, behind] = train(current, examples, training).costs;
    assertErrorMatches("before", totalCost(current, examples, cost), before);
    after.push(behind);
  }
  return { online, after, networks };
}

for (const [name, expected] of Object.entries(reference.runs)) {
  const where = `${file}/runs/${name}`;
  const start = networkOf(expected);

  Deno.test(`trace() takes the XOR text's first steps: ${name}`, () => {
    let current = start;
    const actual = expected.steps_first_two_epochs.map((_, n) => {
      const example = examples[n % 4];
      const pass = trace(current, example, stepOf(expected.alpha));
      const units = expected.w_ho.map((_, j) => pass.neurons[`h${j + 1}`]);
      const { input, target } = example;
      const there = forward(current, input);
      const back = gradientsIn(
        backward(current, input, there, target, stepOf(expected.alpha)),
      );
      const gradients = weightsOf({
        layers: back.map((layer, l) => ({ ...current.layers[l], ...layer })),
      });
      current = pass.next;
      return {
        epoch: Math.floor(n / 4) + 1,
        input,
        target: target[0],
        hidden_input: units.map(({ netInput }) => netInput),
        hidden: units.map(({ activation }) => activation),
        output: pass.neurons.o1.activation,
        error: pass.cost,
        output_delta: pass.neurons.o1.delta,
        relu_deriv: units.map(({ dActivation_dNet }) => dActivation_dNet),
        hidden_delta: units.map(({ delta }) => delta),
        article_gradient_w_ho: gradients.w_ho,
        article_gradient_w_ih: gradients.w_ih,
        w_ho_after: weightsOf(current).w_ho,
        w_ih_after: weightsOf(current).w_ih,
      };
    });
    assertMatches(
      `${where}/steps_first_two_epochs`,
      expected.steps_first_two_epochs,
      actual,
    );
  });

  Deno.test(`train() follows the XOR text's epochs: ${name}`, () => {
    const { online, after, networks } = run(
      start,
      expected.alpha,
      expected.epochs,
    );
    const end = networks.at(-1)!;
    const { history } = expected;
    assertErrorMatches(
      `${where}/error_initial`,
      expected.error_initial,
      totalCost(start, examples, cost),
    );
    online.forEach((error, k) => {
      const row = `${where}/history, epoch ${k + 1}`;
      assertErrorMatches(`${row}/error_online`, history.error_online[k], error);
      assertErrorMatches(
        `${row}/error_after`,
        history.error_after[k],
        after[k],
      );
      assertMatches(
        `${row}/outputs_after`,
        history.outputs_after[k],
        outputsOf(networks[k + 1]),
        1e-12,
        LEAST,
      );
    });
    const { w_ih_final, w_ho_final } = expected;
    const { w_ih, w_ho } = weightsOf(end);
    assertMatches(
      where,
      { w_ih_final, w_ho_final },
      { w_ih_final: w_ih, w_ho_final: w_ho },
      1e-12,
      LEAST,
    );
    assertMatches(where, {
      hidden: expected.hidden,
      first_epoch_error_online_below_0_001:
        expected.first_epoch_error_online_below_0_001,
      first_epoch_error_after_below_0_001:
        expected.first_epoch_error_after_below_0_001,
      all_units_dead_after_epoch: expected.all_units_dead_after_epoch,
      dead_units_at_end: expected.dead_units_at_end,
    }, {
      hidden: start.layers[0].weights.length,
      first_epoch_error_online_below_0_001: firstThat(
        online,
        (error) => error < 0.001,
        1,
      ),
      first_epoch_error_after_below_0_001: firstThat(
        after,
        (error) => error < 0.001,
        1,
      ),
      all_units_dead_after_epoch: firstThat(networks, allDead, 0),
      dead_units_at_end: deadUnits(end),
    });

    const whole = (history: "after" | "during") =>
      train(start, examples, {
        ...stepOf(expected.alpha),
        epochs: expected.epochs,
        history,
      });
    const all = {
      after: [totalCost(start, examples, cost), ...after],
      during: online,
    };
    for (const history of ["after", "during"] as const) {
      const { network, costs } = whole(history);
      assertMatches(
        `${where}, ${history}`,
        end.layers,
        network.layers,
        1e-12,
        LEAST,
      );
      assertEquals(costs.length, all[history].length);
      costs.forEach((error, k) =>
        assertErrorMatches(`${where}, ${history}`, all[history][k], error)
      );
    }
  });

  Deno.test(`forward() meets the XOR text's smallest net input: ${name}`, () => {
    const sizes: number[] = [];
    let current = start;
    for (let epoch = 1; epoch <= expected.epochs; epoch++) {
      for (const example of examples) {
        if (example.input.some((value) => value !== 0)) {
          const [hidden] = forward(current, example.input);
          sizes.push(...hidden.netInputs.map(Math.abs));
        }
        current = trace(current, example, stepOf(expected.alpha)).next;
      }
    }
    assertMatches(
      `${where}/smallest_preactivation_magnitude_seen`,
      expected.smallest_preactivation_magnitude_seen,
      Math.min(...sizes),
      1e-12,
      LEAST,
    );
  });
}

Deno.test("train() prints the XOR text's errors during the epochs", () => {
  const { alpha_of_the_source, epochs_of_the_source } = reference;
  const { online } = run(
    networkOf(reference.runs["h3-original/alpha=0.2"]),
    alpha_of_the_source,
    epochs_of_the_source,
  );
  for (
    const [epoch, error] of Object.entries(
      reference.source_printed_errors.values,
    )
  ) {
    assertErrorMatches(
      `${file}/source_printed_errors/${epoch}`,
      error,
      online[Number(epoch) - 1],
    );
  }
});

const starts = {
  "h3-original": reference.runs["h3-original/alpha=0.2"],
  "h2-good": reference.runs["h2-good/alpha=0.2"],
  "h2-fragile": reference.runs["h2-fragile/alpha=0.2"],
};

for (const [name, rows] of Object.entries(reference.alpha_survey)) {
  for (const [index, row] of rows.entries()) {
    if (!row.reference) continue;
    Deno.test(`train() ends as the XOR survey says: ${name}, α = ${row.alpha}`, () => {
      const where = `${file}/alpha_survey/${name}/${index}`;
      const start = networkOf(starts[name as keyof typeof starts]);
      const { online, after, networks } = run(start, row.alpha, 200);
      const end = networks.at(-1)!;
      const error = after.at(-1)!;
      const verdict = allDead(end)
        ? "all units dead, error exactly 2"
        : error < 0.001
        ? "learns"
        : Math.abs(error - 1) < 0.001
        ? "stuck at error 1"
        : "keeps oscillating";
      const { error_after_200_epochs, largest_error_online, ...rest } = row;
      assertErrorMatches(
        `${where}/error_after_200_epochs`,
        error_after_200_epochs,
        error,
      );
      assertErrorMatches(
        `${where}/largest_error_online`,
        largest_error_online,
        Math.max(...online),
      );
      assertMatches(where, rest, {
        alpha: row.alpha,
        verdict,
        first_epoch_error_online_below_0_001: firstThat(
          online,
          (error) => error < 0.001,
          1,
        ),
        all_units_dead_after_epoch: firstThat(networks, allDead, 0),
        dead_units_at_end: deadUnits(end),
        reference: true,
      });
      if (allDead(end)) assertEquals(error, 2);
    });
  }
}

for (const [name, expected] of Object.entries(reference.parabola.cases)) {
  Deno.test(`trace() goes down the XOR text's parabola, or up: ${name}`, () => {
    const { H, target, w0, alpha, behaviour: _, ...rest } = expected;
    const example = { input: [H], target: [target] };
    let network = createNetwork([{ weights: [[w0]], activation: "identity" }]);
    const steps = expected.steps.map((_, step) => {
      const pass = trace(network, example, stepOf(alpha));
      const right = trace(network, example, { ...stepOf(alpha), ...cost });
      network = pass.next;
      return {
        step,
        weight: pass.weights.w1.value,
        output: pass.neurons.o1.activation,
        error: pass.cost,
        derivative_article: pass.weights.w1.gradient,
        derivative_true: right.weights.w1.gradient,
      };
    });
    assertMatches(`${file}/parabola/cases/${name}`, rest, {
      goal_weight: target / H,
      contraction_factor: 1 - alpha * H ** 2,
      steps,
    });
  });
}

for (const [name, expected] of Object.entries(reference.single_path.cases)) {
  Deno.test(`trace() follows the XOR text's single path: ${name}`, () => {
    const { A, w_ih, w_ho, target, alpha } = expected;
    const network = networkOf({ w_ih: [[w_ih]], w_ho: [w_ho] });
    const example = { input: [A], target: [target] };
    const pass = trace(network, example, stepOf(alpha));
    const right = trace(network, example, { ...stepOf(alpha), ...cost });
    assertMatches(`${file}/single_path/cases/${name}`, expected, {
      A,
      w_ih: pass.weights.w1.value,
      w_ho: pass.weights.w2.value,
      target,
      alpha,
      hidden_input: pass.neurons.h1.netInput,
      H: pass.neurons.h1.activation,
      O: pass.neurons.o1.activation,
      error: pass.cost,
      derivative_w_ho_article: pass.weights.w2.gradient,
      derivative_w_ih_article: pass.weights.w1.gradient,
      derivative_w_ho_true: right.weights.w2.gradient,
      derivative_w_ih_true: right.weights.w1.gradient,
      w_ho_after: pass.weights.w2.next,
      w_ih_after: pass.weights.w1.next,
      error_after: totalCost(pass.next, [example], cost),
    });
  });
}

for (const [name, weights] of Object.entries(reference.exact_solutions)) {
  Deno.test(`forward() solves XOR with the exact solution ${name}`, () => {
    assertEquals(outputsOf(networkOf(weights)), [0, 1, 1, 0]);
  });
}

Deno.test("totalCost() is exactly 1 at the best XOR network of one hidden unit", () => {
  const network = networkOf({ w_ih: [[1], [-1]], w_ho: [1] });
  assertEquals(totalCost(network, examples, cost), 1);
});

Deno.test("backward() finds no way down from XOR's linear plateau", () => {
  const network = networkOf({ w_ih: [[1], [1]], w_ho: [1 / 3] });
  assertMatches("outputs", [0, 1 / 3, 1 / 3, 2 / 3], outputsOf(network));
  assertMatches("error", 4 / 3, totalCost(network, examples, cost));
  const gradients = examples.map(({ input, target }) =>
    gradientsIn(
      backward(network, input, forward(network, input), target, stepOf(0.2)),
    )
  );
  for (const { weights } of combine(gradients, sum)) {
    assertMatches(
      "gradients",
      weights.map((row) => row.map(() => 0)),
      weights,
      1e-15,
      1,
    );
  }
});

for (const [name, death] of Object.entries(reference.exact_deaths)) {
  Deno.test(`train() leaves a dead XOR network as it is: ${name}`, () => {
    const { w_ih, w_ho, dead_after_epoch } = death;
    const { alpha, ...weights } =
      reference.runs[name as keyof typeof reference.runs];
    const training = { ...stepOf(alpha), epochs: dead_after_epoch };
    const { network } = train(networkOf(weights), examples, training);
    assertMatches(
      `${file}/exact_deaths/${name}`,
      { w_ih, w_ho },
      weightsOf(network),
    );
    assert(allDead(network));
    assertEquals(train(network, examples, { ...training, epochs: 50 }), {
      network,
      costs: Array(51).fill(2),
    });
  });
}

Deno.test("the tests above ask for every number in xor.json", () => {
  recording.assertAllRead();
});
