import { assertEquals } from "@std/assert";
import { join } from "node:path";
import type { CodeCell } from "../../lib/notebook/format.ts";
import { writeNotebook } from "../../lib/notebook/file.ts";
import { runFile } from "../../lib/notebook/run_file.ts";
import { code, inFolder, notebook } from "./fixture.ts";

/** How often the notebook is run; `HUNDRED_CELLS_RUNS=100` is what the runtime promises. */
const RUNS = Number(Deno.env.get("HUNDRED_CELLS_RUNS") ?? 2);

/** A notebook of which other programs lose one result in four: the kernel is done with each cell at once. */
const hundred = notebook(
  ...Array.from({ length: 100 }, (_, i) =>
    code(
      `cell-${i}`,
      i % 2 === 0
        ? `${i} + 1`
        : `for (let n = 0; n < 20; n++) console.log(${i}, n); ${i} + 1`,
    )),
);

function expected(i: number): unknown[] {
  const lines = Array.from({ length: 20 }, (_, n) => `${i} ${n}\n`).join("");
  return i % 2 === 0 ? [`${i + 1}`] : [lines, `${i + 1}`];
}

Deno.test(`runFile() loses no output of a hundred small cells in ${RUNS} runs`, async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, hundred);
    for (let run = 0; run < RUNS; run++) {
      const { notebook: ran, error } = await runFile(path);
      assertEquals(error, undefined);
      const shown = (ran.cells as CodeCell[]).map(({ outputs }) =>
        outputs.map((output) =>
          output.output_type === "stream"
            ? output.text
            : output.output_type === "error"
            ? output.ename
            : output.data["text/plain"]
        )
      );
      assertEquals(shown, ran.cells.map((_, i) => expected(i)));
    }
  });
});
