import { createClearEngine } from "./fast/clear.ts";
import { parametersOf } from "./labels.ts";
import type { Example, Network } from "./network.ts";
import { show } from "./show.ts";
import { train, type Training } from "./train.ts";
import { withParameters } from "./with_parameters.ts";

/** After so many epochs even networks of a few neurons fill gigabytes. */
const MOST_EPOCHS = 1_000_000;

/** How far to descend, and in which parameters. */
export interface Descent
  extends Omit<Training, "momentum" | "history" | "onEpoch"> {
  /** The labels of the parameters that move; all of them if not given. The others stay as they are. */
  readonly parameters?: readonly string[] | undefined;
}

/**
 * Trains a network and keeps every network on the way, so that its path can be drawn or looked at step by step.
 *
 * @param network The network to start from; it is not changed.
 * @param examples The examples of one epoch.
 * @param descent The step, the batches, the number of epochs, and which parameters move.
 * @returns The networks before any step, after epoch 1, after epoch 2, …: as many as there are epochs, and one.
 * @throws {RangeError} If `train()` would, a label is none of the network's, or there are more than a million epochs.
 *
 * @example
 * ```ts
 * import { createNetwork, descend, parametersOf } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[0, 4]], activation: "identity" }]);
 * const visited = descend(neuron, [{ input: [1, 0.5], target: [4] }], {
 *   learningRate: 0.5,
 *   biases: "fixed",
 *   epochs: 2,
 *   parameters: ["w1"],
 * });
 * assertEquals(visited.map((network) => parametersOf(network)), [
 *   { w1: 0, w2: 4 },
 *   { w1: 1, w2: 4 },
 *   { w1: 1.5, w2: 4 },
 * ]);
 * ```
 */
export function descend(
  network: Network,
  examples: readonly Example[],
  descent: Descent,
): Network[] {
  const { epochs, parameters, ...training } = descent ?? {};
  // Says what is wrong with the options, and takes no step.
  const none = Number.isInteger(epochs) && epochs > 0 ? 0 : epochs;
  train(network, examples, { ...training, epochs: none });
  if (
    parameters !== undefined &&
    !(Array.isArray(parameters) &&
      Array.from(parameters).every((label) => typeof label === "string"))
  ) {
    throw new RangeError(
      `Cannot descend: parameters must be an array of labels such as ["w1", "b_o1"], received ${
        show(parameters)
      }`,
    );
  }
  if (epochs > MOST_EPOCHS) {
    throw new RangeError(
      `Cannot descend for ${epochs} epochs: a network is kept of each, so descend for ${MOST_EPOCHS} at most, and go on from the last`,
    );
  }
  const start = parametersOf(network);
  const moving = parameters ?? Object.keys(start);
  withParameters(
    network,
    Object.fromEntries(moving.map((label) => [label, 0])),
  );
  const fixed = Object.fromEntries(
    Object.entries(start).filter(([label]) => !moving.includes(label)),
  );
  const visited = [network];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let current = visited.at(-1)!;
    for (const batch of inBatches(examples, training.batch ?? 1)) {
      const engine = createClearEngine(current, batch, {
        ...training,
        batch: "all",
        epochs: 1,
      });
      engine.run(1, "after");
      current = withParameters(engine.network(), fixed);
    }
    visited.push(current);
  }
  return visited;
}

function inBatches(
  examples: readonly Example[],
  batch: number | "all",
): (readonly Example[])[] {
  const size = batch === "all" ? examples.length : batch;
  return Array.from(
    { length: Math.ceil(examples.length / size) },
    (_, k) => examples.slice(k * size, (k + 1) * size),
  );
}
