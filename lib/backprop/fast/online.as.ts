// @ts-nocheck: this is AssemblyScript, which its own compiler checks.
/**
 * Online training of a network of sigmoid neurons with a squared error, by plain loops over one memory.
 *
 * The additions and multiplications are those of `loops.ts`, in the same order, and the logistic function is that of
 * `sigmoid.ts`, which says how it works. All that is not a number of the training is an address or a number of bytes.
 *
 * `deno task wasm` compiles this file to `online.wasm.ts`.
 *
 * @module
 */

/** That of JavaScript, so that its last bit is the same. */
declare function exp(x: f64): f64;

/** How many bytes a number has. */
const NUMBER = 8;

/** A layer's entry in the list of layers. */
// deno-lint-ignore no-unused-vars -- it is used as a type
class Layer {
  /** How many bytes its inputs take, a number each. */
  inputs: usize;
  /** How many bytes its neurons take, a number each, which is also how long a row of its weights is. */
  neurons: usize;
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

/** The powers of the distance between nodes. */
const H: f64 = 1.0 / 64, H2 = H * H, H3 = H2 * H, H4 = H3 * H, H5 = H4 * H;
const H6 = H5 * H;

const FIXED = 0, SHARED = 2;

/** The logistic function, from a table at address 0. */
function sigmoid(net: f64): f64 {
  if (!(net > -64 && net < 64)) return 1 / (1 + exp(-net));
  const s = net * 64;
  const node = <i32> s;
  const c = <usize> (node & 8191) << 6;
  if (!(load<f64>(c, 8) > 0)) fill(node, c);
  const t = s - <f64> node;
  const tt = t * t;
  return (load<f64>(c) + load<f64>(c, 8) * t) +
    ((load<f64>(c, 16) + load<f64>(c, 24) * t) * tt +
      (load<f64>(c, 32) + load<f64>(c, 40) * t) * (tt * tt));
}

/** Computes a node's coefficients. */
function fill(node: i32, c: usize): void {
  const x = <f64> node / 64;
  const power = exp(-abs(x));
  const smaller = power / (1 + power);
  const larger = 1 - smaller;
  const p = smaller * larger;
  const u = x < 0 ? larger - smaller : smaller - larger;

  const d0 = x < 0 ? smaller : larger;
  const d1 = p;
  const d2 = p * u / 2;
  const d3 = p * (1 - 6 * p) / 6;
  const d4 = p * u * (1 - 12 * p) / 24;
  const d5 = p * (1 - 30 * p + 120 * p * p) / 120;
  const d6 = p * u * (1 - 60 * p + 360 * p * p) / 720;

  const side: f64 = node < 0 ? -1 : 1;
  const m = d6 * H6 / 2048;
  store<f64>(c, d0 - m);
  store<f64>(c, d1 * H + side * 72 * m, 8);
  store<f64>(c, d2 * H2 - 840 * m, 16);
  store<f64>(c, d3 * H3 + side * 3584 * m, 24);
  store<f64>(c, d4 * H4 - 6912 * m, 32);
  store<f64>(c, d5 * H5 + side * 6144 * m, 40);
}

function forward(first: usize, last: usize, input: usize): void {
  let incoming = input;
  for (let l = first; l <= last; l += LAYER) {
    const layer = changetype<Layer>(l);
    layer.incoming = incoming;
    const inputs = layer.inputs, neurons = layer.neurons;
    const biases = layer.biases, activations = layer.activations;
    for (let j: usize = 0; j < neurons; j += NUMBER) {
      let net: f64 = 0;
      let weight = layer.weights + j;
      for (let i: usize = 0; i < inputs; i += NUMBER) {
        net += load<f64>(weight) * load<f64>(incoming + i);
        weight += neurons;
      }
      if (biases) net += load<f64>(biases + j);
      store<f64>(activations + j, sigmoid(net));
    }
    incoming = activations;
  }
}

function costOf(output: Layer, target: usize, share: f64): f64 {
  const neurons = output.neurons, activations = output.activations;
  let total: f64 = 0;
  for (let j: usize = 0; j < neurons; j += NUMBER) {
    const error = load<f64>(activations + j) - load<f64>(target + j);
    total += share * (error * error);
  }
  return total;
}

function findDelta(layer: Layer, j: usize, slope: f64): void {
  const a = load<f64>(layer.activations + j);
  store<f64>(layer.deltas + j, slope * (a * (1 - a)));
}

function backward(
  first: usize,
  last: usize,
  target: usize,
  factor: f64,
): void {
  const output = changetype<Layer>(last);
  for (let j: usize = 0; j < output.neurons; j += NUMBER) {
    const error = load<f64>(output.activations + j) - load<f64>(target + j);
    findDelta(output, j, error * factor);
  }
  for (let l = last - LAYER; l >= first; l -= LAYER) {
    const layer = changetype<Layer>(l), next = changetype<Layer>(l + LAYER);
    const neurons = next.neurons, deltas = next.deltas;
    let weight = next.weights;
    for (let j: usize = 0; j < layer.neurons; j += NUMBER) {
      let slope: f64 = 0;
      for (let k: usize = 0; k < neurons; k += NUMBER) {
        slope += load<f64>(deltas + k) * load<f64>(weight);
        weight += NUMBER;
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
    const inputs = layer.inputs, neurons = layer.neurons;
    const deltas = layer.deltas, rates = layer.rates, biases = layer.biases;
    let sum: f64 = 0;
    for (let j: usize = 0; j < neurons; j += NUMBER) {
      const delta = load<f64>(deltas + j);
      sum += delta;
      store<f64>(rates + j, learningRate * delta);
    }
    let weight = layer.weights;
    for (let i: usize = 0; i < inputs; i += NUMBER) {
      const x = load<f64>(layer.incoming + i);
      for (let j: usize = 0; j < neurons; j += NUMBER) {
        move(weight, load<f64>(rates + j) * x);
        weight += NUMBER;
      }
    }
    if (!biases || biasRule == FIXED) continue;
    for (let j: usize = 0; j < neurons; j += NUMBER) {
      const shared = biasRule == SHARED;
      move(biases + j, shared ? learningRate * sum : load<f64>(rates + j));
    }
  }
}

function move(parameter: usize, by: f64): void {
  store<f64>(parameter, load<f64>(parameter) - by);
}

/**
 * Goes through the examples once for each of the costs, and leaves there what they cost just before their steps.
 *
 * @param first The first layer's entry, with those of the others behind it.
 * @param last The last layer's.
 * @param inputs The examples' inputs, example by example.
 * @param targets Their targets.
 * @param targetsEnd Where these end.
 * @param share An output costs this times (activation − target)².
 * @param factor The derivative descended by is this times (activation − target).
 * @param biasRule 0 for fixed biases, 1 for biases of their own, 2 for a shared one.
 * @param costs One number for each time to go through the examples.
 * @param costsEnd Where these end.
 * @param learns Whether to take the steps, or only to find the costs.
 */
export function train(
  first: usize,
  last: usize,
  inputs: usize,
  targets: usize,
  targetsEnd: usize,
  share: f64,
  factor: f64,
  learningRate: f64,
  biasRule: i32,
  costs: usize,
  costsEnd: usize,
  learns: bool,
): void {
  const inputBytes = changetype<Layer>(first).inputs;
  const output = changetype<Layer>(last);
  for (let cost = costs; cost < costsEnd; cost += NUMBER) {
    let total: f64 = 0;
    let input = inputs;
    for (let target = targets; target < targetsEnd; target += output.neurons) {
      forward(first, last, input);
      total += costOf(output, target, share);
      if (learns) {
        backward(first, last, target, factor);
        update(first, last, learningRate, biasRule);
      }
      input += inputBytes;
    }
    store<f64>(cost, total);
  }
}
