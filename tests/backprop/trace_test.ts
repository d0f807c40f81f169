import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  activationNames,
  backward,
  costs,
  createNetwork,
  forward,
  labelsOf,
  type Network,
  networkToJson,
  numericalGradients,
  totalCost,
  type Trace,
  trace,
  train,
  update,
} from "backprop";
import {
  anyProblems,
  assertAlways,
  costNames,
  costProblems,
  deepFreeze,
  outputsFor,
} from "./arbitrary.ts";
import { dualGradients } from "./dual.ts";
import {
  assertClose,
  example,
  network,
  ruleNames,
  steps,
} from "./reference.ts";

const step = { learningRate: 0.5, biases: "own" } as const;
const pass = trace(network, example, steps.weights_only);

/** The gradients that a trace has by name: each weight's, and each bias's as one of its own. */
function gradientsOf({ weights, neurons }: Trace): Record<string, number> {
  return Object.fromEntries([
    ...Object.values(weights).map((w) => [w.label, w.gradient]),
    ...Object.values(neurons).filter(({ bias }) => bias !== undefined)
      .map((n) => [`b_${n.label}`, n.delta]),
  ]);
}

Deno.test("trace() names the same numbers that forward(), backward() and update() compute", () => {
  assertAlways(({ network, example, cost }) => {
    const step = { learningRate: 0.5, biases: "own", cost } as const;
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
        assertEquals(
          biases[l][j],
          neuron.bias === undefined ? undefined : `b_${label}`,
        );
        weights[l][j].forEach((name, i) => {
          const weight = pass.weights[name];
          assertEquals(weight.value, network.layers[l].weights[j][i]);
          assertEquals(weight.gradient, back[l].gradients[j][i]);
          assertEquals(weight.next, next.layers[l].weights[j][i]);
        });
      })
    );
  }, anyProblems());
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
      if (bias !== undefined) terms.push(bias);
      const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
      const sum = terms.reduce((sum, term) => sum + term, 0);
      assertClose(`net_${label}`, netInput, sum, 1e-12, size);
    }
  }, anyProblems());
});

/** The labels of the neurons in a network's softmax layers, whose deltas are no products. */
function softmaxNeurons(network: Network): string[] {
  return network.layers.flatMap(({ activation }, l) =>
    activation === "softmax" ? labelsOf(network).neurons[l] : []
  );
}

Deno.test("trace() gives a weight the product of its three factors as its gradient", () => {
  assertAlways(({ network, example, cost }) => {
    const { weights } = trace(network, example, { ...step, cost });
    const softmax = softmaxNeurons(network);
    for (const w of Object.values(weights)) {
      assertEquals(w.gradient, w.delta * w.dNet_dWeight);
      if (softmax.includes(w.to)) continue;
      const product = w.dCost_dActivation * w.dActivation_dNet * w.dNet_dWeight;
      assertClose(w.label, w.gradient, product);
    }
  }, anyProblems());
});

Deno.test("trace() gives a neuron the product of its two factors as its delta", () => {
  assertAlways(({ network, example, cost }) => {
    const { neurons } = trace(network, example, { ...step, cost });
    const softmax = softmaxNeurons(network);
    for (const n of Object.values(neurons)) {
      if (softmax.includes(n.label)) {
        const { activation } = n;
        assertEquals(n.dActivation_dNet, activation * (1 - activation));
      } else {
        assertClose(n.label, n.delta, n.dCost_dActivation * n.dActivation_dNet);
      }
    }
  }, anyProblems());
});

Deno.test("trace() gives softmax layers deltas that add up to 0: shares are only moved", () => {
  assertAlways(
    ({ network, example, cost }) => {
      const { neurons } = trace(network, example, { ...step, cost });
      const labels = labelsOf(network).neurons;
      network.layers.forEach(({ activation }, l) => {
        if (activation !== "softmax") return;
        const deltas = labels[l].map((label) => neurons[label].delta);
        const size = labels[l].reduce(
          (sum, label) => sum + Math.abs(neurons[label].dCost_dActivation),
          0,
        );
        const sum = deltas.reduce((sum, delta) => sum + delta, 0);
        assertClose("sum of the deltas", sum, 0, 1e-15, size);
      });
    },
    fc.oneof(
      ...costNames.map((cost) => costProblems(cost, undefined, ["softmax"])),
    ),
  );
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
  assertAlways(({ network, example, cost: name }) => {
    const { costs: each, cost, neurons } = trace(network, example, {
      ...step,
      cost: name,
    });
    assertClose("cost", cost, totalCost(network, [example], { cost: name }));
    Object.entries(each).forEach(([label, value], j) => {
      const { activation } = neurons[label];
      const outputs = example.target.length;
      assertEquals(
        value,
        costs[name].of(activation, example.target[j], outputs),
      );
    });
    assertClose("sum", Object.values(each).reduce((a, b) => a + b), cost);
  }, anyProblems());
});

Deno.test("trace() finds the walk-through's gradients, as dual numbers do", () => {
  const duals = Object.entries(dualGradients(network, example));
  assertEquals(duals.length, 12);
  for (const [label, { value, slope }] of duals) {
    assertClose(`${label} by dual numbers`, gradientsOf(pass)[label], slope);
    assertClose("cost by dual numbers", pass.cost, value);
  }
});

for (const cost of costNames) {
  for (const output of outputsFor(cost)) {
    Deno.test(`trace() finds the gradients that dual numbers find: ${output} outputs, ${cost}`, () => {
      assertAlways(({ network, example }) => {
        const pass = trace(network, example, { ...step, cost });
        const gradients = gradientsOf(pass);
        const duals = dualGradients(network, example, cost);
        assertEquals(Object.keys(duals).sort(), Object.keys(gradients).sort());
        for (const [label, { value, slope, size }] of Object.entries(duals)) {
          assertClose(label, gradients[label], slope, 1e-12, size);
          assertClose("cost", pass.cost, value, 1e-12, Math.max(1, value));
        }
      }, costProblems(cost, output));
    });

    Deno.test(`trace() finds the gradients that central differences measure: ${output} outputs, ${cost}`, () => {
      // Its derivative lacks the 2 that its slope has.
      const factor = cost === "squared-error-without-2" ? 2 : 1;
      assertAlways(({ network, example }) => {
        const pass = trace(network, example, { ...step, cost });
        const gradients = gradientsOf(pass);
        const measured = numericalGradients(network, example, { cost });
        assertEquals(
          Object.keys(measured).length,
          Object.keys(gradients).length,
        );
        for (const [label, slope] of Object.entries(measured)) {
          assertClose(
            label,
            factor * gradients[label],
            slope,
            1e-9,
            Math.max(1, pass.cost, Math.abs(slope)),
          );
        }
      }, costProblems(cost, output));
    });
  }
}

for (const hidden of activationNames) {
  Deno.test(`trace() finds the gradients that dual numbers find: ${hidden} hidden layers`, () => {
    assertAlways(
      ({ network, example, cost }) => {
        const gradients = gradientsOf(
          trace(network, example, { ...step, cost }),
        );
        const duals = dualGradients(network, example, cost);
        for (const [label, { slope, size }] of Object.entries(duals)) {
          assertClose(label, gradients[label], slope, 1e-12, size);
        }
      },
      fc.oneof(
        ...costNames.map((cost) => costProblems(cost, undefined, [hidden])),
      ),
    );
  });
}

Deno.test('trace() is off by exactly 2 with the cost "squared-error-without-2"', () => {
  assertAlways(({ network, example }) => {
    const [right, wrong] =
      (["squared-error", "squared-error-without-2"] as const)
        .map((cost) => trace(network, example, { ...step, cost }));
    assertEquals(wrong.cost, right.cost);
    const gradients = gradientsOf(wrong);
    for (const [label, gradient] of Object.entries(gradientsOf(right))) {
      assertEquals(gradient, 2 * gradients[label], label);
    }
  }, costProblems("squared-error"));
});

/** What saturated outputs of net inputs ±1000 must find: the activation less the target. */
const saturated = [
  ["sigmoid", "binary-cross-entropy", [1000, -1000], [1, 0]],
  ["sigmoid", "binary-cross-entropy", [1000, -1000], [0, 1]],
  ["sigmoid", "binary-cross-entropy", [1000, -1000], [0.25, 0.5]],
  ["sigmoid", "binary-cross-entropy", [-709.7, 36], [1, 0]],
  ["softmax", "cross-entropy", [1000, -1000], [1, 0]],
  ["softmax", "cross-entropy", [1000, -1000], [0, 1]],
  ["softmax", "cross-entropy", [1000, -1000, 1000], [0, 1, 0]],
  ["softmax", "cross-entropy", [1000, -1000, 1000], [0.25, 0.25, 0.5]],
  ["softmax", "cross-entropy", [0, -745], [0, 1]],
  ["softmax", "cross-entropy", [0, 0, -720], [0, 0.5, 0.5]],
  ["softmax", "cross-entropy", [0, -700], [0, 1]],
] as const;

for (const [activation, cost, nets, target] of saturated) {
  Deno.test(`trace() finds activation − target in ${activation} outputs at [${nets}] for [${target}]`, () => {
    const network = createNetwork([{
      weights: nets.map((net) => [net]),
      biases: nets.map(() => 0),
      activation,
    }]);
    const example = { input: [1], target };
    const { neurons, weights, next } = trace(network, example, {
      ...step,
      cost,
    });
    Object.values(neurons).forEach(({ label, activation, delta }, j) => {
      assertClose(label, delta, activation - target[j], 1e-12, 1);
      const { gradient, next } = weights[`w${j + 1}`];
      assertEquals(gradient, delta);
      assertEquals(next, nets[j] - 0.5 * delta);
    });
    createNetwork(next.layers);
  });
}

Deno.test("trace() takes half the squared error where no cost is named", () => {
  const named = { ...steps.weights_only, cost: "half-squared-error" } as const;
  assertEquals(trace(network, example, named), pass);
});

Deno.test("trace() hands back the network and the example, both unchanged", () => {
  assertAlways((problem) => {
    const { network, example, cost } = deepFreeze(problem);
    for (const rule of ruleNames) {
      const pass = trace(network, example, { ...steps[rule], cost });
      assertEquals([pass.network, pass.example], [network, example]);
    }
  }, anyProblems());
});

const broken: [title: string, network: unknown, state: string][] = [
  ["no layers", { layers: [] }, "it needs at least one layer"],
  ["no network", {}, "it needs at least one layer"],
  [
    "a weight that is no number",
    { layers: [{ weights: [[NaN]], biases: [], activation: "sigmoid" }] },
    "layer 1 holds NaN, which is not a finite number",
  ],
  [
    "a weight that is text",
    { layers: [{ weights: [["1"]], biases: [], activation: "sigmoid" }] },
    'layer 1 holds "1", which is not a finite number',
  ],
  [
    "ragged weights",
    {
      layers: [{ weights: [[1], [1, 2]], biases: [], activation: "sigmoid" }],
    },
    "layer 1 has 1 weights into its first neuron but 2 into neuron 2",
  ],
  [
    "no array of biases",
    { layers: [{ weights: [[1]], activation: "sigmoid" }] },
    "layer 1 has no array of biases; an empty one says that it has none",
  ],
  [
    "an unknown activation",
    { layers: [{ weights: [[1]], biases: [], activation: "swish" }] },
    'layer 1 has the activation "swish"',
  ],
];
const sample = { input: [1], target: [1] };
const plain = { learningRate: 0.1, biases: "own" } as const;
const doors: Record<string, (network: Network) => unknown> = {
  "trace()": (network) => trace(network, sample, plain),
  "train()": (network) => train(network, [sample], { ...plain, epochs: 1 }),
  "totalCost()": (network) => totalCost(network, [sample]),
  "numericalGradients()": (network) => numericalGradients(network, sample),
  "networkToJson()": networkToJson,
};
for (const [door, enter] of Object.entries(doors)) {
  for (const [title, network, state] of broken) {
    Deno.test(`${door} refuses a network with ${title}`, () => {
      const { message } = assertThrows(
        () => enter(network as Network),
        RangeError,
      );
      assertStringIncludes(message, `Cannot use the network: ${state}`);
    });
  }
}
