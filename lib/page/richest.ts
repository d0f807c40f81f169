import type { JsonObject, MimeBundle } from "../notebook/format.ts";

/** The representations that every way out can show, from the richest to the plainest. */
export const RICHEST_FIRST = [
  "image/svg+xml",
  "text/html",
  "text/markdown",
  "text/latex",
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "application/json",
  "text/plain",
] as const;

/** A representation that can be shown. */
export type ShownType = (typeof RICHEST_FIRST)[number];

/**
 * The richest representation of an output that can be shown. A JSON type that only a program could draw, such as Vega's,
 * is shown as the JSON that it is where neither a picture of it nor a text is given.
 *
 * @param data The output.
 * @returns The type in the bundle and the type to show it as; `undefined` if there is none.
 */
export function richest(
  data: MimeBundle,
): { type: string; as: ShownType } | undefined {
  // Plotly, Vega and widgets put a text beside what only their scripts can draw; it says no more than their name.
  const type = RICHEST_FIRST.find((type) => data[type] !== undefined);
  if (type && type !== "text/plain") return { type, as: type };
  const json = Object.keys(data).find((type) =>
    /^application\/(.*\+)?json$/.test(type) && !/widget/.test(type)
  );
  if (json) return { type: json, as: "application/json" };
  return type && { type, as: type };
}

/**
 * What an image shows, in words: its own text alternative, or else the text beside it.
 *
 * @param type The image's type.
 * @param output The output.
 * @returns The text; the empty string if there is none.
 */
export function altOf(
  type: string,
  { data, metadata }: { data: MimeBundle; metadata: JsonObject },
): string {
  const own = metadata[type];
  const named = typeof own === "object" && own !== null && !Array.isArray(own)
    ? own["alt"]
    : undefined;
  return [named, metadata["alt"], data["text/plain"]].find((text) =>
    typeof text === "string"
  ) ?? "";
}
