import { parseNotebook } from "../parse.ts";
import { type CommandPlace, denoCommand } from "./deno_command.ts";
import type { Finding } from "./diagnostic.ts";
import type { ScratchFolder } from "./scratch.ts";

/** A notebook's file as `deno fmt` leaves it. */
export interface Formatted {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * Runs `deno fmt` on copies of notebooks, one process for all of a project. With `--check` it would not do: Deno 2.9
 * complains of every notebook that it has not formatted itself before, however well formatted it is.
 */
export async function checkFormat(
  notebooks: readonly { readonly path: string; readonly text: string }[],
  options: readonly string[],
  scratch: ScratchFolder,
  place: CommandPlace,
): Promise<Formatted[]> {
  const copies = notebooks.map(({ text }, i) =>
    scratch.write(`n${i}.ipynb`, text)
  );
  await denoCommand(["fmt", "--quiet", ...options, ...copies], place);
  return await Promise.all(notebooks.map(async ({ path, text }, i) => {
    const formatted = await Deno.readTextFile(copies[i]);
    return {
      text: formatted,
      findings: formatted === text ? [] : [difference(path, text, formatted)],
    };
  }));
}

/** What formatting changes in a notebook: the source of some cells, or else only the file's layout. */
function difference(path: string, before: string, after: string): Finding {
  const [old, { cells }] = [before, after].map((text) =>
    parseNotebook(text, path)
  );
  const changed = old.cells.filter(({ source }, i) =>
    source !== cells[i]?.source
  ).map(({ id }) => id);
  const what = changed.length === 0
    ? "this file"
    : `${changed.length === 1 ? "cell" : "cells"} ${
      changed.slice(0, 5).join(", ")
    }${changed.length > 5 ? ` and ${changed.length - 5} more` : ""}`;
  const message =
    `\`deno fmt\` would write ${what} differently; run \`denobook check --fix\``;
  return { code: "format", message };
}
