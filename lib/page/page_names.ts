/**
 * Where the pages of a book go: each notebook's page stands where the notebook stands, below the folder that holds them
 * all.
 *
 * @module
 */

import { basename, dirname, join, relative, resolve } from "node:path";
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

/**
 * Where the links of a page lead: those to another notebook lead to its page, all others where they lead anyway.
 *
 * @param from The page's name.
 * @param names The names of all pages, by themselves in lower case, since some file systems do not tell it from upper.
 * @param extension What the names end with.
 * @returns What a link leads to, of what it leads to in the notebook.
 */
export function linksFrom(
  from: string,
  names: ReadonlyMap<string, string>,
  extension: string,
): (href: string) => string {
  return (href) => {
    const [, path, fragment = ""] = href.match(/^([^:#?]+)\.ipynb(#.*)?$/) ??
      [];
    if (path === undefined) return href;
    const encode = (name: string) =>
      name.split("/").map(encodeURIComponent).join("/");
    const url = new URL(
      encode(path.split("/").map(percentDecoded).join("/")) + extension,
      `file:///${encode(from)}`,
    );
    const target = names.get(
      decodeURIComponent(url.pathname.slice(1)).toLowerCase(),
    );
    return target === undefined ? href : hrefBetween(from, target) + fragment;
  };
}
