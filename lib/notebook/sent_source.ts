/**
 * A cell's source as it is sent to the kernel, and the way back from positions in it.
 *
 * @module
 */

import { HELPER } from "./prelude.ts";
import type { Position } from "./source_position.ts";
import type { LastExpression } from "./syntax.ts";

/** A source that is sent in the place of a cell's own. */
export interface SentSource {
  readonly text: string;
  /** The position in the cell's own source that belongs to one in {@linkcode text}. */
  readonly original: (position: Position) => Position;
}

/**
 * Has the kernel hand the value of a cell to the session's helper, because it loses some values on the way to the
 * outputs. The value's expression moves down one line and keeps its column, so that positions are easily followed back.
 *
 * @param source The cell's source.
 * @param expression Where in it the expression stands, if it is known.
 */
export function sentSource(
  source: string,
  expression: LastExpression | undefined,
): SentSource {
  if (!expression) return { text: source, original: (position) => position };
  const { start, end, isSequence } = expression;
  const before = source.slice(0, start).split("\n");
  const indent = before.at(-1)!.replace(/[^\t]/g, " ");
  const [open, close] = isSequence ? ["((", "))"] : ["(", ")"];
  const text = `${source.slice(0, start)}${HELPER}.last${open}\n${indent}${
    source.slice(start, end)
  }${close}${source.slice(end)}`;
  const first = { line: before.length, column: before.at(-1)!.length + 1 };
  return {
    text,
    original({ line, column }) {
      if (line > first.line) return { line: line - 1, column };
      // Of a call the printer may tell only where the call around it begins.
      if (line === first.line && column > first.column) return first;
      return { line, column };
    },
  };
}
