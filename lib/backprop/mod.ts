/**
 * Backpropagation on networks small enough to print, with every chain-rule factor named.
 *
 * Start reading in `backpropagation.ts`, which is the whole algorithm; `trace.ts` puts names on its results.
 *
 * @module
 */

export * from "./activation.ts";
export * from "./backpropagation.ts";
export * from "./cost.ts";
export * from "./gradient_check.ts";
export * from "./labels.ts";
export * from "./network.ts";
export * from "./trace.ts";
export * from "./train.ts";
