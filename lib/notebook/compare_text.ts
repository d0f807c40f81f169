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

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/g;

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
  const numbers = (text: string) => text.match(NUMBER) ?? [];
  const others = numbers(fresh);
  let farthest: NumberPair | undefined;
  numbers(stored).forEach((text, i) => {
    const [a, b] = [Number(text), Number(others[i])];
    const distance = a === b
      ? 0
      : Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
    if (!farthest || distance > farthest.distance) {
      farthest = { stored: a, fresh: b, distance };
    }
  });
  return farthest;
}

/** A text without its numbers; a column of them may be wider for a digit more. */
function between(text: string): string {
  return text.replace(NUMBER, "\0").replace(/\s+/g, " ");
}
