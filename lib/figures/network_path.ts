import { labelsOf, type Network } from "../backprop/mod.ts";
import type { Factor } from "./palette.ts";

/** The way of one weight to the cost. */
export interface NetworkPath {
  readonly weight: string;
  /** The factor of the chain rule that each node and edge on the way belongs to. */
  readonly factors: ReadonlyMap<string, Factor>;
}

/**
 * Finds the way from a weight to the cost. What it carries and its own edge stand for ∂net/∂weight, the neuron that it
 * leads to for ∂activation/∂net, and all that comes after for ∂cost/∂activation.
 *
 * @throws {RangeError} If the network has no such weight.
 */
export function pathOf(network: Network, weight: string): NetworkPath {
  const { inputs, weights, neurons } = labelsOf(network);
  const l = weights.findIndex((layer) => layer.flat().includes(weight));
  if (l === -1) {
    throw new RangeError(
      `Cannot pick out the path of "${weight}": the network has the weights w1 to ${
        weights.flat().flat().at(-1)
      }`,
    );
  }
  const j = weights[l].findIndex((row) => row.includes(weight));
  const neuron = neurons[l][j];
  const sender =
    (l === 0 ? inputs : neurons[l - 1])[weights[l][j].indexOf(weight)];
  const factors = new Map<string, Factor>([
    [sender, "dNet_dWeight"],
    [weight, "dNet_dWeight"],
    [neuron, "dActivation_dNet"],
  ]);
  for (let k = l + 1; k < neurons.length; k++) {
    weights[k].forEach((row, to) =>
      row.forEach((label, from) => {
        if (!factors.has(neurons[k - 1][from])) return;
        factors.set(label, "dCost_dActivation");
        factors.set(neurons[k][to], "dCost_dActivation");
      })
    );
  }
  neurons.at(-1)!.forEach((label, o) => {
    if (factors.has(label)) factors.set(`t${o + 1}`, "dCost_dActivation");
  });
  return { weight, factors };
}
