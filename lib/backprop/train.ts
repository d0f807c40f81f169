import { createEngine } from "./fast/engine.ts";
import type { Example, Network } from "./network.ts";
import { checkName, checkStep, type Step } from "./step.ts";
import { show } from "./show.ts";
import { checkExamples, type Reduction } from "./total_cost.ts";

/** How long and with which steps to train. */
export interface Training extends Step {
  /** How many times to go through all examples, from 0 to a hundred million. */
  readonly epochs: number;
  /**
   * How many examples share one step: 1, which is online training, if not given; `"all"` for the whole batch. Where the
   * number of examples is no multiple of it, the last batch of an epoch is smaller.
   */
  readonly batch?: number | "all" | undefined;
  /** Whether the gradients of a batch are added or averaged. It must be said where a batch has more than one example. */
  readonly reduction?: Reduction | undefined;
  /**
   * The share of the last step that the next one keeps, from 0 to below 1; 0 if not given. A parameter's step is
   * v ← momentum · v − η · gradient.
   */
  readonly momentum?: number | undefined;
  /**
   * Which costs are kept: those of all examples `"after"` each epoch, with the network as it then is, if not given; or
   * those that the examples had `"during"` each epoch, just before their own step, which cost no time.
   */
  readonly history?: "after" | "during" | undefined;
  /** Is called after each epoch, counted from 1, with its cost. */
  readonly onEpoch?: ((epoch: number, cost: number) => void) | undefined;
}

/** After how many epochs a training is checked for having gone astray. */
const EPOCHS_A_CHECK = 8192;

/** After so many epochs the costs fill a gigabyte, which is as much as an array can have. */
const MOST_EPOCHS = 100_000_000;

/** What a training did. */
export interface TrainingResult {
  /** The network with its final parameters. */
  readonly network: Network;
  /**
   * The total cost, added or averaged over the examples as the training's `reduction` says (added if it says nothing).
   * With the history `"after"`, `costs[0]` is the cost before any step and `costs[k]` that after k epochs; with
   * `"during"`, `costs[k]` is that of epoch k + 1.
   */
  readonly costs: number[];
}

/**
 * Trains a network: goes through the examples in order, epoch after epoch, with a step after each batch.
 *
 * The arithmetic is that of `backpropagation.ts`, at the speed of `fast/`; see there.
 *
 * @param network The network to start from; it is not changed.
 * @param examples The examples of one epoch.
 * @param training The step, the batches and the number of epochs.
 * @returns The trained network and its history.
 * @throws {RangeError} If an example does not fit the network, an option is none that there is, or the training
 * diverges; the message says when, and at which learning rate.
 *
 * @example Online
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
 *
 * @example The whole batch, with the quadratic cost 1/(2n) Σ ‖target − activation‖²
 * ```ts
 * import { createNetwork, train } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[0]], activation: "identity" }]);
 * const examples = [{ input: [1], target: [1] }, { input: [2], target: [2] }];
 * const { network } = train(neuron, examples, {
 *   learningRate: 0.4,
 *   biases: "fixed",
 *   epochs: 1,
 *   batch: "all",
 *   reduction: "mean",
 * });
 * assertEquals(network.layers[0].weights, [[1]]);
 * ```
 */
export function train(
  network: Network,
  examples: readonly Example[],
  training: Training,
): TrainingResult {
  checkTraining(training);
  checkExamples(network, examples);
  const { epochs, history = "after", learningRate, onEpoch } = training;
  const engine = createEngine(network, examples, training);
  const costs = history === "after" ? [engine.cost()] : [];
  if (costs.length > 0 && !Number.isFinite(costs[0])) {
    throw new RangeError(
      `Cannot train the network: its cost is ${
        costs[0]
      } before any step; if its weights or the examples are too large, scale them down, and if its outputs are no shares for the cost to be taken of, end it in sigmoid or softmax`,
    );
  }
  const size = training.batch === "all" ? examples.length : training.batch ?? 1;
  const stepsAnEpoch = Math.ceil(examples.length / size);
  const check = (what: string, value: number, epoch: number) => {
    if (Number.isFinite(value)) return;
    const end = epoch * stepsAnEpoch;
    const steps = stepsAnEpoch === 1
      ? `step ${end}`
      : `steps ${end - stepsAnEpoch + 1} to ${end}`;
    throw new RangeError(
      `Cannot train the network: its ${what} ${value} after epoch ${epoch} (${steps}); ` +
        `the learning rate of ${learningRate} is too large for it, so try a smaller one`,
    );
  };
  const take = (count: number) => {
    const first = costs.length + (history === "after" ? 0 : 1);
    engine.run(count, history).forEach((cost, k) => {
      check("cost is", cost, first + k);
      costs.push(cost);
    });
  };
  if (!onEpoch) {
    // A training that goes astray is not run to its end.
    for (let done = 0; done < epochs; done += EPOCHS_A_CHECK) {
      take(Math.min(EPOCHS_A_CHECK, epochs - done));
    }
  } else {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      take(1);
      onEpoch(epoch, costs.at(-1)!);
    }
  }
  // The last step may go astray where no cost shows it: there is none after it, or a saturated neuron hides it.
  const trained = engine.network();
  trained.layers.forEach(({ weights, biases }, l) => {
    for (const value of [...weights, biases].flat()) {
      check(`layer ${l + 1} holds`, value, epochs);
    }
  });
  return { network: trained, costs };
}

function checkTraining(training: Training): void {
  checkStep(training);
  const { epochs, batch = 1, reduction, momentum = 0, history, onEpoch } =
    training;
  const refuse = (state: string) => {
    throw new RangeError(`Cannot train the network: ${state}`);
  };
  if (!Number.isInteger(epochs) || epochs < 0) {
    refuse(`epochs must be a whole number from 0, received ${show(epochs)}`);
  }
  if (epochs > MOST_EPOCHS) {
    refuse(
      `${epochs} epochs have more costs than an array can hold; train ${MOST_EPOCHS} at most, and go on from the network that comes out`,
    );
  }
  if (batch !== "all" && !(Number.isInteger(batch) && batch > 0)) {
    refuse(
      `batch must be a whole number from 1, or "all", received ${show(batch)}`,
    );
  }
  if (!(Number.isFinite(momentum) && momentum >= 0 && momentum < 1)) {
    refuse(`momentum must be from 0 to below 1, received ${show(momentum)}`);
  }
  if (batch !== 1 && reduction === undefined) {
    refuse(
      `reduction must be "sum" or "mean" where a batch has more than one example`,
    );
  }
  if (reduction !== undefined) {
    checkName("reduction", reduction, ["sum", "mean"]);
  }
  if (history !== undefined) {
    checkName("history", history, ["after", "during"]);
  }
  if (onEpoch !== undefined && typeof onEpoch !== "function") {
    refuse(`onEpoch must be a function, received ${show(onEpoch)}`);
  }
}
