import { type Command, InvalidArgumentError } from "commander";
import { findNotebooks } from "../notebook/find.ts";
import type { Json } from "../notebook/format.ts";
import { milliseconds, place, wholeNumber } from "./options.ts";
import { placesFor } from "./out.ts";
import { print } from "./print.ts";
import { asJson, statusOf, summary } from "./report.ts";
import { runAll, type RunFlags } from "./run_all.ts";
import {
  addSandboxOptions,
  permissionsOf,
  type SandboxFlags,
} from "./sandbox.ts";

interface Flags
  extends Omit<RunFlags, "out" | "parameters" | "sandbox">, SandboxFlags {
  readonly out?: string;
  readonly param?: Record<string, Json>;
  readonly json?: boolean;
}

/** Adds `denobook run`. */
export function addRun(program: Command, exit: (code: number) => void): void {
  const command = program.command("run")
    .description("run notebooks, each on a Deno kernel of its own")
    .argument("<paths...>", "notebooks, and folders of them")
    .option("--write", "store the outputs of the notebooks that ran")
    .option("--out <path>", "write the notebooks with outputs there", place)
    .option(
      "--param <name=value>",
      "set a parameter to a JSON value (may be repeated)",
      parameter,
    )
    .option("--jobs <number>", "how many notebooks run at once", wholeNumber)
    .option("--timeout <seconds>", "how long one cell may take", milliseconds)
    .option(
      "--notebook-timeout <seconds>",
      "how long one notebook may take",
      milliseconds,
    )
    .option("--allow-errors", "go on after a cell that fails")
    .option("--fail-fast", "begin no notebook after one that failed")
    .option("--cached", "pass over notebooks of which nothing has changed")
    .option("--quiet", "show errors only")
    .option("--json", "print what happened as JSON")
    .action(async (paths: string[], { out, param, json, ...flags }: Flags) => {
      if (flags.write && param) {
        command.error(
          "error: --param and --write do not go together: the file would keep the values; use --out",
        );
      }
      const sandbox = permissionsOf(flags);
      if (flags.cached && sandbox) {
        command.error(
          "error: --cached and a sandbox do not go together: what a sandbox allows is not compared; leave one out",
        );
      }
      const files = await findNotebooks(paths);
      const places = out === undefined
        ? undefined
        : await placesFor(files, out);
      const run = await runAll(files, {
        ...flags,
        parameters: param,
        sandbox,
        out: places && ((path) => places.get(path)),
        ...(json && { silent: true }),
      });
      const { reports, milliseconds, exitCode } = run;
      if (json) {
        print(asJson(reports, statusOf(exitCode), milliseconds));
      } else if (reports.length > 1 && !flags.quiet) {
        print(summary(reports, milliseconds));
      }
      exit(exitCode);
    });
  addSandboxOptions(command);
}

/** Reads one parameter, and adds it to those before. */
function parameter(
  text: string,
  before: Record<string, Json> = {},
): Record<string, Json> {
  const [, name, value] =
    text.match(/^([\p{ID_Start}$_][\p{ID_Continue}$]*)=([^]*)$/u) ?? [];
  if (name === undefined) {
    throw new InvalidArgumentError("It must look like alpha=0.5.");
  }
  try {
    return { ...before, [name]: JSON.parse(value) };
  } catch {
    throw new InvalidArgumentError(
      `${
        value || "Nothing"
      } is not JSON; text stands in quotes, as in ${name}='"text"'.`,
    );
  }
}
