/** What stands at a heading in an output until its level is known. */
const OF_OUTPUT = " aria-level";

/**
 * Marks the headings of an output, which stand below whatever heading the cell stands below.
 *
 * @param html An output.
 * @returns The output for {@linkcode withoutSkippedLevels}.
 */
export function markHeadings(html: string): string {
  return html.replace(/<h[1-6](?=[ >])/g, `$&${OF_OUTPUT}`);
}

/** How many levels deep a heading is, below those that it stands below, outermost first, which it then joins. */
function depth(above: number[], level: number): number {
  while (above.length && above.at(-1)! >= level) above.pop();
  return above.push(level);
}

/**
 * Tells assistive technology a level for each heading that skips none, where an author chose one by its size, or where a
 * program that made an output knew nothing of the page.
 *
 * @param html A page's content.
 * @returns The content; headings whose level is another than their element's have it as `aria-level`.
 */
export function withoutSkippedLevels(html: string): string {
  const above: number[] = [];
  let inOutput: number[] = [];
  return html.replace(
    /<h([1-6])( aria-level(?=[ >]))?(?=[ >])/g,
    (_, digit, isOfOutput) => {
      const own = Number(digit);
      if (!isOfOutput) inOutput = [];
      const level = isOfOutput
        ? Math.max(above.length, 1) + depth(inOutput, own)
        : depth(above, own);
      return level === own ? `<h${own}` : `<h${own} aria-level="${level}"`;
    },
  );
}
