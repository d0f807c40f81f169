import { dirname, join } from "node:path";
import {
  type Notebook,
  parseNotebook,
  readText,
  systemError,
} from "../notebook/mod.ts";
import { isExpected } from "./expected.ts";
import type { ExportFlags } from "./export.ts";
import { FolderWatch } from "./folder_watch.ts";
import { Interrupts } from "./interrupt.ts";
import { print, printError } from "./print.ts";
import { passed, runAll } from "./run_all.ts";
import { permissionsOf } from "./sandbox.ts";
import { findSources, isWithin, render, writeFiles } from "./write_pages.ts";

/** How long files must be quiet, in milliseconds: programs write a file in several steps. */
const QUIET = 100;

/** A notebook as it was when it could last be shown. */
interface Shown {
  readonly notebook: Notebook;
  readonly text: string;
}

/**
 * Exports notebooks, shows the pages on a local server, and does it again when a notebook changes, until it is
 * interrupted.
 *
 * @param paths The notebooks and folders as they were given.
 * @param flags The command's flags.
 * @returns The exit code.
 */
export async function watchExport(
  paths: readonly string[],
  flags: ExportFlags,
): Promise<number> {
  const { Preview } = await import("../page/preview.ts");
  using interrupts = new Interrupts();
  const { signal } = interrupts;
  await using preview = serve(() => new Preview(flags.port), flags.port);
  const shown = new Map<string, Shown>();
  let written: readonly string[] = [];

  /** Shows all that can be shown; what cannot stays as it was when it last could. */
  const update = async () => {
    const problems: string[] = [];
    const report = ({ message }: Error) => {
      problems.push(message);
      printError(message);
    };
    const load = async (path: string) => {
      const text = await readText(path);
      if (shown.get(path)?.text === text) return;
      if (!flags.execute) {
        shown.set(path, { notebook: parseNotebook(text, path), text });
        return;
      }
      const run = await runAll([path], {
        timeout: flags.timeout,
        sandbox: permissionsOf(flags),
      });
      const [notebook] = passed(run);
      if (notebook) shown.set(path, { notebook, text });
      // It stands on the terminal already.
      else problems.push(run.reports[0]!.error!.message);
    };
    const attempt = (work: () => Promise<void>) =>
      work().catch((error) => {
        if (!isExpected(error)) throw error;
        report(error);
      });
    await attempt(async () => {
      const sources = await findSources(paths, flags.out);
      for (const path of sources) {
        if (!signal.aborted) await attempt(() => load(path));
      }
      const ready = sources.flatMap((path) => {
        const notebook = shown.get(path)?.notebook;
        return notebook ? [{ path, notebook }] : [];
      });
      if (signal.aborted || ready.length === 0) return;
      const files = await render(ready, flags, report);
      preview.show(
        new Map(files.map(({ name, content }) => [name, String(content)])),
      );
      const names = files.map(({ name }) => name);
      const gone = written.filter((name) => !names.includes(name));
      for (const name of gone) await removeWritten(flags.out, name);
      written = names;
      await writeFiles(flags.out, files, flags);
    });
    preview.tell(problems);
  };

  using watch = new FolderWatch({
    quiet: QUIET,
    concerns: (path) =>
      (isSource(path) || isFolder(path, [...shown.keys()])) &&
      (!isWithin(flags.out, path) ||
        paths.some((given) => isWithin(flags.out, given))),
    onChange: update,
  });
  // Before the first pages are made, so that nothing saved in the meantime is missed.
  await watch.addAll(paths);
  await update();
  if (!signal.aborted) {
    print(
      `Shown at ${preview.url}, which reloads what changes; end it with Ctrl+C`,
    );
  }
  await watch.until(signal);
  return interrupts.exitCode;
}

/** Starts what listens on a port. */
function serve<Server>(start: () => Server, port: number): Server {
  try {
    return start();
  } catch (cause) {
    const error = systemError(`Cannot show pages on port ${port}`, cause);
    if (error instanceof Error && error !== cause) {
      error.message += "; give --port another number, or leave it out";
    }
    throw error;
  }
}

/** Removes a file that was written into a folder, and the folders within that are empty without it. */
async function removeWritten(folder: string, name: string): Promise<void> {
  try {
    for (let at = name; at !== "."; at = dirname(at)) {
      await Deno.remove(join(folder, at));
    }
  } catch {
    // It holds something else, or somebody else was faster.
  }
}

/** Whether a file is one that pages are made from. */
function isSource(path: string): boolean {
  return /\.(ipynb|png|jpe?g|gif|webp|svg)$/i.test(path) &&
    !path.includes(".ipynb_checkpoints");
}

/** Whether a path is a folder, which may have come with notebooks in it, or was one of these notebooks. */
function isFolder(path: string, notebooks: readonly string[]): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return notebooks.some((notebook) => isWithin(path, notebook));
  }
}
