/**
 * A cell's source as it is sent to the kernel.
 *
 * @module
 */

import { type Edit, type EditedSource, editSource } from "./edited_source.ts";
import { HELPER } from "./prelude.ts";
import type { HandedOver } from "./syntax.ts";

/**
 * Has the kernel hand the value of a cell to the session's helper, because it loses some values on the way to the
 * outputs, and what the cell throws that is no error, of which it tells no place. The value's expression moves down one
 * line and keeps its column.
 *
 * @param source The cell's source.
 * @param found What of it is to be handed over.
 */
export function sentSource(
  source: string,
  { last, thrown }: HandedOver,
): EditedSource {
  const insert = (at: number, text: string): Edit => ({
    start: at,
    end: at,
    text,
  });
  const edits = thrown.flatMap(({ start, end }) => [
    insert(start, `${HELPER}.threw(`),
    insert(end, ")"),
  ]);
  if (last) {
    const indent = source.slice(0, last.start).split("\n").at(-1)!
      .replace(/[^\t]/g, " ");
    const [open, close] = last.isSequence ? ["((", "))"] : ["(", ")"];
    edits.push(
      insert(last.start, `${HELPER}.last${open}\n${indent}`),
      insert(last.end, close),
    );
  }
  return editSource(source, edits);
}
