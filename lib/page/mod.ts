/**
 * A notebook as one self-contained HTML page, and a set of notebooks as a book.
 *
 * A page needs nothing but itself: no network, no script, no second file. It runs nothing and changes
 * nothing: what it shows is what the notebook holds.
 *
 * @module
 */

export * from "./book.ts";
export * from "./page.ts";
export * from "./page_error.ts";
