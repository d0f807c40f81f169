import { type Notebook, readNotebook } from "../notebook/mod.ts";
import { isExpected } from "./expected.ts";
import type { ExportFlags } from "./export.ts";
import { print } from "./print.ts";
import { passed, runAll } from "./run_all.ts";
import { permissionsOf } from "./sandbox.ts";
import { findSources, isWithin, render, writeFiles } from "./write_pages.ts";

/** How long files must be quiet, in milliseconds: programs write a file in several steps. */
const QUIET = 100;

/** Exports notebooks, shows the pages on a local server, and does it again when a notebook changes; does not end. */
export async function watchExport(
  paths: string[],
  flags: ExportFlags,
): Promise<void> {
  const { Preview } = await import("../page/mod.ts");
  const ran = new Map<string, { text: string; notebook: Notebook }>();
  await using preview = new Preview(flags.port);

  const load = async (path: string): Promise<Notebook | undefined> => {
    if (!flags.execute) return await readNotebook(path);
    const text = await Deno.readTextFile(path);
    const known = ran.get(path);
    if (known?.text === text) return known.notebook;
    const [notebook] = passed(
      await runAll([path], {
        timeout: flags.timeout,
        sandbox: permissionsOf(flags),
      }),
    );
    if (notebook) ran.set(path, { text, notebook });
    return notebook;
  };
  const update = async () => {
    try {
      const ready = [];
      for (const path of await findSources(paths, flags.out)) {
        const notebook = await load(path);
        // What is wrong has been said; the pages stay as they were until it is right.
        if (!notebook) return;
        ready.push({ path, notebook });
      }
      const { written } = await render(ready, flags);
      await writeFiles(flags.out, written, flags);
      preview.update(
        new Map(
          written.map(({ name, content }) => [name, String(content)]),
        ),
      );
    } catch (error) {
      if (!isExpected(error)) throw error;
      console.error(error.message);
    }
  };

  using watcher = Deno.watchFs(paths);
  await update();
  print(
    `Shown at ${preview.url}, which reloads what changes; end it with Ctrl+C`,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  let work = Promise.resolve();
  for await (const { kind, paths: changed } of watcher) {
    const isOurs = (path: string) =>
      isWithin(flags.out, path) &&
      !paths.some((given) => isWithin(flags.out, given));
    if (
      kind === "access" ||
      !changed.some((path) => isSource(path) && !isOurs(path))
    ) continue;
    clearTimeout(timer);
    timer = setTimeout(() => work = work.then(update), QUIET);
  }
}

/** Whether a file is one that pages are made from. */
function isSource(path: string): boolean {
  return /\.(ipynb|png|jpe?g|gif|webp|svg)$/i.test(path) &&
    !path.includes(".ipynb_checkpoints");
}
