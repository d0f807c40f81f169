import type { Example, Network } from "../network.ts";
import type { Training } from "../train.ts";
import { createClearEngine } from "./clear.ts";

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

/** Makes the fastest engine that can run a training. */
export function createEngine(
  network: Network,
  examples: readonly Example[],
  training: Training,
): Engine {
  return createClearEngine(network, examples, training);
}
