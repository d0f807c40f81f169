import type { Notebook } from "../notebook/format.ts";
import { pageFragment } from "./anchors.ts";
import { type PageContent, renderContent } from "./content.ts";
import { escapeHtml, percentDecoded } from "./html.ts";
import { type NotebookLink, type PageLink, renderDocument } from "./layout.ts";
import { languageOf, loadLanguages } from "./other_languages.ts";
import { framed, type PageOptions, throwIt } from "./page.ts";
import { hrefBetween, linksFrom, pageNames } from "./page_names.ts";
import { renderSearch } from "./search.ts";

/** A notebook and where it comes from. */
export interface BookNotebook {
  path: string;
  notebook: Notebook;
}

/** A page of a book as a file. */
export interface BookPage {
  /** The file's name, such as `xor.html`, with the folders that it stands in. */
  name: string;
  html: string;
}

/** A set of notebooks cannot be made into a book. */
export class BookError extends Error {
  override readonly name = "BookError";
}

interface Chapter extends BookNotebook {
  /** The name of its page. */
  name: string;
}

const INDEX = "index.html";

function chaptersOf(notebooks: readonly BookNotebook[]): Map<string, Chapter> {
  const chapters = new Map<string, Chapter>();
  const names = pageNames(notebooks.map(({ path }) => path), ".html");
  notebooks.forEach((notebook, i) => {
    const name = names[i]!;
    // Some file systems do not tell upper from lower case.
    const other = chapters.get(name.toLowerCase());
    if (other !== undefined) {
      throw new BookError(
        `Cannot make a book: ${other.path} and ${notebook.path} would both be ${name}; rename one`,
      );
    }
    chapters.set(name.toLowerCase(), { ...notebook, name });
  });
  return chapters;
}

/** Where the links of a page lead in the book. */
function linksOf(
  chapter: Chapter,
  chapters: ReadonlyMap<string, Chapter>,
): (href: string) => string {
  return linksFrom(chapter, chapters, {
    extension: ".html",
    fragment: pageFragment,
  });
}

/** The chapters in the order in which the index leads to them; those that it leaves out follow as they are. */
function inReadingOrder(
  index: Chapter | undefined,
  chapters: ReadonlyMap<string, Chapter>,
): { ordered: Chapter[]; listed: number } {
  const others = [...chapters.values()].filter((chapter) => chapter !== index);
  if (!index) return { ordered: others, listed: 0 };
  const resolve = linksOf(index, chapters);
  const targets = index.notebook.cells.flatMap(({ cell_type, source }) =>
    cell_type === "markdown"
      ? [...source.matchAll(/\]\(\s*<?([^)#\s>]+\.ipynb)/g)].map(([, href]) =>
        percentDecoded(resolve(href!))
      )
      : []
  );
  const ranked = others.map((chapter) => ({
    chapter,
    rank: targets.indexOf(chapter.name),
  }));
  const listed = ranked.filter(({ rank }) => rank >= 0).sort((a, b) =>
    a.rank - b.rank
  );
  return {
    ordered: [...listed, ...ranked.filter(({ rank }) => rank < 0)].map((
      { chapter },
    ) => chapter),
    listed: listed.length,
  };
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
 * Renders notebooks as a book: a page for each, an index that leads to them with their titles and first paragraphs, and
 * a page that searches them all. A notebook called `index.ipynb` becomes the index; the order in which it links to the
 * others is that of the book, its notation explains theirs, and the list of those that it leaves out stands below its own content. Links from one
 * notebook to another lead to its page. Notebooks in folders make pages in folders.
 *
 * @param notebooks The notebooks with their paths, in order.
 * @param options How the pages are made.
 * @returns The pages, the index first, the search last. Writing them is the caller's.
 * @throws {BookError} If two notebooks would become the same file.
 * @throws {PageError} If a formula is not valid or an attachment is missing, unless `report` takes it.
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
 * assertEquals(pages.map(({ name }) => name), [
 *   "index.html",
 *   "or.html",
 *   "xor.html",
 *   "search.html",
 * ]);
 * ```
 */
export async function renderBook(
  notebooks: BookNotebook[],
  options: PageOptions = {},
): Promise<BookPage[]> {
  await loadLanguages(notebooks.map(({ notebook }) => notebook));
  const { trust, report = throwIt } = options;
  const chapters = chaptersOf(notebooks);
  const written = chapters.get(INDEX);
  const { ordered, listed } = inReadingOrder(written, chapters);
  const render = (chapter: Chapter) => ({
    ...chapter,
    href: hrefBetween(INDEX, chapter.name),
    ...renderContent(chapter.notebook, {
      path: chapter.path,
      resolveLink: linksOf(chapter, chapters),
      notation: written && chapter !== written
        ? {
          notebook: written.notebook,
          href: hrefBetween(chapter.name, INDEX),
        }
        : undefined,
      trust,
      report,
    }),
  });
  const front = written && render(written);
  const pages = ordered.map(render);
  let searchName = "search.html";
  while (chapters.has(searchName)) searchName = `_${searchName}`;
  const title = front?.title ?? "Contents";
  const from = (page: string, name: string, title: string): PageLink => ({
    href: hrefBetween(page, name),
    title,
  });
  const missing = pages.slice(listed);

  const index: BookPage = {
    name: INDEX,
    html: await renderDocument({
      ...(front ? framed(front) : { title, mainId: "main" }),
      content: [
        front ? framed(front).content : `<h1>${title}</h1>`,
        missing.length ? list(missing) : "",
      ].filter(Boolean).join("\n"),
      trust,
      search: from(INDEX, searchName, "Search"),
      // A bare list of the pages leads to the first of them by itself.
      next: front && pages[0],
      notebook: written && notebookOf(written),
    }),
  };
  const files = [index];
  for (const [i, page] of pages.entries()) {
    const { name } = page;
    const neighbour = (other: typeof page | undefined) =>
      other && from(name, other.name, other.title);
    files.push({
      name,
      html: await renderDocument({
        ...framed(page),
        trust,
        index: from(name, INDEX, title),
        search: from(name, searchName, "Search"),
        previous: neighbour(pages[i - 1]),
        next: neighbour(pages[i + 1]),
        notebook: notebookOf(page),
      }),
    });
  }
  files.push({
    name: searchName,
    html: await renderSearch(
      [...(front ? [front] : []), ...pages],
      from(searchName, INDEX, title),
    ),
  });
  return files;
}

/** The notebook's file beside its page. */
function notebookOf({ name, notebook }: Chapter): NotebookLink {
  return {
    href: hrefBetween(name, name.replace(/html$/, "ipynb")),
    language: languageOf(notebook),
    imports: projectImports(notebook),
  };
}

/** What a notebook imports by names that only its project knows, or from files beside it. */
function projectImports(notebook: Notebook): string[] {
  const names = notebook.cells.flatMap(({ cell_type, source }) =>
    cell_type === "code"
      ? [...source.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g)]
        .map(([, name]) => name!)
      : []
  );
  return [...new Set(names)].filter((name) => !/^[a-z]+:/.test(name));
}
