/**
 * Measures how fast notebooks are run, beside what is installed of Jupyter, and prints a table; `--write` writes it to
 * `notebooks.md` too.
 *
 * Everything is measured in one run, in rounds in which everybody has a turn. A time is the median of its rounds, and a
 * ratio the median of what it was in each round, because a busy machine slows all that run at the same time.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure.ts";
import { generate } from "./generated_notebooks.ts";

const ROUNDS = 7;
const root = fileURLToPath(new URL("../../", import.meta.url));
const cli = join(root, "lib/cli.ts");
const bare = join(root, "tests/bench/bare_client.ts");
const deno = Deno.execPath();

interface Contender {
  readonly name: string;
  /** The commands that are run one after the other, and timed together. */
  readonly commands: readonly (readonly string[])[];
}

const folder = await Deno.makeTempDir({ prefix: "denobook-bench-" });
const notices: string[] = [];
try {
  const paths = await generate(folder, root);
  const jupyter = await kernelSpec();
  const ours = (name: string, paths: string[], ...flags: string[]) => ({
    name: `denobook run ${name}`,
    commands: [[
      deno,
      "run",
      "-A",
      "--no-check",
      cli,
      "run",
      ...flags,
      ...paths,
    ]],
  });
  const bareClient = (name: string, paths: string[], jobs: number) => ({
    name: `bare client ${name}`,
    commands: [[deno, "run", "-A", "--no-check", bare, `${jobs}`, ...paths]],
  });
  const all: Contender[] = [
    ours("(default)", paths),
    ours("--jobs 1", paths, "--jobs", "1"),
    ours("one notebook", paths.slice(0, 1)),
    bareClient("(default)", paths, navigator.hardwareConcurrency),
    bareClient("--jobs 1", paths, 1),
    bareClient("one notebook", paths.slice(0, 1), 1),
  ];
  const execute = {
    name: "jupyter execute",
    commands: paths.map((path) => ["jupyter", "execute", path]),
  };
  const executeOne = {
    name: "jupyter execute, one notebook",
    commands: execute.commands.slice(0, 1),
  };
  const convert = {
    name: "jupyter nbconvert --execute",
    commands: paths.map((path) => [
      ...["jupyter", "nbconvert", "--to", "notebook", "--execute", path],
      ...["--output", `${path}.out.ipynb`],
    ]),
  };
  for (const contender of [execute, executeOne, convert]) {
    try {
      run(contender.commands.slice(0, 1), jupyter);
      all.push(contender);
    } catch (error) {
      const reason = (error as Error).message.trim().split("\n")[0];
      notices.push(`**Left out: ${contender.name}.** ${reason}`);
      console.error(`LEFT OUT: ${contender.name}: ${reason}`);
    }
  }
  const times = new Map(all.map(({ name }) => [name, [] as number[]]));
  // The first round fills caches, and is not counted.
  for (let round = -1; round < ROUNDS; round++) {
    for (const { name, commands } of all) {
      const time = run(commands, jupyter);
      if (round >= 0) times.get(name)!.push(time);
    }
    console.error(`round ${round + 1} of ${ROUNDS}`);
  }
  report(times);
} finally {
  await Deno.remove(folder, { recursive: true });
}

/** Runs commands one after the other, and gives the time that they take in milliseconds. */
function run(
  commands: Contender["commands"],
  env: Record<string, string>,
): number {
  const start = performance.now();
  for (const [command, ...args] of commands) {
    const { success, stderr } = new Deno.Command(command, {
      args,
      cwd: folder,
      env,
      stdout: "null",
      stderr: "piped",
    }).outputSync();
    if (!success) {
      throw new Error(
        `${command} ${args[0]}: ${new TextDecoder().decode(stderr)}`,
      );
    }
  }
  return performance.now() - start;
}

/** Makes the Deno kernel known to Jupyter, for this bench alone. */
async function kernelSpec(): Promise<Record<string, string>> {
  const spec = join(folder, "jupyter/kernels/deno");
  await Deno.mkdir(spec, { recursive: true });
  await Deno.writeTextFile(
    join(spec, "kernel.json"),
    JSON.stringify({
      argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
      display_name: "Deno",
      language: "typescript",
    }),
  );
  return { JUPYTER_PATH: join(folder, "jupyter"), NO_COLOR: "1" };
}

function report(times: ReadonlyMap<string, number[]>): void {
  const ratio = (one: string, other: string) =>
    times.has(other)
      ? median(times.get(one)!.map((time, i) => time / times.get(other)![i]))
      : undefined;
  const percent = (ratio: number | undefined) =>
    ratio === undefined ? "not installed" : `${(100 * ratio).toFixed(0)}%`;
  const bars: [ours: string, other: string, bar: number][] = [
    ["denobook run (default)", "jupyter execute", 0.25],
    ["denobook run (default)", "jupyter nbconvert --execute", 0.2],
    ["denobook run --jobs 1", "jupyter execute", 0.4],
    ["denobook run one notebook", "jupyter execute, one notebook", 0.35],
    ["denobook run (default)", "bare client (default)", 1.15],
    ["denobook run --jobs 1", "bare client --jobs 1", 1.15],
    ["denobook run one notebook", "bare client one notebook", 1.15],
  ];
  const table = [
    "# How fast notebooks are run",
    "",
    `Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores. Six notebooks of 10 to 15 cells, each with a chart;`,
    `the median of ${ROUNDS} rounds in one run, in each of which everybody had a turn.`,
    "",
    "| | seconds |",
    "| --- | ---: |",
    ...[...times].map(([name, all]) =>
      `| ${name} | ${(median(all) / 1000).toFixed(2)} |`
    ),
    "",
    "| | of the time of | is | should be at most |",
    "| --- | --- | ---: | ---: |",
    ...bars.map(([ours, other, bar]) =>
      `| ${ours} | ${other} | ${percent(ratio(ours, other))} | ${
        percent(bar)
      } |`
    ),
    "",
    ...notices.flatMap((text) => [text, ""]),
    "The bare client sends the same cells to the same kernels in the same arrangement, each followed by a marker, and",
    "does nothing with what comes back: no outputs, no errors, no report.",
    "",
  ].join("\n");
  console.log(table);
  if (!Deno.args.includes("--write")) return;
  const file = fileURLToPath(new URL("notebooks.md", import.meta.url));
  Deno.writeTextFileSync(file, table);
  new Deno.Command(deno, { args: ["fmt", "--quiet", file] }).outputSync();
}
