import { basename } from "node:path";
import type { Notebook } from "../notebook/format.ts";
import { type PageContent, renderContent } from "./content.ts";
import { escapeHtml } from "./html.ts";
import { type PageLink, renderDocument } from "./layout.ts";

/** A notebook and where it comes from. */
export interface BookNotebook {
  path: string;
  notebook: Notebook;
}

/** A page of a book as a file. */
export interface BookPage {
  /** The file's name, such as `xor.html`. */
  name: string;
  html: string;
}

/** A set of notebooks cannot be made into a book. */
export class BookError extends Error {
  override readonly name = "BookError";
}

const INDEX = "index.html";

function pageName(path: string): string {
  return `${basename(path, ".ipynb")}.html`;
}

function pathsByName(notebooks: BookNotebook[]): Map<string, string> {
  const paths = new Map<string, string>();
  for (const { path } of notebooks) {
    // Some file systems do not tell upper from lower case.
    const name = pageName(path).toLowerCase();
    const other = paths.get(name);
    if (other !== undefined) {
      throw new BookError(
        `Cannot make a book: ${other} and ${path} would both be ${
          pageName(path)
        }; rename one`,
      );
    }
    paths.set(name, path);
  }
  return paths;
}

function list(pages: (PageLink & PageContent)[]): string {
  const items = pages.map(({ href, title, summary }) =>
    `<li><a href="${escapeHtml(href)}">${escapeHtml(title)}</a>${
      summary ? `<p>${summary}</p>` : ""
    }</li>`
  );
  return `<nav class="chapters" aria-label="Contents"><ol>\n${
    items.join("\n")
  }\n</ol></nav>`;
}

/**
 * Renders notebooks as a book: a page for each, in the order given, and an index that leads to them with
 * their titles and first paragraphs. A notebook called `index.ipynb` becomes the index, with the list
 * below its own content. Links from one notebook to another lead to its page.
 *
 * @param notebooks The notebooks with their paths.
 * @returns The pages, the index first. Writing them is the caller's.
 * @throws {BookError} If two notebooks would become the same file.
 * @throws {PageError} If a formula is not valid or an attachment is missing.
 *
 * @example
 * ```ts
 * import { type BookNotebook, type BookPage, renderBook } from "@denobook/denobook/page";
 * import { assertEquals } from "@std/assert";
 *
 * const notebooks = ["or", "xor"].map((name): BookNotebook => ({
 *   path: `notebooks/${name}.ipynb`,
 *   notebook: { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 },
 * }));
 * const pages: BookPage[] = await renderBook(notebooks);
 *
 * assertEquals(pages.map(({ name }) => name), ["index.html", "or.html", "xor.html"]);
 * ```
 */
export async function renderBook(
  notebooks: BookNotebook[],
): Promise<BookPage[]> {
  const paths = pathsByName(notebooks);
  const resolveLink = (href: string) => {
    const [, path, fragment = ""] = href.match(/^([^:#?]+\.ipynb)(#.*)?$/) ??
      [];
    if (path === undefined) return href;
    const name = pageName(decodeURIComponent(path));
    return paths.has(name.toLowerCase())
      ? encodeURIComponent(name) + fragment
      : href;
  };
  const contents = notebooks.map(({ path, notebook }) => ({
    name: pageName(path),
    href: encodeURIComponent(pageName(path)),
    ...renderContent(notebook, path, resolveLink),
  }));
  const chapters = contents.filter(({ name }) => name !== INDEX);
  const written = contents.find(({ name }) => name === INDEX);
  const front = written ??
    { title: "Contents", mainId: "main", html: "<h1>Contents</h1>" };
  const index = { href: INDEX, title: front.title };

  const pages = [{
    name: INDEX,
    html: await renderDocument(`${front.html}\n${list(chapters)}`, {
      title: front.title,
      mainId: front.mainId,
      // A bare list of the pages leads to the first of them by itself.
      next: written && chapters[0],
    }),
  }];
  for (const [i, { name, html, title, mainId }] of chapters.entries()) {
    const frame = {
      title,
      mainId,
      index,
      previous: chapters[i - 1],
      next: chapters[i + 1],
    };
    pages.push({ name, html: await renderDocument(html, frame) });
  }
  return pages;
}
