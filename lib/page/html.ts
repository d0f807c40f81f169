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
 * @param html Markup with the entities of {@linkcode escapeHtml} and `&nbsp;`.
 * @returns The text between its tags.
 */
export function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&nbsp;", "\u00a0").replaceAll("&amp;", "&");
}

// At 320 px, a line of code of this many columns still fits its box.
const PHONE_COLUMNS = 32;

/** A box of text higher than this many lines scrolls. */
export const MOST_ROWS = 30;

/**
 * Attributes for a box that scrolls. Where its content may be wider than a phone, or too long, the box can be
 * focused, so that the arrow keys scroll it in browsers that do not focus scrollers by themselves; where
 * it cannot, it is no tab stop.
 *
 * @param label What the box holds, for screen readers.
 * @param columns How many characters wide its content is.
 * @param rows How many lines it has, if the box is limited in height.
 * @returns The attributes, with a leading space; the empty string if the content fits.
 */
export function scrollable(label: string, columns: number, rows = 0): string {
  return columns > PHONE_COLUMNS || rows > MOST_ROWS
    ? ` tabindex="0" role="group" aria-label="${escapeHtml(label)}"`
    : "";
}

/**
 * The length of a text's longest line.
 *
 * @param text Any text.
 * @returns The length in characters.
 */
export function columnsOf(text: string): number {
  return text.split("\n").reduce(
    (most, line) => Math.max(most, line.length),
    0,
  );
}
