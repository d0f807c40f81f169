import { readNotebook } from "./file.ts";
import type { Notebook } from "./format.ts";
import type { RunResult } from "./run.ts";
import { runFile, type RunFileOptions } from "./run_file.ts";
import {
  type CompareOptions,
  compareOutputs,
  type Difference,
} from "./verify.ts";
import { projectIgnorePatterns } from "./verify_settings.ts";

/** How a notebook file is verified. */
export interface VerifyFileOptions
  extends Omit<RunFileOptions, "write">, CompareOptions {}

/** What a verification found. */
export interface VerifyResult extends RunResult {
  /** What the run did not reproduce; nothing if it stopped before its end. */
  readonly differences: readonly Difference[];
}

/**
 * Runs a notebook file and compares what it puts out with what the file holds; the file stays as it is.
 *
 * Besides what {@linkcode compareOutputs} leaves out, patterns in the nearest `deno.json` from the notebook's folder
 * upwards count, under `"denobook": { "ignore": ["…"] }`.
 *
 * @param path The path of an .ipynb file.
 * @param options How it is run, and how outputs are compared.
 * @returns The notebook with the outputs of this run, what differs, and the error that stopped the run, if one did.
 * @throws {NotebookFormatError} If the file is not a notebook of nbformat 4, or a pattern no regular expression.
 * @throws {KernelError} If the kernel does not come up.
 *
 * @example
 * ```ts
 * import { verifyFile } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const { differences } = await verifyFile("notebooks/two_two_two.ipynb");
 * assertEquals(differences, []);
 * ```
 */
export async function verifyFile(
  path: string,
  options: VerifyFileOptions = {},
): Promise<VerifyResult> {
  const stored = await readNotebook(path);
  const result = await runFile(path, options);
  const differences = result.error
    ? []
    : await compareWithFile(path, stored, result.notebook, options);
  return { ...result, differences };
}

/** Compares a notebook with a run of it, by the project's patterns too. */
export async function compareWithFile(
  path: string,
  stored: Notebook,
  fresh: Notebook,
  options: CompareOptions,
): Promise<Difference[]> {
  const ignore = [
    ...options.ignore ?? [],
    ...await projectIgnorePatterns(path),
  ];
  return compareOutputs(stored, fresh, { ...options, path, ignore });
}
