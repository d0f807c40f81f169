/**
 * The colours of the book. Each is a CSS custom property, so that a page can suit its theme, with a fallback from
 * Okabe and Ito's colourblind-safe palette that has a contrast of 3:1 or more on white and on near-black alike.
 *
 * @module
 */

/** The three factors of the chain rule by the names that a trace gives them. */
export type Factor = "dCost_dActivation" | "dActivation_dNet" | "dNet_dWeight";

/**
 * The colour of each factor of the chain rule, the same in formulas and figures.
 *
 * @example
 * ```ts
 * import { factorColours } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(factorColours.dNet_dWeight, "var(--factor-net, #0072b2)");
 * ```
 */
export const factorColours: Readonly<Record<Factor, string>> = {
  dCost_dActivation: "var(--factor-cost, #d55e00)",
  dActivation_dNet: "var(--factor-activation, #009e73)",
  dNet_dWeight: "var(--factor-net, #0072b2)",
};

/**
 * The dash pattern of each factor, the same in all figures, so that no two are told apart by colour alone: ∂cost/∂activation
 * is solid, ∂activation/∂net dashed, ∂net/∂weight dotted, as the lines below them are in a page's formulas.
 *
 * @example
 * ```ts
 * import { factorDashes } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(factorDashes.dCost_dActivation, "none");
 * ```
 */
export const factorDashes: Readonly<Record<Factor, string>> = {
  dCost_dActivation: "none",
  dActivation_dNet: "7 4",
  dNet_dWeight: "3 3",
};

/**
 * The colours of a chart's lines, in order.
 *
 * @example
 * ```ts
 * import { seriesColours } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(seriesColours[0], "var(--series-1, #0072b2)");
 * ```
 */
export const seriesColours: readonly string[] = [
  "var(--series-1, #0072b2)",
  "var(--series-2, #d55e00)",
  "var(--series-3, #009e73)",
  "var(--series-4, #cc79a7)",
];

/**
 * Dash patterns for a chart's lines, which tell them apart where colours do not. There is one for each colour, and
 * one line may be solid besides.
 *
 * @example
 * ```ts
 * import { seriesColours, seriesDashes } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(seriesDashes.length, seriesColours.length);
 * ```
 */
export const seriesDashes: readonly string[] = [
  "7 5",
  "2 4",
  "10 4 2 4",
  "16 5",
];
