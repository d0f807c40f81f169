import {
  type Contender,
  networkOf,
  parametersOf,
  type Run,
  type Task,
} from "./task.ts";

const STRICT = ["-O3", "-march=native"];
const FAST = [...STRICT, "-ffast-math"];
/** GCC's packing of neighbouring statements into vectors makes some of these programs slower, by up to three quarters. */
const FASTS = [FAST, [...FAST, "-fno-tree-slp-vectorize"]];
/** How long each of them is tried, in milliseconds, and how often. */
const TRIAL = 1, TRIALS = 30;

/** C with the network's sizes as constants, and with arithmetic that the compiler may rearrange. */
export const fixedSizes: Contender = {
  name: "C, fixed sizes",
  note: `gcc ${FAST.join(" ")}, with or without ${
    FASTS[1].at(-1)
  }, whichever is faster; computes no costs`,
  prepare(task) {
    const { sizes, training } = task;
    if (training.batch === "all" || sizes[0] > 100) return undefined;
    const runs = FASTS.map((flags) => () => fixedRun(task, flags));
    const tried = runs.map((run) => run());
    const fastest = tried.map(() => Infinity);
    for (let trial = 0; trial < TRIALS; trial++) {
      tried.forEach((run, r) => {
        const start = performance.now();
        let epochs = 0;
        while (performance.now() - start < TRIAL) {
          run.train(100);
          epochs += 100;
        }
        const time = (performance.now() - start) / epochs;
        fastest[r] = Math.min(fastest[r], time);
      });
    }
    return runs[fastest.indexOf(Math.min(...fastest))]();
  },
};

function fixedRun(task: Task, flags: readonly string[]): Run {
  const { sizes, training, examples } = task;
  const [inputs, hidden, outputs] = sizes;
  const { train } = compile("fixed.c", flags, {
    INPUTS: inputs,
    HIDDEN: hidden,
    OUTPUTS: outputs,
    COUNT: examples.length,
    BIASES: training.biases === "own" ? 1 : 0,
  }, {
    train: {
      parameters: ["buffer", "buffer", "buffer", "f64", "i64"],
      result: "void",
    },
  });
  const { parameters, x, t } = flat(task);
  return {
    train: (epochs) =>
      train(parameters, x, t, training.learningRate, BigInt(epochs)),
    parameters: () => [...parameters],
  };
}

/** C as one writes it for networks of any sizes. */
export const genericLoops: Contender = {
  name: "C, generic loops",
  note: `gcc ${STRICT.join(" ")}; computes no costs`,
  prepare(task) {
    const { sizes, training, examples } = task;
    const { train } = compile("generic.c", STRICT, {}, {
      train: {
        // deno-fmt-ignore
        parameters: [
          "i32", "buffer", "buffer", "buffer", "buffer", "i32", "i32", "i32", "f64", "i64",
        ],
        result: "void",
      },
    });
    const { parameters, x, t } = flat(task);
    return {
      train: (epochs) =>
        train(
          sizes.length - 1,
          Int32Array.from(sizes),
          parameters,
          x,
          t,
          examples.length,
          training.batch === "all" ? 1 : 0,
          training.biases === "own" ? 1 : 0,
          training.learningRate,
          BigInt(epochs),
        ),
      parameters: () => [...parameters],
    };
  },
};

function flat(task: Task) {
  return {
    parameters: Float64Array.from(parametersOf(networkOf(task))),
    x: Float64Array.from(task.examples.flatMap(({ input }) => input)),
    t: Float64Array.from(task.examples.flatMap(({ target }) => target)),
  };
}

/** Compiles a source of this folder and opens it; throws where there is no compiler. */
function compile<const S extends Deno.ForeignLibraryInterface>(
  source: string,
  flags: readonly string[],
  constants: Readonly<Record<string, number>>,
  symbols: S,
): Deno.DynamicLibrary<S>["symbols"] {
  const folder = Deno.makeTempDirSync({ prefix: "backprop-bench-" });
  try {
    const path = decodeURIComponent(new URL(source, import.meta.url).pathname);
    const object = `${folder}/train.o`;
    const library = `${folder}/train.so`;
    const defines = Object.entries(constants).map(([name, value]) =>
      `-D${name}=${value}`
    );
    cc([...flags, ...defines, "-fPIC", "-c", path, "-o", object]);
    // Linked with -ffast-math, the library would change how the whole process treats tiny numbers.
    cc(["-shared", object, "-lm", "-o", library]);
    return Deno.dlopen(library, symbols).symbols;
  } finally {
    // An open library does not need its file.
    Deno.removeSync(folder, { recursive: true });
  }
}

function cc(args: string[]): void {
  const { success, stderr } = new Deno.Command("gcc", { args }).outputSync();
  if (success) return;
  throw new Error(`Cannot compile: ${new TextDecoder().decode(stderr)}`);
}
