/// <reference lib="dom" />

/**
 * What stays blank at the foot of sheets of paper.
 *
 * @module
 */

/**
 * Leaves little blank at the foot of the sheets of a page that is shown as it will be printed. Its figures take the size
 * with which least is. Where more than a tenth of a sheet would still be, a figure that has no room there becomes yet
 * smaller, if it can; and code, a table or a figure of several drawings, which are else kept together, go on on the next
 * sheet. Code that can go with its figure or its table, does.
 *
 * @param height How high a sheet is between its margins, in CSS pixels.
 */
export function fillSheets(height: number): void {
  const smallest = 0.53;
  const fewestLines = 5;
  const main = document.querySelector("main")!;
  const { left, top, width } = main.getBoundingClientRect();
  // A browser breaks columns as it breaks sheets, and tells where.
  main.style.cssText =
    `height: ${height}px; columns: ${width}px; column-gap: 0; column-fill: auto`;
  const find = (selector: string) =>
    [...main.querySelectorAll<HTMLElement>(selector)]
      .filter((one) => one.getClientRects().length);
  const parts = find(
    ":scope > nav, :scope > :is(section, .code) > :not(.out), .out > *",
  );
  const drawings = find(".picture > *");
  const sheetOf = (rect: DOMRect) => Math.round((rect.left - left) / width);
  const beginOf = (part: Element) => sheetOf(part.getClientRects()[0]!);
  const heightOf = (part: Element) => part.getBoundingClientRect().height;
  const zoom = (boxes: readonly HTMLElement[], size: number) =>
    boxes.forEach((box) => box.style.setProperty("zoom", String(size)));
  const boxOf = (part: HTMLElement) => part.querySelector("table") ?? part;

  /** How much of a sheet is blank, if a part and none before it begins on the next. */
  const blankOf = (sheet: number, next: number) => {
    let end = top;
    for (let i = next - 1; i >= 0; i--) {
      for (const rect of parts[i]!.getClientRects()) {
        if (sheetOf(rect) === sheet) end = Math.max(end, rect.bottom);
      }
      if (beginOf(parts[i]!) < sheet) break;
    }
    return top + height - end;
  };

  /** Makes a figure smaller that then has room on a sheet, if its text can still be read. */
  const shrink = (
    figure: HTMLElement,
    room: number,
    sheet: number,
    size: number,
  ) => {
    const drawn = heightOf(figure.querySelector(".picture")!);
    const smaller = size * (room - heightOf(figure) + drawn) / drawn;
    if (smaller < smallest) return false;
    const boxes = drawings.filter((drawing) => figure.contains(drawing));
    zoom(boxes, smaller);
    if (beginOf(figure) === sheet) return true;
    zoom(boxes, size);
    return false;
  };

  /** Has something that is kept together go on on the next sheet, if enough of it has room on this one. */
  const split = (part: HTMLElement, room: number, sheet: number) => {
    const isCode = part.matches("pre");
    // Code that has room stays whole, though what it put out has none.
    if (isCode && heightOf(part) < room) return;
    const isFigure = part.matches("figure");
    // One drawing of several, or two rows at least.
    const pieces = [
      ...part.querySelectorAll(isFigure ? "svg, img" : "tr:nth-child(3)"),
    ].filter((piece) => piece.getClientRects().length);
    if (isFigure && pieces.length < 2) return;
    boxOf(part).style.breakInside = "auto";
    // What comes after code can take its last lines along.
    const lines = [...part.getClientRects()].at(-1)!.height /
      parseFloat(getComputedStyle(part).lineHeight);
    if (
      beginOf(pieces[0] ?? part) !== sheet || isCode && lines < fewestLines
    ) {
      boxOf(part).style.breakInside = "";
    }
  };

  /** Fills the sheets with figures of a size, and says how bad what stays blank is. */
  const fill = (size: number) => {
    zoom(drawings, size);
    for (const part of parts) {
      boxOf(part).style.breakInside = "";
      part.parentElement!.style.breakBefore = "";
    }
    let badness = 0;
    let next = 0;
    const findNext = (sheet: number) => {
      while (next > 0 && beginOf(parts[next - 1]!) > sheet) next--;
      while (next < parts.length && beginOf(parts[next]!) <= sheet) next++;
      return parts[next];
    };
    for (let sheet = 0; findNext(sheet); sheet++) {
      const first = parts[next]!;
      const part = parts.slice(next, next + 9).find((one) =>
        one.matches("figure, .code > pre, .table")
      );
      const blank = blankOf(sheet, next);
      if (part && blank > height / 10) {
        // Without what stands before it, and the distance from what ends the sheet.
        const room = blank - 24 - part.getBoundingClientRect().top +
          first.getBoundingClientRect().top;
        if (!part.matches("figure") || !shrink(part, room, sheet, size)) {
          split(part, room, sheet);
        }
      }
      const outputs = first.parentElement!;
      const code = outputs.parentElement!.querySelector(":scope > pre");
      if (
        outputs.matches(".out") && code && beginOf(code) === sheet &&
        beginOf(first) > sheet && blank + heightOf(code) < height / 4
      ) outputs.style.breakBefore = "avoid";
      if (findNext(sheet)) badness += (blankOf(sheet, next) / height) ** 2;
    }
    return badness;
  };

  // Each takes the square of how many parts there are.
  const sizes = parts.length < 1000
    ? [0.74, 0.72, 0.7, 0.68, 0.66, 0.64, 0.62]
    : [0.7];
  const badness = sizes.map(fill);
  const best = sizes[badness.indexOf(Math.min(...badness))]!;
  if (best !== sizes.at(-1)) fill(best);
  main.style.cssText = "";
}
