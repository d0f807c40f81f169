/**
 * Measures how long `denobook check --watch` of the book takes from the save of a notebook to the report, each notebook
 * in its turn. Before that, the language server has time to learn the book, as it has while an author reads and writes.
 *
 * @module
 */

import { join } from "node:path";
import {
  findNotebooks,
  readNotebook,
  writeNotebook,
} from "../../lib/notebook/mod.ts";
import { median } from "./measure.ts";

const SAVES = 10;
/** How long nobody saves anything while the server learns, in milliseconds, and how often that may be. */
const PAUSE = 5000;
const PAUSES = 8;

const cli = decodeURIComponent(
  new URL("../../lib/cli.ts", import.meta.url).pathname,
);
const folder = await Deno.makeTempDir({ dir: "notebooks", prefix: ".bench-" });
try {
  const paths = await findNotebooks(["notebooks"]);
  const notebooks = await Promise.all(paths.map(readNotebook));
  const copies = paths.map((_, i) => join(folder, `${i}.ipynb`));
  for (const [i, copy] of copies.entries()) {
    await writeNotebook(copy, notebooks[i]);
  }
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", cli, "check", "--watch", folder],
    env: { NO_COLOR: "1" },
    stdout: "piped",
  }).spawn();
  const output = process.stdout.pipeThrough(new TextDecoderStream())
    .getReader();
  const report = async () => {
    for (let text = ""; !/checked · .*\n/.test(text);) {
      const { value, done } = await output.read();
      if (done) throw new Error(`The watch has ended: ${text}`);
      text += value;
    }
  };
  const first = performance.now();
  await report();
  const start = performance.now() - first;
  let saves = 0;
  /** The time from a save of each of some notebooks in their turn to the report, in milliseconds. */
  const save = async (count: number) => {
    const times: number[] = [];
    for (; times.length < count; saves++) {
      const i = saves % copies.length;
      const cells = notebooks[i].cells.map((cell) =>
        cell.cell_type === "code"
          ? { ...cell, source: `${cell.source}\n// ${saves}` }
          : cell
      );
      const before = performance.now();
      await writeNotebook(copies[i], { ...notebooks[i], cells });
      await report();
      times.push(performance.now() - before);
    }
    return times;
  };
  for (let pause = 0; pause < PAUSES; pause++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (Math.max(...await save(copies.length)) < start / 2) break;
  }
  const times = await save(SAVES);
  process.kill("SIGINT");
  await process.status;
  const seconds = (time: number) => `${(time / 1000).toFixed(2)} s`;
  console.log(
    `From the save of a notebook to the report of denobook check --watch: ${
      seconds(median(times))
    }, the median of ${SAVES} (${seconds(Math.min(...times))} to ${
      seconds(Math.max(...times))
    }); the first check of all ${paths.length} takes ${seconds(start)}`,
  );
} finally {
  await Deno.remove(folder, { recursive: true });
}
