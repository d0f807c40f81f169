/** Whether a finding makes the check fail: an error does, a warning only if it is asked to. */
export type Severity = "error" | "warning";

/** Something that the check found. */
export interface Diagnostic {
  /** TypeScript's code, such as `TS2345`; the name of a rule of `deno lint`; or one of Denobook's own, {@linkcode RULES}. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, and for most codes what cures it. */
  readonly message: string;
  /** The notebook's path as it was given, or the file's that a notebook imports and that is wrong itself. */
  readonly path: string;
  /** The id of the cell; without it the finding is about the whole file. */
  readonly cellId?: string | undefined;
  /** The line in the cell's source, from 1. */
  readonly line?: number | undefined;
  /** The column in that line, from 1, in UTF-16 code units. */
  readonly column?: number | undefined;
  /** The column behind the end, if it is in the same line. */
  readonly endColumn?: number | undefined;
  /** The line in the notebook's own file, from 1. */
  readonly fileLine?: number | undefined;
  /** The lines around the place, with it marked. */
  readonly frame?: string | undefined;
}

/** A finding within one notebook, before it is known which: a cell by its index, a place by its offset in the source. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly severity?: Severity;
  readonly cell?: number | undefined;
  readonly offset?: number | undefined;
  /** How much of the source it is about. */
  readonly length?: number | undefined;
}

/**
 * Denobook's own rules, and how severe each is. An error is what fails when the notebook runs from top to bottom, or
 * hides that it does; everything else is a warning.
 */
export const RULES = {
  "file": "error",
  "syntax": "error",
  "used-before-defined": "error",
  "redeclared-kind": "error",
  "import-meta": "error",
  "commonjs": "error",
  "expect-error-reason": "error",
  "redeclared": "warning",
  "unlisted-import": "warning",
  "floating-promise": "warning",
  "undisposed": "warning",
  "later-write": "warning",
  "execution-count": "warning",
  "output-without-execution": "warning",
  "text-alternative": "warning",
  "long-cell": "warning",
  "format": "warning",
  "unknown-rule": "warning",
} as const satisfies Record<string, Severity>;

/** The id of one of Denobook's own rules. */
export type Rule = keyof typeof RULES;
