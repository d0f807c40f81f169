import { resolve } from "node:path";
import { systemError } from "../notebook/errors.ts";

/** What {@linkcode FolderWatch} is to do. */
interface FolderWatchOptions {
  /** How long files have to be quiet, in milliseconds: programs write a file in several steps. */
  readonly quiet: number;
  /** Whether a change of a path is of any matter. */
  readonly concerns: (path: string) => boolean;
  /** Is called with the paths that have changed, never while it is still at work. */
  readonly onChange: (paths: readonly string[]) => Promise<void>;
}

/** Watches folders, to which more can be added. */
export class FolderWatch implements Disposable {
  readonly #options: FolderWatchOptions;
  readonly #watchers = new Map<string, Deno.FsWatcher>();
  readonly #changed = new Set<string>();
  readonly #failed = Promise.withResolvers<never>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = Promise.resolve();

  constructor(options: FolderWatchOptions) {
    this.#options = options;
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

  /** Adds what a command's arguments mean. Of a file it is the folder, since a save may put another in its place. */
  async addAll(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const { isDirectory } = await Deno.stat(path).catch((cause) => {
        throw systemError(`Cannot watch ${path}`, cause);
      });
      this.add(isDirectory ? path : resolve(path, ".."), isDirectory);
    }
  }

  async #follow(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      if (kind === "access") continue;
      for (const path of paths.filter(this.#options.concerns)) {
        this.#changed.add(path);
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
          this.#turn = this.#turn.then(() => this.#tell());
          this.#turn.catch(this.#failed.reject);
        }, this.#options.quiet);
      }
    }
  }

  async #tell(): Promise<void> {
    const paths = [...this.#changed];
    this.#changed.clear();
    // What changed meanwhile has been told with what changed before.
    if (paths.length > 0) await this.#options.onChange(paths);
  }

  /** Goes on until the signal is aborted, and what it set off is done; throws what that throws. */
  async until(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => aborted.resolve(), { once: true });
    if (signal.aborted) aborted.resolve();
    await Promise.race([aborted.promise, this.#failed.promise]);
    clearTimeout(this.#timer);
    await this.#turn;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
  }
}
