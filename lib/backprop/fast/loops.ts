import type { FlatTraining, Kernel } from "./flat.ts";
import { passBack, plainProducts, type Products } from "./matrix.ts";
import { activate, findDeltas, type Neurons } from "./neurons.ts";

/** A layer at work. What it computes for an example overwrites what it computed for the last one. */
interface LoopLayer extends Neurons {
  /** Inputs × neurons: a row holds the weights from one input. */
  readonly weights: readonly Float64Array[];
  /** Empty in a layer without biases. */
  readonly biases: Float64Array;
  /** The inputs that something comes from … */
  readonly sources: Int32Array;
  /** … and what comes from each. The first layer holds those of all examples, and none that is 0. */
  readonly incoming: Float64Array;
  /** The deltas, times −η where steps are taken at once. */
  readonly factors: Float64Array;
  /** What their products with the inputs are added to: the weights, or the gradients of a batch. */
  readonly weightSums: readonly Float64Array[];
  /** The same for the biases. */
  readonly biasSums: Float64Array;
}

/** A kernel that can take single steps too. */
export interface LoopKernel extends Kernel {
  /** Takes the step whose batch starts with this example, and returns what the batch costs just before it. */
  step(start: number): number;
}

/**
 * Trains a network of any size by loops over flat arrays, all made before the first step.
 *
 * It does what generated code does, in the same order, and so finds the same numbers, to the last bit. A weight from an
 * input of 0 adds nothing to a net input and has no gradient: the first layer's loops do not visit it.
 */
export function createLoopKernel(
  flat: FlatTraining,
  products: Products = plainProducts,
): LoopKernel {
  const { examples, cost, batch, mean, learningRate, momentum } = flat;
  const { parameters, velocities } = flat;
  const atOnce = batch === 1 && !velocities;
  const { weigh, addProducts } = products;
  const gradients = products.floats(atOnce ? 0 : parameters.length);
  const changed = atOnce ? parameters : gradients;
  const { starts, layers } = layersOf(flat, changed, products);
  const output = layers[layers.length - 1];
  const outputs = output.activations.length;
  const targets = Float64Array.from(examples.flatMap(({ target }) => target));

  // What the examples of a step cost, and the steps of an epoch. A number that a function returns may become an object of
  // its own; one in an array never does.
  const sums = new Float64Array(2);

  /** Feeds example n forward, and adds its cost to that of the step. */
  const forward = (n: number): void => {
    for (let l = 0; l < layers.length; l++) {
      const layer = layers[l];
      const { netInputs, biases, sources, incoming, weights } = layer;
      const from = l === 0 ? starts[n] : 0;
      const to = l === 0 ? starts[n + 1] : sources.length;
      netInputs.fill(0);
      weigh(netInputs, weights, sources, incoming, from, to);
      for (let j = 0; j < biases.length; j++) netInputs[j] += biases[j];
      activate(layer);
    }
    let total = 0;
    for (let j = 0; j < outputs; j++) {
      const activation = output.activations[j];
      const target = targets[n * outputs + j];
      if ("share" in cost) {
        const error = activation - target;
        total += cost.share * (error * error);
      } else total += cost.of(activation, target, outputs);
    }
    sums[0] += total;
  };

  const cancels = "share" in cost
    ? undefined
    : cost.cancels?.[output.activation];

  /** Computes the deltas of the outputs of example n, which was the last one to go forward. */
  const findOutputDeltas = (n: number): void => {
    let sum = 0;
    for (let j = 0; j < outputs; j++) sum += targets[n * outputs + j];
    for (let j = 0; j < outputs; j++) {
      const activation = output.activations[j];
      const target = targets[n * outputs + j];
      if (cancels) output.deltas[j] = cancels(activation, target, sum);
      else {
        output.slopes[j] = "share" in cost
          ? (activation - target) * cost.factor
          : cost.derivative(activation, target, outputs);
      }
    }
    if (!cancels) findDeltas(output);
  };

  /** Computes all deltas of example n. */
  const backward = (n: number): void => {
    findOutputDeltas(n);
    for (let l = layers.length - 2; l >= 0; l--) {
      const next = layers[l + 1];
      passBack(layers[l].slopes, next.weights, next.deltas);
      findDeltas(layers[l]);
    }
  };

  /** Adds what example n says to weights and biases, or to their gradients. */
  const spread = (n: number): void => {
    const factor = atOnce ? -learningRate : 1;
    for (let l = 0; l < layers.length; l++) {
      const { deltas, factors, sources, incoming, weightSums, biasSums } =
        layers[l];
      const from = l === 0 ? starts[n] : 0;
      const to = l === 0 ? starts[n + 1] : sources.length;
      let sum = 0;
      for (let j = 0; j < deltas.length; j++) {
        factors[j] = factor * deltas[j];
        sum += deltas[j];
      }
      addProducts(factors, weightSums, sources, incoming, from, to);
      if (flat.biases === "fixed") continue;
      const shared = flat.biases === "shared";
      for (let j = 0; j < biasSums.length; j++) {
        biasSums[j] += shared ? factor * sum : factors[j];
      }
    }
  };

  /** Takes one step with the gradients of some examples added up, and starts them anew. */
  const move = (count: number): void => {
    const rate = learningRate / (mean ? count : 1);
    for (let k = 0; k < parameters.length; k++) {
      if (velocities) {
        velocities[k] = momentum * velocities[k] + rate * gradients[k];
        parameters[k] -= velocities[k];
      } else parameters[k] -= rate * gradients[k];
    }
    gradients.fill(0);
  };

  /** Takes the step whose batch starts with this example. */
  const takeStep = (start: number): void => {
    const end = Math.min(start + batch, examples.length);
    sums[0] = 0;
    for (let n = start; n < end; n++) {
      forward(n);
      backward(n);
      spread(n);
    }
    if (!atOnce) move(end - start);
    sums[1] += sums[0];
  };
  return {
    step(start) {
      takeStep(start);
      return sums[0];
    },
    train(costs, from, to) {
      for (let epoch = from; epoch < to; epoch++) {
        sums[1] = 0;
        for (let start = 0; start < examples.length; start += batch) {
          takeStep(start);
        }
        costs[epoch] = sums[1];
      }
    },
    cost() {
      sums[0] = 0;
      for (let n = 0; n < examples.length; n++) forward(n);
      return sums[0];
    },
  };
}

/** Makes the layers' arrays. Example n has the first layer's inputs from `starts[n]` to before `starts[n + 1]`. */
function layersOf(
  { layers, parameters, examples }: FlatTraining,
  sums: Float64Array,
  { floats, ints }: Products,
): { starts: Int32Array; layers: LoopLayer[] } {
  const starts = new Int32Array(examples.length + 1);
  examples.forEach(({ input }, n) => {
    starts[n + 1] = starts[n] + input.filter((value) => value !== 0).length;
  });
  let sources = ints(starts[examples.length]);
  let incoming = floats(sources.length);
  let k = 0;
  for (const { input } of examples) {
    for (let i = 0; i < input.length; i++) {
      if (input[i] === 0) continue;
      sources[k] = i;
      incoming[k++] = input[i];
    }
  }
  return {
    starts,
    layers: layers.map(
      ({ inputs, neurons, activation, weights, biases }, l) => {
        const end = weights + inputs * neurons;
        const biasEnd = end + (biases === undefined ? 0 : neurons);
        if (l > 0) {
          sources = ints(inputs);
          for (let i = 0; i < inputs; i++) sources[i] = i;
        }
        const activations = floats(neurons);
        const layer = {
          activation,
          weights: rowsOf(parameters.subarray(weights, end), neurons),
          biases: parameters.subarray(end, biasEnd),
          sources,
          incoming,
          netInputs: floats(neurons),
          activations,
          slopes: new Float64Array(neurons),
          deltas: new Float64Array(neurons),
          factors: floats(neurons),
          weightSums: rowsOf(sums.subarray(weights, end), neurons),
          biasSums: sums.subarray(end, biasEnd),
        };
        incoming = activations;
        return layer;
      },
    ),
  };
}

/** A matrix, which stands row by row, as its rows. */
function rowsOf(matrix: Float64Array, columns: number): Float64Array[] {
  return Array.from(
    { length: matrix.length / columns },
    (_, i) => matrix.subarray(i * columns, (i + 1) * columns),
  );
}
