import { createContext, Script } from "node:vm";
import { inSeconds, NotebookFormatError } from "./errors.ts";

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

/** How long a pattern may take for a text, in seconds: so long, and one more for each so many code units of the text. */
const PATTERN_TIME = 2;
const UNITS_PER_SECOND = 1_000_000;

/** A program and the globals that it works on: only what runs as one can be told to end. */
const replacing = new Script("text.replace(pattern, mark)");
const globals = createContext({ mark: LEFT_OUT });

/**
 * Leaves out of a text whatever a pattern matches.
 *
 * @param text The text.
 * @param rules The patterns.
 * @param where What the text belongs to, for the error message.
 * @throws {NotebookFormatError} If a pattern takes too long.
 */
export function leaveOut(
  text: string,
  { ignore = [] }: TextRules,
  where: string,
): string {
  return ignore.reduce((left, pattern) => {
    const timeout = 1000 *
      (PATTERN_TIME + Math.floor(left.length / UNITS_PER_SECOND));
    Object.assign(globals, { text: left, pattern });
    try {
      return replacing.runInContext(globals, { timeout });
    } catch (cause) {
      const { code } = cause as { code?: string };
      if (code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw cause;
      throw new NotebookFormatError(
        `Cannot verify ${where}: the pattern ${
          JSON.stringify(pattern.source)
        } takes longer than ${
          inSeconds(timeout)
        } to find in an output; write it so that nothing in it can match the same text in several ways`,
        { cause },
      );
    } finally {
      Object.assign(globals, { text: "", pattern: undefined });
    }
  }, text);
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
