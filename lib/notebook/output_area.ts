import {
  type DisplayDataOutput,
  type ExecuteResultOutput,
  isJsonType,
  type JsonObject,
  type MimeBundle,
  type Output,
} from "./format.ts";
import type { Message } from "./message.ts";

type RichOutput = DisplayDataOutput | ExecuteResultOutput;

/** Outputs that `update_display` can change later, by display id; one table serves all cells of a kernel. */
export type Displays = Map<string, RichOutput[]>;

/**
 * What one cell has put out so far, made from the kernel's messages as Jupyter makes it: text of one stream in a row
 * is one output, `clear_output` empties the area, and an update of a display changes it wherever it stands.
 */
export class OutputArea {
  /** The outputs, in order. */
  readonly outputs: Output[] = [];
  readonly #displays: Displays;
  #clearNext = false;

  constructor(displays: Displays) {
    this.#displays = displays;
  }

  /** Takes in a message; one that is no output is passed over. */
  add({ header, content }: Message): void {
    switch (header.msg_type) {
      case "stream":
        this.write(
          content.name === "stderr" ? "stderr" : "stdout",
          String(content.text),
        );
        break;
      case "display_data":
        this.#push({
          output_type: "display_data",
          data: mimeBundle(content),
          metadata: object(content.metadata),
        }, content);
        break;
      case "execute_result":
        this.#push({
          output_type: "execute_result",
          data: mimeBundle(content),
          metadata: object(content.metadata),
          execution_count: count(content.execution_count),
        }, content);
        break;
      case "update_display_data":
        for (const output of this.#displays.get(displayId(content)) ?? []) {
          output.data = mimeBundle(content);
          output.metadata = object(content.metadata);
        }
        break;
      case "error":
        this.#clear();
        this.outputs.push({
          output_type: "error",
          ename: String(content.ename),
          evalue: String(content.evalue),
          traceback: Array.isArray(content.traceback)
            ? content.traceback.map(String)
            : [],
        });
        break;
      case "clear_output":
        this.#clearNext = true;
        if (content.wait !== true) this.#clear();
        break;
    }
  }

  /** Adds text of a stream. */
  write(name: "stdout" | "stderr", text: string): void {
    if (text === "") return;
    this.#clear();
    this.#append({ output_type: "stream", name, text });
  }

  /** Puts the error behind all else: the kernel's messages wait in a queue, and an error passes those that still do. */
  endWithError(): void {
    const at = this.outputs.findLastIndex((output) =>
      output.output_type === "error"
    );
    if (at < 0) return;
    const [error, ...passed] = this.outputs.splice(at);
    for (const output of passed) this.#append(output);
    this.outputs.push(error);
  }

  #append(output: Output): void {
    const last = this.outputs.at(-1);
    if (
      output.output_type === "stream" && last?.output_type === "stream" &&
      last.name === output.name
    ) {
      last.text += output.text;
    } else {
      this.outputs.push(output);
    }
  }

  #push(output: RichOutput, content: JsonObject): void {
    this.#clear();
    this.outputs.push(output);
    const id = displayId(content);
    if (id === "") return;
    this.#displays.set(id, [...(this.#displays.get(id) ?? []), output]);
  }

  /** Does what `clear_output` has asked for, at once or, with `wait`, as soon as there is something new to show. */
  #clear(): void {
    if (!this.#clearNext) return;
    this.#clearNext = false;
    this.outputs.length = 0;
  }
}

function count(json: unknown): number | null {
  return Number.isSafeInteger(json) && json as number >= 0
    ? json as number
    : null;
}

function displayId(content: JsonObject): string {
  const id = object(content.transient).display_id;
  return typeof id === "string" ? id : "";
}

/** The data of a display, with every type that nbformat stores as text being text. */
function mimeBundle(content: JsonObject): MimeBundle {
  return Object.fromEntries(
    Object.entries(object(content.data)).map(([type, value]) => [
      type,
      isJsonType(type) || typeof value === "string"
        ? value
        : JSON.stringify(value),
    ]),
  );
}

function object(json: unknown): JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? json as JsonObject
    : {};
}
