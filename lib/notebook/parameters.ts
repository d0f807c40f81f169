/**
 * Parameters of a notebook, as papermill has them: a cell tagged `parameters` declares them with the values that they
 * have by themselves; a run with others puts a cell tagged `injected-parameters` behind it, which declares them anew.
 *
 * @module
 */

import { ParameterError } from "./errors.ts";
import { type CodeCell, hasTag, type Json, type Notebook } from "./format.ts";
import { diagnoseSyntax } from "./printer.ts";

/** Values for the parameters of a notebook, by name. */
export type Parameters = Readonly<Record<string, Json>>;

const INJECTED = "injected-parameters";

/**
 * Gives a notebook's parameters other values.
 *
 * The new cell follows the one tagged `parameters`, or takes the place of the one that an earlier run has left there.
 * Each parameter is declared as it is in that cell: a `let` stays a `let`.
 *
 * @param notebook The notebook; it is not changed.
 * @param parameters The values, which are written as JSON.
 * @param path The notebook's path, for the error message.
 * @returns The notebook with the cell.
 * @throws {ParameterError} If no cell is tagged `parameters`, or it does not declare one of them.
 *
 * @example
 * ```ts
 * import { injectParameters, parseNotebook } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const notebook = parseNotebook(
 *   `{ "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{
 *     "cell_type": "code", "id": "rate", "metadata": { "tags": ["parameters"] },
 *     "source": "const alpha: number = 0.1;", "execution_count": null, "outputs": []
 *   }] }`,
 *   "train.ipynb",
 * );
 * const { cells } = await injectParameters(notebook, { alpha: 0.5 }, "train.ipynb");
 * assertEquals(cells[1].source, "// Parameters\nconst alpha = 0.5;");
 * ```
 */
export async function injectParameters(
  notebook: Notebook,
  parameters: Parameters,
  path: string,
): Promise<Notebook> {
  const names = Object.keys(parameters);
  if (names.length === 0) return notebook;
  const refuse = (name: string, state: string): never => {
    throw new ParameterError(
      `Cannot set parameter ${name} of ${path}: ${state}`,
    );
  };
  const cells = notebook.cells.filter((cell) => !hasTag(cell, INJECTED));
  const at = cells.findIndex((cell) =>
    cell.cell_type === "code" && hasTag(cell, "parameters")
  );
  if (at < 0) refuse(names[0], 'none of its code cells is tagged "parameters"');
  const { declaredVariables } = await import("./syntax.ts");
  const { id, source } = cells[at];
  const cell = `its cell ${id}, tagged "parameters",`;
  const declared = declaredVariables(source) ??
    refuse(names[0], `${cell} cannot be read: ${whyUnreadable(source)}`);
  const lines = names.map((name) => {
    const kind = declared.get(name);
    if (!kind) {
      const known = [...declared.keys()].join(", ") || "nothing";
      refuse(name, `${cell} declares ${known}`);
    }
    return `${kind} ${name} = ${literal(parameters[name])};`;
  });
  const taken = new Set(cells.map((cell) => cell.id));
  let injectedId = INJECTED;
  while (taken.has(injectedId)) injectedId += "-";
  const injected: CodeCell = {
    cell_type: "code",
    id: injectedId,
    metadata: { tags: [INJECTED] },
    source: ["// Parameters", ...lines].join("\n"),
    execution_count: null,
    outputs: [],
  };
  return { ...notebook, cells: cells.toSpliced(at + 1, 0, injected) };
}

function whyUnreadable(source: string): string {
  const error = diagnoseSyntax(source);
  return error
    ? `${error.message} (${error.line}:${error.column})`
    : "its syntax is not known here";
}

/** JSON as an expression, with what JSON text loses: −0, and what is not finite, as 1e999 is. */
function literal(value: Json): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const properties = Object.entries(value).map(([name, item]) => {
    const key = JSON.stringify(name);
    // In an object literal, unlike in JSON, this key has a meaning of its own.
    return `${name === "__proto__" ? `[${key}]` : key}:${literal(item)}`;
  });
  return `{${properties.join(",")}}`;
}
