/**
 * Runs that need not be repeated. Of each notebook the last run is kept that passed and that depended on nothing but what
 * its key covers (see `run_key.ts` and `observe.ts`). It is kept where Deno keeps what it has downloaded, never beside the
 * notebook.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { denoDir } from "./deno_dir.ts";
import { isNotebookError, NotebookFormatError, systemError } from "./errors.ts";
import { writeFileAtomically } from "./file.ts";
import type { CodeCell, Notebook } from "./format.ts";
import { objection, observe } from "./observe.ts";
import { parseNotebook } from "./parse.ts";
import { isExecuted, type RunResult, withoutOutputs } from "./run.ts";
import {
  isOutdated,
  NoRunKeyError,
  type RunKey,
  runKey,
  sha256,
} from "./run_key.ts";
import { serializeNotebook } from "./serialize.ts";
import type { Session } from "./session.ts";

/** What is kept of the runs of one notebook. */
export class RunCache {
  readonly #notebook: Notebook;
  /** The key of the run, or why it has none. */
  readonly #key: RunKey | string;
  readonly #file: string | undefined;

  private constructor(
    notebook: Notebook,
    key: RunKey | string,
    file: string | undefined,
  ) {
    this.#notebook = notebook;
    this.#key = key;
    this.#file = file;
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
    return new RunCache(notebook, key, kept);
  }

  /** The run that is kept, if it is of this notebook as it is now. */
  async find(): Promise<RunResult | undefined> {
    if (typeof this.#key === "string" || this.#file === undefined) {
      return undefined;
    }
    const kept = await readKept(this.#file, this.#key.hash);
    const cells = this.#notebook.cells.map(withoutOutputs);
    const executed = cells.filter(isExecuted);
    if (kept?.length !== executed.length) return undefined;
    executed.forEach((cell, i) => {
      const { execution_count, outputs } = kept[i];
      Object.assign(cell, { execution_count, outputs });
    });
    return {
      notebook: { ...this.#notebook, cells },
      allowed: [],
      warnings: [],
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
    if (await isOutdated(key)) {
      return "what it depends on was changed while it ran";
    }
    const cells = notebook.cells.filter(isExecuted);
    const text = serializeNotebook({ ...notebook, cells });
    const heading = [key.hash, sha256(text)].join(" ");
    try {
      await makeFolder(dirname(this.#file));
      await writeFileAtomically(this.#file, `${heading}\n${text}`);
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

async function makeFolder(path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (cause) {
    throw systemError(`Cannot make the folder ${path}`, cause);
  }
}

/**
 * Reads the cells of a run that is kept: a line with its key and the hash of what follows, the notebook of these cells.
 * What is damaged is not there.
 */
async function readKept(
  file: string,
  key: string,
): Promise<CodeCell[] | undefined> {
  const kept = await Deno.readTextFile(file).catch(() => "");
  const [heading] = kept.split("\n", 1);
  const text = kept.slice(heading.length + 1);
  if (heading !== [key, sha256(text)].join(" ")) return undefined;
  try {
    return parseNotebook(text, file).cells.filter(isExecuted);
  } catch (error) {
    if (error instanceof NotebookFormatError) return undefined;
    throw error;
  }
}
