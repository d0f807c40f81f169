import { dirname } from "node:path";
import { readNotebook } from "./file.ts";
import type { Notebook } from "./format.ts";
import type { Permissions } from "./permissions.ts";
import { checkLanguage, runNotebook } from "./run.ts";
import { Session } from "./session.ts";
import { evaluate } from "./values.ts";

/** A notebook with a kernel of its own, in the notebook's folder. */
export class OpenNotebook {
  /** The path that the notebook was opened from. */
  readonly path: string;
  #notebook: Notebook;
  readonly #session: Session;

  /** Use {@linkcode openNotebook}. */
  constructor(path: string, notebook: Notebook, session: Session) {
    this.path = path;
    this.#notebook = notebook;
    this.#session = session;
  }

  /** The notebook, with the outputs of its last run, or those of the file before the first. */
  get notebook(): Notebook {
    return this.#notebook;
  }

  /**
   * Runs all cells in order.
   *
   * @returns The notebook with the outputs of this run.
   * @throws {CellError} If a cell throws that is not tagged `raises-exception`, or the kernel does not survive it.
   */
  async run(): Promise<Notebook> {
    const { path } = this;
    const { notebook, error } = await runNotebook(
      this.#notebook,
      this.#session,
      { path },
    );
    this.#notebook = notebook;
    if (error) throw error;
    return notebook;
  }

  /**
   * Evaluates an expression in the notebook's kernel, as if it stood in a cell after the last, and brings its value
   * here: every float64 bit for bit, and whatever else the structured-clone algorithm carries.
   *
   * @typeParam T The type that the value is known to have; nothing checks it.
   * @param expression Any TypeScript expression. `await` is allowed, and a promise is waited for.
   * @returns The value.
   * @throws {ValueError} If the expression throws, or its value cannot leave the kernel, as a function cannot.
   */
  async value<T>(expression: string): Promise<T> {
    return await evaluate<T>(this.#session, expression);
  }

  /** Ends the kernel. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

/** How a notebook is opened. */
export interface OpenOptions {
  /** How long one cell, or one value, may take, in milliseconds; without it, as long as it likes. */
  readonly timeout?: number | undefined;
  /** What the notebook may do; without it, everything. See {@linkcode Permissions}. */
  readonly sandbox?: Permissions | undefined;
}

/**
 * Opens a notebook: reads it and starts a Deno kernel in its folder.
 *
 * @param path The path of an .ipynb file.
 * @param options How long its cells may take.
 * @returns The notebook, not yet run. Dispose of it to end the kernel, best with `await using`.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {NotebookFormatError} If it is not a notebook of nbformat 4.
 * @throws {KernelError} If the notebook is for another language, this Deno is older than 2.9, or the kernel does not
 * come up.
 *
 * @example Test a value that a notebook computes
 * ```ts
 * import { openNotebook } from "@denobook/denobook";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await using book = await openNotebook("notebooks/two_two_two.ipynb");
 * await book.run();
 * assertAlmostEquals(await book.value<number>("next.w5"), 0.35891648, 5e-9);
 * ```
 */
export async function openNotebook(
  path: string,
  options: OpenOptions = {},
): Promise<OpenNotebook> {
  const notebook = await readNotebook(path);
  checkLanguage(notebook, path);
  const session = await Session.start({ cwd: dirname(path), ...options });
  return new OpenNotebook(path, notebook, session);
}
