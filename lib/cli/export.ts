import { type Command, Option } from "commander";
import { readNotebook } from "../notebook/file.ts";
import type { Notebook } from "../notebook/format.ts";
import type { Paper } from "../page/chromium.ts";
import { isExpected } from "./expected.ts";
import { folderName, milliseconds, portNumber } from "./options.ts";
import { printError } from "./print.ts";
import type { RunFlags } from "./run_all.ts";
import {
  addSandboxOptions,
  permissionsOf,
  type SandboxFlags,
} from "./sandbox.ts";
import { findSources, type Format, render, writeFiles } from "./write_pages.ts";

/** The flags of `denobook export`. */
export interface ExportFlags extends Pick<RunFlags, "timeout">, SandboxFlags {
  readonly execute?: boolean;
  readonly format: Format;
  readonly out: string;
  readonly paper: Paper;
  readonly pdf?: boolean;
  readonly port: number;
  readonly trust?: boolean;
  readonly watch?: boolean;
}

/** Adds `denobook export`. */
export function addExport(
  program: Command,
  exit: (code: number) => void,
): void {
  const command = program.command("export")
    .description("write notebooks as HTML pages, with an index and a search")
    .argument("<paths...>", "notebooks, and folders of them")
    .requiredOption("--out <folder>", "where the pages go", folderName)
    .option("--execute", "run the notebooks first, leaving their files alone")
    .option("--timeout <seconds>", "how long one cell may take", milliseconds)
    .addOption(
      new Option("--format <format>", "what to write")
        .choices(["html", "markdown", "typescript"]).default("html"),
    )
    .option("--trust", "let scripts in outputs run in the pages, which say so")
    .option("--pdf", "print each page as PDF too, by way of Chromium")
    .addOption(
      new Option("--paper <size>", "what --pdf prints on")
        .choices(["a4", "letter"]).default("a4"),
    )
    .option("--watch", "write again what changes, and show it as it does")
    .option("--port <number>", "where --watch shows the pages", portNumber, 0)
    .action(async (paths: string[], flags: ExportFlags) => {
      for (const name of ["pdf", "trust", "watch"] as const) {
        if (flags[name] && flags.format !== "html") {
          command.error(
            `error: option '--${name}' is about pages; it cannot be used with '--format ${flags.format}'`,
          );
        }
      }
      const work = flags.watch
        ? (await import("./watch.ts")).watchExport
        : exportOnce;
      exit(await work(paths, flags));
    });
  addSandboxOptions(command);
}

async function exportOnce(
  paths: string[],
  flags: ExportFlags,
): Promise<number> {
  const files = await findSources(paths, flags.out);
  const run = flags.execute && await execute(files, flags);
  const notebooks: (Notebook | undefined)[] = run
    ? run.notebooks
    : await Promise.all(files.map(readOrTell));
  const ready = files.flatMap((path, i) => {
    const notebook = notebooks[i];
    return notebook ? [{ path, notebook }] : [];
  });
  const isWhole = ready.length === files.length;
  // A book is not to show numbers that no longer come out; a file that is no notebook leaves no gap in it.
  if (ready.length === 0 || run && !isWhole) {
    printError(`Nothing was written to ${flags.out}.`);
    return run ? run.exitCode : 1;
  }
  let exitCode = isWhole ? 0 : 1;
  const written = await render(ready, flags, ({ message }) => {
    printError(message);
    exitCode = 1;
  });
  if (written.length > 0) await writeFiles(flags.out, written, flags);
  else printError(`Nothing was written to ${flags.out}.`);
  return exitCode;
}

/** Runs notebooks; those that failed are `undefined`. */
async function execute(
  files: readonly string[],
  flags: ExportFlags,
): Promise<{ notebooks: (Notebook | undefined)[]; exitCode: number }> {
  // A kernel takes long to load, and most exports need none.
  const { passed, runAll } = await import("./run_all.ts");
  const run = await runAll(files, {
    timeout: flags.timeout,
    sandbox: permissionsOf(flags),
  });
  return { notebooks: passed(run), exitCode: run.exitCode };
}

/** Reads a notebook, or says why it cannot be read: the others can be shown without it. */
async function readOrTell(path: string): Promise<Notebook | undefined> {
  try {
    return await readNotebook(path);
  } catch (error) {
    if (!isExpected(error)) throw error;
    printError(error.message);
    return undefined;
  }
}
