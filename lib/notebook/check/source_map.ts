/** A place in the source of a cell. */
export interface SourcePlace {
  /** The index of the cell in its notebook. */
  readonly cell: number;
  /** The offset in the cell's source, in UTF-16 code units. */
  readonly offset: number;
  /** How much of the source it takes up. */
  readonly length: number;
}

/** A piece of the text, from and to which offset, and the place that it came from. */
interface Segment extends SourcePlace {
  readonly from: number;
  readonly to: number;
  /** Whether the text is the author's, so that places within it have places within the source. */
  readonly isCopied: boolean;
}

/** Text that is put together from pieces of cells, and that knows where each piece came from. */
export class MappedText {
  #text = "";
  readonly #segments: Segment[] = [];
  #lineStarts: number[] | undefined;

  get text(): string {
    return this.#text;
  }

  /** Adds text that no cell has. */
  add(text: string): void {
    this.#text += text;
  }

  /** Adds a piece of a cell's source. */
  copy(source: string, cell: number, start: number, end: number): void {
    const place = { cell, offset: start, length: end - start };
    this.#put(source.slice(start, end), place, true);
  }

  /** Adds text that stands for what a cell has at a place. */
  replace(text: string, place: SourcePlace): void {
    this.#put(text, place, false);
  }

  #put(text: string, place: SourcePlace, isCopied: boolean): void {
    if (text === "") return;
    const from = this.#text.length;
    this.#text += text;
    const to = this.#text.length;
    this.#segments.push({ ...place, from, to, isCopied });
  }

  /** Where some text came from, by its offset and length; undefined if no cell has what stands at the offset. */
  placeAt(offset: number, length = 1): SourcePlace | undefined {
    const first = this.#segmentAt(offset);
    if (!first) return undefined;
    const start = first.offset + (first.isCopied ? offset - first.from : 0);
    const end = offset + Math.max(length, 1);
    const last = this.#segmentAt(end - 1);
    const sourceEnd = last?.cell !== first.cell
      ? start
      : last.isCopied
      ? last.offset + end - last.from
      : last.offset + last.length;
    return {
      cell: first.cell,
      offset: start,
      length: Math.max(sourceEnd - start, 1),
    };
  }

  #segmentAt(offset: number): Segment | undefined {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#segments[middle].to <= offset) low = middle + 1;
      else high = middle;
    }
    const segment = this.#segments[low];
    return segment && offset >= segment.from ? segment : undefined;
  }

  /** The offset of a line and column, from 1, as TypeScript counts them: its lines also end at U+2028 and U+2029. */
  offsetOf(line: number, column: number): number {
    this.#lineStarts ??= [
      0,
      ...[...this.#text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)]
        .map(({ 0: end, index }) => index + end.length),
    ];
    return (this.#lineStarts[line - 1] ?? this.#text.length) + column - 1;
  }

  /** The offset of a line and column, from 1, as Deno counts them: lines end at \n alone, columns are code points. */
  offsetOfPoint(line: number, column: number): number {
    const lines = this.#text.split("\n");
    const before = lines.slice(0, line - 1).join("\n").length;
    return before + (line > 1 ? 1 : 0) +
      utf16Column(lines[line - 1] ?? "", column) - 1;
  }
}

/** A column, from 1, in UTF-16 code units, for one in code points. */
export function utf16Column(line: string, column: number): number {
  return [...line].slice(0, column - 1).join("").length + 1;
}
