/**
 * The notebook format, nbformat 4, as TypeScript types.
 *
 * Two things differ from the bytes on disk, both for whoever handles a notebook in memory: multi-line
 * strings, which nbformat stores as arrays of lines, are one string here; and every cell has an id,
 * which nbformat asks for only since 4.5. {@linkcode parseNotebook} brings a file into this shape and
 * {@linkcode serializeNotebook} back out of it.
 *
 * Source: "The Notebook file format", https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * @module
 */

/** A value that JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Json[]
  | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/**
 * One result in several representations, by MIME type. A JSON type (`application/json`, `…+json`) holds
 * its value; every other type holds a string, which is base64 for binary types such as `image/png`.
 */
export type MimeBundle = { [mimeType: string]: Json };

/** Text that a cell wrote to stdout or stderr. */
export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

/** Something that a cell displayed. */
export interface DisplayDataOutput {
  output_type: "display_data";
  data: MimeBundle;
  metadata: JsonObject;
}

/** The value of a cell's last expression. */
export interface ExecuteResultOutput {
  output_type: "execute_result";
  data: MimeBundle;
  metadata: JsonObject;
  execution_count: number | null;
}

/** What a cell threw. */
export interface ErrorOutput {
  output_type: "error";
  /** The error's name, such as `TypeError`. */
  ename: string;
  /** The error's message. */
  evalue: string;
  /** The stack trace as lines. */
  traceback: string[];
}

/** Anything that a code cell can put out. */
export type Output =
  | StreamOutput
  | DisplayDataOutput
  | ExecuteResultOutput
  | ErrorOutput;

/** Metadata of a cell. Keys that Denobook does not know are kept as they are. */
export type CellMetadata = JsonObject & {
  /** Tags with the meaning that other Jupyter tools give them. */
  tags?: string[];
};

/** What every cell has. */
export interface CellFields {
  /** A readable name, unique in its notebook: letters, digits, `-` and `_`, at most 64. */
  id: string;
  metadata: CellMetadata;
  source: string;
}

/** A cell of TypeScript with what it put out. */
export interface CodeCell extends CellFields {
  cell_type: "code";
  /** When the cell ran within its kernel, from 1; `null` if it did not. */
  execution_count: number | null;
  outputs: Output[];
}

/** A cell of prose. */
export interface MarkdownCell extends CellFields {
  cell_type: "markdown";
  /** Files that the prose refers to as `attachment:name`, each by MIME type. */
  attachments?: { [name: string]: MimeBundle };
}

/** A cell that is neither code nor prose, kept for other tools. */
export interface RawCell extends CellFields {
  cell_type: "raw";
  attachments?: { [name: string]: MimeBundle };
}

/** A cell of any kind. */
export type Cell = CodeCell | MarkdownCell | RawCell;

/** A notebook, nbformat 4. */
export interface Notebook {
  cells: Cell[];
  metadata: JsonObject;
  nbformat: 4;
  nbformat_minor: number;
}

/** Whether a MIME type's value is stored as JSON instead of a string. */
export function isJsonType(mimeType: string): boolean {
  return mimeType === "application/json" || mimeType.endsWith("+json");
}

/**
 * Whether a cell carries a tag, such as `raises-exception`.
 *
 * @example
 * ```ts
 * import { hasTag } from "@denobook/denobook";
 * import { assert } from "@std/assert";
 *
 * assert(hasTag({ metadata: { tags: ["skip-execution"] } }, "skip-execution"));
 * ```
 */
export function hasTag(cell: Pick<Cell, "metadata">, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) ?? false;
}
