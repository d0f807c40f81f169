/**
 * The ids of one page. Cells keep theirs, because they are the anchors that links and errors name;
 * whatever else needs an id (headings, parts of pictures) takes one that is still free.
 */
export class PageIds {
  readonly #taken: Set<string>;
  readonly #given: string[] = [];

  /** @param reserved The ids of the page's cells. */
  constructor(reserved: Iterable<string>) {
    this.#taken = new Set(reserved);
  }

  /**
   * Takes an id.
   *
   * @param wanted The id, if it is free.
   * @returns `wanted`, or else `wanted` with the first free number from 2 behind it.
   */
  take(wanted: string): string {
    let id = wanted;
    for (let n = 2; this.#taken.has(id); n++) id = `${wanted}-${n}`;
    this.#taken.add(id);
    this.#given.push(id);
    return id;
  }

  /**
   * Takes an id for what stands further on, so that links can lead there before it is written.
   *
   * @param wanted The id, if it is free.
   * @returns An id as {@linkcode take} gives it, which is not counted as given until {@linkcode place} is called.
   */
  reserve(wanted: string): string {
    const id = this.take(wanted);
    this.#given.pop();
    return id;
  }

  /** Says that what a reserved id is of is being written. */
  place(id: string): void {
    this.#given.push(id);
  }

  /** How many ids were given so far. */
  get count(): number {
    return this.#given.length;
  }

  /** The ids that were given after the first `count`. */
  since(count: number): Set<string> {
    return new Set(this.#given.slice(count));
  }
}
