import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for files that nobody is to find later. */
export class ScratchFolder implements Disposable {
  readonly path: string;

  /** @param purpose What the folder is for; whenever possible it has the same path for the same purpose. */
  constructor(purpose: string) {
    // Deno names files by their real paths, and a temporary folder may be a link.
    this.path = Deno.realPathSync(make(purpose));
  }

  /** Writes a file, and gives its path. */
  write(name: string, text: string): string {
    const path = join(this.path, name);
    Deno.writeTextFileSync(path, text);
    return path;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/**
 * Makes the folder. Deno remembers what it has checked by path: with the same one, only what has changed is checked
 * again. While another process has that folder, or has left it behind, any other will do.
 */
function make(purpose: string): string {
  const hash = createHash("sha256").update(purpose).digest("hex").slice(0, 16);
  const path = join(tmpdir(), `denobook-check-${hash}`);
  try {
    Deno.mkdirSync(path, { mode: 0o700 });
    return path;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return Deno.makeTempDirSync({ prefix: "denobook-check-" });
  }
}
