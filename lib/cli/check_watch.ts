import { dirname, resolve } from "node:path";
import type { ResidentTypeCheck } from "../notebook/check/resident.ts";
import { SCRATCH_NAME } from "../notebook/check/scratch.ts";
import { findNotebooks } from "../notebook/mod.ts";
import { isExpected } from "./expected.ts";
import { print } from "./print.ts";

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
  const changed = new Set<string>();
  const ended = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => ended.resolve(), { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = Promise.resolve();
  using watch = new Watch((path) => {
    if (path.includes(SCRATCH_NAME)) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      turn = turn.then(checkChanged);
      turn.catch(ended.reject);
    }, SETTLED);
  });

  let files = await findNotebooks(paths);
  const checkChanged = async () => {
    const touched = [...changed];
    changed.clear();
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
      console.error(error.message);
    }
    for (const path of types.dependencies) watch.add(dirname(path));
  };

  // Before the first check, so that nothing saved in the meantime is missed.
  for (const path of paths) {
    const { isDirectory } = await Deno.stat(path);
    watch.add(isDirectory ? path : dirname(path), isDirectory);
  }
  await checkThese(files);
  await ended.promise;
  clearTimeout(timer);
  // A check that is ended early still has to put its files away.
  await turn;
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

/** Watches folders, to which more can be added. */
class Watch implements Disposable {
  readonly #onChange: (path: string) => void;
  readonly #watchers = new Map<string, Deno.FsWatcher>();

  constructor(onChange: (path: string) => void) {
    this.#onChange = onChange;
  }

  add(folder: string, recursive = false): void {
    const path = resolve(folder);
    if (this.#watchers.has(path)) return;
    try {
      const watcher = Deno.watchFs(path, { recursive });
      this.#watchers.set(path, watcher);
      this.#follow(watcher);
    } catch (error) {
      // A folder that is not there has nothing that could change.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  async #follow(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      if (kind !== "access") paths.forEach(this.#onChange);
    }
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers.values()) watcher.close();
  }
}
