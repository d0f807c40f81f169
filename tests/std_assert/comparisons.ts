import { inspect } from "node:util";
import { AssertionError, refuse } from "./assertion_error.ts";

/**
 * Asserts that two numbers differ by no more than a tolerance: a ten-millionth of the expected number if not given.
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Number.isFinite(expected)
    ? Math.abs(expected * 1e-7)
    : 1e-7,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;
  const delta = Math.abs(expected - actual);
  if (delta <= tolerance) return;
  const text = (value: number) =>
    Number.isInteger(value) ? String(value) : value.toExponential();
  refuse(
    `Expected actual: "${text(actual)}" to be close to "${text(expected)}": ` +
      `delta "${text(delta)}" is greater than "${text(tolerance)}"`,
    msg,
  );
}

/** Asserts that a value is greater than another. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual > expected)) say(actual, ">", expected, msg);
}

/** Asserts that a value is greater than another or equal to it. */
export function assertGreaterOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (!(actual >= expected)) say(actual, ">=", expected, msg);
}

/** Asserts that a value is less than another. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual < expected)) say(actual, "<", expected, msg);
}

/** Asserts that a value is less than another or equal to it. */
export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (!(actual <= expected)) say(actual, "<=", expected, msg);
}

function say(actual: unknown, sign: string, expected: unknown, msg?: string) {
  throw new AssertionError(
    msg ?? `Expect ${inspect(actual)} ${sign} ${inspect(expected)}`,
  );
}
