import { relative } from "node:path";
import {
  type CheckResult,
  type Diagnostic,
  showDiagnostic,
} from "../notebook/mod.ts";
import { count, seconds } from "./report.ts";

/** How a check is reported. */
interface ReportOptions {
  readonly json?: boolean;
  /** Whether warnings make it fail. */
  readonly strict?: boolean;
  readonly milliseconds: number;
}

/** What is printed after a check, and the exit code that goes with it. */
export function checkReport(
  files: readonly string[],
  { diagnostics, fixed }: CheckResult,
  { json, strict, milliseconds }: ReportOptions,
): { text: string; exitCode: number } {
  const shown = diagnostics.map((each) => ({
    ...each,
    path: files.includes(each.path) ? each.path : relative(".", each.path),
  }));
  const errors = shown.filter(({ severity }) => severity === "error").length;
  const warnings = shown.length - errors;
  const failed = errors > 0 || Boolean(strict) && warnings > 0;
  const exitCode = failed ? 1 : 0;
  if (json) {
    const report = {
      version: 1,
      status: failed ? "failed" : "passed",
      seconds: milliseconds / 1000,
      notebooks: files,
      fixed,
      diagnostics: shown.map(asJson),
    };
    return { text: JSON.stringify(report, null, 2), exitCode };
  }
  const isOnGitHub = Deno.env.get("GITHUB_ACTIONS") === "true";
  const summary = [
    `${count(files.length, "notebook")} checked`,
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
    ...(fixed.length > 0 ? [`${fixed.length} fixed`] : []),
    seconds(milliseconds),
  ].join(" · ");
  const text = [
    ...shown.map((each) => `${showDiagnostic(each)}\n`),
    ...(isOnGitHub ? shown.map(annotation) : []),
    summary,
  ].join("\n");
  return { text, exitCode };
}

function asJson(diagnostic: Diagnostic) {
  const { code, severity, message, path, cellId, line, column, endColumn } =
    diagnostic;
  return {
    code,
    severity,
    message,
    path,
    cell: cellId ?? null,
    line: line ?? null,
    column: column ?? null,
    endColumn: endColumn ?? null,
    fileLine: diagnostic.fileLine ?? null,
  };
}

/** A diagnostic as GitHub puts it beside the lines of a change: there it is the file's lines that count. */
function annotation(diagnostic: Diagnostic): string {
  const { severity, path, cellId, line, column, code, message, fileLine } =
    diagnostic;
  const place = cellId === undefined
    ? ""
    : ` · cell ${cellId}${line === undefined ? "" : ` · ${line}:${column}`}`;
  const properties = [
    `file=${escapeProperty(path)}`,
    `line=${fileLine ?? (cellId === undefined ? line : undefined) ?? 1}`,
    `title=${escapeProperty(code + place)}`,
  ].join(",");
  return `::${severity} ${properties}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
