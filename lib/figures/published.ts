import { checkList } from "./checks.ts";
import { digits } from "./numbers.ts";
import { type Displayable, table } from "./table.ts";

/**
 * A table of published numbers beside our own, rounded to as many decimals as were printed, which says of each whether
 * that is what was printed.
 *
 * @param rows Of each quantity its name, what was printed, to the letter, and our value.
 * @returns What a notebook shows as the last expression of a cell.
 * @throws {RangeError} If what was printed is no decimal number.
 *
 * @example
 * ```ts
 * import { besidePublished } from "@denobook/denobook/figures";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const shown = besidePublished([["out_h1", "0.593269992", 0.5932699921071872]]);
 * assertStringIncludes(
 *   shown[Symbol.for("Jupyter.display")]()["text/markdown"],
 *   "| out_h1 | 0.593269992 | 0.593269992 | yes |",
 * );
 * ```
 */
export function besidePublished(
  rows: readonly (readonly [name: string, published: string, ours: number])[],
): Displayable {
  checkList("Cannot compare with what was published", "the rows", rows);
  return table(
    ["quantity", "published", "ours", "the same"],
    rows.map(([name, published, ours]) => {
      if (typeof ours !== "number") {
        throw new TypeError(
          `Cannot put ${ours} beside the published ${name}: it is no number; give ours as one`,
        );
      }
      if (
        !/^-?[\d,]*\.?\d+$/.test(String(published).replace("−", "-")) ||
        typeof published !== "string"
      ) {
        throw new RangeError(
          `Cannot put ${name} beside what was published: "${published}" is no decimal number; give it as one, such as "0.25"`,
        );
      }
      const printed = published.replace("-", "−");
      const rounded = digits(ours, published.split(".")[1]?.length ?? 0);
      return [name, printed, rounded, rounded === printed ? "yes" : "**no**"];
    }),
  );
}
