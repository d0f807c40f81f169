/**
 * Where in the author's TypeScript an error arose.
 *
 * The kernel runs JavaScript that it has printed anew from the cell: types, blank lines and the author's own line
 * breaks are gone, and positions in stack traces are positions in that text. The same printer, with a source map, is at
 * hand (see `printer.ts`), so the text can be made again and each position followed back (see `printed_source.ts`).
 *
 * That a stack frame belongs to a cell is told by a `sourceURL` comment, which every cell is sent with; the prelude of
 * the session has stack traces show it (see `session.ts`).
 *
 * @module
 */

import type { PrintedSource } from "./printed_source.ts";

/** A position in a cell's source: line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The length of what the kernel puts before the first line of every cell: `"use strict"; void 0;`. */
export const PREFIX_LENGTH = 21;

const SCHEME = "denobook-cell:";

/**
 * A cell's source as it is sent to the kernel, so that its stack frames bear the cell's id.
 *
 * The comment stands in a line of its own at the end: before the source it would keep the kernel from taking
 * `{ a: 1 }` for an object, and without a line end it would swallow the parenthesis that the kernel then adds.
 */
export function withSourceUrl(source: string, cellId: string): string {
  return `${source}\n//# sourceURL=${SCHEME}${cellId}\n`;
}

/**
 * Rewrites the stack frames of a traceback to `cell-id:line:column` in the author's source.
 *
 * @param traceback The traceback's lines.
 * @param printedOf How the kernel has printed a cell, by the cell's id, if that is known.
 */
export function placeTraceback(
  traceback: readonly string[],
  printedOf: (
    cellId: string,
  ) => Pick<PrintedSource, "original" | "isHelper"> | undefined,
): string[] {
  return traceback.flatMap((frame, i) => {
    const [place, cellId, ...numbers] = frame.match(FRAME) ?? [];
    if (place === undefined) return [frame];
    const [line, column] = numbers.map(Number);
    const printed = printedOf(cellId);
    if (printed?.isHelper({ line, column })) return [];
    const original = printed?.original(
      { line, column },
      traceback[i - 1] ?? "",
    );
    return [
      frame.replace(
        place,
        original ? `${cellId}:${original.line}:${original.column}` : cellId,
      ),
    ];
  });
}

const FRAME = new RegExp(`${SCHEME}([\\w-]+):(\\d+):(\\d+)`);

/** The cells that the stack frames in a text belong to, which are not yet placed. */
export function cellsIn(text: string): Set<string> {
  return new Set(
    Array.from(text.matchAll(new RegExp(FRAME, "g")), ([, cellId]) => cellId),
  );
}

/** A report of the kernel's test runner, with its positions as frames of the given cell, as {@linkcode placeTraceback} takes them. */
export function framesOfReport(report: string, cellId: string): string {
  return report.replace(/<anonymous>(?=:\d+:\d+)/g, SCHEME + cellId);
}

/** Whether a line of a traceback is no frame of the kernel's own, which says nothing to the author. */
export function isAuthors(line: string): boolean {
  return !/^\s+at (.*\bext:|(async )?:\d+:\d+$)/.test(line);
}

/**
 * Whether a line of a traceback, not yet placed, tells a place. What V8 refuses before anything has run has none, or one in
 * what the kernel puts before the cell.
 */
export function hasPlace(line: string): boolean {
  const [, , printedLine, column] = line.match(FRAME) ?? [];
  return /^\s+at /.test(line) && isAuthors(line) &&
    !(printedLine === "1" && Number(column) <= PREFIX_LENGTH);
}

/** The cell that a stack trace, not yet placed, began in. */
export function cellOf(traceback: readonly string[]): string | undefined {
  return traceback.findLast((line) => FRAME.test(line))?.match(FRAME)?.[1];
}

/** The first position in a placed traceback that lies in the given cell. */
export function positionIn(
  cellId: string,
  traceback: readonly string[],
): Position | undefined {
  const frame = new RegExp(
    `^\\s+at (?:.*[ (])?${cellId}:(\\d+):(\\d+)\\)?$`,
  );
  for (const line of traceback) {
    const match = line.match(frame);
    if (match) return { line: Number(match[1]), column: Number(match[2]) };
  }
  return undefined;
}

/** The line and column of an offset in a source. */
export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** The offset of a line and column in a source. */
export function offsetOf(source: string, { line, column }: Position): number {
  const before = source.split("\n").slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, column - 1);
}
