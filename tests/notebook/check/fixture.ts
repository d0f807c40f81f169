import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { checkNotebooks } from "../../../lib/notebook/check/mod.ts";
import type { Diagnostic } from "../../../lib/notebook/check/diagnostic.ts";
import { writeNotebook } from "../../../lib/notebook/file.ts";
import type { Cell, Notebook } from "../../../lib/notebook/format.ts";
import { code, inFolder, notebook } from "../fixture.ts";

/** A notebook, or the sources of its code cells, whose ids are `c0`, `c1`, …. */
export type Cells = Notebook | readonly (string | Cell)[];

/** What is not asked about where it is not named: the layout of what tests write is not that of `deno fmt`. */
const LAYOUT = "format";

/** Checks notebooks in one go, and gives what was found in each. */
export async function checkAll(
  notebooks: readonly Cells[],
  files: Readonly<Record<string, string>> = { "deno.json": "{}" },
): Promise<Diagnostic[][]> {
  let found: Diagnostic[][] = [];
  await inFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    const paths = await Promise.all(notebooks.map(async (cells, i) => {
      const path = join(folder, `${i}.ipynb`);
      await writeNotebook(path, fromCells(cells));
      return path;
    }));
    const { diagnostics } = await checkNotebooks(paths);
    const byPath = Map.groupBy(diagnostics, ({ path }) => path);
    const elsewhere = diagnostics.filter(({ path }) => !paths.includes(path));
    assertEquals(elsewhere, []);
    found = paths.map((path) =>
      (byPath.get(path) ?? []).filter(({ code }) => code !== LAYOUT)
    );
  });
  return found;
}

/** A notebook of code cells. */
export function fromCells(cells: Cells): Notebook {
  if ("cells" in cells) return cells;
  const made = notebook(
    ...cells.map((cell, i) =>
      typeof cell === "string" ? code(`c${i}`, cell) : cell
    ),
  );
  return {
    ...made,
    metadata: {
      kernelspec: {
        name: "deno",
        language: "typescript",
        display_name: "Deno",
      },
      language_info: { name: "typescript" },
    },
  };
}

/** A diagnostic in short: its code, its cell, and its line and column. */
export function inShort({ code, cellId, line, column }: Diagnostic): string {
  return [code, cellId, line === undefined ? "" : `${line}:${column}`]
    .filter(Boolean).join(" ");
}
