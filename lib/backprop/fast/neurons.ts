/**
 * What each neuron of a layer does by itself, a loop for each activation function. Loops over one shared
 * `activations[name].of` would come to call many functions in one place, and the compiler then boxes every number that
 * goes in or comes out.
 *
 * @module
 */

import { type ActivationName, LEAK } from "../activation.ts";
import { logistic } from "./sigmoid.ts";

/** A layer's numbers, one a neuron. */
export interface Neurons {
  readonly activation: ActivationName;
  readonly netInputs: Float64Array;
  readonly activations: Float64Array;
  /** ∂cost/∂activation. */
  readonly slopes: Float64Array;
  readonly deltas: Float64Array;
}

/** Computes a layer's activations from its net inputs. */
export function activate(
  { activation, netInputs: z, activations: a }: Neurons,
): void {
  switch (activation) {
    case "sigmoid":
      for (let j = 0; j < a.length; j++) a[j] = logistic(z[j]);
      break;
    case "tanh":
      for (let j = 0; j < a.length; j++) a[j] = Math.tanh(z[j]);
      break;
    case "relu":
      for (let j = 0; j < a.length; j++) a[j] = z[j] > 0 ? z[j] : 0;
      break;
    case "leaky-relu":
      for (let j = 0; j < a.length; j++) a[j] = z[j] > 0 ? z[j] : LEAK * z[j];
      break;
    case "identity":
      a.set(z);
      break;
    case "softmax": {
      let largest = -Infinity;
      for (let j = 0; j < a.length; j++) largest = Math.max(largest, z[j]);
      let total = 0;
      for (let j = 0; j < a.length; j++) {
        total += a[j] = Math.exp(z[j] - largest);
      }
      for (let j = 0; j < a.length; j++) a[j] /= total;
    }
  }
}

/** Computes a layer's deltas from ∂cost/∂activation. */
export function findDeltas(
  { activation, netInputs: z, activations: a, slopes: s, deltas: d }: Neurons,
): void {
  switch (activation) {
    case "sigmoid":
      for (let j = 0; j < d.length; j++) d[j] = s[j] * (a[j] * (1 - a[j]));
      break;
    case "tanh":
      for (let j = 0; j < d.length; j++) d[j] = s[j] * (1 - a[j] * a[j]);
      break;
    case "relu":
      for (let j = 0; j < d.length; j++) d[j] = s[j] * (z[j] > 0 ? 1 : 0);
      break;
    case "leaky-relu":
      for (let j = 0; j < d.length; j++) d[j] = s[j] * (z[j] > 0 ? 1 : LEAK);
      break;
    case "identity":
      d.set(s);
      break;
    case "softmax": {
      let mean = 0;
      for (let j = 0; j < d.length; j++) mean += a[j] * s[j];
      for (let j = 0; j < d.length; j++) d[j] = a[j] * (s[j] - mean);
    }
  }
}
