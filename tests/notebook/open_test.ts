import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  CellError,
  KernelError,
  NotebookFormatError,
  ValueError,
} from "../../lib/notebook/errors.ts";
import { readNotebook, writeNotebook } from "../../lib/notebook/file.ts";
import { openNotebook } from "../../lib/notebook/open.ts";
import { code, hasEnded, inFolder, notebook, prose } from "./fixture.ts";

Deno.test("openNotebook() runs the notebook in its folder, and gives its values", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await Deno.writeTextFile(join(folder, "a.ts"), "export const a = 0.1;");
    const stored = notebook(
      prose("title", "# T"),
      code("import", 'import { a } from "./a.ts";', {
        outputs: [{ output_type: "stream", name: "stdout", text: "stale" }],
      }),
      code("sum", "const sum = a + 0.2;\nsum"),
    );
    await writeNotebook(path, stored);
    await using book = await openNotebook(path);
    assertEquals(book.path, path);
    assertEquals(book.notebook, stored);
    const ran = await book.run();
    assertEquals(book.notebook, ran);
    const [, imported, sum] = ran.cells;
    assert(imported.cell_type === "code" && sum.cell_type === "code");
    assertEquals(imported.outputs, []);
    assertEquals(sum.outputs.length, 1);
    assertEquals(await book.value<number>("sum"), 0.1 + 0.2);
    await assertRejects(() => book.value("missing"), ValueError, "missing");
    assertEquals(await readNotebook(path), stored);
  });
});

Deno.test("OpenNotebook.run() rejects with the place of the cell that throws, and keeps what ran", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(
      path,
      notebook(code("fine", "const a = 1;\na"), code("bad", "a.b.c")),
    );
    await using book = await openNotebook(path);
    const error = await assertRejects(
      () => book.run(),
      CellError,
      `${path} · cell bad · 1:5\nTypeError: `,
    );
    assertEquals([error.cellId, error.line, error.column], ["bad", 1, 5]);
    const [fine] = book.notebook.cells;
    assert(fine.cell_type === "code");
    assertEquals(fine.outputs.length, 1);
    assertEquals(await book.value("a"), 1);
  });
});

Deno.test("OpenNotebook[Symbol.asyncDispose]() ends the kernel", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, notebook());
    const book = await openNotebook(path);
    const pid = await book.value<number>("Deno.pid");
    await book[Symbol.asyncDispose]();
    await hasEnded(pid);
  });
});

Deno.test("openNotebook() rejects a file that is not there or is no notebook", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await assertRejects(() => openNotebook(path), Deno.errors.NotFound, path);
    await Deno.writeTextFile(path, "[]");
    await assertRejects(() => openNotebook(path), NotebookFormatError, path);
  });
});

Deno.test("OpenNotebook.value() stops at an expression that takes too long", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, notebook(code("a", "1")));
    await using book = await openNotebook(path, { timeout: 300 });
    await assertRejects(
      () => book.value("await new Promise(() => {})"),
      KernelError,
      "It did not end within 0.3 seconds",
    );
  });
});
