import type { Notebook } from "../notebook/format.ts";
import { isExecuted } from "../notebook/run.ts";
import {
  type NotebookReport,
  runFiles,
  type RunFilesOptions,
} from "../notebook/run_files.ts";
import { visible } from "../notebook/visible.ts";
import { Interrupts } from "./interrupt.ts";
import { printError } from "./print.ts";
import { Progress } from "./progress.ts";

/** The flags of every command that runs notebooks. */
export interface RunFlags extends
  Pick<
    RunFilesOptions,
    | "timeout"
    | "notebookTimeout"
    | "jobs"
    | "write"
    | "out"
    | "parameters"
    | "allowErrors"
    | "failFast"
    | "sandbox"
    | "cached"
  > {
  /** Whether only errors are shown. */
  readonly quiet?: boolean;
  /** Whether nothing at all is shown. */
  readonly silent?: boolean;
}

/** How a run of notebooks went. */
export interface Run {
  readonly reports: readonly NotebookReport[];
  readonly milliseconds: number;
  /** 0 if all is well, 1 if a notebook failed, or that of an interrupt. */
  readonly exitCode: number;
}

/** Runs notebooks until all have run or the run is interrupted, and shows how it goes. */
export async function runAll(
  paths: readonly string[],
  { quiet, silent, ...options }: RunFlags,
): Promise<Run> {
  const start = performance.now();
  using interrupts = new Interrupts();
  const { signal } = interrupts;
  const progress = quiet || silent
    ? undefined
    : await Progress.begin(paths.length);
  const counts = new Map<string, number>();
  try {
    const reports = await runFiles(paths, {
      ...options,
      signal,
      onStart: (path) => progress?.started(path),
      onCell: (path, { id }, { cells }) => {
        const count = (counts.get(path) ?? 0) + 1;
        counts.set(path, count);
        progress?.cell(path, id, count, cells.filter(isExecuted).length);
      },
      onEnd: (report) => {
        if (progress) progress.ended(report);
        else if (report.error && !silent) {
          printError(visible(report.error.message));
        }
      },
    });
    const failed = reports.some(({ status }) => status !== "passed");
    return {
      reports,
      milliseconds: performance.now() - start,
      exitCode: interrupts.exitCode || (failed ? 1 : 0),
    };
  } finally {
    progress?.stop();
  }
}

/** The notebooks that ran to their end; of the others there is none. */
export function passed({ reports }: Run): (Notebook | undefined)[] {
  return reports.map(({ status, notebook }) =>
    status === "passed" ? notebook : undefined
  );
}
