import { labelsOf, type Network } from "../backprop/mod.ts";

/** What is drawn of a network: all of it, or of large layers a few neurons. */
export interface NetworkView {
  /** The labels of what is drawn, in the form of `labelsOf()`. */
  readonly labels: ReturnType<typeof labelsOf>;
  /** The parameters of what is drawn, in the form of the network's layers. */
  readonly layers: readonly {
    readonly weights: readonly (readonly number[])[];
    readonly biases: readonly number[];
  }[];
  /** The label of each input, neuron or target that has others before it which are not drawn. */
  readonly afterGap: ReadonlySet<string>;
  /** In words, how much of which layer is drawn; undefined if all of it is. */
  readonly note: string | undefined;
}

/** A larger layer has only its first neurons drawn, and its last. */
const MOST_NEURONS = 6;
const FIRST = 3;

/**
 * Chooses what to draw of a network.
 *
 * @param network The network.
 * @param needed Labels of neurons and inputs that must be drawn.
 */
export function viewOf(
  network: Network,
  needed: ReadonlySet<string> = new Set(),
): NetworkView {
  const { inputs, weights, neurons, biases } = labelsOf(network);
  const layers = [inputs, ...neurons];
  const drawn = layers.map((layer) =>
    layer.flatMap((label, j) => {
      const isDrawn = layer.length <= MOST_NEURONS || j < FIRST ||
        j === layer.length - 1 || needed.has(label);
      return isDrawn ? [j] : [];
    })
  );
  /** The part of a row, or of a column of rows, that belongs to drawn neurons. */
  const pick = <T>(all: readonly T[], l: number) =>
    all.length === 0 ? [] : drawn[l].map((j) => all[j]);
  const pickRows = <T>(rows: readonly (readonly T[])[], l: number) =>
    pick(rows, l + 1).map((row) => pick(row, l));
  const parts = layers.flatMap((layer, c) =>
    drawn[c].length === layer.length
      ? []
      : [`${drawn[c].length} of ${layer.length} ${kindOf(c, neurons.length)}`]
  );
  return {
    labels: {
      inputs: pick(inputs, 0),
      neurons: neurons.map((layer, l) => pick(layer, l + 1)),
      weights: weights.map(pickRows),
      biases: biases.map((layer, l) => pick(layer, l + 1)),
    },
    layers: network.layers.map((layer, l) => ({
      weights: pickRows(layer.weights, l),
      biases: pick(layer.biases, l + 1),
    })),
    afterGap: new Set(
      layers.flatMap((layer, c) =>
        drawn[c].filter((j, k) => k > 0 && drawn[c][k - 1] < j - 1)
          .flatMap((j) => [
            layer[j],
            ...c === neurons.length ? [targetOf(layer[j])] : [],
          ])
      ),
    ),
    note: parts.length === 0 ? undefined : `Drawn: ${parts.join(", ")}`,
  };
}

function kindOf(column: number, layers: number): string {
  if (column === 0) return "inputs";
  return column === layers ? "outputs" : "hidden neurons";
}

/** The label of an output's target. */
export function targetOf(output: string): string {
  return output.replace("o", "t");
}
