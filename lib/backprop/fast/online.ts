import type { Engine } from "./engine.ts";
import { createFlatEngine, type FlatTraining, STEPS_A_CALL } from "./flat.ts";
import { onlineWasm } from "./online.wasm.ts";
import { table } from "./sigmoid.ts";
import { instantiate } from "./wasm.ts";

/** What `online.as.ts` exports; it says what the parameters are. */
type Train = (
  first: number,
  last: number,
  inputs: number,
  targets: number,
  targetsEnd: number,
  share: number,
  factor: number,
  learningRate: number,
  biasRule: number,
  costs: number,
  costsEnd: number,
  learns: boolean,
) => void;

/** How many bytes a number has. */
const NUMBER = 8;
/** A layer's entry is eight whole numbers of four bytes. */
const ENTRY = 8 * 4;

/** The rules for biases in the order in which `online.as.ts` numbers them. */
const biasRules = ["fixed", "own", "shared"];

/**
 * Trains by loops in WebAssembly, which `online.as.ts` was compiled to beforehand: they are ready at once, where a program
 * has yet to be written, and then waits for its compiler.
 *
 * WebAssembly sees one memory, so all that it works on stands there: the table of the logistic function, parameters,
 * inputs, targets, costs, and for each layer an entry that says where its numbers are, with these behind it.
 *
 * @returns The engine; undefined for a training that the loops do not know, which is all but steps after each example of
 * sigmoid networks with a squared error and without momentum, and where {@linkcode instantiate} says so.
 */
export function createOnlineEngine(flat: FlatTraining): Engine | undefined {
  const { layers, examples, cost, learningRate } = flat;
  const known = flat.batch === 1 && !flat.velocities &&
    layers.every(({ activation }) => activation === "sigmoid");
  if (!known || !("share" in cost)) return undefined;
  const wasm = instantiate(onlineWasm, sizeOf(flat), {
    "online.as": { exp: Math.exp },
  });
  if (!wasm) return undefined;
  const { buffer } = wasm.memory;
  const run = wasm.exports.train as Train;

  let used = table.length * NUMBER;
  const take = (length: number) => {
    const numbers = new Float64Array(buffer, used, length);
    used += numbers.byteLength;
    return numbers;
  };
  const place = (vectors: readonly ArrayLike<number>[]) => {
    const start = used;
    for (const vector of vectors) take(vector.length).set(vector);
    return start;
  };
  const parameters = take(flat.parameters.length);
  parameters.set(flat.parameters);
  const inputs = place(examples.map(({ input }) => input));
  const targets = place(examples.map(({ target }) => target));
  const targetsEnd = used;
  const costs = take(STEPS_A_CALL);
  const first = used;
  const last = first + (layers.length - 1) * ENTRY;
  used = last + ENTRY;
  const addressOf = (parameter: number) =>
    parameters.byteOffset + parameter * NUMBER;
  layers.forEach(({ inputs, neurons, weights, biases }, l) => {
    new Int32Array(buffer, first + l * ENTRY).set([
      inputs * NUMBER,
      neurons * NUMBER,
      addressOf(weights),
      biases === undefined ? 0 : addressOf(biases),
      take(neurons).byteOffset,
      take(neurons).byteOffset,
      take(neurons).byteOffset,
    ]);
  });

  const train = (epochs: number, learns: boolean) =>
    run(
      first,
      last,
      inputs,
      targets,
      targetsEnd,
      cost.share,
      cost.factor,
      learningRate,
      biasRules.indexOf(flat.biases),
      costs.byteOffset,
      costs.byteOffset + epochs * NUMBER,
      learns,
    );
  return createFlatEngine({ ...flat, parameters }, {
    train(history, from, to) {
      train(to - from, true);
      history.set(costs.subarray(0, to - from), from);
    },
    cost() {
      train(1, false);
      return costs[0];
    },
  });
}

/** How many bytes there must be room for. */
function sizeOf({ layers, parameters, examples }: FlatTraining): number {
  const outputs = layers[layers.length - 1].neurons;
  let numbers = table.length + parameters.length + STEPS_A_CALL +
    examples.length * (layers[0].inputs + outputs);
  for (const { neurons } of layers) numbers += 3 * neurons;
  return numbers * NUMBER + layers.length * ENTRY;
}
