/**
 * The command line: `denobook run` and `denobook export`.
 *
 * Exit codes: 0, all is well; 1, a notebook failed or could not be read or written; 2, the command line is wrong.
 *
 * @module
 */

import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import ora from "ora";
import config from "../deno.json" with { type: "json" };
import {
  CellError,
  findNotebooks,
  isExecuted,
  KernelError,
  type Notebook,
  NotebookChangedError,
  NotebookFormatError,
  readNotebook,
  runFile,
  systemError,
  writeFileAtomically,
} from "./notebook/mod.ts";
import { BookError, PageError, renderBook } from "./page/mod.ts";

interface RunFlags {
  readonly timeout?: number;
  readonly write?: boolean;
}

interface ExportFlags extends RunFlags {
  readonly execute?: boolean;
  readonly out: string;
}

/** Runs the command line and says how it went. */
async function main(args: readonly string[]): Promise<number> {
  const program = new Command("denobook")
    .description("Run and publish Deno notebooks.")
    .version(config.version)
    .exitOverride();
  let exitCode = 0;

  program.command("run")
    .description("run notebooks, each on a Deno kernel of its own")
    .argument("<paths...>", "notebooks, and folders of them")
    .option("--timeout <seconds>", "how long one cell may take", milliseconds)
    .option("--write", "store the outputs of the notebooks that ran")
    .action(async (paths: string[], flags: RunFlags) => {
      const results = await runAll(await findNotebooks(paths), flags);
      exitCode = results.every((notebook) => notebook) ? 0 : 1;
    });

  program.command("export")
    .description("write notebooks as HTML pages, with an index")
    .argument("<paths...>", "notebooks, and folders of them")
    .requiredOption("--out <folder>", "where the pages go", folderName)
    .option("--execute", "run the notebooks first, leaving their files alone")
    .option("--timeout <seconds>", "how long one cell may take", milliseconds)
    .action(async (paths: string[], flags: ExportFlags) => {
      const files = await findNotebooks(paths);
      const notebooks = flags.execute
        ? await runAll(files, { ...flags, write: false })
        : await Promise.all(files.map(readNotebook));
      const pages = files.flatMap((path, i) => {
        const notebook = notebooks[i];
        return notebook ? [{ path, notebook }] : [];
      });
      if (pages.length < files.length) {
        console.error(`Nothing was written to ${flags.out}.`);
        exitCode = 1;
        return;
      }
      await writePages(flags.out, await renderBook(pages));
    });

  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong with the command line, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isExpected(error)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** Runs notebooks one after the other; a notebook that fails leaves a gap, and its error has been shown. */
async function runAll(
  paths: readonly string[],
  { timeout, write }: RunFlags,
): Promise<(Notebook | undefined)[]> {
  const notebooks = [];
  for (const path of paths) notebooks.push(await runOne(path, timeout, write));
  return notebooks;
}

async function runOne(
  path: string,
  timeout: number | undefined,
  write: boolean | undefined,
): Promise<Notebook | undefined> {
  const start = performance.now();
  // Off a terminal a spinner has nowhere to spin; there the line at the end is all there is to see.
  const spinner = ora({ text: path, isSilent: !Deno.stderr.isTerminal() });
  spinner.start();
  let ran = 0;
  try {
    const { notebook, error } = await runFile(path, {
      timeout,
      write,
      onCell: (cell, { cells }) => {
        const all = cells.filter(isExecuted).length;
        spinner.text = `${path} · cell ${cell.id} · ${++ran} of ${all}`;
      },
    });
    if (error) throw error;
    spinner.stop();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${path} · ${ran} cells · ${seconds} s`);
    return notebook;
  } catch (error) {
    spinner.stop();
    if (!isExpected(error)) throw error;
    console.error(error.message);
    return undefined;
  }
}

async function writePages(
  folder: string,
  pages: readonly { name: string; html: string }[],
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true }).catch((cause) => {
    throw systemError(`Cannot write pages to ${folder}`, cause);
  });
  for (const { name, html } of pages) {
    await writeFileAtomically(join(folder, name), html);
  }
  console.log(`${pages.length} pages written; open ${folder}/index.html`);
}

function folderName(text: string): string {
  if (text === "") throw new InvalidArgumentError("It must name a folder.");
  return text;
}

function milliseconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds <= 0) {
    throw new InvalidArgumentError("It must be a number of seconds above 0.");
  }
  return seconds * 1000;
}

/** Whether an error is about the input or the system, and its message all that its reader needs. */
function isExpected(error: unknown): error is Error {
  return [
    BookError,
    CellError,
    KernelError,
    NotebookChangedError,
    NotebookFormatError,
    PageError,
    ...Object.values(Deno.errors),
  ].some((type) => error instanceof type);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
