import { assert } from "@std/assert";
import { join } from "node:path";
import { writeNotebook } from "../../lib/notebook/file.ts";
import { inFolder, type notebook } from "../notebook/fixture.ts";

/** The address of the command line. */
export const CLI = new URL("../../lib/cli.ts", import.meta.url).href;

/** What the command line answered. */
export interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in a folder. */
export function denobook(folder: string, ...args: string[]): Promise<Result> {
  return runCommand(folder, [...COMMAND, ...args]);
}

/** Runs the command line in a folder as somebody for whom the permissions of files count, which root is not. */
export function denobookUnprivileged(
  folder: string,
  ...args: string[]
): Promise<Result> {
  const drop = "-dac_override,-dac_read_search";
  const without = Deno.uid() === 0
    ? ["setpriv", "--bounding-set", drop, "--inh-caps", drop]
    : [];
  return runCommand(folder, [...without, ...COMMAND, ...args]);
}

// Quiet: the first run on a machine tells what Deno downloads.
const COMMAND = [
  ...[Deno.execPath(), "run", "-A", "--no-check", "--quiet", CLI],
];

async function runCommand(
  folder: string,
  [program, ...args]: string[],
): Promise<Result> {
  const output = await new Deno.Command(program, {
    args,
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return {
    exitCode: output.code,
    stdout: decoder.decode(output.stdout),
    stderr: decoder.decode(output.stderr),
  };
}

/** Hands a new folder that holds the given notebooks to `work`. */
export function withNotebooks(
  notebooks: Record<string, ReturnType<typeof notebook>>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    for (const [name, notebook] of Object.entries(notebooks)) {
      await writeNotebook(join(folder, name), notebook);
    }
    await work(folder);
  });
}

/** Nothing that only whoever works on the program could read. */
export function assertNoStackTrace({ stdout, stderr }: Result): void {
  assert(
    !/lib\/(cli|notebook|page)|Uncaught|^\s+at /m.test(stdout + stderr),
    stderr,
  );
}
