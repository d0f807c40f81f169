import type { Notebook, Output } from "./format.ts";

/** An output that a fresh run did not reproduce. */
export interface Difference {
  readonly cellId: string;
  /** Which of the cell's outputs, from 0. */
  readonly index: number;
  /** The output in the file, if there is one. */
  readonly stored: Output | undefined;
  /** The output of the fresh run, if there is one. */
  readonly fresh: Output | undefined;
}

/**
 * Compares the outputs stored in a notebook with those of a fresh run, output by output, exactly.
 *
 * @param stored The notebook as it was.
 * @param fresh The same notebook, run.
 * @returns The outputs that differ; none if the run reproduced them all.
 *
 * @example
 * ```ts
 * import { compareOutputs, openNotebook } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * await using book = await openNotebook("notebooks/two_two_two.ipynb");
 * const stored = book.notebook;
 * assertEquals(compareOutputs(stored, await book.run()), []);
 * ```
 */
export function compareOutputs(
  stored: Notebook,
  fresh: Notebook,
): Difference[] {
  const outputsOf = (notebook: Notebook, id: string): Output[] => {
    const cell = notebook.cells.find((cell) => cell.id === id);
    return cell?.cell_type === "code" ? cell.outputs : [];
  };
  const ids = new Set(
    [...stored.cells, ...fresh.cells].map((cell) => cell.id),
  );
  return [...ids].flatMap((cellId) => {
    const before = outputsOf(stored, cellId);
    const after = outputsOf(fresh, cellId);
    return Array.from(
      { length: Math.max(before.length, after.length) },
      (_, index) => ({
        cellId,
        index,
        stored: before[index],
        fresh: after[index],
      }),
    ).filter(({ stored, fresh }) => canonical(stored) !== canonical(fresh));
  });
}

/** An output as text in which the order of keys, which JSON leaves open, makes no difference. */
function canonical(output: Output | undefined): string {
  return JSON.stringify(
    output,
    (_, value) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
          Object.keys(value).sort().map((key) => [key, value[key]]),
        )
        : value,
  ) ?? "";
}
