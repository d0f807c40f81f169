/**
 * SVG as text: what the diagrams are written with.
 *
 * @module
 */

/** Attributes by name; one whose value is undefined is left out. */
export type Attributes = Record<string, string | number | undefined>;

/** Writes an element whose children are SVG already. */
export function element(
  name: string,
  attributes: Attributes,
  ...children: string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      ` ${key}="${
        escapeXml(typeof value === "number" ? round(value) : value!)
      }"`
    ).join("");
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join("")}</${name}>`;
}

/** Escapes text for use between tags and in quoted attributes. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A coordinate with at most two decimals, so that the last bits of a machine's arithmetic cannot show. */
export function round(coordinate: number): string {
  // Adding 0 turns -0 into 0.
  return String(Math.round(coordinate * 100) / 100 + 0);
}
