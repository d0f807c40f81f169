/**
 * A client that sends the cells of notebooks to kernels, each followed by a marker, and does nothing with what comes
 * back: what a run costs that has no outputs, no errors and no report.
 *
 * The arguments are how many notebooks run at once, and the notebooks. The next kernel is started when one is up, as
 * `denobook run` does.
 *
 * @module
 */

import { dirname } from "node:path";
import { Kernel } from "../../lib/notebook/kernel.ts";

const [jobs, ...paths] = Deno.args;
const started = new Map<number, Promise<Client>>();
let next = 0;
let nextAhead = 0;

/** A kernel whose messages arrive. */
interface Client {
  readonly kernel: Kernel;
  /** Sends a marker, and waits until it comes back. */
  readonly mark: () => Promise<void>;
}

async function start(index: number): Promise<Client> {
  const kernel = await Kernel.start({ cwd: dirname(paths[index]) });
  let marked = () => {};
  kernel.listen(({ header }) => {
    if (header.msg_type === "bare_marker") marked();
  });
  const mark = () =>
    new Promise<void>((resolve) => {
      marked = resolve;
      execute(kernel, 'Deno.jupyter.broadcast("bare_marker", {});', true);
    });
  // The subscription takes effect late: until then a marker does not arrive.
  while (
    !await Promise.race([
      mark().then(() => true),
      new Promise((resolve) => setTimeout(resolve, 250, false)),
    ])
  );
  return { kernel, mark };
}

async function take(index: number): Promise<Client> {
  const client = await (started.get(index) ?? start(index));
  started.delete(index);
  nextAhead = Math.max(nextAhead, index + 1);
  if (nextAhead < paths.length) {
    const ahead = nextAhead++;
    started.set(ahead, start(ahead));
  }
  return client;
}

function execute(kernel: Kernel, code: string, silent: boolean): void {
  kernel.request("execute_request", {
    code,
    silent,
    store_history: !silent,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  }).catch(() => {
    // What the kernel still owes when it is ended is no matter.
  });
}

async function run(index: number): Promise<void> {
  const { cells } = JSON.parse(await Deno.readTextFile(paths[index]));
  const { kernel, mark } = await take(index);
  for (const { source } of cells) {
    execute(kernel, source, false);
    await mark();
  }
  kernel.close();
}

await Promise.all(Array.from({ length: Number(jobs) }, async () => {
  while (next < paths.length) await run(next++);
}));
Deno.exit(0);
