import { dirname } from "node:path";
import { NotebookChangedError } from "./errors.ts";
import { readText, writeNotebook } from "./file.ts";
import type { CodeCell, Notebook } from "./format.ts";
import { parseNotebook } from "./parse.ts";
import { checkLanguage, runNotebook, type RunResult } from "./run.ts";
import { Session } from "./session.ts";

/** How a notebook file is run. */
export interface RunFileOptions {
  /** How long one cell may take, in milliseconds; without it, as long as it likes. */
  readonly timeout?: number | undefined;
  /** Whether the outputs are written back to the file, if every cell ran. */
  readonly write?: boolean | undefined;
  /** Is called before each cell that is executed. */
  readonly onCell?: (cell: CodeCell, notebook: Notebook) => void;
}

/**
 * Runs a notebook file on a kernel of its own, started in the notebook's folder.
 *
 * @param path The path of an .ipynb file.
 * @param options How it is run.
 * @returns The notebook with its outputs, and the error that stopped it, if one did.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {NotebookFormatError} If it is not a notebook of nbformat 4.
 * @throws {KernelError} If the notebook is for another language, this Deno is older than 2.9, or the kernel does not
 * come up.
 * @throws {NotebookChangedError} If the file was changed while the notebook ran, and its outputs were to be written.
 *
 * @example
 * ```ts
 * import { runFile } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const { error } = await runFile("notebooks/two_two_two.ipynb");
 * assertEquals(error, undefined);
 * ```
 */
export async function runFile(
  path: string,
  options: RunFileOptions = {},
): Promise<RunResult> {
  const { timeout, write, onCell } = options;
  const text = await readText(path);
  const notebook = parseNotebook(text, path);
  checkLanguage(notebook, path);
  await using session = await Session.start({ cwd: dirname(path), timeout });
  const result = await runNotebook(notebook, session, {
    path,
    ...(onCell && { onCell: (cell) => onCell(cell, notebook) }),
  });
  if (write && !result.error) {
    if (await readText(path) !== text) {
      throw new NotebookChangedError(
        `Cannot write notebook ${path}: it was changed while it ran; run it again to store the outputs of what it is now`,
      );
    }
    await writeNotebook(path, result.notebook);
  }
  return result;
}
