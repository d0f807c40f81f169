/**
 * One Deno kernel: an operating-system process of its own, and the sockets to talk to it.
 *
 * @module
 */

import { inSeconds, InterruptedError, KernelError } from "./errors.ts";
import type { JsonObject } from "./format.ts";
import {
  createRequest,
  decodeMessage,
  encodeMessage,
  type Message,
} from "./message.ts";
import {
  endedError,
  type Ending,
  type KernelOptions,
  kill,
  type StartedProcess,
  startProcess,
} from "./kernel_process.ts";
import type { ProcessText } from "./process_text.ts";
import { ZmtpSocket } from "./zmtp.ts";

/** The first Deno whose kernel reports a cell that throws as an error. */
const OLDEST_DENO = "2.9.0";

/** How long a kernel may take to listen on its ports, in milliseconds: seconds on a busy machine, never a minute. */
const START_TIMEOUT = 60_000;

/** How long a kernel may go on running after it has closed a connection, in milliseconds. */
const END_WAIT = 1_000;

/** How often a kernel is started again because another process took one of its ports in the meantime. */
const START_ATTEMPTS = 3;

/** A running kernel. */
export class Kernel {
  /** Rejects when the kernel ends without having been asked to, or when its messages cannot be read. */
  readonly failed: Promise<never>;
  /** What the kernel's process itself writes. */
  readonly text: ProcessText;
  /** The sandbox that it is in, if it is in one. */
  readonly sandbox: StartedProcess["sandbox"];
  readonly #key: string;
  readonly #ports: StartedProcess["ports"];
  readonly #process: Deno.ChildProcess;
  readonly #ended: Promise<Ending>;
  readonly #shell: ZmtpSocket;
  readonly #iopub: ZmtpSocket;
  readonly #fail: (error: Error) => void;
  readonly #session = crypto.randomUUID();
  readonly #replies = new Map<string, (message: Message) => void>();
  #listener: (message: Message) => void = () => {};
  #closing: Promise<void> | undefined;

  private constructor(started: StartedProcess, sockets: Sockets) {
    this.#key = started.key;
    this.#ports = started.ports;
    this.text = started.text;
    this.sandbox = started.sandbox;
    this.#process = started.process;
    this.#ended = started.ended;
    this.#shell = sockets.shell;
    this.#iopub = sockets.iopub;
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    this.#fail = (error) => {
      if (!this.#closing) reject(error);
    };
    // Nobody may be waiting on the kernel when it fails; whoever asks next is told.
    promise.catch(() => {});
    const pumps = [
      this.#pump(this.#shell, (message) => {
        const id = message.parent_header.msg_id ?? "";
        this.#replies.get(id)?.(message);
        this.#replies.delete(id);
      }),
      this.#pump(this.#iopub, (message) => this.#listener(message)),
    ];
    // Connections end with the kernel. If it goes on, one was to somebody else, who had its port before.
    Promise.race(pumps).then(async () => {
      let timer;
      const late = new Promise<"late">((resolve) => {
        timer = setTimeout(() => resolve("late"), END_WAIT);
      });
      const first = await Promise.race([this.#ended, late]);
      clearTimeout(timer);
      if (first !== "late") return;
      this.#fail(new LostConnectionError("The connection to the kernel broke"));
    });
    // What the kernel sent before its end is still to be read.
    this.#ended.then(async (ending) => {
      await Promise.all(pumps);
      this.#fail(endedError(ending));
    });
  }

  /**
   * Starts a kernel and connects to it.
   *
   * @param options Where it is to run.
   * @param prepare What has to be done before it counts as started. Only then is it known to hold all of its ports.
   * @returns The kernel, listening.
   * @throws {KernelError} If this Deno is too old for notebooks, or the kernel does not come up.
   */
  static async start(
    options: KernelOptions,
    prepare: (kernel: Kernel) => Promise<void> = () => Promise.resolve(),
  ): Promise<Kernel> {
    checkDenoVersion(Deno.version.deno);
    for (let attempt = 1;; attempt++) {
      const started = await startProcess(options);
      let kernel: Kernel | undefined;
      const start = async () => {
        kernel = new Kernel(started, await connect(started));
        await prepare(kernel);
        return kernel;
      };
      try {
        return await inTime(start(), options.signal);
      } catch (error) {
        await (kernel ? kernel.close() : kill(started.process));
        const { log } = await started.ended;
        const isTaken = log.includes("AddrInUse") ||
          error instanceof LostConnectionError;
        if (!isTaken) throw error;
        if (attempt === START_ATTEMPTS) {
          throw new KernelError(
            `Cannot start a kernel: each of the ${attempt} times another program took one of its ports first; try again`,
            { cause: error },
          );
        }
      }
    }
  }

  /** Has every message that the kernel publishes (outputs, states, broadcasts) handed to `listener`, in order. */
  listen(listener: (message: Message) => void): void {
    this.#listener = listener;
  }

  /**
   * Sends a request on the shell channel. The kernel answers requests one after the other.
   *
   * @param type The message type, such as `execute_request`.
   * @param content What the type asks for.
   * @returns The reply.
   * @throws {KernelError} If the kernel ends before it has replied.
   */
  async request(type: string, content: JsonObject): Promise<Message> {
    if (this.#closing) return await this.failed;
    const request = createRequest(this.#session, type, content);
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#replies.set(request.header.msg_id, resolve);
    const sent = this.#shell.send(encodeMessage(request, this.#key))
      .catch((error) => {
        if (!isBrokenConnection(error)) throw error;
        // Why, is for the kernel's process to say, as soon as it has ended.
        return this.failed;
      });
    await Promise.race([sent, this.failed]);
    return await Promise.race([promise, this.failed]);
  }

  /**
   * Whether the kernel's process still answers. It does so from a thread of its own, also while a cell runs without
   * end, so an answer does not mean that the cell will end.
   *
   * @param timeout How long to wait for the answer, in milliseconds.
   */
  async heartbeat(timeout = 1_000): Promise<boolean> {
    const ping = [new TextEncoder().encode("ping")];
    return await this.#ask(this.#ports.hb_port, "REQ", ping, timeout);
  }

  /**
   * Asks the kernel to break off what it computes. While a cell only waits, this leaves the kernel deaf for good.
   *
   * @param timeout How long to wait for the answer, in milliseconds.
   * @returns Whether the kernel has answered, which does not mean that it broke anything off.
   */
  async interrupt(timeout = 1_000): Promise<boolean> {
    const request = createRequest(this.#session, "interrupt_request", {});
    const message = encodeMessage(request, this.#key);
    return await this.#ask(
      this.#ports.control_port,
      "DEALER",
      message,
      timeout,
    );
  }

  /**
   * Waits until the kernel has sent what its cells have put out so far: it takes turns between that and its answers.
   *
   * @param timeout How long to wait, in milliseconds.
   */
  async flush(timeout = 500): Promise<void> {
    const request = createRequest(this.#session, "kernel_info_request", {});
    const message = encodeMessage(request, this.#key);
    await this.#ask(this.#ports.control_port, "DEALER", message, timeout);
  }

  /** Sends one message on a connection of its own, and says whether there was an answer. */
  async #ask(
    port: number,
    type: "REQ" | "DEALER",
    message: Uint8Array[],
    timeout: number,
  ): Promise<boolean> {
    let timer;
    let socket: ZmtpSocket | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), timeout);
    });
    const answer = async () => {
      socket = await ZmtpSocket.connect({ hostname: "127.0.0.1", port }, type);
      await socket.send(message);
      return await socket.receive() !== undefined;
    };
    try {
      return await Promise.race([answer().catch(() => false), late]);
    } finally {
      clearTimeout(timer);
      socket?.close();
    }
  }

  /**
   * Ends the kernel, and whatever its cells have started.
   *
   * @param reason What is told to those who still wait for the kernel.
   */
  close(
    reason = new KernelError("The kernel has been ended"),
  ): Promise<void> {
    if (!this.#closing) {
      this.#fail(reason);
      this.#closing = this.#shutDown();
    }
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #shutDown(): Promise<void> {
    // Asking it to shut down takes a kernel 100 ms, and it has nothing left to do.
    await kill(this.#process);
    await this.#ended;
    for (const socket of [this.#shell, this.#iopub]) socket.close();
  }

  async #pump(
    socket: ZmtpSocket,
    handle: (message: Message) => void,
  ): Promise<void> {
    try {
      while (true) {
        const frames = await socket.receive();
        // That the kernel has ended is for its process to say, which knows why.
        if (!frames) return;
        handle(decodeMessage(frames, this.#key));
      }
    } catch (error) {
      if (error instanceof KernelError) {
        this.#fail(
          new KernelError(
            `${error.message}; the kernel mixes up what it sends when a cell prints more than 4 MB at once`,
            { cause: error },
          ),
        );
      }
      // A connection that breaks is the doing of the kernel's end.
      if (!isBrokenConnection(error)) {
        const cause = error as Error;
        this.#fail(
          new KernelError(
            `Cannot read a message of the kernel: ${cause.message}`,
            { cause },
          ),
        );
      }
    }
  }
}

/**
 * Refuses a Deno whose kernel is not fit to run notebooks.
 *
 * @param version The version, such as `2.9.6`.
 * @throws {KernelError} If it is older than 2.9.
 */
export function checkDenoVersion(version: string): void {
  const parts = (text: string) => text.split(/[.+-]/).map(Number);
  const [major, minor] = parts(version);
  const [oldestMajor, oldestMinor] = parts(OLDEST_DENO);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return;
  }
  throw new KernelError(
    `Cannot run notebooks on Deno ${version}: its kernel reports a cell that throws as if all were well; ` +
      `use Deno ${OLDEST_DENO} or newer ("deno upgrade", or "npx deno@latest")`,
  );
}

/** A kernel goes on running, and can no longer be reached. */
class LostConnectionError extends KernelError {}

/**
 * Waits for a kernel to come up.
 *
 * @throws {KernelError} If it takes too long.
 * @throws {InterruptedError} If that is interrupted.
 */
async function inTime(
  start: Promise<Kernel>,
  signal: AbortSignal | undefined,
): Promise<Kernel> {
  const { promise, reject } = Promise.withResolvers<never>();
  const interrupt = () => reject(new InterruptedError("It was interrupted"));
  const timer = setTimeout(() => {
    const time = inSeconds(START_TIMEOUT);
    reject(
      new KernelError(
        `Cannot start a kernel: it did not come up within ${time}`,
      ),
    );
  }, START_TIMEOUT);
  if (signal?.aborted) interrupt();
  signal?.addEventListener("abort", interrupt);
  // Whoever loses the race has its error seen by nobody.
  start.catch(() => {});
  try {
    return await Promise.race([start, promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupt);
  }
}

function isBrokenConnection(error: unknown): boolean {
  return Object.values(Deno.errors).some((type) => error instanceof type);
}

interface Sockets {
  readonly shell: ZmtpSocket;
  readonly iopub: ZmtpSocket;
}

async function connect(started: StartedProcess): Promise<Sockets> {
  const { ports, ended } = started;
  const abort = new AbortController();
  const open: ZmtpSocket[] = [];
  const dead = ended.then((ending) => {
    throw endedError(ending);
  });
  const reach = async (port: number, type: "DEALER" | "SUB") => {
    while (true) {
      abort.signal.throwIfAborted();
      try {
        const socket = await ZmtpSocket.connect(
          { hostname: "127.0.0.1", port },
          type,
        );
        open.push(socket);
        if (abort.signal.aborted) socket.close();
        return socket;
      } catch {
        // Until the kernel listens, connections are refused, or meet themselves on a port that nobody holds.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  };
  const all = async () => {
    const shell = await reach(ports.shell_port, "DEALER");
    const iopub = await reach(ports.iopub_port, "SUB");
    await iopub.subscribe();
    return { shell, iopub };
  };
  try {
    return await Promise.race([all(), dead]);
  } catch (error) {
    for (const socket of open) socket.close();
    throw error;
  } finally {
    abort.abort();
  }
}
