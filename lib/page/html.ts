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

// At 320 px, a line of code of this many columns still fits its box.
const PHONE_COLUMNS = 32;

/**
 * Attributes for a box that scrolls sideways. Where its content may be wider than a phone, the box can be
 * focused, so that the arrow keys scroll it in browsers that do not focus scrollers by themselves; where
 * it cannot, it is no tab stop.
 *
 * @param label What the box holds, for screen readers.
 * @param columns How many characters wide its content is.
 * @returns The attributes, with a leading space; the empty string if the content fits.
 */
export function scrollable(label: string, columns: number): string {
  return columns > PHONE_COLUMNS
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
