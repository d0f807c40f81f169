import ora from "ora";
import { isExecuted, type Notebook, runFile } from "../notebook/mod.ts";
import { isExpected } from "./expected.ts";

/** The flags of every command that runs notebooks. */
export interface RunFlags {
  readonly timeout?: number;
  readonly write?: boolean;
}

/** Runs notebooks one after the other; a notebook that fails leaves a gap, and its error has been shown. */
export async function runAll(
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
