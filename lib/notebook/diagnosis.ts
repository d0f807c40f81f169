/**
 * Why the kernel could not run a cell at all. Of a syntax error, and of an import that cannot be resolved, it only says
 * "Execution failed".
 *
 * @module
 */

import type { ErrorOutput } from "./format.ts";
import type { Message } from "./message.ts";
import {
  diagnoseSyntax,
  type Position,
  type StaticImport,
  staticImports,
} from "./source_position.ts";

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
  reply: Message,
  evaluate: Evaluate,
): Promise<Diagnosis> {
  const syntax = diagnoseSyntax(cell.source);
  if (syntax) {
    const { message, line, column } = syntax;
    const frame = `    at ${cell.id}:${line}:${column}`;
    return {
      error: errorOutput("SyntaxError", message, [frame]),
      position: { line, column },
    };
  }
  for (const imported of staticImports(cell.source)) {
    const error = await tryImport(imported, evaluate);
    if (error) return { error };
  }
  const { ename, evalue } = reply.content;
  return { error: errorOutput(String(ename), String(evalue)) };
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
