/**
 * A source with pieces replaced, and the way back from positions in it.
 *
 * @module
 */

import { offsetOf, type Position, positionAt } from "./source_position.ts";

/** A text that stands for a source. */
export interface EditedSource {
  readonly text: string;
  /** The position in the source that belongs to one in {@linkcode text}. */
  readonly original: (position: Position) => Position;
}

/** What takes the place of a source's UTF-16 code units from `start` up to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Replaces pieces of a source.
 *
 * @param source The source.
 * @param edits The pieces and what takes their places; they do not overlap. What is put at the same place keeps its order.
 */
export function editSource(
  source: string,
  edits: readonly Edit[],
): EditedSource {
  const inOrder = edits.toSorted((a, b) => a.start - b.start);
  const text = inOrder.reduceRight(
    (done, { start, end, text }) =>
      done.slice(0, start) + text + done.slice(end),
    source,
  );
  return {
    text,
    original(position) {
      if (inOrder.length === 0) return position;
      let offset = offsetOf(text, position);
      for (const { start, end, text } of inOrder) {
        if (offset < start || offset === start && text !== "") break;
        // Of a call the printer may tell only where the call around it begins.
        offset = offset < start + text.length
          ? start
          : offset - text.length + end - start;
      }
      return positionAt(source, offset);
    },
  };
}
