/**
 * What a fresh process needs from nothing but loaded modules to a network after its first 10,000 steps, in milliseconds:
 * the 2-2-2 network is built, checked and trained online with one example, and has the cost of every step. Loading the
 * modules is not counted. Run with `ours` or `plain`, it prints its time.
 *
 * @module
 */

import { createNetwork, train } from "backprop";

const STEPS = 10_000;
const input = [0.05, 0.1];
const target = [0.01, 0.99];

function layers() {
  return [
    { weights: [[0.15, 0.2], [0.25, 0.3]], biases: [0.35, 0.35] },
    { weights: [[0.4, 0.45], [0.5, 0.55]], biases: [0.6, 0.6] },
  ];
}

function ours(): number {
  const network = createNetwork(
    layers().map((layer) => ({ ...layer, activation: "sigmoid" })),
  );
  const { costs } = train(network, [{ input, target }], {
    learningRate: 0.5,
    biases: "own",
    epochs: STEPS,
  });
  return costs[STEPS - 1];
}

/** The same as one writes it first, on arrays of arrays. */
function plain(): number {
  const net = layers();
  const costs: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const activations = [input];
    for (const { weights, biases } of net) {
      const incoming = activations.at(-1)!;
      activations.push(weights.map((row, j) => {
        let z = biases[j];
        for (let i = 0; i < row.length; i++) z += row[i] * incoming[i];
        return 1 / (1 + Math.exp(-z));
      }));
    }
    const outputs = activations[2];
    let cost = 0;
    let deltas = outputs.map((a, j) => {
      cost += (target[j] - a) ** 2 / 2;
      return (a - target[j]) * a * (1 - a);
    });
    costs.push(cost);
    for (let l = 1; l >= 0; l--) {
      const { weights, biases } = net[l];
      const incoming = activations[l];
      const back = incoming.map((a, i) => {
        let slope = 0;
        for (let j = 0; j < deltas.length; j++) {
          slope += deltas[j] * weights[j][i];
        }
        return slope * a * (1 - a);
      });
      for (let j = 0; j < deltas.length; j++) {
        for (let i = 0; i < incoming.length; i++) {
          weights[j][i] -= 0.5 * deltas[j] * incoming[i];
        }
        biases[j] -= 0.5 * deltas[j];
      }
      deltas = back;
    }
  }
  return costs[STEPS - 1];
}

const start = performance.now();
const cost = Deno.args[0] === "ours" ? ours() : plain();
const time = performance.now() - start;
if (Math.abs(cost - 2.448e-6) > 1e-9) {
  throw new Error(`Cannot have trained the network: its cost is ${cost}`);
}
console.log(time);
