import { dirname } from "node:path";
import {
  inSeconds,
  InterruptedError,
  KernelError,
  NotebookLockedError,
} from "./errors.ts";
import { readText, writeIfUnchanged, writeNotebook } from "./file.ts";
import type { CodeCell, Notebook } from "./format.ts";
import { injectParameters, type Parameters } from "./parameters.ts";
import type { Permissions } from "./permissions.ts";
import { parseNotebook } from "./parse.ts";
import {
  checkLanguage,
  isExecuted,
  runNotebook,
  type RunResult,
} from "./run.ts";
import type { RunCache } from "./run_cache.ts";
import { serializeNotebook } from "./serialize.ts";
import { Session } from "./session.ts";

/** How a notebook file is run. */
export interface RunFileOptions {
  /** How long one cell may take, in milliseconds; without it, as long as it likes. */
  readonly timeout?: number | undefined;
  /** How long all cells together may take, in milliseconds; without it, as long as they like. */
  readonly notebookTimeout?: number | undefined;
  /**
   * Whether the outputs are written back to the file: if every cell ran, or as far as they ran if the run was
   * interrupted, the other cells keeping those that they had.
   */
  readonly write?: boolean | undefined;
  /** Where the notebook is written with the outputs of this run, whether it failed or not; its folder must exist. */
  readonly out?: string | undefined;
  /** What the notebook may do; without it, everything. See {@linkcode Permissions}. */
  readonly sandbox?: Permissions | undefined;
  /** Values for the notebook's parameters; see {@linkcode injectParameters}. */
  readonly parameters?: Parameters | undefined;
  /** Whether the run goes on after a cell that fails. */
  readonly allowErrors?: boolean | undefined;
  /**
   * Whether the outputs of the last run are taken in place of a run, if nothing that it depended on has changed since.
   * Not in a sandbox, and without `startSession`.
   */
  readonly cached?: boolean | undefined;
  /** Interrupts the run when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Is called before each cell that is executed. */
  readonly onCell?: (cell: CodeCell, notebook: Notebook) => void;
  /** Starts the session, in place of {@linkcode Session.start}; who starts it waits for its end. */
  readonly startSession?: () => Promise<Session>;
}

/**
 * Runs a notebook file on a kernel of its own, started in the notebook's folder.
 *
 * @param path The path of an .ipynb file.
 * @param options How it is run.
 * @returns The notebook with its outputs, and the error that stopped it, if one did.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {NotebookFormatError} If it is not a notebook of nbformat 4.
 * @throws {KernelError} If the notebook is for another language, this Deno is older than 2.9, or the kernel does not
 * come up.
 * @throws {ParameterError} If the notebook does not have one of the parameters.
 * @throws {NotebookLockedError} If its outputs were to be written, and another run is about to do so.
 * @throws {NotebookChangedError} If the file was changed while the notebook ran, and its outputs were to be written.
 * @throws {InterruptedError} If the run was interrupted before its first cell.
 *
 * @example
 * ```ts
 * import { runFile } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const { error } = await runFile("notebooks/two_two_two.ipynb");
 * assertEquals(error, undefined);
 * ```
 */
export async function runFile(
  path: string,
  options: RunFileOptions = {},
): Promise<RunResult> {
  const { write } = options;
  using _lock = write ? await lock(path) : undefined;
  const text = await readText(path);
  const stored = parseNotebook(text, path);
  checkLanguage(stored, path);
  const notebook = await injectParameters(
    stored,
    options.parameters ?? {},
    path,
  );
  throwIfInterrupted(path, options.signal);
  const cache = options.cached && !options.sandbox
    ? await openCache(path, notebook, options)
    : undefined;
  const result = await cache?.find() ??
    await runOnKernel(path, notebook, options, cache);
  if (options.out !== undefined) {
    await writeNotebook(options.out, result.notebook);
  }
  const interrupted = result.error?.cause instanceof InterruptedError;
  if (write && (!result.error || interrupted)) {
    const outcome = interrupted
      ? withStored(result, notebook)
      : result.notebook;
    const refusal =
      `Cannot write notebook ${path}: it was changed while it ran; run it again to store the outputs of what it is now`;
    await writeIfUnchanged(path, text, serializeNotebook(outcome), refusal);
  }
  return result;
}

async function openCache(
  path: string,
  notebook: Notebook,
  { timeout, notebookTimeout }: RunFileOptions,
): Promise<RunCache> {
  const { RunCache } = await import("./run_cache.ts");
  return await RunCache.open(path, notebook, [timeout, notebookTimeout]);
}

async function runOnKernel(
  path: string,
  notebook: Notebook,
  options: RunFileOptions,
  cache: RunCache | undefined,
): Promise<RunResult> {
  const { timeout, onCell, signal, sandbox } = options;
  const cwd = dirname(path);
  const start = options.startSession ??
    (() => Session.start({ cwd, timeout, sandbox, signal }));
  const [session] = await Promise.all([start(), foreseeCells(notebook)])
    .catch((error) => {
      throwIfInterrupted(path, signal);
      throw error;
    });
  const interrupt = () =>
    session.close(new InterruptedError("It was interrupted"));
  if (signal?.aborted) interrupt();
  signal?.addEventListener("abort", interrupt, { once: true });
  const limit = limitTime(session, options.notebookTimeout);
  try {
    throwIfInterrupted(path, signal);
    await cache?.begin(session).catch((error) => {
      throwIfInterrupted(path, signal);
      throw error;
    });
    const result = await runNotebook(notebook, session, {
      path,
      allowErrors: options.allowErrors,
      ...(onCell && { onCell: (cell) => onCell(cell, notebook) }),
    });
    if (!cache || result.error || result.allowed.length > 0) return result;
    const notCached = await cache.keep(result, session);
    return notCached === undefined ? result : { ...result, notCached };
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener("abort", interrupt);
    const ended = session.close();
    if (!options.startSession) await ended;
  }
}

/** Does what can be done of the cells while their kernel starts. */
async function foreseeCells({ cells }: Notebook): Promise<void> {
  const { foresee } = await import("./syntax.ts");
  foresee(cells.filter(isExecuted).map(({ source }) => source));
}

/** Keeps a second run from writing a notebook at the same time. The system takes the lock away with the process. */
async function lock(path: string): Promise<Disposable | undefined> {
  // What is wrong with the file is said where it is read. To open a named pipe is to wait for somebody who writes to it.
  const stat = await Deno.stat(path).catch(() => undefined);
  const file = stat?.isFile
    ? await Deno.open(path).catch(() => undefined)
    : undefined;
  if (!file) return undefined;
  if (await file.tryLock(true).catch(() => true)) return file;
  file.close();
  throw new NotebookLockedError(
    `Cannot run notebook ${path}: another run is about to write it; wait for its end`,
  );
}

/** Ends a session whose cells together take too long. */
function limitTime(
  session: Session,
  timeout: number | undefined,
): ReturnType<typeof setTimeout> | undefined {
  if (timeout === undefined) return undefined;
  const error = new KernelError(
    `The notebook did not end within ${
      inSeconds(timeout)
    }, and this cell was running`,
  );
  return setTimeout(() => session.close(error), Math.min(timeout, 2 ** 31 - 1));
}

function throwIfInterrupted(path: string, signal: AbortSignal | undefined) {
  if (!signal?.aborted) return;
  throw new InterruptedError(`Notebook ${path} was not run: interrupted`);
}

/** The notebook of an interrupted run, in which the cells that were not reached have the outputs that they had. */
function withStored(
  { notebook, executed }: RunResult,
  stored: Notebook,
): Notebook {
  let count = 0;
  const cells = notebook.cells.map((cell, i) =>
    isExecuted(cell) && ++count > executed ? stored.cells[i] : cell
  );
  return { ...notebook, cells };
}
