// @ts-nocheck: this is AssemblyScript, which its own compiler checks.
/**
 * Online training of a network of sigmoid neurons with a squared error, by plain loops over one memory.
 *
 * `deno task wasm` compiles this file to `online.wasm.ts`. An address is a number of bytes, and a vector the address of
 * its first number. The additions and multiplications are those of `loops.ts`, in the same order.
 *
 * @module
 */

/** The logistic function from JavaScript, which also fills in the node of the table at address 0 that it has used. */
declare function logistic(net: f64): f64;

/** A layer's entry in the list of layers: eight whole numbers. */
// deno-lint-ignore no-unused-vars -- it is used as a type
class Layer {
  inputs: i32;
  neurons: i32;
  /** Inputs × neurons. */
  weights: usize;
  /** 0 in a layer without. */
  biases: usize;
  activations: usize;
  deltas: usize;
  /** The deltas times the learning rate. */
  rates: usize;
  /** What comes from each input: an example's, or the activations of the layer before. */
  incoming: usize;
}

/** The size of an entry. */
const LAYER = offsetof<Layer>();

const FIXED = 0, SHARED = 2;

function get(vector: usize, k: i32): f64 {
  return load<f64>(vector + (<usize> k << 3));
}

function set(vector: usize, k: i32, value: f64): void {
  store<f64>(vector + (<usize> k << 3), value);
}

/** The logistic function of `sigmoid.ts`. */
function sigmoid(net: f64): f64 {
  if (!(net > -64 && net < 64)) return logistic(net);
  const s = net * 64;
  const node = <i32> s;
  const c = <usize> (node & 8191) << 6;
  if (!(load<f64>(c, 8) > 0)) return logistic(net);
  const t = s - <f64> node;
  const tt = t * t;
  return (load<f64>(c) + load<f64>(c, 8) * t) +
    ((load<f64>(c, 16) + load<f64>(c, 24) * t) * tt +
      (load<f64>(c, 32) + load<f64>(c, 40) * t) * (tt * tt));
}

function forward(first: usize, last: usize, input: usize): void {
  let incoming = input;
  for (let l = first; l <= last; l += LAYER) {
    const layer = changetype<Layer>(l);
    layer.incoming = incoming;
    for (let j = 0; j < layer.neurons; j++) {
      let net: f64 = 0;
      for (let i = 0; i < layer.inputs; i++) {
        net += get(layer.weights, i * layer.neurons + j) * get(incoming, i);
      }
      if (layer.biases) net += get(layer.biases, j);
      set(layer.activations, j, sigmoid(net));
    }
    incoming = layer.activations;
  }
}

function costOf(output: Layer, target: usize, share: f64): f64 {
  let total: f64 = 0;
  for (let j = 0; j < output.neurons; j++) {
    const error = get(output.activations, j) - get(target, j);
    total += share * (error * error);
  }
  return total;
}

function findDelta(layer: Layer, j: i32, slope: f64): void {
  const a = get(layer.activations, j);
  set(layer.deltas, j, slope * (a * (1 - a)));
}

function backward(
  first: usize,
  last: usize,
  target: usize,
  factor: f64,
): void {
  const output = changetype<Layer>(last);
  for (let j = 0; j < output.neurons; j++) {
    const error = get(output.activations, j) - get(target, j);
    findDelta(output, j, error * factor);
  }
  for (let l = last - LAYER; l >= first; l -= LAYER) {
    const layer = changetype<Layer>(l), next = changetype<Layer>(l + LAYER);
    for (let j = 0; j < layer.neurons; j++) {
      let slope: f64 = 0;
      for (let k = 0; k < next.neurons; k++) {
        slope += get(next.deltas, k) * get(next.weights, j * next.neurons + k);
      }
      findDelta(layer, j, slope);
    }
  }
}

function update(
  first: usize,
  last: usize,
  learningRate: f64,
  biasRule: i32,
): void {
  for (let l = first; l <= last; l += LAYER) {
    const layer = changetype<Layer>(l);
    let sum: f64 = 0;
    for (let j = 0; j < layer.neurons; j++) {
      sum += get(layer.deltas, j);
      set(layer.rates, j, learningRate * get(layer.deltas, j));
    }
    for (let i = 0; i < layer.inputs; i++) {
      const row = layer.weights + (<usize> (i * layer.neurons) << 3);
      const x = get(layer.incoming, i);
      for (let j = 0; j < layer.neurons; j++) {
        set(row, j, get(row, j) - get(layer.rates, j) * x);
      }
    }
    if (!layer.biases || biasRule == FIXED) continue;
    for (let j = 0; j < layer.neurons; j++) {
      const rate = biasRule == SHARED
        ? learningRate * sum
        : get(layer.rates, j);
      set(layer.biases, j, get(layer.biases, j) - rate);
    }
  }
}

/**
 * Goes through the examples once for each of the costs, and leaves there what they cost just before their steps; takes
 * these steps if it is to learn.
 */
export function train(
  first: usize,
  last: usize,
  inputs: usize,
  targets: usize,
  examples: i32,
  share: f64,
  factor: f64,
  learningRate: f64,
  biasRule: i32,
  costs: usize,
  epochs: i32,
  learns: bool,
): void {
  const output = changetype<Layer>(last);
  const inputBytes = <usize> changetype<Layer>(first).inputs << 3;
  const targetBytes = <usize> output.neurons << 3;
  for (let epoch = 0; epoch < epochs; epoch++) {
    let total: f64 = 0;
    let input = inputs, target = targets;
    for (let n = 0; n < examples; n++) {
      forward(first, last, input);
      total += costOf(output, target, share);
      if (learns) {
        backward(first, last, target, factor);
        update(first, last, learningRate, biasRule);
      }
      input += inputBytes;
      target += targetBytes;
    }
    set(costs, epoch, total);
  }
}
