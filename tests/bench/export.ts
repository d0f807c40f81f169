/**
 * Measures how long exporting the book takes, beside `jupyter nbconvert --to html` with the same notebooks. Neither runs
 * them. Both have a turn in each round, so that whatever else the machine is doing meets both.
 *
 * @module
 */

import { findNotebooks } from "../../lib/notebook/mod.ts";
import { median } from "./measure.ts";

const ROUNDS = 9;

const cli = decodeURIComponent(
  new URL("../../lib/cli.ts", import.meta.url).pathname,
);
const book = decodeURIComponent(
  new URL("../../notebooks", import.meta.url).pathname,
);
const notebooks = await findNotebooks([book]);
const out = await Deno.makeTempDir({ prefix: "denobook-bench-" });

/** The milliseconds that a program takes. */
async function timed(program: string, args: string[]): Promise<number> {
  const start = performance.now();
  const { success, stderr } = await new Deno.Command(program, { args })
    .output();
  const time = performance.now() - start;
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return time;
}

const ours = () =>
  timed(Deno.execPath(), ["run", "-A", cli, "export", book, "--out", out]);
const nbconvert = () =>
  timed("jupyter", [
    ...["nbconvert", "--to", "html", "--output-dir", out],
    ...notebooks,
  ]);

try {
  await ours();
  await nbconvert();
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push([await ours(), await nbconvert()] as const);
  }
  const seconds = (times: number[]) => (median(times) / 1000).toFixed(2);
  console.log(
    `Exporting ${notebooks.length} notebooks takes ${
      seconds(rounds.map(([own]) => own))
    } s; nbconvert takes ${
      seconds(rounds.map(([, other]) => other))
    } s. The median of ${ROUNDS} rounds of their ratio is ${
      median(rounds.map(([own, other]) => own / other)).toFixed(2)
    }.`,
  );
} catch (error) {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
  console.error("LEFT OUT: nbconvert: there is no jupyter on the PATH");
} finally {
  await Deno.remove(out, { recursive: true });
}
