/** A JSON value as a tree that folds. */

import type { Json } from "../notebook/format.ts";
import { escapeHtml } from "./html.ts";

/** How many values are written out; more than that nobody unfolds. */
const MOST = 2000;

/**
 * Writes a value as nested `<details>` elements, the outermost two levels unfolded.
 *
 * @param value Any JSON value.
 * @returns HTML.
 */
export function jsonTree(value: Json): string {
  let left = MOST;
  const write = (value: Json, key: string, depth: number): string => {
    left--;
    const name = key && `<span class="key">${escapeHtml(key)}</span>: `;
    if (typeof value !== "object" || value === null) {
      const kind = typeof value === "string" ? "string" : "number";
      const text = escapeHtml(JSON.stringify(value) ?? "null");
      return `<li>${name}<span class="${kind}">${text}</span></li>`;
    }
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    const entries = Object.entries(value);
    if (entries.length === 0) return `<li>${name}${open}${close}</li>`;
    let shown = 0;
    const items = [];
    for (const [key, item] of entries) {
      if (left <= 0) break;
      shown++;
      items.push(write(item, key, depth + 1));
    }
    const rest = entries.length - shown;
    if (rest) items.push(`<li>… and ${rest.toLocaleString("en")} more</li>`);
    const count = `${entries.length.toLocaleString("en")} ${
      entries.length === 1 ? "entry" : "entries"
    }`;
    return `<li><details${depth < 2 ? " open" : ""}><summary>${name}${open}` +
      `<span class="count">${count}</span>${close}</summary><ul>${
        items.join("")
      }</ul></details></li>`;
  };
  return `<ul class="json">${write(value, "", 0)}</ul>`;
}
