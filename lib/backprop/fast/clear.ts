import {
  backward,
  type BackwardLayer,
  forward,
  update,
} from "../backpropagation.ts";
import type { Example, Network } from "../network.ts";
import type { Training } from "../train.ts";
import { DEFAULT_COST } from "../step.ts";
import { addCosts } from "../total_cost.ts";
import type { Engine } from "./engine.ts";

type Gradient = Pick<BackwardLayer, "deltas" | "gradients">[];

/**
 * A training by the clear functions of `backpropagation.ts`, which know deliberate mistakes too. It is what the faster
 * engines must agree with.
 */
export function createClearEngine(
  network: Network,
  examples: readonly Example[],
  training: Training,
): Engine {
  const { cost = DEFAULT_COST, reduction, momentum = 0 } = training;
  const reduced = (total: number) =>
    reduction === "mean" ? total / examples.length : total;
  const size = training.batch === "all" ? examples.length : training.batch ?? 1;
  let velocity: Gradient | undefined;

  const takeStep = (batch: readonly Example[]) => {
    const gradients = batch.map(({ input, target }) =>
      backward(network, input, forward(network, input), target, training)
    );
    const share = reduction === "mean" ? 1 / batch.length : 1;
    let step = combine(gradients.map((gradient) => [gradient, share]));
    // With v kept as a gradient, θ ← θ − η · v is the step v ← momentum · v − η · gradient of the docs.
    if (velocity) step = combine([[velocity, momentum], [step, 1]]);
    velocity = momentum === 0 ? undefined : step;
    network = update(network, step, training);
  };
  return {
    cost: () => reduced(addCosts(network, examples, cost)),
    run(epochs, history) {
      return Array.from({ length: epochs }, () => {
        let during = 0;
        for (let start = 0; start < examples.length; start += size) {
          const batch = examples.slice(start, start + size);
          if (history === "during") {
            during += addCosts(network, batch, cost);
          }
          takeStep(batch);
        }
        if (history === "after") return this.cost();
        return reduced(during);
      });
    },
    network: () => network,
  };
}

/** Σ share × gradient, parameter by parameter. */
function combine(parts: readonly (readonly [Gradient, number])[]): Gradient {
  const [[first]] = parts;
  const sum = (pick: (gradient: Gradient) => number) =>
    parts.reduce(
      (total, [gradient, share]) => total + share * pick(gradient),
      0,
    );
  return first.map(({ gradients, deltas }, l) => ({
    gradients: gradients.map((row, j) =>
      row.map((_, i) => sum((gradient) => gradient[l].gradients[j][i]))
    ),
    deltas: deltas.map((_, j) => sum((gradient) => gradient[l].deltas[j])),
  }));
}
