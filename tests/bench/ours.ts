import { createEngine } from "../../lib/backprop/fast/engine.ts";
import { createFlatEngine, flatten } from "../../lib/backprop/fast/flat.ts";
import { createLoopKernel } from "../../lib/backprop/fast/loops.ts";
import { type Contender, networkOf, parametersOf } from "./task.ts";

/** What `train` runs. */
export const ours: Contender = {
  name: "ours",
  note: "keeps the cost of every epoch",
  prepare(task) {
    const engine = createEngine(networkOf(task), task.examples, task.training);
    return {
      train: (epochs) => void engine.run(epochs, "during"),
      parameters: () => parametersOf(engine.network()),
    };
  },
};

/** What `train` runs where neither generated code nor WebAssembly may be run. */
export const ourLoops: Contender = {
  name: "ours, loops",
  note:
    "where neither code nor WebAssembly may be run; keeps the cost of every epoch",
  prepare(task) {
    const flat = flatten(networkOf(task), task.examples, task.training);
    const engine = createFlatEngine(flat, createLoopKernel(flat));
    return {
      train: (epochs) => void engine.run(epochs, "during"),
      parameters: () => parametersOf(engine.network()),
    };
  },
};
