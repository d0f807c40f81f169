/**
 * From what the tools and the rules find to what is told: once, at its place, and not what is right in a notebook.
 *
 * @module
 */

import type { CellAnalysis, NotebookAnalysis } from "./analysis.ts";
import {
  type Diagnostic,
  type Finding,
  type Rule,
  RULES,
  type Severity,
} from "./diagnostic.ts";
import { codeFrame } from "../errors.ts";
import { fileLines } from "./file_lines.ts";
import { ignoredRules } from "./ignore.ts";
import type { FileError } from "./type_check.ts";

/** TypeScript's codes, and the rule of `deno lint`, for a name that nothing uses. */
const UNUSED = /^(TS6133|TS6196|TS6198|TS6199|no-unused-vars)$/;
/** TypeScript's codes for a name that is used before it has a value. */
const TOO_EARLY = /^TS(2448|2449|2450|2454)$/;
/** TypeScript's codes for a name that there is not. */
const UNKNOWN_NAME =
  /^TS(2304|2318|2503|2552|2580|2581|2582|2583|2584|2686|18004)$/;

/** The findings in a notebook as diagnostics, in the order of its cells and lines. */
export function diagnosticsOf(
  analysis: NotebookAnalysis,
  text: string,
  findings: readonly Finding[],
): Diagnostic[] {
  const { path, notebook, syntaxErrors } = analysis;
  const ignored = ignoredRules(notebook, analysis);
  const cells = new Map(analysis.cells.map((cell) => [cell.index, cell]));
  const placesOf = (rule: Rule) =>
    new Set(findings.filter(({ code }) => code === rule).map(key));
  const early = placesOf("used-before-defined");
  const unexplained = placesOf("expect-error-reason");
  const told = [...findings, ...ignored.findings].filter((finding) => {
    const { code, cell } = finding;
    if (ignored.has(finding)) return false;
    // What one of the rules has said, is said.
    if (TOO_EARLY.test(code) && early.has(key(finding))) return false;
    if (code === "ban-ts-comment" && unexplained.has(key(finding))) {
      return false;
    }
    if (code === "prefer-const" && mustBeLet(finding, analysis)) return false;
    // A cell that cannot be read declares what nobody knows.
    if (syntaxErrors.length > 0 && UNKNOWN_NAME.test(code)) return false;
    return !(UNUSED.test(code) && isVisible(finding, cells.get(cell ?? -1)));
  });
  const fileLine = fileLines(text);
  return told
    .sort((a, b) =>
      (a.cell ?? -1) - (b.cell ?? -1) || (a.offset ?? -1) - (b.offset ?? -1)
    )
    .map((finding) => {
      const { code, message, cell } = finding;
      const at = cell === undefined ? undefined : notebook.cells[cell];
      const place = at && placeIn(at.source, finding);
      return {
        code,
        severity: severityOf(code),
        message,
        path,
        ...(at && {
          cellId: at.id,
          fileLine: fileLine(cell!, place!.line),
          ...place,
        }),
      };
    });
}

/** An error in a file that notebooks import. */
export function diagnosticOfFile(error: FileError): Diagnostic {
  const { code, message, path, line, column, length } = error;
  const place = { line, column, endColumn: column + length };
  let frame;
  try {
    frame = codeFrame(Deno.readTextFileSync(path), place);
  } catch {
    // It need not be a file here.
  }
  return { code, severity: "error", message, path, ...place, frame };
}

/** What kept a notebook from being read or written. */
export function diagnosticOfProblem(
  path: string,
  { message }: Error,
): Diagnostic {
  return { code: "file", severity: RULES.file, message, path };
}

function key({ cell, offset }: Finding): string {
  return `${cell}:${offset}`;
}

function severityOf(code: string): Severity {
  if (Object.hasOwn(RULES, code)) return RULES[code as keyof typeof RULES];
  return /^(TS\d+|import)$/.test(code) ? "error" : "warning";
}

/**
 * Whether a variable that is assigned only once cannot be a constant all the same: because another cell does that, or
 * because whoever runs the notebook may set it.
 */
function mustBeLet(
  { cell, offset }: Finding,
  { cells }: NotebookAnalysis,
): boolean {
  const own = cells.find(({ index }) => index === cell);
  const name = own?.declarations.find(({ start }) => start === offset)?.name;
  return name !== undefined && (
    own!.isParameters ||
    cells.some(({ index, references }) =>
      index !== cell &&
      references.some((each) => each.name === name && each.writes)
    )
  );
}

/** Whether a finding is about a name that later cells, and whoever opens the notebook, can use. */
function isVisible(
  { offset }: Finding,
  cell: CellAnalysis | undefined,
): boolean {
  return cell?.declarations.some(({ start, kind, statement }) =>
    kind !== "import" && statement.type !== "ImportDeclaration" &&
    (start === offset ||
      // All of a pattern, or of a statement.
      statement.type === "VariableDeclaration" && start > offset! &&
        /^(const|let|var|export|[\s{[,])+/.test(
          cell.source.slice(statement.start, offset! + 1),
        ) && statement.start <= offset!)
  ) ?? false;
}

function placeIn(source: string, { offset, length = 1 }: Finding) {
  if (offset === undefined) return { line: undefined };
  const lineStart = source.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = source.indexOf("\n", offset);
  const end = Math.min(offset + length, lineEnd < 0 ? Infinity : lineEnd);
  const place = {
    line: source.slice(0, offset).split("\n").length,
    column: offset - lineStart + 1,
    endColumn: Math.max(end, offset + 1) - lineStart + 1,
  };
  return { ...place, frame: codeFrame(source, place) };
}
