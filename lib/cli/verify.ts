import { type Command, InvalidArgumentError } from "commander";
import {
  compareWithFile,
  type Difference,
  findNotebooks,
  readNotebook,
  showDifference,
} from "../notebook/mod.ts";
import { milliseconds, wholeNumber } from "./options.ts";
import { print } from "./print.ts";
import { asJson, count } from "./report.ts";
import { passed, runAll, type RunFlags } from "./run_all.ts";
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
    .action(async (paths: string[], { json, ...flags }: VerifyFlags) => {
      const files = await findNotebooks(paths);
      const run = await runAll(files, {
        ...flags,
        sandbox: permissionsOf(flags),
        ...(json && { silent: true }),
      });
      const fresh = passed(run);
      const differences = await Promise.all(files.map(async (path, i) => {
        const notebook = fresh[i];
        if (!notebook) return undefined;
        const stored = await readNotebook(path);
        return await compareWithFile(path, stored, notebook, flags);
      }));
      const good = differences.filter((found) => found?.length === 0).length;
      const allGood = good === files.length;
      if (json) {
        const report = JSON.parse(
          asJson(run.reports, allGood ? "passed" : "failed", run.milliseconds),
        );
        differences.forEach((found, i) => {
          if (found?.length) report.notebooks[i].status = "different";
          report.notebooks[i].differences = (found ?? []).map((
            { cellId, index, ...rest },
          ) => ({ cell: cellId, output: index + 1, ...rest }));
        });
        print(JSON.stringify(report, null, 2));
      } else {
        differences.forEach((found, i) => printAll(files[i], found ?? []));
        if (!flags.quiet || !allGood) {
          const all = count(files.length, "notebook");
          print(
            allGood
              ? `${all} reproduced`
              : `${files.length - good} of ${all} not reproduced`,
          );
        }
      }
      exit(run.exitCode || (allGood ? 0 : 1));
    });
  addSandboxOptions(command);
}

function printAll(path: string, differences: readonly Difference[]): void {
  const terminal = Deno.stdout.isTerminal();
  const show = {
    color: terminal && !Deno.noColor,
    width: terminal ? Deno.consoleSize().columns : 100,
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
