import { NotebookFormatError } from "./errors.ts";
import type { Cell, Json, MimeBundle, Notebook, Output } from "./format.ts";

/** What Jupyter writes as lines; a picture's bytes stay one string. */
const IS_SPLIT = /^(text\/.*|application\/javascript|image\/svg\+xml)$/;

/**
 * Writes a notebook in its one canonical form: Jupyter's own (keys in alphabetical order, one space of
 * indentation, text as arrays of lines, a line end at the end of the file), which `deno fmt` leaves alone.
 *
 * @param notebook The notebook.
 * @returns The text of its .ipynb file.
 * @throws {NotebookFormatError} If something in it is nested thousands of levels deep.
 *
 * @example
 * ```ts
 * import { parseNotebook, serializeNotebook } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const text = serializeNotebook({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });
 * assertEquals(text, serializeNotebook(parseNotebook(text, "empty.ipynb")));
 * ```
 */
export function serializeNotebook(notebook: Notebook): string {
  const file = { ...notebook, cells: notebook.cells.map(cellOnDisk) };
  try {
    return JSON.stringify(sorted(file as unknown as Json), null, 1) + "\n";
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new NotebookFormatError(
      "Cannot write the notebook: something in it is nested too deep for JSON to be written",
      { cause },
    );
  }
}

function cellOnDisk(cell: Cell) {
  const source = lines(cell.source);
  if (cell.cell_type === "code") {
    return { ...cell, source, outputs: cell.outputs.map(outputOnDisk) };
  }
  if (!cell.attachments) return { ...cell, source };
  const attachments = Object.entries(cell.attachments)
    .map(([name, bundle]) => [name, bundleOnDisk(bundle)]);
  return { ...cell, source, attachments: Object.fromEntries(attachments) };
}

function outputOnDisk(output: Output) {
  switch (output.output_type) {
    case "stream":
      return { ...output, text: lines(output.text) };
    case "error":
      return output;
    default:
      return { ...output, data: bundleOnDisk(output.data) };
  }
}

function bundleOnDisk(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => [
      type,
      IS_SPLIT.test(type) && typeof value === "string" ? lines(value) : value,
    ]),
  );
}

/** A string as its lines, each with its line end. */
function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sorted(json: Json): Json {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.keys(json).sort().map((key) => [key, sorted(json[key])]),
  );
}
