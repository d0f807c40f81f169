import { type Command, InvalidArgumentError } from "commander";
import {
  compareWithFile,
  type Difference,
  findNotebooks,
  readNotebook,
  showDifference,
} from "../notebook/mod.ts";
import { milliseconds } from "./options.ts";
import { passed, runAll, type RunFlags } from "./run_all.ts";

interface VerifyFlags extends RunFlags {
  readonly tolerance?: number;
}

/** Adds `denobook verify`. */
export function addVerify(
  program: Command,
  exit: (code: number) => void,
): void {
  program.command("verify")
    .description("run notebooks and compare what they put out with their files")
    .argument("<paths...>", "notebooks, and folders of them")
    .option("--timeout <seconds>", "how long one cell may take", milliseconds)
    .option(
      "--tolerance <number>",
      "how far apart numbers may be, relative to the larger where that is above 1",
      tolerance,
    )
    .action(async (paths: string[], flags: VerifyFlags) => {
      const files = await findNotebooks(paths);
      const stored = await Promise.all(files.map(readNotebook));
      const run = await runAll(files, { ...flags, write: false });
      const fresh = passed(run);
      let failed = 0;
      for (const [i, path] of files.entries()) {
        const ran = fresh[i];
        const differences = ran &&
          await compareWithFile(path, stored[i], ran, flags);
        if (!differences || differences.length > 0) failed++;
        if (differences) print(path, differences);
      }
      const total = `${files.length} notebook${files.length === 1 ? "" : "s"}`;
      console.log(
        failed === 0
          ? `${total} verified`
          : `${failed} of ${total} not reproduced`,
      );
      exit(run.exitCode || (failed === 0 ? 0 : 1));
    });
}

function print(path: string, differences: readonly Difference[]): void {
  const terminal = Deno.stdout.isTerminal();
  const show = {
    color: terminal && !Deno.noColor,
    width: terminal ? Deno.consoleSize().columns : 100,
  };
  for (const difference of differences) {
    console.log(`\n${showDifference(path, difference, show)}`);
  }
}

function tolerance(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number) || number < 0) {
    throw new InvalidArgumentError("It must be a number from 0.");
  }
  return number;
}
