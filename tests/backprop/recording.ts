/**
 * A reference file whose tests can say that they asked for every number in it.
 *
 * @module
 */

import { assertEquals } from "@std/assert";

/** A copy of a file's values that notes which of its numbers are read. */
export interface Recording<T> {
  readonly values: T;
  /** Asserts that each number was read; a failure names those that were not. */
  assertAllRead(): void;
}

/**
 * Starts to record.
 *
 * @param file What the failure calls the values.
 * @param values What a JSON file holds. It is not changed.
 */
export function record<T>(file: string, values: T): Recording<T> {
  const unread = new Set<string>();
  const copyOf = (value: unknown, place: string): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const copy = Array.isArray(value) ? [] : {};
    for (const [name, part] of Object.entries(value)) {
      const partPlace = `${place}/${name}`;
      const copied = copyOf(part, partPlace);
      if (typeof part === "number") unread.add(partPlace);
      Object.defineProperty(copy, name, {
        enumerable: true,
        get() {
          unread.delete(partPlace);
          return copied;
        },
      });
    }
    return copy;
  };
  return {
    values: copyOf(values, file) as T,
    assertAllRead: () => assertEquals([...unread], []),
  };
}
