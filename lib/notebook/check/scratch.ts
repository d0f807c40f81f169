import { join } from "node:path";

/** A folder for files that nobody is to find later. */
export class ScratchFolder implements Disposable {
  readonly path: string;

  constructor() {
    const folder = Deno.makeTempDirSync({ prefix: "denobook-check-" });
    // Deno names files by their real paths, and a temporary folder may be a link.
    this.path = Deno.realPathSync(folder);
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
