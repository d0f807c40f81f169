/**
 * Tells assistive technology a level for each heading that skips none, where an author chose one by its size.
 *
 * @param html A page's content.
 * @returns The content; headings whose level is another than their element's have it as `aria-level`.
 */
export function withoutSkippedLevels(html: string): string {
  // The headings that the next one stands below, outermost first.
  const above: number[] = [];
  return html.replace(/<h([1-6])(?=[ >])/g, (open, digit) => {
    const level = Number(digit);
    while (above.length && above.at(-1)! >= level) above.pop();
    above.push(level);
    return above.length === level
      ? open
      : `${open} aria-level="${above.length}"`;
  });
}
