import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the names of such folders begin with. */
export const SCRATCH_NAME = "denobook-check-";

const LOCK = ".lock";

/** A folder for files that nobody is to find later. */
export class ScratchFolder implements Disposable {
  readonly path: string;
  readonly #lock: Disposable;

  /**
   * @param purpose What the folder is for; whenever possible it has the same path for the same purpose.
   * @param parent The folder to make it in; without it, and where that cannot be, the system's for temporary files.
   */
  constructor(purpose: string, parent?: string) {
    const within = parent === undefined
      ? undefined
      : make(purpose, parent, ".");
    const { path, lock } = within ?? make(purpose, tmpdir(), "") ??
      locked(Deno.makeTempDirSync({ prefix: SCRATCH_NAME }))!;
    // Deno names files by their real paths, and a temporary folder may be a link.
    this.path = Deno.realPathSync(path);
    this.#lock = lock;
  }

  /** Writes a file, and gives its path. */
  write(name: string, text: string): string {
    const path = join(this.path, name);
    Deno.writeTextFileSync(path, text);
    return path;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
    this.#lock[Symbol.dispose]();
  }
}

interface LockedFolder {
  readonly path: string;
  readonly lock: Disposable;
}

/**
 * Makes the folder. Deno remembers what it has checked by path: with the same one, only what has changed is checked
 * again. The lock tells a folder that another process has from one that is left of a process that was killed.
 */
function make(
  purpose: string,
  parent: string,
  prefix: string,
): LockedFolder | undefined {
  const hash = createHash("sha256").update(purpose).digest("hex").slice(0, 16);
  const path = join(parent, `${prefix}${SCRATCH_NAME}${hash}`);
  try {
    if (!isThere(path)) Deno.mkdirSync(path, { mode: 0o700 });
    return locked(path);
  } catch (error) {
    const isSystems = Object.values(Deno.errors)
      .some((type) => error instanceof type);
    if (!isSystems) throw error;
    return undefined;
  }
}

/** Whether there is such a folder already, left by a process of this user's. */
function isThere(path: string): boolean {
  try {
    const { isDirectory, uid } = Deno.lstatSync(path);
    return isDirectory && uid === Deno.uid();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function locked(path: string): LockedFolder | undefined {
  const lock = Deno.openSync(join(path, LOCK), { create: true, write: true });
  if (!lock.tryLockSync(true)) {
    lock.close();
    return undefined;
  }
  // Nothing of what was left behind, and nothing for git and what goes by it to see.
  for (const { name } of Deno.readDirSync(path)) {
    if (name !== LOCK) Deno.removeSync(join(path, name), { recursive: true });
  }
  Deno.writeTextFileSync(join(path, ".gitignore"), "*\n");
  return { path, lock };
}
