/** The signals that end a run early, each with its exit code: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type Interrupt = keyof typeof EXIT_CODES;

/** Ctrl-C, and what other programs send in its place. */
export class Interrupts {
  readonly #controller = new AbortController();
  readonly #handlers: [Interrupt, () => void][] = [];
  #exitCode = 0;

  constructor() {
    for (const name of Object.keys(EXIT_CODES) as Interrupt[]) {
      const handler = () => {
        this.#exitCode = EXIT_CODES[name];
        // A second one has the effect that the system gives it.
        this[Symbol.dispose]();
        this.#controller.abort();
      };
      Deno.addSignalListener(name, handler);
      this.#handlers.push([name, handler]);
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
    for (const [name, handler] of this.#handlers.splice(0)) {
      Deno.removeSignalListener(name, handler);
    }
  }
}
