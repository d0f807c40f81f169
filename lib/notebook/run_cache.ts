/**
 * Runs that need not be repeated. Of each notebook the last run is kept that passed and that depended on nothing but what
 * its key covers (see `run_key.ts` and `observe.ts`). It is kept where Deno keeps what it has downloaded, never beside the
 * notebook.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { denoDir } from "./deno_dir.ts";
import { isNotebookError } from "./errors.ts";
import { writeFileAtomically } from "./file.ts";
import type { Cell, Notebook, Output } from "./format.ts";
import { isExecuted, type RunResult } from "./run.ts";
import { objection, observe } from "./observe.ts";
import { NoRunKeyError, type RunKey, runKey, sha256 } from "./run_key.ts";
import type { Session } from "./session.ts";

/** What is kept of a run: what each cell that was executed put out. */
interface KeptRun {
  readonly key: string;
  readonly cells: Record<string, KeptCell>;
}

interface KeptCell {
  readonly execution_count: number | null;
  readonly outputs: Output[];
}

/** What is kept of the runs of one notebook. */
export class RunCache {
  readonly #notebook: Notebook;
  readonly #cwd: string;
  readonly #limits: unknown;
  /** The key of the run, or why it has none. */
  readonly #key: RunKey | string;
  readonly #file: string | undefined;

  private constructor(
    notebook: Notebook,
    place: { cwd: string; limits: unknown; file: string | undefined },
    key: RunKey | string,
  ) {
    this.#notebook = notebook;
    this.#cwd = place.cwd;
    this.#limits = place.limits;
    this.#file = place.file;
    this.#key = key;
  }

  /**
   * Opens what is kept of a notebook.
   *
   * @param path The notebook's path.
   * @param notebook The notebook as it is to be run.
   * @param limits What else bears on how the run ends.
   */
  static async open(
    path: string,
    notebook: Notebook,
    limits: unknown,
  ): Promise<RunCache> {
    // A notebook runs in the folder of its path, also where this is a link to a file elsewhere.
    const cwd = await Deno.realPath(dirname(path));
    const file = join(cwd, basename(path));
    const folder = denoDir();
    const kept = folder &&
      join(folder, "denobook", `${sha256(file).slice(0, 32)}.json`);
    const key = await keyOf(cwd, notebook, limits);
    return new RunCache(notebook, { cwd, limits, file: kept }, key);
  }

  /** The run that is kept, if it is of this notebook as it is now. */
  async find(): Promise<RunResult | undefined> {
    if (typeof this.#key === "string" || this.#file === undefined) {
      return undefined;
    }
    const kept = await readKept(this.#file);
    if (kept?.key !== this.#key.hash) return undefined;
    const cells = this.#notebook.cells.map((cell): Cell => {
      if (!isExecuted(cell)) return cell;
      const { execution: _, ...metadata } = cell.metadata;
      return { ...cell, metadata, ...kept.cells[cell.id] };
    });
    return {
      notebook: { ...this.#notebook, cells },
      allowed: [],
      executed: 0,
      tests: { passed: 0, failed: 0 },
      cached: true,
    };
  }

  /** Begins to see what a run depends on; if it has a key, for otherwise it is not kept. */
  async begin(session: Session): Promise<void> {
    if (typeof this.#key !== "string") await observe(session);
  }

  /**
   * Keeps a run that has passed, if nothing but what its key covers can have had a part in it.
   *
   * @param result The run.
   * @param session The session, after its last cell.
   * @returns Why it is not kept, in a few words, or nothing if it is.
   */
  async keep(
    { notebook }: RunResult,
    session: Session,
  ): Promise<string | undefined> {
    const key = this.#key;
    if (typeof key === "string") return key;
    if (this.#file === undefined) return "Deno has no folder for what it keeps";
    const objected = await objection(session, key);
    if (objected !== undefined) return objected;
    const now = await keyOf(this.#cwd, this.#notebook, this.#limits);
    if (typeof now === "string" || now.hash !== key.hash) {
      return "what it depends on was changed while it ran";
    }
    const cells = Object.fromEntries(
      notebook.cells.filter(isExecuted).map((
        { id, execution_count, outputs },
      ) => [id, { execution_count, outputs }]),
    );
    try {
      await Deno.mkdir(join(this.#file, ".."), { recursive: true });
      const text = JSON.stringify({ key: key.hash, cells });
      await writeFileAtomically(this.#file, `${sha256(text)}\n${text}\n`);
    } catch (error) {
      if (!isNotebookError(error)) throw error;
      return error.message;
    }
    return undefined;
  }
}

async function keyOf(
  cwd: string,
  notebook: Notebook,
  limits: unknown,
): Promise<RunKey | string> {
  try {
    return await runKey(cwd, notebook, limits);
  } catch (error) {
    if (error instanceof NoRunKeyError) return error.message;
    throw error;
  }
}

/** Reads a run that is kept: a line with the hash of the next. What is damaged is not there. */
async function readKept(file: string): Promise<KeptRun | undefined> {
  const text = await Deno.readTextFile(file).catch(() => "");
  const [hash, json] = text.split("\n");
  return json !== undefined && sha256(json) === hash
    ? JSON.parse(json)
    : undefined;
}
