/**
 * A page's notation: what its symbols mean, and what their values are.
 *
 * A table whose first column is headed "symbol" is notation, be it prose or what code put out. Its first column holds
 * formulas, the next what they mean; a column headed "value" holds values. Without one, a symbol's value is what the
 * notebook's outputs say of the variable that is named like it, such as `net_h1 = 0.3775` of \mathrm{net}_{h1}.
 *
 * @module
 */

import type { Notebook } from "../notebook/format.ts";
import { escapeHtml } from "./html.ts";
import { typesetBare } from "./math.ts";
import type { PageIds } from "./page_ids.ts";
import { plainText } from "./terminal.ts";

interface Entry {
  /** The anchor of its row. */
  readonly id: string;
  /** The symbol as it stands within formulas. */
  readonly mathml: string;
  /** What it means, as Markdown. */
  readonly meaning: string;
  readonly value: string | undefined;
}

/** Whether a table is a page's notation. */
export function isNotation(firstHeading: string): boolean {
  return /^\W*symbols?\W*$/i.test(firstHeading);
}

function cellsOf(row: string): string[] {
  return row.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** The rows of all notation tables, each with what its first two columns and its value say. */
function* rowsOf(source: string): Generator<[string, string, string?]> {
  let value = -1;
  let inside = false;
  for (const line of source.split("\n")) {
    if (!line.includes("|")) {
      inside = false;
      continue;
    }
    const cells = cellsOf(line);
    if (isNotation(cells[0] ?? "")) {
      inside = true;
      value = cells.findIndex((cell) => /^\W*value\W*$/i.test(cell));
    } else if (inside && !/^[\s|:-]+$/.test(line)) {
      yield [cells[0] ?? "", cells[1] ?? "", cells[value]];
    }
  }
}

const GREEK: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  delta: "δ",
  epsilon: "ε",
  eta: "η",
  lambda: "λ",
  mu: "μ",
  sigma: "σ",
  theta: "θ",
};

/** One spelling for a variable and its symbol: `δo1` for \delta_{o1} and `delta_o1`, `dEdw5` for a derivative. */
function spelling(name: string): string {
  return name
    .replace(
      /\\t?d?frac|\\(mathrm|text|textcolor|operatorname|class)(\{#?[\w-]+\}(?=\{))?/g,
      "",
    )
    .replaceAll("\\partial", "d")
    .replace(
      /alpha|beta|delta|epsilon|eta|lambda|mu|sigma|theta/g,
      (letter, at) =>
        /[a-z]/i.test(name[at - 1] ?? "") && name[at - 1] !== "d"
          ? letter
          : GREEK[letter]!,
    )
    .replace(/total|[\\{}_\s,^]/g, "");
}

/** The first value that outputs give each name. */
function valuesOf(notebook: Notebook): Map<string, string> {
  const values = new Map<string, string>();
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    for (const output of cell.outputs) {
      const text = output.output_type === "stream"
        ? output.text
        : "data" in output
        ? output.data["text/plain"]
        : undefined;
      if (typeof text !== "string" || text.length > 10_000) continue;
      for (const line of plainText(text).split("\n")) {
        const [, name, rest] =
          line.match(/^([\p{L}_$][\p{L}\w$]*)\s*=\s*(.+)$/u) ??
            [];
        const value = rest?.split(" = ").at(-1)?.trim();
        if (!name || !value || !/^[−\d.,eE+-]+$/.test(value)) continue;
        const key = spelling(name);
        if (!values.has(key)) values.set(key, value);
      }
    }
  }
  return values;
}

/** The notation of one page. */
export class Notation {
  readonly #entries: Entry[] = [];
  readonly #byTex = new Map<string, number>();
  readonly #byMathml = new Map<string, number>();
  readonly #pattern: RegExp | undefined;

  /**
   * @param notebook The notebook.
   * @param ids The page's ids.
   */
  constructor(notebook: Notebook, ids: PageIds) {
    const sources = notebook.cells.flatMap((cell) =>
      cell.cell_type === "markdown"
        ? [cell.source]
        : cell.cell_type === "code"
        ? cell.outputs.flatMap((output) => {
          const text = "data" in output && output.data["text/markdown"];
          return typeof text === "string" ? [text] : [];
        })
        : []
    ).filter((source) => /symbol/i.test(source));
    if (sources.length === 0) return;
    const values = valuesOf(notebook);
    for (
      const [symbols, meaning, value] of sources.flatMap((s) => [...rowsOf(s)])
    ) {
      const found = [...symbols.matchAll(/\$([^$]+)\$/g)].map(([, tex]) =>
        tex!.trim()
      )
        .filter((tex) => !this.#byTex.has(tex));
      for (const tex of found) {
        const mathml = typesetBare(tex);
        if (!mathml) continue;
        const index = this.#entries.length;
        this.#byTex.set(tex, index);
        this.#byMathml.set(mathml, index);
        this.#entries.push({
          id: ids.take(`symbol-${spelling(tex)}`),
          mathml,
          meaning,
          value: value ||
            (found.length === 1 || !value
              ? values.get(spelling(tex))
              : undefined),
        });
      }
    }
    if (this.#entries.length === 0) return;
    const longestFirst = [...this.#byMathml.keys()]
      .sort((a, b) => b.length - a.length)
      .map((mathml) => mathml.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    this.#pattern = new RegExp(longestFirst.join("|"), "g");
  }

  /** Whether the page has none. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** The anchor and the value of a symbol in its own table. */
  entry(tex: string): { id: string; value: string | undefined } | undefined {
    return this.#entries[this.#byTex.get(tex.trim()) ?? -1];
  }

  /**
   * Marks the symbols in a formula.
   *
   * @param mathml The formula.
   * @returns The formula, and the symbols in it as links, in order.
   */
  mark(mathml: string): { mathml: string; links: string[] } {
    if (!this.#pattern) return { mathml, links: [] };
    const found = new Set<number>();
    const marked = mathml.replace(this.#pattern, (symbol) => {
      const index = this.#byMathml.get(symbol)!;
      found.add(index);
      return symbol.replace(/^<(\w+)/, `<$1 class="s${index}"`);
    });
    return { mathml: marked, links: [...found].map((i) => this.#link(i)) };
  }

  /**
   * A formula in running text that is one symbol and no more, as a link.
   *
   * @param tex The formula.
   * @param isFirst Whether it is the first of its kind in its cell; the others are only marked, because a reader who
   * goes from link to link has no need of them.
   * @returns HTML; `undefined` if the formula is something else.
   */
  inline(tex: string, isFirst: (id: string) => boolean): string | undefined {
    const index = this.#byTex.get(tex.trim());
    if (index === undefined) return undefined;
    const { id, mathml } = this.#entries[index]!;
    return isFirst(id)
      ? this.#link(index)
      : `<math><mrow class="s${index}">${mathml}</mrow></math>`;
  }

  #link(index: number): string {
    const { id, mathml } = this.#entries[index]!;
    return `<a class="symbol s${index}" href="#${
      escapeHtml(id)
    }" aria-describedby="${escapeHtml(id)}-tip"><math>${mathml}</math></a>`;
  }

  /**
   * What is shown of a symbol that is pointed at.
   *
   * @param renderInline Writes Markdown without paragraphs.
   * @returns The tips, and the style by which pointing shows them; empty strings if there is no notation.
   */
  tips(
    renderInline: (markdown: string) => string,
  ): { html: string; style: string } {
    const html = this.#entries.map(({ id, mathml, meaning, value }, i) =>
      `<p class="tip t${i}" id="${
        escapeHtml(id)
      }-tip"><math>${mathml}</math> ` +
      `${renderInline(meaning)}${
        value ? ` <b>= ${escapeHtml(value)}</b>` : ""
      }</p>`
    ).join("\n");
    const style = this.#entries.map((_, i) =>
      `body:has(.s${i}:is(:hover,:focus-visible)) .t${i}{display:block}`
    ).join("\n");
    return {
      html: html && `<div class="tips">${html}</div>`,
      style: style && `${style}\n`,
    };
  }
}
