/**
 * Holding computed values to a whole branch of a reference file: same names, same lengths, same numbers.
 *
 * @module
 */

import { AssertionError } from "@std/assert";
import { labelsOf, type Network } from "backprop";
import { assertClose } from "./reference.ts";

/** Rounding adds up over a thousand updates and more. */
export function relativeAfter(updates: number): number {
  return updates < 1000 ? 1e-12 : 1e-9;
}

/**
 * Asserts that computed values match the expected ones: every name and every index that is expected must be there, and
 * every array as long. A failure names the file, the path in it, and both values.
 *
 * @param where The reference file and the path of the branch in it.
 * @param expected The branch.
 * @param actual The computed values, in the same shape. It may have names more.
 * @param relative How far a number may be off, as a part of it.
 * @param least What the part is of where the number is smaller than this: the size of terms that cancel to it.
 */
export function assertMatches(
  where: string,
  expected: unknown,
  actual: unknown,
  relative = 1e-12,
  least = 0,
): void {
  if (typeof expected === "number") {
    assertClose(
      where,
      typeof actual === "number" ? actual : undefined,
      expected,
      relative,
      Math.max(Math.abs(expected), least),
    );
  } else if (typeof expected !== "object" || expected === null) {
    if (actual === expected) return;
    throw new AssertionError(
      `${where}: expected ${expected}, actual ${actual}`,
    );
  } else {
    if (Array.isArray(expected)) {
      const length = (actual as unknown[] | undefined)?.length;
      if (length !== expected.length) {
        throw new AssertionError(
          `${where}: expected ${expected.length} values, actual ${length}`,
        );
      }
    }
    for (const [name, value] of Object.entries(expected)) {
      const part = (actual as Record<string, unknown> | undefined)?.[name];
      assertMatches(`${where}/${name}`, value, part, relative, least);
    }
  }
}

/** A layer's parameters, or their gradients. */
export interface Parameters {
  readonly weights: readonly (readonly number[])[];
  readonly biases: readonly number[];
}

/** Gradients in the place of the parameters that they are of. */
export function gradientsIn(
  back: readonly { gradients: number[][]; deltas: number[] }[],
): Parameters[] {
  return back.map(({ gradients, deltas }) => ({
    weights: gradients,
    biases: deltas,
  }));
}

/** Parameter by parameter, what `of` makes of those of several networks or gradients. */
export function combine(
  all: readonly (readonly Parameters[])[],
  of: (values: number[]) => number,
): Parameters[] {
  return all[0].map(({ weights, biases }, l) => ({
    weights: weights.map((row, j) =>
      row.map((_, i) => of(all.map((one) => one[l].weights[j][i])))
    ),
    biases: biases.map((_, j) => of(all.map((one) => one[l].biases[j]))),
  }));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Rows for columns: the texts often write a row for each input, the library one for each receiving neuron. */
export function transpose(
  matrix: readonly (readonly number[])[],
): number[][] {
  return matrix[0].map((_, i) => matrix.map((row) => row[i]));
}

/** Values by label, such as measured gradients, in the places of the parameters that they belong to. */
export function inPlaces(
  network: Network,
  values: Record<string, number>,
): Parameters[] {
  const { weights, biases } = labelsOf(network);
  return weights.map((layer, l) => ({
    weights: layer.map((row) => row.map((label) => values[label])),
    biases: biases[l].map((label) => values[label]),
  }));
}
