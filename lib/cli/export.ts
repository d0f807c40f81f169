import { dirname, join } from "node:path";
import type { Command } from "commander";
import {
  findNotebooks,
  readNotebook,
  systemError,
  writeFileAtomically,
} from "../notebook/mod.ts";
import { folderName, milliseconds } from "./options.ts";
import { passed, runAll, type RunFlags } from "./run_all.ts";

interface ExportFlags extends Pick<RunFlags, "timeout"> {
  readonly execute?: boolean;
  readonly out: string;
}

/** Adds `denobook export`. */
export function addExport(
  program: Command,
  exit: (code: number) => void,
): void {
  program.command("export")
    .description("write notebooks as HTML pages, with an index")
    .argument("<paths...>", "notebooks, and folders of them")
    .requiredOption("--out <folder>", "where the pages go", folderName)
    .option("--execute", "run the notebooks first, leaving their files alone")
    .option("--timeout <seconds>", "how long one cell may take", milliseconds)
    .action(async (paths: string[], flags: ExportFlags) => {
      const files = await findNotebooks(paths);
      const run = flags.execute && await runAll(files, {
        timeout: flags.timeout,
      });
      const notebooks = run
        ? passed(run)
        : await Promise.all(files.map(readNotebook));
      const pages = files.flatMap((path, i) => {
        const notebook = notebooks[i];
        return notebook ? [{ path, notebook }] : [];
      });
      if (pages.length < files.length) {
        console.error(`Nothing was written to ${flags.out}.`);
        exit(run ? run.exitCode : 1);
        return;
      }
      // Typesetting takes long to load, and no other command needs it.
      const { renderBook } = await import("../page/mod.ts");
      await writePages(flags.out, await renderBook(pages));
    });
}

async function writePages(
  folder: string,
  pages: readonly { name: string; html: string }[],
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true }).catch((cause) => {
    throw systemError(`Cannot write pages to ${folder}`, cause);
  });
  for (const { name, html } of pages) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFileAtomically(join(folder, name), html);
  }
  console.log(`${pages.length} pages written; open ${folder}/index.html`);
}
