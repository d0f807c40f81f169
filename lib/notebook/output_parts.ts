import { Buffer } from "node:buffer";
import type { JsonObject, Output } from "./format.ts";
import { isJsonType, type Json } from "./format.ts";
import { canonicalMarkup } from "./markup.ts";

/** One representation of an output, as text in which only what counts makes a difference. */
export interface OutputPart {
  /** A MIME type, `stdout`, `stderr`, `error` or `metadata`. */
  readonly name: string;
  /** Its canonical text; for binary types, base64. */
  readonly text: string;
}

/** Whether a MIME type's value is base64. */
export function isBinaryType(mimeType: string): boolean {
  return /^(image|audio|video|font)\//.test(mimeType) &&
      !isMarkupType(mimeType) ||
    /^application\/(pdf|octet-stream|zip|vnd\.apache\.arrow\S*)$/.test(
      mimeType,
    );
}

function isMarkupType(mimeType: string): boolean {
  return mimeType === "text/html" || /[/+]xml$/.test(mimeType);
}

/**
 * Takes an output apart into what a fresh run has to reproduce. Not among it: when a cell ran; the stack of an error,
 * which names files of the machine; the number of the process, which Node puts before its warnings.
 */
export function partsOf(output: Output): OutputPart[] {
  switch (output.output_type) {
    case "stream":
      return [{ name: output.name, text: withoutProcess(output.text) }];
    case "error":
      return [{ name: "error", text: `${output.ename}: ${output.evalue}` }];
    default: {
      const parts = Object.entries(output.data)
        .map(([name, value]) => ({ name, text: canonicalValue(name, value) }));
      const text = canonicalJson(output.metadata);
      return text === "{}" ? parts : [...parts, { name: "metadata", text }];
    }
  }
}

function withoutProcess(text: string): string {
  return text.replace(/^\(node:\d+\) /gm, "(node) ");
}

function canonicalValue(mimeType: string, value: Json): string {
  if (isJsonType(mimeType) || typeof value !== "string") {
    return canonicalJson(value);
  }
  if (isMarkupType(mimeType)) return canonicalMarkup(value);
  if (!isBinaryType(mimeType)) return value;
  const base64 = value.replace(/\s/g, "");
  // What is not base64 would be read as no bytes at all.
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return value;
  // The same bytes can be written in several ways.
  return Buffer.from(base64, "base64").toString("base64");
}

/** JSON as text in which the order of keys makes no difference. */
function canonicalJson(value: Json): string {
  return JSON.stringify(
    value,
    (_, inner: Json) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(
          Object.keys(inner).sort().map((key) => [
            key,
            (inner as JsonObject)[key],
          ]),
        )
        : inner,
    2,
  );
}

/** Outputs as Jupyter would show them: texts of one stream that follow each other are one, and an empty one is none. */
export function joinStreams(outputs: readonly Output[]): Output[] {
  const joined: Output[] = [];
  for (const output of outputs) {
    if (output.output_type === "stream" && output.text === "") continue;
    const last = joined.at(-1);
    if (
      output.output_type === "stream" && last?.output_type === "stream" &&
      last.name === output.name
    ) {
      joined[joined.length - 1] = { ...last, text: last.text + output.text };
    } else {
      joined.push(output);
    }
  }
  return joined;
}
