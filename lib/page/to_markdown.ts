/**
 * Notebooks as Markdown, for wherever Markdown is read: prose as it stands, code in fences, outputs behind it, and
 * pictures as files of their own.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { basename, dirname, join } from "node:path";
import type {
  Cell,
  MarkdownCell,
  MimeBundle,
  Notebook,
  Output,
  RawCell,
} from "../notebook/format.ts";
import { markdownFragment } from "./anchors.ts";
import type { BookNotebook } from "./book.ts";
import { visibleCells } from "./content.ts";
import { percentDecoded, textOf } from "./html.ts";
import { findImage, type ImageFile, reportMissing } from "./images.ts";
import { languageOf } from "./other_languages.ts";
import { type PageOptions, throwIt } from "./page.ts";
import { PageError } from "./page_error.ts";
import { linksFrom, pageNames } from "./page_names.ts";
import { altOf, richest, type ShownType, visibleMarkup } from "./richest.ts";
import { plainText } from "./terminal.ts";
import { outputsOf, visibilityOf } from "./visibility.ts";

/** A file to be written. */
export interface WrittenFile {
  /** Its name, with the folders that it stands in. */
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/svg+xml": "svg",
  "image/jpeg": "jpg",
};

/** A fence around a text, longer than any within. */
function fenced(text: string, language = ""): string {
  const longest = Math.max(
    2,
    ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length),
  );
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n+$/, "")}\n${fence}`;
}

/** The pictures of a notebook, each put into a file. */
class Pictures {
  readonly files: WrittenFile[] = [];
  readonly #folder: string;
  readonly #page: string;

  constructor(page: string) {
    this.#page = page;
    this.#folder = `${basename(page, ".md")}_files`;
  }

  /** Puts a picture into a file, and gives its address. */
  add(name: string, type: string, data: string): string {
    const extension = EXTENSIONS[type] ??
      type.replace(/^image\//, "").replace(/\W.*/, "");
    const file = `${name.replace(/[^\p{L}\p{N}_-]+/gu, "-")}.${extension}`;
    const path = join(dirname(this.#page), this.#folder, file).replaceAll(
      "\\",
      "/",
    );
    const content = type === "image/svg+xml"
      ? standalone(data)
      : new Uint8Array(Buffer.from(data, "base64"));
    if (!this.files.some(({ name }) => name === path)) {
      this.files.push({ name: path, content });
    }
    return `${encodeURIComponent(this.#folder)}/${encodeURIComponent(file)}`;
  }

  /** Keeps a picture beside the notebook beside its page too. */
  keep({ name, bytes }: ImageFile): void {
    const path = join(dirname(this.#page), name).replaceAll("\\", "/");
    if (!this.files.some(({ name }) => name === path)) {
      this.files.push({ name: path, content: bytes });
    }
  }
}

/** An SVG that HTML would accept, as a file, which asks for its namespace, on paper, whatever page it stands on. */
function standalone(svg: string): string {
  return svg.replace(/<svg([^>]*?)(?=\/?>)/, (_, attributes: string) => {
    const space = / xmlns=/.test(attributes)
      ? ""
      : ' xmlns="http://www.w3.org/2000/svg"';
    const style = / style="/.test(attributes)
      ? attributes.replace(/ style="/, "$&background: #fff; ")
      : `${attributes} style="background: #fff"`;
    return `<svg${space}${style}`;
  });
}

/** What an SVG says of itself. */
function titleOf(svg: string): string {
  return textOf(svg.match(/^[^]*?<svg[^>]*>\s*<title>([^<]*)/)?.[1] ?? "");
}

function shown(
  { type, as }: { type: string; as: ShownType },
  data: MimeBundle,
  alt: string,
  picture: (type: string, data: string) => string,
): string {
  const value = data[type]!;
  const text = typeof value === "string"
    ? value
    : JSON.stringify(value, null, 2);
  switch (as) {
    // Elsewhere, a style would apply to the whole page or be read as text, and a blank line ends what is HTML.
    case "text/html":
      return visibleMarkup(text).trim().replace(/\n\s*\n/g, "\n");
    case "text/markdown":
      return text.trim();
    case "text/latex":
      return /^\s*(\$|\\begin)/.test(text) ? text.trim() : `$$${text.trim()}$$`;
    case "application/json":
      return fenced(JSON.stringify(value, null, 2), "json");
    case "text/plain":
      return fenced(plainText(text));
    default: {
      const name = (alt || titleOf(text)).replace(/\s+/g, " ").trim();
      return `![${name.replace(/[[\]]/g, "\\$&")}](${picture(type, text)})`;
    }
  }
}

function outputText(
  output: Output,
  picture: (type: string, data: string) => string,
): string {
  if (output.output_type === "stream") return fenced(plainText(output.text));
  if (output.output_type === "error") {
    const { ename, evalue, traceback } = output;
    const trace = plainText(traceback.join("\n")).trim();
    const title = plainText(`${ename}: ${evalue}`);
    return fenced(trace.includes(title) ? trace : `${title}\n${trace}`);
  }
  const found = richest(output.data);
  return found
    ? shown(found, output.data, altOf(found.type, output), picture)
    : "";
}

/** What the text of a notebook needs to know. */
interface Page {
  readonly path: string;
  readonly notebook: Notebook;
  readonly pictures: Pictures;
  /** Where a link leads. */
  readonly resolveLink: (href: string) => string;
  /** Takes what cannot be shown. */
  readonly report: (error: PageError) => void;
}

/** An address in a link or a picture, be it Markdown or HTML. */
const ADDRESS =
  /(\]\(\s*<)([^>\n]+)|(\]\(\s*)([^\s<()]+(?:\([^\s()]*\)[^\s()]*)*)|(\b(?:href|src)\s*=\s*["'])([^"'\n]+)|(^ {0,3}\[[^\]\n]+\]:\s*)(\S+)/gm;

/** Formulas, of which those without dollars are ones to Jupyter alone. */
const FORMULA =
  /\$\$[^]*?\$\$|\$(?:[^$\n]|\n(?!\s*\n))+\$|^\\begin\{([a-z]+\*?)\}[^]*?\\end\{\1\}[.,]?[ \t]*(\n?)/gm;

function withDollars(prose: string): string {
  return prose.replace(
    FORMULA,
    (formula, name, end) =>
      name === undefined ? formula : `$$\n${formula.trim()}\n$$${end || "\n"}`,
  );
}

/** Whether what stands before `](` is the text of a picture, and not that of a link. */
function isPictureText(before: string): boolean {
  let depth = 0;
  let at = before.length;
  while (--at >= 0 && (before[at] !== "[" || depth > 0)) {
    if (before[at] === "]") depth++;
    if (before[at] === "[") depth--;
  }
  return before[at - 1] === "!";
}

function proseText(cell: MarkdownCell | RawCell, page: Page): string {
  const { path, pictures, resolveLink, report } = page;
  const place = { notebook: path, cellId: cell.id };
  const rename = (address: string, isShown: boolean): string => {
    if (!address.startsWith("attachment:")) {
      const image = findImage(path, address);
      if (image) pictures.keep(image);
      else if (isShown) reportMissing(address, { ...place, report });
      return resolveLink(address);
    }
    const name = percentDecoded(address.slice("attachment:".length));
    const [type, data] = Object.entries(cell.attachments?.[name] ?? {})
      .find(([type]) => type.startsWith("image/")) ?? [];
    if (type === undefined) {
      const reason = `the cell has no attachment: ${name}`;
      report(new PageError("Cannot show an image", reason, place));
      return address;
    }
    return pictures.add(
      `${cell.id}-${name.replace(/\.\w+$/, "")}`,
      type,
      String(data),
    );
  };
  // What stands in code is no link.
  return cell.source.replaceAll("\r\n", "\n").trim()
    .split(/(^ *(`{3,}|~{3,})[^]*?^ *\2[`~]*$|`[^`\n]*`)/m)
    .map((part, i) => {
      if (i % 3 > 0) return i % 3 === 1 ? part : "";
      const text = withDollars(part);
      return text.replace(ADDRESS, (_, ...groups: (string | undefined)[]) => {
        const at = [0, 2, 4, 6].find((i) => groups[i] !== undefined)!;
        const before = text.slice(0, Number(groups[8]));
        const isShown = at === 4
          ? /<img\b[^<>]*$/i.test(before)
          : at < 4 && isPictureText(before);
        return groups[at]! + rename(groups[at + 1]!, isShown);
      });
    }).join("").trimEnd();
}

function cellText(cell: Cell, page: Page): string {
  const { notebook, pictures } = page;
  if (cell.cell_type !== "code") return proseText(cell, page);
  let count = 0;
  const outputs = outputsOf(cell).map((output) =>
    outputText(
      output,
      (type, data) => pictures.add(`${cell.id}-${++count}`, type, data),
    )
  );
  const code = cell.source.trim() && visibilityOf(cell).code === "shown"
    ? fenced(
      cell.source.replaceAll("\r\n", "\n"),
      languageOf(notebook) || "typescript",
    )
    : "";
  return [code, ...outputs].filter(Boolean).join("\n\n");
}

/**
 * Writes notebooks as Markdown.
 *
 * @param notebooks The notebooks with their paths.
 * @param options What takes an attachment that is missing.
 * @returns The files: one for each notebook, and its pictures in a folder beside it.
 * @throws {PageError} If an attachment is missing, unless `report` takes it.
 *
 * @example
 * ```ts
 * import { toMarkdown } from "@denobook/denobook/page";
 * import { assertEquals } from "@std/assert";
 *
 * const files = toMarkdown([{
 *   path: "notebooks/or.ipynb",
 *   notebook: {
 *     cells: [{ cell_type: "markdown", id: "title", metadata: {}, source: "# The OR gate" }],
 *     metadata: {},
 *     nbformat: 4,
 *     nbformat_minor: 5,
 *   },
 * }]);
 *
 * assertEquals(files, [{ name: "or.md", content: "# The OR gate\n" }]);
 * ```
 */
export function toMarkdown(
  notebooks: readonly BookNotebook[],
  { report = throwIt }: Pick<PageOptions, "report"> = {},
): WrittenFile[] {
  const names = pageNames(notebooks.map(({ path }) => path), ".md");
  const all = new Map(notebooks.map(({ notebook }, i) => {
    const name = names[i]!;
    return [name.toLowerCase(), { name, notebook }];
  }));
  return notebooks.flatMap(({ path, notebook }, i) => {
    const name = names[i]!;
    const pictures = new Pictures(name);
    const resolveLink = linksFrom({ name, notebook }, all, {
      extension: ".md",
      fragment: markdownFragment,
    });
    const page = { path, notebook, pictures, resolveLink, report };
    const texts = visibleCells(notebook).map((cell) => cellText(cell, page));
    return [
      { name, content: `${texts.filter(Boolean).join("\n\n")}\n` },
      ...pictures.files,
    ];
  });
}
