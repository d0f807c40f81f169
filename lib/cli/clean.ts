import type { Command } from "commander";
import { cleanFile, findNotebooks } from "../notebook/mod.ts";
import { isExpected } from "./expected.ts";
import { print, printError } from "./print.ts";

interface CleanFlags {
  readonly check?: boolean;
  readonly stripOutputs?: boolean;
  readonly keepMetadata: readonly string[];
}

/** Adds `denobook clean`. */
export function addClean(program: Command, exit: (code: number) => void): void {
  program.command("clean")
    .description("bring notebooks into their canonical form")
    .argument("<paths...>", "notebooks, and folders of them")
    .option("--check", "only name the notebooks that are not clean")
    .option("--strip-outputs", "take outputs and execution counts out, too")
    .option(
      "--keep-metadata <key>",
      "keep this metadata, besides what authors write (can be given again)",
      (key: string, keys: readonly string[]) => [...keys, key],
      [],
    )
    .action(async (paths: string[], flags: CleanFlags) => {
      const files = await findNotebooks(paths);
      let [unclean, failed] = [0, 0];
      for (const path of files) {
        try {
          if (!await cleanFile(path, flags)) continue;
          unclean++;
          print(path);
        } catch (error) {
          if (!isExpected(error)) throw error;
          failed++;
          printError(error.message);
        }
      }
      const total = `${files.length} notebook${files.length === 1 ? "" : "s"}`;
      const state = flags.check ? "not clean" : "cleaned";
      printError(
        failed > 0
          ? `${unclean} of ${total} ${state}, ${failed} failed`
          : unclean === 0
          ? `${total}, nothing to clean`
          : `${unclean} of ${total} ${state}`,
      );
      exit(failed > 0 || (flags.check && unclean > 0) ? 1 : 0);
    });
}
