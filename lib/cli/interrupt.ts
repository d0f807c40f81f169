/** The signals that end a run early, each with its exit code: 128 and the signal's number. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Interrupt = keyof typeof EXIT_CODES;

/** Ctrl-C, the end of the terminal, and what other programs send in their place. */
export class Interrupts {
  readonly #controller = new AbortController();
  readonly #handlers = new Map<Interrupt, () => void>();
  #exitCode = 0;

  constructor() {
    for (const name of Object.keys(EXIT_CODES) as Interrupt[]) {
      if (name === "SIGHUP" && outlivesTerminal()) continue;
      const handler = () => {
        if (!this.#controller.signal.aborted) {
          this.#exitCode = EXIT_CODES[name];
          this.#controller.abort();
        } else if (name !== "SIGHUP") {
          // Whoever asks twice will not wait. A terminal that ends may say so twice by itself.
          Deno.exit(EXIT_CODES[name]);
        }
      };
      Deno.addSignalListener(name, handler);
      this.#handlers.set(name, handler);
    }
  }

  /** Is aborted by the first interrupt. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit code of the command if it was interrupted, otherwise 0. */
  get exitCode(): number {
    return this.#exitCode;
  }

  [Symbol.dispose](): void {
    for (const [name, handler] of this.#handlers) {
      Deno.removeSignalListener(name, handler);
    }
    this.#handlers.clear();
  }
}

/** Whether this program is to outlive its terminal, as `nohup` has it, or it cannot be told. */
function outlivesTerminal(): boolean {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    const [, ignored] = status.match(/^SigIgn:\s*([0-9a-f]+)$/m)!;
    return (BigInt(`0x${ignored}`) & 1n) === 1n;
  } catch {
    return true;
  }
}
