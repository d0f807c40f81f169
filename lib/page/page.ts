import type { Notebook } from "../notebook/format.ts";
import { renderContent } from "./content.ts";
import { renderDocument } from "./layout.ts";

/**
 * Renders a notebook as one self-contained HTML document, outputs as stored: no script, no request, no
 * second file.
 *
 * Its title is the first level-1 heading, or else the file's name. Each cell's id is an anchor. Cells
 * tagged `remove-cell` are left out; the source of cells tagged `hide-input` is folded.
 *
 * @param notebook The notebook.
 * @param options Its path, for errors and for the title of a notebook that has no heading.
 * @returns The document.
 * @throws {PageError} If a formula is not valid or an attachment is missing.
 *
 * @example
 * ```ts
 * import { renderPage } from "@denobook/denobook/page";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const html = await renderPage({
 *   cells: [
 *     { cell_type: "markdown", id: "title", metadata: {}, source: "# The OR gate" },
 *   ],
 *   metadata: {},
 *   nbformat: 4,
 *   nbformat_minor: 5,
 * }, { path: "notebooks/or.ipynb" });
 *
 * assertStringIncludes(html, "<title>The OR gate</title>");
 * ```
 */
export async function renderPage(
  notebook: Notebook,
  options: { path: string },
): Promise<string> {
  const { html, title, mainId } = renderContent(notebook, options.path);
  return await renderDocument(html, { title, mainId });
}
