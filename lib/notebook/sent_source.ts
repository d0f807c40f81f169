/**
 * A cell's source as it is sent to the kernel, and the way back from positions in it.
 *
 * @module
 */

import { HELPER } from "./prelude.ts";
import { offsetOf, type Position, positionAt } from "./source_position.ts";
import type { HandedOver } from "./syntax.ts";

/** A source that is sent in the place of a cell's own. */
export interface SentSource {
  readonly text: string;
  /** The position in the cell's own source that belongs to one in {@linkcode text}, of an error with a message. */
  readonly original: (position: Position, message?: string) => Position;
}

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
): SentSource {
  const added: Added[] = [];
  if (last) {
    const indent = source.slice(0, last.start).split("\n").at(-1)!
      .replace(/[^\t]/g, " ");
    const [open, close] = last.isSequence ? ["((", "))"] : ["(", ")"];
    added.push(
      { at: last.start, text: `${HELPER}.last${open}\n${indent}` },
      { at: last.end, text: close },
    );
  }
  for (const { start, end } of thrown) {
    added.push(
      { at: start, text: `${HELPER}.threw(` },
      { at: end, text: ")" },
    );
  }
  added.sort((a, b) => a.at - b.at);
  const text = added.reduceRight(
    (text, { at, text: more }) => text.slice(0, at) + more + text.slice(at),
    source,
  );
  return {
    text,
    original(position) {
      if (added.length === 0) return position;
      let offset = offsetOf(text, position);
      for (const { at, text: more } of added) {
        if (offset <= at) break;
        // Of a call the printer may tell only where the call around it begins.
        offset = Math.max(at, offset - more.length);
      }
      return positionAt(source, offset);
    },
  };
}

/** What was added to a source, before which of its UTF-16 code units. */
interface Added {
  readonly at: number;
  readonly text: string;
}
