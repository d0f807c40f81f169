import type { Json, JsonObject, MimeBundle } from "../notebook/format.ts";

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

/** Markup without what is never seen. */
export function visibleMarkup(html: string): string {
  return html.replace(
    /<!--[^]*?-->|<(script|style|template|noscript|title)\b[^]*?<\/\1\s*>/gi,
    "",
  );
}

/** Whether there is something in a representation for a reader who runs no scripts and knows no TeX but maths. */
function saysSomething(type: ShownType, value: Json): boolean {
  if (typeof value !== "string") return true;
  switch (type) {
    // Plotly, Vega and Bokeh put out an empty element that their scripts would fill.
    case "text/html": {
      const markup = visibleMarkup(value);
      return /<(img|svg|math|table|hr|iframe|video|audio|object|embed|meter|progress)\b/i
        .test(markup) || /\S/.test(markup.replace(/<[^>]*>|&nbsp;/g, ""));
    }
    case "text/latex":
      return !/\\begin\{(tabular|longtable|table|figure|itemize|enumerate|description|verbatim|document|tikzpicture)/
        .test(value);
    default:
      return value.trim() !== "";
  }
}

/**
 * The richest representation of an output that can be shown. A JSON type that only a program could draw, such as Vega's,
 * is shown as the JSON that it is where neither a picture of it nor a text is given.
 *
 * @param data The output.
 * @param scripts Whether scripts in it run.
 * @returns The type in the bundle and the type to show it as; `undefined` if there is none.
 */
export function richest(
  data: MimeBundle,
  scripts = false,
): { type: string; as: ShownType } | undefined {
  // Plotly, Vega and widgets put a text beside what only their scripts can draw; it says no more than their name.
  const type = RICHEST_FIRST.find((type) =>
    data[type] !== undefined &&
    (scripts || saysSomething(type, data[type]))
  );
  if (type && type !== "text/plain") return { type, as: type };
  const json = Object.keys(data).find((type) =>
    /^application\/(.*\+)?json$/.test(type) && !/widget/.test(type)
  );
  if (json) return { type: json, as: "application/json" };
  return type && { type, as: type };
}

/** What programs call a thing, such as `<Figure size 640x480 with 1 Axes>`, which says nothing of what it shows. */
export function isName(text: string): boolean {
  return /^\s*(<[^>]*>|\[object .*\]\s*$|[\w.]+\{.*\}\s*$|[\w.]+\(\.\.\.\)\s*$|plot without title\s*$)/i
    .test(text);
}

/**
 * What an image shows, in words: its own text alternative, or else the text beside it, unless that is only a name.
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
  const words =
    [named, metadata["alt"], data["text/plain"]].find((text) =>
      typeof text === "string"
    ) ?? "";
  return isName(words) ? "" : words.trim();
}
