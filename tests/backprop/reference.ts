/**
 * The 2-2-2 walk-through and its reference values, which were computed twice and independently: in 50-digit arithmetic
 * from hand-written formulas, and by automatic differentiation.
 *
 * @module
 */

import { AssertionError } from "@std/assert";
import { createNetwork, type Example, type Step, type Trace } from "backprop";
import values from "../reference/two_two_two.json" with { type: "json" };

export const reference = values;

const { w1, w2, w3, w4, w5, w6, w7, w8, b1, b2 } = values.initial_parameters;

export const network = createNetwork([
  { weights: [[w1, w2], [w3, w4]], biases: [b1, b1], activation: "sigmoid" },
  { weights: [[w5, w6], [w7, w8]], biases: [b2, b2], activation: "sigmoid" },
]);

export const example: Example = {
  input: values.data.inputs,
  target: values.data.targets,
};

const learningRate = values.eta;

/** The steps by the names that the reference gives them. */
export const steps = {
  weights_only: { learningRate, biases: "fixed" },
  per_neuron_biases: { learningRate, biases: "own" },
  shared_layer_bias: { learningRate, biases: "shared" },
  weights_only_sequential: {
    learningRate,
    biases: "fixed",
    mistake: "updated-weights",
  },
} as const satisfies Record<keyof typeof values.update_rules, Step>;

export type RuleName = keyof typeof steps;
export const ruleNames = Object.keys(steps) as RuleName[];

/** Everything in a trace that the reference names, by its name there; weights after the update with a plus. */
export function quantitiesOf(trace: Trace): Record<string, number> {
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

/**
 * Asserts that a quantity has its expected value, within a part of it that rounding explains.
 *
 * @param quantity What the failure calls it.
 * @param scale What the part is of; where large terms cancel, their size rather than that of their sum.
 */
export function assertClose(
  quantity: string,
  actual: number | undefined,
  expected: number,
  relative = 1e-12,
  scale = Math.abs(expected),
): void {
  if (actual === undefined) {
    throw new AssertionError(`${quantity}: expected ${expected}, is missing`);
  }
  const difference = Math.abs(actual - expected);
  if (difference <= relative * scale) return;
  throw new AssertionError(
    `${quantity}: expected ${expected}, actual ${actual}, which is ${difference} off and may be ${
      relative * scale
    }`,
  );
}

/** The same for all quantities that are expected, by their names. */
export function assertAllClose(
  where: string,
  actual: Record<string, number>,
  expected: Record<string, number>,
  relative?: number,
): void {
  for (const [name, value] of Object.entries(expected)) {
    assertClose(`${where}: ${name}`, actual[name], value, relative);
  }
}
