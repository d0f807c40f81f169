/**
 * The algorithm itself, in three functions: {@linkcode forward} computes what every neuron says,
 * {@linkcode backward} how the cost depends on every parameter, {@linkcode update} takes the step.
 *
 * To follow one weight, say w5 from h1 to o1, read `backward` from top to bottom, where each factor has a line:
 *
 * - `dCost_dActivation` of an output is the derivative of the cost (`cost.ts`);
 * - `dActivation_dNet` is the derivative of the activation function (`activation.ts`);
 * - `deltas` are the products of the two, ∂cost/∂net (unless the two come to something simpler on paper, or the layer is
 *   softmax);
 * - `gradients` are the deltas times the activation that the weight carried, ∂net/∂weight.
 *
 * `update` subtracts gradient × learning rate. For w1, one layer further back, the loop comes round again: there
 * `dCost_dActivation` is what each delta sends back along the weights it came through, added where paths meet.
 *
 * `alter` is there for deliberate mistakes only: it gives back what it is given, unless the step asks for one.
 *
 * Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
 * Nature 323 (1986), equations 1 to 8.
 *
 * @module
 */

import { activations, slopeOf, softmax } from "./activation.ts";
import { costs } from "./cost.ts";
import {
  checkInput,
  checkShapes,
  checkTarget,
  type Layer,
  type Network,
} from "./network.ts";
import { alterationBy, type Matrix } from "./mistakes.ts";
import { type BiasRule, checkStep, DEFAULT_COST, type Step } from "./step.ts";

/** What one layer computed on the way forward, one number a neuron. */
export interface ForwardLayer {
  readonly netInputs: number[];
  readonly activations: number[];
}

/** What one layer computed on the way back. */
export interface BackwardLayer {
  /** ∂cost/∂activation, one number a neuron. */
  readonly dCost_dActivation: number[];
  /** ∂activation/∂net, one number a neuron; in a softmax layer that of the neuron's own net input. */
  readonly dActivation_dNet: number[];
  /** The node deltas ∂cost/∂net, one a neuron; each is also its bias's gradient. */
  readonly deltas: number[];
  /** ∂cost/∂weight, neurons × inputs like the layer's weights. */
  readonly gradients: number[][];
}

/**
 * Feeds an input forward through a network.
 *
 * @param network The network.
 * @param input As many numbers as the first layer takes.
 * @returns Net inputs and activations, layer by layer.
 * @throws {RangeError} If the network's shapes do not fit each other, or the input does not fit the network, or holds what
 * is not a finite number. The parameters are taken as they are; `checkNetwork()` looks at them.
 */
export function forward(
  network: Network,
  input: readonly number[],
): ForwardLayer[] {
  checkShapes(network);
  checkInput(network, input);
  let incoming = input;
  return network.layers.map(({ weights, biases, activation }) => {
    const netInputs = weights.map((row, j) =>
      sum(row.map((weight, i) => weight * incoming[i])) + (biases[j] ?? 0)
    );
    const outputs = activation === "softmax"
      ? softmax(netInputs)
      : netInputs.map(activations[activation].of);
    incoming = outputs;
    return { netInputs, activations: outputs };
  });
}

/**
 * Passes the error back through a network.
 *
 * @param network The network, with the parameters that the forward pass used.
 * @param input The input of that pass.
 * @param layers What {@linkcode forward} returned for it.
 * @param target As many numbers as the network has outputs.
 * @param step The cost, and a mistake if one is to be made.
 * @returns Every factor, delta and gradient, layer by layer.
 * @throws {RangeError} If the input, the layers or the target do not fit the network, or the step cannot be taken.
 *
 * @example One weight's gradient, and its update
 * ```ts
 * import { backward, createNetwork, forward, update } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const network = createNetwork([{ weights: [[2]], activation: "identity" }]);
 * const step = { learningRate: 0.5, biases: "fixed" } as const;
 * const [input, target] = [[3], [5]];
 *
 * const there = forward(network, input);
 * const back = backward(network, input, there, target, step);
 * // (activation − target) · 1 · input
 * assertEquals(back[0].gradients, [[(6 - 5) * 1 * 3]]);
 * assertEquals(update(network, back, step).layers[0].weights, [[2 - 0.5 * 3]]);
 * ```
 */
export function backward(
  network: Network,
  input: readonly number[],
  layers: readonly ForwardLayer[],
  target: readonly number[],
  step: Step,
): BackwardLayer[] {
  checkStep(step);
  checkShapes(network);
  checkInput(network, input);
  checkTarget(network, target);
  checkPass(network, layers, ["netInputs", "activations"], "forward()");
  const alter = alterationBy(step.mistake);
  const cost = alter.cost(costs[step.cost ?? DEFAULT_COST]);
  const back: BackwardLayer[] = [];
  const last = network.layers.length - 1;

  for (let l = last; l >= 0; l--) {
    const { activation } = network.layers[l];
    const { netInputs, activations: outputs } = layers[l];
    const [after] = back;

    // An output feels the cost itself; any other neuron what it has added to the next layer's net inputs.
    const carriers = after &&
      carryingWeights(network.layers[l + 1], after, step);
    const dCost_dActivation = outputs.map((output, j) =>
      after
        ? sum(after.deltas.map((delta, k) => delta * carriers[k][j]))
        : cost.derivative(output, target[j], outputs.length)
    );
    const { derivative } = alter.activation(slopeOf(activation));
    const dActivation_dNet = outputs.map((output, j) =>
      derivative(output, netInputs[j])
    );
    const cancels = step.mistake || after
      ? undefined
      : cost.cancels?.[activation];
    const deltas = cancels
      ? outputs.map((output, j) => cancels(output, target[j], sum(target)))
      : activation === "softmax"
      ? softmaxDeltas(outputs, dCost_dActivation)
      : dCost_dActivation.map((d, j) => d * dActivation_dNet[j]);

    const incoming = l === 0 ? input : layers[l - 1].activations;
    const gradients = deltas.map((delta) => incoming.map((a) => delta * a));
    back.unshift({ dCost_dActivation, dActivation_dNet, deltas, gradients });
  }
  return back;
}

/**
 * Takes one step downhill, all parameters at once.
 *
 * @param network The network; it is not changed.
 * @param back What {@linkcode backward} returned for it.
 * @param step The learning rate, what happens to the biases, and a mistake if one is to be made.
 * @returns A network with the new parameters.
 * @throws {RangeError} If `back` does not fit the network, or the step cannot be taken.
 */
export function update(
  network: Network,
  back: readonly Pick<BackwardLayer, "deltas" | "gradients">[],
  step: Step,
): Network {
  checkStep(step);
  checkShapes(network);
  checkPass(network, back, ["deltas", "gradients"], "backward()");
  const learningRate = alterationBy(step.mistake).learningRate(
    step.learningRate,
  );
  return {
    layers: network.layers.map((layer, l) => {
      const { gradients, deltas } = back[l];
      return {
        ...layer,
        weights: layer.weights.map((row, j) =>
          row.map((weight, i) => weight - learningRate * gradients[j][i])
        ),
        biases: layer.biases.map((bias, j) =>
          bias - learningRate * biasGradient(deltas, j, step.biases)
        ),
      };
    }),
  };
}

/**
 * The gradient of neuron j's bias: its delta, because ∂net/∂bias is 1; the sum of the layer's deltas where they
 * share one bias; 0 where biases are fixed.
 */
export function biasGradient(
  deltas: readonly number[],
  j: number,
  rule: BiasRule,
): number {
  if (rule === "fixed") return 0;
  return rule === "shared" ? sum(deltas) : deltas[j];
}

/** The weights that carry a layer's deltas back: those of the forward pass, unless the step's mistake is to use others. */
export function carryingWeights(
  layer: Layer,
  back: BackwardLayer,
  step: Step,
): Matrix {
  return alterationBy(step.mistake).carriers(
    layer.weights,
    () => update({ layers: [layer] }, [back], step).layers[0].weights,
  );
}

/**
 * The deltas of a softmax layer, whose every activation depends on every net input: neuron j's own net input raises
 * its activation at the cost of all the others'.
 */
function softmaxDeltas(
  outputs: readonly number[],
  dCost_dActivation: readonly number[],
): number[] {
  const mean = sum(outputs.map((output, k) => output * dCost_dActivation[k]));
  return outputs.map((output, j) => output * (dCost_dActivation[j] - mean));
}

/** Refuses what is not the result of a pass through this network. */
function checkPass<Part extends string>(
  { layers }: Network,
  pass: readonly Readonly<Record<Part, readonly unknown[]>>[],
  parts: readonly Part[],
  source: string,
): void {
  const fits = Array.isArray(pass) && pass.length === layers.length &&
    layers.every(({ weights }, l) =>
      parts.every((part) => pass[l]?.[part]?.length === weights.length)
    );
  if (fits) return;
  throw new RangeError(
    `Cannot go on from a pass through another network: pass on what ${source} returned for this one`,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
