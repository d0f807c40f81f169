/**
 * An activation function together with its derivative.
 *
 * The derivative takes the activation as well as the net input, because many of these functions have a derivative that
 * is a simple expression in their own value, which is already there from the way forward.
 */
export interface Activation {
  /** The activation of a neuron whose net input is `net`. */
  of(net: number): number;
  /** The slope of the function at `net`, where its value is `activation`. */
  derivative(activation: number, net: number): number;
}

/**
 * The logistic function σ(net) = 1 / (1 + e^−net), which squashes every number into (0, 1), and its
 * derivative σ′ = σ (1 − σ).
 *
 * @example
 * ```ts
 * import { sigmoid } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sigmoid.of(0), 0.5);
 * assertEquals(sigmoid.derivative(0.5, 0), 0.25);
 * ```
 */
export const sigmoid: Activation = {
  of: (net) => 1 / (1 + Math.exp(-net)),
  derivative: (activation) => activation * (1 - activation),
};

/** The activation functions by the names that layers call them. */
export const activations = { sigmoid } as const;

/** The name of an activation function. */
export type ActivationName = keyof typeof activations;
