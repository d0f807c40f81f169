import { textMarker } from "./prelude.ts";

/** What a kernel's process wrote up to a marker. */
export interface WrittenText {
  readonly stdout: string;
  readonly stderr: string;
}

type StreamName = keyof WrittenText;

/** The text that a kernel's process writes to its stdout and stderr, cut where the markers stand in it. */
export class ProcessText {
  readonly #pending = { stdout: "", stderr: "" };
  readonly #waiting: Record<
    StreamName,
    { marker: string; resolve: (text: string) => void }[]
  > = { stdout: [], stderr: [] };

  /** Takes in what was read from a stream. */
  add(name: StreamName, text: string): void {
    this.#pending[name] += text;
    this.#cut(name);
  }

  /** Waits for a marker in both streams, and gives what was written before it and after the one before. */
  async until(token: string): Promise<WrittenText> {
    const marker = textMarker(token);
    const [stdout, stderr] = await Promise.all(
      (["stdout", "stderr"] as const).map((name) =>
        new Promise<string>((resolve) => {
          this.#waiting[name].push({ marker, resolve });
          this.#cut(name);
        })
      ),
    );
    return { stdout, stderr };
  }

  /** Gives what has been written since the last marker. */
  take(): WrittenText {
    const { stdout, stderr } = this.#pending;
    Object.assign(this.#pending, { stdout: "", stderr: "" });
    return { stdout: withoutMarkers(stdout), stderr: withoutMarkers(stderr) };
  }

  #cut(name: StreamName): void {
    const waiting = this.#waiting[name];
    while (waiting.length > 0) {
      const { marker, resolve } = waiting[0];
      const at = this.#pending[name].indexOf(marker);
      if (at < 0) return;
      resolve(withoutMarkers(this.#pending[name].slice(0, at)));
      this.#pending[name] = this.#pending[name].slice(at + marker.length);
      waiting.shift();
    }
  }
}

/** Takes markers out of text that a kernel's process wrote. */
export function withoutMarkers(text: string): string {
  return text.replace(/\0denobook:[\w-]+\0/g, "");
}
