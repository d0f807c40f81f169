import {
  createNetwork,
  type Example,
  type Network,
  type Training,
} from "backprop";

/** What all contenders train. Everything is sigmoid, with half the squared error and without momentum. */
export interface Task {
  readonly name: string;
  /** Inputs, hidden neurons, outputs. */
  readonly sizes: readonly number[];
  readonly examples: readonly Example[];
  readonly training: Training & { readonly biases: "own" | "fixed" };
  /** The unit of time that fits a step of it. */
  readonly unit: "ns" | "µs";
}

/** A contender's way to run a task. */
export interface Run {
  /** Trains for some epochs, and is done when it returns. */
  train(epochs: number): void;
  /** The parameters, for each layer its weights row by row, then its biases; for those that can be compared. */
  parameters?(): number[];
}

/** A program that trains networks. */
export interface Contender {
  readonly name: string;
  /** What it does differently. */
  readonly note: string;
  /** Gets ready for a task; undefined where it has no way to do it. */
  prepare(task: Task): Run | undefined;
}

const xor: Example[] = [
  { input: [0, 0], target: [0] },
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [1] },
  { input: [1, 1], target: [0] },
];
const walkThrough: Example[] = [{ input: [0.05, 0.1], target: [0.01, 0.99] }];

/** Numbers from 0 to 1 that look random and are always the same. */
function scatter(k: number): number {
  return (k * 7919 % 1009) / 1009;
}

/** Pictures of 28 × 28 dots, of which one in `every` is not 0. */
function pictures(every: number): Example[] {
  return Array.from({ length: 20 }, (_, n) => ({
    input: Array.from(
      { length: 784 },
      (_, i) => i % every === n % every ? 0.1 + 0.9 * scatter(n * 784 + i) : 0,
    ),
    target: Array.from({ length: 10 }, (_, j) => j === n % 10 ? 1 : 0),
  }));
}

const flowers: Example[] = Array.from({ length: 30 }, (_, n) => ({
  input: Array.from({ length: 4 }, (_, i) => scatter(4 * n + i + 1)),
  target: Array.from({ length: 3 }, (_, j) => j === n % 3 ? 1 : 0),
}));

/** So many epochs that it pays to prepare for them; how many are run, the bench decides. */
const epochs = 1e8;
const online = { learningRate: 0.5, biases: "own", epochs } as const;
const fixed = { ...online, biases: "fixed" } as const;
const batch = { ...online, batch: "all", reduction: "mean" } as const;

function task(
  name: string,
  sizes: readonly number[],
  examples: readonly Example[],
  training: Task["training"],
  unit: Task["unit"] = "ns",
): Task {
  return { name, sizes, examples, training, unit };
}

export const tasks: readonly Task[] = [
  task("2-2-1", [2, 2, 1], xor, online),
  task("2-2-1, biases fixed", [2, 2, 1], xor, fixed),
  task("2-2-2", [2, 2, 2], walkThrough, online),
  task("2-2-2, biases fixed", [2, 2, 2], walkThrough, fixed),
  task("2-4-1", [2, 4, 1], xor, online),
  task("2-4-1, biases fixed", [2, 4, 1], xor, fixed),
  task("784-30-10", [784, 30, 10], pictures(1), online, "µs"),
  task("784-30-10, ⅘ zeros", [784, 30, 10], pictures(5), online, "µs"),
  task("4-8-3, batch of 30", [4, 8, 3], flowers, batch, "µs"),
];

/** The network that a task starts with. */
export function networkOf({ sizes }: Task): Network {
  let k = 0;
  return createNetwork(
    sizes.slice(1).map((neurons, l) => {
      const range = 1 / Math.sqrt(sizes[l]);
      const next = () => (2 * scatter(++k) - 1) * range;
      return {
        weights: Array.from(
          { length: neurons },
          () => Array.from({ length: sizes[l] }, next),
        ),
        biases: Array.from({ length: neurons }, next),
        activation: "sigmoid",
      };
    }),
  );
}

/** A network's parameters, for each layer its weights row by row, then its biases. */
export function parametersOf(network: Network): number[] {
  return network.layers.flatMap(({ weights, biases }) => [
    ...weights.flat(),
    ...biases,
  ]);
}

/** How many steps an epoch has. */
export function stepsOf({ training, examples }: Task): number {
  return training.batch === "all" ? 1 : examples.length;
}
