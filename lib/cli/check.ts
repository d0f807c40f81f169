import { type Command, Option } from "commander";
import type { ResidentTypeCheck } from "../notebook/check/resident.ts";
import { checkNotebooks, findNotebooks } from "../notebook/mod.ts";
import { checkReport } from "./check_report.ts";
import { Interrupts } from "./interrupt.ts";
import { print } from "./print.ts";

interface CheckFlags {
  readonly fix?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly watch?: boolean;
}

/** Adds `denobook check`. */
export function addCheck(program: Command, exit: (code: number) => void): void {
  program.command("check")
    .description("check the types of notebooks, and their rules, without a run")
    .argument("<paths...>", "notebooks, and folders of them")
    .option("--strict", "fail on warnings, too")
    .option(
      "--fix",
      "first write the notebooks as `deno lint --fix` and `deno fmt` leave them",
    )
    .option("--json", "print what was found as JSON")
    .addOption(
      new Option("--watch", "check notebooks again when they are saved")
        .conflicts(["fix", "json"]),
    )
    .action(async (paths: string[], flags: CheckFlags) => {
      using interrupts = new Interrupts();
      const { signal } = interrupts;
      const check = async (
        files: readonly string[],
        types?: ResidentTypeCheck,
      ) => {
        const start = performance.now();
        const { fix } = flags;
        const result = await checkNotebooks(files, { fix, signal, types });
        const milliseconds = performance.now() - start;
        const report = checkReport(files, result, { ...flags, milliseconds });
        print(report.text);
        exit(report.exitCode);
      };
      try {
        if (flags.watch) await watch(paths, check, signal);
        else await check(await findNotebooks(paths));
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      if (signal.aborted) exit(interrupts.exitCode);
    });
}

/** Checks notebooks, and again what changes. What that takes is loaded only here. */
async function watch(
  paths: readonly string[],
  check: (files: readonly string[], types: ResidentTypeCheck) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const [{ ResidentTypeCheck }, { checkAndWatch }] = await Promise.all([
    import("../notebook/check/resident.ts"),
    import("./check_watch.ts"),
  ]);
  using types = new ResidentTypeCheck();
  await checkAndWatch(paths, (files) => check(files, types), types, signal);
}
