/**
 * Random networks and examples for property tests.
 *
 * Parameters stay within ±1 and widths within 4, so that no net input leaves ±5 and no sigmoid saturates: at ±5 the
 * derivative a(1 − a) has lost two decimal digits of sixteen to cancellation, at ±30 all of them. Targets are 0 and 1,
 * which such outputs never come near.
 *
 * @module
 */

import fc from "fast-check";
import type { Example, Layer, Network } from "backprop";

/** A network, and an example that fits it. */
export interface Problem {
  readonly network: Network;
  readonly example: Example;
}

const parameter = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 1000);
const width = fc.integer({ min: 1, max: 4 });

function vector<T>(of: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> {
  return fc.array(of, { minLength: length, maxLength: length });
}

function layer(inputs: number, neurons: number): fc.Arbitrary<Layer> {
  return fc.record({
    weights: vector(vector(parameter, inputs), neurons),
    biases: vector(parameter, neurons),
    activation: fc.constant("sigmoid" as const),
  });
}

/** Problems whose networks have from `min` to 3 layers, 1 to 4 neurons wide. */
export function problems(min = 1): fc.Arbitrary<Problem> {
  return fc.array(width, { minLength: min + 1, maxLength: 4 }).chain((widths) =>
    fc.record({
      network: fc.record({
        layers: fc.tuple(
          ...widths.slice(1).map((neurons, l) => layer(widths[l], neurons)),
        ),
      }),
      example: fc.record({
        input: vector(parameter, widths[0]),
        target: vector(fc.constantFrom(0, 1), widths.at(-1)!),
      }),
    })
  );
}

/** Asserts that something is so for many problems, the same ones in every run. */
export function assertAlways(
  claim: (problem: Problem) => void,
  of: fc.Arbitrary<Problem> = problems(),
): void {
  fc.assert(fc.property(of, claim), { numRuns: 200, seed: 1986 });
}

/** Freezes a value to its depths, so that changing anything in it throws a TypeError. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
