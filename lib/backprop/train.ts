import {
  backward,
  checkStep,
  forward,
  type Step,
  update,
} from "./backpropagation.ts";
import { type CostName, costs } from "./cost.ts";
import { checkExample, type Example, type Network } from "./network.ts";

/** How long and with which steps to train. */
export interface Training extends Step {
  /** How many times to go through all examples. */
  readonly epochs: number;
}

/** What a training did. */
export interface TrainingResult {
  /** The network with its final parameters. */
  readonly network: Network;
  /** The total cost after each epoch: `costs[0]` before any, `costs[k]` after k, so epochs + 1 numbers. */
  readonly costs: number[];
}

/**
 * The total cost of a network: the sum over the examples, and in each over the outputs.
 *
 * @param network The network.
 * @param examples The examples.
 * @param cost Which cost; half the squared error if not given.
 * @returns The sum.
 * @throws {RangeError} If an example does not fit the network.
 *
 * @example
 * ```ts
 * import { createNetwork, totalCost } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[0]], biases: [0], activation: "sigmoid" }]);
 * assertEquals(totalCost(neuron, [{ input: [1], target: [1] }]), 0.125);
 * ```
 */
export function totalCost(
  network: Network,
  examples: readonly Example[],
  cost: CostName = "half-squared-error",
): number {
  let total = 0;
  for (const example of examples) {
    checkExample(network, example);
    forward(network, example.input).at(-1)!.activations.forEach((output, j) => {
      total += costs[cost].of(output, example.target[j]);
    });
  }
  return total;
}

/**
 * Trains a network online: one update after each example, in order, epoch after epoch.
 *
 * @param network The network to start from; it is not changed.
 * @param examples The examples of one epoch.
 * @param training The step, and how many epochs.
 * @returns The trained network and the total cost after each epoch.
 * @throws {RangeError} If an example does not fit the network, the step cannot be taken, or the training diverges.
 *
 * @example
 * ```ts
 * import { createNetwork, train } from "@denobook/denobook/backprop";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[0]], biases: [0], activation: "sigmoid" }]);
 * const { costs } = train(neuron, [{ input: [1], target: [1] }], {
 *   learningRate: 0.5,
 *   biases: "own",
 *   epochs: 10,
 * });
 * assertEquals(costs.length, 11);
 * assert(costs[10] < costs[0]);
 * ```
 */
export function train(
  network: Network,
  examples: readonly Example[],
  training: Training,
): TrainingResult {
  const { epochs, learningRate, cost } = training;
  if (!Number.isInteger(epochs) || epochs < 0) {
    throw new RangeError(
      `Cannot train the network: epochs must be a whole number from 0, received ${epochs}`,
    );
  }
  checkStep(training);
  const history = [totalCost(network, examples, cost)];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (const { input, target } of examples) {
      const there = forward(network, input);
      const back = backward(network, input, there, target, training);
      network = update(network, back, training);
    }
    const total = totalCost(network, examples, cost);
    if (!Number.isFinite(total)) {
      throw new RangeError(
        `Cannot train the network: the cost is ${total} after epoch ${epoch}; learningRate ${learningRate} is too large`,
      );
    }
    history.push(total);
  }
  return { network, costs: history };
}
