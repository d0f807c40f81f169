import { show } from "./show.ts";

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

/** The hyperbolic tangent, which squashes into (−1, 1), and its derivative 1 − tanh². */
export const tanh: Activation = {
  of: Math.tanh,
  derivative: (activation) => 1 - activation * activation,
};

/** The rectifier max(0, net). Its derivative is 1 above 0 and 0 below; at 0, where it has none, 0 is taken. */
export const relu: Activation = {
  of: (net) => net > 0 ? net : 0,
  derivative: (_, net) => net > 0 ? 1 : 0,
};

/** How steep the leaky rectifier is below 0. */
export const LEAK = 0.01;

/** The leaky rectifier, net above 0 and net / 100 below; at 0 the derivative from below is taken. */
export const leakyRelu: Activation = {
  of: (net) => net > 0 ? net : LEAK * net,
  derivative: (_, net) => net > 0 ? 1 : LEAK,
};

/** The identity: the activation is the net input. */
export const identity: Activation = {
  of: (net) => net,
  derivative: () => 1,
};

/** The activation functions that work on one neuron at a time, by the names that layers call them. */
export const activations = {
  sigmoid,
  tanh,
  relu,
  "leaky-relu": leakyRelu,
  identity,
} as const;

/** The name of an activation function. `"softmax"` works on a whole layer, see {@linkcode softmax}. */
export type ActivationName = keyof typeof activations | "softmax";

/** The names of all activation functions. */
export const activationNames: readonly ActivationName[] = [
  ...Object.keys(activations) as (keyof typeof activations)[],
  "softmax",
];

/**
 * Makes shares of 1 out of net inputs: e^net of each neuron over the sum of all.
 *
 * The largest net input is subtracted from all of them first, which changes nothing but keeps e^net finite.
 *
 * @param netInputs The net inputs of a layer.
 * @returns As many activations, which add up to 1.
 * @throws {RangeError} If it is given no array of numbers.
 *
 * @example
 * ```ts
 * import { softmax } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(softmax([1000, 1000]), [0.5, 0.5]);
 * ```
 */
export function softmax(netInputs: readonly number[]): number[] {
  if (
    !Array.isArray(netInputs) ||
    netInputs.findIndex((net) => typeof net !== "number") >= 0
  ) {
    throw new RangeError(
      `Cannot compute softmax: it takes an array of net inputs, which are numbers, received ${
        show(netInputs)
      }`,
    );
  }
  const largest = Math.max(...netInputs);
  const powers = netInputs.map((net) => Math.exp(net - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/**
 * The slope of an activation function, one neuron at a time. That of softmax is how a neuron's activation follows its
 * own net input: a (1 − a), like the sigmoid's.
 */
export function slopeOf(name: ActivationName): Activation {
  return name === "softmax" ? sigmoid : activations[name];
}
