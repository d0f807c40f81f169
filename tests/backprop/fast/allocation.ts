/**
 * Prints how many bytes a training step leaves on the heap, for every fast engine, as JSON.
 *
 * `allocation_test.ts` runs it in a process of its own, with a compiler that is done when the warm-up is, however busy the
 * machine, and a heap in which the garbage of the measurement stays until its end.
 *
 * @module
 */

import { type ActivationName, createNetwork, type Training } from "backprop";
import { createFlatEngine, flatten } from "../../../lib/backprop/fast/flat.ts";
import { createEngine } from "../../../lib/backprop/fast/engine.ts";
import { createLoopKernel } from "../../../lib/backprop/fast/loops.ts";

/** An epoch has four steps. */
const examples = [[0, 0], [0, 1], [1, 0], [1, 1]].map((input) => ({
  input,
  target: [input[0] ^ input[1]],
}));

/** So long that code is generated for it. */
const online: Training = { learningRate: 0.5, biases: "own", epochs: 1e8 };
const trainings: Record<string, Training> = {
  online,
  momentum: { ...online, momentum: 0.5 },
  batch: { ...online, batch: 2, reduction: "mean" },
};

/** A network with so many hidden neurons. */
function network(hidden: number, activation: ActivationName = "sigmoid") {
  const row = (length: number) =>
    Array.from({ length }, (_, i) => (i % 3 - 1) / 2);
  return createNetwork([
    {
      weights: Array.from({ length: hidden }, () => row(2)),
      biases: row(hidden),
      activation,
    },
    { weights: [row(hidden)], biases: [0], activation: "sigmoid" },
  ]);
}

const engines = Object.fromEntries(
  Object.entries(trainings).flatMap(([name, training]) => {
    const flat = flatten(network(2), examples, training);
    return [
      [`generated, ${name}`, createEngine(network(2), examples, training)],
      [`SIMD, ${name}`, createEngine(network(30), examples, training)],
      [`loops, ${name}`, createFlatEngine(flat, createLoopKernel(flat))],
    ];
  }),
);

engines["short, online"] = createEngine(network(2), examples, {
  ...online,
  epochs: 1,
});

const EPOCHS = 20_000;
const bytes: Record<string, number> = {};
for (const [name, engine] of Object.entries(engines)) {
  for (let warm = 0; warm < 3; warm++) engine.run(EPOCHS, "during");
  const before = Deno.memoryUsage().heapUsed;
  engine.run(EPOCHS, "during");
  bytes[name] = (Deno.memoryUsage().heapUsed - before) /
    (EPOCHS * examples.length);
}
console.log(JSON.stringify(bytes));
