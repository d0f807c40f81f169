/** The message that comes behind all outputs of what was sent before it. */
export const MARKER = "denobook_marker";

/** The message that a cell is about to end its kernel, as with `Deno.exit()`. */
export const EXITING = "denobook_exiting";

/** The message that tells of what a cell has thrown; see {@linkcode prelude}. */
export const THROWN = "denobook_thrown";

/** What a session has installed in its kernel, under a symbol that no cell's name can hide. */
export const HELPER = `globalThis[Symbol.for("denobook")]`;

/** How long after its last cell a notebook's timers and requests are waited for, in milliseconds. */
export const PENDING_WAIT = 2_000;

/** What stands for a marker in the text that the kernel's process writes. */
export function textMarker(token: string): string {
  return `\0denobook:${token}\0`;
}

/** Something thrown, as text. */
export interface Thrown {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
}

/** The content of a marker. */
export interface Marked {
  readonly token: string;
  /** What reached nobody since the last marker: thrown in a timer, or the reason of a promise nobody waited for. */
  readonly uncaught: Thrown[];
  /** The execution count of the cell that succeeded since the last marker, if one did. */
  readonly succeeded: number | null;
  /** Whether the marker stands in the text of the kernel's process too. */
  readonly inText: boolean;
  /** Whether text of a child process may be held back; see {@linkcode prelude}. */
  readonly held: boolean;
  /** Whether a timer is still to go off, or a request to be answered. */
  readonly pending: boolean;
}

// deno-lint-ignore no-explicit-any -- what the kernel is made of has no types
type Internal = any;

/**
 * The session's first request: it repairs in the kernel what cannot be repaired from outside.
 *
 * - It keeps hold of the broadcast function, for markers. A marker goes through the process's stdout and stderr too,
 *   which the kernel does not publish: what a native library writes arrives there.
 * - It collects the errors that reach nobody, which the kernel passes over in silence, or, while an `await` is pending,
 *   goes deaf from.
 * - It remembers what was thrown last, because the kernel tells neither an error's causes nor what an object that is no
 *   error holds. The kernel asks of whatever was thrown whether it is an `instanceof Error`.
 * - It remembers what a cell throws that is no error, and where: the kernel loses the place, and some values.
 * - It shows a last value that the kernel loses on the way: NaN, ±Infinity, −0, a bigint, null.
 * - It has what a cell leaves to the next moment (a tick, as Node's warnings are; an immediate; a timer of no time) come
 *   before the cell's last value, and in the cell: the kernel lets chance decide.
 * - It has `Deno.stdout` and `process.stdout` (and stderr) write to the cell, where the kernel would hold the text back
 *   until some test runs. It cannot do so for a child process that inherits them, but notices that there was one.
 * - It has a cell that ends its kernel wait until what it put out before has left.
 * - It knows which timers are still to go off, so that those of the last cell can be waited for, and which cell has set
 *   one whose function throws what is no error.
 * - It sends large outputs in parts; see `parts.ts`.
 * - It keeps hold of the promise of what runs, so that V8 does not collect it too soon.
 * - It has `prompt()` and `confirm()` throw, since nobody is there to answer, and `alert()` print what it has to say.
 * - It has stack traces show the `sourceURL` of a frame, which the kernel's own leave out.
 *
 * This function runs in the kernel, where its source text is sent: it may refer to nothing outside itself.
 *
 * @param marker The type of the message that marks the end of a cell's outputs.
 * @param exiting The type of the message that a cell is ending the kernel.
 * @param thrownType The type of the message that describes what was thrown.
 * @param part The type of the message that carries a part of a large output.
 * @param partLength How much text that holds.
 * @param pendingWait How long timers and requests are waited for, in milliseconds.
 */
export function prelude(
  marker: string,
  exiting: string,
  thrownType: string,
  part: string,
  partLength: number,
  pendingWait: number,
): void {
  const deno = Deno as Internal;
  const { core, jupyter: kernel } = deno[deno.internal];
  const { inspect } = deno;
  const print: (text: string, isStderr: boolean) => void = core.print;
  const broadcast: (type: string, content: unknown) => Promise<void> = deno
    .jupyter.broadcast.bind(deno.jupyter);
  const isInstance = Function.prototype[Symbol.hasInstance];

  // What was thrown.
  const uncaught: Thrown[] = [];
  let checked: unknown[] = [];
  let checkedBefore: unknown[] = [];
  // What a cell threw last that is no error, where, and after how many markers.
  let threw: { value: unknown; frames: string[]; marks: number } | undefined;
  let marks = 0;
  const isError = (value: unknown): value is Error =>
    isInstance.call(Error, value);

  const { SuppressedError } = globalThis;
  const isSuppressed = (value: unknown): value is SuppressedError =>
    isInstance.call(SuppressedError, value);

  function describe(thrown: unknown): Thrown {
    try {
      if (!isError(thrown)) {
        const shown = inspect(thrown);
        const evalue = typeof thrown === "string" ? thrown : shown;
        return {
          ename: "Uncaught",
          evalue,
          traceback: [
            ...`Uncaught ${shown}`.split("\n"),
            ...threw && Object.is(threw.value, thrown) ? threw.frames : [],
          ],
        };
      }
      return {
        ename: String(thrown.name),
        evalue: String(thrown.message),
        traceback: chain(thrown, "", new Set()),
      };
    } catch {
      const evalue = "what cannot be shown as text";
      return { ename: "Uncaught", evalue, traceback: [`Uncaught ${evalue}`] };
    }
  }

  /** The stack of an error; reading it may throw. */
  function stackOf(error: Error): string {
    try {
      const { stack } = error;
      if (typeof stack === "string" && stack !== "") return stack;
    } catch {
      // Then it has none.
    }
    return `${error.name}: ${error.message}`;
  }

  function framesOf(error: Error): string[] {
    return stackOf(error).split("\n").slice(1);
  }

  /** The stack of an error, then those of the errors that it wraps and of what caused it. */
  function chain(value: unknown, title: string, seen: Set<unknown>): string[] {
    if (!isError(value)) return (title + inspect(value)).split("\n");
    if (seen.has(value)) return [`${title}${value.name} (shown above)`];
    seen.add(value);
    const lines = (title + stackOf(value)).split("\n");
    const { errors } = value as AggregateError;
    if (isSuppressed(value)) {
      lines.push(
        ...chain(value.error, "Thrown at disposal: ", seen),
        ...chain(value.suppressed, "Suppressed: ", seen),
      );
    }
    if (Array.isArray(errors)) {
      errors.forEach((error, i) =>
        lines.push(
          ...chain(error, `Error ${i + 1} of ${errors.length}: `, seen),
        )
      );
    }
    if (value.cause !== undefined) {
      lines.push(...chain(value.cause, "Caused by: ", seen));
    }
    return lines;
  }

  function ofWorker(words: string, { filename, lineno, colno }: ErrorEvent) {
    const [, ename, evalue] = /^([\w$]+): (.*)$/s.exec(words) ??
      ["", "Uncaught", words];
    const place = `${
      String(filename).replace("file://", "")
    }:${lineno}:${colno}`;
    return { ename, evalue, traceback: [words, `    at ${place}`] };
  }

  addEventListener("error", (event) => {
    event.preventDefault();
    // Of what a worker throws there is no value, only words.
    const words = String(event.message).replace(
      /^Uncaught (?:\(in promise\) )?/,
      "",
    );
    const isValue = event.error != null || /^(?:|null|undefined)$/.test(words);
    uncaught.push(isValue ? describe(event.error) : ofWorker(words, event));
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    uncaught.push(describe(event.reason));
  });
  Object.defineProperty(Error, Symbol.hasInstance, {
    value(this: unknown, value: unknown) {
      if (this === Error) {
        checked.push(value);
        if (checked.length > 8) checked.shift();
      }
      return isInstance.call(this, value);
    },
  });
  const { stackTraceLimit: usualLimit } = Error as Internal;
  const LIMIT = 200;
  Object.assign(Error, {
    stackTraceLimit: LIMIT,
    prepareStackTrace(error: Error, frames: Internal[]) {
      let title;
      try {
        title = String(error);
      } catch {
        title = "Error";
      }
      // The first that is a cell's may lie below all that are shown, as when a package's function throws.
      const isShort = Error.stackTraceLimit === LIMIT;
      let isPlaced = false;
      const lines = frames.flatMap((frame, i) => {
        const url = frame.getFileName()
          ? undefined
          : frame.getScriptNameOrSourceURL();
        if (/^denobook:(prelude|watch)$/.test(url)) return [];
        const isCells = /^denobook-cell:/.test(url);
        if (isShort && i >= usualLimit && (isPlaced || !isCells)) return [];
        isPlaced ||= isCells;
        // Where a text was evaluated is told by the next frame, and here by a place in what the kernel has printed.
        return "    at " + String(frame).replace(/ \(:\d+:\d+\)/g, "").replace(
          /<anonymous>(?=:\d+:\d+\)?$)/,
          (anonymous) => url ?? anonymous,
        );
      });
      return [title, ...lines].join("\n");
    },
  });

  // The promises of what runs. Nobody else holds that of a cell, and if V8 collects it before it has told the kernel how
  // the cell ended, it says that the cell has failed. Of what waits V8 may find that it waits for nothing.
  const KEPT = 64;
  const { WeakRef } = globalThis;
  let newest: object = {};
  let kept: object[] = [];
  let known: WeakRef<object>[] = [];
  let room = 0;
  const letGo = (globalThis as Internal).setTimeout(() => {
    for (const promise of kept) known[known.length] = new WeakRef(promise);
    kept = [];
  }, 1).unref();
  core.setPromiseHooks((promise: object) => {
    newest = promise;
    if (room === 0) return;
    room--;
    if (kept.length === 0) letGo.refresh();
    kept[kept.length] = promise;
  });
  /** Keeps the promise of what has called, and those that come next. */
  const keep = () => {
    kept = [newest];
    known = [];
    room = KEPT;
    letGo.refresh();
  };

  /** Tells of an output, in parts if it is large. */
  const put = (type: string, content: unknown): void => {
    let text = "";
    try {
      text = JSON.stringify(content);
    } catch {
      // The kernel says so, too.
    }
    if (text.length <= partLength) {
      broadcast(type, content);
      return;
    }
    for (let start = 0; start < text.length;) {
      let end = start + partLength;
      // Half of a character cannot travel.
      if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end--;
      const isLast = end >= text.length;
      broadcast(part, { type, text: text.slice(start, end), isLast });
      start = end;
    }
  };

  // What a cell shows.
  let last: { value: unknown } | undefined;
  let succeeded: number | null = null;
  const isLost = (value: unknown) =>
    value === null || typeof value === "bigint" ||
    typeof value === "number" && (!Number.isFinite(value) || 1 / value < 0);
  const format: (value: unknown) => Promise<unknown> = deno.jupyter.format;
  // The kernel calls this for every cell that succeeds, and for no other. Its own says that all is well, too, if the
  // value cannot be shown.
  kernel.broadcastResult = (count: number, result: unknown) => {
    keep();
    return publish(count, result);
  };
  const publish = async (count: number, result: unknown) => {
    const value = result === undefined && last && isLost(last.value)
      ? last.value
      : result;
    last = undefined;
    try {
      await nextMoment();
      if (value !== undefined) {
        put("execute_result", {
          execution_count: count,
          data: await format(value),
          metadata: {},
        });
      }
      succeeded = count;
    } catch (error) {
      await broadcast("error", describe(error));
    }
  };

  deno.jupyter.display = async (
    value: unknown,
    options: { raw?: boolean; update?: boolean; display_id?: string } = {},
  ) => {
    const { raw, update, display_id } = options;
    const isBundle = raw && typeof value === "object" && value !== null;
    put(update ? "update_display_data" : "display_data", {
      data: isBundle ? value : await format(value),
      metadata: {},
      transient: display_id ? { display_id } : {},
    });
  };

  // What a cell writes to its process.
  for (
    const [name, stream] of Object.entries({
      stdout: deno.stdout,
      stderr: deno.stderr,
    })
  ) {
    const decoder = new TextDecoder();
    const writeSync = (bytes: Uint8Array) => {
      print(decoder.decode(bytes, { stream: true }), name === "stderr");
      return bytes.length;
    };
    Object.defineProperties(stream, {
      writeSync: { value: writeSync, configurable: true, writable: true },
      write: {
        // deno-lint-ignore require-await -- it stands for a function that is asynchronous
        value: async (bytes: Uint8Array) => writeSync(bytes),
        configurable: true,
        writable: true,
      },
      writable: {
        get: () =>
          new WritableStream({ write: (bytes) => void writeSync(bytes) }),
        configurable: true,
      },
    });
  }
  const open = (path: string, options: Deno.OpenOptions) => {
    try {
      return Deno.openSync(path, options);
    } catch {
      return undefined;
    }
  };
  const pipes = ["/dev/stdout", "/dev/stderr"]
    .map((path) => open(path, { write: true }));
  const encoder = new TextEncoder();
  const markText = (token: string) => {
    try {
      const bytes = encoder.encode(`\0denobook:${token}\0`);
      for (const pipe of pipes) pipe!.writeSync(bytes);
      return true;
    } catch {
      return false;
    }
  };
  // How much memory the children that have ended had used: it grows with each of them.
  const stat = open("/proc/self/stat", { read: true });
  const children = () => {
    const bytes = new Uint8Array(512);
    try {
      stat!.seekSync(0, Deno.SeekMode.Start);
      const length = stat!.readSync(bytes) ?? 0;
      const text = new TextDecoder().decode(bytes.subarray(0, length));
      return text.slice(text.lastIndexOf(")")).split(" ")[9];
    } catch {
      return "";
    }
  };
  let childrenBefore = children();

  // How a cell ends its kernel.
  const { exit } = Deno;
  deno.exit = (code?: number) => {
    broadcast(exiting, { code: code ?? deno.exitCode ?? 0 });
    // The kernel's messages leave from another thread. Whoever hears this one ends the process.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
    return exit(code);
  };

  globalThis.close = () => deno.exit();

  // What a cell leaves behind. An interval never ends, and whoever unrefs a timer does not wait for it either.
  const { setTimeout, setInterval, setImmediate } = globalThis as Internal;
  const now = performance.now.bind(performance);
  // Those that may go off too late to be waited for.
  const late = new Map<Internal, number>();
  // Whether one has been set that goes off at once: after a millisecond, which is the least that there is.
  let isSoon = false;
  const watched = (set: Internal, endOf: (delay: number) => number) =>
    new Proxy(set, {
      apply(target, self, [callback, ...rest]) {
        const delay = Number(rest[0]) || 0;
        isSoon ||= delay <= 1;
        const place = new Error();
        const standIn = typeof callback === "function"
          ? Object.defineProperty(
            function (this: unknown, ...args: unknown[]) {
              try {
                return Reflect.apply(callback, this, args);
              } catch (value) {
                if (!isError(value)) {
                  threw = { value, frames: framesOf(place), marks };
                }
                throw value;
              }
            },
            "name",
            { value: callback.name },
          )
          : callback;
        const timer = Reflect.apply(target, self, [standIn, ...rest]);
        const end = endOf(delay);
        if (end > now() + pendingWait) late.set(timer, end);
        return timer;
      },
    });
  globalThis.setTimeout = watched(setTimeout, (delay) => now() + delay);
  globalThis.setInterval = watched(setInterval, () => Infinity);
  const isPending: () => boolean = core.eventLoopHasMoreWork;
  /** Lets whatever is due run. */
  const nextMoment = async () => {
    if (isSoon) {
      isSoon = false;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    if (isPending()) await new Promise((resolve) => setImmediate(resolve));
  };

  // Whom a cell asks.
  const ask = (name: string) => (question = "") => {
    throw new Error(
      `Cannot ask "${question}" with ${name}(): nobody is there to answer while a notebook runs`,
    );
  };
  Object.assign(globalThis, {
    prompt: ask("prompt"),
    confirm: ask("confirm"),
    alert: (message = "Alert") => console.log(`${message}`),
  });

  const mark = async (token: string) => {
    await nextMoment();
    marks++;
    for (const timer of late.keys()) {
      if (timer._destroyed) late.delete(timer);
    }
    const childrenNow = children();
    // Without a way to tell, there may have been one.
    const held = childrenNow === "" || childrenNow !== childrenBefore;
    childrenBefore = childrenNow;
    checkedBefore = checked;
    checked = [];
    last = undefined;
    const inText = markText(token);
    const content = {
      token,
      uncaught: uncaught.splice(0),
      succeeded,
      inText,
      held,
      pending: isPending(),
    };
    succeeded = null;
    // The cell that comes next is to be among those that are kept.
    kept = kept.slice(0, 1);
    known = [];
    room = KEPT;
    await broadcast(marker, content);
  };

  Object.defineProperty(globalThis, Symbol.for("denobook"), {
    value: {
      broadcast,
      last: (value: unknown) => {
        last = { value };
        kept.push(...known.flatMap((ref) => ref.deref() ?? []));
        return value;
      },
      threw: (value: unknown) => {
        if (!isError(value)) {
          threw = { value, frames: framesOf(new Error()), marks };
        }
        return value;
      },
      mark: (token: string) => {
        keep();
        return mark(token);
      },
      /** Waits for what is still pending, if it comes soon. */
      settle: async () => {
        const end = now() + pendingWait;
        for (const [timer, time] of late) if (time > end) timer.unref();
        while (now() < end && isPending()) {
          await new Promise((resolve) => setTimeout(resolve, 2).unref());
        }
      },
      /** Describes what a cell threw, of which the kernel said only this much. */
      thrown: (ename: string, evalue: string) => {
        const told = (value: unknown) => {
          try {
            // The kernel reads it, too.
            void (value as Error)?.stack;
            return isError(value)
              ? [
                String(value.name) || "Error",
                String(value.message) || "(none)",
              ]
              : ["Error", String(value) || "(none)"];
          } catch {
            return ["Error", "(none)"];
          }
        };
        const found = checkedBefore.filter((value) => {
          const [name, message] = told(value);
          return name === ename && message === evalue;
        });
        if (found.length === 0) return undefined;
        const value = found.at(-1);
        if (value !== null) {
          return broadcast(thrownType, { ...describe(value) });
        }
        // The kernel takes for null what it loses.
        if (
          threw?.marks === marks - 1 &&
          (threw.value === undefined || isLost(threw.value))
        ) return broadcast(thrownType, { ...describe(threw.value) });
        const shown =
          "null, undefined, NaN, ±Infinity, −0 or a bigint: the kernel does not say which";
        const traceback = [`Uncaught ${shown}`];
        return broadcast(thrownType, {
          ename: "Uncaught",
          evalue: shown,
          traceback,
        });
      },
    },
  });
}
