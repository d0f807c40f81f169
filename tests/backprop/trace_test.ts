import { assertEquals } from "@std/assert";
import {
  backward,
  forward,
  labelsOf,
  numericalGradients,
  parametersOf,
  totalCost,
  type Trace,
  trace,
  update,
} from "backprop";
import { assertAlways, deepFreeze } from "./arbitrary.ts";
import { dualGradients } from "./dual.ts";
import {
  assertAllClose,
  assertClose,
  example,
  network,
  quantitiesOf,
  reference,
  ruleNames,
  steps,
} from "./reference.ts";

const step = { learningRate: 0.5, biases: "own" } as const;
const pass = trace(network, example, steps.weights_only);

/** The gradients that a trace has by name: each weight's, and each bias's as one of its own. */
function gradientsOf({ weights, neurons }: Trace): Record<string, number> {
  return Object.fromEntries([
    ...Object.values(weights).map((w) => [w.label, w.gradient]),
    ...Object.values(neurons).map((n) => [`b_${n.label}`, n.delta]),
  ]);
}

Deno.test("trace() names every forward value of the reference", () => {
  assertAllClose("forward", quantitiesOf(pass), reference.forward);
});

Deno.test("trace() names every backward value of the reference", () => {
  const { gradients, ...expected } = reference.backward;
  assertAllClose("backward", quantitiesOf(pass), expected);
  const { b1_shared: _1, b2_shared: _2, ...own } = gradients;
  assertAllClose("gradient", gradientsOf(pass), own);
});

for (const rule of ruleNames) {
  Deno.test(`trace() takes the reference's first step: ${rule}`, () => {
    const [first] = reference.update_rules[rule];
    const { next, weights } = trace(network, example, steps[rule]);
    assertAllClose(rule, parametersOf(next), first.parameters);
    for (const { label, next } of Object.values(weights)) {
      const { parameters } = first;
      assertClose(label, next, parameters[label as keyof typeof parameters]);
    }
  });
}

for (
  const { quantity, printed, match } of reference.published_values_first_pass
) {
  const does = match ? "prints" : "misprints";
  Deno.test(`trace() computes ${quantity}, which the article ${does} as ${printed}`, () => {
    const value = quantitiesOf(pass)[quantity];
    const decimals = printed.split(".")[1].length;
    assertEquals(
      value.toFixed(decimals) === printed,
      match,
      `${quantity} is ${value}`,
    );
  });
}

Deno.test("trace() names the same numbers that forward(), backward() and update() compute", () => {
  assertAlways(({ network, example }) => {
    const pass = trace(network, example, step);
    const there = forward(network, example.input);
    const back = backward(network, example.input, there, example.target, step);
    const next = update(network, back, step);
    const { neurons, weights, biases } = labelsOf(network);
    assertEquals(pass.next, next);
    neurons.forEach((layer, l) =>
      layer.forEach((label, j) => {
        const neuron = pass.neurons[label];
        assertEquals(neuron.bias, network.layers[l].biases[j]);
        assertEquals(neuron.netInput, there[l].netInputs[j]);
        assertEquals(neuron.activation, there[l].activations[j]);
        assertEquals(neuron.dCost_dActivation, back[l].dCost_dActivation[j]);
        assertEquals(neuron.dActivation_dNet, back[l].dActivation_dNet[j]);
        assertEquals(neuron.delta, back[l].deltas[j]);
        assertEquals(biases[l][j], `b_${label}`);
        weights[l][j].forEach((name, i) => {
          const weight = pass.weights[name];
          assertEquals(weight.value, network.layers[l].weights[j][i]);
          assertEquals(weight.gradient, back[l].gradients[j][i]);
          assertEquals(weight.next, next.layers[l].weights[j][i]);
        });
      })
    );
  });
});

Deno.test("trace() keeps labels in the order of the layers, each under itself", () => {
  assertAlways(({ network, example }) => {
    const pass = trace(network, example, step);
    const labels = labelsOf(network);
    assertEquals(Object.keys(pass.inputs), labels.inputs);
    assertEquals(Object.values(pass.inputs), example.input);
    assertEquals(Object.keys(pass.neurons), labels.neurons.flat());
    assertEquals(Object.keys(pass.weights), labels.weights.flat(2));
    assertEquals(Object.keys(pass.costs), labels.neurons.at(-1));
    for (const [label, part] of Object.entries(pass.neurons)) {
      assertEquals(part.label, label);
    }
    for (const [label, part] of Object.entries(pass.weights)) {
      assertEquals(part.label, label);
    }
  });
});

Deno.test("trace() says where each weight leads, and what it carries", () => {
  const { weights, neurons } = pass;
  const ends = Object.values(weights).map((w) => [w.label, w.from, w.to]);
  assertEquals(ends, [
    ["w1", "i1", "h1"],
    ["w2", "i2", "h1"],
    ["w3", "i1", "h2"],
    ["w4", "i2", "h2"],
    ["w5", "h1", "o1"],
    ["w6", "h2", "o1"],
    ["w7", "h1", "o2"],
    ["w8", "h2", "o2"],
  ]);
  assertEquals(neurons.h2.incoming, [
    { weight: "w3", from: "i1" },
    { weight: "w4", from: "i2" },
  ]);
  assertEquals(neurons.o1.incoming, [
    { weight: "w5", from: "h1" },
    { weight: "w6", from: "h2" },
  ]);
  assertAlways(({ network, example }) => {
    const { inputs, neurons, weights } = trace(network, example, step);
    for (
      const { from, to, label, dNet_dWeight, ...factors } of Object.values(
        weights,
      )
    ) {
      assertEquals(dNet_dWeight, inputs[from] ?? neurons[from].activation);
      assertEquals(factors.dCost_dActivation, neurons[to].dCost_dActivation);
      assertEquals(factors.dActivation_dNet, neurons[to].dActivation_dNet);
      assertEquals(
        neurons[to].incoming.filter(({ weight }) => weight === label),
        [{ weight: label, from }],
      );
    }
  });
});

Deno.test("trace() gives a neuron the net input that its incoming weights and bias make", () => {
  assertAlways(({ network, example }) => {
    const { inputs, neurons, weights } = trace(network, example, step);
    for (const { label, incoming, bias, netInput } of Object.values(neurons)) {
      const terms = incoming.map(({ weight, from }) =>
        weights[weight].value * (inputs[from] ?? neurons[from].activation)
      );
      const sizes = [...terms, bias].map(Math.abs);
      assertClose(
        `net_${label}`,
        netInput,
        terms.reduce((sum, term) => sum + term, 0) + bias,
        1e-12,
        sizes.reduce((sum, size) => sum + size),
      );
    }
  });
});

Deno.test("trace() gives a weight the product of its three factors as its gradient", () => {
  assertAlways(({ network, example }) => {
    const { weights } = trace(network, example, step);
    for (const w of Object.values(weights)) {
      assertClose(
        w.label,
        w.gradient,
        w.dCost_dActivation * w.dActivation_dNet * w.dNet_dWeight,
      );
    }
  });
});

Deno.test("trace() gives a neuron the product of its two factors as its delta", () => {
  assertAlways(({ network, example }) => {
    for (const n of Object.values(trace(network, example, step).neurons)) {
      assertClose(n.label, n.delta, n.dCost_dActivation * n.dActivation_dNet);
    }
  });
});

for (const rule of ruleNames) {
  Deno.test(`trace() gives a hidden neuron paths that sum to its ∂cost/∂activation: ${rule}`, () => {
    assertAlways(({ network, example }) => {
      const { neurons, weights } = trace(network, example, steps[rule]);
      const mistaken = rule === "weights_only_sequential";
      for (
        const { label, paths, dCost_dActivation } of Object.values(neurons)
      ) {
        const leading = Object.values(weights).filter((w) => w.from === label);
        assertEquals(
          paths.map(({ weight, from }) => [weight, from]),
          leading.map((w) => [w.label, w.to]),
        );
        if (paths.length === 0) continue;
        const parts = paths.map((path) => path.dCost_dActivation);
        leading.forEach((w, k) =>
          assertClose(
            `the path along ${w.label}`,
            parts[k],
            neurons[w.to].delta * (mistaken ? w.next : w.value),
          )
        );
        const size = parts.reduce((sum, part) => sum + Math.abs(part), 0);
        const sum = parts.reduce((sum, part) => sum + part, 0);
        assertClose(label, sum, dCost_dActivation, 1e-12, size);
      }
    });
  });
}

Deno.test("trace() sums the outputs' costs to the cost, which is totalCost()", () => {
  assertAlways(({ network, example }) => {
    const { costs, cost, neurons } = trace(network, example, step);
    assertClose("cost", cost, totalCost(network, [example]));
    Object.entries(costs).forEach(([label, value], j) => {
      const error = example.target[j] - neurons[label].activation;
      assertClose(`cost of ${label}`, value, 0.5 * error * error);
    });
    assertClose("sum", Object.values(costs).reduce((a, b) => a + b), cost);
  });
});

Deno.test("trace() finds the walk-through's gradients, as dual numbers do", () => {
  const duals = Object.entries(dualGradients(network, example));
  assertEquals(duals.length, 12);
  for (const [label, { value, slope }] of duals) {
    assertClose(`${label} by dual numbers`, gradientsOf(pass)[label], slope);
    assertClose("cost by dual numbers", pass.cost, value);
  }
});

Deno.test("trace() finds the gradients that dual numbers find on every network", () => {
  assertAlways(({ network, example }) => {
    const pass = trace(network, example, step);
    const gradients = gradientsOf(pass);
    const duals = dualGradients(network, example);
    assertEquals(Object.keys(duals).sort(), Object.keys(gradients).sort());
    for (const [label, { value, slope, size }] of Object.entries(duals)) {
      assertClose(label, gradients[label], slope, 1e-12, size);
      assertClose("cost", pass.cost, value);
    }
  });
});

Deno.test("trace() finds the gradients that central differences measure on every network", () => {
  assertAlways(({ network, example }) => {
    const gradients = gradientsOf(trace(network, example, step));
    const measured = Object.entries(numericalGradients(network, example));
    assertEquals(measured.length, Object.keys(gradients).length);
    for (const [label, slope] of measured) {
      assertClose(label, gradients[label], slope, 1e-9, 1);
    }
  });
});

Deno.test("trace() takes half the squared error where no cost is named", () => {
  const named = { ...steps.weights_only, cost: "half-squared-error" } as const;
  assertEquals(trace(network, example, named), pass);
});

Deno.test("trace() hands back the network and the example, both unchanged", () => {
  assertAlways((problem) => {
    const { network, example } = deepFreeze(problem);
    for (const rule of ruleNames) {
      const pass = trace(network, example, steps[rule]);
      assertEquals([pass.network, pass.example], [network, example]);
    }
  });
});
