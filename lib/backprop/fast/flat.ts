import type { ActivationName } from "../activation.ts";
import { type Cost, costs } from "../cost.ts";
import type { Example, Network } from "../network.ts";
import { type BiasRule, DEFAULT_COST } from "../step.ts";
import type { Training } from "../train.ts";
import type { Engine } from "./engine.ts";

/** Where a layer's parameters are among all of them. */
export interface FlatLayer {
  readonly inputs: number;
  readonly neurons: number;
  readonly activation: ActivationName;
  /** Where its weights start. They stand input by input: those from one input to all neurons are neighbours. */
  readonly weights: number;
  /** Where its biases start; undefined in a layer without. */
  readonly biases: number | undefined;
}

/**
 * What a cost needs to know. All squared errors are `share` · (activation − target)², and the derivative they descend
 * by is `factor` · (activation − target); the others bring their functions.
 */
export type FlatCost =
  | { readonly share: number; readonly factor: number }
  | Cost;

/** A network and a training of it, laid out in a row of numbers. */
export interface FlatTraining {
  readonly layers: readonly FlatLayer[];
  /** All parameters, layer by layer, weights before biases. */
  readonly parameters: Float64Array;
  /** The last change of each, η times gradient and what the momentum adds; there with momentum only. */
  readonly velocities: Float64Array | undefined;
  readonly examples: readonly Example[];
  readonly cost: FlatCost;
  readonly biases: BiasRule;
  /** How many examples share a step. */
  readonly batch: number;
  /** Whether their gradients, and all costs, are averaged. */
  readonly mean: boolean;
  readonly learningRate: number;
  readonly momentum: number;
}

/** What a flat engine does its own way. */
export interface Kernel {
  /**
   * Goes through the examples once for each of `costs[from]` to `costs[to - 1]`, and leaves there the costs that the
   * examples had just before their steps, added up. There are at most {@linkcode STEPS_A_CALL} of them.
   */
  train(costs: Float64Array, from: number, to: number): void;
  /** The costs of all examples with the network as it is, added up. */
  cost(): number;
}

/** Lays a training out flat. */
export function flatten(
  network: Network,
  examples: readonly Example[],
  training: Training,
): FlatTraining {
  let size = 0;
  const layers = network.layers.map(({ weights, biases, activation }) => {
    const inputs = weights[0].length;
    const neurons = weights.length;
    const start = size;
    size += inputs * neurons + biases.length;
    return {
      inputs,
      neurons,
      activation,
      weights: start,
      biases: biases.length === 0 ? undefined : start + inputs * neurons,
    };
  });
  const parameters = new Float64Array(size);
  network.layers.forEach(({ weights, biases }, l) => {
    const { neurons, weights: start, biases: biasStart } = layers[l];
    weights.forEach((row, j) => {
      for (let i = 0; i < row.length; i++) {
        parameters[start + i * neurons + j] = row[i];
      }
    });
    if (biasStart !== undefined) parameters.set(biases, biasStart);
  });
  const { batch = 1, reduction, learningRate, momentum = 0 } = training;
  return {
    layers,
    parameters,
    velocities: momentum === 0 ? undefined : new Float64Array(size),
    examples: examples.map(({ input, target }) => ({
      input: arrayOf(input),
      target: arrayOf(target),
    })),
    cost: flatCost(training, layers.at(-1)!.neurons),
    biases: training.biases,
    batch: batch === "all" ? examples.length : Math.min(batch, examples.length),
    mean: reduction === "mean",
    learningRate,
    momentum,
  };
}

/** An array as it is, a typed array as an array, since only that can hold what is made of numbers, such as code. */
function arrayOf(values: readonly number[]): readonly number[] {
  return Array.isArray(values) ? values : Array.from(values);
}

function flatCost(
  { cost = DEFAULT_COST }: Training,
  outputs: number,
): FlatCost {
  switch (cost) {
    case "half-squared-error":
      return { share: 1 / 2, factor: 1 };
    case "squared-error":
      return { share: 1, factor: 2 };
    case "squared-error-without-2":
      return { share: 1, factor: 1 };
    case "mean-squared-error":
      return { share: 1 / outputs, factor: 2 / outputs };
    default:
      return costs[cost];
  }
}

/** Reads the network back. */
export function unflatten({ layers, parameters }: FlatTraining): Network {
  return {
    layers: layers.map(({ inputs, neurons, activation, weights, biases }) => ({
      weights: Array.from({ length: neurons }, (_, j) =>
        Array.from(
          { length: inputs },
          (_, i) => parameters[weights + i * neurons + j],
        )),
      biases: biases === undefined
        ? []
        : [...parameters.subarray(biases, biases + neurons)],
      activation,
    })),
  };
}

/**
 * How many steps a kernel takes in one call. The compiler replaces a function by a faster version of it at the next
 * call, and does better there than in the middle of a loop; beside so many steps a call is nothing.
 */
export const STEPS_A_CALL = 256;

/** Makes an engine of a kernel. */
export function createFlatEngine(flat: FlatTraining, kernel: Kernel): Engine {
  const { examples, batch, mean } = flat;
  const count = examples.length;
  const reduced = (cost: number) => mean ? cost / count : cost;
  const epochsACall = Math.max(1, Math.floor(STEPS_A_CALL / count));

  const train = (costs: Float64Array) => {
    for (let from = 0; from < costs.length; from += epochsACall) {
      kernel.train(costs, from, Math.min(from + epochsACall, costs.length));
    }
  };
  return {
    cost: () => reduced(kernel.cost()),
    run(epochs, history) {
      const costs = new Float64Array(epochs);
      if (history === "during") {
        train(costs);
      } else if (batch === count) {
        // One step an epoch: the costs after an epoch are those that the examples have before the next step.
        train(costs);
        costs.copyWithin(0, 1);
        if (epochs > 0) costs[epochs - 1] = kernel.cost();
      } else {
        for (let epoch = 0; epoch < epochs; epoch++) {
          kernel.train(costs, epoch, epoch + 1);
          costs[epoch] = kernel.cost();
        }
      }
      if (mean) { for (let k = 0; k < epochs; k++) costs[k] /= count; }
      return costs;
    },
    network: () => unflatten(flat),
  };
}
