/**
 * Pictures of the mathematics: a network with its numbers, what it decides, how its error lies and how it falls.
 *
 * Each function returns a {@linkcode Figure}, an SVG that a notebook shows when it is the last expression of a cell.
 *
 * @module
 */

export * from "./activation_curve.ts";
export * from "./check_answer.ts";
export type { Domain } from "./contours.ts";
export * from "./decision_boundary.ts";
export type { DescentPath } from "./descent_path.ts";
export {
  errorCurve,
  type ErrorCurveOptions,
  type ErrorSeries,
} from "./error_curve.ts";
export * from "./error_profile.ts";
export * from "./error_surface.ts";
export * from "./figure.ts";
export * from "./hidden_regions.ts";
export * from "./network_diagram.ts";
export * from "./palette.ts";
export * from "./numbers.ts";
export * from "./published.ts";
export * from "./table.ts";
export * from "./training_scrubber.ts";
export { formatNumber } from "./text.ts";
