/**
 * Refusals of what callers give, be it that a notebook's code knows no types.
 *
 * @module
 */

import type { Domain } from "./contours.ts";

/**
 * Checks that there is a list where one is asked for.
 *
 * @throws {TypeError} If there is something else, or nothing.
 */
export function checkList(action: string, name: string, value: unknown): void {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return;
  throw new TypeError(
    `${action}: ${name} must be an array, received ${
      value === null ? value : typeof value
    }; put it in [ ]`,
  );
}

/**
 * Checks that what is to be written is a number, be it NaN.
 *
 * @throws {TypeError} If it is something else.
 */
export function checkNumber(value: unknown): void {
  if (typeof value === "number") return;
  throw new TypeError(
    `Cannot write ${
      typeof value === "string" ? `"${value}"` : value
    }: it is no number; give one`,
  );
}

/**
 * Checks values that are to be drawn.
 *
 * @throws {RangeError} If one is no finite number; the message says where that is.
 */
export function checkFinite(
  action: string,
  values: readonly (readonly [value: number, what: string])[],
): void {
  const found = values.find(([value]) => !Number.isFinite(value));
  if (!found) return;
  throw new RangeError(
    `${action}: ${found[1]} is ${
      found[0]
    }; draw smaller values, or the steps before it`,
  );
}

/**
 * Checks a domain that a caller gave.
 *
 * @throws {RangeError} If it does not go from one number to a larger one.
 */
export function checkDomain(action: string, name: string, domain: Domain) {
  if (!Array.isArray(domain) || domain.length !== 2) {
    throw new RangeError(
      `${action}: ${name} must go from a number to a larger one, received ${domain}; give both, such as [-1, 1]`,
    );
  }
  const [from, to] = domain;
  if (Number.isFinite(from) && Number.isFinite(to) && from < to) return;
  throw new RangeError(
    `${action}: ${name} must go from a number to a larger one, received ${from} to ${to}`,
  );
}
