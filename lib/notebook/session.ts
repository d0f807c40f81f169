/**
 * A session executes cells on a kernel, one after the other, and gives back all that each put out.
 *
 * This is the one place that knows the Deno kernel's faults (seen on 2.9.6):
 *
 * - The kernel says that a cell is done while outputs of it still wait in a queue. So every cell is followed at once by
 *   a request that broadcasts a marker, and what arrives before the marker belongs to the cell, whatever its parent id.
 * - It reports a syntax error, or an import that cannot be resolved, as "Execution failed" and publishes nothing. So
 *   such a cell is looked at again; see `diagnosis.ts`.
 * - It says nothing of an error thrown in a timer, or of a promise that is rejected and that nobody waits for. The
 *   prelude collects such errors, and the marker brings them here, where they fail the cell.
 * - Stack traces neither say which cell a frame belongs to nor where in the author's source. See `source_position.ts`.
 *
 * @module
 */

import { KernelError } from "./errors.ts";
import type { ErrorOutput, Output } from "./format.ts";
import { Kernel } from "./kernel.ts";
import type { KernelOptions } from "./kernel_process.ts";
import type { Message } from "./message.ts";
import { type Displays, OutputArea } from "./output_area.ts";
import { diagnose } from "./diagnosis.ts";
import { HELPER, MARKER, prelude, type UncaughtError } from "./prelude.ts";
import {
  placeTraceback,
  type Position,
  positionIn,
  withSourceUrl,
} from "./source_position.ts";

/** What a cell is, to a session. */
export interface CellSource {
  readonly id: string;
  readonly source: string;
}

/** How the execution of a cell went. */
export interface Execution {
  /** The kernel's count of executions, from 1. */
  readonly executionCount: number;
  /** What the cell put out, in order, the error included. A later cell may still update a display in it. */
  readonly outputs: Output[];
  /** What the cell threw, if it threw. */
  readonly error?: ErrorOutput;
  /** Where in the cell's source it threw, where that is known. */
  readonly position?: Position;
}

/** Whatever can execute cells. */
export interface CellExecutor {
  /**
   * Executes one cell to its end.
   *
   * @throws {KernelError} If the kernel does not survive it.
   */
  execute(cell: CellSource): Promise<Execution>;
}

/** How long to wait for the first marker before another is sent, in milliseconds: a subscription takes effect late. */
const SUBSCRIPTION_WAIT = 250;

/** The longest that a timer can wait, in milliseconds: 24 days. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** How a session is started. */
export interface SessionOptions extends KernelOptions {
  /** How long one cell, or one value, may take, in milliseconds; without it, as long as it likes. */
  readonly timeout?: number | undefined;
}

/** Cells executed on a kernel of their own. */
export class Session implements CellExecutor {
  readonly #kernel: Kernel;
  readonly #timeout: number | undefined;
  readonly #displays: Displays = new Map();
  readonly #sources = new Map<string, string>();
  readonly #markers = new Map<string, (uncaught: UncaughtError[]) => void>();
  #onBroadcast: ((message: Message) => void) | undefined;
  #area = new OutputArea(this.#displays);
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(kernel: Kernel, timeout: number | undefined) {
    this.#kernel = kernel;
    this.#timeout = timeout;
    kernel.listen((message) => this.#file(message));
  }

  /**
   * Starts a kernel and makes it ready for cells.
   *
   * @param options Where the kernel is to run, and how long a cell may take.
   * @returns The session; dispose of it to end the kernel.
   * @throws {KernelError} If the kernel does not come up.
   */
  static async start(options: SessionOptions): Promise<Session> {
    const kernel = await Kernel.start(options);
    try {
      const session = new Session(kernel, options.timeout);
      await session.#prepare();
      return session;
    } catch (error) {
      await kernel.close();
      throw error;
    }
  }

  execute(cell: CellSource): Promise<Execution> {
    return this.#inTurn(() => this.#execute(cell));
  }

  /**
   * Runs code that is no cell: it is not counted, and what it puts out is dropped.
   *
   * @param code Makes the code, given the expression that names the session's helper in the kernel.
   * @param onBroadcast Is given every message of the kernel's while the code runs.
   * @throws {SyntaxError} If the kernel cannot run the code at all.
   * @throws {KernelError} If the kernel does not survive it.
   */
  evaluate(
    code: (helper: string) => string,
    onBroadcast: (message: Message) => void,
  ): Promise<void> {
    return this.#inTurn(() => this.#evaluate(code, onBroadcast));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kernel.close();
  }

  /** Does one piece of work after the other: whose outputs are whose is told by their order. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    // Whoever asked for the work sees its error; the next in turn only has to wait for its end.
    this.#turn = done.catch(() => {});
    return done;
  }

  async #execute(cell: CellSource): Promise<Execution> {
    this.#sources.set(cell.id, cell.source);
    const area = new OutputArea(this.#displays);
    this.#area = area;
    const [reply, uncaught] = await this.#inTime(Promise.all([
      this.#request(withSourceUrl(cell.source, cell.id), { silent: false }),
      this.#mark(),
    ]));
    const executionCount = reply.content.execution_count as number;
    const { outputs } = area;
    for (const error of uncaught) {
      outputs.push({ output_type: "error", ...error });
    }
    for (const output of outputs) this.#placeFrames(output);

    if (reply.content.status === "ok" && uncaught.length === 0) {
      return { executionCount, outputs };
    }
    const published = outputs.findLast((output) =>
      output.output_type === "error"
    );
    if (published) {
      const position = positionIn(cell.id, published.traceback);
      return {
        executionCount,
        outputs,
        error: published,
        ...(position && { position }),
      };
    }
    const diagnosis = await diagnose(cell, reply, this.#evaluate.bind(this));
    outputs.push(diagnosis.error);
    return { executionCount, outputs, ...diagnosis };
  }

  /** Has the stack frames in an output point to the author's source: those of an error, or of one that was printed. */
  #placeFrames(output: Output): void {
    const sourceOf = (id: string) => this.#sources.get(id);
    const place = (text: string) =>
      placeTraceback(text.split("\n"), sourceOf).join("\n");
    if (output.output_type === "error") {
      output.traceback = placeTraceback(output.traceback, sourceOf);
    } else if (output.output_type === "stream") {
      output.text = place(output.text);
    } else if (typeof output.data["text/plain"] === "string") {
      output.data["text/plain"] = place(output.data["text/plain"]);
    }
  }

  /**
   * Ends the kernel if a cell takes too long. A request to interrupt would not do: while an `await` is pending, it
   * leaves the kernel deaf for good.
   */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    if (this.#timeout === undefined) return await work;
    let timer;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(
        () => resolve("late"),
        Math.min(this.#timeout!, LONGEST_TIMEOUT),
      );
    });
    try {
      const first = await Promise.race([work, late]);
      if (first !== "late") return first;
    } finally {
      clearTimeout(timer);
    }
    // Closing the kernel is what ends the work; its error would be about that alone.
    work.catch(() => {});
    const state = await this.#kernel.heartbeat()
      ? "its kernel still answered, so it computes or waits without end"
      : "its kernel no longer answered";
    await this.#kernel.close();
    throw new KernelError(
      `It did not end within ${this.#timeout / 1000} seconds; ${state}`,
    );
  }

  async #evaluate(
    code: (helper: string) => string,
    onBroadcast: (message: Message) => void,
  ): Promise<void> {
    const area = this.#area;
    this.#area = new OutputArea(new Map());
    this.#onBroadcast = onBroadcast;
    try {
      const [reply] = await this.#inTime(Promise.all([
        this.#request(code(HELPER), { silent: true }),
        this.#mark(),
      ]));
      if (reply.content.status !== "ok") {
        throw new SyntaxError(String(reply.content.evalue));
      }
    } finally {
      this.#onBroadcast = undefined;
      this.#area = area;
    }
  }

  /** Installs the prelude, and waits until the kernel's messages reach us: the subscription to them takes a moment. */
  async #prepare(): Promise<void> {
    await this.#request(`(${prelude})("${MARKER}");`, { silent: true });
    while (true) {
      let timer;
      const late = new Promise<"late">((resolve) => {
        timer = setTimeout(() => resolve("late"), SUBSCRIPTION_WAIT);
      });
      const first = await Promise.race([this.#mark(), late]);
      clearTimeout(timer);
      if (first !== "late") return;
    }
  }

  /**
   * Sends a marker and waits until it comes back, behind all outputs of what was sent before it.
   *
   * @returns The errors that have reached nobody since the last marker.
   */
  async #mark(): Promise<UncaughtError[]> {
    const token = crypto.randomUUID();
    const { promise, resolve } = Promise.withResolvers<UncaughtError[]>();
    this.#markers.set(token, resolve);
    const code = `void ${HELPER}.mark("${token}");`;
    // The marker itself is waited for, not the reply: the kernel's side of the connection holds a second small
    // reply back until the first is acknowledged, which costs 40 ms unless a request goes out in the meantime.
    const refused = this.#request(code, { silent: true })
      .then(({ content }) => {
        if (content.status === "ok") return promise;
        throw new KernelError(
          `The kernel cannot say where the outputs of a cell end: ${content.evalue}`,
        );
      });
    return await Promise.race([promise, refused]);
  }

  #request(code: string, { silent }: { silent: boolean }): Promise<Message> {
    return this.#kernel.request("execute_request", {
      code,
      silent,
      store_history: !silent,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: false,
    });
  }

  #file(message: Message): void {
    if (message.header.msg_type === MARKER) {
      const { token, uncaught } = message.content as unknown as {
        token: string;
        uncaught: UncaughtError[];
      };
      this.#markers.get(token)?.(uncaught);
      this.#markers.delete(token);
      return;
    }
    this.#onBroadcast?.(message);
    this.#area.add(message);
  }
}
