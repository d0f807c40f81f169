import { type Command, InvalidArgumentError } from "commander";
import {
  compareWithFile,
  type Difference,
  findNotebooks,
  type Notebook,
  type NotebookReport,
  readNotebook,
  showDifference,
} from "../notebook/mod.ts";
import { isExpected } from "./expected.ts";
import { milliseconds, wholeNumber } from "./options.ts";
import { print, printError } from "./print.ts";
import { terminalWidth } from "./progress.ts";
import { asJson, count, statusOf } from "./report.ts";
import { passed, type Run, runAll, type RunFlags } from "./run_all.ts";
import {
  addSandboxOptions,
  permissionsOf,
  type SandboxFlags,
} from "./sandbox.ts";

interface VerifyFlags extends Omit<RunFlags, "sandbox">, SandboxFlags {
  readonly tolerance?: number;
  readonly json?: boolean;
}

/** Adds `denobook verify`. */
export function addVerify(
  program: Command,
  exit: (code: number) => void,
): void {
  const command = program.command("verify")
    .description("run notebooks and compare what they put out with their files")
    .argument("<paths...>", "notebooks, and folders of them")
    .option(
      "--tolerance <number>",
      "how far apart numbers may be, relative to the larger where that is above 1",
      tolerance,
    )
    .option("--jobs <number>", "how many notebooks run at once", wholeNumber)
    .option("--timeout <seconds>", "how long one cell may take", milliseconds)
    .option(
      "--notebook-timeout <seconds>",
      "how long one notebook may take",
      milliseconds,
    )
    .option("--fail-fast", "begin no notebook after one that failed to run")
    .option("--quiet", "show errors and differences only")
    .option("--json", "print what happened as JSON")
    .action(async (paths: string[], flags: VerifyFlags) => {
      const { json, ...runFlags } = flags;
      const files = await findNotebooks(paths);
      // As they are before the run: a notebook may be changed while it runs.
      const stored = await Promise.all(files.map((path) =>
        // The run says what is wrong with it.
        readNotebook(path).catch(() => undefined)
      ));
      const run = await runAll(files, {
        ...runFlags,
        sandbox: permissionsOf(flags),
        ...(json && { silent: true }),
      });
      const { reports, differences } = await compareAll(stored, run, flags);
      const good = reports.filter(({ status }, i) =>
        status === "passed" && differences[i].length === 0
      ).length;
      const allGood = good === files.length;
      const exitCode = run.exitCode || (allGood ? 0 : 1);
      if (json) {
        const report = JSON.parse(
          asJson(reports, statusOf(exitCode), run.milliseconds),
        );
        differences.forEach((found, i) => {
          if (found.length > 0) {
            report.notebooks[i].status = "different";
          }
          report.notebooks[i].differences = found.map((
            { cellId, index, ...rest },
          ) => ({ cell: cellId, output: index + 1, ...rest }));
        });
        print(JSON.stringify(report, null, 2));
      } else {
        differences.forEach((found, i) =>
          printAll(files[i], found)
        );
        if (!flags.quiet || !allGood) {
          const all = count(files.length, "notebook");
          print(
            allGood
              ? `${all} reproduced`
              : `${files.length - good} of ${all} not reproduced`,
          );
        }
      }
      exit(exitCode);
    });
  addSandboxOptions(command);
}

/** A notebook's differences, and its report, which tells what keeps it from being compared. */
async function compareAll(
  stored: readonly (Notebook | undefined)[],
  run: Run,
  options: VerifyFlags,
): Promise<{ reports: NotebookReport[]; differences: Difference[][] }> {
  const reports = [...run.reports];
  const differences = await Promise.all(
    passed(run).map(async (fresh, i) => {
      if (!fresh) return [];
      const { path } = reports[i];
      try {
        const before = stored[i] ?? await readNotebook(path);
        return await compareWithFile(path, before, fresh, options);
      } catch (error) {
        if (!isExpected(error)) throw error;
        reports[i] = { ...reports[i], status: "failed", error };
        if (!options.json) printError(error.message);
        return [];
      }
    }),
  );
  return { reports, differences };
}

function printAll(path: string, differences: readonly Difference[]): void {
  const terminal = Deno.stdout.isTerminal();
  const show = {
    color: terminal && !Deno.noColor,
    width: terminal ? terminalWidth() : 100,
  };
  for (const difference of differences) {
    print(`\n${showDifference(path, difference, show)}`);
  }
  if (differences.length > 0) print();
}

function tolerance(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number) || number < 0) {
    throw new InvalidArgumentError("It must be a number from 0.");
  }
  return number;
}
