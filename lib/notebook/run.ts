import {
  CellError,
  type CellWarning,
  KernelError,
  messageAt,
} from "./errors.ts";
import {
  type Cell,
  type CodeCell,
  type ErrorOutput,
  hasTag,
  type Notebook,
} from "./format.ts";
import { rulesIgnoredBy } from "./ignore_comment.ts";
import type { CellExecutor, Execution } from "./session.ts";
import { type Position, positionAt } from "./source_position.ts";
import type { TestCount } from "./test_report.ts";

/** How a notebook is run. */
export interface RunOptions {
  /** The notebook's path, for error messages. */
  readonly path: string;
  /** Whether the run goes on after a cell that fails. It cannot go on after one that ends its kernel. */
  readonly allowErrors?: boolean | undefined;
  /** Is called before each cell that is executed. */
  readonly onCell?: (cell: CodeCell) => void;
}

/** What a run of a notebook gave. */
export interface RunResult {
  /** The notebook with the outputs of this run. A cell that was not reached has none. */
  readonly notebook: Notebook;
  /** Why the run stopped before the end, if it did. */
  readonly error?: CellError;
  /** The failures after which it went on, because it was to allow errors. */
  readonly allowed: readonly CellError[];
  /** What in the cells that were executed is most likely not meant. */
  readonly warnings: readonly CellWarning[];
  /** How many cells were executed. */
  readonly executed: number;
  /** How the tests in the cells went. */
  readonly tests: TestCount;
  /** Whether these are the outputs of an earlier run, because nothing has changed since. */
  readonly cached?: boolean;
  /** Why the next run cannot be spared, in a few words, if that was asked for. */
  readonly notCached?: string;
}

/**
 * Runs a notebook's code cells in order, and stops at the first that fails.
 *
 * A cell tagged `raises-exception` may throw; one tagged `skip-execution` is left as it is; an empty one is not run.
 *
 * @param notebook The notebook; it is not changed.
 * @param executor What executes the cells, such as a {@linkcode Session}.
 * @param options The notebook's path, and whom to tell.
 * @returns The notebook with its outputs, and the error that stopped it, if one did.
 *
 * @example
 * ```ts
 * import { type Notebook, runNotebook, Session } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const notebook: Notebook = {
 *   cells: [{
 *     cell_type: "code",
 *     id: "sum",
 *     metadata: {},
 *     source: "const sum: number = 1 + 2;\nsum;",
 *     execution_count: null,
 *     outputs: [],
 *   }],
 *   metadata: {},
 *   nbformat: 4,
 *   nbformat_minor: 5,
 * };
 * await using session = await Session.start({ cwd: "." });
 * const result = await runNotebook(notebook, session, { path: "sum.ipynb" });
 *
 * const [cell] = result.notebook.cells;
 * assertEquals(cell.cell_type === "code" && cell.outputs, [{
 *   output_type: "execute_result",
 *   data: { "text/plain": "3" },
 *   metadata: {},
 *   execution_count: 1,
 * }]);
 * ```
 */
export async function runNotebook(
  notebook: Notebook,
  executor: CellExecutor,
  options: RunOptions,
): Promise<RunResult> {
  const cells = notebook.cells.map(withoutOutputs);
  const result = {
    notebook: { ...notebook, cells },
    allowed: [] as CellError[],
    warnings: [] as CellWarning[],
    executed: 0,
    tests: { passed: 0, failed: 0 },
  };
  const failure = (cell: CodeCell, thrown: Failed) =>
    hasTag(cell, "raises-exception") ? [] : [cellError(path, cell, thrown)];
  const { path } = options;
  const last = cells.findLast(isExecuted);
  for (const cell of cells) {
    if (!isExecuted(cell)) continue;
    options.onCell?.(cell);
    result.executed++;
    result.warnings.push(...await warningsOf(path, cell));
    let execution: Execution;
    try {
      execution = await executor.execute(cell, { isLast: cell === last });
    } catch (cause) {
      if (!(cause instanceof KernelError)) throw cause;
      cell.outputs = [...cause.outputs ?? [], endOfKernel(cause)];
      const place = { notebook: path, cellId: cell.id };
      const error = new CellError(place, cause.message, cell.source, { cause });
      return { ...result, error };
    }
    cell.execution_count = execution.executionCount;
    // The array itself, not a copy: a later cell may update a display in it.
    cell.outputs = execution.outputs;
    result.tests.passed += execution.tests?.passed ?? 0;
    result.tests.failed += execution.tests?.failed ?? 0;
    const failures = execution.late?.flatMap((late) => {
      const earlier = cells.find(({ id }) => id === late.cellId);
      return earlier?.cell_type === "code" ? failure(earlier, late) : [];
    }) ?? [];
    const { error, position } = execution;
    if (error) failures.push(...failure(cell, { error, position }));
    if (failures.length > 0 && !options.allowErrors) {
      return { ...result, error: failures[0] };
    }
    result.allowed.push(...failures);
  }
  return result;
}

/** What in a cell the kernel does not do as it is written, and says nothing of. */
async function warningsOf(
  path: string,
  { id, source }: CodeCell,
): Promise<CellWarning[]> {
  const { commentsOf, undisposedIn, undisposedMessage } = await import(
    "./syntax.ts"
  );
  const undisposed = undisposedIn(source);
  if (undisposed.length === 0) return [];
  // Whoever has the check pass over it knows.
  const isKnown = commentsOf(source).some((comment) =>
    rulesIgnoredBy(comment)?.includes("undisposed")
  );
  return isKnown ? [] : undisposed.map(({ kind, start }) => {
    const place = { notebook: path, cellId: id, ...positionAt(source, start) };
    const state = `Warning: ${undisposedMessage(kind)}`;
    return { ...place, message: messageAt(place, state, source) };
  });
}

interface Failed {
  readonly error: ErrorOutput;
  readonly position?: Position | undefined;
}

/** What is told of a cell that has thrown: the error, and in a line each what caused it. */
function cellError(
  path: string,
  { id, source }: CodeCell,
  { error, position }: Failed,
): CellError {
  const { ename, evalue, traceback } = error;
  const causes = traceback.slice(1)
    .filter((line) => /^(Caused by|Error \d+ of \d+): /.test(line));
  const state = [`${ename}: ${evalue}`, ...causes].join("\n");
  return new CellError(
    { notebook: path, cellId: id, ...position },
    state,
    source,
  );
}

/** The output that tells in the notebook how its kernel ended. */
function endOfKernel({ name, message }: KernelError): ErrorOutput {
  return {
    output_type: "error",
    ename: name,
    evalue: message,
    traceback: `${name}: ${message}`.split("\n"),
  };
}

/** Whether a run executes a cell: it is code, there is some, and no `skip-execution` tag forbids it. */
export function isExecuted(cell: Cell): cell is CodeCell {
  return cell.cell_type === "code" && cell.source.trim() !== "" &&
    !hasTag(cell, "skip-execution");
}

/**
 * Refuses a notebook whose metadata says that it is written in a language that the Deno kernel does not run.
 *
 * @param notebook The notebook.
 * @param path Its path, for the error message.
 * @throws {KernelError} If it is for another language.
 */
export function checkLanguage(
  notebook: Notebook,
  path: string,
  action = "run",
): void {
  const { kernelspec, language_info } = notebook.metadata as {
    kernelspec?: { language?: unknown; name?: unknown };
    language_info?: { name?: unknown };
  };
  const language = language_info?.name ?? kernelspec?.language ??
    kernelspec?.name;
  if (typeof language !== "string") return;
  if (/^(deno|typescript|javascript|tsx?|jsx?)$/i.test(language)) return;
  throw new KernelError(
    `Cannot ${action} notebook ${path}: it is written in ${language}, and the Deno kernel runs TypeScript and JavaScript`,
  );
}

/** A cell as it is before a run: without outputs, and without the times that other programs note of their runs. */
export function withoutOutputs(cell: Cell): Cell {
  if (cell.cell_type !== "code" || hasTag(cell, "skip-execution")) return cell;
  const { execution: _, ...metadata } = cell.metadata;
  return { ...cell, metadata, execution_count: null, outputs: [] };
}
