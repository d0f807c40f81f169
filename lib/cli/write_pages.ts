import { dirname, join, relative, resolve } from "node:path";
import { systemError } from "../notebook/errors.ts";
import { writeFileAtomically } from "../notebook/file.ts";
import { findNotebooks } from "../notebook/find.ts";
import type { Notebook } from "../notebook/format.ts";
import { serializeNotebook } from "../notebook/serialize.ts";
import type { Paper } from "../page/chromium.ts";
import type { WrittenFile } from "../page/to_markdown.ts";
import { print } from "./print.ts";

/** What notebooks can be written as. */
export type Format = "html" | "markdown" | "typescript";

/** Notebooks with their paths. */
export type Ready = { path: string; notebook: Notebook }[];

/** What of the flags says how pages are made. */
export interface RenderFlags {
  readonly format: Format;
  readonly out: string;
  readonly trust?: boolean;
}

/** Whether a path is a folder or stands below it. */
export function isWithin(folder: string, path: string): boolean {
  return !relative(resolve(folder), resolve(path)).startsWith("..");
}

/** Finds notebooks, but for those that an earlier export has put beside its pages. */
export async function findSources(
  paths: readonly string[],
  out: string,
): Promise<string[]> {
  const files = await findNotebooks(paths);
  if (paths.some((path) => isWithin(out, path))) return files;
  const sources = files.filter((file) => !isWithin(out, file));
  if (sources.length > 0) return sources;
  throw new Deno.errors.NotFound(
    `Cannot find a notebook in ${
      paths.join(", ")
    }: all that there are were written to ${out} by an earlier export`,
  );
}

/** An import by a name that a project gives, or of a file of it, which may use such names. */
const NEEDS_PROJECT = /\b(?:from|import)\s*\(?\s*["'](?![a-z]+:)/;

/** Renders notebooks, and reports all that cannot be shown as it is meant. */
export async function render(
  notebooks: Ready,
  { format, out, trust }: RenderFlags,
  report: (problem: Error) => void,
): Promise<WrittenFile[]> {
  // What makes pages takes long to load, and nothing else needs it.
  if (format === "markdown") {
    const { toMarkdown } = await import("../page/to_markdown.ts");
    return toMarkdown(notebooks, { report });
  }
  if (format === "typescript") {
    const { toTypeScript } = await import("../page/to_typescript.ts");
    const { moduleConfig } = await import("./module_config.ts");
    const modules = toTypeScript(notebooks, out, { report });
    const paths = modules.filter(({ content }) =>
      NEEDS_PROJECT.test(String(content))
    ).map(({ path }) => path);
    const config = await moduleConfig(paths, out);
    return config ? [...modules, config] : modules;
  }
  const { renderBook } = await import("../page/book.ts");
  const { pageNames } = await import("../page/page_names.ts");
  const pages = await renderBook(notebooks, { trust, report });
  const names = pageNames(notebooks.map(({ path }) => path), ".ipynb");
  const sources = notebooks.flatMap(({ path, notebook }, i) => {
    const name = names[i]!;
    // Pages may stand beside their notebooks, which stay as they are.
    return resolve(out, name) === resolve(path)
      ? []
      : [{ name, content: serializeNotebook(notebook) }];
  });
  const written = pages.map(({ name, html }) => ({ name, content: html }));
  return [...written, ...sources];
}

/** So many files are written at the same time, because each of them waits for the disk. */
const AT_ONCE = 16;

/** Writes files into a folder, and says what there is to open. */
export async function writeFiles(
  folder: string,
  files: readonly WrittenFile[],
  { format, pdf, paper }: {
    readonly format: Format;
    readonly pdf?: boolean;
    readonly paper?: Paper;
  },
): Promise<void> {
  for (const below of new Set(files.map(({ name }) => dirname(name)))) {
    await Deno.mkdir(join(folder, below), { recursive: true }).catch(
      (cause) => {
        const action = `Cannot write pages to ${folder}`;
        if (
          cause instanceof Deno.errors.AlreadyExists ||
          cause instanceof Deno.errors.NotADirectory
        ) {
          throw new Deno.errors.NotADirectory(
            `${action}: a file stands where a folder is to be; name another`,
          );
        }
        throw systemError(action, cause);
      },
    );
  }
  const write = async ({ name, content }: WrittenFile) => {
    const path = join(folder, name);
    if (typeof content === "string") await writeFileAtomically(path, content);
    else await Deno.writeFile(path, content);
  };
  for (let i = 0; i < files.length; i += AT_ONCE) {
    await Promise.all(files.slice(i, i + AT_ONCE).map(write));
  }
  if (format !== "html") {
    print(`${files.length} files written to ${folder}`);
    return;
  }
  const pages = files.filter(({ name }) => name.endsWith(".html"));
  if (pdf) {
    const { printPdf } = await import("../page/chromium.ts");
    await printPdf(
      pages.filter(({ name }) => !/^_*search\.html$/.test(name)).map((
        { name },
      ) => join(folder, name)),
      { paper },
    );
  }
  print(`${pages.length} pages written; open ${folder}/index.html`);
}
