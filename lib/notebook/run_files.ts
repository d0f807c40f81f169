import { dirname } from "node:path";
import {
  type CellWarning,
  InterruptedError,
  isNotebookError,
} from "./errors.ts";
import type { CodeCell, Notebook } from "./format.ts";
import { isExecuted } from "./run.ts";
import { runFile, type RunFileOptions } from "./run_file.ts";
import { Session } from "./session.ts";
import type { TestCount } from "./test_report.ts";

/** How the run of one of several notebooks went. */
export interface NotebookReport {
  readonly path: string;
  /** `skipped` is a notebook that was not begun, because the run was over before. */
  readonly status: "passed" | "failed" | "interrupted" | "skipped";
  /** How many cells there are to execute. */
  readonly cells: number;
  /** How many cells were executed. */
  readonly executed: number;
  /** How long the run took. */
  readonly milliseconds: number;
  readonly tests: TestCount;
  /** What failed: a cell, or what kept the notebook from being run or written. */
  readonly error?: Error;
  /** The failures after which the run went on, because it was to allow errors. */
  readonly allowed: readonly Error[];
  /** What in the cells that were executed is most likely not meant. */
  readonly warnings: readonly CellWarning[];
  /** Whether it was not run, because nothing has changed since it was. */
  readonly cached: boolean;
  /** Why its next run cannot be spared, in a few words, if that was asked for. */
  readonly notCached?: string;
  /** The notebook with the outputs of this run, if it was begun. */
  readonly notebook?: Notebook;
}

/** How several notebook files are run. */
export interface RunFilesOptions
  extends Omit<RunFileOptions, "out" | "onCell" | "startSession"> {
  /** How many notebooks are run at once; without it, as many as the machine has cores. */
  readonly jobs?: number | undefined;
  /** Whether no further notebook is begun once one has failed. */
  readonly failFast?: boolean | undefined;
  /** Where a notebook is written with the outputs of this run; its folder must exist. */
  readonly out?: ((path: string) => string | undefined) | undefined;
  /** Is called when the run of a notebook begins. */
  readonly onStart?: (path: string) => void;
  /** Is called before each cell that is executed. */
  readonly onCell?: (
    path: string,
    cell: CodeCell,
    notebook: Notebook,
  ) => void;
  /** Is called when the run of a notebook has ended. */
  readonly onEnd?: (report: NotebookReport) => void;
}

/**
 * Runs notebook files, each on a kernel of its own, several at once. What happens to one is no matter to the others.
 *
 * @param paths The paths of .ipynb files.
 * @param options How they are run, and whom to tell.
 * @returns How each run went, in the order of the paths.
 *
 * @example
 * ```ts
 * import { runFiles } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const [report] = await runFiles(["notebooks/two_two_two.ipynb"]);
 * assertEquals(report.status, "passed");
 * ```
 */
export async function runFiles(
  paths: readonly string[],
  options: RunFilesOptions = {},
): Promise<NotebookReport[]> {
  const { jobs = navigator.hardwareConcurrency, signal } = options;
  const reports = paths.map(skipped);
  const ahead = new SessionsAhead(
    paths,
    (path) =>
      Session.start({
        cwd: dirname(path),
        timeout: options.timeout,
        sandbox: options.sandbox,
        signal,
      }),
  );
  let next = 0;
  let failed = false;
  const work = async () => {
    while (next < paths.length) {
      if (signal?.aborted || failed && options.failFast) return;
      const i = next++;
      reports[i] = await runOne(
        paths[i],
        options,
        // Perhaps none is needed.
        options.cached ? undefined : () => ahead.take(i),
      );
      failed ||= reports[i].status === "failed";
      options.onEnd?.(reports[i]);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  } finally {
    await ahead.close();
  }
  return reports;
}

async function runOne(
  path: string,
  options: RunFilesOptions,
  startSession: (() => Promise<Session>) | undefined,
): Promise<NotebookReport> {
  const { onStart, onCell, out, ...rest } = options;
  onStart?.(path);
  const start = performance.now();
  const report = { ...skipped(path), status: "failed" as const };
  try {
    const { error, ...result } = await runFile(path, {
      ...rest,
      out: out?.(path),
      ...(startSession && { startSession }),
      onCell: (cell, notebook) => onCell?.(path, cell, notebook),
    });
    const interrupted = error?.cause instanceof InterruptedError;
    return {
      ...report,
      ...result,
      status: interrupted ? "interrupted" : error ? "failed" : "passed",
      cells: result.notebook.cells.filter(isExecuted).length,
      milliseconds: performance.now() - start,
      ...(error && { error }),
    };
  } catch (error) {
    if (!isNotebookError(error)) throw error;
    return {
      ...report,
      status: error instanceof InterruptedError ? "interrupted" : "failed",
      milliseconds: performance.now() - start,
      error,
    };
  }
}

function skipped(path: string): NotebookReport {
  return {
    path,
    status: "skipped",
    cells: 0,
    executed: 0,
    milliseconds: 0,
    tests: { passed: 0, failed: 0 },
    allowed: [],
    warnings: [],
    cached: false,
  };
}

/** Sessions for notebooks, in their order. When one is up, the next is started, so that nobody has to wait for it. */
class SessionsAhead {
  readonly #start: (index: number) => Promise<Session>;
  readonly #paths: readonly string[];
  readonly #started = new Map<number, Promise<Session>>();
  readonly #taken: Session[] = [];
  #next = 0;

  constructor(
    paths: readonly string[],
    start: (path: string) => Promise<Session>,
  ) {
    this.#paths = paths;
    this.#start = (index) => start(paths[index]);
  }

  /** Gives the session for a notebook. */
  async take(index: number): Promise<Session> {
    const started = this.#started.get(index) ?? this.#start(index);
    this.#started.delete(index);
    this.#next = Math.max(this.#next, index + 1);
    const session = await started;
    this.#taken.push(session);
    this.#startNext();
    return session;
  }

  /** Ends all sessions, those that nobody has taken too. */
  async close(): Promise<void> {
    this.#next = this.#paths.length;
    const started = await Promise.allSettled(this.#started.values());
    const ahead = started.flatMap((session) =>
      session.status === "fulfilled" ? [session.value] : []
    );
    await Promise.all(
      [...this.#taken, ...ahead].map((session) => session.close()),
    );
  }

  #startNext(): void {
    const index = this.#next++;
    if (index >= this.#paths.length) return;
    const started = this.#start(index);
    // Whoever takes it sees its error.
    started.catch(() => {});
    this.#started.set(index, started);
  }
}
