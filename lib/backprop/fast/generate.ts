import type { FlatTraining, Kernel } from "./flat.ts";
import { createLoopKernel, type LoopKernel } from "./loops.ts";
import { programOf } from "./program.ts";
import { isInTable, logistic, table } from "./sigmoid.ts";

/**
 * Networks with more parameters than this run by loops. Measured in fresh processes: with 70 parameters the program has
 * made up for its compilation after 10,000 steps, with 130 after 100,000; later it is two to three times as fast in both.
 */
export const LARGEST = 100;

/** Generated code at work. */
interface Program {
  /** Goes on from `at`, before epoch `to`, or before the first step for which the table has no answer. */
  train(costs: Float64Array, at: Position, to: number): void;
  cost(): number;
}

/** Where a training is. */
interface Position {
  epoch: number;
  /** The example with which the next step starts. */
  start: number;
  /** What the examples before it cost. */
  total: number;
  /** The net input for which the table of the logistic function has no answer. */
  missing: number;
}

/**
 * Writes a training as a program without loops inside a step and without arrays: each parameter, net input and delta is
 * a variable of its own, named after what it is and where. See {@linkcode programOf}.
 *
 * The program calls nothing, because a call in the middle of it would cost all variables their registers. So where the
 * table of the logistic function has no answer yet, it stops before the step, and goes on when the table has it; and
 * where it never will, the loops take that step.
 *
 * @returns The kernel; undefined where code must not be generated, which a page's content security policy can say.
 */
export function createGeneratedKernel(flat: FlatTraining): Kernel | undefined {
  const { parameters, velocities, examples, cost, batch } = flat;
  const inputs = Float64Array.from(examples.flatMap(({ input }) => input));
  const targets = Float64Array.from(examples.flatMap(({ target }) => target));
  let program: Program;
  try {
    program = new Function("known", programOf(flat))(
      {
        parameters,
        velocities,
        inputs,
        targets,
        cost,
        output: flat.layers.at(-1)!.activation,
        table,
        logistic,
      },
    );
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
  let loops: LoopKernel | undefined;
  const at: Position = { epoch: 0, start: 0, total: 0, missing: 0 };
  return {
    train(costs, from, to) {
      at.epoch = from;
      at.start = at.total = 0;
      for (;;) {
        program.train(costs, at, to);
        if (at.epoch === to) return;
        if (isInTable(at.missing)) continue;
        loops ??= createLoopKernel(flat);
        at.total += loops.step(at.start);
        at.start += batch;
      }
    },
    cost: () => program.cost(),
  };
}
