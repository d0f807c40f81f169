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
const started = new Map<number, Promise<Kernel>>();
let next = 0;
let nextAhead = 0;

function start(index: number): Promise<Kernel> {
  return Kernel.start({ cwd: dirname(paths[index]) });
}

async function take(index: number): Promise<Kernel> {
  const kernel = await (started.get(index) ?? start(index));
  started.delete(index);
  nextAhead = Math.max(nextAhead, index + 1);
  if (nextAhead < paths.length) {
    const ahead = nextAhead++;
    started.set(ahead, start(ahead));
  }
  return kernel;
}

function execute(kernel: Kernel, code: string, silent: boolean) {
  return kernel.request("execute_request", {
    code,
    silent,
    store_history: !silent,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  });
}

async function run(index: number): Promise<void> {
  const { cells } = JSON.parse(await Deno.readTextFile(paths[index]));
  const kernel = await take(index);
  let marked: (() => void) | undefined;
  kernel.listen(({ header }) => {
    if (header.msg_type === "bare_marker") marked?.();
  });
  const mark = () =>
    new Promise<void>((resolve) => {
      marked = resolve;
      // What the kernel still owes when it is ended is no matter.
      execute(kernel, 'Deno.jupyter.broadcast("bare_marker", {});', true)
        .catch(() => {});
    });
  // The subscription takes effect late: until then a marker does not arrive.
  while (
    !await Promise.race([
      mark().then(() => true),
      new Promise((resolve) => setTimeout(resolve, 20, false)),
    ])
  );
  for (const { source } of cells) {
    await Promise.all([execute(kernel, source, false), mark()]);
  }
  kernel.close();
}

await Promise.all(Array.from({ length: Number(jobs) }, async () => {
  while (next < paths.length) await run(next++);
}));
Deno.exit(0);
