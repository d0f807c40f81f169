import type { Contender, Task } from "./task.ts";

/** The packages, each with the version that is compared with. */
const VERSIONS = {
  "@tensorflow/tfjs": "^4.22.0",
  "@tensorflow/tfjs-backend-wasm": "^4.22.0",
  "brain.js": "^1.6.1",
  "ml-matrix": "^6.15.1",
  synaptic: "^1.1.4",
};

/**
 * Loads a package. By a computed name, so that it is fetched only where the bench runs: what a module names outright,
 * every command in this project would fetch, and these are hundreds of megabytes.
 */
// deno-lint-ignore no-explicit-any
function load(name: keyof typeof VERSIONS): Promise<any> {
  const specifier = `npm:${name}@${VERSIONS[name]}`;
  return import(specifier);
}

/** The libraries to compare with. Each is loaded when asked for, and throws where it cannot be. */
export const peers: Readonly<Record<string, () => Promise<Contender>>> = {
  "brain.js": brain,
  synaptic,
  "ml-matrix": mlMatrix,
  "TensorFlow.js, cpu": () => tensorFlow("cpu"),
  "TensorFlow.js, wasm": () => tensorFlow("wasm"),
};

/** What is used of brain.js, whose own types are of another version. */
interface Brain {
  NeuralNetwork: new (options: object) => {
    sizes: readonly number[];
    trainOpts: { momentum: number };
    initialize(): void;
    trainPattern(example: { input: number[]; output: number[] }): void;
  };
}

async function brain(): Promise<Contender> {
  const { default: library } = await load("brain.js");
  const { NeuralNetwork } = library as unknown as Brain;
  return {
    name: "brain.js",
    note: "32-bit numbers; keeps each weight's last change",
    prepare({ sizes, examples, training: { learningRate, biases, batch } }) {
      if (biases === "fixed" || batch === "all") return undefined;
      const net = new NeuralNetwork({ learningRate });
      net.sizes = sizes;
      net.initialize();
      net.trainOpts.momentum = 0;
      const patterns = examples.map(({ input, target }) => ({
        input: [...input],
        output: [...target],
      }));
      return {
        train(epochs) {
          for (let epoch = 0; epoch < epochs; epoch++) {
            for (const pattern of patterns) net.trainPattern(pattern);
          }
        },
      };
    },
  };
}

/** What is used of synaptic, which has no types. */
interface Synaptic {
  Architect: {
    Perceptron: new (...sizes: number[]) => {
      activate(input: readonly number[]): number[];
      propagate(rate: number, target: readonly number[]): void;
    };
  };
}

async function synaptic(): Promise<Contender> {
  const { default: library } = await load("synaptic");
  const { Architect } = library as unknown as Synaptic;
  return {
    name: "synaptic",
    note:
      "generates code for small networks; its deltas come back along weights that are updated already",
    prepare({ sizes, examples, training: { learningRate, biases, batch } }) {
      if (biases === "fixed" || batch === "all") return undefined;
      // For as many connections it would generate megabytes of code.
      if (sizes[0] > 100) return undefined;
      const net = new Architect.Perceptron(...sizes);
      return {
        train(epochs) {
          for (let epoch = 0; epoch < epochs; epoch++) {
            for (const { input, target } of examples) {
              net.activate(input);
              net.propagate(learningRate, target);
            }
          }
        },
      };
    },
  };
}

async function mlMatrix(): Promise<Contender> {
  const { Matrix } = await load("ml-matrix");
  const sigmoid = (net: number) => 1 / (1 + Math.exp(-net));
  return {
    name: "ml-matrix",
    note: "a network written by hand on its matrices; one column an example",
    prepare({ sizes, examples, training }) {
      if (training.biases === "fixed") return undefined;
      const layers = sizes.slice(1).map((neurons, l) => ({
        weights: Matrix.rand(neurons, sizes[l]).sub(0.5),
        biases: Matrix.rand(neurons, 1).sub(0.5),
      }));
      const columns = training.batch === "all" ? [examples] : examples.map((
        example,
      ) => [example]);
      const batches = columns.map((batch) => ({
        x: new Matrix(batch.map(({ input }) => [...input])).transpose(),
        t: new Matrix(batch.map(({ target }) => [...target])).transpose(),
        rate: training.learningRate / batch.length,
      }));
      const step = ({ x, t, rate }: typeof batches[number]) => {
        const activations = [x];
        for (const { weights, biases } of layers) {
          const net = weights.mmul(activations.at(-1)!)
            .addColumnVector(biases);
          activations.push(
            net.apply((i: number, j: number) =>
              void net.set(i, j, sigmoid(net.get(i, j)))
            ),
          );
        }
        const slopeAt = (l: number) => {
          const a = activations[l];
          return a.clone().mul(-1).add(1).mul(a);
        };
        let deltas = activations.at(-1)!.clone().sub(t)
          .mul(slopeAt(layers.length));
        for (let l = layers.length - 1; l >= 0; l--) {
          const { weights, biases } = layers[l];
          const back = l > 0
            ? weights.transpose().mmul(deltas).mul(slopeAt(l))
            : deltas;
          weights.sub(deltas.mmul(activations[l].transpose()).mul(rate));
          biases.sub(
            Matrix.columnVector(deltas.sum("row")).mul(rate),
          );
          deltas = back;
        }
      };
      return {
        train(epochs) {
          for (let epoch = 0; epoch < epochs; epoch++) batches.forEach(step);
        },
      };
    },
  };
}

async function tensorFlow(backend: "cpu" | "wasm"): Promise<Contender> {
  // It greets on the console whoever runs it without its native library.
  const { warn } = console;
  console.warn = () => {};
  try {
    const tf = await load("@tensorflow/tfjs");
    if (backend === "wasm") await load("@tensorflow/tfjs-backend-wasm");
    if (!await tf.setBackend(backend)) {
      throw new Error(`Cannot start the backend ${backend}`);
    }
    await tf.ready();
    return {
      name: `TensorFlow.js, ${backend}`,
      note: "32-bit numbers; automatic differentiation",
      prepare: (task: Task) => {
        tf.setBackend(backend);
        if (task.training.biases === "fixed") return undefined;
        return prepareTensors(tf, backend, task);
      },
    };
  } finally {
    console.warn = warn;
  }
}

function prepareTensors(
  // deno-lint-ignore no-explicit-any
  tf: any,
  backend: string,
  { sizes, examples, training }: Task,
) {
  const layers = sizes.slice(1).map((neurons, l) => ({
    weights: tf.variable(tf.randomNormal([sizes[l], neurons])),
    biases: tf.variable(tf.zeros([neurons])),
  }));
  const groups = training.batch === "all"
    ? [examples]
    : examples.map((example) => [example]);
  const batches = groups.map((batch) => ({
    x: tf.tensor2d(batch.map(({ input }) => [...input])),
    t: tf.tensor2d(batch.map(({ target }) => [...target])),
    share: 0.5 / batch.length,
  }));
  const optimizer = tf.train.sgd(training.learningRate);
  const step = ({ x, t, share }: typeof batches[number]) =>
    optimizer.minimize(() => {
      let a = x;
      for (const { weights, biases } of layers) {
        a = tf.sigmoid(tf.add(tf.matMul(a, weights), biases));
      }
      return tf.mul(tf.sum(tf.square(tf.sub(a, t))), share) as ReturnType<
        typeof tf.scalar
      >;
    });
  return {
    train(epochs: number) {
      tf.setBackend(backend);
      for (let epoch = 0; epoch < epochs; epoch++) batches.forEach(step);
      // What has not been computed yet must be now.
      layers[0].weights.dataSync();
    },
  };
}
