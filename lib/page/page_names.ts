/**
 * Where the pages of a book go: each notebook's page stands where the notebook stands, below the folder that holds them
 * all.
 *
 * @module
 */

import { basename, dirname, join, relative, resolve } from "node:path";
import type { Notebook } from "../notebook/format.ts";
import { percentDecoded } from "./html.ts";

function commonFolder(paths: readonly string[]): string {
  const [first = ".", ...rest] = paths.map((path) => dirname(resolve(path)));
  return rest.reduce((common, folder) => {
    let shared = common;
    while (relative(shared, folder).startsWith("..")) shared = dirname(shared);
    return shared;
  }, first);
}

/**
 * The names of the pages of notebooks.
 *
 * @param paths The notebooks' paths.
 * @param extension What the names end with, such as `.html`.
 * @returns A name for each path, in their order, with `/` between folders.
 */
export function pageNames(
  paths: readonly string[],
  extension: string,
): string[] {
  const root = commonFolder(paths);
  return paths.map((path) => {
    const folder = relative(root, dirname(resolve(path)));
    return join(folder, basename(path, ".ipynb") + extension).replaceAll(
      "\\",
      "/",
    );
  });
}

/**
 * The address by which one page leads to another.
 *
 * @param from The name of the page with the link.
 * @param to The name of the page that it leads to.
 * @returns A relative URL.
 */
export function hrefBetween(from: string, to: string): string {
  return relative(dirname(from), to).split(/[\\/]/).map(encodeURIComponent)
    .join("/");
}

/** A page and the notebook that it is made from. */
export interface NamedPage {
  readonly name: string;
  readonly notebook: Notebook;
}

/** How links lead from page to page. */
export interface LinkStyle {
  /** What the pages' names end with. */
  readonly extension: string;
  /** A fragment that names a heading, as the page has it. */
  readonly fragment: (notebook: Notebook, fragment: string) => string;
}

/**
 * Where the links of a page lead: those to another notebook lead to its page, those to a heading to where it stands, and
 * all others where they lead anyway.
 *
 * @param from The page.
 * @param pages All pages by their names in lower case, since some file systems do not tell it from upper.
 * @param style How the links are written.
 * @returns What a link leads to, of what it leads to in the notebook.
 */
export function linksFrom(
  from: NamedPage,
  pages: ReadonlyMap<string, NamedPage>,
  { extension, fragment }: LinkStyle,
): (href: string) => string {
  const inPage = ({ notebook }: NamedPage, hash: string) =>
    hash && `#${fragment(notebook, hash.slice(1))}`;
  return (href) => {
    if (href.startsWith("#")) return inPage(from, href);
    const [, path, hash = ""] = href.match(/^([^:#?]+)\.ipynb(#.*)?$/) ?? [];
    if (path === undefined) return href;
    const encode = (name: string) =>
      name.split("/").map(encodeURIComponent).join("/");
    const url = new URL(
      encode(path.split("/").map(percentDecoded).join("/")) + extension,
      `file:///${encode(from.name)}`,
    );
    const target = pages.get(
      decodeURIComponent(url.pathname.slice(1)).toLowerCase(),
    );
    return target === undefined
      ? href
      : hrefBetween(from.name, target.name) + inPage(target, hash);
  };
}
