import { deepStrictEqual } from "node:assert/strict";
import { inspect, stripVTControlCharacters } from "node:util";
import { refuse } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/** Asserts that two values are deeply equal, as {@linkcode equal} has it. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) {
    refuse("Values are not equal", msg, difference(actual, expected));
  }
}

/** Asserts that two values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) {
    refuse(
      `Expected actual: ${inspect(actual)} not to be: ${inspect(expected)}`,
      msg,
    );
  }
}

/** Asserts that two values are the same, by Object.is. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  if (inspect(actual) === inspect(expected)) {
    refuse(
      "Values have the same structure but are not reference-equal",
      msg,
      `\n\n${inspect(actual)}\n`,
    );
  }
  refuse("Values are not strictly equal", msg, difference(actual, expected));
}

/** Asserts that two values are not the same, by Object.is. */
export function assertNotStrictEquals<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (Object.is(actual, expected)) {
    refuse(
      `Expected "actual" to not be strictly equal to: ${inspect(actual)}`,
      msg,
    );
  }
}

/**
 * Asserts that an object has every property that another has, and in it an equal value, or an object of which the
 * same is true. Arrays may be longer, maps and sets larger than expected.
 */
export function assertObjectMatch(
  // deno-lint-ignore no-explicit-any
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  if (!includes(actual, expected, new Map())) {
    refuse("Values are not equal", msg, difference(actual, expected));
  }
}

function includes(
  actual: unknown,
  expected: unknown,
  seen: Map<object, object>,
): boolean {
  if (!isObject(actual) || !isObject(expected)) return equal(actual, expected);
  if (seen.get(expected) === actual) return true;
  seen.set(expected, actual);

  if (expected instanceof Map && actual instanceof Map) {
    return [...expected].every(([key, value]) =>
      actual.has(key) && includes(actual.get(key), value, seen)
    );
  }
  if (expected instanceof Set && actual instanceof Set) {
    return expected.isSubsetOf(actual);
  }
  const keys = Reflect.ownKeys(expected);
  const opaque = keys.length === 0 &&
    Object.getPrototypeOf(expected) !== Object.prototype;
  if (opaque || expected instanceof RegExp) return equal(actual, expected);
  if (Array.isArray(actual) !== Array.isArray(expected)) return false;
  return keys
    .filter((key) => !(Array.isArray(expected) && key === "length"))
    .every((key) =>
      Object.hasOwn(actual, key) &&
      includes(Reflect.get(actual, key), Reflect.get(expected, key), seen)
    );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What Node.js's assertions say of the difference of two values, without colours. */
function difference(actual: unknown, expected: unknown): string {
  try {
    deepStrictEqual(actual, expected);
  } catch (error) {
    const [, ...lines] = stripVTControlCharacters((error as Error).message)
      .split("\n");
    return `\n\n${lines.join("\n").trim()}\n`;
  }
  return `\n\n+ ${inspect(actual)}\n- ${inspect(expected)}\n`;
}
