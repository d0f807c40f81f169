/**
 * The algorithm itself, in three functions: {@linkcode forward} computes what every neuron says,
 * {@linkcode backward} how the cost depends on every parameter, {@linkcode update} takes the step.
 *
 * To follow one weight, say w5 from h1 to o1: `backward` starts at the outputs with ∂cost/∂activation, multiplies
 * by ∂activation/∂net to get the neuron's delta, and by the activation that the weight carried, ∂net/∂weight, to get
 * the gradient. Then it passes each delta back along the weights it came through, adds where paths meet, and has
 * ∂cost/∂activation for the layer before. `update` subtracts gradient × learning rate.
 *
 * Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
 * Nature 323 (1986), equations 1 to 8.
 *
 * @module
 */

import { activations } from "./activation.ts";
import { type CostName, costs } from "./cost.ts";
import type { Layer, Network } from "./network.ts";

/** What one layer computed on the way forward, one number a neuron. */
export interface ForwardLayer {
  readonly netInputs: number[];
  readonly activations: number[];
}

/** What one layer computed on the way back. */
export interface BackwardLayer {
  /** ∂cost/∂activation, one number a neuron. */
  readonly dCost_dActivation: number[];
  /** ∂activation/∂net, one number a neuron. */
  readonly dActivation_dNet: number[];
  /** The node deltas ∂cost/∂net, one a neuron; each is also its bias's gradient. */
  readonly deltas: number[];
  /** ∂cost/∂weight, neurons × inputs like the layer's weights. */
  readonly gradients: number[][];
}

/**
 * What happens to the biases in an update: `"fixed"` leaves them alone, `"own"` moves each by its own gradient,
 * `"shared"` treats a layer's biases as one parameter, whose gradient is the sum of the layer's deltas; they must
 * start out equal to stay so.
 */
export type BiasRule = "fixed" | "own" | "shared";

/**
 * A rule that learners get wrong, on purpose: `"updated-weights"` passes the deltas back along weights that this
 * step has already updated, instead of the weights that the forward pass used.
 */
export type Mistake = "updated-weights";

/** How one step of gradient descent is taken. */
export interface Step {
  /** The cost to descend; half the squared error if not given. */
  readonly cost?: CostName;
  /** The factor on every gradient, η. */
  readonly learningRate: number;
  readonly biases: BiasRule;
  readonly mistake?: Mistake;
}

/**
 * Checks that a step is one that can be taken. A notebook's code is not type-checked when it runs, so a name that does
 * not exist gets this far.
 *
 * @param step The step.
 * @throws {RangeError} If its learning rate is not finite, or a name in it is none that there is.
 */
export function checkStep(step: Step): void {
  const { cost, learningRate, biases, mistake } = step;
  if (!Number.isFinite(learningRate)) {
    throw new RangeError(
      `Cannot take a step: learningRate must be a finite number, received ${learningRate}`,
    );
  }
  checkName("cost", cost ?? "half-squared-error", Object.keys(costs));
  checkName("biases", biases, ["fixed", "own", "shared"]);
  if (mistake !== undefined) checkName("mistake", mistake, ["updated-weights"]);
}

function checkName(option: string, name: string, known: readonly string[]) {
  if (known.includes(name)) return;
  throw new RangeError(
    `Cannot take a step: ${option} must be one of ${
      known.map((name) => `"${name}"`).join(", ")
    }, received ${JSON.stringify(name)}`,
  );
}

/**
 * Feeds an input forward through a network.
 *
 * @param network The network.
 * @param input As many numbers as the first layer takes.
 * @returns Net inputs and activations, layer by layer.
 */
export function forward(
  network: Network,
  input: readonly number[],
): ForwardLayer[] {
  let incoming = input;
  return network.layers.map((layer) => {
    const netInputs = layer.weights.map((row, j) =>
      sum(row.map((weight, i) => weight * incoming[i])) + layer.biases[j]
    );
    const activation = activations[layer.activation];
    incoming = netInputs.map(activation.of);
    return { netInputs, activations: [...incoming] };
  });
}

/**
 * Passes the error back through a network.
 *
 * @param network The network, with the parameters that the forward pass used.
 * @param input The input of that pass.
 * @param layers What {@linkcode forward} returned for it.
 * @param target As many numbers as the network has outputs.
 * @param step The cost; for its mistake also the learning rate.
 * @returns Every factor, delta and gradient, layer by layer.
 */
export function backward(
  network: Network,
  input: readonly number[],
  layers: readonly ForwardLayer[],
  target: readonly number[],
  step: Step,
): BackwardLayer[] {
  const cost = costs[step.cost ?? "half-squared-error"];
  const back: BackwardLayer[] = [];
  const last = network.layers.length - 1;

  for (let l = last; l >= 0; l--) {
    const { netInputs, activations: outputs } = layers[l];
    const activation = activations[network.layers[l].activation];

    const dCost_dActivation = l === last
      ? outputs.map((output, j) => cost.derivative(output, target[j]))
      : passBack(network.layers[l + 1], back[0], outputs.length, step);
    const dActivation_dNet = outputs.map((output, j) =>
      activation.derivative(output, netInputs[j])
    );
    const deltas = dCost_dActivation.map((d, j) => d * dActivation_dNet[j]);

    const incoming = l === 0 ? input : layers[l - 1].activations;
    const gradients = deltas.map((delta) => incoming.map((a) => delta * a));
    back.unshift({ dCost_dActivation, dActivation_dNet, deltas, gradients });
  }
  return back;
}

/**
 * ∂cost/∂activation of the layer before `next`: for each of its neurons, the sum of the deltas that it helped to
 * cause, each times the weight that leads there.
 */
function passBack(
  next: Layer,
  back: BackwardLayer,
  neurons: number,
  step: Step,
): number[] {
  const weights = carryingWeights(next, back, step);
  return Array.from(
    { length: neurons },
    (_, j) => sum(back.deltas.map((delta, k) => delta * weights[k][j])),
  );
}

/** The weights that carry a layer's deltas back: those of the forward pass, unless the step's mistake is to use others. */
export function carryingWeights(
  layer: Layer,
  back: BackwardLayer,
  { mistake, learningRate }: Step,
): Layer["weights"] {
  return mistake === "updated-weights"
    ? descend(layer.weights, back.gradients, learningRate)
    : layer.weights;
}

/**
 * Takes one step downhill, all parameters at once.
 *
 * @param network The network; it is not changed.
 * @param back What {@linkcode backward} returned for it.
 * @param step The learning rate and what happens to the biases.
 * @returns A network with the new parameters.
 */
export function update(
  network: Network,
  back: readonly BackwardLayer[],
  step: Step,
): Network {
  return {
    layers: network.layers.map((layer, l) => ({
      ...layer,
      weights: descend(layer.weights, back[l].gradients, step.learningRate),
      biases: layer.biases.map((bias, j) =>
        bias - step.learningRate * biasGradient(back[l].deltas, j, step.biases)
      ),
    })),
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

function descend(
  weights: Layer["weights"],
  gradients: number[][],
  learningRate: number,
): number[][] {
  return weights.map((row, j) =>
    row.map((weight, i) => weight - learningRate * gradients[j][i])
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
