/** The message that comes behind all outputs of what was sent before it. */
export const MARKER = "denobook_marker";

/** What a session has installed in its kernel, under a symbol that no cell's name can hide. */
export const HELPER = `globalThis[Symbol.for("denobook")]`;

/** An error that reached nobody: thrown in a timer, or the reason of a promise that nobody waited for. */
export interface UncaughtError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
}

type Broadcast = (type: string, content: unknown) => Promise<void>;

interface Frame {
  getFileName(): string | undefined;
  getScriptNameOrSourceURL(): string | undefined;
}

/**
 * The session's first request. It keeps hold of the broadcast function; collects the errors that reach nobody, which
 * the kernel passes over in silence, or, while an `await` is pending, goes deaf from; and has stack traces show the
 * `sourceURL` of a frame, which the kernel's own leave out.
 *
 * This function runs in the kernel, where its source text is sent: it may refer to nothing outside itself.
 *
 * @param marker The type of the message that marks the end of a cell's outputs.
 */
export function prelude(marker: string): void {
  const { jupyter } = Deno as unknown as { jupyter: { broadcast: Broadcast } };
  const broadcast = jupyter.broadcast.bind(jupyter);
  const uncaught: UncaughtError[] = [];

  const collect = (thrown: unknown) => {
    if (!(thrown instanceof Error)) {
      const evalue = Deno.inspect(thrown);
      uncaught.push({ ename: "Uncaught", evalue, traceback: [evalue] });
      return;
    }
    // The kernel's own frames say nothing to the author.
    const traceback = String(thrown.stack).split("\n")
      .filter((line) => !/^\s+at .*\bext:/.test(line));
    const { name, message } = thrown;
    uncaught.push({ ename: name, evalue: message, traceback });
  };
  addEventListener("error", (event) => {
    event.preventDefault();
    collect(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    collect(event.reason);
  });
  Object.defineProperty(globalThis, Symbol.for("denobook"), {
    value: {
      broadcast,
      mark: (token: string) =>
        broadcast(marker, { token, uncaught: uncaught.splice(0) }),
    },
  });
  Object.assign(Error, {
    prepareStackTrace(error: Error, frames: Frame[]) {
      let title;
      try {
        title = String(error);
      } catch {
        title = "Error";
      }
      const lines = frames.map((frame) => {
        const url = frame.getFileName()
          ? undefined
          : frame.getScriptNameOrSourceURL();
        return "    at " + String(frame).replace(
          /<anonymous>(?=:\d+:\d+\)?$)/,
          (anonymous) => url ?? anonymous,
        );
      });
      return [title, ...lines].join("\n");
    },
  });
}
