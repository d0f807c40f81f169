import { join, resolve } from "node:path";
import { systemError } from "./errors.ts";

/**
 * Finds the notebooks that a command's arguments mean: a file is itself, a folder every `.ipynb` file below it.
 *
 * Folders whose names begin with a dot are passed over, as are Jupyter's own `.ipynb_checkpoints`, and those of packages,
 * `node_modules`.
 *
 * @param paths Files and folders.
 * @returns The paths of the notebooks, each once, those of a folder in alphabetical order.
 * @throws {Deno.errors.NotFound} If a path does not exist, or a folder holds no notebook.
 */
export async function findNotebooks(
  paths: readonly string[],
): Promise<string[]> {
  const found = new Map<string, string>();
  for (const path of paths) {
    const stat = await Deno.stat(path).catch((cause) => {
      throw cause instanceof Deno.errors.NotFound
        ? new Deno.errors.NotFound(
          `Cannot read notebook ${path}: there is no such file or folder`,
          { cause },
        )
        : systemError(`Cannot read notebook ${path}`, cause);
    });
    const notebooks = stat.isDirectory ? await notebooksBelow(path) : [path];
    if (notebooks.length === 0) {
      throw new Deno.errors.NotFound(
        `Cannot find a notebook in ${path}: no file below it ends in .ipynb`,
      );
    }
    for (const notebook of notebooks) {
      const key = resolve(notebook);
      if (!found.has(key)) found.set(key, notebook);
    }
  }
  return [...found.values()];
}

async function notebooksBelow(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch((cause) => {
    throw systemError(`Cannot look for notebooks in ${folder}`, cause);
  });
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  const below = await Promise.all(entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
    if (entry.isDirectory) return await notebooksBelow(path);
    return entry.name.endsWith(".ipynb") ? [path] : [];
  }));
  return below.flat();
}
