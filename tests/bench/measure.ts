import { type Contender, type Run, stepsOf, type Task } from "./task.ts";

/** How long a turn should take, in milliseconds: so short that other programs rarely get the processor during one. */
const TURN = 1;
/** How long everybody may warm up, in milliseconds. */
const WARM_UP = 300;

/** What one contender needed for one task. */
export interface Measurement {
  readonly contender: Contender;
  /** Nanoseconds a step, the median of all rounds. */
  readonly time: number;
  /** Nanoseconds a step in the fastest round. */
  readonly fastest: number;
  /** How many times as long as the first contender it took, the median of what it was in each round. */
  readonly ratio: number;
}

/**
 * Measures contenders at a task, in rounds: in each of them everybody has one turn, so that whatever else the machine is
 * doing meets them all.
 */
export function measure(
  task: Task,
  contenders: readonly Contender[],
  rounds: number,
): Measurement[] {
  const entries = contenders.flatMap((contender) => {
    const run = contender.prepare(task);
    return run ? [{ contender, epochs: warmUp(run), run }] : [];
  });
  const times: number[][] = entries.map(() => []);
  for (let round = 0; round < rounds; round++) {
    entries.forEach(({ run, epochs }, c) => {
      times[c].push(timed(run, epochs) * 1e6 / (epochs * stepsOf(task)));
    });
  }
  return entries.map(({ contender }, c) => ({
    contender,
    time: median(times[c]),
    fastest: Math.min(...times[c]),
    ratio: median(times[c].map((time, round) => time / times[0][round])),
  }));
}

/** Lets a run get up to speed, and finds how many epochs fill a turn. */
function warmUp(run: Run): number {
  const start = performance.now();
  let epochs = 1;
  for (;;) {
    const time = timed(run, epochs);
    if (performance.now() - start > WARM_UP && time > TURN / 2) {
      return Math.max(1, Math.round(epochs * TURN / time));
    }
    if (time < TURN) epochs *= 2;
  }
}

/** The milliseconds that some epochs take. */
function timed(run: Run, epochs: number): number {
  const start = performance.now();
  run.train(epochs);
  return performance.now() - start;
}

/** The median, between those of the lower and of the upper half. */
export function quartiles(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.ceil(sorted.length / 2);
  return [sorted.slice(0, half), sorted, sorted.slice(-half)].map(median);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
