import { AssertionError, refuse } from "./assertion_error.ts";

/** The values that {@linkcode assertFalse} accepts. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/** Asserts that a value is truthy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Asserts that a value is falsy. */
export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}

/** Asserts that a value is neither null nor undefined. */
export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T> {
  if (actual === null || actual === undefined) {
    refuse(`Expected actual: "${actual}" to not be null or undefined`, msg);
  }
}

/** Fails. */
export function fail(msg?: string): never {
  refuse("Failed assertion", msg);
}

/** Fails where a program should not get to. */
export function unreachable(msg?: string): never {
  refuse("Unreachable", msg);
}

/** Fails where something is still to be written. */
export function unimplemented(msg?: string): never {
  refuse("Unimplemented", msg);
}
