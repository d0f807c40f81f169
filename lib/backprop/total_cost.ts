import { forward } from "./backpropagation.ts";
import { type CostName, costs } from "./cost.ts";
import {
  checkExample,
  checkNetwork,
  type Example,
  type Network,
} from "./network.ts";
import { checkName, checkOptions, DEFAULT_COST } from "./step.ts";

/** How the costs, and gradients, of several examples become one. */
export type Reduction = "sum" | "mean";

/** What {@linkcode totalCost} may be told. */
export interface TotalCostOptions {
  /** Which cost; half the squared error if not given. */
  readonly cost?: CostName | undefined;
  /** Whether the examples' costs are added or averaged; added if not given. */
  readonly reduction?: Reduction | undefined;
}

/**
 * The total cost of a network over its examples.
 *
 * @param network The network.
 * @param examples The examples, at least one.
 * @param options Which cost, and whether to add or to average.
 * @returns The sum over the outputs of each example, added or averaged over the examples.
 * @throws {RangeError} If there is no example, one does not fit the network, or an option is none that there is.
 *
 * @example
 * ```ts
 * import { createNetwork, totalCost } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[0]], activation: "sigmoid" }]);
 * const examples = [{ input: [1], target: [1] }, { input: [0], target: [0] }];
 * assertEquals(totalCost(neuron, examples), 0.25);
 * assertEquals(totalCost(neuron, examples, { reduction: "mean" }), 0.125);
 * ```
 */
export function totalCost(
  network: Network,
  examples: readonly Example[],
  options: TotalCostOptions = {},
): number {
  checkOptions("Cannot compute the cost", options, `{ reduction: "mean" }`);
  const { cost = DEFAULT_COST, reduction = "sum" } = options;
  checkName("cost", cost, Object.keys(costs));
  checkName("reduction", reduction, ["sum", "mean"]);
  checkExamples(network, examples);
  const total = addCosts(network, examples, cost);
  return reduction === "mean" ? total / examples.length : total;
}

/** The sum of the examples' costs, with nothing checked. */
export function addCosts(
  network: Network,
  examples: readonly Example[],
  cost: CostName,
): number {
  let total = 0;
  for (const { input, target } of examples) {
    const outputs = forward(network, input).at(-1)!.activations;
    outputs.forEach((output, j) => {
      total += costs[cost].of(output, target[j], outputs.length);
    });
  }
  return total;
}

/**
 * Checks that there are examples, and that each fits the network.
 *
 * @throws {RangeError} If there is none, or one does not fit; the message says which.
 */
export function checkExamples(
  network: Network,
  examples: readonly Example[],
): void {
  checkNetwork(network);
  if (!Array.isArray(examples) || examples.length === 0) {
    throw new RangeError(
      "Cannot use the examples: there are none; give an array of at least one { input, target }",
    );
  }
  // A copy has undefined where an array has a hole, which forEach() would pass over.
  [...examples].forEach((example: Example, n: number) =>
    checkExample(network, example, n)
  );
}
