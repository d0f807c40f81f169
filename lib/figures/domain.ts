import type { Domain } from "./contours.ts";

/** From the least to the largest value, and a share of that to either side; of one value, 1 to either side. */
export function around(values: readonly number[], share: number): Domain {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = high === low ? 1 : (high - low) * share;
  return [low - margin, high + margin];
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
