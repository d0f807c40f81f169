/**
 * Derivatives by dual numbers: every operation carries the derivative of its result along with the result, forward,
 * by one parameter at a time. It has nothing in common with backpropagation but the answers.
 *
 * Source: Wengert, "A simple automatic derivative evaluation program", Communications of the ACM 7 (1964).
 *
 * @module
 */

import type { Example, Network } from "backprop";

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

function reciprocal(a: Dual): Dual {
  const factor = 1 / a.value ** 2;
  return {
    value: 1 / a.value,
    slope: -a.slope * factor,
    size: a.size * factor,
  };
}

/** 1 / (1 + e^−net). */
export function logistic(net: Dual): Dual {
  const growth = exponential(multiply(constant(-1), net));
  return reciprocal(add(constant(1), growth));
}

/** ½ (activation − target)². */
export function halfSquare(activation: Dual, target: number): Dual {
  const error = add(activation, constant(-target));
  return multiply(constant(0.5), multiply(error, error));
}

/** The number itself as a variable: its derivative by itself is 1. */
export function variable(value: number): Dual {
  return { value, slope: 1, size: 1 };
}

/** The cost of an example and its derivative by every parameter: w1, w2, … as they are read, then b_h1 … b_o1 …. */
export function dualGradients(
  network: Network,
  example: Example,
): Record<string, Dual> {
  const names = parameterNames(network);
  return Object.fromEntries(
    names.map((name) => [name, costBy(name, names, network, example)]),
  );
}

/** The cost, with its derivative by the parameter of one name. */
function costBy(
  name: string,
  names: readonly string[],
  network: Network,
  example: Example,
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
  for (const { weights } of network.layers) {
    signals = weights.map(() => {
      let net = parameters[bias++];
      for (const signal of signals) {
        net = add(net, multiply(parameters[weight++], signal));
      }
      return logistic(net);
    });
  }
  return signals
    .map((signal, j) => halfSquare(signal, example.target[j]))
    .reduce(add);
}

function parameterNames({ layers }: Network): string[] {
  const names: string[] = [];
  for (const layer of layers) {
    layer.weights.flat().forEach(() => names.push(`w${names.length + 1}`));
  }
  layers.slice(0, -1).flatMap(({ biases }) => biases)
    .forEach((_, j) => names.push(`b_h${j + 1}`));
  layers.at(-1)!.biases.forEach((_, j) => names.push(`b_o${j + 1}`));
  return names;
}
