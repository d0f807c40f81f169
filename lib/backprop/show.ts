/**
 * A value that is not what it should be, as a message shows it: a text in quotes, so that it is told from a number, an
 * array by what is in it, and what else is no number by its kind.
 */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) {
    const shown = Array.from(
      value.slice(0, MOST),
      (item) => Array.isArray(item) ? "an array" : show(item),
    );
    return `[${[...shown, ...value.length > MOST ? ["…"] : []].join(", ")}]`;
  }
  return typeof value === "object" && value !== null
    ? "an object"
    : String(value);
}

/** How many values of an array are shown. */
const MOST = 10;
