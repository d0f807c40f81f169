/** One point of a curve. */
export interface CurvePoint {
  readonly step: number;
  readonly cost: number;
}

const BUCKETS = 120;

/**
 * Thins a curve to a few hundred points for drawing. The steps are divided into buckets of the same width on the
 * page, and of each the lowest and the highest point stay, so that no peak is lost.
 */
export function thin(
  costs: readonly number[],
  scale: "linear" | "log",
): CurvePoint[] {
  const last = costs.length - 1;
  const position = scale === "linear"
    ? (step: number) => step / last
    : (step: number) => Math.log1p(step) / Math.log1p(last);
  const kept = new Set([0, last]);
  let start = 0;
  for (let bucket = 1; bucket <= BUCKETS; bucket++) {
    let lowest = start;
    let highest = start;
    let step = start;
    for (; step <= last && position(step) <= bucket / BUCKETS; step++) {
      if (costs[step] < costs[lowest]) lowest = step;
      if (costs[step] > costs[highest]) highest = step;
    }
    if (step > start) kept.add(lowest).add(highest);
    start = Math.min(step, last);
  }
  return [...kept].sort((a, b) => a - b)
    .map((step) => ({ step, cost: costs[step] }));
}
