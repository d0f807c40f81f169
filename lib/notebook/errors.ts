import type { Output } from "./format.ts";

/** Where in a notebook something went wrong. */
export interface Place {
  /** The notebook's path, as it was given. */
  readonly notebook: string;
  /** The cell's id. */
  readonly cellId: string;
  /** The line in the cell's source, from 1. */
  readonly line?: number | undefined;
  /** The column in that line, from 1, in UTF-16 code units. */
  readonly column?: number | undefined;
}

/** A file is not a notebook that Denobook can read. */
export class NotebookFormatError extends SyntaxError {
  override readonly name = "NotebookFormatError";
}

/** A notebook was not written, because its file has been changed since it was read. */
export class NotebookChangedError extends Error {
  override readonly name = "NotebookChangedError";
}

/** A notebook was not run, because another run is about to write it. */
export class NotebookLockedError extends Error {
  override readonly name = "NotebookLockedError";
}

/** A notebook does not have a parameter that was to be set. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
}

/** A kernel could not be started, died, or sent something that no kernel should. */
export class KernelError extends Error {
  override readonly name: string = "KernelError";
  /** What the cell had put out under which the kernel ended, if there was one. */
  readonly outputs?: readonly Output[];

  /**
   * @param message What happened.
   * @param options The cause, and what the cell had put out.
   */
  constructor(
    message: string,
    options?: ErrorOptions & { readonly outputs?: readonly Output[] },
  ) {
    super(message, options);
    if (options?.outputs) this.outputs = options.outputs;
  }
}

/** A run was interrupted, as by Ctrl-C. */
export class InterruptedError extends KernelError {
  override readonly name: string = "InterruptedError";
}

/** A value of a notebook could not be brought back from its kernel. */
export class ValueError extends TypeError {
  override readonly name = "ValueError";
}

/** A cell of a notebook failed: it threw, or its kernel died under it. */
export class CellError extends Error {
  override readonly name = "CellError";
  readonly notebook: string;
  readonly cellId: string;
  /** The line in the cell's source, from 1, where it is known. */
  readonly line: number | undefined;
  /** The column in that line, from 1, where it is known. */
  readonly column: number | undefined;

  /**
   * @param place The notebook and the cell, with line and column where they are known.
   * @param state What happened, such as `TypeError: x is not a function`.
   * @param source The cell's source, of which the message shows the lines around the place.
   * @param options The cause.
   */
  constructor(
    place: Place,
    state: string,
    source: string,
    options?: ErrorOptions,
  ) {
    super(messageAt(place, state, source), options);
    const { notebook, cellId, line, column } = place;
    this.notebook = notebook;
    this.cellId = cellId;
    this.line = line;
    this.column = column;
  }
}

/** Something in a cell that does not fail it, but most likely is not meant. */
export interface CellWarning extends Place {
  /** What is told of it, the place included. */
  readonly message: string;
}

/**
 * What is told of something in a cell: the place, what it is, and the lines around it.
 *
 * @param place The notebook and the cell, with line and column where they are known.
 * @param state What is said of it.
 * @param source The cell's source.
 */
export function messageAt(place: Place, state: string, source: string): string {
  const { notebook, cellId, line, column } = place;
  const at = line === undefined ? "" : ` · ${line}:${column}`;
  const excerpt = line === undefined ? "" : "\n" + codeFrame(source, place);
  return `${notebook} · cell ${cellId}${at}\n${state}${excerpt}`;
}

/**
 * The line of a place and the two before it, with carets under it.
 *
 * @param source The text that the place is in.
 * @param place The line, and the columns from and up to which it reaches; without the latter it is one column wide.
 */
export function codeFrame(
  source: string,
  { line = 1, column = 1, endColumn = column + 1 }: {
    readonly line?: number | undefined;
    readonly column?: number | undefined;
    readonly endColumn?: number | undefined;
  },
): string {
  const lines = source.split("\n");
  const width = String(line).length;
  const shown = lines.slice(Math.max(0, line - 3), line).map((text, i, all) => {
    const number = line - all.length + i + 1;
    const mark = number === line ? ">" : " ";
    return `  ${mark} ${String(number).padStart(width)} | ${text.trimEnd()}`;
  });
  // Tabs stay tabs under the source line, so that the caret stands where the terminal puts the column.
  const indent = (lines[line - 1] ?? "").slice(0, column - 1)
    .replace(/[^\t]/g, " ");
  const carets = "^".repeat(Math.max(1, endColumn - column));
  return [...shown, `    ${" ".repeat(width)} | ${indent}${carets}`].join("\n");
}

/** A time as a reader is told of it, such as `1 second`. */
export function inSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return `${seconds} ${seconds === 1 ? "second" : "seconds"}`;
}

/** The system refused something for a reason that Deno has no class for, such as a full disk. */
export class SystemError extends Error {
  override readonly name = "SystemError";
}

/**
 * Tells of an error of the system what it kept from being done.
 *
 * @param action What could not be done, such as `Cannot write site/index.html`.
 * @param cause What was thrown.
 * @returns An error of the same class, for one of `Deno.errors`; for another of the system's a {@linkcode SystemError};
 * otherwise the cause itself.
 */
export function systemError(action: string, cause: unknown): unknown {
  const type = Object.values(Deno.errors).find((type) => cause instanceof type);
  const isSystems = cause instanceof Error &&
    /\(os error \d+\)/.test(cause.message);
  if (!type && !isSystems) return cause;
  // What follows names the system's call and its path, which need not be the author's.
  const [reason] = (cause as Error).message.split(": ");
  return new (type ?? SystemError)(`${action}: ${reason}`, { cause });
}

/** Whether an error is about a notebook, its kernel or the system, and its message all that its reader needs. */
export function isNotebookError(error: unknown): error is Error {
  return [
    CellError,
    KernelError,
    NotebookChangedError,
    NotebookFormatError,
    NotebookLockedError,
    ParameterError,
    SystemError,
    ...Object.values(Deno.errors),
  ].some((type) => error instanceof type);
}
