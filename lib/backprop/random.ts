import type { ActivationName } from "./activation.ts";
import { createNetwork, type Network } from "./network.ts";
import { show } from "./show.ts";
import { checkName } from "./step.ts";

/**
 * A source of random numbers, the same sequence for the same seed on every machine.
 *
 * The generator is xoshiro128**, its state filled by SplitMix32. Source: Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators", ACM Transactions on Mathematical Software 47 (2021).
 *
 * @param seed A whole number; only its lowest 32 bits count.
 * @returns A function that gives the next number, evenly spread from 0 to below 1, with 53 random bits.
 * @throws {RangeError} If the seed is no whole number.
 *
 * @example
 * ```ts
 * import { seededRandom } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(seededRandom(1)(), seededRandom(1)());
 * ```
 */
export function seededRandom(seed: number): () => number {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Cannot seed the random numbers: the seed must be a whole number, received ${
        show(seed)
      }`,
    );
  }
  let fill = seed | 0;
  const state = Uint32Array.from({ length: 4 }, () => {
    fill = (fill + 0x9e3779b9) | 0;
    let mixed = Math.imul(fill ^ (fill >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  });
  const next32 = () => {
    const scrambled = Math.imul(rotate(Math.imul(state[1], 5), 7), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 11);
    return scrambled;
  };
  return () => ((next32() >>> 5) * 2 ** 26 + (next32() >>> 6)) / 2 ** 53;
}

function rotate(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** How the first weights of a layer are drawn. */
export type Initialization = "uniform" | "normal" | "xavier" | "he";

/** What {@linkcode randomNetwork} is told. */
export interface RandomNetworkOptions {
  /** How many inputs, then how many neurons in each layer: `[2, 3, 1]`. */
  readonly sizes: readonly number[];
  /** The activation function of the hidden layers. */
  readonly hidden: ActivationName;
  /** The activation function of the output layer. */
  readonly output: ActivationName;
  readonly initialization: Initialization;
  /** The bound of `"uniform"`, or the standard deviation of `"normal"`; 1 if not given. The others have their own. */
  readonly scale?: number;
  /** Whether the layers have biases, which start at 0; they do if not said. */
  readonly biases?: boolean;
  /** A whole number; the same seed gives the same network on every machine. */
  readonly seed: number;
}

/** More would not fit into memory as arrays of numbers, or take minutes for a step. */
const MOST_WEIGHTS = 10_000_000;

/**
 * Makes a network with random weights.
 *
 * - `"uniform"` draws evenly between −scale and scale, `"normal"` from a normal distribution around 0.
 * - `"xavier"` draws evenly between ±√(6 / (inputs + neurons)), which keeps sigmoid and tanh layers from saturating.
 *   Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).
 * - `"he"` draws normally with variance 2 / inputs, which suits rectifiers. Source: He, Zhang, Ren and Sun, "Delving
 *   deep into rectifiers" (2015).
 *
 * @param options The sizes, the activation functions, how to draw, and the seed.
 * @returns The network.
 * @throws {RangeError} If a size is no whole number from 1, the sizes make more than ten million weights, the scale is not
 * above 0, the seed is no whole number, or a name is none that there is.
 *
 * @example
 * ```ts
 * import { parametersOf, randomNetwork } from "@denobook/denobook/backprop";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const network = randomNetwork({
 *   sizes: [2, 3, 1],
 *   hidden: "relu",
 *   output: "identity",
 *   initialization: "uniform",
 *   biases: false,
 *   seed: 7,
 * });
 * assertEquals(Object.keys(parametersOf(network)).length, 9);
 * assert(Object.values(parametersOf(network)).every((weight) => Math.abs(weight) <= 1));
 * ```
 */
export function randomNetwork(options: RandomNetworkOptions): Network {
  const {
    sizes,
    hidden,
    output,
    initialization,
    scale = 1,
    biases = true,
    seed,
  } = options ?? {};
  if (
    !Array.isArray(sizes) || sizes.length < 2 ||
    ![...sizes].every((size) => Number.isInteger(size) && size > 0)
  ) {
    throw new RangeError(
      `Cannot make a random network: sizes must be two or more whole numbers from 1, received ${
        show(sizes)
      }`,
    );
  }
  const weights = sizes.reduce(
    (sum, size, l) => sum + size * (sizes[l + 1] ?? 0),
    0,
  );
  if (weights > MOST_WEIGHTS) {
    throw new RangeError(
      `Cannot make a random network: sizes ${
        show(sizes)
      } make ${weights} weights; choose smaller ones, for ${MOST_WEIGHTS} at most`,
    );
  }
  if (!(Number.isFinite(scale) && scale > 0)) {
    throw new RangeError(
      `Cannot make a random network: scale must be a number above 0, received ${
        show(scale)
      }`,
    );
  }
  checkName("initialization", initialization, [
    "uniform",
    "normal",
    "xavier",
    "he",
  ]);
  checkName("biases", biases, [true, false]);
  const random = seededRandom(seed);
  const even = (bound: number) => (2 * random() - 1) * bound;
  return createNetwork(
    sizes.slice(1).map((neurons, l) => {
      const inputs = sizes[l];
      const draw = {
        uniform: () => even(scale),
        normal: () => scale * normal(random),
        xavier: () => even(Math.sqrt(6 / (inputs + neurons))),
        he: () => Math.sqrt(2 / inputs) * normal(random),
      }[initialization];
      return {
        weights: Array.from(
          { length: neurons },
          () => Array.from({ length: inputs }, draw),
        ),
        biases: biases ? Array(neurons).fill(0) : [],
        activation: l === sizes.length - 2 ? output : hidden,
      };
    }),
  );
}

/** A number from the standard normal distribution, by Marsaglia's polar method. */
function normal(random: () => number): number {
  while (true) {
    const x = 2 * random() - 1;
    const y = 2 * random() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) {
      return x * Math.sqrt(-2 * Math.log(square) / square);
    }
  }
}
