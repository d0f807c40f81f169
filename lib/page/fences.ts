/**
 * Prose without its blocks of code, in which nothing is a heading, a note or a link.
 *
 * @param markdown Prose.
 * @returns It without what stands between fences.
 */
export function withoutFences(markdown: string): string {
  return markdown.replace(/^ *(`{3,}|~{3,})[^]*?^ *\1[`~]*$/gm, "");
}
