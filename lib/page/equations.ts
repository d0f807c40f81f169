/**
 * Display formulas as numbered equations.
 *
 * @module
 */

import { escapeHtml } from "./html.ts";
import type { PageIds } from "./page_ids.ts";

/** What an equation's TeX says of it, taken out of the TeX. */
export interface Equation {
  /** The TeX without label, tag and numbering. */
  readonly tex: string;
  readonly label: string | undefined;
  /** What its author numbers it; `undefined` if the page is to count. */
  readonly tag: string | undefined;
}

/** Environments that number their lines, and those that do the same without. */
const UNNUMBERED: Readonly<Record<string, string>> = {
  align: "aligned",
  alignat: "alignedat",
  flalign: "aligned",
  gather: "gathered",
  multline: "gathered",
};

/**
 * Reads an equation.
 *
 * @param source TeX without delimiters.
 * @returns Its parts.
 */
export function readEquation(source: string): Equation {
  const label = source.match(/\\label\s*\{([^}]*)\}/)?.[1]?.trim();
  const tag = source.match(/\\tag\*?\s*\{([^}]*)\}/)?.[1]?.trim();
  const tex = source
    .replace(/\\(label|tag\*?)\s*\{[^}]*\}/g, "")
    .replace(/\\(nonumber|notag)(?![a-zA-Z])/g, "")
    .replace(/\\(?:begin|end)\{(?:equation|displaymath)\*?\}/g, "")
    // It is the only one with two columns of alignment for each relation.
    .replace(/\\begin\{eqnarray\*?\}/g, "\\begin{array}{rcl}")
    .replace(/\\end\{eqnarray\*?\}/g, "\\end{array}")
    .replace(
      /\\(begin|end)\{([a-z]+)\*?\}/g,
      (whole, side, name) =>
        UNNUMBERED[name] ? `\\${side}{${UNNUMBERED[name]}}` : whole,
    );
  return { tex: tex.trim(), label, tag };
}

/** What equations are called in LaTeX and in the two ways of MyST. */
const LABEL =
  /\\label\s*\{([^}]*)\}|^:label:[ \t]*(\S+)|\$\$[ \t]*\(([\w:.-]+)\)[ \t]*$/gm;

/** The equations of a page, counted. */
export class Equations {
  readonly #ids: PageIds;
  readonly #numbers = new Map<string, string>();
  readonly #anchors = new Map<string, string>();
  /** What no notebook can know, so that none can write the place of a number by itself. */
  readonly #mark = crypto.randomUUID();
  #count = 0;

  /**
   * @param ids The page's ids.
   * @param sources The page's prose, in order, in which labels are found before any reference is written.
   */
  constructor(ids: PageIds, sources: readonly string[]) {
    this.#ids = ids;
    for (const source of sources) {
      for (const [, ...labels] of source.matchAll(LABEL)) {
        const name = labels.find((label) => label !== undefined)!.trim();
        if (!this.#anchors.has(name)) {
          this.#anchors.set(
            name,
            ids.reserve(`equation-${name.replace(/[^\w-]+/g, "-")}`),
          );
        }
      }
    }
  }

  /**
   * Puts an equation with its number into a box. The page's script makes the number a link to it.
   *
   * @param formula The formula as HTML.
   * @param equation What is known of it.
   * @returns HTML that may stand in a paragraph.
   */
  number(formula: string, { label, tag }: Equation): string {
    const number = tag ?? String(++this.#count);
    // Where several have one label, it is the first that references lead to.
    const isFirst = label !== undefined && !this.#numbers.has(label);
    if (isFirst) this.#numbers.set(label, number);
    const reserved = isFirst ? this.#anchors.get(label) : undefined;
    if (reserved) this.#ids.place(reserved);
    const id = reserved ??
      this.#ids.take(`equation-${number.replace(/[^\w-]+/g, "-")}`);
    return `<span class="equation" id="${escapeHtml(id)}">${formula}` +
      `<a>(${escapeHtml(number)})</a></span>`;
  }

  /**
   * A reference to an equation. Its number may not be known yet: {@linkcode resolve} fills it in.
   *
   * @param label The equation's label.
   * @param parentheses Whether the number stands in parentheses.
   * @returns HTML; `undefined` if there is no such equation.
   */
  reference(label: string, parentheses: boolean): string | undefined {
    const id = this.#anchors.get(label.trim());
    if (id === undefined) return undefined;
    const index = [...this.#anchors.keys()].indexOf(label.trim());
    const number = `\ue000${this.#mark},${index}\ue000`;
    return `<a class="equation-reference" href="#${escapeHtml(id)}">${
      parentheses ? `(${number})` : number
    }</a>`;
  }

  /**
   * Writes the numbers of references.
   *
   * @param html The page's content.
   * @returns The content with every number in place.
   */
  resolve(html: string): string {
    const labels = [...this.#anchors.keys()];
    return html.replace(
      new RegExp(`\ue000${this.#mark},(\\d+)\ue000`, "g"),
      (_, index) => escapeHtml(this.#numbers.get(labels[index]!) ?? "?"),
    );
  }
}
