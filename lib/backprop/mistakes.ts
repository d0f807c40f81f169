/**
 * The places in backpropagation where learners go wrong.
 *
 * The algorithm in `backpropagation.ts` is right and complete without this file. A deliberate mistake alters one of the things
 * that it works with and leaves the rest as it is. So what a mistake does can be seen, and what did it can be told from
 * the number.
 *
 * @module
 */

import type { Activation } from "./activation.ts";
import {
  type Cost,
  halfSquaredError,
  meanSquaredError,
  squaredError,
} from "./cost.ts";

/** A matrix as its rows. */
export type Matrix = readonly (readonly number[])[];

/** What becomes of each thing that the algorithm works with, given the right one. */
export interface Alteration {
  /** The cost whose derivative starts the way back. */
  cost(right: Cost): Cost;
  /** The activation function whose derivative is ∂activation/∂net. */
  activation(right: Activation): Activation;
  /** The weights that carry a layer's deltas back, neurons × inputs, given also those that the step will leave. */
  carriers(right: Matrix, updated: () => Matrix): Matrix;
  /** The factor on every gradient. */
  learningRate(right: number): number;
}

/** The alteration that alters nothing. */
const nothing: Alteration = {
  cost: (right) => right,
  activation: (right) => right,
  carriers: (right) => right,
  learningRate: (right) => right,
};

/**
 * A rule that learners get wrong, by a name for what is wrong:
 *
 * - `"updated-weights"`: the deltas come back along weights that this step has already updated;
 * - `"slope-of-output"`: the derivative of the activation function is taken at the output instead of at the net input;
 * - `"slope-dropped"`: the derivative of the activation function is left out;
 * - `"half-forgotten"`: the ½ in the cost is forgotten, and the 2 that the square brings down stays; a cost without a ½
 *   is left as it is;
 * - `"two-forgotten"`: the 2 that the square brings down is forgotten; a cost without a square is left as it is;
 * - `"sign-flipped"`: the step goes uphill;
 * - `"weights-transposed"`: the deltas come back along the rows of the weight matrix instead of its columns;
 * - `"one-path"`: of all paths to the cost only the one through the next layer's first neuron is followed.
 */
export type Mistake =
  | "updated-weights"
  | "slope-of-output"
  | "slope-dropped"
  | "half-forgotten"
  | "two-forgotten"
  | "sign-flipped"
  | "weights-transposed"
  | "one-path";

/** A cost whose derivative is so many times what it should be. */
function scaled(cost: Cost, factor: number): Cost {
  return {
    of: cost.of,
    derivative: (...output) => factor * cost.derivative(...output),
  };
}

/** What each mistake alters. */
export const mistakes: Readonly<Record<Mistake, Partial<Alteration>>> = {
  "updated-weights": { carriers: (_, updated) => updated() },
  "slope-of-output": {
    activation: ({ of, derivative }) => ({
      of,
      derivative: (output) => derivative(of(output), output),
    }),
  },
  "slope-dropped": {
    activation: ({ of }) => ({ of, derivative: () => 1 }),
  },
  "half-forgotten": {
    cost: (right) => right === halfSquaredError ? scaled(right, 2) : right,
  },
  "two-forgotten": {
    cost: (right) =>
      [halfSquaredError, squaredError, meanSquaredError].includes(right)
        ? scaled(right, 0.5)
        : right,
  },
  "sign-flipped": { learningRate: (right) => -right },
  "weights-transposed": {
    carriers: (right) =>
      right.map((row, k) => row.map((_, j) => right[j]?.[k] ?? 0)),
  },
  "one-path": {
    carriers: (right) =>
      right.map((row, k) => k === 0 ? row : row.map(() => 0)),
  },
};

/** The names of all mistakes. */
export const mistakeNames: readonly Mistake[] = Object.keys(
  mistakes,
) as Mistake[];

/** What a mistake alters; nothing if none is asked for. */
export function alterationBy(mistake: Mistake | undefined): Alteration {
  return mistake ? { ...nothing, ...mistakes[mistake] } : nothing;
}
