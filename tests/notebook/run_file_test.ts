import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  CellError,
  InterruptedError,
  KernelError,
  NotebookChangedError,
  NotebookFormatError,
} from "../../lib/notebook/errors.ts";
import { readNotebook, writeNotebook } from "../../lib/notebook/file.ts";
import { runFile } from "../../lib/notebook/run_file.ts";
import { Session } from "../../lib/notebook/session.ts";
import { code, filesIn, inFolder, notebook, prose } from "./fixture.ts";

Deno.test("runFile() runs a notebook in its folder and leaves the file alone", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await Deno.writeTextFile(join(folder, "a.ts"), "export const a = 2;");
    const stored = notebook(
      prose("title", "# T"),
      code("one", 'import { a } from "./a.ts";\na'),
      code("empty", ""),
      code("two", "a + 1"),
    );
    await writeNotebook(path, stored);
    const told: string[] = [];
    const { notebook: ran, error } = await runFile(path, {
      onCell: ({ id }, { cells }) => told.push(`${id} of ${cells.length}`),
    });
    assertEquals(error, undefined);
    assertEquals(told, ["one of 4", "two of 4"]);
    const two = ran.cells[3];
    assert(two.cell_type === "code");
    assertEquals(two.outputs.length, 1);
    assertEquals(await readNotebook(path), stored);
    assertEquals(filesIn(folder), ["a.ts", "n.ipynb"]);
  });
});

Deno.test("runFile() writes the outputs back if every cell ran, else nothing", async () => {
  await inFolder(async (folder) => {
    const good = join(folder, "good.ipynb");
    await writeNotebook(good, notebook(code("a", "1")));
    const { notebook: ran } = await runFile(good, { write: true });
    assertEquals(await readNotebook(good), ran);
    const bad = join(folder, "bad.ipynb");
    await writeNotebook(bad, notebook(code("a", "1"), code("b", "throw 1")));
    const before = await Deno.readTextFile(bad);
    const { error } = await runFile(bad, { write: true });
    assert(error instanceof CellError);
    assertEquals(error.cellId, "b");
    assertEquals(await Deno.readTextFile(bad), before);
  });
});

Deno.test("runFile() leaves a notebook as it was that is interrupted before its first cell", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, notebook(code("a", "1")));
    const before = await Deno.readTextFile(path);
    const interrupt = new AbortController();
    const startSession = async () => {
      const session = await Session.start({ cwd: folder });
      interrupt.abort();
      return session;
    };
    await assertRejects(
      () =>
        runFile(path, {
          write: true,
          signal: interrupt.signal,
          startSession,
        }),
      InterruptedError,
      `Notebook ${path} was not run: interrupted`,
    );
    assertEquals(await Deno.readTextFile(path), before);
  });
});

Deno.test("runFile() stops at a cell that takes too long", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(
      path,
      notebook(code("slow", "await new Promise(() => {})"), code("next", "1")),
    );
    const { error } = await runFile(path, { timeout: 200 });
    assert(error instanceof CellError);
    assert(
      error.message.startsWith(
        `${path} · cell slow\nIt did not end within 0.2 seconds; `,
      ),
    );
  });
});

Deno.test("runFile() rejects a file that is not there or is no notebook", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await assertRejects(() => runFile(path), Deno.errors.NotFound, path);
    await Deno.writeTextFile(path, "{}");
    await assertRejects(() => runFile(path), NotebookFormatError, path);
  });
});

Deno.test("runFile() does not write over a file that was changed while it ran", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    const edit = `await Deno.writeTextFile("n.ipynb", "edited")`;
    await writeNotebook(path, notebook(code("edit", edit)));
    await assertRejects(
      () => runFile(path, { write: true }),
      NotebookChangedError,
      `Cannot write notebook ${path}: it was changed while it ran`,
    );
    assertEquals(await Deno.readTextFile(path), "edited");
  });
});

Deno.test("runFile() does not bring back a file that was removed while it ran", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, notebook(code("a", "Deno.remove('n.ipynb')")));
    await assertRejects(
      () => runFile(path, { write: true }),
      NotebookChangedError,
      `Cannot write notebook ${path}: it was removed in the meantime`,
    );
    assertEquals(filesIn(folder), []);
  });
});

Deno.test("runFile() drops the times that other programs noted of their runs", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    const metadata = { execution: { "iopub.execute_input": "x" }, tags: ["t"] };
    await writeNotebook(path, notebook(code("a", "1", { metadata })));
    const { notebook: ran } = await runFile(path);
    assertEquals(ran.cells[0].metadata, { tags: ["t"] });
  });
});

Deno.test("runFile() refuses a notebook in another language", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    const python = notebook(code("a", "1"));
    python.metadata = { kernelspec: { name: "python3", language: "python" } };
    await writeNotebook(path, python);
    await assertRejects(
      () => runFile(path),
      KernelError,
      `Cannot run notebook ${path}: it is written in python, and the Deno kernel runs TypeScript and JavaScript`,
    );
  });
});
