import {
  checkNetwork,
  createNetwork,
  type LayerOptions,
  type Network,
} from "./network.ts";
import { show } from "./show.ts";

/**
 * Writes a network as JSON, without losing a bit of any parameter, −0 included.
 *
 * @param network The network.
 * @returns The JSON text.
 * @throws {RangeError} If a shape does not fit or a parameter is not finite.
 *
 * @example
 * ```ts
 * import { createNetwork, networkFromJson, networkToJson } from "@denobook/denobook/backprop";
 * import { assert } from "@std/assert";
 *
 * const network = createNetwork([{ weights: [[0.1, -0]], activation: "tanh" }]);
 * const { weights } = networkFromJson(networkToJson(network)).layers[0];
 * assert(Object.is(weights[0][1], -0));
 * ```
 */
export function networkToJson(network: Network): string {
  checkNetwork(network);
  const numbers = (values: readonly number[]) =>
    `[${
      values.map((value) => Object.is(value, -0) ? "-0" : value).join(", ")
    }]`;
  const layers = network.layers.map(({ weights, biases, activation }) =>
    `{ "weights": [${weights.map(numbers).join(", ")}], ` +
    `"biases": ${numbers(biases)}, "activation": ${
      JSON.stringify(activation)
    } }`
  );
  return `{ "layers": [${layers.join(", ")}] }`;
}

/**
 * Reads a network from JSON that {@linkcode networkToJson} wrote.
 *
 * @param text The JSON text.
 * @returns The network.
 * @throws {SyntaxError} If the text is not JSON, or not the JSON of a network.
 * @throws {RangeError} If a shape in it does not fit, or it names no known activation function.
 */
export function networkFromJson(text: string): Network {
  if (typeof text !== "string") {
    throw new SyntaxError(
      `Cannot read a network: it is read from a text, as networkToJson() writes it, received ${
        show(text)
      }`,
    );
  }
  let json;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read a network: the text is not JSON, as networkToJson() writes it: ${
        (cause as Error).message
      }`,
      { cause },
    );
  }
  const layers = json?.layers;
  if (!Array.isArray(layers)) {
    throw new SyntaxError(
      `Cannot read a network: it has no array "layers", which networkToJson() writes`,
    );
  }
  layers.forEach((layer, l) => {
    if (
      !Array.isArray(layer?.weights) || !layer.weights.every(isNumbers) ||
      !(layer.biases === undefined || isNumbers(layer.biases))
    ) {
      throw new SyntaxError(
        `Cannot read a network: layer ${
          l + 1
        } must have "weights", arrays of numbers, and may have "biases", an array of numbers`,
      );
    }
  });
  return createNetwork(layers as LayerOptions[]);
}

function isNumbers(json: unknown): json is number[] {
  return Array.isArray(json) &&
    json.every((value) => typeof value === "number");
}
