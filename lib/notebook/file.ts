import { basename, dirname, join } from "node:path";
import {
  NotebookChangedError,
  NotebookFormatError,
  systemError,
} from "./errors.ts";
import type { Notebook } from "./format.ts";
import { parseNotebook } from "./parse.ts";
import { serializeNotebook } from "./serialize.ts";

/**
 * Reads a notebook from disk.
 *
 * @param path The path of an .ipynb file.
 * @returns The notebook.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {NotebookFormatError} If it is not a notebook of nbformat 4.
 *
 * @example
 * ```ts
 * import { readNotebook } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const notebook = await readNotebook("notebooks/two_two_two.ipynb");
 * assertEquals(notebook.nbformat, 4);
 * ```
 */
export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await readText(path), path);
}

/** Reads the text of a notebook's file; see {@linkcode readNotebook}. */
export async function readText(path: string): Promise<string> {
  const action = `Cannot read notebook ${path}`;
  let bytes;
  try {
    const { isFile, isDirectory } = await Deno.stat(path);
    // To read a named pipe is to wait for somebody who writes to it.
    if (!isFile && !isDirectory) {
      throw new NotebookFormatError(
        `${action}: it is a pipe or a device, not a file`,
      );
    }
    bytes = await Deno.readFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new Deno.errors.NotFound(`${action}: there is no such file`, {
        cause,
      });
    }
    if (cause instanceof Deno.errors.IsADirectory) {
      throw new Deno.errors.IsADirectory(`${action}: it is a folder`, {
        cause,
      });
    }
    throw systemError(action, cause);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes);
  } catch (cause) {
    throw new NotebookFormatError(`${action}: it is not UTF-8 text`, { cause });
  }
}

/**
 * Writes a notebook to disk in its canonical form.
 *
 * @param path The path of the .ipynb file.
 * @param notebook The notebook.
 */
export async function writeNotebook(
  path: string,
  notebook: Notebook,
): Promise<void> {
  await writeFileAtomically(path, serializeNotebook(notebook));
}

/**
 * Writes a file whose text has been made from what it held before.
 *
 * @param path The path of the file.
 * @param before What it held when it was read.
 * @param after What it is to hold.
 * @param refusal What is said if it has been changed since.
 * @throws {NotebookChangedError} If it has been changed or removed since.
 */
export async function writeIfUnchanged(
  path: string,
  before: string,
  after: string,
  refusal: string,
): Promise<void> {
  const now = await readText(path).catch((cause) => {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new NotebookChangedError(
      `Cannot write notebook ${path}: it was removed in the meantime`,
      { cause },
    );
  });
  if (now !== before) throw new NotebookChangedError(refusal);
  await writeFileAtomically(path, after);
}

/**
 * Writes a text file so that, whatever happens on the way, the path holds the old text or the new one, whole: the
 * text goes to a file beside it first, is brought to disk, and then takes the path's name. If that ends by force, as by
 * SIGKILL, the file beside it stays until the next time.
 *
 * @param path The path of the file.
 * @param text What it is to hold.
 */
export async function writeFileAtomically(
  path: string,
  text: string,
): Promise<void> {
  // What is replaced is the file, not a link to it.
  const target = await Deno.realPath(path).catch(() => path);
  const aside = `${target}.${crypto.randomUUID()}.tmp`;
  const onExit = () => {
    try {
      Deno.removeSync(aside);
    } catch {
      // It has not been made yet, or has its name.
    }
  };
  addEventListener("unload", onExit);
  try {
    using file = await Deno.open(aside, { write: true, createNew: true });
    // Where the file system knows no locks, nothing is taken for left over.
    await file.tryLock(true).catch(() => {});
    await takeOver(target, aside);
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) {
      at += await file.write(bytes.subarray(at));
    }
    await file.sync();
    await Deno.rename(aside, target);
    await removeLeftovers(target).catch(() => {});
  } catch (error) {
    await Deno.remove(aside).catch(() => {});
    throw systemError(`Cannot write ${path}`, error);
  } finally {
    removeEventListener("unload", onExit);
  }
}

/**
 * Gives a file the owner and the permissions of the one that it is to replace.
 *
 * @throws {Deno.errors.PermissionDenied} If that one may not be written: the folder alone would let it be replaced.
 */
async function takeOver(target: string, aside: string): Promise<void> {
  const before = await Deno.stat(target).catch(() => undefined);
  if (!before?.isFile) return;
  (await Deno.open(target, { write: true })).close();
  // Nobody but root can give a file away; all others keep their own.
  await Deno.chown(aside, before.uid, before.gid).catch(() => {});
  if (before.mode !== null) await Deno.chmod(aside, before.mode & 0o777);
}

/** Removes the files beside a file that nobody writes any more: the system took their locks away with the process. */
async function removeLeftovers(target: string): Promise<void> {
  const folder = dirname(target);
  const beginning = `${basename(target)}.`;
  for await (const { name, isFile } of Deno.readDir(folder)) {
    const rest = name.startsWith(beginning) && name.slice(beginning.length);
    if (!isFile || !rest || !/^[0-9a-f-]{36}\.tmp$/.test(rest)) continue;
    const path = join(folder, name);
    using file = await Deno.open(path);
    if (await file.tryLock(true)) await Deno.remove(path);
  }
}
