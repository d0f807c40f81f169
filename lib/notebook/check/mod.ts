/**
 * Notebooks, checked without running them.
 *
 * {@linkcode checkNotebooks} has `deno check`, `deno lint` and `deno fmt` look at notebooks, and adds rules of its own.
 * `module.ts` says what a notebook is to a type checker, and `source_map.ts` leads back from there.
 *
 * @module
 */

import {
  type Diagnostic,
  type Rule,
  RULES,
  type Severity,
} from "./diagnostic.ts";
import type { ResidentTypeCheck } from "./resident.ts";

export { type Diagnostic, type Rule, RULES, type Severity };
export { showDiagnostic } from "./show.ts";

/** What a check gave. */
export interface CheckResult {
  /** What was found, in the order of the notebooks and, within each, of its cells and lines. */
  readonly diagnostics: readonly Diagnostic[];
  /** The paths of the notebooks that were written, because `fix` was asked for. */
  readonly fixed: readonly string[];
}

/** How notebooks are checked. */
export interface CheckOptions {
  /** Whether notebooks are first written as `deno lint --fix` and `deno fmt` leave them; nothing else of them changes. */
  readonly fix?: boolean | undefined;
  /** Checks types faster than `deno check`, if it has seen the notebooks before. */
  readonly types?: ResidentTypeCheck | undefined;
  /** Ends the check early when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks notebooks: the types of their cells, with one `deno check` for all of a project; the rules of `deno lint`; the
 * layout of `deno fmt`; and {@linkcode RULES}, Denobook's own.
 *
 * A cell switches a rule of Denobook's off with a comment, `// denobook-ignore long-cell: why`, and one of prose with
 * `<!-- denobook-ignore text-alternative -->`; for types and `deno lint` there are `// @ts-expect-error` and
 * `// deno-lint-ignore`.
 *
 * @param paths The paths of .ipynb files.
 * @param options How they are checked.
 * @returns What was found; among that, which files could not be read or written, and why.
 *
 * @example
 * ```ts
 * import { checkNotebooks } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const { diagnostics } = await checkNotebooks(["notebooks/two_two_two.ipynb"]);
 * assertEquals(diagnostics, []);
 * ```
 */
export async function checkNotebooks(
  paths: readonly string[],
  options: CheckOptions = {},
): Promise<CheckResult> {
  // What it stands on takes long to load, and whoever only runs notebooks does not need it.
  const { checkFiles } = await import("./check_files.ts");
  return await checkFiles(paths, options);
}
