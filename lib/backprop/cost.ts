import type { ActivationName } from "./activation.ts";

/** A cost of one example as a sum over the network's outputs, with its derivative by one output. */
export interface Cost {
  /**
   * What one output adds to the cost.
   *
   * @param activation What the output says.
   * @param target What it should say.
   * @param outputs How many outputs there are.
   */
  of(activation: number, target: number, outputs: number): number;
  /** How fast the cost grows with this output's activation. */
  derivative(activation: number, target: number, outputs: number): number;
  /**
   * The output's delta, by the activation functions whose slope the derivative cancels: what the product of the two comes
   * to when it is worked out on paper. It is exact also where an output is so sure that its slope is 0.
   *
   * @param targets The sum of the example's targets.
   */
  readonly cancels?: Partial<
    Record<
      ActivationName,
      (activation: number, target: number, targets: number) => number
    >
  >;
}

/**
 * Half the squared error, ½ (target − activation)², whose derivative is activation − target: the ½ cancels
 * the 2 that the square brings down.
 *
 * Averaged over n examples (`reduction: "mean"`) this is the quadratic cost 1/(2n) Σ ‖target − activation‖².
 *
 * @example
 * ```ts
 * import { halfSquaredError } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(halfSquaredError.of(0.75, 0.25, 1), 0.125);
 * assertEquals(halfSquaredError.derivative(0.75, 0.25, 1), 0.5);
 * ```
 */
export const halfSquaredError: Cost = {
  of: (activation, target) => (target - activation) ** 2 / 2,
  derivative: (activation, target) => activation - target,
};

/** The squared error (target − activation)², with the factor 2 in its derivative. */
export const squaredError: Cost = {
  of: (activation, target) => (target - activation) ** 2,
  derivative: (activation, target) => 2 * (activation - target),
};

/**
 * The squared error with a "derivative" that lacks its factor 2, as some texts have it. Descent with it is descent on
 * half this cost; a gradient check against it is off by exactly 2.
 */
export const squaredErrorWithout2: Cost = {
  of: (activation, target) => (target - activation) ** 2,
  derivative: (activation, target) => activation - target,
};

/** The squared error averaged over the outputs. Libraries call its average over the examples MSE. */
export const meanSquaredError: Cost = {
  of: (activation, target, outputs) => (target - activation) ** 2 / outputs,
  derivative: (activation, target, outputs) =>
    2 * (activation - target) / outputs,
};

/** The least share that a logarithm is taken of, so that no cost is infinite; the smallest number of full precision. */
const LEAST_SHARE = 2 ** -1022;

/**
 * The cross-entropy −target · ln activation, for outputs and targets that are shares of 1, such as softmax gives. With
 * softmax the slope cancels, and the deltas come out as activation − target.
 *
 * An activation below 2^−1022 is taken for that, so that an output which is sure and wrong costs 708 and not infinity.
 */
export const crossEntropy: Cost = {
  // Where nothing is expected, nothing is added, whatever the logarithm.
  of: (activation, target) =>
    target === 0 ? 0 : -target * Math.log(Math.max(activation, LEAST_SHARE)),
  derivative: (activation, target) =>
    target === 0 ? 0 : -target / Math.max(activation, LEAST_SHARE),
  cancels: {
    softmax: (activation, target, targets) => activation * targets - target,
    sigmoid: (activation, target) => target * (activation - 1),
  },
};

/** What is taken for the rest beside an activation that has rounded to 1: half of what could be told from 0. */
const LEAST_REST = 2 ** -54;

/**
 * The cross-entropy of outputs that each say yes or no: −t ln a − (1 − t) ln (1 − a). With the sigmoid the slope cancels,
 * and the deltas come out as activation − target.
 *
 * The rest beside an activation that has rounded to 1 is taken for 2^−54, so that an output which is sure and wrong costs
 * 37 and not infinity.
 */
export const binaryCrossEntropy: Cost = {
  of: (activation, target) =>
    crossEntropy.of(activation, target, 1) +
    crossEntropy.of(Math.max(1 - activation, LEAST_REST), 1 - target, 1),
  derivative: (activation, target) =>
    crossEntropy.derivative(activation, target, 1) -
    crossEntropy.derivative(
      Math.max(1 - activation, LEAST_REST),
      1 - target,
      1,
    ),
  cancels: { sigmoid: (activation, target) => activation - target },
};

/** The costs by the names that options call them. */
export const costs = {
  "half-squared-error": halfSquaredError,
  "squared-error": squaredError,
  "squared-error-without-2": squaredErrorWithout2,
  "mean-squared-error": meanSquaredError,
  "cross-entropy": crossEntropy,
  "binary-cross-entropy": binaryCrossEntropy,
} as const;

/** The name of a cost. */
export type CostName = keyof typeof costs;
