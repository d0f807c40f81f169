import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { readNotebook, writeNotebook } from "../../lib/notebook/file.ts";
import type { Cell } from "../../lib/notebook/format.ts";
import { runFiles } from "../../lib/notebook/run_files.ts";
import { code, hasEnded, inFolder, notebook } from "./fixture.ts";

/** Hands the paths of notebooks in a new folder to `work`. */
function withFiles(
  notebooks: readonly (readonly Cell[])[],
  work: (paths: string[], folder: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    const paths = await Promise.all(notebooks.map(async (cells, i) => {
      const path = join(folder, `${i}.ipynb`);
      await writeNotebook(path, notebook(...cells));
      return path;
    }));
    await work(paths, folder);
  });
}

const good = [code("a", "1"), code("b", "2")];
const bad = [code("a", "throw new Error('bad');"), code("b", "2")];

Deno.test("runFiles() reports on every notebook in the order of the paths, whatever happens to the others", async () => {
  const exits = [code("a", "Deno.exit(1)")];
  await withFiles([bad, good, exits, good], async (paths) => {
    await Deno.writeTextFile(paths[3], "{}");
    const ended: string[] = [];
    const reports = await runFiles(paths, {
      jobs: 2,
      onEnd: ({ path }) => ended.push(path),
    });
    assertEquals(
      reports.map(({ path, status, cells, executed }) =>
        `${path.at(-7)} ${status} ${executed}/${cells}`
      ),
      ["0 failed 1/2", "1 passed 2/2", "2 failed 1/1", "3 failed 0/0"],
    );
    assertEquals(ended.toSorted(), paths);
    assertEquals(
      reports.map(({ error }) => error?.name),
      ["CellError", undefined, "CellError", "NotebookFormatError"],
    );
  });
});

Deno.test("runFiles() runs as many notebooks at once as there are jobs", async () => {
  // Each waits for what the other writes: one after the other, neither would end.
  const meets = (own: string, other: string) => [
    code(
      "meet",
      `Deno.writeTextFileSync("${own}", "");
       const there = () => { try { return Deno.statSync("${other}").isFile; } catch { return false; } };
       while (!there()) await new Promise((resolve) => setTimeout(resolve, 5));`,
    ),
  ];
  await withFiles([meets("x", "y"), meets("y", "x")], async (paths) => {
    const reports = await runFiles(paths, { jobs: 2, timeout: 60_000 });
    assertEquals(reports.map(({ status }) => status), ["passed", "passed"]);
  });
});

Deno.test("runFiles() begins nothing more once it is aborted, stores what there is, and leaves no kernel", async () => {
  const waits = [
    code("tell", "Deno.pid"),
    code("wait", "await new Promise(() => {});"),
  ];
  await withFiles([waits, good, good], async (paths) => {
    const controller = new AbortController();
    const reports = await runFiles(paths, {
      jobs: 1,
      write: true,
      signal: controller.signal,
      onCell: (_, { id }) => {
        if (id === "wait") setTimeout(() => controller.abort());
      },
    });
    assertEquals(
      reports.map(({ status }) => status),
      ["interrupted", "skipped", "skipped"],
    );
    const { cells: [tell] } = await readNotebook(paths[0]);
    assert(tell.cell_type === "code");
    const [output] = tell.outputs;
    assert(output.output_type === "execute_result");
    await hasEnded(Number(output.data["text/plain"]));
  });
});

Deno.test("runFiles() runs nothing if it is given nothing, or was aborted before", async () => {
  assertEquals(await runFiles([]), []);
  await withFiles([good], async (paths) => {
    const [report] = await runFiles(paths, { signal: AbortSignal.abort() });
    assertEquals(report.status, "skipped");
  });
});
