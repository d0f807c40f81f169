/**
 * Leads the stack frames among a session's outputs back to the author's sources.
 *
 * @module
 */

import {
  compilationOf,
  pragmasOf,
  specimen,
  withoutFactory,
} from "./compilation.ts";
import type { EditedSource } from "./edited_source.ts";
import { KernelError } from "./errors.ts";
import type { Json, JsonObject, Output } from "./format.ts";
import type { Message } from "./message.ts";
import type { PrintedSource } from "./printed_source.ts";
import {
  cellsIn,
  isAuthors,
  placeTraceback,
  type Position,
  withSourceUrl,
} from "./source_position.ts";

const SPECIMEN = "denobook_specimen";

/** Runs code in the kernel that is no cell and puts nothing out. */
type Ask = (
  code: (helper: string) => string,
  onBroadcast: (message: Message) => void,
) => Promise<void>;

interface CellSource {
  readonly id: string;
  readonly source: string;
}

/** A cell that was sent to the kernel. */
interface Sent {
  readonly source: string;
  /** What was sent in its place. */
  readonly edited: EditedSource;
  /** How often the way in which JSX is compiled had changed before. */
  readonly changes: number;
  /** How the kernel prints it, once that is asked for. */
  printed?: Promise<PrintedSource | undefined>;
}

/** Knows the sources of a session's cells, and how the kernel prints them. */
export class Placer {
  readonly #ask: Ask;
  readonly #sent = new Map<string, Sent>();
  readonly #compilations = new Map<string, Promise<JsonObject | undefined>>();
  #pragmas = "";
  #changes = 0;
  #hasKernel = true;

  /** @param ask Runs code in the kernel. */
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /**
   * Takes note of a cell that is about to be sent to the kernel.
   *
   * @param cell The cell.
   * @param edited What is to be sent in its place.
   * @returns The text to send.
   */
  send({ id, source }: CellSource, edited: EditedSource): string {
    const pragmas = pragmasOf(source);
    if (pragmas !== "" && pragmas !== this.#pragmas) {
      this.#pragmas = pragmas;
      this.#changes++;
    }
    // The kernel prints the comment with the name, too.
    const text = withSourceUrl(edited.text, id);
    this.#sent.set(id, {
      source,
      edited: { ...edited, text },
      changes: this.#changes,
    });
    return text;
  }

  /** Takes note that the kernel has ended. */
  endKernel(): void {
    this.#hasKernel = false;
  }

  /** Has the stack frames in an output point to the author's source: those of an error, or of one that was printed. */
  async place(output: Output): Promise<void> {
    const printed = new Map<string, PrintedSource>();
    for (const id of cellsIn(textOf(output))) {
      const sent = this.#sent.get(id);
      const source = sent && await (sent.printed ??= this.#print(sent));
      if (source) printed.set(id, source);
    }
    const place = (lines: readonly string[]) =>
      placeTraceback(lines, (id) => printed.get(id));
    // Meanwhile the output may have become longer.
    const text = textOf(output);
    if (output.output_type === "error") {
      output.traceback = place(output.traceback.filter(isAuthors));
    } else if (output.output_type === "stream") {
      output.text = place(text.split("\n")).join("\n");
    } else if (text !== "") {
      output.data["text/plain"] = place(text.split("\n")).join("\n");
    }
  }

  /** Prints a source as the kernel does, if it is known how. */
  async #print(
    { source, edited, changes }: Sent,
  ): Promise<PrintedSource | undefined> {
    const [
      { printable },
      { PrintedSource },
      { strip, transpile },
      { compiledClasses, exactPlace },
    ] = await Promise.all([
      import("./module_statements.ts"),
      import("./printed_source.ts"),
      import("./printer.ts"),
      import("./syntax.ts"),
    ]);
    const made = printable(edited.text);
    if (!made) return undefined;
    const { text } = made;
    const placed = {
      text,
      original: (position: Position, message: string) =>
        exactPlace(source, edited.original(made.original(position)), message),
    };
    const stripped = strip(text);
    if (stripped !== undefined && compiledClasses(text)?.length === 0) {
      return new PrintedSource(placed, stripped);
    }
    const compilation = await this.#compilation(
      stripped === undefined,
      changes,
    );
    const printed = compilation &&
      await transpile(withoutFactory(text, compilation), compilation);
    return typeof printed === "string"
      ? new PrintedSource(placed, printed)
      : undefined;
  }

  /** Asks the kernel how it compiles; it cannot tell how it did before that changed. */
  #compilation(
    withJsx: boolean,
    changes: number,
  ): Promise<JsonObject | undefined> {
    const key = `${withJsx} ${changes}`;
    const known = this.#compilations.get(key);
    if (known) return known;
    if (!this.#hasKernel || changes !== this.#changes) {
      return Promise.resolve(undefined);
    }
    const asked = this.#askFor(withJsx);
    this.#compilations.set(key, asked);
    return asked;
  }

  async #askFor(withJsx: boolean): Promise<JsonObject | undefined> {
    let printed: Json = null;
    try {
      await this.#ask(
        (helper) =>
          `await ${helper}.broadcast("${SPECIMEN}", { printed: String(${
            specimen(withJsx)
          }) });`,
        ({ header, content }) => {
          if (header.msg_type === SPECIMEN) printed = content.printed;
        },
      );
    } catch (error) {
      if (error instanceof KernelError) return undefined;
      if (!(error instanceof SyntaxError)) throw error;
      // Then the cell, too, has come no further than to the import of what JSX needs.
      const [runtime, dev] = error.message.match(/\/jsx-(dev-)?runtime"/) ?? [];
      return runtime === undefined
        ? undefined
        : { jsx: dev ? "react-jsxdev" : "react-jsx", jsxImportSource: "any" };
    }
    return compilationOf(printed);
  }
}

function textOf(output: Output): string {
  if (output.output_type === "error") return output.traceback.join("\n");
  if (output.output_type === "stream") return output.text;
  const text = output.data["text/plain"];
  return typeof text === "string" ? text : "";
}
