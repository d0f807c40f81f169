/**
 * Measures training beside C and other libraries, and prints a table; `--write` writes it to `results.md` too.
 *
 * Everything is measured in one run, in rounds in which everybody has a turn. A time is the median of its rounds, and a
 * ratio the median of what it was in each round, because a busy machine slows all that run at the same time.
 *
 * @module
 */

import { measure, type Measurement, median, quartiles } from "./measure.ts";
import { fixedSizes, genericLoops } from "./native.ts";
import { ourLoops, ours } from "./ours.ts";
import { peers } from "./peers.ts";
import { type Contender, type Task, tasks } from "./task.ts";

const ROUNDS = 301;
const PROCESSES = 31;
const notices: string[] = [];

/** Says what is left out, and why, where it cannot be overlooked. */
function notice(name: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  notices.push(`**Left out: ${name}.** ${reason.trim().split("\n")[0]}`);
  console.error(`LEFT OUT: ${name}: ${reason}`);
}

async function contenders(): Promise<Contender[]> {
  const all = [ours, ourLoops];
  try {
    genericLoops.prepare(tasks[0]);
    all.push(fixedSizes, genericLoops);
  } catch (error) {
    notice("C", error);
  }
  for (const [name, load] of Object.entries(peers)) {
    try {
      const peer = await load();
      const run = peer.prepare(tasks[0]);
      run?.train(1);
      all.push(peer);
    } catch (error) {
      notice(name, error);
    }
  }
  return all;
}

/** Lets ours and C train a little, and compares what they have learned. */
function checkSame(task: Task, all: readonly Contender[]): number {
  const learned = all.flatMap((contender) => {
    const run = contender.prepare(task);
    if (!run?.parameters) return [];
    run.train(20);
    return [run.parameters()];
  });
  const [expected] = learned;
  const off = Math.max(
    ...learned.flatMap((parameters) =>
      parameters.map((value, k) => Math.abs(value - expected[k]))
    ),
  );
  if (off < 1e-12) return off;
  throw new Error(
    `Cannot compare times for ${task.name}: parameters after 20 epochs differ by ${off}`,
  );
}

/** How long each of the two takes in a fresh process, in milliseconds, and the middle half of the ratios. */
function startUp(): { ours: number; plain: number; ratios: number[] } {
  const script = decodeURIComponent(
    new URL("startup.ts", import.meta.url).pathname,
  );
  const run = (which: string) => {
    const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", script, which],
    }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return Number(new TextDecoder().decode(stdout));
  };
  const pairs = Array.from(
    { length: PROCESSES },
    () => [run("ours"), run("plain")],
  );
  return {
    ours: median(pairs.map(([own]) => own)),
    plain: median(pairs.map(([, plain]) => plain)),
    ratios: quartiles(pairs.map(([own, plain]) => plain / own)),
  };
}

/** How many products an online step has. A weight of the first layer has none where the input is 0. */
function productsOf({ sizes, examples }: Task): number {
  const sent = examples.map(({ input }) =>
    input.filter((value) => value !== 0).length
  );
  const [, hidden, outputs] = sizes;
  // Forward, and in the update; the second layer also passes its deltas back.
  return 2 * hidden * sent.reduce((sum, count) => sum + count) / sent.length +
    3 * hidden * outputs;
}

/** How much faster ours takes a step where most inputs are 0, beside how much less there is to do. */
function ofZeros(): string {
  const [full, mostlyZeros] = ["784-30-10", "784-30-10, ⅘ zeros"].map((name) =>
    results.find(({ task }) => task.name === name)!
  );
  const products = [full, mostlyZeros].map(({ task }) => productsOf(task));
  const [own, ownZeros] = [full, mostlyZeros].map(({ measured }) =>
    measured[0].fastest
  );
  const generic = mostlyZeros.measured.find(({ contender }) =>
    contender === genericLoops
  );
  return `With four fifths of its inputs 0 a step of 784-30-10 has ${
    Math.round(products[1])
  } products instead of ${products[0]}, ${
    (products[0] / products[1]).toFixed(1)
  } times less: only those of the first layer, forward and in the update, depend on the inputs. In the fastest rounds ours is ${
    (own / ownZeros).toFixed(1)
  } times as fast then` +
    (generic
      ? `, and ${
        (generic.fastest / ownZeros).toFixed(1)
      } times as fast as C with generic loops, which multiplies the zeros too.`
      : ".");
}

/** A table of what `of` says about each measurement: a time in nanoseconds, and how many times ours that is. */
function tableOf(of: (one: Measurement, first: Measurement) => number[]) {
  const cell = (task: Task, [time, ratio]: number[]) => {
    const shown = task.unit === "ns" ? time : time / 1000;
    return `${shown.toFixed(shown < 100 ? 1 : 0)} (${ratio.toFixed(2)})`;
  };
  return [
    `| | ${all.map(({ name }) => name).join(" | ")} |`,
    `| --- |${" ---: |".repeat(all.length)}`,
    ...results.map(({ task, measured }) => {
      const cells = all.map((contender) => {
        const found = measured.find((one) => one.contender === contender);
        return found ? cell(task, of(found, measured[0])) : "";
      });
      return `| ${task.name}, ${task.unit} | ${cells.join(" | ")} |`;
    }),
    "",
  ];
}

function cpu(): string {
  try {
    return Deno.readTextFileSync("/proc/cpuinfo").match(
      /model name\s*: (.*)/,
    )![1];
  } catch {
    return `${Deno.build.arch}, ${Deno.build.os}`;
  }
}

const all = await contenders();
const results = tasks.map((task) => {
  console.error(`${task.name} …`);
  return {
    task,
    off: checkSame(task, all),
    measured: measure(task, all, ROUNDS),
  };
});
console.error("start-up …");
const start = startUp();

const lines = [
  "# How fast training is",
  "",
  `${cpu()}, Deno ${Deno.version.deno}, V8 ${Deno.version.v8}.`,
  "",
  "The time of a step, and in brackets how many times ours that is. A step of the batch is the whole batch.",
  `The median of ${ROUNDS} rounds in one run, in each of which everybody had a turn.`,
  "",
  ...tableOf(({ time, ratio }) => [time, ratio]),
  "The fastest round of each, which other programs on the machine disturbed least:",
  "",
  ...tableOf(({ fastest }, first) => [fastest, fastest / first.fastest]),
  ...notices.flatMap((text) => [text, ""]),
  "What is different:",
  "",
  ...all.map(({ name, note }) => `- ${name}: ${note}.`),
  "",
  `After 20 epochs the parameters of ours and of C differ by at most ${
    Math.max(...results.map(({ off }) => off)).toExponential(0)
  }.`,
  "",
  ofZeros(),
  "",
  "In a fresh process, building the 2-2-2 network and training it for 10,000 steps, with the cost of each, takes " +
  `${start.ours.toFixed(1)} ms; written plainly on number[][], it takes ${
    start.plain.toFixed(1)
  } ms, ${start.ratios[1].toFixed(2)} times as long, and in half of all pairs ${
    start.ratios[0].toFixed(2)
  } to ${
    start.ratios[2].toFixed(2)
  } times. Loading the modules is not counted.`,
  "",
];
const table = lines.join("\n");
console.log(table);
if (Deno.args.includes("--write")) {
  const file = new URL("results.md", import.meta.url);
  Deno.writeTextFileSync(file, table);
  new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", decodeURIComponent(file.pathname)],
  }).outputSync();
}
