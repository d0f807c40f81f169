import { join } from "node:path";
import { denoDir } from "../../lib/notebook/deno_dir.ts";
import type {
  Cell,
  CodeCell,
  MarkdownCell,
  Notebook,
} from "../../lib/notebook/format.ts";

/** A code cell that has not run. */
export function code(
  id: string,
  source: string,
  rest: Partial<CodeCell> = {},
): CodeCell {
  return {
    cell_type: "code",
    id,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
    ...rest,
  };
}

/** A cell of prose. */
export function prose(id: string, source: string): MarkdownCell {
  return { cell_type: "markdown", id, metadata: {}, source };
}

/** A notebook of nbformat 4.5. */
export function notebook(...cells: Cell[]): Notebook {
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

/** Hands a new folder to `work`, and removes it with all that is in it afterwards. */
export async function inFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "denobook-test-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Whether a process runs. One that has ended and that nobody has asked for its status yet does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return !/^\d+ \(.*\) [ZX] /s.test(stat);
  } catch (error) {
    // A process that ends between the opening of the file and its reading is no such process (ESRCH).
    if (error instanceof Deno.errors.NotFound) return false;
    if ((error as { code?: string }).code === "ESRCH") return false;
    throw error;
  }
}

/** Waits until a process has ended; one that goes on running is killed, and the test fails. */
export async function hasEnded(pid: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (isRunning(pid)) {
    if (Date.now() > deadline) {
      Deno.kill(pid, "SIGKILL");
      throw new Error(`Process ${pid} goes on running`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The names of the files in a folder, in order. */
export function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/**
 * Has Deno keep what it keeps, packages apart, in a new folder until that is disposed of; also the processes that are
 * started meanwhile.
 */
export function ownDenoDir(): Disposable & { readonly path: string } {
  const before = Deno.env.get("DENO_DIR");
  const path = Deno.makeTempDirSync({ prefix: "denobook-test-" });
  Deno.symlinkSync(join(denoDir()!, "npm"), join(path, "npm"));
  Deno.env.set("DENO_DIR", path);
  return {
    path,
    [Symbol.dispose]() {
      if (before === undefined) Deno.env.delete("DENO_DIR");
      else Deno.env.set("DENO_DIR", before);
      Deno.removeSync(path, { recursive: true });
    },
  };
}
