/**
 * Random networks and examples for property tests.
 *
 * Parameters stay within ±1 and widths within 4. Where derivatives are compared to the last digits, net inputs stay
 * where they have them: at ±5 the sigmoid's a(1 − a) has lost two decimal digits of sixteen to cancellation, at ±30 all
 * of them; tanh's 1 − a² has lost as many at ±3. Rectifiers stay off their kink.
 *
 * @module
 */

import fc from "fast-check";
import {
  type ActivationName,
  activationNames,
  type CostName,
  costs,
  type Example,
  forward,
  type Layer,
  type Network,
} from "backprop";

/** A network, and an example that fits it. */
export interface Problem {
  readonly network: Network;
  readonly example: Example;
}

/** A problem with a cost that its outputs can have, and examples, of which its example is the first. */
export interface CostProblem extends Problem {
  readonly cost: CostName;
  readonly examples: readonly Example[];
}

export const costNames = Object.keys(costs) as CostName[];

const parameter = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 1000);
const share = fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000);
const width = fc.integer({ min: 1, max: 4 });

function vector<T>(of: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> {
  return fc.array(of, { minLength: length, maxLength: length });
}

function layer(
  inputs: number,
  neurons: number,
  activation: ActivationName,
  biases: fc.Arbitrary<number[]> = vector(parameter, neurons),
): fc.Arbitrary<Layer> {
  return fc.record({
    weights: vector(vector(parameter, inputs), neurons),
    biases,
    activation: fc.constant(activation),
  });
}

/** Problems whose sigmoid networks have from `min` to 3 layers, 1 to 4 neurons wide; their targets are 0 and 1. */
export function problems(min = 1): fc.Arbitrary<Problem> {
  return fc.array(width, { minLength: min + 1, maxLength: 4 }).chain((widths) =>
    fc.record({
      network: fc.record({
        layers: fc.tuple(
          ...widths.slice(1).map((neurons, l) =>
            layer(widths[l], neurons, "sigmoid")
          ),
        ),
      }),
      example: fc.record({
        input: vector(parameter, widths[0]),
        target: vector(fc.constantFrom(0, 1), widths.at(-1)!),
      }),
    })
  );
}

/** The activation functions of outputs that a cost can be taken of. */
export function outputsFor(cost: CostName): readonly ActivationName[] {
  if (cost === "cross-entropy") return ["softmax", "sigmoid"];
  return cost === "binary-cross-entropy" ? ["sigmoid"] : activationNames;
}

/**
 * Problems of every kind that the library knows: each hidden layer with an activation function of its own, layers
 * without biases, softmax inside as well as at the end.
 *
 * @param cost The cost to be taken of the outputs.
 * @param output Their activation function; any that the cost can be taken of if not given.
 * @param hidden The activation functions of the hidden layers; any if not given.
 */
export function costProblems(
  cost: CostName,
  output?: ActivationName,
  hidden: readonly ActivationName[] = activationNames,
): fc.Arbitrary<CostProblem> {
  const outputs = output ? [output] : outputsFor(cost);
  const shares = cost.endsWith("cross-entropy");
  return fc.array(width, { minLength: 2, maxLength: 4 }).chain((widths) => {
    const last = widths.length - 2;
    const layers = widths.slice(1).map((neurons, l) =>
      fc.constantFrom(...(l === last ? outputs : hidden)).chain((activation) =>
        layer(
          widths[l],
          neurons,
          activation,
          fc.oneof(vector(parameter, neurons), fc.constant<number[]>([])),
        )
      )
    );
    return fc.record({
      network: fc.record({ layers: fc.tuple(...layers) }),
      examples: fc.array(
        fc.record({
          input: vector(parameter, widths[0]),
          target: vector(shares ? share : parameter, widths.at(-1)!),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    });
  })
    .filter(({ network, examples }) =>
      examples.every((example) => isWellConditioned({ network, example }))
    )
    .map((problem) => ({ ...problem, cost, example: problem.examples[0] }));
}

/** Problems of every kind, with every cost. */
export function anyProblems(): fc.Arbitrary<CostProblem> {
  return fc.oneof(...costNames.map((cost) => costProblems(cost)));
}

/** Whether every net input is where its activation function's derivative has its digits. */
function isWellConditioned({ network, example }: Problem): boolean {
  return forward(network, example.input).every(({ netInputs }, l) =>
    netInputs.every((net) => {
      switch (network.layers[l].activation) {
        case "tanh":
          return Math.abs(net) < 3;
        case "relu":
        case "leaky-relu":
          return Math.abs(net) > 1e-3;
        default:
          return Math.abs(net) < 5;
      }
    })
  );
}

/** Asserts that something is so for many problems, the same ones in every run. */
export function assertAlways<P extends Problem = Problem>(
  claim: (problem: P) => void,
  of: fc.Arbitrary<P> = problems() as fc.Arbitrary<P>,
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
