import type { Cell, Notebook } from "../format.ts";
import { parseNotebook } from "../parse.ts";
import { type CommandPlace, denoCommand } from "./deno_command.ts";
import type { Finding } from "./diagnostic.ts";
import type { ScratchFolder } from "./scratch.ts";
import { parseCell } from "./syntax_tree.ts";

/**
 * Runs `deno fmt` on copies of notebooks, one process for all of a project. With `--check` it would not do: Deno 2.9
 * complains of every notebook that it has not formatted itself before, however well formatted it is.
 *
 * @returns What is found in each notebook.
 */
export async function checkFormat(
  notebooks: readonly Notebook[],
  options: readonly string[],
  scratch: ScratchFolder,
  place: CommandPlace,
): Promise<Finding[][]> {
  // Code and prose apart: Deno remembers what it has formatted, and mostly one of the two has not changed.
  const parts = notebooks.flatMap((notebook) => [
    { ...notebook, cells: notebook.cells.filter(isCode) },
    { ...notebook, cells: notebook.cells.filter((cell) => !isCode(cell)) },
  ]);
  const texts = parts.map((part) => JSON.stringify(withoutOutputs(part)));
  const formatted = await format(texts, options, scratch, place);
  return notebooks.map(({ cells }, i) => {
    const after = new Map(
      formatted.slice(2 * i, 2 * i + 2)
        .flatMap((text) => parseNotebook(text, "formatted").cells)
        .map(({ id, source }) => [id, source]),
    );
    const changed = cells.filter((cell) =>
      after.get(cell.id) !== cell.source && !isObject(cell)
    );
    return changed.length === 0 ? [] : [difference(changed)];
  });
}

/** The texts of notebooks as `deno fmt` leaves them. */
export async function format(
  texts: readonly string[],
  options: readonly string[],
  scratch: ScratchFolder,
  place: CommandPlace,
): Promise<string[]> {
  if (texts.length === 0) return [];
  const copies = texts.map((text, i) => scratch.write(`n${i}.ipynb`, text));
  await denoCommand(["fmt", "--quiet", ...options, ...copies], place);
  return await Promise.all(copies.map((copy) => Deno.readTextFile(copy)));
}

/** Whether a cell is an object literal, which `deno fmt` takes for a block, and makes one of. */
export function isObject({ cell_type, source }: Cell): boolean {
  return cell_type === "code" && parseCell(source)?.isObject === true;
}

function isCode({ cell_type }: Cell): boolean {
  return cell_type === "code";
}

/** Only sources are formatted, and outputs, which can be large, take their time. */
function withoutOutputs({ cells, ...notebook }: Notebook) {
  return {
    ...notebook,
    cells: cells.map(({ cell_type, id, source }) => ({
      cell_type,
      id,
      source,
      metadata: {},
      ...(cell_type === "code" && { execution_count: null, outputs: [] }),
    })),
  };
}

function difference(cells: Notebook["cells"]): Finding {
  const names = cells.slice(0, 5).map(({ id }) => id).join(", ");
  const more = cells.length > 5 ? ` and ${cells.length - 5} more` : "";
  const what = `${cells.length === 1 ? "cell" : "cells"} ${names}${more}`;
  const message =
    `\`deno fmt\` would write ${what} differently; run \`denobook check --fix\``;
  return { code: "format", message };
}
