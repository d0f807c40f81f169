import type { CostName } from "./cost.ts";
import { labelsOf } from "./labels.ts";
import {
  checkNetwork,
  type Example,
  type Layer,
  type Network,
} from "./network.ts";
import { show } from "./show.ts";
import { checkOptions } from "./step.ts";
import { totalCost } from "./total_cost.ts";

/** What {@linkcode numericalGradients} may be told. */
export interface NumericalGradientOptions {
  /** Which cost; half the squared error if not given. */
  readonly cost?: CostName;
  /** How far each parameter is moved to either side; 1e-5 if not given. */
  readonly distance?: number;
}

/**
 * Every gradient measured instead of derived: moves one parameter a little up and a little down and divides the
 * change of the cost by the distance. Slow, and right whatever the derivation says, so it tells whether a derivation is.
 *
 * With a distance d the error of the central difference shrinks like d², and its rounding error grows like 1/d; near
 * 1e-5 both are about 1e-10.
 *
 * @param network The network.
 * @param example The example.
 * @param options The cost, and the distance.
 * @returns The gradients by label: every weight, and every bias as one of its own.
 * @throws {RangeError} If the example does not fit the network, the distance is not above 0, or there is no such cost.
 *
 * @example
 * ```ts
 * import { createNetwork, numericalGradients, trace } from "@denobook/denobook/backprop";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[2]], biases: [1], activation: "sigmoid" }]);
 * const example = { input: [0.5], target: [0] };
 * const { w1 } = trace(neuron, example, { learningRate: 0.5, biases: "own" }).weights;
 * assertAlmostEquals(numericalGradients(neuron, example).w1, w1.gradient, 1e-9);
 * ```
 */
export function numericalGradients(
  network: Network,
  example: Example,
  options: NumericalGradientOptions = {},
): Record<string, number> {
  checkOptions("Cannot measure gradients", options, "{ distance: 1e-5 }");
  const { cost, distance = 1e-5 } = options;
  if (!(Number.isFinite(distance) && distance > 0)) {
    throw new RangeError(
      `Cannot measure gradients: distance must be a number above 0, received ${
        show(distance)
      }`,
    );
  }
  checkNetwork(network);
  const slope = (move: (by: number) => Network) =>
    (totalCost(move(distance), [example], { cost }) -
      totalCost(move(-distance), [example], { cost })) / (2 * distance);

  const { weights, biases } = labelsOf(network);
  const gradients: Record<string, number> = {};
  weights.forEach((layer, l) =>
    layer.forEach((row, j) =>
      row.forEach((label, i) => {
        gradients[label] = slope((by) =>
          withLayer(network, l, ({ weights }) => ({
            weights: weights.with(j, weights[j].with(i, weights[j][i] + by)),
          }))
        );
      })
    )
  );
  biases.forEach((layer, l) =>
    layer.forEach((label, j) => {
      gradients[label] = slope((by) =>
        withLayer(network, l, ({ biases }) => ({
          biases: biases.with(j, biases[j] + by),
        }))
      );
    })
  );
  return gradients;
}

function withLayer(
  network: Network,
  l: number,
  change: (layer: Layer) => Partial<Layer>,
): Network {
  const layer = network.layers[l];
  return { layers: network.layers.with(l, { ...layer, ...change(layer) }) };
}
