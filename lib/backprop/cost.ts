/** A cost as a sum over the outputs of a network, with its derivative by one output. */
export interface Cost {
  /** What one output adds to the cost. */
  of(activation: number, target: number): number;
  /** How fast the cost grows with this output's activation. */
  derivative(activation: number, target: number): number;
}

/**
 * Half the squared error, ½ (target − activation)², whose derivative is activation − target: the ½ cancels
 * the 2 that the square brings down.
 *
 * @example
 * ```ts
 * import { halfSquaredError } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(halfSquaredError.of(0.75, 0.25), 0.125);
 * assertEquals(halfSquaredError.derivative(0.75, 0.25), 0.5);
 * ```
 */
export const halfSquaredError: Cost = {
  of: (activation, target) => (target - activation) ** 2 / 2,
  derivative: (activation, target) => activation - target,
};

/** The costs by the names that options call them. */
export const costs = { "half-squared-error": halfSquaredError } as const;

/** The name of a cost. */
export type CostName = keyof typeof costs;
