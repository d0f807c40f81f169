const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * Text as HTML, safe between tags and in a quoted attribute.
 *
 * @param text Any text.
 * @returns The text with its markup characters escaped.
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]!);
}

/**
 * The text of markup that this page has written.
 *
 * @param html Markup with the entities of {@linkcode escapeHtml}, `&nbsp;` and `&NoBreak;`, which is left out.
 * @returns The text between its tags.
 */
export function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&NoBreak;", "").replaceAll("&nbsp;", "\u00a0").replaceAll(
      "&amp;",
      "&",
    );
}

/**
 * The address of a place on the same page.
 *
 * @param id The id of an element.
 * @returns A fragment, escaped.
 */
export function fragmentOf(id: string): string {
  return `#${escapeHtml(encodeURI(id))}`;
}

/**
 * A part of an address as it is meant.
 *
 * @param text The part as it stands there, or as someone wrote it who did not know of percent signs.
 * @returns It decoded, or as it is.
 */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
