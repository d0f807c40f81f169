import type { Domain } from "./contours.ts";

/** From the least to the largest value, and a share of that to either side; of one value, 1 to either side. */
export function around(values: readonly number[], share: number): Domain {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = high === low ? 1 : (high - low) * share;
  return [low - margin, high + margin];
}

/**
 * Checks a domain that a caller gave.
 *
 * @throws {RangeError} If it does not go from one number to a larger one.
 */
export function checkDomain(action: string, name: string, domain: Domain) {
  const [from, to] = domain;
  if (Number.isFinite(from) && Number.isFinite(to) && from < to) return;
  throw new RangeError(
    `${action}: ${name} must go from a number to a larger one, received ${from} to ${to}`,
  );
}
