import type { Mistake } from "./mistakes.ts";
import { checkName } from "./step.ts";

const descriptions: Readonly<Record<Mistake, string>> = {
  "updated-weights":
    "the deltas come back along weights that this step has already updated",
  "slope-of-output":
    "the derivative of the activation function is taken at the output instead of at the net input",
  "slope-dropped": "the derivative of the activation function is left out",
  "half-forgotten":
    "the ½ in the cost is forgotten, and the 2 that the square brings down stays",
  "two-forgotten": "the 2 that the square brings down is forgotten",
  "sign-flipped": "the step goes uphill: what should be subtracted is added",
  "weights-transposed":
    "the deltas come back along the rows of the weight matrix instead of its columns",
  "one-path":
    "only the path through the next layer's first neuron is followed, and the others are left out",
};

/**
 * Says a mistake in words.
 *
 * @param mistake The mistake, by its name.
 * @returns What was done wrong, as a clause that can follow "when".
 * @throws {RangeError} If there is no such mistake.
 *
 * @example
 * ```ts
 * import { describeMistake } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   describeMistake("slope-dropped"),
 *   "the derivative of the activation function is left out",
 * );
 * ```
 */
export function describeMistake(mistake: Mistake): string {
  checkName("mistake", mistake, Object.keys(descriptions));
  return descriptions[mistake];
}
