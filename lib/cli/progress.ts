import type { NotebookReport } from "../notebook/run_files.ts";
import { visible } from "../notebook/visible.ts";
import { print, printError } from "./print.ts";
import { outcome, seconds } from "./report.ts";

/** How often what is shown of running notebooks is drawn anew, in milliseconds. */
const INTERVAL = 80;

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

interface Running {
  readonly start: number;
  /** Where it is, in words, the more important first. */
  place: readonly string[];
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
    const [{ createLogUpdate }, { stderr }] = await Promise.all([
      import("log-update"),
      import("node:process"),
    ]);
    // A terminal may be closed: that is no reason to stop working.
    stderr.on("error", () => {});
    // To hide the cursor, it would take signals for itself and end the program, before what there is has been stored.
    const terminal = createLogUpdate(stderr, { showCursor: true });
    return new Progress(total, terminal);
  }

  started(path: string): void {
    this.#running.set(path, { start: performance.now(), place: [] });
  }

  cell(path: string, id: string, count: number, total: number): void {
    const running = this.#running.get(path);
    if (running) running.place = [`cell ${count} of ${total}`, id];
  }

  ended(report: NotebookReport): void {
    this.#running.delete(report.path);
    this.#ended++;
    this.#terminal?.clear();
    for (const { message } of report.warnings) printError(visible(message));
    const { text, isError } = outcome(report, this.#terminal !== undefined);
    if (isError) printError(text);
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
    const columns = terminalWidth();
    const lines = [...this.#running].map(([path, { start, place }]) =>
      visible(
        `${frame} ${fitted(path, place, seconds(now - start), columns - 3)}`,
      )
    );
    if (this.#total > 1) {
      lines.push(
        `  ${this.#ended} of ${this.#total} notebooks · ${
          seconds(now - this.#start)
        }`,
      );
    }
    this.#terminal(lines.join("\n"));
  }
}

interface Terminal {
  (text: string): void;
  clear(): void;
  done(): void;
}

/** How many columns the terminal has. One that does not know says 0, and one that has been closed nothing. */
export function terminalWidth(): number {
  try {
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}

/** How much of a path is shown at least before the place of a run in it. */
const LEAST_PATH = 12;

/**
 * What is said of a running notebook, in so many columns: as much of its place as leaves room for the path, and of that
 * the end.
 */
export function fitted(
  path: string,
  place: readonly string[],
  time: string,
  columns: number,
): string {
  const least = Math.min(LEAST_PATH, widthOf(path));
  for (let count = place.length; count >= 0; count--) {
    const tail = ["", ...place.slice(0, count), time].join(" · ");
    const room = columns - widthOf(tail);
    if (room < least && count > 0) continue;
    if (widthOf(path) <= room) return path + tail;
    const characters = [...path];
    while (widthOf(characters.join("")) > room - 1 && characters.length > 0) {
      characters.shift();
    }
    return `…${characters.join("")}${tail}`;
  }
  return time;
}

/** Characters that take two columns: those of East Asian scripts, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

function widthOf(text: string): number {
  return [...text]
    .reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}
