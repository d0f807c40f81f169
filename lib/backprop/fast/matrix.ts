/**
 * The three products of a matrix and a vector that backpropagation is made of, over a layer's weights.
 *
 * The matrix stands input by input: a row holds the weights from one input to all neurons. So the inner loops add to as
 * many sums as there are neurons, and these do not wait for each other; a sum over the inputs of one neuron would be one
 * chain of additions, each waiting for the last. Only the inputs that are named are visited. A row is an array of its
 * own, so that its places need no computing.
 *
 * Several inputs at a time save most reads and writes of the sums. Those left over come first, because the compiler has
 * to have seen all of a function before it meets the longest loop: else it gives its work up again at the end of each.
 *
 * @module
 */

/** Ways to compute the two products that visit inputs, and a place for the arrays that they work on. */
export interface Products {
  /** Makes an array of zeros. */
  floats(length: number): Float64Array;
  ints(length: number): Int32Array;
  /** See {@linkcode weigh}. */
  readonly weigh: typeof weigh;
  /** See {@linkcode addProducts}. */
  readonly addProducts: typeof addProducts;
}

/** The products as plain loops. */
export const plainProducts: Products = {
  floats: (length) => new Float64Array(length),
  ints: (length) => new Int32Array(length),
  weigh,
  addProducts,
};

/**
 * netInputs += Σ weights from each input · what comes from there, added one after the other.
 *
 * @param netInputs One sum a neuron.
 * @param weights Inputs × neurons.
 * @param sources The inputs to visit.
 * @param incoming What comes from each of them.
 * @param from Which of `sources` is the first to take.
 * @param to Which is the first not to take.
 */
export function weigh(
  netInputs: Float64Array,
  weights: readonly Float64Array[],
  sources: Int32Array,
  incoming: Float64Array,
  from: number,
  to: number,
): void {
  const neurons = netInputs.length;
  let k = from;
  for (const eights = from + ((to - from) & 7); k < eights; k++) {
    const row = weights[sources[k]], x = incoming[k];
    for (let j = 0; j < neurons; j++) netInputs[j] += row[j] * x;
  }
  for (; k < to; k += 8) {
    const row0 = weights[sources[k]], x0 = incoming[k];
    const row1 = weights[sources[k + 1]], x1 = incoming[k + 1];
    const row2 = weights[sources[k + 2]], x2 = incoming[k + 2];
    const row3 = weights[sources[k + 3]], x3 = incoming[k + 3];
    const row4 = weights[sources[k + 4]], x4 = incoming[k + 4];
    const row5 = weights[sources[k + 5]], x5 = incoming[k + 5];
    const row6 = weights[sources[k + 6]], x6 = incoming[k + 6];
    const row7 = weights[sources[k + 7]], x7 = incoming[k + 7];
    for (let j = 0; j < neurons; j++) {
      netInputs[j] = netInputs[j] + row0[j] * x0 + row1[j] * x1 +
        row2[j] * x2 + row3[j] * x3 + row4[j] * x4 + row5[j] * x5 +
        row6[j] * x6 + row7[j] * x7;
    }
  }
}

/**
 * matrix += factor of each neuron · what comes from each input.
 *
 * @param factors One a neuron.
 * @param matrix Inputs × neurons: weights, or their gradients.
 * @param sources The inputs to visit, and the other parameters as in {@linkcode weigh}.
 */
export function addProducts(
  factors: Float64Array,
  matrix: readonly Float64Array[],
  sources: Int32Array,
  incoming: Float64Array,
  from: number,
  to: number,
): void {
  const neurons = factors.length;
  let k = from;
  for (const fours = from + ((to - from) & 3); k < fours; k++) {
    const row = matrix[sources[k]], x = incoming[k];
    for (let j = 0; j < neurons; j++) row[j] += factors[j] * x;
  }
  for (; k < to; k += 4) {
    const row0 = matrix[sources[k]], x0 = incoming[k];
    const row1 = matrix[sources[k + 1]], x1 = incoming[k + 1];
    const row2 = matrix[sources[k + 2]], x2 = incoming[k + 2];
    const row3 = matrix[sources[k + 3]], x3 = incoming[k + 3];
    for (let j = 0; j < neurons; j++) {
      const factor = factors[j];
      row0[j] += factor * x0;
      row1[j] += factor * x1;
      row2[j] += factor * x2;
      row3[j] += factor * x3;
    }
  }
}

/**
 * slopes = Σ weights from each input · delta of the neuron that they lead to.
 *
 * @param slopes One number an input: ∂cost/∂activation of the neuron there.
 * @param weights Inputs × neurons.
 * @param deltas One a neuron.
 */
export function passBack(
  slopes: Float64Array,
  weights: readonly Float64Array[],
  deltas: Float64Array,
): void {
  const inputs = slopes.length, neurons = deltas.length;
  let i = 0;
  for (const fours = inputs & 3; i < fours; i++) {
    const row = weights[i];
    let sum = 0;
    for (let j = 0; j < neurons; j++) sum += deltas[j] * row[j];
    slopes[i] = sum;
  }
  for (; i < inputs; i += 4) {
    const row0 = weights[i], row1 = weights[i + 1];
    const row2 = weights[i + 2], row3 = weights[i + 3];
    let sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
    for (let j = 0; j < neurons; j++) {
      const delta = deltas[j];
      sum0 += delta * row0[j];
      sum1 += delta * row1[j];
      sum2 += delta * row2[j];
      sum3 += delta * row3[j];
    }
    slopes[i] = sum0;
    slopes[i + 1] = sum1;
    slopes[i + 2] = sum2;
    slopes[i + 3] = sum3;
  }
}
