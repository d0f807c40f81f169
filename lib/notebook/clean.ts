/**
 * A notebook without what programs leave in it: what is left is what its author wrote, and its outputs if they are
 * wanted.
 *
 * @module
 */

import type {
  Cell,
  CellMetadata,
  CodeCell,
  JsonObject,
  Notebook,
  Output,
} from "./format.ts";
import { joinStreams } from "./output_parts.ts";

/** How a notebook is cleaned. */
export interface CleanOptions {
  /** Whether outputs and execution counts are taken out, too. */
  readonly stripOutputs?: boolean | undefined;
  /** Metadata keys to keep besides those that an author writes. */
  readonly keepMetadata?: readonly string[] | undefined;
}

/** What an author, not a program, writes into a notebook's metadata. */
const NOTEBOOK_METADATA = [
  ...["title", "authors", "kernelspec", "language_info", "denobook"],
];

/** Of the language, what does not change with every version. */
const LANGUAGE_INFO = ["name", "file_extension", "mimetype"];

/** What an author writes into a cell's metadata. */
const CELL_METADATA = [
  ...["tags", "name", "denobook", "slideshow", "jupyter"],
  ...["editable", "deletable", "format", "raw_mimetype"],
];

/** Of what JupyterLab notes of a cell, what its author has chosen to hide. */
const JUPYTER = ["source_hidden", "outputs_hidden"];

/**
 * Brings a notebook to what its author wrote: only the metadata that authors write (tags, names, slides, what is
 * hidden; title, authors, kernel and language), only the keys that nbformat 4.5 knows, sources with the line end `\n`,
 * and texts of one stream that follow each other in one output. Times, widths, folds and editors' notes go.
 *
 * @param notebook The notebook; it is not changed.
 * @param options Whether outputs go, too, and what metadata stays besides.
 * @returns The clean notebook. Cleaned again, it stays as it is.
 *
 * @example
 * ```ts
 * import { cleanNotebook, parseNotebook } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `{
 *   "nbformat": 4, "nbformat_minor": 2, "metadata": { "vscode": {} },
 *   "cells": [{
 *     "cell_type": "markdown", "source": "# Results",
 *     "metadata": { "collapsed": true, "tags": ["intro"] }
 *   }]
 * }`;
 * const notebook = parseNotebook(text, "a.ipynb", { mendIds: true });
 * assertEquals(cleanNotebook(notebook), {
 *   nbformat: 4,
 *   nbformat_minor: 5,
 *   metadata: {},
 *   cells: [{
 *     cell_type: "markdown",
 *     id: "results",
 *     metadata: { tags: ["intro"] },
 *     source: "# Results",
 *   }],
 * });
 * ```
 */
export function cleanNotebook(
  notebook: Notebook,
  options: CleanOptions = {},
): Notebook {
  const { stripOutputs, keepMetadata = [] } = options;
  const metadata = pick(notebook.metadata, [
    ...NOTEBOOK_METADATA,
    // The state of widgets belongs to the outputs that show them.
    ...stripOutputs ? [] : ["widgets"],
    ...keepMetadata,
  ]);
  within(metadata, "language_info", LANGUAGE_INFO);
  return {
    cells: notebook.cells.map((cell) => cleanCell(cell, options)),
    metadata,
    nbformat: notebook.nbformat,
    nbformat_minor: notebook.nbformat_minor,
  };
}

function cleanCell(
  cell: Cell,
  { stripOutputs, keepMetadata = [] }: CleanOptions,
): Cell {
  const metadata: CellMetadata = pick(cell.metadata, [
    ...CELL_METADATA,
    ...keepMetadata,
  ]);
  within(metadata, "jupyter", JUPYTER);
  for (const key of ["tags", "jupyter"]) {
    if (Object.keys(metadata[key] ?? {}).length === 0) delete metadata[key];
  }
  const fields = {
    id: cell.id,
    metadata,
    source: cell.source.replace(/\r\n?/g, "\n"),
  };
  if (cell.cell_type === "code") {
    return {
      cell_type: "code",
      ...fields,
      execution_count: stripOutputs ? null : cell.execution_count,
      outputs: stripOutputs ? [] : cleanOutputs(cell),
    };
  }
  const { cell_type, attachments } = cell;
  const hasSome = Object.keys(attachments ?? {}).length > 0;
  return { cell_type, ...fields, ...hasSome && attachments && { attachments } };
}

function cleanOutputs({ outputs }: CodeCell): Output[] {
  return joinStreams(outputs).map((output): Output => {
    switch (output.output_type) {
      case "stream":
        return pick(output, ["output_type", "name", "text"]);
      case "error":
        return pick(output, ["output_type", "ename", "evalue", "traceback"]);
      case "display_data":
        return pick(output, ["output_type", "data", "metadata"]);
      case "execute_result":
        return pick(output, [
          ...["output_type", "data", "metadata", "execution_count"],
        ]);
    }
  });
}

/** The entries of an object under the keys that may stay. */
function pick<T extends object>(object: T, keys: readonly string[]): T {
  return Object.fromEntries(
    Object.entries(object).filter(([key]) => keys.includes(key)),
  ) as T;
}

/** Leaves of an object within metadata only what may stay. */
function within(metadata: JsonObject, key: string, keys: readonly string[]) {
  const inner = metadata[key];
  if (typeof inner !== "object" || inner === null || Array.isArray(inner)) {
    return;
  }
  metadata[key] = pick(inner, keys);
}
