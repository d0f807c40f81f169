import { visible } from "../visible.ts";
import type { Diagnostic } from "./diagnostic.ts";

/**
 * A diagnostic as people read it: its place, what is wrong, and the lines around it.
 *
 * @param diagnostic What was found.
 * @returns Some lines of text, without a line end after the last.
 */
export function showDiagnostic(diagnostic: Diagnostic): string {
  const { path, cellId, line, column, code, message, severity, frame } =
    diagnostic;
  const place = [
    path,
    ...(cellId === undefined ? [] : [`cell ${cellId}`]),
    ...(line === undefined ? [] : [`${line}:${column}`]),
  ].join(" · ");
  const kind = severity === "warning" ? "warning: " : "";
  return visible([
    place,
    `${kind}${code}: ${message}`,
    ...(frame === undefined ? [] : [frame]),
  ].join("\n"));
}
