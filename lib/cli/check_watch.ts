import { dirname, resolve } from "node:path";
import type { ResidentTypeCheck } from "../notebook/check/resident.ts";
import { SCRATCH_NAME } from "../notebook/check/scratch.ts";
import { findNotebooks } from "../notebook/mod.ts";
import { isExpected } from "./expected.ts";
import { FolderWatch } from "./folder_watch.ts";
import { print, printError } from "./print.ts";

/** How long files have to be quiet before they are checked again, in milliseconds: a save is several changes. */
const SETTLED = 50;

/** What says how a project's imports and types are meant. */
const IS_CONFIG = /[/\\](deno\.jsonc?|package\.json)$/;

/**
 * Checks notebooks, then again those that change, and all when a file that they import or a `deno.json` does. Ends when
 * the signal is aborted.
 *
 * @param paths The notebooks and folders as they were given.
 * @param check Checks notebooks and tells what it has found.
 * @param types Knows what the notebooks import.
 * @param signal Ends it.
 */
export async function checkAndWatch(
  paths: readonly string[],
  check: (files: readonly string[]) => Promise<void>,
  types: ResidentTypeCheck,
  signal: AbortSignal,
): Promise<void> {
  let files = await findNotebooks(paths);
  const checkChanged = async (touched: readonly string[]) => {
    const before = files;
    files = (await Promise.all(paths.map(findIn))).flat();
    const gone = before.filter((file) => !files.includes(file));
    for (const file of gone) print(`${file} is no longer there`);
    const isAll = touched.some((path) =>
      IS_CONFIG.test(path) || types.dependencies.has(path)
    );
    if (isAll) types.forget();
    await checkThese(
      files.filter((file) =>
        isAll || touched.includes(resolve(file)) || !before.includes(file)
      ),
    );
  };
  const checkThese = async (due: readonly string[]) => {
    try {
      if (due.length > 0) await check(due);
    } catch (error) {
      if (signal.aborted) return;
      if (!isExpected(error)) throw error;
      printError(error.message);
    }
    for (const path of types.dependencies) watch.add(dirname(path));
  };

  using watch = new FolderWatch({
    quiet: SETTLED,
    concerns: (path) => !path.includes(SCRATCH_NAME),
    onChange: checkChanged,
  });
  // Before the first check, so that nothing saved in the meantime is missed.
  await watch.addAll(paths);
  await checkThese(files);
  // A check that is ended early still has to put its files away.
  await watch.until(signal);
}

/** The notebooks that there are now; none, where there is nothing any more. */
async function findIn(path: string): Promise<string[]> {
  try {
    return await findNotebooks([path]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
