import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  activations,
  type CostName,
  costs,
  createNetwork,
  type Mistake,
  mistakeNames,
  numericalGradients,
  parametersOf,
  sigmoid,
  type Trace,
  trace,
} from "backprop";
import { alterationBy, mistakes } from "../../lib/backprop/mistakes.ts";
import { assertAlways, problems } from "./arbitrary.ts";
import { logistic, variable } from "./dual.ts";
import { assertClose, example, network, steps } from "./reference.ts";

const step = steps.per_neuron_biases;

function gradientsOf({ weights, neurons }: Trace): Record<string, number> {
  return Object.fromEntries([
    ...Object.values(weights).map((w) => [w.label, w.gradient]),
    ...Object.values(neurons).map((n) => [`b_${n.label}`, n.delta]),
  ]);
}

const squares = [
  "half-squared-error",
  "squared-error",
  "mean-squared-error",
] as const;

const hidden = ["w1", "w2", "w3", "w4", "b_h1", "b_h2"];
const all = Object.keys(parametersOf(network));

/** Which parameters of the walk-through have a wrong gradient by which mistake. */
const wrong: Record<Mistake, string[]> = {
  "updated-weights": hidden,
  "slope-of-output": all,
  "slope-dropped": all,
  "half-forgotten": all,
  "two-forgotten": all,
  // It has the right gradients and goes the wrong way.
  "sign-flipped": [],
  "weights-transposed": hidden,
  "one-path": hidden,
};

for (const mistake of mistakeNames) {
  Deno.test(`trace() changes the step by the mistake ${mistake}`, () => {
    const right = parametersOf(trace(network, example, step).next);
    const after = parametersOf(
      trace(network, example, { ...step, mistake }).next,
    );
    for (const label of all) {
      const changed = mistake === "sign-flipped" ||
        wrong[mistake].includes(label);
      assertEquals(after[label] !== right[label], changed, label);
    }
  });

  Deno.test(`numericalGradients() finds the mistake ${mistake} where it is one of the gradients`, () => {
    const measured = numericalGradients(network, example);
    const gradients = gradientsOf(
      trace(network, example, { ...step, mistake }),
    );
    for (const label of all) {
      const off = Math.abs(gradients[label] - measured[label]);
      assertEquals(
        off > 1e-9,
        wrong[mistake].includes(label),
        `${label}: ${off}`,
      );
    }
  });

  Deno.test(`trace() changes something on every network by the mistake ${mistake}`, () => {
    let changed = 0;
    let unchanged = 0;
    assertAlways(({ network, example }) => {
      const right = trace(network, example, step);
      const after = trace(network, example, { ...step, mistake });
      // The way forward is never mistaken.
      assertEquals(after.cost, right.cost);
      const labels = Object.keys(parametersOf(network));
      const [a, b] = [after, right].map(({ next }) => parametersOf(next));
      if (labels.some((label) => a[label] !== b[label])) changed++;
      else {
        unchanged++;
        // One path is all there is from a layer to a single neuron, and so are rows and columns of one number.
        const carried = network.layers.slice(1);
        assert(
          mistake === "one-path"
            ? carried.every(({ weights }) => weights.length === 1)
            : mistake === "weights-transposed" &&
              carried.every(({ weights }) =>
                weights.every((row, k) =>
                  row.every((weight, j) => weight === (weights[j]?.[k] ?? 0))
                )
              ),
        );
      }
    }, problems(2));
    assert(changed > 10 * unchanged || mistake === "one-path");
    assert(changed > 100, `${changed}`);
  });
}

Deno.test("alterationBy() alters one thing by each mistake, and nothing without", () => {
  const nothing = alterationBy(undefined);
  for (const right of Object.values(activations)) {
    assertEquals(nothing.activation(right), right);
  }
  for (const right of Object.values(costs)) {
    assertEquals(nothing.cost(right), right);
  }
  assertEquals(nothing.carriers([[1]], () => [[2]]), [[1]]);
  assertEquals(nothing.learningRate(0.5), 0.5);
  for (const mistake of mistakeNames) {
    const alteration = alterationBy(mistake);
    const altered = Object.keys(nothing).filter((name) =>
      alteration[name as keyof typeof nothing] !==
        nothing[name as keyof typeof nothing]
    );
    assertEquals(altered, Object.keys(mistakes[mistake]));
    assertEquals(altered.length, 1);
  }
});

for (
  const [mistake, factors] of [
    ["half-forgotten", { "half-squared-error": 2 }],
    ["two-forgotten", {
      "half-squared-error": 0.5,
      "squared-error": 0.5,
      "mean-squared-error": 0.5,
    }],
  ] as [Mistake, Partial<Record<CostName, number>>][]
) {
  Deno.test(`trace() with "${mistake}" takes ${Object.values(factors)[0]} of every gradient of costs that have what is forgotten, and all of others`, () => {
    assertAlways(({ network, example }) => {
      for (const cost of ["squared-error-without-2", ...squares] as const) {
        const how = { ...step, cost };
        const right = gradientsOf(trace(network, example, how));
        const wrong = gradientsOf(trace(network, example, { ...how, mistake }));
        for (const [label, gradient] of Object.entries(wrong)) {
          assertEquals(gradient, (factors[cost] ?? 1) * right[label]);
        }
      }
    });
  });
}

Deno.test('trace() with "sign-flipped" goes as far uphill', () => {
  assertAlways(({ network, example }) => {
    const down = trace(network, example, step);
    const up = trace(network, example, { ...step, mistake: "sign-flipped" });
    assertEquals(gradientsOf(up), gradientsOf(down));
    const before = parametersOf(network);
    const after = parametersOf(up.next);
    for (const [label, gradient] of Object.entries(gradientsOf(up))) {
      assertEquals(after[label], before[label] + step.learningRate * gradient);
    }
  });
});

Deno.test('trace() with "slope-dropped" has slopes of 1', () => {
  const pass = trace(network, example, { ...step, mistake: "slope-dropped" });
  for (const n of Object.values(pass.neurons)) {
    assertEquals(n.dActivation_dNet, 1);
    assertEquals(n.delta, n.dCost_dActivation);
  }
});

Deno.test('trace() with "slope-of-output" has slopes at the outputs', () => {
  const mistake = "slope-of-output";
  for (const activation of ["sigmoid", "tanh", "relu", "leaky-relu"] as const) {
    const network = createNetwork([{ weights: [[-0.5], [1.5]], activation }]);
    const { neurons } = trace(network, { input: [1], target: [0, 0] }, {
      ...step,
      mistake,
    });
    const slopes = ["o1", "o2"].map((label) => neurons[label].dActivation_dNet);
    const expected = {
      sigmoid: [-0.5, 1.5].map((net) =>
        logistic(variable(sigmoid.of(net))).slope
      ),
      tanh: [
        1 - Math.tanh(Math.tanh(-0.5)) ** 2,
        1 - Math.tanh(Math.tanh(1.5)) ** 2,
      ],
      relu: [0, 1],
      "leaky-relu": [0.01, 1],
    }[activation];
    expected.forEach((slope, j) => assertClose(activation, slopes[j], slope));
  }
});

Deno.test('trace() with "weights-transposed" carries back along rows, and nothing where there is none', () => {
  const wide = createNetwork([
    { weights: [[1], [2], [3]], activation: "identity" },
    { weights: [[4, 5, 6], [7, 8, 9]], activation: "identity" },
  ]);
  const mistake = "weights-transposed";
  const { neurons } = trace(wide, { input: [1], target: [0, 0] }, {
    ...step,
    mistake,
  });
  const { o1, o2 } = neurons;
  assertEquals([o1.delta, o2.delta], [32, 50]);
  const paths = ["h1", "h2", "h3"].map((label) =>
    neurons[label].paths.map(({ dCost_dActivation }) => dCost_dActivation)
  );
  assertEquals(paths, [[32 * 4, 50 * 5], [32 * 7, 50 * 8], [0, 0]]);
});

Deno.test('trace() with "one-path" follows the path through the first neuron', () => {
  const pass = trace(network, example, { ...step, mistake: "one-path" });
  const { h1, h2, o1 } = pass.neurons;
  assertEquals(h1.paths.map((path) => path.dCost_dActivation), [
    o1.delta * 0.4,
    0 * pass.neurons.o2.delta,
  ]);
  assertEquals(h2.dCost_dActivation, o1.delta * 0.45);
  assertNotEquals(h1.delta, trace(network, example, step).neurons.h1.delta);
});
