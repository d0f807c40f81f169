/**
 * The assertions of `@std/assert`, for networks that its registry, JSR, does not reach.
 *
 * `deno.json` names the real package, and its `links` entry puts this one in its place: the same name and version,
 * the same functions with the same signatures and defaults, their messages with the same meaning. It stands on
 * `node:assert/strict` and `node:util`, which Deno carries in itself, so that tests need no download. Where the two
 * might differ this one refuses more, so that what passes here passes there. To use the real package, remove the
 * `links` line from `deno.json`.
 *
 * @module
 */

export { AssertionError } from "./assertion_error.ts";
export * from "./basics.ts";
export * from "./comparisons.ts";
export * from "./contents.ts";
export * from "./equal.ts";
export * from "./equality.ts";
export * from "./errors.ts";
