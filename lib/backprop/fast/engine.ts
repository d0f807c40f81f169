/**
 * Training at full speed. There are four ways to run one, and one meaning:
 *
 * - `generate.ts` has a small network's training written as a program of its own, by `program.ts`, without loops or
 *   arrays inside a step: every parameter is a variable, which stays in a register or near it for hundreds of steps.
 *   What remains is the arithmetic, and of that the wait for the logistic function, which `sigmoid.ts` takes from a
 *   table.
 * - `online.ts` runs the same when it is too short for that to pay: the program is ready only after some milliseconds, in
 *   which loops that were compiled to WebAssembly beforehand (`online.as.ts`) take tens of thousands of steps.
 * - `loops.ts` runs networks of any size over flat arrays, in an order of the weights that lets the processor add many
 *   sums at a time, and without a visit to inputs that are 0. Its two products run in WebAssembly (`products.as.ts`, `simd.ts`),
 *   and where that must not be run, in JavaScript (`matrix.ts`). It also runs where code must not be generated.
 * - `clear.ts` calls the functions of `backpropagation.ts`. It is what the others must agree with, and makes the
 *   deliberate mistakes, which they do not know.
 *
 * Why the numbers are the same: a step of all four is the same additions and multiplications. The fast three do them in
 * the same order as each other and take the logistic function from the same table, so they agree to the last bit (but
 * for the sign of a zero). The clear one rounds at other places: it multiplies gradient and learning rate, not delta and
 * learning rate, and calls `Math.exp`; so it agrees with them as far as rounding lets it.
 *
 * @module
 */

import type { Example, Network } from "../network.ts";
import type { Training } from "../train.ts";
import { createClearEngine } from "./clear.ts";
import { createFlatEngine, flatten, type FlatTraining } from "./flat.ts";
import { createGeneratedKernel, LARGEST } from "./generate.ts";
import { createLoopKernel } from "./loops.ts";
import { createOnlineEngine } from "./online.ts";
import { createSimdProducts } from "./simd.ts";

/** A training under way. */
export interface Engine {
  /** The total cost of the examples with the network as it is, reduced as the training says. */
  cost(): number;
  /**
   * Goes through the examples, epoch after epoch.
   *
   * @param epochs How many epochs to run.
   * @param history Which costs to give back.
   * @returns For each epoch the total cost of the examples, after it or during it, reduced as the training says.
   */
  run(epochs: number, history: "after" | "during"): ArrayLike<number> & {
    forEach(visit: (cost: number, epoch: number) => void): void;
  };
  /** The network as it is. */
  network(): Network;
}

/**
 * How many steps a training may have for `online.ts` to be the fastest. Measured in fresh processes: with 12 parameters the
 * program has made up for its compilation after 100,000 to 200,000 steps, with 100 after more.
 */
const MOST_ONLINE = 100_000;

/** Makes the fastest engine that can run a training. */
export function createEngine(
  network: Network,
  examples: readonly Example[],
  training: Training,
): Engine {
  if (training.mistake !== undefined) {
    return createClearEngine(network, examples, training);
  }
  const flat = flatten(network, examples, training);
  if (flat.parameters.length > LARGEST) return createLoopEngine(flat);
  const steps = training.epochs * examples.length;
  const online = steps <= MOST_ONLINE ? createOnlineEngine(flat) : undefined;
  if (online) return online;
  const kernel = createGeneratedKernel(flat) ?? createLoopKernel(flat);
  return createFlatEngine(flat, kernel);
}

/** Makes the fastest engine that can run a training by loops. */
function createLoopEngine(flat: FlatTraining): Engine {
  const products = createSimdProducts(flat);
  if (!products) return createFlatEngine(flat, createLoopKernel(flat));
  const parameters = products.floats(flat.parameters.length);
  parameters.set(flat.parameters);
  const placed = { ...flat, parameters };
  return createFlatEngine(placed, createLoopKernel(placed, products));
}
