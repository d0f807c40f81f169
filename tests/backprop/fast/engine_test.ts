import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type ActivationName,
  activationNames,
  type CostName,
  costs,
  createNetwork,
  type Example,
  type Network,
  type Training,
} from "backprop";
import fc from "fast-check";
import { createClearEngine } from "../../../lib/backprop/fast/clear.ts";
import {
  createEngine,
  type Engine,
} from "../../../lib/backprop/fast/engine.ts";
import { createFlatEngine, flatten } from "../../../lib/backprop/fast/flat.ts";
import { createLoopKernel } from "../../../lib/backprop/fast/loops.ts";
import { createOnlineEngine } from "../../../lib/backprop/fast/online.ts";

interface Problem {
  readonly network: Network;
  readonly examples: readonly Example[];
  readonly training: Training;
}

/** The epochs of a training so long that other code runs it than a short one, from the first of them on. */
const LONG = 1e8;
/** How many of them are run here. */
const FEW = 3;

type History = "after" | "during";
const histories: readonly History[] = ["after", "during"];

const parameter = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 1000);
/** Inputs are 0 and 1 as often as not. */
const input = fc.oneof(parameter, fc.constantFrom(0, 0, 1));
const width = fc.integer({ min: 1, max: 5 });

function vector<T>(of: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> {
  return fc.array(of, { minLength: length, maxLength: length });
}

/** The costs of shares of 1 are for outputs between 0 and 1. */
function outputOf(cost: CostName): readonly ActivationName[] {
  return cost.endsWith("cross-entropy")
    ? ["sigmoid", "softmax"]
    : activationNames;
}

const costNames = Object.keys(costs) as CostName[];

/** Trainings of every kind, of networks with 1 to 3 layers of 1 to 5 neurons. */
const problems: fc.Arbitrary<Problem> = fc.record({
  widths: fc.array(width, { minLength: 2, maxLength: 4 }),
  cost: fc.constantFrom(...costNames),
}).chain(({ widths, cost }) =>
  fc.record({
    network: fc.tuple(
      ...widths.slice(1).map((neurons, l) =>
        fc.record({
          weights: vector(vector(parameter, widths[l]), neurons),
          biases: fc.oneof(vector(parameter, neurons), fc.constant([])),
          activation: fc.constantFrom(
            ...(l === widths.length - 2 ? outputOf(cost) : activationNames),
          ),
        })
      ),
    ).map((layers) => createNetwork(layers)),
    examples: fc.array(
      fc.record({
        input: vector(input, widths[0]),
        target: vector(fc.constantFrom(0, 0.25, 1), widths.at(-1)!),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    training: fc.record({
      cost: fc.constant(cost),
      learningRate: fc.constantFrom(0.1, 0.25, -0.05),
      biases: fc.constantFrom("fixed", "own", "shared"),
      epochs: fc.constantFrom(FEW, LONG),
      batch: fc.constantFrom<Training["batch"]>(1, 1, 2, 3, 10, "all"),
      reduction: fc.constantFrom("sum", "mean"),
      momentum: fc.constantFrom(0, 0, 0.5),
    }),
  })
);

/** Where a page's content security policy forbids it, no code can be made from text. */
function withoutCodeGeneration<T>(work: () => T): T {
  const { Function: own } = globalThis;
  globalThis.Function = class {
    constructor() {
      throw new EvalError("Code generation from strings disallowed");
    }
  } as unknown as FunctionConstructor;
  try {
    return work();
  } finally {
    globalThis.Function = own;
  }
}

/** Where the policy forbids it, or a browser is too old, no module can be made. */
function withoutWebAssembly<T>(work: () => T): T {
  const { Module: own } = WebAssembly;
  WebAssembly.Module = class {
    constructor() {
      throw new WebAssembly.CompileError("Wasm code generation disallowed");
    }
  } as unknown as typeof own;
  try {
    return work();
  } finally {
    WebAssembly.Module = own;
  }
}

/** All numbers that come out of a training. */
function outcome(
  { network, examples, training }: Problem,
  history: History,
  create = createEngine,
): number[] {
  const engine = create(network, examples, training);
  const before = engine.cost();
  const epochs = training.epochs === LONG ? FEW : training.epochs;
  const first = Array.from(engine.run(epochs - 1, history));
  const last = Array.from(engine.run(1, history));
  const parameters = engine.network().layers.flatMap(({ weights, biases }) => [
    ...weights.flat(),
    ...biases,
  ]);
  return [before, ...first, ...last, engine.cost(), ...parameters];
}

function assertAllClose(actual: number[], expected: number[]): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, k) => {
    const allowed = 1e-12 * Math.max(1, Math.abs(expected[k]));
    assert(
      Object.is(value, expected[k]) ||
        Math.abs(value - expected[k]) <= allowed,
      `number ${k} is ${value} and should be ${expected[k]}`,
    );
  });
}

/** 0 and −0 are one number here. */
const unsigned = (values: number[]) => values.map((value) => value + 0);

function assertAlways(claim: (problem: Problem) => void): void {
  fc.assert(fc.property(problems, claim), { numRuns: 1000, seed: 1986 });
}

Deno.test("createEngine() finds the numbers of the clear algorithm", () => {
  assertAlways((problem) => {
    for (const history of histories) {
      const expected = outcome(problem, history, createClearEngine);
      // A training that explodes magnifies the last bit of any number without bound.
      fc.pre(expected.every((value) => Math.abs(value) < 1e3));
      assertAllClose(outcome(problem, history), expected);
    }
  });
});

Deno.test("createEngine() finds the same numbers, to the last bit, where code cannot be generated", () => {
  assertAlways((problem) => {
    for (const history of histories) {
      assertEquals(
        unsigned(withoutCodeGeneration(() => outcome(problem, history))),
        unsigned(outcome(problem, history)),
      );
    }
  });
});

/** Trainings that `online.ts` knows, some of them with net inputs beyond the logistic function's table. */
const onlineProblems = fc.record({
  problem: problems,
  scale: fc.constantFrom(1, 1, 100),
  cost: fc.constantFrom(...costNames.filter((name) => /squared/.test(name))),
}).map((
  { problem: { network, examples, training }, scale, cost },
): Problem => ({
  network: {
    layers: network.layers.map(({ weights, biases }) => ({
      weights: weights.map((row) => row.map((weight) => scale * weight)),
      biases,
      activation: "sigmoid",
    })),
  },
  examples,
  training: { ...training, cost, batch: 1, momentum: 0, epochs: LONG },
}));

function createOnline(...training: Parameters<typeof createEngine>): Engine {
  const engine = createOnlineEngine(flatten(...training));
  assert(engine);
  return engine;
}

Deno.test("createOnlineEngine() finds the numbers of generated code, to the last bit", () => {
  fc.assert(
    fc.property(onlineProblems, (problem) => {
      for (const history of histories) {
        assertEquals(
          unsigned(outcome(problem, history, createOnline)),
          unsigned(outcome(problem, history)),
        );
      }
    }),
    { numRuns: 1000, seed: 1986 },
  );
});

Deno.test("createOnlineEngine() has the table of the logistic function, to the last bit", () => {
  // A neuron a net input, at the table's nodes and between them; its first step leaves −a²(1 − a) in its bias.
  const nets = Array.from(
    { length: 16_900 },
    (_, k) => (k - 8450) / 128 + (k % 2) * (k * 7919 % 1009) / 2 ** 18,
  );
  const network = createNetwork([{
    weights: nets.map((net) => [net]),
    biases: nets.map(() => 0),
    activation: "sigmoid",
  }]);
  const examples = [{ input: [1], target: nets.map(() => 0) }];
  const training: Training = { learningRate: 1, biases: "own", epochs: 1 };
  const flat = flatten(network, examples, training);
  const loops = createFlatEngine(flat, createLoopKernel(flat));
  const online = createOnline(network, examples, training);
  for (const engine of [loops, online]) engine.run(1, "during");
  assertEquals(
    unsigned([...online.network().layers[0].biases]),
    unsigned([...loops.network().layers[0].biases]),
  );
});

Deno.test("createOnlineEngine() knows no training but online ones of sigmoid networks with a squared error and without momentum", () => {
  const network = dense([2, 2, 1], 0.5);
  const examples = sparse(2, 1);
  const online = { learningRate: 0.5, biases: "own", epochs: 1 } as const;
  const [hidden, output] = network.layers;
  const others: [Network, Training][] = [
    [{ layers: [{ ...hidden, activation: "tanh" }, output] }, online],
    [network, { ...online, cost: "binary-cross-entropy" }],
    [network, { ...online, batch: 2, reduction: "sum" }],
    [network, { ...online, momentum: 0.5 }],
  ];
  for (const [network, training] of others) {
    const flat = flatten(network, examples, training);
    assertEquals(createOnlineEngine(flat), undefined);
  }
});

Deno.test("createEngine() runs a short training in WebAssembly and a long one as a program", () => {
  const network = dense([2, 2, 1], 0.5);
  const work = (epochs: number) => () =>
    createEngine(network, sparse(2, 1), {
      learningRate: 0.5,
      biases: "own",
      epochs,
    }).run(1, "after");
  assert(withoutCodeGeneration(work(25_000)));
  assert(withoutWebAssembly(work(25_001)));
});

/** A network whose layers have these widths, with weights as large as `scale`. */
function dense(widths: readonly number[], scale: number): Network {
  let k = 0;
  const next = () => scale * (2 * (++k * 7919 % 1009) / 1009 - 1);
  return createNetwork(
    widths.slice(1).map((neurons, l) => ({
      weights: Array.from(
        { length: neurons },
        () => Array.from({ length: widths[l] }, next),
      ),
      biases: Array.from({ length: neurons }, next),
      activation: "sigmoid",
    })),
  );
}

/** Examples of which every third input is not 0. */
function sparse(inputs: number, outputs: number): Example[] {
  return Array.from({ length: 4 }, (_, n) => ({
    input: Array.from(
      { length: inputs },
      (_, i) => (i + n) % 3 === 0 ? (i + 1) / inputs : 0,
    ),
    target: Array.from({ length: outputs }, (_, j) => (n + j) % 2),
  }));
}

for (const momentum of [0, 0.5]) {
  for (const batch of [1, 3, "all"] as const) {
    Deno.test(`createEngine() finds the numbers of the clear algorithm for a large network: momentum ${momentum}, batch ${batch}`, () => {
      const problem: Problem = {
        network: dense([50, 11, 7, 3], 0.3),
        examples: sparse(50, 3),
        training: {
          learningRate: 0.5,
          biases: "own",
          epochs: 10,
          batch,
          reduction: "mean",
          momentum,
        },
      };
      for (const history of histories) {
        assertAllClose(
          outcome(problem, history),
          outcome(problem, history, createClearEngine),
        );
      }
    });
  }
}

Deno.test("createEngine() finds the same numbers, to the last bit, without WebAssembly, whatever the widths", () => {
  for (let width = 1; width <= 40; width++) {
    const problem: Problem = {
      network: dense([101, width, 41 - width], 0.3),
      examples: [
        ...sparse(101, 41 - width),
        { input: Array(101).fill(0), target: Array(41 - width).fill(1) },
      ],
      training: {
        learningRate: 0.5,
        biases: "own",
        epochs: 3,
        batch: width % 3 === 0 ? 2 : 1,
        reduction: "mean",
        momentum: width % 4 === 0 ? 0.5 : 0,
      },
    };
    assertEquals(
      withoutWebAssembly(() => outcome(problem, "during")),
      outcome(problem, "during"),
    );
  }
});

Deno.test("createEngine() finds the same numbers where there is no WebAssembly at all", () => {
  const { WebAssembly: own } = globalThis;
  const problem: Problem = {
    network: dense([50, 11, 3], 0.3),
    examples: sparse(50, 3),
    training: { learningRate: 0.5, biases: "own", epochs: 3 },
  };
  const expected = outcome(problem, "after");
  try {
    Reflect.deleteProperty(globalThis, "WebAssembly");
    assertEquals(outcome(problem, "after"), expected);
  } finally {
    globalThis.WebAssembly = own;
  }
});

Deno.test("createEngine() finds the same numbers where the logistic function's table ends", () => {
  for (const scale of [60, 100, 500, 1000]) {
    for (const batch of [1, 3, "all"] as const) {
      const problem: Problem = {
        network: dense([3, 4, 2], scale),
        examples: sparse(3, 2),
        training: {
          cost: "binary-cross-entropy",
          learningRate: 20,
          biases: "own",
          epochs: 10,
          batch,
          reduction: "sum",
        },
      };
      for (const history of histories) {
        const numbers = outcome(problem, history);
        assert(!numbers.some(Number.isNaN));
        assertEquals(
          unsigned(numbers),
          unsigned(withoutCodeGeneration(() => outcome(problem, history))),
        );
      }
    }
  }
});

Deno.test("createEngine() runs no epochs when there are none to run", () => {
  const network = dense([2, 2, 1], 0.5);
  for (const batch of [1, "all"] as const) {
    const engine = createEngine(network, sparse(2, 1), {
      learningRate: 0.5,
      biases: "own",
      epochs: 0,
      batch,
      reduction: "sum",
    });
    for (const history of histories) {
      assertEquals(engine.run(0, history).length, 0);
    }
    assertEquals(engine.network(), network);
  }
});

Deno.test("createEngine() makes a deliberate mistake like the clear algorithm", () => {
  const problem: Problem = {
    network: dense([2, 2, 1], 0.5),
    examples: sparse(2, 1),
    training: {
      learningRate: 0.5,
      biases: "own",
      epochs: 5,
      mistake: "sign-flipped",
    },
  };
  assertEquals(
    outcome(problem, "after"),
    outcome(problem, "after", createClearEngine),
  );
});

Deno.test("createEngine() lets no error but a refusal pass for one", () => {
  const { Function: own } = globalThis;
  globalThis.Function = class {
    constructor() {
      throw new SyntaxError("Unexpected token");
    }
  } as unknown as FunctionConstructor;
  try {
    assertThrows(
      () =>
        createEngine(dense([2, 2, 1], 0.5), sparse(2, 1), {
          learningRate: 0.5,
          biases: "own",
          epochs: LONG,
        }),
      SyntaxError,
    );
  } finally {
    globalThis.Function = own;
  }
});
