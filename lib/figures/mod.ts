/**
 * Pictures of the mathematics: a network with its numbers, and how its error falls.
 *
 * Each function returns a {@linkcode Figure}, an SVG that a notebook shows when it is the last expression of a cell.
 *
 * @module
 */

export * from "./error_curve.ts";
export * from "./figure.ts";
export * from "./network_diagram.ts";
export * from "./palette.ts";
export * from "./numbers.ts";
export * from "./published.ts";
export * from "./table.ts";
