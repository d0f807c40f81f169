/**
 * Why the kernel could not run a cell at all. Of a syntax error, and of an import that cannot be resolved, it only says
 * "Execution failed".
 *
 * @module
 */

import type { ErrorOutput, JsonObject } from "./format.ts";
import type { Message } from "./message.ts";
import type { StaticImport } from "./module_statements.ts";
import {
  diagnoseSyntax,
  mayHaveJsx,
  type SyntaxDiagnostic,
  transpile,
} from "./printer.ts";
import { type Position, positionAt } from "./source_position.ts";

/** Runs code in the kernel that is no cell; see `Session.evaluate`. */
type Evaluate = (
  code: (helper: string) => string,
  onBroadcast: (message: Message) => void,
) => Promise<void>;

const FAILURE_TYPE = "denobook_import_failure";

/** An error with its place in the cell, where that is known. */
export interface Diagnosis {
  readonly error: ErrorOutput;
  readonly position?: Position;
}

/**
 * Looks at a cell again that the kernel could not run.
 *
 * @param cell The cell.
 * @param reply What the kernel said.
 * @param evaluate Runs code in the kernel, to try the cell's imports one by one.
 * @returns The error that the kernel kept to itself, or what it said if none is found.
 */
export async function diagnose(
  cell: { readonly id: string; readonly source: string },
  reply: JsonObject,
  evaluate: Evaluate,
): Promise<Diagnosis> {
  const syntax = await syntaxErrorOf(cell.source);
  if (syntax) {
    const { message, line, column } = syntax;
    const error = errorOutput("SyntaxError", message);
    return at(cell.id, error, { line, column });
  }
  const { staticImports } = await import("./module_statements.ts");
  for (const imported of staticImports(cell.source) ?? []) {
    const failure = await tryImport(imported, evaluate);
    if (failure) {
      const { placeOfImport } = await import("./syntax.ts");
      const position = placeOfImport(cell.source, imported.specifier);
      return at(cell.id, failure, position);
    }
  }
  const refused = diagnoseSyntax(cell.source) &&
    await placeOfRefused(cell.source, evaluate);
  if (refused) {
    const message =
      "The kernel does not understand this, though it is valid; take what is long or has type parameters out of the tags";
    return at(cell.id, errorOutput("SyntaxError", message), refused);
  }
  const { ename, evalue } = reply;
  // V8 gives up an `await` when it collects the promise, which nobody holds any more.
  const why = /\bawait\b/.test(cell.source)
    ? "; it awaits a promise that nothing can settle any more"
    : "";
  return { error: errorOutput(String(ename), String(evalue) + why) };
}

/**
 * Finds the place of what V8 alone takes for a syntax error, which comes without a stack.
 *
 * @param cell The cell.
 * @param error What was published of it.
 */
export async function diagnoseRefusal(
  cell: { readonly id: string; readonly source: string },
  error: ErrorOutput,
): Promise<Diagnosis> {
  const { placeOfSyntaxError } = await import("./syntax.ts");
  const { ename, evalue } = error;
  const cure = evalue.includes("import.meta")
    ? "; a cell is no module, and its paths begin at the notebook's folder"
    : "";
  return at(
    cell.id,
    errorOutput(ename, evalue + cure),
    placeOfSyntaxError(cell.source, evalue),
  );
}

/** Where the first statement of a source with JSX stands that the kernel's parser refuses by mistake. */
async function placeOfRefused(
  source: string,
  evaluate: Evaluate,
): Promise<Position | undefined> {
  const { statementsOf } = await import("./syntax.ts");
  for (const { start, end } of statementsOf(source)) {
    const text = source.slice(start, end);
    if (!mayHaveJsx(text) || /^(?:import|export)\b/.test(text)) continue;
    try {
      await evaluate(() => `void (async () => {\n${text}\n});`, () => {});
    } catch (error) {
      if (error instanceof SyntaxError) return positionAt(source, start);
      throw error;
    }
  }
  return undefined;
}

/** The syntax error of a source that may have JSX. */
async function syntaxErrorOf(
  source: string,
): Promise<SyntaxDiagnostic | undefined> {
  const withoutJsx = diagnoseSyntax(source);
  if (!withoutJsx) return undefined;
  const printed = await transpile(source);
  if (typeof printed === "string") return undefined;
  return mayHaveJsx(source) ? printed : withoutJsx;
}

/** An error with its place, if that is known, as a frame and by itself. */
function at(
  cellId: string,
  { ename, evalue }: ErrorOutput,
  position: Position | undefined,
): Diagnosis {
  if (!position) return { error: errorOutput(ename, evalue) };
  const frame = `    at ${cellId}:${position.line}:${position.column}`;
  return { error: errorOutput(ename, evalue, [frame]), position };
}

async function tryImport(
  { specifier, attributes }: StaticImport,
  evaluate: Evaluate,
): Promise<ErrorOutput | undefined> {
  let failure: ErrorOutput | undefined;
  const imported = `import(${
    JSON.stringify(specifier)
  }, { with: ${attributes} })`;
  await evaluate(
    (helper) =>
      `await ${imported}.catch(({ name, message }) =>
        ${helper}.broadcast("${FAILURE_TYPE}", { name, message }));`,
    ({ header, content }) => {
      if (header.msg_type !== FAILURE_TYPE) return;
      failure = errorOutput(String(content.name), String(content.message));
    },
  );
  return failure;
}

function errorOutput(
  ename: string,
  evalue: string,
  frames: string[] = [],
): ErrorOutput {
  const traceback = [`${ename}: ${evalue}`, ...frames];
  return { output_type: "error", ename, evalue, traceback };
}
