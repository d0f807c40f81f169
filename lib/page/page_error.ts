/**
 * What is thrown for a notebook that cannot be made into a page.
 *
 * @example
 * ```ts
 * import { PageError, renderPage } from "@denobook/denobook/page";
 * import { assertRejects } from "@std/assert";
 *
 * await assertRejects(
 *   () =>
 *     renderPage({
 *       cells: [{ cell_type: "markdown", id: "cost", metadata: {}, source: "$\\half$" }],
 *       metadata: {},
 *       nbformat: 4,
 *       nbformat_minor: 5,
 *     }, { path: "or.ipynb" }),
 *   PageError,
 *   "Cannot typeset a formula in or.ipynb, cell cost",
 * );
 * ```
 */
export class PageError extends Error {
  override readonly name = "PageError";
  /** The notebook's path. */
  readonly notebook: string;
  /** The id of the cell in which the fault is. */
  readonly cellId: string;

  /**
   * @param action What could not be done, such as `Cannot typeset a formula`.
   * @param reason Why, with the state.
   * @param place The notebook's path and the cell's id.
   */
  constructor(
    action: string,
    reason: string,
    place: { notebook: string; cellId: string },
    options?: ErrorOptions,
  ) {
    super(
      `${action} in ${place.notebook}, cell ${place.cellId}: ${reason}`,
      options,
    );
    this.notebook = place.notebook;
    this.cellId = place.cellId;
  }
}
