/**
 * Colours for code in other languages than TypeScript, of notebooks that are only shown.
 *
 * @module
 */

import type { HLJSApi } from "highlight.js";
import type { Notebook } from "../notebook/format.ts";
import type { Span } from "./code.ts";

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

/** What the highlighter calls tokens, as we call them. */
const KINDS: readonly [name: RegExp, kind: string][] = [
  [/^(keyword|literal|meta|selector-tag|tag|name)$/, "keyword"],
  [/^(string|regexp|addition|char)/, "string"],
  [/^(number|symbol|bullet)$/, "number"],
  [/^(type|built_in|attr|attribute|class)$/, "type"],
  [/^(title|section|function)/, "function"],
  [/^(comment|quote|doctag|deletion)$/, "comment"],
];

/**
 * The tokens of code in another language.
 *
 * @param source The code.
 * @param language The language's name.
 * @returns The tokens in order; none for a language that is not known.
 */
export function otherSpans(source: string, language: string): Span[] {
  if (!highlighter?.getLanguage(language)) return [];
  const { value } = highlighter.highlight(source, {
    language,
    ignoreIllegals: true,
  });
  const spans: Span[] = [];
  const open: string[] = [];
  let position = 0;
  for (
    const [part, name] of value.matchAll(
      /<span class="hljs-([^" ]+)[^>]*>|<\/span>|&#?\w+;|[^<&]+/g,
    )
  ) {
    if (name !== undefined) {
      open.push(KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? "");
    } else if (part.startsWith("<")) {
      open.pop();
    } else {
      const length = part.startsWith("&") ? 1 : part.length;
      const kind = open.findLast((kind) => kind !== "") ?? "";
      const last = spans.at(-1);
      if (last?.kind === kind && last.end === position) last.end += length;
      else if (kind) {
        spans.push({ start: position, end: position + length, kind });
      }
      position += length;
    }
  }
  return spans;
}
