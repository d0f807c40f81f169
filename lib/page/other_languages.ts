/**
 * Colours for code in other languages than TypeScript, of notebooks that are only shown.
 *
 * @module
 */

import type { HLJSApi } from "highlight.js";
import type { Notebook } from "../notebook/format.ts";
import { escapeHtml } from "./html.ts";

let highlighter: HLJSApi | undefined;

const TYPESCRIPT = /^(ts|typescript|js|javascript|deno)$/i;

/** Whether code in a language goes through the parser of TypeScript. */
export function isTypeScript(language: string): boolean {
  return TYPESCRIPT.test(language);
}

/**
 * The language of a notebook's code cells.
 *
 * @param notebook The notebook.
 * @returns Its name in lower case, such as `typescript` or `python`; the empty string if the notebook does not say.
 */
export function languageOf({ metadata }: Notebook): string {
  for (
    const [key, field] of [["language_info", "name"], [
      "kernelspec",
      "language",
    ], ["kernelspec", "name"]] as const
  ) {
    const section = metadata[key];
    if (
      typeof section !== "object" || section === null || Array.isArray(section)
    ) continue;
    const name = section[field];
    if (typeof name === "string" && name) {
      return name.toLowerCase().replace(/^(ipython|python)\d*$/, "python");
    }
  }
  return "";
}

/**
 * Loads what colours other languages, if notebooks have code in them.
 *
 * @param notebooks The notebooks that are to be shown.
 */
export async function loadLanguages(notebooks: Notebook[]): Promise<void> {
  const isNeeded = notebooks.some((notebook) => {
    const language = languageOf(notebook);
    return (language !== "" && !isTypeScript(language)) ||
      notebook.cells.some(({ cell_type, source }) =>
        cell_type === "markdown" &&
        [...source.matchAll(/^ *(?:```|~~~)\s*(\w+)/gm)]
          .some(([, language]) => !isTypeScript(language!))
      );
  });
  if (isNeeded) {
    highlighter ??= (await import("highlight.js/lib/common")).default;
  }
}

/**
 * Code in another language as HTML, with its tokens in `<span class="hljs-keyword">` and the like.
 *
 * @param source The code.
 * @param language The language's name.
 * @returns HTML to be put into a `<code>` element; without colours for a language that is not known.
 */
export function highlightOther(source: string, language: string): string {
  if (!highlighter?.getLanguage(language)) return escapeHtml(source);
  return highlighter.highlight(source, { language, ignoreIllegals: true })
    .value;
}
