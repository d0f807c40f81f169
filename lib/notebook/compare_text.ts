/** How texts are compared. */
export interface TextRules {
  /** Patterns whose matches are left out of both texts. */
  readonly ignore?: readonly RegExp[] | undefined;
  /**
   * How far apart two numbers `a` and `b` in the texts may be: |a − b| ≤ tolerance · max(1, |a|, |b|). Without it, texts
   * must be the same.
   */
  readonly tolerance?: number | undefined;
}

/** Two numbers at the same place of two texts. */
export interface NumberPair {
  readonly stored: number;
  readonly fresh: number;
  /** |stored − fresh| / max(1, |stored|, |fresh|). */
  readonly distance: number;
}

/** What stands in a text in place of what a pattern has left out. */
const LEFT_OUT = "…";

/** A number, with its unit if it has one; or what has digits and is none: a name, such as `w1`, or a terminal's colour. */
const TOKEN =
  /([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|[\p{L}_][\p{L}\p{N}_]*|\p{Cc}\[[\d;]*m/gu;

/** Leaves out of a text whatever a pattern matches. */
export function leaveOut(text: string, { ignore = [] }: TextRules): string {
  return ignore.reduce(
    (left, pattern) => left.replace(pattern, LEFT_OUT),
    text,
  );
}

/** Whether two texts, from which has been left out what a pattern matches, count as the same. */
export function sameText(
  stored: string,
  fresh: string,
  { tolerance }: TextRules,
): boolean {
  if (stored === fresh) return true;
  if (tolerance === undefined) return false;
  const farthest = farthestNumbers(stored, fresh);
  return farthest !== undefined && farthest.distance <= tolerance;
}

/**
 * Finds where the numbers of two texts differ most.
 *
 * @returns The two numbers; nothing if more than numbers, and the white space that aligns them, differs.
 */
export function farthestNumbers(
  stored: string,
  fresh: string,
): NumberPair | undefined {
  if (between(stored) !== between(fresh)) return undefined;
  const others = numbersOf(fresh);
  let farthest: NumberPair | undefined;
  numbersOf(stored).forEach((text, i) => {
    const [a, b] = [Number(text), Number(others[i])];
    const distance = distanceBetween(text, others[i]) /
      Math.max(1, Math.abs(a), Math.abs(b));
    if (!farthest || distance > farthest.distance) {
      farthest = { stored: a, fresh: b, distance };
    }
  });
  return farthest;
}

/** How far apart two numbers are; integers also where doubles lie farther apart than they do. */
function distanceBetween(stored: string, fresh: string): number {
  const [a, b] = [Number(stored), Number(fresh)];
  if (a !== b) return Math.abs(a - b);
  const areIntegers = [stored, fresh].every((text) => /^[-+]?\d+$/.test(text));
  return areIntegers ? Math.abs(Number(integer(stored) - integer(fresh))) : 0;
}

function integer(text: string): bigint {
  return BigInt(text.replace(/^\+/, ""));
}

function numbersOf(text: string): string[] {
  return [...text.matchAll(TOKEN)].flatMap(([, number]) => number ?? []);
}

/** A text without its numbers; a column of them may be wider for a digit more. */
function between(text: string): string {
  return text.replace(TOKEN, (token, number) => number ? "\0" : token)
    .replace(/\s+/g, " ");
}
