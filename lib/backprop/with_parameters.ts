import { labelsOf } from "./labels.ts";
import { checkNetwork, type Network } from "./network.ts";
import { checkOptions } from "./step.ts";

/**
 * A network with other values for some of its parameters.
 *
 * @param network The network; it is not changed.
 * @param values The new values by label, as in `{ w1: 0.3, b_o1: -1 }`.
 * @returns The network with these values, and all others as they were.
 * @throws {RangeError} If a label is none of the network's, or a value is not a finite number.
 *
 * @example
 * ```ts
 * import { createNetwork, parametersOf, withParameters } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[2, 3]], biases: [1], activation: "sigmoid" }]);
 * assertEquals(parametersOf(withParameters(neuron, { w2: 5 })), { w1: 2, w2: 5, b_o1: 1 });
 * ```
 */
export function withParameters(
  network: Network,
  values: Readonly<Record<string, number>>,
): Network {
  checkNetwork(network);
  checkOptions("Cannot set parameters", values, "{ w1: 0.3 }");
  const labels = labelsOf(network);
  const known = [...labels.weights.flat(2), ...labels.biases.flat()];
  for (const label of Object.keys(values)) {
    if (known.includes(label)) continue;
    throw new RangeError(
      `Cannot set ${label}: the network has no such parameter; name one of ${
        known.join(", ")
      }`,
    );
  }
  const valueOf = (label: string, old: number) =>
    Object.hasOwn(values, label) ? values[label] : old;
  const changed = {
    layers: network.layers.map((layer, l) => ({
      ...layer,
      weights: layer.weights.map((row, j) =>
        row.map((weight, i) => valueOf(labels.weights[l][j][i], weight))
      ),
      biases: layer.biases.map((bias, j) => valueOf(labels.biases[l][j], bias)),
    })),
  };
  checkNetwork(changed);
  return changed;
}
