/**
 * The 2-2-2 walk-through and its reference values, which were computed twice and independently: in 50-digit arithmetic
 * from hand-written formulas, and by automatic differentiation.
 *
 * @module
 */

import { AssertionError } from "@std/assert";
import { createNetwork, type Example, type Step } from "backprop";
import values from "../reference/two_two_two.json" with { type: "json" };
import { record } from "./recording.ts";

export const { values: reference, assertAllRead: assertReferenceRead } = record(
  "two_two_two.json",
  values,
);

const { w1, w2, w3, w4, w5, w6, w7, w8, b1, b2 } = reference.initial_parameters;

export const network = createNetwork([
  { weights: [[w1, w2], [w3, w4]], biases: [b1, b1], activation: "sigmoid" },
  { weights: [[w5, w6], [w7, w8]], biases: [b2, b2], activation: "sigmoid" },
]);

export const example: Example = {
  input: reference.data.inputs,
  target: reference.data.targets,
};

const learningRate = reference.eta;

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
