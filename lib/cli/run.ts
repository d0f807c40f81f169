import type { Command } from "commander";
import { findNotebooks } from "../notebook/mod.ts";
import { milliseconds } from "./options.ts";
import { runAll, type RunFlags } from "./run_all.ts";

/** Adds `denobook run`. */
export function addRun(program: Command, exit: (code: number) => void): void {
  program.command("run")
    .description("run notebooks, each on a Deno kernel of its own")
    .argument("<paths...>", "notebooks, and folders of them")
    .option("--timeout <seconds>", "how long one cell may take", milliseconds)
    .option("--write", "store the outputs of the notebooks that ran")
    .action(async (paths: string[], flags: RunFlags) => {
      const results = await runAll(await findNotebooks(paths), flags);
      exit(results.every((notebook) => notebook) ? 0 : 1);
    });
}
