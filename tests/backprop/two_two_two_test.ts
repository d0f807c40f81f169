import { assertEquals } from "@std/assert";
import {
  backward,
  type BiasRule,
  forward,
  parametersOf,
  type Trace,
  trace,
  train,
  update,
} from "backprop";
import {
  biasGradient,
  carryingWeights,
} from "../../lib/backprop/backpropagation.ts";
import { relativeAfter } from "./matches.ts";
import {
  assertAllClose,
  assertClose,
  assertReferenceRead,
  example,
  network,
  reference,
  type RuleName,
  ruleNames,
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
const pass = trace(network, example, steps.weights_only);

/** Everything in a trace that the reference names, by its name there; weights after the update with a plus. */
function quantitiesOf(trace: Trace): Record<string, number> {
  const quantities: Record<string, number> = { E_total: trace.cost };
  for (const [label, cost] of Object.entries(trace.costs)) {
    quantities[`E_${label}`] = cost;
  }
  for (const neuron of Object.values(trace.neurons)) {
    const { label } = neuron;
    quantities[`net_${label}`] = neuron.netInput;
    quantities[`out_${label}`] = neuron.activation;
    quantities[`dEtotal_dout_${label}`] = neuron.dCost_dActivation;
    quantities[`dout_${label}_dnet_${label}`] = neuron.dActivation_dNet;
    quantities[`delta_${label}`] = neuron.delta;
    quantities[`gradients.b_${label}`] = neuron.delta;
    for (const path of neuron.paths) {
      quantities[`dE${path.from}_dout_${label}`] = path.dCost_dActivation;
    }
  }
  for (const weight of Object.values(trace.weights)) {
    quantities[`dnet_${weight.to}_d${weight.label}`] = weight.dNet_dWeight;
    quantities[`gradients.${weight.label}`] = weight.gradient;
    quantities[`${weight.label}+`] = weight.next;
  }
  return quantities;
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
  const how = steps.weights_only_sequential;
  const back = backward(network, example.input, there, example.target, how);
  const next = update(network, back, how);
  assertAllClose("sequential", parametersOf(next), checkpoint.parameters);
});

Deno.test("trace() names every forward value of the reference", () => {
  assertAllClose("forward", quantitiesOf(pass), reference.forward);
});

Deno.test("trace() names every backward value of the reference", () => {
  const { gradients, ...expected } = reference.backward;
  assertAllClose("backward", quantitiesOf(pass), expected);
  const { b1_shared: _1, b2_shared: _2, ...own } = gradients;
  assertAllClose(
    "backward",
    quantitiesOf(pass),
    Object.fromEntries(
      Object.entries(own).map((
        [label, value],
      ) => [`gradients.${label}`, value]),
    ),
  );
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

Deno.test("the tests above ask for every number in two_two_two.json", () => {
  assertReferenceRead();
});
