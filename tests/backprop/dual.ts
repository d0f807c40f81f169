/**
 * Derivatives by dual numbers: every operation carries the derivative of its result along with the result, forward,
 * by one parameter at a time. It has nothing in common with backpropagation but the answers.
 *
 * Source: Wengert, "A simple automatic derivative evaluation program", Communications of the ACM 7 (1964).
 *
 * @module
 */

import type { ActivationName, CostName, Example, Network } from "backprop";

/** A number and its derivative; `size` is what the derivative's terms add up to without their signs. */
export interface Dual {
  readonly value: number;
  readonly slope: number;
  readonly size: number;
}

function constant(value: number): Dual {
  return { value, slope: 0, size: 0 };
}

function add(a: Dual, b: Dual): Dual {
  return {
    value: a.value + b.value,
    slope: a.slope + b.slope,
    size: a.size + b.size,
  };
}

function multiply(a: Dual, b: Dual): Dual {
  return {
    value: a.value * b.value,
    slope: a.slope * b.value + a.value * b.slope,
    size: a.size * Math.abs(b.value) + Math.abs(a.value) * b.size,
  };
}

function exponential(a: Dual): Dual {
  const value = Math.exp(a.value);
  return { value, slope: a.slope * value, size: a.size * value };
}

/** e^a − 1, with all its digits near 0. */
function exponentialLess1(a: Dual): Dual {
  return { ...exponential(a), value: Math.expm1(a.value) };
}

function logarithm(a: Dual): Dual {
  return {
    value: Math.log(a.value),
    slope: a.slope / a.value,
    size: a.size / Math.abs(a.value),
  };
}

function reciprocal(a: Dual): Dual {
  const factor = 1 / a.value ** 2;
  return {
    value: 1 / a.value,
    slope: -a.slope * factor,
    size: a.size * factor,
  };
}

const scale = (factor: number, a: Dual) => multiply(constant(factor), a);

/** 1 / (1 + e^−net). */
export function logistic(net: Dual): Dual {
  return reciprocal(add(constant(1), exponential(scale(-1, net))));
}

/** Every activation function, of a whole layer. */
export const dualActivations: Record<ActivationName, (nets: Dual[]) => Dual[]> =
  {
    sigmoid: (nets) => nets.map(logistic),
    tanh: (nets) =>
      nets.map((net) => {
        const growth = exponentialLess1(scale(2, net));
        return multiply(growth, reciprocal(add(growth, constant(2))));
      }),
    relu: (nets) => nets.map((net) => net.value > 0 ? net : constant(0)),
    "leaky-relu": (nets) =>
      nets.map((net) => net.value > 0 ? net : scale(1 / 100, net)),
    identity: (nets) => nets,
    softmax: (nets) => {
      const powers = nets.map(exponential);
      const share = reciprocal(powers.reduce(add));
      return powers.map((power) => multiply(power, share));
    },
  };

function square(activation: Dual, target: number): Dual {
  const error = add(activation, constant(-target));
  return multiply(error, error);
}

function entropy(activation: Dual, target: number): Dual {
  return scale(-target, logarithm(activation));
}

/** Every cost, of one output of several. */
export const dualCosts: Record<
  CostName,
  (activation: Dual, target: number, outputs: number) => Dual
> = {
  "half-squared-error": (a, t) => scale(1 / 2, square(a, t)),
  "squared-error": square,
  "squared-error-without-2": (a, t) => {
    const { value, slope, size } = square(a, t);
    return { value, slope: slope / 2, size: size / 2 };
  },
  "mean-squared-error": (a, t, outputs) => scale(1 / outputs, square(a, t)),
  "cross-entropy": entropy,
  "binary-cross-entropy": (a, t) =>
    add(entropy(a, t), entropy(add(constant(1), scale(-1, a)), 1 - t)),
};

/** The number itself as a variable: its derivative by itself is 1. */
export function variable(value: number): Dual {
  return { value, slope: 1, size: 1 };
}

/** The cost of an example and its derivative by every parameter: w1, w2, … as they are read, then b_h1 … b_o1 …. */
export function dualGradients(
  network: Network,
  example: Example,
  cost: CostName = "half-squared-error",
): Record<string, Dual> {
  const names = parameterNames(network);
  return Object.fromEntries(
    names.map((name) => [name, costBy(name, names, network, example, cost)]),
  );
}

/** The cost, with its derivative by the parameter of one name. */
function costBy(
  name: string,
  names: readonly string[],
  network: Network,
  example: Example,
  cost: CostName,
): Dual {
  const numbers = network.layers.flatMap(({ weights }) => weights.flat())
    .concat(network.layers.flatMap(({ biases }) => biases));
  const parameters = numbers.map((value, i) =>
    names[i] === name ? variable(value) : constant(value)
  );
  let weight = 0;
  let bias = network.layers.reduce(
    (n, { weights }) => n + weights.flat().length,
    0,
  );
  let signals = example.input.map(constant);
  for (const { weights, biases, activation } of network.layers) {
    const nets = weights.map(() => {
      let net = biases.length > 0 ? parameters[bias++] : constant(0);
      for (const signal of signals) {
        net = add(net, multiply(parameters[weight++], signal));
      }
      return net;
    });
    signals = dualActivations[activation](nets);
  }
  return signals
    .map((signal, j) =>
      dualCosts[cost](signal, example.target[j], signals.length)
    )
    .reduce(add);
}

function parameterNames({ layers }: Network): string[] {
  const names: string[] = [];
  for (const layer of layers) {
    layer.weights.flat().forEach(() => names.push(`w${names.length + 1}`));
  }
  let hidden = 0;
  layers.forEach(({ weights, biases }, l) => {
    const output = l === layers.length - 1;
    weights.forEach((_, j) => {
      const neuron = output ? `o${j + 1}` : `h${++hidden}`;
      if (biases.length > 0) names.push(`b_${neuron}`);
    });
  });
  return names;
}
