import { inspect } from "node:util";
import { refuse } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/** Something like an array that is not a string. */
export type ArrayLikeArg<T> = ArrayLike<T> & object;

/** Asserts that a string contains another. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  if (!actual.includes(expected)) {
    refuse(`Expected actual: "${actual}" to contain: "${expected}"`, msg);
  }
}

/** Asserts that an array contains an equal of every value of another. */
export function assertArrayIncludes<T>(
  actual: ArrayLikeArg<T>,
  expected: ArrayLikeArg<NoInfer<T>>,
  msg?: string,
): void {
  const values = Array.from(actual);
  const missing = Array.from(expected).filter((value) =>
    !values.some((other) => equal(other, value))
  );
  if (missing.length > 0) {
    refuse(
      `Expected actual: "${inspect(actual)}" to include: "${
        inspect(expected)
      }"`,
      msg,
      `\nmissing: ${inspect(missing)}`,
    );
  }
}

/** Asserts that a string matches a regular expression. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (!expected.test(actual)) {
    refuse(`Expected actual: "${actual}" to match: "${expected}"`, msg);
  }
}

/** Asserts that a string does not match a regular expression. */
export function assertNotMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (expected.test(actual)) {
    refuse(`Expected actual: "${actual}" to not match: "${expected}"`, msg);
  }
}
