/** The most levels that a surface is drawn with, and the fewest that show its shape. */
const MOST = 8;
const FEWEST = 4;

/**
 * Levels between the least and the most of a quantity, in numbers that are easy to read: 1, 2 or 5 times a power of
 * ten, so that each is about double the one before; or in equal steps where the quantity is too even for that.
 */
export function levelsBetween(least: number, most: number): number[] {
  if (!(least < most && Number.isFinite(most - least))) return [];
  const doubling: number[] = [];
  for (
    let power = Math.floor(Math.log10(most));
    most > 0 && doubling.length < MOST && 10 ** (power + 1) > least &&
    power > -300;
    power--
  ) {
    for (const digit of [5, 2, 1]) {
      const level = times(digit, power);
      if (level < most && level > least && doubling.length < MOST) {
        doubling.unshift(level);
      }
    }
  }
  return doubling.length < FEWEST ? evenLevels(least, most) : doubling;
}

function evenLevels(least: number, most: number): number[] {
  const rough = (most - least) / MOST;
  const power = Math.floor(Math.log10(rough));
  const digit = [1, 2, 5, 10].find((digit) => times(digit, power) >= rough)!;
  const first = Math.floor(least / times(digit, power)) + 1;
  return Array.from(
    { length: MOST },
    (_, k) => times(digit * (first + k), power),
  )
    .filter((level) => level > least && level < most);
}

/** A division gives 0.2 where a multiplication gives 0.2 and a bit. */
function times(digit: number, power: number): number {
  return power < 0 ? digit / 10 ** -power : digit * 10 ** power;
}
