/**
 * The scripts that pages bring along, and the policy that lets them run and nothing else.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { tokenizer, tokTypes } from "acorn";
import openingSource from "./script/opening.js" with { type: "text" };
import pageSource from "./script/page.js" with { type: "text" };
import previewSource from "./script/preview.js" with { type: "text" };
import searchSource from "./script/search.js" with { type: "text" };

/** A script with the name that a policy knows it by. */
export interface Script {
  readonly source: string;
  readonly hash: string;
}

/** A script without comments and the white space that only people need. Every statement ends in a semicolon. */
export function compactScript(text: string): string {
  let script = "";
  let last = "";
  const tokens = tokenizer(text, { ecmaVersion: "latest" });
  for (const { type, start, end } of tokens) {
    const token = text.slice(start, end);
    const isCode = type !== tokTypes.template && type !== tokTypes.dollarBraceL;
    // Only these two become one where nothing stands between them.
    if (
      isCode &&
      /^([\w$]{2}|\+\+|--)$/.test(last + token.slice(0, 1))
    ) script += " ";
    script += token;
    last = token.slice(-1) || last;
  }
  return script;
}

/** A script that is made when the first page has need of it: until then, the pages' own code has made the parser fast. */
function scriptOf(text: string): () => Script {
  let script: Script | undefined;
  return () => {
    if (script) return script;
    const source = compactScript(text);
    const hash = createHash("sha256").update(source).digest("base64");
    return script = { source, hash: `'sha256-${hash}'` };
  };
}

/** What every page has: copy buttons, and where one is in the contents. */
export const pageScript: () => Script = scriptOf(pageSource);

/** What a page does before anything is laid out. */
export const openingScript: () => Script = scriptOf(openingSource);

/** What a preview adds to a page. */
export const previewScript: () => Script = scriptOf(previewSource);

/** The search over all pages of a book. */
export const searchScript: () => Script = scriptOf(searchSource);

/**
 * A page's Content-Security-Policy.
 *
 * @param scripts The scripts of ours that the page has.
 * @param trust Whether the notebook's own scripts may run too; requests stay forbidden.
 * @returns The policy.
 */
export function policyOf(scripts: readonly Script[], trust: boolean): string {
  const allowed = trust
    ? "'unsafe-inline' 'unsafe-eval' data: blob:"
    : scripts.map(({ hash }) => hash).join(" ");
  return `default-src 'none'; script-src ${allowed}; style-src 'unsafe-inline'; ` +
    `img-src data:${trust ? " blob:" : ""}; ` +
    `media-src data:${trust ? " blob:; worker-src blob:" : ""}; ` +
    "font-src data:; base-uri 'none'; form-action 'none'";
}
