/**
 * The ids of one page. Cells keep theirs, because they are the anchors that links and errors name;
 * whatever else needs an id (headings, parts of pictures) takes one that is still free.
 */
export class PageIds {
  #taken: Set<string>;

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
    return id;
  }
}
