/**
 * The command line. Each command is a file of `cli/`: its arguments, what it prints, and one call into a room.
 *
 * Exit codes: 0, all is well; 1, a notebook failed, was not reproduced, not clean or not right, or could not be read or
 * written; 2, the command line is wrong; 129, 130 and 143, it was interrupted (see `cli/interrupt.ts`).
 *
 * @module
 */

import { dirname } from "node:path";
import type { Command } from "commander";
import config from "../deno.json" with { type: "json" };
import { isExpected } from "./cli/expected.ts";
import { print, printError } from "./cli/print.ts";
import { withBareAllows } from "./cli/sandbox.ts";

/** Adds a command to the program, which ends with the exit code that the command gives. */
type Add = (program: Command, exit: (code: number) => void) => void;

/** The commands. Only the one that is called is loaded, because what some of them stand on takes long to load. */
const commands: Record<string, () => Promise<Add>> = {
  run: async () => (await import("./cli/run.ts")).addRun,
  verify: async () => (await import("./cli/verify.ts")).addVerify,
  check: async () => (await import("./cli/check.ts")).addCheck,
  clean: async () => (await import("./cli/clean.ts")).addClean,
  export: async () => (await import("./cli/export.ts")).addExport,
};

/**
 * Starts the kernel of the first notebook that is to be run. That takes longer than loading what reads the command
 * line, so the two are done at the same time.
 */
async function startKernelAhead(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  const path = rest.find((arg) => arg.endsWith(".ipynb"));
  const isOther = args.includes("--sandbox") || args.includes("--cached");
  if (command !== "run" || path === undefined || isOther) return;
  const { startAhead } = await import("./notebook/kernel_process.ts");
  await startAhead(dirname(path));
}

/** Runs the command line and says how it went. */
async function main(args: readonly string[]): Promise<number> {
  await startKernelAhead(args);
  const { Command, CommanderError } = await import("commander");
  const program = new Command("denobook")
    .description("Run and publish Deno notebooks.")
    .version(config.version)
    .configureOutput({ writeOut: (text) => print(text.replace(/\n$/, "")) })
    .exitOverride();
  let exitCode = 0;
  const exit = (code: number) => exitCode = code;
  const called = Object.hasOwn(commands, args[0]) ? [args[0]] : undefined;
  for (const name of called ?? Object.keys(commands)) {
    const add = await commands[name]();
    add(program, exit);
  }

  try {
    await program.parseAsync(withBareAllows(args), { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong with the command line, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isExpected(error)) throw error;
    printError(error.message);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
