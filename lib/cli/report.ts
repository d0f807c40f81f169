import { CellError } from "../notebook/errors.ts";
import type { NotebookReport } from "../notebook/run_files.ts";
import { visible } from "../notebook/visible.ts";

/** A time as people read it. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A number with what it counts. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * What is said of a notebook when its run has ended.
 *
 * @param report How the run went.
 * @param marks Whether a mark in front tells at a glance how, as on a terminal.
 */
export function outcome(
  report: NotebookReport,
  marks: boolean,
): { text: string; isError: boolean } {
  const { path, executed, milliseconds, tests, error, allowed } = report;
  if (error) {
    const text = mark("✗", 31, marks) + visible(error.message);
    return { text, isError: true };
  }
  const { cached, notCached } = report;
  const parts = [
    path,
    cached ? "cached" : count(executed, "cell"),
    ...tested(tests),
  ];
  if (allowed.length > 0) {
    parts.push(`${count(allowed.length, "failure")} allowed`);
  }
  parts.push(seconds(milliseconds));
  if (notCached !== undefined) parts.push(`not cached: ${notCached}`);
  return {
    text: mark("✓", 32, marks) + visible(parts.join(" · ")),
    isError: false,
  };
}

/** The report at the end of a run: notebooks, cells, tests, time, and what failed and where. */
export function summary(
  reports: readonly NotebookReport[],
  milliseconds: number,
): string {
  const notebooks = count(reports.length, "notebook");
  const failed = reports.filter(({ status }) => status === "failed");
  const unfinished = reports.filter(({ status }) =>
    status === "interrupted" || status === "skipped"
  );
  const sum = (of: (report: NotebookReport) => number) =>
    reports.reduce((total, report) => total + of(report), 0);
  const line = [
    failed.length > 0
      ? `${failed.length} of ${notebooks} failed`
      : unfinished.length > 0
      ? `${reports.length - unfinished.length} of ${notebooks} passed`
      : `${notebooks} passed`,
    ...(failed.length > 0 && unfinished.length > 0
      ? [`${unfinished.length} not run to the end`]
      : []),
    ...counted(reports.filter(({ cached }) => cached).length, "cached"),
    count(sum(({ executed }) => executed), "cell"),
    ...tested({
      passed: sum(({ tests }) => tests.passed),
      failed: sum(({ tests }) => tests.failed),
    }),
    seconds(milliseconds),
  ].join(" · ");
  return [line, ...failed.map(({ error }) => `  ${visible(inOneLine(error!))}`)]
    .join("\n");
}

function counted(number: number, what: string): string[] {
  return number > 0 ? [`${number} ${what}`] : [];
}

/** How a run went, by its exit code. */
export function statusOf(exitCode: number): string {
  if (exitCode > 1) return "interrupted";
  return exitCode === 1 ? "failed" : "passed";
}

/** A run as JSON, for other programs; README.md describes it. */
export function asJson(
  reports: readonly NotebookReport[],
  status: string,
  milliseconds: number,
): string {
  const notebooks = reports.map((report) => ({
    path: report.path,
    status: report.status,
    cells: report.cells,
    executed: report.executed,
    cached: report.cached,
    notCached: report.notCached ?? null,
    seconds: report.milliseconds / 1000,
    tests: report.tests,
    errors: [
      ...report.allowed.map((error) => errorAsJson(error, true)),
      ...(report.error ? [errorAsJson(report.error, false)] : []),
    ],
    warnings: report.warnings.map(({ message, cellId, line, column }) => ({
      message,
      cell: cellId,
      line: line ?? null,
      column: column ?? null,
    })),
  }));
  const json = { version: 1, status, seconds: milliseconds / 1000, notebooks };
  return JSON.stringify(json, null, 2);
}

function errorAsJson(error: Error, allowed: boolean) {
  const { cellId, line, column } = error instanceof CellError
    ? error
    : {} as Partial<CellError>;
  return {
    name: error.name,
    message: error.message,
    cell: cellId ?? null,
    line: line ?? null,
    column: column ?? null,
    allowed,
  };
}

function tested({ passed, failed }: NotebookReport["tests"]): string[] {
  if (failed > 0) {
    return [`${failed} of ${count(passed + failed, "test")} failed`];
  }
  return passed > 0 ? [`${count(passed, "test")} passed`] : [];
}

/** An error's place and first words. */
function inOneLine(error: Error): string {
  const lines = error.message.split("\n");
  return (error instanceof CellError ? lines.slice(0, 2) : lines.slice(0, 1))
    .join(" · ");
}

function mark(sign: string, color: number, marks: boolean): string {
  if (!marks) return "";
  return Deno.noColor ? `${sign} ` : `\x1b[${color}m${sign}\x1b[0m `;
}
