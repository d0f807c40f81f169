import { checkShapes, type Network } from "./network.ts";

/** What a network's parts are called, in the shape of the parts themselves. */
export interface Labels {
  /** `i1`, `i2`, …: the inputs. */
  readonly inputs: string[];
  /** `h1`, `h2`, … through the hidden layers, `o1`, `o2`, … for the outputs: layers × neurons. */
  readonly neurons: string[][];
  /** `w1`, `w2`, …: layers × neurons × inputs. */
  readonly weights: string[][][];
  /** `b_h1`, …, `b_o1`, …: layers × neurons; none for a layer without biases. */
  readonly biases: string[][];
}

/**
 * The labels of a network's parts. Neurons are numbered from the top of their layer, weights by the neuron that
 * receives them: w1 and w2 lead to h1, w3 and w4 to h2.
 *
 * @param network The network.
 * @returns Its labels, in the shapes of its layers.
 * @throws {RangeError} If the network's shapes do not fit each other.
 *
 * @example
 * ```ts
 * import { createNetwork, labelsOf } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const network = createNetwork([
 *   { weights: [[1, 2], [3, 4]], biases: [0, 0], activation: "sigmoid" },
 *   { weights: [[5, 6]], biases: [0], activation: "sigmoid" },
 * ]);
 * assertEquals(labelsOf(network).neurons, [["h1", "h2"], ["o1"]]);
 * assertEquals(labelsOf(network).weights[1], [["w5", "w6"]]);
 * ```
 */
export function labelsOf(network: Network): Labels {
  checkShapes(network);
  const { layers } = network;
  let hidden = 0;
  let weight = 0;
  const neurons = layers.map((layer, l) =>
    layer.weights.map((_, j) =>
      l === layers.length - 1 ? `o${j + 1}` : `h${++hidden}`
    )
  );
  return {
    inputs: layers[0].weights[0].map((_, i) => `i${i + 1}`),
    neurons,
    weights: layers.map((layer) =>
      layer.weights.map((row) => row.map(() => `w${++weight}`))
    ),
    biases: layers.map((layer, l) =>
      layer.biases.map((_, j) => `b_${neurons[l][j]}`)
    ),
  };
}

/**
 * A network's parameters by label: every weight, then every bias.
 *
 * @param network The network.
 * @returns The parameters, as in `{ w1: 0.15, …, b_o2: 0.6 }`.
 * @throws {RangeError} If the network's shapes do not fit each other.
 *
 * @example
 * ```ts
 * import { createNetwork, parametersOf } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[2, 3]], biases: [1], activation: "sigmoid" }]);
 * assertEquals(parametersOf(neuron), { w1: 2, w2: 3, b_o1: 1 });
 * ```
 */
export function parametersOf(network: Network): Record<string, number> {
  const labels = labelsOf(network);
  const weights = network.layers.flatMap((layer) => layer.weights.flat());
  const biases = network.layers.flatMap((layer) => layer.biases);
  const names = [labels.weights.flat(2), labels.biases.flat()].flat();
  return Object.fromEntries(
    [...weights, ...biases].map((value, i) => [names[i], value]),
  );
}
