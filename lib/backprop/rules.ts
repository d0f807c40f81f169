/**
 * The places in backpropagation where learners go wrong, each as a function of its own.
 *
 * The algorithm calls the right ones; a deliberate mistake puts a wrong one in the place of one of them and leaves the
 * rest as it is. So what a mistake does can be seen, and what did it can be told from the number.
 *
 * @module
 */

import type { Activation } from "./activation.ts";

/** What the algorithm asks at each of these places. */
export interface Rules {
  /** ∂cost/∂activation of an output, given what the cost's derivative is. */
  costSlope(derivative: number): number;
  /** ∂activation/∂net of a neuron. */
  slope(activation: Activation, output: number, net: number): number;
  /**
   * The weights that carry a layer's deltas back, neurons × inputs, given those of the forward pass and those that the
   * step will leave.
   */
  carry(weights: Matrix, updatedWeights: () => Matrix): Matrix;
  /** A parameter after the step. */
  descend(parameter: number, step: number): number;
}

/** A matrix as its rows. */
export type Matrix = readonly (readonly number[])[];

/** The rules of backpropagation. */
export const rightRules: Rules = {
  costSlope: (derivative) => derivative,
  slope: (activation, output, net) => activation.derivative(output, net),
  carry: (weights) => weights,
  descend: (parameter, step) => parameter - step,
};

/**
 * A rule that learners get wrong, by a name for what is wrong:
 *
 * - `"updated-weights"`: the deltas come back along weights that this step has already updated;
 * - `"slope-of-output"`: the derivative of the activation function is taken at the output instead of at the net input;
 * - `"slope-dropped"`: the derivative of the activation function is left out;
 * - `"half-forgotten"`: the ½ in the cost is forgotten, and the 2 that the square brings down stays;
 * - `"sign-flipped"`: the step goes uphill;
 * - `"weights-transposed"`: the deltas come back along the rows of the weight matrix instead of its columns;
 * - `"one-path"`: of all paths to the cost only the one through the next layer's first neuron is followed.
 */
export type Mistake =
  | "updated-weights"
  | "slope-of-output"
  | "slope-dropped"
  | "half-forgotten"
  | "sign-flipped"
  | "weights-transposed"
  | "one-path";

/** What each mistake puts in the place of the right rule. */
export const mistakes: Readonly<Record<Mistake, Partial<Rules>>> = {
  "updated-weights": { carry: (_, updatedWeights) => updatedWeights() },
  "slope-of-output": {
    slope: (activation, output) =>
      activation.derivative(activation.of(output), output),
  },
  "slope-dropped": { slope: () => 1 },
  "half-forgotten": { costSlope: (derivative) => 2 * derivative },
  "sign-flipped": { descend: (parameter, step) => parameter + step },
  "weights-transposed": {
    carry: (weights) =>
      weights.map((row, k) => row.map((_, j) => weights[j]?.[k] ?? 0)),
  },
  "one-path": {
    carry: (weights) =>
      weights.map((row, k) => k === 0 ? row : row.map(() => 0)),
  },
};

/** The names of all mistakes. */
export const mistakeNames: readonly Mistake[] = Object.keys(
  mistakes,
) as Mistake[];

/** The rules, with one of them replaced if a mistake is asked for. */
export function rulesOf(mistake: Mistake | undefined): Rules {
  return mistake ? { ...rightRules, ...mistakes[mistake] } : rightRules;
}
