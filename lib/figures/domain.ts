import type { Domain } from "./contours.ts";

/** From the least to the largest value, and a share of that to either side; of one value, 1 to either side. */
export function around(values: readonly number[], share: number): Domain {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = high === low ? 1 : (high - low) * share;
  return [low - margin, high + margin];
}
