import { dirname, normalize, relative } from "node:path";
import { type Command, Option } from "commander";
import { checkNotebooks, findNotebooks } from "../notebook/mod.ts";
import { checkReport } from "./check_report.ts";
import { isExpected } from "./expected.ts";
import { Interrupts } from "./interrupt.ts";
import { print } from "./print.ts";

interface CheckFlags {
  readonly fix?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly watch?: boolean;
}

/** How long files have to be quiet before they are checked again, in milliseconds: a save is several changes. */
const SETTLED = 50;

/** Adds `denobook check`. */
export function addCheck(program: Command, exit: (code: number) => void): void {
  program.command("check")
    .description("check the types of notebooks, and their rules, without a run")
    .argument("<paths...>", "notebooks, and folders of them")
    .option("--strict", "fail on warnings, too")
    .option("--fix", "write the notebooks as `deno fmt` leaves them")
    .option("--json", "print what was found as JSON")
    .addOption(
      new Option("--watch", "check notebooks again when they are saved")
        .conflicts(["fix", "json"]),
    )
    .action(async (paths: string[], flags: CheckFlags) => {
      using interrupts = new Interrupts();
      const { signal } = interrupts;
      const check = async (files: readonly string[]) => {
        const start = performance.now();
        const { fix } = flags;
        const result = await checkNotebooks(files, { fix, signal });
        const milliseconds = performance.now() - start;
        const report = checkReport(files, result, { ...flags, milliseconds });
        print(report.text);
        exit(report.exitCode);
      };
      try {
        const files = await findNotebooks(paths);
        // Before the first check, so that nothing saved in the meantime is missed.
        using changes = flags.watch
          ? Deno.watchFs([...new Set(files.map(dirname))])
          : undefined;
        await check(files);
        if (changes) await checkAgain(files, changes, check, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      if (signal.aborted) exit(interrupts.exitCode);
    });
}

/** Checks notebooks again whenever they change, and all of them when another file beside them does. */
async function checkAgain(
  files: readonly string[],
  changes: Deno.FsWatcher,
  check: (files: readonly string[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const byPath = new Map(files.map((file) => [normalize(file), file]));
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = Promise.resolve();
  const checkChanged = async () => {
    const due = [...changed];
    changed.clear();
    try {
      if (due.length > 0) await check(due);
    } catch (error) {
      // A file that is being written, or gone, may be there again in a moment.
      if (signal.aborted || !isExpected(error)) throw error;
      console.error(error.message);
    }
  };
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => {
    changes.close();
    aborted.reject(signal.reason);
  });
  const watch = async () => {
    for await (const { kind, paths } of changes) {
      if (kind === "access") continue;
      for (const path of paths) {
        const file = byPath.get(normalize(relative(".", path)));
        if (file) changed.add(file);
        else if (/\.([cm]?[jt]sx?|jsonc?)$/.test(path)) {
          files.forEach((each) => changed.add(each));
        }
      }
      clearTimeout(timer);
      timer = setTimeout(() => {
        turn = turn.then(checkChanged);
        turn.catch(aborted.reject);
      }, SETTLED);
    }
  };
  await Promise.race([watch(), aborted.promise]);
}
