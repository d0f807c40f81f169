import { stripVTControlCharacters } from "node:util";
import { refuse } from "./assertion_error.ts";

// deno-lint-ignore no-explicit-any
type Class<T> = new (...args: any[]) => T;
// deno-lint-ignore no-explicit-any
type AbstractClass<T> = abstract new (...args: any[]) => T;

/** Asserts that a value is an instance of a class. */
export function assertInstanceOf<T extends Class<unknown>>(
  actual: unknown,
  expectedType: T,
  msg?: string,
): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  const found = kindOf(actual);
  const but = found === expectedType.name
    ? ""
    : found === "function"
    ? " but was not an instanced object"
    : ` but was "${found}"`;
  refuse(
    `Expected object to be an instance of "${expectedType.name}"${but}`,
    msg,
  );
}

/** Asserts that a value is not an instance of a class. */
export function assertNotInstanceOf<A, T>(
  actual: A,
  unexpectedType: AbstractClass<T>,
  msg?: string,
): asserts actual is Exclude<A, T> {
  if (actual instanceof unexpectedType) {
    refuse(
      `Expected object to not be an instance of "${unexpectedType.name}"`,
      msg,
    );
  }
}

/** Asserts that a value is an error, of a class and with a message if these are given. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  ErrorClass?: AbstractClass<E>,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  if (!(error instanceof Error)) {
    refuse('Expected "error" to be an Error object', msg);
  }
  if (ErrorClass && !(error instanceof ErrorClass)) {
    refuse(
      `Expected error to be instance of "${ErrorClass.name}", but was "${
        kindOf(error)
      }"`,
      msg,
    );
  }
  if (!msgMatches) return;
  const said = stripVTControlCharacters((error as Error).message);
  const matches = typeof msgMatches === "string"
    ? said.includes(stripVTControlCharacters(msgMatches))
    : msgMatches.test(said);
  if (!matches) {
    const wanted = typeof msgMatches === "string"
      ? JSON.stringify(msgMatches)
      : msgMatches;
    refuse(
      `Expected error message to include ${wanted}, but got ${
        JSON.stringify((error as Error).message)
      }`,
      msg,
    );
  }
}

/** Asserts that a function throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that a function throws an error of a class, with a message if given, and returns the error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: Class<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  ...expectation: Expectation
): unknown {
  const { ErrorClass, msgIncludes, msg } = named(expectation);
  try {
    fn();
  } catch (error) {
    check(error, "thrown", ErrorClass, msgIncludes, msg);
    return error;
  }
  refuse("Expected function to throw", msg);
}

/** Asserts that a function returns a promise that is rejected, and returns the reason. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/** Asserts that a function's promise is rejected with an error of a class, with a message if given, and returns it. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: Class<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  ...expectation: Expectation
): Promise<unknown> {
  const { ErrorClass, msgIncludes, msg } = named(expectation);
  let promise: PromiseLike<unknown> | undefined;
  try {
    promise = fn();
  } catch {
    // Throwing is not rejecting: `promise` stays undefined.
  }
  if (typeof promise !== "object" || typeof promise?.then !== "function") {
    refuse("Function throws when expected to reject", msg);
  }
  try {
    await promise;
  } catch (error) {
    check(error, "rejected", ErrorClass, msgIncludes, msg);
    return error;
  }
  refuse("Expected function to reject", msg);
}

type Expectation =
  | [msg?: string | undefined]
  | [
    ErrorClass: Class<Error>,
    msgIncludes?: string | undefined,
    msg?: string | undefined,
  ];

function named([first, second, third]: Expectation) {
  return typeof first === "function"
    ? { ErrorClass: first, msgIncludes: second, msg: third }
    : { ErrorClass: undefined, msgIncludes: undefined, msg: first };
}

function check(
  error: unknown,
  how: "thrown" | "rejected",
  ErrorClass?: Class<Error>,
  msgIncludes?: string,
  msg?: string,
): void {
  if (!ErrorClass) return;
  if (!(error instanceof Error)) {
    refuse(`A non-Error object was ${how}`, msg);
  }
  assertIsError(error, ErrorClass, msgIncludes, msg);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return typeof value;
  return value.constructor?.name ?? "Object";
}
