import type { Notebook } from "../notebook/format.ts";
import { pageFragment } from "./anchors.ts";
import { type PageContent, renderContent } from "./content.ts";
import { contentsList, type PageFrame, renderDocument } from "./layout.ts";
import { loadLanguages } from "./other_languages.ts";
import type { PageError } from "./page_error.ts";

/** How pages are made. */
export interface PageOptions {
  /**
   * Lets what the notebook holds stand in the page as it is, scripts included, and says so at the top of it. Without
   * this, nothing that a notebook holds runs.
   */
  readonly trust?: boolean | undefined;
  /**
   * Takes what cannot be shown as it is meant: a formula that is not valid stands in the page as it was written, an
   * attachment that is missing as its text. Without this, the first such thing is thrown.
   */
  readonly report?: ((error: PageError) => void) | undefined;
}

/** Stops at the first problem. */
export function throwIt(error: Error): never {
  throw error;
}

/** A notebook's content in its frame. */
export function framed(content: PageContent): Omit<PageFrame, "trust"> {
  const { title, mainId, opening, html, headings, tips, style, language } =
    content;
  return {
    title,
    mainId,
    content: [opening, contentsList(headings), html].filter(Boolean).join("\n"),
    tips,
    style,
    language,
  };
}

/**
 * Renders a notebook as one self-contained HTML document, outputs as stored: no request, no second file, no script but
 * the page's own.
 *
 * Its title is the first level-1 heading, or else the file's name. Each cell's id is an anchor. Cells
 * tagged `remove-cell` are left out; what is tagged `hide-input`, `hide-output` or `hide-cell` is folded.
 *
 * @param notebook The notebook.
 * @param options Its path, for errors, for pictures beside it and for the title of a notebook that has no heading; and
 * how the page is made.
 * @returns The document.
 * @throws {PageError} If a formula is not valid or an attachment is missing, unless `report` takes it.
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
  options: PageOptions & { readonly path: string },
): Promise<string> {
  await loadLanguages([notebook]);
  const { path, trust, report = throwIt } = options;
  const resolveLink = (href: string) =>
    href.startsWith("#") ? `#${pageFragment(notebook, href.slice(1))}` : href;
  const content = renderContent(notebook, { path, resolveLink, trust, report });
  return await renderDocument({ ...framed(content), trust });
}
