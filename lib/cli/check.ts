import type { Command } from "commander";
import { checkNotebooks, findNotebooks } from "../notebook/mod.ts";
import { checkReport } from "./check_report.ts";
import { Interrupts } from "./interrupt.ts";

interface CheckFlags {
  readonly fix?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** Adds `denobook check`. */
export function addCheck(program: Command, exit: (code: number) => void): void {
  program.command("check")
    .description("check the types of notebooks, and their rules, without a run")
    .argument("<paths...>", "notebooks, and folders of them")
    .option("--strict", "fail on warnings, too")
    .option("--fix", "write the notebooks as `deno fmt` leaves them")
    .option("--json", "print what was found as JSON")
    .action(async (paths: string[], { fix, ...flags }: CheckFlags) => {
      using interrupts = new Interrupts();
      const { signal } = interrupts;
      try {
        const start = performance.now();
        const files = await findNotebooks(paths);
        const result = await checkNotebooks(files, { fix, signal });
        const milliseconds = performance.now() - start;
        const report = checkReport(files, result, { ...flags, milliseconds });
        console.log(report.text);
        exit(report.exitCode);
      } catch (error) {
        if (!signal.aborted) throw error;
        exit(interrupts.exitCode);
      }
    });
}
