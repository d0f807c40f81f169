import { cleanNotebook, type CleanOptions } from "./clean.ts";
import { readText, writeIfUnchanged } from "./file.ts";
import { parseNotebook } from "./parse.ts";
import { serializeNotebook } from "./serialize.ts";

/** How a notebook file is cleaned. */
export interface CleanFileOptions extends CleanOptions {
  /** Whether the file is only looked at. */
  readonly check?: boolean | undefined;
}

/**
 * Brings a notebook file into its canonical form: cleaned as {@linkcode cleanNotebook} does, every cell with a readable
 * id of its own, nbformat 4.5, written as {@linkcode serializeNotebook} does. A file that is clean is not touched.
 *
 * @param path The path of an .ipynb file.
 * @param options What is taken out, and whether the file is only looked at.
 * @returns Whether the file was not clean.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {NotebookFormatError} If it is not a notebook of nbformat 4.
 * @throws {NotebookChangedError} If somebody else changed it in the meantime.
 *
 * @example
 * ```ts
 * import { cleanFile } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await cleanFile("notebooks/two_two_two.ipynb", { check: true }), false);
 * ```
 */
export async function cleanFile(
  path: string,
  options: CleanFileOptions = {},
): Promise<boolean> {
  const before = await readText(path);
  const notebook = parseNotebook(before, path, { mendIds: true });
  const after = serializeNotebook(cleanNotebook(notebook, options));
  if (after === before) return false;
  if (options.check) return true;
  const refusal =
    `Cannot clean notebook ${path}: it was changed in the meantime; clean it again`;
  await writeIfUnchanged(path, before, after, refusal);
  return true;
}
