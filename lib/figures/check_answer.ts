import {
  describeMistake,
  type Mistake,
  mistakeNames,
} from "../backprop/mod.ts";
import { readAnswer, sameRounded, withPoint } from "./answer_text.ts";
import { display } from "./display.ts";
import { digits } from "./numbers.ts";
import type { Displayable } from "./table.ts";

/** A question that has a number for an answer. */
export interface Exercise {
  /**
   * The right answer; or a function that computes it, and when it is given a mistake, what comes out by that instead.
   * It is called with each known mistake in turn. A mistake by which it throws a `RangeError`, as a training does that
   * diverges, or gives no finite number, explains no answer; nor does one by which it gives 0, 1 or −1, because who
   * answers that has more likely guessed.
   */
  readonly right: number | ((mistake?: Mistake) => number);
  /** What comes out by other mistakes, each under a clause that can follow "when": `{ "the bias is left out": 0.0275 }`. */
  readonly mistakes?: Readonly<Record<string, number>>;
  /** How many decimals an answer must have at least, so that a mistake can be told from the right answer. */
  readonly decimals: number;
  /** What to think of, for who is wrong in a way that nobody foresaw. It should not give the answer away. */
  readonly hint: string;
}

/** What there is to say about an answer; a notebook shows it as the last expression of a cell. */
export interface CheckedAnswer extends Displayable {
  readonly verdict:
    | "unanswered"
    | "unreadable"
    | "right"
    | "too few decimals"
    | "mistaken"
    | "wrong";
  /** The verdict in words. */
  readonly message: string;
}

/**
 * Checks a learner's answer. It is right if it agrees with the right answer to as many decimals as it was given with. If
 * it is what a known mistake gives, the mistake is named; otherwise there is a hint. The right answer is not shown to
 * who has not found it.
 *
 * A last decimal that is off by one counts as right: someone has rounded on the way. A count that is off by one does not.
 *
 * @param given The answer, as a number or as text; blank if there is none yet.
 * @param exercise What is asked for.
 * @returns What a notebook shows as the last expression of a cell.
 * @throws {TypeError} If there is no exercise.
 *
 * @example
 * ```ts
 * import { createNetwork, trace } from "@denobook/denobook/backprop";
 * import { checkAnswer, type Exercise } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[2]], biases: [1], activation: "sigmoid" }]);
 * const example = { input: [0.5], target: [0] };
 * const exercise: Exercise = {
 *   right: (mistake) => {
 *     const pass = trace(neuron, example, { learningRate: 0.5, biases: "own", mistake });
 *     return pass.weights.w1.gradient;
 *   },
 *   decimals: 4,
 *   hint: "Three factors make a gradient.",
 * };
 * assertEquals(checkAnswer("", exercise).verdict, "unanswered");
 * assertEquals(checkAnswer("0.0462", exercise).verdict, "right");
 * assertEquals(
 *   checkAnswer("0.4404", exercise).message,
 *   "Not yet. This number comes out when the derivative of the activation function is left out.",
 * );
 * ```
 */
export function checkAnswer(
  given: string | number,
  exercise: Exercise,
): CheckedAnswer {
  if (!(exercise instanceof Object) || !Number.isInteger(exercise.decimals)) {
    throw new TypeError(
      "Cannot check the answer: there is no exercise to it; give { right, decimals, hint }, with decimals a whole number",
    );
  }
  const { decimals, hint } = exercise;
  const least = decimals === 0
    ? "a whole number"
    : `a number with at least ${decimals} decimals`;
  if (String(given).trim() === "") {
    return checked(
      "unanswered",
      "Not answered yet.",
      `Put ${least} between the quotes and run the cell again.`,
    );
  }
  const pointed = withPoint(given, decimals);
  if (pointed !== undefined) {
    return checked(
      "unreadable",
      "That has a comma.",
      `Decimals stand behind a point: ${pointed}.`,
    );
  }
  const answer = readAnswer(given);
  if (!answer) {
    return checked(
      "unreadable",
      "That is not a number.",
      `Put ${least} between the quotes, such as ${(0.5).toFixed(decimals)}.`,
    );
  }
  const { value } = answer;
  const known = knownAnswers(exercise);
  const right = known.right;
  const full = Math.max(answer.decimals, decimals);
  const isRight = `It is ${digits(right, Math.max(decimals, 0))}.`;
  if (sameRounded(value, right, full)) {
    return checked("right", "Right.", isRight);
  }

  const mistakes = known.mistakes.filter(([, wrong]) =>
    sameRounded(value, wrong, full)
  ).map(([clause]) => clause);
  if (mistakes.length > 0) {
    return checked(
      "mistaken",
      "Not yet.",
      `This number comes out when ${mistakes.join(", or when ")}.`,
    );
  }
  if (
    decimals > 0 && answer.decimals >= decimals &&
    Math.abs(value - right) <= 1.5 * 10 ** -decimals
  ) {
    return checked(
      "right",
      "Right, but for the last digit.",
      `${isRight} A number on the way was rounded too early.`,
    );
  }
  // What lies halfway may have been rounded up or down.
  const half = 0.5 * 10 ** -answer.decimals * (1 + 1e-9);
  const close = [right, ...known.mistakes.map(([, wrong]) => wrong)];
  if (
    answer.decimals < decimals &&
    close.some((one) => Math.abs(value - one) <= half)
  ) {
    return checked(
      "too few decimals",
      "That is too short to tell.",
      `Give ${least}.`,
    );
  }
  return checked("wrong", "Not yet.", hint);
}

/**
 * The right answer to an exercise, and every known wrong one that can be told from it.
 *
 * @param exercise The exercise.
 * @returns The right answer; and of each wrong one, by what mistake it comes out, and the number.
 *
 * @example
 * ```ts
 * import { knownAnswers } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * const known = knownAnswers({
 *   right: 0.3775,
 *   mistakes: { "the bias is left out": 0.0275 },
 *   decimals: 4,
 *   hint: "Three terms make this sum.",
 * });
 * assertEquals(known.right, 0.3775);
 * assertEquals(known.mistakes[0], ["the bias is left out", 0.0275]);
 * ```
 */
export function knownAnswers(
  exercise: Exercise,
): { right: number; mistakes: [clause: string, value: number][] } {
  const { mistakes = {}, decimals } = exercise;
  const compute = exercise.right;
  const [right, byName] = typeof compute === "number" ? [compute, []] : [
    compute(),
    mistakeNames.map((mistake) =>
      [
        describeMistake(mistake),
        orNaN(() => compute(mistake)),
      ] as [string, number]
    ),
  ];
  const isGuess = (value: number) =>
    [-1, 0, 1].some((guess) => sameRounded(value, guess, decimals));
  const all: [string, number][] = [
    ...Object.entries(mistakes),
    ...byName.filter(([, value]) => !isGuess(value)),
    ["the sign is the wrong way round", -right],
  ];
  return {
    right,
    mistakes: all.filter(([, value]) =>
      Number.isFinite(value) && !sameRounded(value, right, decimals)
    ),
  };
}

function orNaN(compute: () => number): number {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return NaN;
    throw error;
  }
}

function checked(
  verdict: CheckedAnswer["verdict"],
  head: string,
  rest: string,
): CheckedAnswer {
  const message = `${head} ${rest}`;
  return {
    verdict,
    message,
    [display]: () => ({
      "text/markdown": `**${head}** ${rest}`,
      "text/plain": message,
    }),
  };
}
