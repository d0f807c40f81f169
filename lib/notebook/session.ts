/**
 * A session executes cells on a kernel, one after the other, and gives back all that each put out.
 *
 * This is the one place that knows the Deno kernel's faults (seen on 2.9.6):
 *
 * - The kernel says that a cell is done while outputs of it still wait in a queue. So every cell is followed at once by
 *   a request that broadcasts a marker, and what arrives before the marker belongs to the cell, whatever its parent id.
 * - It reports a syntax error, or an import that cannot be resolved, as "Execution failed" and publishes nothing. So
 *   such a cell is looked at again; see `diagnosis.ts`.
 * - It says nothing of an error thrown in a timer, or of a promise that is rejected and that nobody waits for; it
 *   loses some last values, what is written to the process itself, and the causes of an error. The `prelude.ts` brings
 *   all of it here.
 * - It runs the tests of a cell, and takes the cell for fine if they fail. See `test_report.ts`.
 * - Stack traces neither say which cell a frame belongs to nor where in the author's source. See `placer.ts`.
 *
 * @module
 */

import { inSeconds, InterruptedError, KernelError } from "./errors.ts";
import type { ErrorOutput, JsonObject, Output } from "./format.ts";
import { Kernel } from "./kernel.ts";
import type { KernelOptions } from "./kernel_process.ts";
import { readMarked, readThrown } from "./marked.ts";
import type { Message } from "./message.ts";
import { type Displays, OutputArea } from "./output_area.ts";
import { PART, PART_LENGTH, Parts } from "./parts.ts";
import { diagnose, diagnoseRefusal } from "./diagnosis.ts";
import {
  EXITING,
  HELPER,
  type Marked,
  MARKER,
  PENDING_WAIT,
  prelude,
  THROWN,
  type Thrown,
} from "./prelude.ts";
import type { WrittenText } from "./process_text.ts";
import { Placer } from "./placer.ts";
import { sentSource } from "./sent_source.ts";
import {
  cellOf,
  framesOfReport,
  hasPlace,
  type Position,
  positionIn,
} from "./source_position.ts";
import {
  countTests,
  failedTests,
  FLUSH_TEST,
  heldText,
  type TestCount,
  withoutFrame,
  withoutTimes,
} from "./test_report.ts";

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
  /** How the cell's tests went, if it has any. One that fails fails the cell. */
  readonly tests?: TestCount;
  /** What earlier cells threw meanwhile, in a timer or in a promise that nobody waits for. */
  readonly late?: readonly LateError[];
}

/** An error of a cell that came to light only while a later one was executed. It stands among its cell's outputs. */
export interface LateError {
  readonly cellId: string;
  readonly error: ErrorOutput;
  readonly position?: Position;
}

/** A marker that has come back, with what was written to the kernel's process before it. */
type Mark = Marked & { readonly text: WrittenText };

/** Whatever can execute cells. */
export interface CellExecutor {
  /**
   * Executes one cell to its end.
   *
   * @param cell The cell.
   * @param options Whether it is the last one: then timers and requests are waited for, for two seconds.
   * @throws {KernelError} If the kernel does not survive it.
   */
  execute(
    cell: CellSource,
    options?: { readonly isLast?: boolean },
  ): Promise<Execution>;
}

/** How long to wait for the first marker before another is sent, in milliseconds: a subscription takes effect late. */
const SUBSCRIPTION_WAIT = 250;

/** The longest that a timer can wait, in milliseconds: 24 days. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** How long a cell may take to break off when it is told to, in milliseconds, before it is taken to wait. */
const INTERRUPT_WAIT = 1_000;

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
  readonly #parts = new Parts();
  readonly #areas = new Map<string, OutputArea>();
  readonly #markers = new Map<string, (marked: Marked) => void>();
  readonly #syntax = import("./syntax.ts");
  readonly #placer = new Placer(this.#ask.bind(this));
  #onBroadcast: ((message: Message) => void) | undefined;
  #area = new OutputArea(this.#displays);
  #turn: Promise<unknown> = Promise.resolve();
  #endReason: KernelError | undefined;

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
    const { promise, resolve } = Promise.withResolvers<Session>();
    await Kernel.start(options, async (kernel) => {
      const session = new Session(kernel, options.timeout);
      await session.#prepare();
      resolve(session);
    });
    return await promise;
  }

  execute(
    cell: CellSource,
    { isLast = false }: { readonly isLast?: boolean } = {},
  ): Promise<Execution> {
    return this.#inTurn(() => this.#execute(cell, isLast));
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

  /**
   * Ends the kernel.
   *
   * @param reason What is told to those who still wait for it. The cell that is executed keeps what it has put out.
   */
  async close(reason?: KernelError): Promise<void> {
    if (reason && !this.#endReason) {
      this.#endReason = reason;
      await this.#kernel.flush();
    }
    await this.#kernel.close(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Does one piece of work after the other: whose outputs are whose is told by their order. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(() => {
      if (this.#endReason) throw this.#endReason;
      return work();
    });
    // Whoever asked for the work sees its error; the next in turn only has to wait for its end.
    this.#turn = done.catch(() => {});
    return done;
  }

  async #execute(cell: CellSource, isLast: boolean): Promise<Execution> {
    const { handedOver } = await this.#syntax;
    const sent = sentSource(cell.source, handedOver(cell.source));
    const area = new OutputArea(this.#displays);
    const text = this.#placer.send(cell, sent);
    this.#areas.set(cell.id, area);
    this.#area = area;
    const { outputs } = area;
    try {
      const [reply, first] = await this.#inTime(
        this.#run(text),
      );
      area.endWithError();
      const mark = isLast && first.pending ? await this.#settle(first) : first;
      const tests = countTests(mark.text.stdout);
      this.#write(area, cell.id, mark.text, tests);
      const hasChildren = this.#kernel.sandbox?.hasProcesses ?? true;
      if (mark.held && !tests && hasChildren) {
        area.write("stdout", await this.#flush());
      }
      const own: Thrown[] = [];
      const others: [cellId: string, thrown: Thrown][] = [];
      for (const thrown of mark.uncaught) {
        const cellId = cellOf(thrown.traceback) ?? cell.id;
        if (cellId === cell.id) own.push(thrown);
        else others.push([cellId, thrown]);
      }
      for (const thrown of own) {
        outputs.push({ output_type: "error", ...thrown });
      }
      const hasFailed = reply.status !== "ok" || own.length > 0;
      if (hasFailed && own.length === 0) await this.#explain(cell, outputs);
      for (const output of outputs) await this.#placer.place(output);
      const late: LateError[] = [];
      for (const [cellId, thrown] of others) {
        late.push(await this.#placeLate(cellId, thrown));
      }
      return {
        executionCount: reply.execution_count as number,
        outputs,
        ...await this.#failure(cell, reply, outputs, hasFailed, tests),
        ...(tests && { tests }),
        ...(late.length > 0 && { late }),
      };
    } catch (cause) {
      if (!(cause instanceof KernelError)) throw cause;
      await this.#kernel.close();
      this.#write(area, cell.id, this.#kernel.text.take(), undefined);
      this.#placer.endKernel();
      for (const output of outputs) await this.#placer.place(output);
      const { message } = cause;
      throw cause instanceof InterruptedError
        ? new InterruptedError(message, { cause, outputs })
        : new KernelError(message, { cause, outputs });
    }
  }

  /**
   * Sends code, and a marker behind it. That a cell succeeded is told by the marker: the reply is waited for only if it
   * did not, because its parts arrive 40 ms apart whenever nothing happens to be sent the other way in between.
   */
  async #run(code: string): Promise<[reply: JsonObject, mark: Mark]> {
    const replied = this.#request(code, { silent: false });
    // If the kernel ends, the marker fails too.
    replied.catch(() => {});
    const mark = await this.#mark();
    const reply = mark.succeeded === null
      // The kernel replies that all is well, too, if the value cannot be shown.
      ? { ...(await replied).content, status: "error" }
      : { status: "ok", execution_count: mark.succeeded };
    return [reply, mark];
  }

  /** Waits for what a notebook leaves behind: what comes of it is the last cell's, or that of a cell that it names. */
  async #settle(before: Mark): Promise<Mark> {
    const settled = this.#request(`await ${HELPER}.settle();`, {
      silent: true,
    });
    // If the kernel ends, the marker fails too.
    settled.catch(() => {});
    const after = await this.#inTime(
      this.#mark(),
      (this.#timeout ?? 0) + PENDING_WAIT,
      // It would not be waited for any longer otherwise.
      () => "what was left to a timer or a promise is still computing",
    );
    return {
      ...before,
      uncaught: [...before.uncaught, ...after.uncaught],
      held: before.held || after.held,
      text: {
        stdout: before.text.stdout + after.text.stdout,
        stderr: before.text.stderr + after.text.stderr,
      },
    };
  }

  /** Why a cell has failed, if it has, as it stands among its outputs afterwards. */
  async #failure(
    cell: CellSource,
    reply: JsonObject,
    outputs: Output[],
    hasFailed: boolean,
    tests: TestCount | undefined,
  ): Promise<Pick<Execution, "error" | "position">> {
    if (hasFailed) {
      const last = outputs.findLast(isError);
      if (!last) {
        const diagnosis = await diagnose(
          cell,
          reply,
          this.#evaluate.bind(this),
        );
        outputs.push(diagnosis.error);
        return diagnosis;
      }
      const position = positionIn(cell.id, last.traceback);
      return { error: last, ...(position && { position }) };
    }
    if (!tests?.failed) return {};
    const error = failedTests(tests, outputs);
    const position = positionIn(cell.id, error.traceback);
    outputs.push(error);
    return { error, ...(position && { position }) };
  }

  /** Has the last error among outputs say what the kernel did not say of it when it published it. */
  async #explain(cell: CellSource, outputs: readonly Output[]): Promise<void> {
    const error = outputs.findLast(isError);
    if (!error) return;
    const { ename, evalue } = error;
    if (ename === "SyntaxError" && !error.traceback.some(hasPlace)) {
      Object.assign(error, (await diagnoseRefusal(cell, error)).error);
      return;
    }
    await this.#ask(
      (helper) =>
        `void ${helper}.thrown(${JSON.stringify(ename)}, ${
          JSON.stringify(evalue)
        });`,
      ({ header, content }) => {
        if (header.msg_type === THROWN) {
          Object.assign(error, readThrown(content));
        }
      },
    );
    if (error.traceback.every((line) => line === "")) {
      error.traceback = [`${error.ename}: ${error.evalue}`];
    }
  }

  /** Files what a cell threw after its end. */
  async #placeLate(cellId: string, thrown: Thrown): Promise<LateError> {
    const error: ErrorOutput = { output_type: "error", ...thrown };
    await this.#placer.place(error);
    this.#areas.get(cellId)?.outputs.push(error);
    const position = positionIn(cellId, error.traceback);
    return { cellId, error, ...(position && { position }) };
  }

  /** Files what was written to the kernel's process. */
  #write(
    area: OutputArea,
    cellId: string,
    { stdout, stderr }: WrittenText,
    tests: TestCount | undefined,
  ): void {
    const report = tests &&
      withoutFrame(withoutTimes(framesOfReport(stdout, cellId)));
    if (stdout !== "") area.write("stdout", report ?? stdout);
    if (stderr !== "") area.write("stderr", stderr);
  }

  /** Has the kernel give out what it holds back of the text of child processes. */
  async #flush(): Promise<string> {
    const [, { text }] = await this.#inTime(Promise.all([
      this.#request(`Deno.test(${JSON.stringify(FLUSH_TEST)}, () => {});`, {
        silent: true,
      }),
      this.#mark(),
    ]));
    return heldText(text.stdout);
  }

  /**
   * Ends the kernel if a cell takes too long. A request to interrupt would not do: while an `await` is pending, it
   * leaves the kernel deaf for good.
   */
  async #inTime<T>(
    work: Promise<T>,
    timeout = this.#timeout,
    stateOf: () => string | Promise<string> = () => this.#stateOf(work),
  ): Promise<T> {
    if (this.#timeout === undefined || timeout === undefined) return await work;
    let timer;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(
        () => resolve("late"),
        Math.min(timeout, LONGEST_TIMEOUT),
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
    const state = await stateOf();
    await this.#kernel.close();
    throw new KernelError(
      `It did not end within ${inSeconds(timeout)}; ${state}`,
    );
  }

  /** What keeps a cell from ending. Afterwards the kernel is of no use. */
  async #stateOf(work: Promise<unknown>): Promise<string> {
    if (!await this.#kernel.heartbeat()) return "its kernel no longer answers";
    let timer;
    const waits = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), INTERRUPT_WAIT);
    });
    const ends = this.#kernel.interrupt()
      .then(() => work.then(() => true, () => true));
    const computes = await Promise.race([ends, waits]);
    clearTimeout(timer);
    return computes
      ? "it was still computing"
      : "it waits for something that has not come";
  }

  async #evaluate(
    code: (helper: string) => string,
    onBroadcast: (message: Message) => void,
  ): Promise<void> {
    const area = this.#area;
    this.#area = new OutputArea(new Map());
    try {
      await this.#ask(code, onBroadcast);
    } finally {
      this.#area = area;
    }
  }

  /** Runs code that is no cell and puts nothing out, so that what cells put out meanwhile stays theirs. */
  async #ask(
    code: (helper: string) => string,
    onBroadcast: (message: Message) => void,
  ): Promise<void> {
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
    }
  }

  /** Installs the prelude, and waits until the kernel's messages reach us: the subscription to them takes a moment. */
  async #prepare(): Promise<void> {
    // If this fails, so do the markers.
    this.#request(
      `(${prelude})("${MARKER}", "${EXITING}", "${THROWN}", "${PART}", ${PART_LENGTH}, ${PENDING_WAIT});\n//# sourceURL=denobook:prelude\n`,
      { silent: true },
    ).catch(() => {});
    const { sandbox } = this.#kernel;
    const confined = sandbox && this.#request(sandbox.code, { silent: true });
    const ready = async () => {
      while (true) {
        let timer;
        const late = new Promise<"late">((resolve) => {
          timer = setTimeout(() => resolve("late"), SUBSCRIPTION_WAIT);
        });
        const first = await Promise.race([this.#mark(), late]);
        clearTimeout(timer);
        if (first !== "late") return;
      }
    };
    await Promise.all([confined, ready()]);
  }

  /**
   * Sends a marker and waits until it comes back, behind all outputs of what was sent before it.
   *
   * @returns What the kernel has kept to itself since the last marker.
   */
  async #mark(): Promise<Mark> {
    const token = crypto.randomUUID();
    const { promise, resolve } = Promise.withResolvers<Marked>();
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
    const { text, failed } = this.#kernel;
    const marked = await Promise.race([promise, refused, failed]);
    return {
      ...marked,
      text: marked.inText ? await text.until(token) : text.take(),
    };
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
    const { header, content } = message;
    if (header.msg_type === MARKER) {
      const marked = readMarked(content);
      this.#markers.get(marked.token)?.(marked);
      this.#markers.delete(marked.token);
      return;
    }
    if (header.msg_type === EXITING) {
      this.#kernel.close(
        new KernelError(`It ended the kernel with Deno.exit(${content.code})`),
      );
      return;
    }
    if (header.msg_type === PART) {
      const whole = this.#parts.take(message);
      if (whole) this.#file(whole);
      return;
    }
    if (this.#onBroadcast) {
      this.#onBroadcast(message);
      // It is of the code that runs meanwhile; what a cell throws now comes with the next marker.
      if (header.msg_type === "error") return;
    }
    this.#area.add(message);
  }
}

function isError(output: Output): output is ErrorOutput {
  return output.output_type === "error";
}
