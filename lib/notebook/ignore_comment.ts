/**
 * Reads a comment that switches rules off, `// denobook-ignore rule, other: why`.
 *
 * @param comment What stands in the comment, without its marks.
 * @returns The rules that it names; nothing if it is another comment.
 */
export function rulesIgnoredBy(comment: string): string[] | undefined {
  // What follows a colon or two hyphens is the reason.
  const [, list] = comment.match(/^[\s*]*denobook-ignore\b([^:]*)/) ?? [];
  return list?.split("--")[0].split(/[\s,]+/).filter(Boolean);
}
