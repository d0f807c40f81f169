import { createNetwork, trace, train } from "backprop";

/** The 2-2-2 walk-through. */
export const network = createNetwork([
  {
    weights: [[0.15, 0.2], [0.25, 0.3]],
    biases: [0.35, 0.35],
    activation: "sigmoid",
  },
  {
    weights: [[0.4, 0.45], [0.5, 0.55]],
    biases: [0.6, 0.6],
    activation: "sigmoid",
  },
]);

export const example = { input: [0.05, 0.1], target: [0.01, 0.99] };

const step = { learningRate: 0.5, biases: "fixed" } as const;

export const pass = trace(network, example, step);

/** Its error over 10,000 steps. */
export const costs =
  train(network, [example], { ...step, epochs: 10_000 }).costs;

/** A network of other sizes, with parameters of one or two decimals, and its pass. */
export function passOf(...sizes: number[]) {
  const parameter = (j: number, i: number) =>
    Math.round(90 * Math.sin(1 + j * 3.1 + i * 1.7)) / 100;
  const layers = sizes.slice(1).map((neurons, l) => ({
    weights: Array.from(
      { length: neurons },
      (_, j) => Array.from({ length: sizes[l] }, (_, i) => parameter(j, i)),
    ),
    biases: Array.from({ length: neurons }, (_, j) => parameter(j, 9)),
    activation: "sigmoid" as const,
  }));
  return trace(createNetwork(layers), {
    input: Array.from({ length: sizes[0] }, (_, i) => (i + 1) / 10),
    target: Array.from({ length: sizes.at(-1)! }, (_, j) => j % 2),
  }, step);
}
