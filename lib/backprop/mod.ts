/**
 * Backpropagation on networks small enough to print, with every chain-rule factor named.
 *
 * Start reading in `backpropagation.ts`, which is the whole algorithm; `trace.ts` puts names on its results.
 *
 * @module
 */

export {
  type Activation,
  type ActivationName,
  activationNames,
  activations,
  identity,
  LEAK,
  leakyRelu,
  relu,
  sigmoid,
  softmax,
  tanh,
} from "./activation.ts";
export {
  backward,
  type BackwardLayer,
  forward,
  type ForwardLayer,
  update,
} from "./backpropagation.ts";
export * from "./cost.ts";
export * from "./descend.ts";
export * from "./describe_mistake.ts";
export * from "./gradient_check.ts";
export * from "./json.ts";
export * from "./labels.ts";
export {
  checkExample,
  checkNetwork,
  createNetwork,
  type Example,
  type Layer,
  type LayerOptions,
  type Network,
} from "./network.ts";
export * from "./random.ts";
export { type Mistake, mistakeNames } from "./mistakes.ts";
export { type BiasRule, type Step } from "./step.ts";
export {
  type Reduction,
  totalCost,
  type TotalCostOptions,
} from "./total_cost.ts";
export * from "./trace.ts";
export * from "./train.ts";
export * from "./with_parameters.ts";
