/**
 * One forward and backward pass with every quantity under its name.
 *
 * The arithmetic is that of `backpropagation.ts`; this module only gives its results the labels that a formula,
 * a figure or a table refers to.
 *
 * @module
 */

import { costs } from "./cost.ts";
import {
  backward,
  carryingWeights,
  forward,
  update,
} from "./backpropagation.ts";
import { labelsOf } from "./labels.ts";
import { checkStep, DEFAULT_COST, type Step } from "./step.ts";
import {
  checkExample,
  checkNetwork,
  type Example,
  type Network,
} from "./network.ts";

/** One path along which the error comes back to a hidden neuron. */
export interface Path {
  /** The neuron that the path comes from, such as `o1`. */
  readonly from: string;
  /** The weight that it comes along, such as `w5`. */
  readonly weight: string;
  /** What it adds to ∂cost/∂activation: the delta at its start × the weight. */
  readonly dCost_dActivation: number;
}

/** Everything about one neuron. */
export interface NeuronTrace {
  readonly label: string;
  /** The labels of the weights into it and of what they carry, in order. */
  readonly incoming: readonly { weight: string; from: string }[];
  /** Its bias; `undefined` in a layer without biases. */
  readonly bias: number | undefined;
  /** Σ weight × incoming activation + bias. */
  readonly netInput: number;
  readonly activation: number;
  /** ∂cost/∂activation. */
  readonly dCost_dActivation: number;
  /** Where that comes from: one path for each neuron of the next layer; none for an output. */
  readonly paths: readonly Path[];
  /** ∂activation/∂net; in a softmax layer, where every net input matters, that of the neuron's own. */
  readonly dActivation_dNet: number;
  /**
   * The node delta ∂cost/∂net, and the gradient of the neuron's own bias. It is the product of the two factors above,
   * but in a softmax layer, where the other neurons' activations add their parts.
   */
  readonly delta: number;
}

/** Everything about one weight. */
export interface WeightTrace {
  readonly label: string;
  /** The input or neuron that it leads from. */
  readonly from: string;
  /** The neuron that it leads to. */
  readonly to: string;
  readonly value: number;
  /** ∂cost/∂activation of the neuron that it leads to. */
  readonly dCost_dActivation: number;
  /** ∂activation/∂net of the neuron that it leads to. */
  readonly dActivation_dNet: number;
  /** The node delta of the neuron that it leads to: the product of the two factors above, unless that is softmax. */
  readonly delta: number;
  /** ∂net/∂weight: the activation that it carries. */
  readonly dNet_dWeight: number;
  /** ∂cost/∂weight: delta × ∂net/∂weight, so the product of the three factors. */
  readonly gradient: number;
  /** Its value after the update. */
  readonly next: number;
}

/** One forward and backward pass over one example. */
export interface Trace {
  readonly network: Network;
  readonly example: Example;
  /** The inputs by label. */
  readonly inputs: Record<string, number>;
  /** The neurons by label, layer by layer. */
  readonly neurons: Record<string, NeuronTrace>;
  /** The weights by label, layer by layer. */
  readonly weights: Record<string, WeightTrace>;
  /** What each output adds to the cost, by label. */
  readonly costs: Record<string, number>;
  /** The cost: the sum of the outputs' costs. */
  readonly cost: number;
  /** The network after the update. */
  readonly next: Network;
}

/**
 * Runs one example forward and backward through a network and names every quantity on the way.
 *
 * @param network The network; it is not changed.
 * @param example The example.
 * @param step How the update is taken.
 * @returns Every quantity by label, and the updated network.
 * @throws {RangeError} If the example does not fit the network, or the step cannot be taken.
 *
 * @example
 * ```ts
 * import { createNetwork, trace } from "@denobook/denobook/backprop";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const network = createNetwork([
 *   { weights: [[0.15, 0.2], [0.25, 0.3]], biases: [0.35, 0.35], activation: "sigmoid" },
 *   { weights: [[0.4, 0.45], [0.5, 0.55]], biases: [0.6, 0.6], activation: "sigmoid" },
 * ]);
 * const example = { input: [0.05, 0.1], target: [0.01, 0.99] };
 * const pass = trace(network, example, { learningRate: 0.5, biases: "fixed" });
 *
 * const { w5 } = pass.weights;
 * assertAlmostEquals(w5.gradient, w5.dCost_dActivation * w5.dActivation_dNet * w5.dNet_dWeight);
 * assertAlmostEquals(w5.next, 0.35891648, 5e-9);
 * ```
 */
export function trace(network: Network, example: Example, step: Step): Trace {
  checkStep(step);
  checkNetwork(network);
  checkExample(network, example);
  const there = forward(network, example.input);
  const back = backward(network, example.input, there, example.target, step);
  const next = update(network, back, step);
  const labels = labelsOf(network);

  const neurons: Record<string, NeuronTrace> = {};
  const weights: Record<string, WeightTrace> = {};
  network.layers.forEach((layer, l) => {
    const { dCost_dActivation, dActivation_dNet, deltas, gradients } = back[l];
    const senders = l === 0 ? labels.inputs : labels.neurons[l - 1];
    const after = network.layers[l + 1];
    const carriers = after ? carryingWeights(after, back[l + 1], step) : [];
    const carried = l === 0 ? example.input : there[l - 1].activations;
    layer.weights.forEach((row, j) => {
      const label = labels.neurons[l][j];
      const factors = {
        dCost_dActivation: dCost_dActivation[j],
        dActivation_dNet: dActivation_dNet[j],
      };
      neurons[label] = {
        label,
        incoming: senders.map((from, i) => ({
          weight: labels.weights[l][j][i],
          from,
        })),
        bias: layer.biases[j],
        netInput: there[l].netInputs[j],
        activation: there[l].activations[j],
        ...factors,
        paths: carriers.map((carrier, k) => ({
          from: labels.neurons[l + 1][k],
          weight: labels.weights[l + 1][k][j],
          dCost_dActivation: back[l + 1].deltas[k] * carrier[j],
        })),
        delta: deltas[j],
      };
      row.forEach((value, i) => {
        weights[labels.weights[l][j][i]] = {
          label: labels.weights[l][j][i],
          from: senders[i],
          to: label,
          value,
          ...factors,
          delta: deltas[j],
          dNet_dWeight: carried[i],
          gradient: gradients[j][i],
          next: next.layers[l].weights[j][i],
        };
      });
    });
  });

  const cost = costs[step.cost ?? DEFAULT_COST];
  const outputs = there.at(-1)!.activations;
  const outputCosts = outputs.map((activation, j) =>
    cost.of(activation, example.target[j], outputs.length)
  );
  return {
    network,
    example,
    inputs: byLabel(labels.inputs, example.input),
    neurons,
    weights,
    costs: byLabel(labels.neurons.at(-1)!, outputCosts),
    cost: outputCosts.reduce((total, value) => total + value, 0),
    next,
  };
}

function byLabel(
  labels: readonly string[],
  values: readonly number[],
): Record<string, number> {
  return Object.fromEntries(labels.map((label, i) => [label, values[i]]));
}
