/**
 * What a kernel says of itself by way of the prelude. It passes through the notebook's own JavaScript, which may have
 * changed anything on the way, so nothing about it is taken for granted.
 *
 * @module
 */

import type { Json } from "./format.ts";
import type { Marked, Thrown } from "./prelude.ts";

/** Reads the content of a marker; one whose token is not text belongs to nobody. */
export function readMarked(content: Json): Marked {
  const { token, uncaught, succeeded, inText, held, pending } = fields(content);
  return {
    token: typeof token === "string" ? token : "",
    uncaught: Array.isArray(uncaught) ? uncaught.map(readThrown) : [],
    succeeded: Number.isSafeInteger(succeeded) ? Number(succeeded) : null,
    inText: inText === true,
    held: held === true,
    pending: pending === true,
  };
}

/** Reads what was thrown. */
export function readThrown(content: Json): Thrown {
  const { ename, evalue, traceback } = fields(content);
  return {
    ename: String(ename),
    evalue: String(evalue),
    traceback: Array.isArray(traceback) ? traceback.map(String) : [],
  };
}

function fields(content: Json): { [key: string]: Json } {
  return typeof content === "object" && content !== null &&
      !Array.isArray(content)
    ? content
    : {};
}
