import type { NotebookReport } from "../notebook/run_files.ts";
import { print } from "./print.ts";
import { outcome, seconds } from "./report.ts";

/** How often what is shown of running notebooks is drawn anew, in milliseconds. */
const INTERVAL = 80;

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

interface Running {
  readonly start: number;
  cell: string;
}

/**
 * What a run shows: on a terminal the notebooks that are running, each with its cell and the time so far; and a line
 * for each that has ended, on a terminal or not.
 */
export class Progress {
  readonly #total: number;
  readonly #start = performance.now();
  readonly #running = new Map<string, Running>();
  readonly #terminal: Terminal | undefined;
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #ended = 0;

  private constructor(total: number, terminal: Terminal | undefined) {
    this.#total = total;
    this.#terminal = terminal;
    this.#timer = terminal && setInterval(() => this.#draw(), INTERVAL);
  }

  /** Begins to show the run of so many notebooks. */
  static async begin(total: number): Promise<Progress> {
    if (!Deno.stderr.isTerminal()) return new Progress(total, undefined);
    // No other run needs what draws on a terminal.
    const { logUpdateStderr } = await import("log-update");
    return new Progress(total, logUpdateStderr);
  }

  started(path: string): void {
    this.#running.set(path, { start: performance.now(), cell: "" });
  }

  cell(path: string, id: string, count: number, total: number): void {
    const running = this.#running.get(path);
    if (running) running.cell = ` · cell ${count} of ${total} · ${id}`;
  }

  ended(report: NotebookReport): void {
    this.#running.delete(report.path);
    this.#ended++;
    this.#terminal?.clear();
    const { text, isError } = outcome(report, this.#terminal !== undefined);
    if (isError) console.error(text);
    else print(text);
    this.#draw();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#terminal?.clear();
    this.#terminal?.done();
  }

  #draw(): void {
    if (!this.#terminal) return;
    const now = performance.now();
    const frame = FRAMES[Math.floor(now / INTERVAL) % FRAMES.length];
    const lines = [...this.#running].map(([path, { start, cell }]) =>
      `${frame} ${path}${cell} · ${seconds(now - start)}`
    );
    if (this.#total > 1) {
      lines.push(
        `  ${this.#ended} of ${this.#total} notebooks · ${
          seconds(now - this.#start)
        }`,
      );
    }
    const { columns } = Deno.consoleSize();
    this.#terminal(
      lines.map((line) => fitted(line, columns)).join("\n"),
    );
  }
}

interface Terminal {
  (text: string): void;
  clear(): void;
  done(): void;
}

/** A line cut to the width of the terminal. */
function fitted(line: string, columns: number): string {
  const characters = [...line];
  return characters.length < columns
    ? line
    : characters.slice(0, columns - 2).join("") + "…";
}
