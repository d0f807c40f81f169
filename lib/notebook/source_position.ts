/**
 * Where in the author's TypeScript an error arose.
 *
 * The kernel runs JavaScript that it has printed anew from the cell: types, blank lines and the author's own line
 * breaks are gone, and positions in stack traces are positions in that text. The same printer, with a source map, is at
 * hand as `stripTypeScriptTypes`, so the text can be made again and each position followed back.
 *
 * That a stack frame belongs to a cell is told by a `sourceURL` comment, which every cell is sent with; the prelude of
 * the session has stack traces show it (see `session.ts`).
 *
 * @module
 */

// By its default export, so that a Deno whose module lacks these names gets as far as being told that it is too old.
import module from "node:module";
import type { SentSource } from "./sent_source.ts";

/** A position in a cell's source: line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A syntax error of a cell. */
export interface SyntaxDiagnostic extends Position {
  readonly message: string;
}

/** What the kernel puts before the first line of every cell: `"use strict"; void 0;`. */
const PREFIX_LENGTH = 21;

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
 * @param sourceOf The source of a cell by its id.
 */
export function placeTraceback(
  traceback: readonly string[],
  sourceOf: (cellId: string) => SentSource | undefined,
): string[] {
  return traceback.map((line, i) =>
    line.replace(FRAME, (_, cellId, printedLine, printedColumn) => {
      const source = sourceOf(cellId);
      const position = source && originalPosition(
        source.text,
        { line: Number(printedLine), column: Number(printedColumn) },
      );
      if (!source || !position) return cellId;
      const { line, column } = source.original(
        position,
        traceback[i - 1] ?? "",
      );
      return `${cellId}:${line}:${column}`;
    })
  );
}

const FRAME = new RegExp(`${SCHEME}([\\w-]+):(\\d+):(\\d+)`);

/** A report of the kernel's test runner, with its positions as frames of the given cell, as {@linkcode placeTraceback} takes them. */
export function framesOfReport(report: string, cellId: string): string {
  return report.replace(/<anonymous>(?=:\d+:\d+)/g, SCHEME + cellId);
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

/** Where in `source` the code stands that the kernel has printed at `printed`. */
function originalPosition(
  source: string,
  printed: Position,
): Position | undefined {
  let text;
  try {
    text = transpile(source);
  } catch {
    return undefined;
  }
  const encoded = text.slice(text.lastIndexOf("base64,") + 7);
  const bytes = Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0));
  const map = new module.SourceMap(JSON.parse(new TextDecoder().decode(bytes)));
  const shift = printed.line === 1 ? PREFIX_LENGTH : 0;
  const line = lineHere(text, printed.line) - 1;
  const column = printed.column - 1 - shift;
  // Of a property's dot, which V8 may name, the printer tells nothing.
  const isDot = text.split("\n")[line]?.[column] === ".";
  const entry = map.findEntry(line, isDot ? column + 1 : column);
  // Beyond the source's end stands only what was added to it here.
  const lines = source.split("\n").length;
  return "originalLine" in entry && entry.originalLine < lines
    ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : undefined;
}

/**
 * The line in `text`, the source as it is printed here, of a line as the kernel prints it. The two differ by an import
 * with attributes: it takes three lines here and five in the kernel, which makes a call of it.
 */
function lineHere(text: string, printedLine: number): number {
  const start = /^import .* with \{$/;
  let line = printedLine;
  text.split("\n").forEach((printed, i) => {
    if (start.test(printed) && line > i + 5) line -= 2;
  });
  return line;
}

/**
 * The syntax error of a source that the kernel could not run, if it has one.
 *
 * The kernel itself only says "Execution failed".
 */
export function diagnoseSyntax(source: string): SyntaxDiagnostic | undefined {
  try {
    module.stripTypeScriptTypes(source, { mode: "transform" });
    return undefined;
  } catch (error) {
    const { message, stack = "" } = error as Error;
    // What follows the first line is a picture of the source, which the caller draws itself.
    const [title] = message.replace(/^SyntaxError: /, "").split("\n");
    const [, line, column] = stack.match(/\.ts:(\d+):(\d+)/) ?? [];
    return {
      message: title,
      line: Number(line),
      column: utf16Column(
        source.split("\n")[Number(line) - 1] ?? "",
        Number(column),
      ),
    };
  }
}

/** The column in UTF-16 code units of one that counts characters, a tab as two of them. */
function utf16Column(line: string, column: number): number {
  let counted = 1;
  let units = 1;
  for (const character of line) {
    if (counted >= column) break;
    counted += character === "\t" ? 2 : 1;
    units += character.length;
  }
  return units;
}

/** A module that a source imports statically, or of which it exports something. */
export interface StaticImport {
  readonly specifier: string;
  /** The import's attributes as an object literal, such as `{ type: "json" }`. */
  readonly attributes: string;
}

/** The modules that a source imports statically, in order. */
export function staticImports(source: string): StaticImport[] {
  const imports = transpile(source).matchAll(
    /^(?:import|export) (?:.*? from )?["']([^"']+)["'](?: with (\{[^}]*\}))?/gm,
  );
  return [...imports].map(([, specifier, attributes = "{}"]) => ({
    specifier,
    attributes,
  }));
}

function transpile(source: string): string {
  return module.stripTypeScriptTypes(source + usesOf(source), {
    mode: "transform",
    sourceMap: true,
  });
}

/**
 * A statement that uses every name that a source imports. Without it an import that nothing uses would be left out as
 * if it were a type, which the kernel does not do, and the lines below it would move.
 */
function usesOf(source: string): string {
  const clauses = source.matchAll(
    /(?:^|;)[ \t]*import\s+(?!type\s)([^"';]+?)\s+from\s*["']/gm,
  );
  const names = [...clauses]
    .flatMap(([, clause]) => clause.replace(/[{}*]/g, " ").split(","))
    .map((part) => part.trim().split(/(?:^|\s+)as\s+/).at(-1)!)
    .filter((name) => /^[\p{ID_Continue}$]+$/u.test(name));
  return names.length === 0 ? "" : `\n;[${names}];`;
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
