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
import { escapeHtml, textOf } from "./html.ts";
import { typesetBare } from "./math.ts";
import type { PageIds } from "./page_ids.ts";
import { plainText } from "./terminal.ts";

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

/** The sources of a notebook that hold notation. */
function sourcesOf(notebook: Notebook): string[] {
  return notebook.cells.flatMap((cell) =>
    cell.cell_type === "markdown"
      ? [cell.source]
      : cell.cell_type === "code"
      ? cell.outputs.flatMap((output) => {
        const text = "data" in output && output.data["text/markdown"];
        return typeof text === "string" ? [text] : [];
      })
      : []
  ).filter((source) => /symbol/i.test(source));
}

/** A row of a notation table. */
interface Row {
  /** Where it stands. */
  readonly href: string;
  readonly mathml: string;
  /** What matches its symbol, whatever the numbers in it are. */
  readonly pattern: string;
  /** What it means, as Markdown. */
  readonly meaning: string;
  readonly value: string | undefined;
}

const NODE = /<mrow><mi>([a-z])<\/mi><mn>(\d+)<\/mn><\/mrow>/;
const NODE_IN_TEX = /\$([a-z])_\{?(\d+)\}?\$/g;

/** The neuron that a symbol belongs to, such as o and 1 for the delta of o1. */
function nodeOf(mathml: string): readonly string[] {
  return mathml.match(NODE)?.slice(1) ?? [];
}

/** Whether what is said of a symbol holds for those that differ from it in their numbers. */
function isGeneral(mathml: string, meaning: string): boolean {
  const rest = meaning.replace(
    NODE_IN_TEX,
    (whole, ...node) =>
      node.slice(0, 2).join() === nodeOf(mathml).join() ? "" : whole,
  );
  return !/\$[^$]*\d[^$]*\$/.test(rest);
}

/**
 * What matches a symbol in MathML. Tables of notation name one of each kind: a row that says of $\delta_{o1}$ what is so
 * for every neuron explains $\delta_{h2}$ too. One that says where $w_1$ leads explains no other weight.
 */
function patternOf(mathml: string, meaning: string): string {
  const exact = mathml.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return /<msub/.test(mathml) && isGeneral(mathml, meaning)
    ? exact.replace(/<mn>\d+<\/mn>/g, "<mn>\\d+</mn>")
      .replace(
        /<mi>[a-z]<\/mi>(?=<mn>)(?!^)/g,
        (whole, at) =>
          exact.slice(0, at).endsWith("<mrow>") ? "<mi>[a-z]</mi>" : whole,
      )
    : exact;
}

const FORMULA = /\$[^$]+\$/g;
const LIST = /\$[^$]+\$(?:, \$[^$]+\$)+/g;

/** What a row says of one of its symbols: of `$w_2$` in a row of $w_1$ and $w_2$, the second of what it lists by twos. */
function respective(meaning: string, index: number, count: number): string {
  return meaning.replace(LIST, (list) => {
    const items = list.match(FORMULA)!;
    return items.length === count ? items[index]! : list;
  });
}

/** A symbol as it occurs on a page. */
interface Occurrence {
  readonly row: Row;
  readonly mathml: string;
  readonly value: string | undefined;
}

/** The notation of one page: its own tables, and behind them those of its book. */
export class Notation {
  readonly #ids: PageIds;
  readonly #rows: Row[] = [];
  readonly #values: ReadonlyMap<string, string>;
  readonly #occurrences: Occurrence[] = [];
  readonly #indices = new Map<string, number>();
  readonly #pattern: RegExp | undefined;
  readonly #own = new Map<string, string>();
  readonly #linked = new Set<number>();
  /** What no notebook can know, so that none can write a place by itself. */
  readonly #mark = crypto.randomUUID();

  /**
   * @param notebook The notebook.
   * @param ids The page's ids.
   * @param book The notebook that explains the symbols of the whole book, and where its page is.
   */
  constructor(
    notebook: Notebook,
    ids: PageIds,
    book?: { readonly notebook: Notebook; readonly href: string },
  ) {
    this.#ids = ids;
    this.#values = valuesOf(notebook);
    this.#add(notebook, (tex) => {
      const id = ids.reserve(`symbol-${spelling(tex)}`);
      this.#own.set(tex, id);
      return `#${id}`;
    });
    if (book) {
      this.#add(
        book.notebook,
        (tex) => `${book.href}#symbol-${encodeURIComponent(spelling(tex))}`,
      );
    }
    if (this.#rows.length === 0) return;
    const longestFirst = this.#rows.toSorted((a, b) =>
      b.mathml.length - a.mathml.length
    )
      .map(({ pattern }) => pattern);
    this.#pattern = new RegExp(longestFirst.join("|"), "g");
  }

  #add(notebook: Notebook, hrefOf: (tex: string) => string): void {
    const named = new Set<string>();
    for (
      const [symbols, meaning, value] of sourcesOf(notebook).flatMap((
        source,
      ) => [...rowsOf(source)])
    ) {
      const cell = symbols.match(FORMULA) ?? [];
      // All that a row names leads to the row, whose anchor is of the first that no row before has named.
      let href: string | undefined;
      for (const [i, formula] of cell.entries()) {
        const tex = formula.slice(1, -1).trim();
        const mathml = typesetBare(tex);
        if (!mathml || named.has(mathml)) continue;
        named.add(mathml);
        href ??= hrefOf(tex);
        if (this.#rows.some((row) => row.mathml === mathml)) continue;
        const own = respective(meaning, i, cell.length);
        this.#rows.push({
          href,
          mathml,
          pattern: patternOf(mathml, own),
          meaning: own,
          value,
        });
      }
    }
  }

  /**
   * The anchor of a row of the page's own tables, for the row that is being written. It is given once.
   *
   * @param symbols The row's first column.
   * @returns An id; `undefined` if the row names nothing that no row before has named.
   */
  takeAnchor(symbols: string): string | undefined {
    for (const formula of symbols.match(FORMULA) ?? []) {
      const tex = formula.slice(1, -1).trim();
      const id = this.#own.get(tex);
      if (id === undefined) continue;
      this.#own.delete(tex);
      this.#ids.place(id);
      return id;
    }
    return undefined;
  }

  /** The number of a symbol on the page. */
  #indexOf(mathml: string): number {
    const known = this.#indices.get(mathml);
    if (known !== undefined) return known;
    const alike = this.#rows.filter(({ pattern }) =>
      new RegExp(`^(?:${pattern})$`).test(mathml)
    );
    const [layer] = nodeOf(mathml);
    const row = alike.find((row) => row.mathml === mathml) ??
      alike.find((row) => nodeOf(row.mathml)[0] === layer) ?? alike[0]!;
    const index = this.#occurrences.length;
    this.#indices.set(mathml, index);
    const value = (row.mathml === mathml && row.value) ||
      this.#values.get(spelling(quotientOf(mathml)));
    this.#occurrences.push({ row, mathml, value });
    return index;
  }

  /**
   * Marks the symbols in a formula.
   *
   * @param mathml The formula.
   * @returns The formula, and a place for the links of its symbols, which {@linkcode resolve} fills.
   */
  mark(mathml: string): { mathml: string; place: string } {
    if (!this.#pattern) return { mathml, place: "" };
    const found = new Set<number>();
    const marked = mathml.replace(this.#pattern, (symbol) => {
      const index = this.#indexOf(symbol);
      found.add(index);
      return classed(symbol, `s${index}`);
    });
    const place = found.size
      ? `\ue001${this.#mark},${[...found].join()}\ue001`
      : "";
    return { mathml: marked, place };
  }

  /**
   * Gives each symbol that no prose links a link at the first equation that has it.
   *
   * @param html The page's content, all of whose formulas have been marked.
   * @returns The content with every place filled.
   */
  resolve(html: string): string {
    const places = new RegExp(`\ue001${this.#mark},([\\d,]*)\ue001`, "g");
    return html.replace(places, (_, indices) => {
      const links = indices.split(",").map(Number)
        .filter((index: number) => !this.#linked.has(index))
        .map((index: number) => this.#link(index));
      return links.length
        ? `<span class="symbols">${links.join(" ")}</span>`
        : "";
    });
  }

  /**
   * A formula in running text that is one symbol and no more, as a link.
   *
   * @param tex The formula.
   * @param isFirst Whether it is the first of its kind on the page; the others are only marked, because a reader who
   * goes from link to link has no need of them.
   * @returns HTML; `undefined` if the formula is something else.
   */
  inline(tex: string, isFirst: (href: string) => boolean): string | undefined {
    const mathml = this.#pattern && typesetBare(tex);
    if (!mathml || mathml.match(this.#pattern!)?.[0] !== mathml) {
      return undefined;
    }
    const index = this.#indexOf(mathml);
    return isFirst(`s${index}`)
      ? this.#link(index)
      : `<math>${classed(mathml, `s${index}`)}</math>`;
  }

  #link(index: number): string {
    this.#linked.add(index);
    const { row, mathml } = this.#occurrences[index]!;
    return `<a class="symbol s${index}" href="${
      escapeHtml(row.href)
    }"><math>${mathml}</math></a>`;
  }

  /**
   * What is shown of a symbol that is pointed at.
   *
   * @param renderInline Writes Markdown without paragraphs.
   * @returns The tips, and the style by which pointing shows them; empty strings if no symbol was met.
   */
  tips(
    renderInline: (markdown: string) => string,
  ): { html: string; style: string } {
    // What the tips say has symbols too, which need no tips of their own.
    const met = [...this.#occurrences];
    const html = met.map(({ row, mathml, value }, i) =>
      `<p class="t${i}">${plain(renderInline(meaningOf(row, mathml)))}${
        value ? ` <b>= ${escapeHtml(value)}</b>` : ""
      }</p>`
    ).join("\n");
    const style = met.map((_, i) =>
      `:has(.s${i}:hover,.s${i}:focus-visible)>*>.t${i}`
    ).join();
    return {
      html: html && `<div class="tips">${html}</div>`,
      style: style && `${style}{display:block}`,
    };
  }
}

/** What a row says of a symbol, which may be that of another neuron than the row's. */
function meaningOf(row: Row, mathml: string): string {
  const [layer, number] = nodeOf(mathml);
  return row.mathml === mathml || !layer
    ? row.meaning
    : row.meaning.replace(NODE_IN_TEX, `$$${layer}_{${number}}$$`);
}

/** What a tip says, the names in it without the marks and in the markup of text, which is shorter. */
function plain(html: string): string {
  return html.replace(
    /<math><msub(?: class="s\d+")?><mi>([^<]*)<\/mi><mn>(\d+)<\/mn><\/msub><\/math>/g,
    "<i>$1</i><sub>$2</sub>",
  ).replace(/ class="s\d+"/g, "");
}

/** MathML with a class on its outermost element. */
function classed(mathml: string, name: string): string {
  return mathml.replace(
    /^<(\w+)(?: class="([^"]*)")?/,
    (_, tag, own) => `<${tag} class="${own ? `${own} ` : ""}${name}"`,
  );
}

/** A symbol's text, a quotient of two as one derivative. */
function quotientOf(mathml: string): string {
  return textOf(mathml).replaceAll("∂", "d").replaceAll("/", "").replace(
    /\u2061|\u2062/g,
    "",
  );
}
