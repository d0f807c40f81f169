/**
 * The command line. Each command is a file of `cli/`: its arguments, what it prints, and one call into a room.
 *
 * Exit codes: 0, all is well; 1, a notebook failed, was not reproduced or not clean, or could not be read or
 * written; 2, the command line is wrong.
 *
 * @module
 */

import { Command, CommanderError } from "commander";
import config from "../deno.json" with { type: "json" };
import { addClean } from "./cli/clean.ts";
import { addExport } from "./cli/export.ts";
import { isExpected } from "./cli/expected.ts";
import { addRun } from "./cli/run.ts";
import { addVerify } from "./cli/verify.ts";

/** Runs the command line and says how it went. */
async function main(args: readonly string[]): Promise<number> {
  const program = new Command("denobook")
    .description("Run and publish Deno notebooks.")
    .version(config.version)
    .exitOverride();
  let exitCode = 0;
  const exit = (code: number) => exitCode = code;
  addRun(program, exit);
  addVerify(program, exit);
  addClean(program, exit);
  addExport(program, exit);

  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong with the command line, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isExpected(error)) throw error;
    console.error(error.message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
