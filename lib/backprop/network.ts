import { type ActivationName, activationNames } from "./activation.ts";
import { show } from "./show.ts";

/** A dense layer: every neuron receives every activation of the layer before. */
export interface Layer {
  /** Neurons × inputs: row j holds the weights into neuron j. */
  readonly weights: readonly (readonly number[])[];
  /** One bias a neuron; none at all in a layer without biases. */
  readonly biases: readonly number[];
  readonly activation: ActivationName;
}

/** A layer as it is given to {@linkcode createNetwork}: without biases if none are named. */
export interface LayerOptions extends Omit<Layer, "biases"> {
  readonly biases?: readonly number[];
}

/** A feed-forward network: its hidden layers in order, then its output layer. */
export interface Network {
  readonly layers: readonly Layer[];
}

/** One example to learn from: what goes in, and what should come out. */
export interface Example {
  readonly input: readonly number[];
  readonly target: readonly number[];
}

/**
 * Makes a network of the layers, checked: every shape fits its neighbours' and every parameter is a finite number.
 *
 * @param layers The hidden layers in order, then the output layer.
 * @returns The network, a plain object that JSON can hold. It shares no array with `layers`.
 * @throws {RangeError} If a shape does not fit or a parameter is not finite; the message names the layer.
 *
 * @example The network of the 2-2-2 walk-through
 * ```ts
 * import { createNetwork } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const network = createNetwork([
 *   { weights: [[0.15, 0.2], [0.25, 0.3]], biases: [0.35, 0.35], activation: "sigmoid" },
 *   { weights: [[0.4, 0.45], [0.5, 0.55]], biases: [0.6, 0.6], activation: "sigmoid" },
 * ]);
 * assertEquals(network.layers.length, 2);
 * ```
 */
export function createNetwork(layers: readonly LayerOptions[]): Network {
  const action = "Cannot create a network";
  checkLayerShapes(layers, action);
  checkNumbers(layers, action);
  return {
    layers: layers.map(({ weights, biases = [], activation }) => ({
      weights: weights.map((row) => [...row]),
      biases: [...biases],
      activation,
    })),
  };
}

/**
 * Checks a network that may not have come from {@linkcode createNetwork}.
 *
 * @param network The network.
 * @throws {RangeError} If a shape does not fit or a parameter is not finite; the message names the layer.
 */
export function checkNetwork(network: Network): void {
  checkShapes(network);
  checkNumbers(network.layers, "Cannot use the network");
}

/**
 * Checks a network's shapes, and leaves its numbers alone: the door of what is called once a step, and may go on when a
 * training goes astray.
 */
export function checkShapes(network: Network): void {
  const action = "Cannot use the network";
  checkLayerShapes(network?.layers, action);
  network.layers.forEach(({ weights, biases }, l) => {
    if (!weights.every(Array.isArray)) {
      throw new RangeError(
        `${action}: layer ${
          l + 1
        } has weights that are no arrays of numbers; createNetwork() makes them of typed arrays`,
      );
    }
    if (Array.isArray(biases)) return;
    throw new RangeError(
      `${action}: layer ${
        l + 1
      } has no array of biases; an empty one says that it has none`,
    );
  });
}

function checkNumbers(layers: readonly LayerOptions[], action: string): void {
  layers.forEach(({ weights, biases = [] }, l) => {
    const checkRow = (values: readonly number[], name: string) => {
      const i = [...values].findIndex((value) => !Number.isFinite(value));
      if (i < 0) return;
      throw new RangeError(
        `${action}: layer ${l + 1} holds ${
          notFinite(values[i], `${name}[${i}]`)
        }`,
      );
    };
    weights.forEach((row, j) => checkRow(row, `weights[${j}]`));
    checkRow(biases, "biases");
  });
}

function checkLayerShapes(
  layers: readonly LayerOptions[],
  action: string,
): void {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new RangeError(
      `${action}: it needs at least one layer, such as { weights: [[0.5, -0.5]], activation: "sigmoid" }`,
    );
  }
  // A copy has undefined where an array has a hole, which forEach() would pass over.
  [...layers].forEach((layer: LayerOptions, l: number) => {
    const refuse = (state: string) => {
      throw new RangeError(`${action}: layer ${l + 1} ${state}`);
    };
    const width = isList(layer?.weights?.[0]) ? layer.weights[0].length : 0;
    if (!Array.isArray(layer?.weights) || width === 0) {
      refuse(
        "has no weights; give it a row a neuron, of one number an input each",
      );
    }
    const neurons = layer.weights.length;
    [...layer.weights].forEach((row, j) => {
      if (!isList(row) || row.length !== width) {
        refuse(
          `has ${width} weights into its first neuron but ${
            row?.length ?? 0
          } into neuron ${j + 1}; give each as many`,
        );
      }
    });
    const { biases = [] } = layer;
    if (!isList(biases)) {
      refuse(
        `has the biases ${
          show(biases)
        }: they must be an array, or left out where there are none`,
      );
    }
    if (biases.length !== 0 && biases.length !== neurons) {
      refuse(
        `has ${neurons} neurons but ${biases.length} biases; give it one a neuron, or leave them out`,
      );
    }
    const before = layers[l - 1]?.weights.length ?? width;
    if (before !== width) {
      refuse(
        `has ${width} weights a neuron but the layer before it has ${before} neurons; give each neuron ${before}`,
      );
    }
    if (!activationNames.includes(layer.activation)) {
      refuse(
        `has the activation ${show(layer.activation)}: it must be one of ${
          activationNames.join(", ")
        }`,
      );
    }
  });
}

/**
 * Checks that an example fits a network: as many inputs as its first layer takes, as many targets as its
 * last layer has neurons, all of them finite numbers.
 *
 * @param network The network.
 * @param example The example.
 * @param index Which of several examples it is, from 0, for the message.
 * @throws {RangeError} If it does not; the message says which side and how many.
 */
export function checkExample(
  network: Network,
  example: Example,
  index?: number,
): void {
  const name = index === undefined ? "the example" : `example ${index + 1}`;
  checkInput(network, example?.input, name);
  checkTarget(network, example?.target, name);
}

/** One side of {@linkcode checkExample}. */
export function checkInput(
  network: Network,
  input: readonly number[],
  name = "the example",
): void {
  checkSide("input", input, ends(network).inputs, name);
}

/** The other side of {@linkcode checkExample}. */
export function checkTarget(
  network: Network,
  target: readonly number[],
  name = "the example",
): void {
  checkSide("target", target, ends(network).outputs, name);
}

/** How many inputs a network takes and outputs it has. */
function ends(network: Network): { inputs: number; outputs: number } {
  const inputs = network?.layers?.[0]?.weights?.[0]?.length;
  if (inputs === undefined) checkShapes(network);
  return { inputs, outputs: network.layers.at(-1)!.weights.length };
}

/** Says whether a value is an array of some kind; what it holds is another question. */
function isList(value: unknown): value is readonly number[] {
  return Array.isArray(value) ||
    ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function checkSide(
  side: "input" | "target",
  values: readonly number[],
  expected: number,
  name: string,
): void {
  const refuse = (state: string) => {
    throw new RangeError(`Cannot use ${name}: ${state}`);
  };
  if (!isList(values)) {
    refuse(
      `it has no ${side}; an example is { input, target }, each an array of numbers`,
    );
  }
  if (values.length !== expected) {
    refuse(
      `its ${side} has ${values.length} values and the network takes ${expected}; give it ${expected}`,
    );
  }
  for (let i = 0; i < expected; i++) {
    if (Number.isFinite(values[i])) continue;
    refuse(`its ${side} holds ${notFinite(values[i], `${side}[${i}]`)}`);
  }
}

/** What is wrong with a value that should have been a number, and where to mend it. */
function notFinite(value: unknown, place: string): string {
  return `${show(value)}, which is not a finite number; put one at ${place}`;
}
