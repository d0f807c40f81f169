/** An answer as a learner wrote it down. */
export interface Answer {
  readonly value: number;
  /** How many decimals it was given with. */
  readonly decimals: number;
}

/** Beyond these, two right ways to compute a number may differ. */
const MOST_DECIMALS = 12;

/**
 * Reads an answer: a number, or its text, with a hyphen or a real minus sign, an exponent, and commas between the
 * thousands.
 *
 * @param given What the learner wrote.
 * @returns The answer; `undefined` if it is no finite number.
 */
export function readAnswer(given: string | number): Answer | undefined {
  const text = String(given).trim().replace("−", "-");
  const plain = /^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(text)
    ? text.replaceAll(",", "")
    : text;
  const parts = plain.match(/^[-+]?(?:\d+\.?(\d*)|\.(\d+))(?:e([-+]?\d+))?$/i);
  const value = Number(plain);
  if (!parts || !Number.isFinite(value)) return undefined;
  const [, after = "", alone = "", exponent = "0"] = parts;
  const decimals = (after + alone).length - Number(exponent);
  return { value, decimals: Math.min(MOST_DECIMALS, Math.max(0, decimals)) };
}

/**
 * What was meant by an answer whose decimals stand behind a comma, as in much of the world.
 *
 * @param given What the learner wrote.
 * @param decimals How many decimals are asked for: with none, a comma may stand between thousands.
 * @returns The answer with a point; `undefined` if it has no such comma.
 */
export function withPoint(
  given: string | number,
  decimals: number,
): string | undefined {
  const text = String(given).trim();
  const isThousands = decimals === 0 && readAnswer(text) !== undefined;
  return /^[-−+]?\d*,\d+$/.test(text) && !isThousands
    ? text.replace(",", ".")
    : undefined;
}

/** Whether two numbers are the same when both are rounded. */
export function sameRounded(a: number, b: number, decimals: number): boolean {
  // Numbers and not their texts, because one that rounds to 0 from below is written "-0.00".
  return Number(a.toFixed(decimals)) === Number(b.toFixed(decimals));
}
