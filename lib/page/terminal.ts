/**
 * What a program wrote for a terminal, as HTML: colours become classes, a line that was written over shows its last
 * state, and what else moves a terminal's cursor is gone.
 *
 * @module
 */

import anser from "anser";
import { escapeHtml } from "./html.ts";

/** Escape sequences of every kind: with a final letter, with a string, and the short ones. */
const SEQUENCE =
  // deno-lint-ignore no-control-regex
  /\u001b(?:\[([0-?]*)[ -/]*([@-~])|[P\]X^_][^]*?(?:\u0007|\u001b\\)|[ -/]*[0-~])/g;
// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/g;

/** A character with the backspace that takes it back. */
// deno-lint-ignore no-control-regex
const ERASED = new RegExp("[^\\b\\n\\r]\\x08", "g");

/** What a line shows after all that was written over it, colours left where they were. */
function lastState(line: string): string {
  const parts = line.split("\r").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  return parts.length < 2 || last.includes("\u001b") ? last : last +
    (parts.at(-2)!.includes("\u001b") ? "" : parts.at(-2)!.slice(last.length));
}

/** Text for a terminal without anything but text and colours. */
function settle(text: string): string {
  let settled = text.replace(
    SEQUENCE,
    (whole, _, final) => final === "m" ? whole : "",
  );
  for (let before = ""; before !== settled;) {
    before = settled;
    settled = settled.replace(ERASED, "");
  }
  return settled.replaceAll("\r\n", "\n").split("\n").map(lastState).join("\n")
    .replace(CONTROL, "");
}

/**
 * The text alone.
 *
 * @param text What was written to a terminal.
 * @returns It without colours, as it stands there at last.
 */
export function plainText(text: string): string {
  return settle(text).replace(SEQUENCE, "").replaceAll("\u001b", "");
}

/**
 * The text with its colours.
 *
 * @param text What was written to a terminal.
 * @returns HTML to be put into a `<pre>` element.
 */
export function terminalHtml(text: string): string {
  const settled = settle(text);
  if (!settled.includes("\u001b")) return escapeHtml(settled);
  const chunks = anser.ansiToJson(settled, {
    use_classes: true,
    json: true,
    remove_empty: true,
  });
  return chunks.map((chunk) => {
    const content = escapeHtml(chunk.content.replaceAll("\u001b", ""));
    const colours = [
      chunk.fg,
      chunk.bg && `${chunk.bg.replace("ansi-", "ansi-on-")}`,
    ].map((name) => name?.replace("bright-", "").replace(/palette-.*/, "other"))
      .filter((name) => name && !name.endsWith("truecolor"));
    const classes = [
      ...colours,
      ...chunk.decorations.map((name) => `ansi-${name}`),
    ];
    return classes.length
      ? `<span class="${classes.join(" ")}">${content}</span>`
      : content;
  }).join("");
}
