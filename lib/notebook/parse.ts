/**
 * From the text of an .ipynb file to a {@linkcode Notebook}, checked.
 *
 * Every check names the place in the file, by cell and key, and what stood there. What nbformat 4 allows is kept,
 * keys that Denobook does not know included, so that reading and writing a notebook loses nothing.
 *
 * @module
 */

import { completeIds, mendIds } from "./cell_ids.ts";
import { NotebookFormatError } from "./errors.ts";
import {
  type Cell,
  isJsonType,
  type Json,
  type JsonObject,
  type MimeBundle,
  type Notebook,
  type Output,
} from "./format.ts";

/** How a notebook is read. */
export interface ParseOptions {
  /** Whether cells whose id is missing, ill-formed or another cell's are given a readable one. */
  readonly mendIds?: boolean;
}

/**
 * Reads the text of an .ipynb file.
 *
 * Any nbformat 4 is read. Cells without an id, which only 4.5 asks for, are given one: `cell-1`, `cell-2`, ….
 *
 * @param text The text of the file.
 * @param path The file's path, for error messages.
 * @param options Whether ids are mended; without, an ill-formed one, or one that two cells share, is refused.
 * @returns The notebook, nbformat 4.5 or newer.
 * @throws {NotebookFormatError} If the text is not a notebook of nbformat 4; the message says where and why.
 *
 * @example
 * ```ts
 * import { parseNotebook } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const text = `{
 *   "nbformat": 4, "nbformat_minor": 5, "metadata": {},
 *   "cells": [{ "cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# A\\n", "b"] }]
 * }`;
 * assertEquals(parseNotebook(text, "a.ipynb").cells[0].source, "# A\nb");
 * ```
 */
export function parseNotebook(
  text: string,
  path: string,
  options: ParseOptions = {},
): Notebook {
  const fail = (state: string): never => {
    throw new NotebookFormatError(`Cannot read notebook ${path}: ${state}`);
  };
  let json: Json;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    if (/^(<{7} |={7}$|>{7} )/m.test(text)) {
      return fail("it holds a merge conflict; resolve that first");
    }
    // What it quotes of the file may have lines.
    const message = (cause as Error).message.replace(/\s+/g, " ");
    return fail(`it is not JSON: ${message}`);
  }
  const check = new Checker(fail);
  const file = check.object(json, "it");
  if (!("nbformat" in file)) {
    fail(`it has no "nbformat", so it is not a notebook`);
  }
  if (file.nbformat !== 4) {
    fail(
      `it is nbformat ${
        show(file.nbformat)
      } and Denobook reads nbformat 4; open and save it in Jupyter, or run ` +
        `"jupyter nbconvert --to notebook --inplace" on it`,
    );
  }
  const minor = check.count(file.nbformat_minor, `"nbformat_minor"`);
  const cells = check.array(file.cells, `"cells"`)
    .map((cell, i) => parseCell(check, cell, i));
  if (options.mendIds) mendIds(cells);
  else completeIds(cells, fail);
  return {
    ...file,
    cells,
    metadata: check.object(file.metadata, `"metadata"`),
    nbformat: 4,
    nbformat_minor: Math.max(minor, 5),
  };
}

function parseCell(check: Checker, json: Json, index: number): Cell {
  const number = `cell ${index + 1}`;
  const fields = check.object(json, number);
  const where = typeof fields.id === "string"
    ? `${number} (${fields.id})`
    : number;
  const metadata = check.object(fields.metadata, `metadata of ${where}`);
  if ("tags" in metadata) {
    check.array(metadata.tags, `tags of ${where}`)
      .forEach((tag) => check.string(tag, `a tag of ${where}`));
  }
  const cell = {
    ...fields,
    id: fields.id === undefined
      ? ""
      : check.string(fields.id, `id of ${number}`),
    metadata,
    source: check.text(fields.source, `source of ${where}`),
  };
  if (fields.cell_type === "code") {
    const outputs = check.array(fields.outputs, `outputs of ${where}`);
    return {
      ...cell,
      cell_type: "code",
      execution_count: check.countOrNull(
        fields.execution_count,
        `execution_count of ${where}`,
      ),
      outputs: outputs.map((output, i) =>
        parseOutput(check, output, `output ${i + 1} of ${where}`)
      ),
    };
  }
  if (fields.cell_type !== "markdown" && fields.cell_type !== "raw") {
    return check.fail(
      `cell_type of ${where} must be "code", "markdown" or "raw", found ${
        show(fields.cell_type)
      }`,
    );
  }
  if (fields.attachments === undefined) {
    return { ...cell, cell_type: fields.cell_type };
  }
  const attachments = Object.entries(
    check.object(fields.attachments, `attachments of ${where}`),
  ).map(([name, bundle]) => [
    name,
    check.mimeBundle(bundle, `attachment ${show(name)} of ${where}`),
  ]);
  return {
    ...cell,
    cell_type: fields.cell_type,
    attachments: Object.fromEntries(attachments),
  };
}

function parseOutput(check: Checker, json: Json, where: string): Output {
  const fields = check.object(json, where);
  const rich = () => ({
    data: check.mimeBundle(fields.data, `data of ${where}`),
    metadata: check.object(fields.metadata, `metadata of ${where}`),
  });
  switch (fields.output_type) {
    case "stream": {
      const { name } = fields;
      if (name !== "stdout" && name !== "stderr") {
        return check.fail(
          `name of ${where} must be "stdout" or "stderr", found ${show(name)}`,
        );
      }
      const text = check.text(fields.text, `text of ${where}`);
      return { ...fields, output_type: "stream", name, text };
    }
    case "display_data":
      return { ...fields, output_type: "display_data", ...rich() };
    case "execute_result":
      return {
        ...fields,
        output_type: "execute_result",
        ...rich(),
        execution_count: check.countOrNull(
          fields.execution_count,
          `execution_count of ${where}`,
        ),
      };
    case "error":
      return {
        ...fields,
        output_type: "error",
        ename: check.string(fields.ename, `ename of ${where}`),
        evalue: check.string(fields.evalue, `evalue of ${where}`),
        traceback: check.array(fields.traceback, `traceback of ${where}`)
          .map((line) => check.string(line, `traceback of ${where}`)),
      };
    default:
      return check.fail(
        `output_type of ${where} must be "stream", "display_data", "execute_result" or "error", found ${
          show(fields.output_type)
        }`,
      );
  }
}

/** The kinds of value that nbformat is made of, each asked for by name. */
class Checker {
  readonly fail: (state: string) => never;

  constructor(fail: (state: string) => never) {
    this.fail = fail;
  }

  object(json: Json | undefined, what: string): JsonObject {
    return isObject(json) ? json : this.#refuse(what, "an object", json);
  }

  array(json: Json | undefined, what: string): Json[] {
    return Array.isArray(json) ? json : this.#refuse(what, "an array", json);
  }

  string(json: Json | undefined, what: string): string {
    return typeof json === "string"
      ? json
      : this.#refuse(what, "a string", json);
  }

  count(json: Json | undefined, what: string): number {
    return Number.isInteger(json) && json as number >= 0
      ? json as number
      : this.#refuse(what, "a whole number from 0", json);
  }

  countOrNull(json: Json | undefined, what: string): number | null {
    // nbformat asks for the key, yet notebooks without it are common and mean that the cell was not run.
    return json === null || json === undefined ? null : this.count(json, what);
  }

  /** A multi-line string: one string, or an array of lines that keep their line ends. */
  text(json: Json | undefined, what: string): string {
    if (typeof json === "string") return json;
    return Array.isArray(json) && json.every((line) => typeof line === "string")
      ? json.join("")
      : this.#refuse(what, "a string or an array of strings", json);
  }

  mimeBundle(json: Json | undefined, what: string): MimeBundle {
    return Object.fromEntries(
      Object.entries(this.object(json, what)).map(([type, value]) => [
        type,
        isJsonType(type) ? value : this.text(value, `${type} in ${what}`),
      ]),
    );
  }

  #refuse(what: string, expected: string, found: Json | undefined): never {
    return this.fail(`${what} must be ${expected}, found ${show(found)}`);
  }
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function show(json: Json | undefined): string {
  if (json === undefined) return "nothing";
  const text = JSON.stringify(json);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
