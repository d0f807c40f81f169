/**
 * What each cell of a notebook declares and refers to, and which declaration each reference means when the cells run in
 * order.
 *
 * @module
 */

import { hasTag, type Notebook } from "../format.ts";
import { isExecuted } from "../run.ts";
import { diagnoseSyntax } from "../printer.ts";
import { type Declaration, declarationsOf, varsBelow } from "./declarations.ts";
import type { Finding } from "./diagnostic.ts";
import { referencesOf } from "./references.ts";
import type { Reference } from "./scope.ts";
import {
  listAt,
  parseCell,
  type ParsedCell,
  type Tree,
} from "./syntax_tree.ts";

/** A code cell, taken apart. */
export interface CellAnalysis {
  /** Its index among all cells of the notebook. */
  readonly index: number;
  readonly id: string;
  readonly source: string;
  /** Whether a run executes it; if not, no other cell sees its names. */
  readonly isExecuted: boolean;
  /** Whether it is expected to throw. */
  readonly raises: boolean;
  /** Whether it holds the notebook's parameters. */
  readonly isParameters: boolean;
  /** Whether the kernel can read it. */
  readonly isReadable: boolean;
  /** Its syntax; undefined if the parser here, which is not the kernel's, cannot make it out. */
  readonly syntax?: ParsedCell | undefined;
  readonly statements: readonly Tree[];
  readonly declarations: readonly Declaration[];
  readonly references: readonly Reference[];
}

/** A notebook, taken apart. */
export interface NotebookAnalysis {
  readonly path: string;
  readonly notebook: Notebook;
  readonly cells: readonly CellAnalysis[];
  /** The syntax errors of its cells. */
  readonly syntaxErrors: readonly Finding[];
}

/** Takes a notebook apart. */
export function analyzeNotebook(
  path: string,
  notebook: Notebook,
): NotebookAnalysis {
  const syntaxErrors: Finding[] = [];
  const cells = notebook.cells.flatMap((cell, index): CellAnalysis[] => {
    if (cell.cell_type !== "code" || cell.source.trim() === "") return [];
    const { id, source } = cell;
    const syntax = parseCell(source);
    // What is read here, and is wrong to the kernel all the same, `deno check` refuses.
    const error = syntax ? undefined : diagnoseSyntax(source);
    if (error) {
      const { message, line, column } = error;
      const offset = source.split("\n").slice(0, line - 1).join("\n").length +
        (line > 1 ? 1 : 0) + column - 1;
      syntaxErrors.push({ code: "syntax", message, cell: index, offset });
    }
    const readable = error ? undefined : syntax;
    const statements = readable ? listAt(readable.program, "body") : [];
    return [{
      index,
      id,
      source,
      isExecuted: isExecuted(cell),
      raises: hasTag(cell, "raises-exception"),
      isParameters: hasTag(cell, "parameters"),
      isReadable: !error,
      syntax: readable,
      statements,
      declarations: readable
        ? unique([
          ...declarationsOf(statements),
          ...varsBelow(readable.program),
        ])
        : [],
      references: readable ? referencesOf(readable.program) : [],
    }];
  });
  return { path, notebook, cells, syntaxErrors };
}

function unique(declarations: readonly Declaration[]): Declaration[] {
  return [
    ...new Map(declarations.map((each) => [each.start, each])).values(),
  ].sort((a, b) => a.start - b.start);
}
