/**
 * The anchors of headings: Jupyter's, which keep their case, and those of GitHub and VS Code, which do not.
 *
 * @module
 */

import type { Notebook } from "../notebook/format.ts";
import { withoutFences } from "./fences.ts";
import { percentDecoded } from "./html.ts";

/** The id of a heading, in Jupyter's own form, so that one link works there and here. */
export function anchorOf(text: string): string {
  return text.trim().replace(/\s+/g, "-") || "section";
}

/** The id of a heading where Markdown is shown elsewhere. */
function slugOf(text: string): string {
  return text.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");
}

/** The text of a heading, without what Markdown makes of it. */
function plain(markdown: string): string {
  return markdown.replace(/<[^>]*>/g, "")
    .replace(/!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])/g, "$1")
    .replace(
      /\\(?=[!-/:-@[-`{-~])|[*`$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
      "",
    ).trim();
}

const headings = new WeakMap<Notebook, string[]>();

function headingsOf(notebook: Notebook): string[] {
  let texts = headings.get(notebook);
  if (!texts) {
    texts = notebook.cells.flatMap(({ cell_type, source }) =>
      cell_type === "markdown" && source.includes("#")
        ? [
          ...withoutFences(source).matchAll(
            /^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$/gm,
          ),
        ].map(([, text]) => plain(text!))
        : []
    );
    headings.set(notebook, texts);
  }
  return texts;
}

/** Which heading a fragment names, by Jupyter's anchor or else by GitHub's. */
function headingOf(notebook: Notebook, fragment: string): string | undefined {
  const name = percentDecoded(fragment);
  if (notebook.cells.some(({ id }) => id === name)) return undefined;
  const texts = headingsOf(notebook);
  return texts.find((text) => anchorOf(text) === name) ??
    texts.find((text) => slugOf(text) === slugOf(name));
}

/**
 * A fragment that leads to a heading of a page.
 *
 * @param notebook The notebook that the page is made from.
 * @param fragment The fragment as its author wrote it, without `#`.
 * @returns It as a page has it; as it is, if it names no heading.
 */
export function pageFragment(notebook: Notebook, fragment: string): string {
  const heading = headingOf(notebook, fragment);
  return heading === undefined || anchorOf(heading) === percentDecoded(fragment)
    ? fragment
    : encodeURIComponent(anchorOf(heading));
}

/** The same for a notebook that is written as Markdown. */
export function markdownFragment(
  notebook: Notebook,
  fragment: string,
): string {
  const heading = headingOf(notebook, fragment);
  return heading === undefined ? fragment : encodeURI(slugOf(heading));
}
