import { CellError, KernelError } from "./errors.ts";
import { type Cell, type CodeCell, hasTag, type Notebook } from "./format.ts";
import type { CellExecutor, Execution } from "./session.ts";

/** How a notebook is run. */
export interface RunOptions {
  /** The notebook's path, for error messages. */
  readonly path: string;
  /** Is called before each cell that is executed. */
  readonly onCell?: (cell: CodeCell) => void;
}

/** What a run of a notebook gave. */
export interface RunResult {
  /** The notebook with the outputs of this run. A cell that was not reached has none. */
  readonly notebook: Notebook;
  /** Why the run stopped before the end, if it did. */
  readonly error?: CellError;
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
  const result = { ...notebook, cells };
  for (const cell of cells) {
    if (!isExecuted(cell)) continue;
    options.onCell?.(cell);
    const place = { notebook: options.path, cellId: cell.id };
    let execution: Execution;
    try {
      execution = await executor.execute(cell);
    } catch (cause) {
      if (!(cause instanceof KernelError)) throw cause;
      const error = new CellError(place, cause.message, cell.source, { cause });
      return { notebook: result, error };
    }
    cell.execution_count = execution.executionCount;
    // The array itself, not a copy: a later cell may update a display in it.
    cell.outputs = execution.outputs;
    const { error: thrown, position } = execution;
    if (thrown && !hasTag(cell, "raises-exception")) {
      const state = `${thrown.ename}: ${thrown.evalue}`;
      const error = new CellError(
        { ...place, ...position },
        state,
        cell.source,
      );
      return { notebook: result, error };
    }
  }
  return { notebook: result };
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
export function checkLanguage(notebook: Notebook, path: string): void {
  const { kernelspec, language_info } = notebook.metadata as {
    kernelspec?: { language?: unknown; name?: unknown };
    language_info?: { name?: unknown };
  };
  const language = language_info?.name ?? kernelspec?.language ??
    kernelspec?.name;
  if (typeof language !== "string") return;
  if (/^(deno|typescript|javascript|tsx?|jsx?)$/i.test(language)) return;
  throw new KernelError(
    `Cannot run notebook ${path}: it is written in ${language}, and the Deno kernel runs TypeScript and JavaScript`,
  );
}

/** A cell as it is before a run: without outputs, and without the times that other programs note of their runs. */
function withoutOutputs(cell: Cell): Cell {
  if (cell.cell_type !== "code" || hasTag(cell, "skip-execution")) return cell;
  const { execution: _, ...metadata } = cell.metadata;
  return { ...cell, metadata, execution_count: null, outputs: [] };
}
