import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readNotebook } from "../../lib/notebook/file.ts";
import {
  code,
  filesIn,
  inFolder,
  notebook,
  prose,
} from "../notebook/fixture.ts";
import {
  assertNoStackTrace,
  denobook,
  denobookUnprivileged,
  withNotebooks,
} from "./command_line.ts";

const clean = notebook(prose("title", "# A"), code("a", "1"));
const ran = notebook(
  code("a", "1", {
    metadata: { scrolled: true },
    execution_count: 3,
    outputs: [{ output_type: "stream", name: "stdout", text: "1\n" }],
  }),
);
/** As nbformat 4.2 had it: no ids. */
const old = JSON.stringify({
  ...{ nbformat: 4, nbformat_minor: 2, metadata: {} },
  cells: [{ cell_type: "markdown", metadata: {}, source: ["# Old\n", "b"] }],
});

function withUnclean(work: (folder: string) => Promise<void>): Promise<void> {
  const notebooks = { "clean.ipynb": clean, "ran.ipynb": ran };
  return withNotebooks(notebooks, async (folder) => {
    await Deno.writeTextFile(join(folder, "old.ipynb"), old);
    await work(folder);
  });
}

Deno.test("denobook clean --check names the notebooks that are not clean, and leaves them alone", async () => {
  await withUnclean(async (folder) => {
    const read = () =>
      Promise.all(
        filesIn(folder).map((name) => Deno.readTextFile(join(folder, name))),
      );
    const before = await read();
    assertEquals(await denobook(folder, "clean", "--check", "."), {
      exitCode: 1,
      stdout: "old.ipynb\nran.ipynb\n",
      stderr: "2 of 3 notebooks not clean\n",
    });
    assertEquals(await read(), before);
    assertEquals(await denobook(folder, "clean", "--check", "clean.ipynb"), {
      exitCode: 0,
      stdout: "",
      stderr: "1 notebook, nothing to clean\n",
    });
  });
});

Deno.test("denobook clean brings notebooks into their canonical form, and finds nothing more to do then", async () => {
  await withUnclean(async (folder) => {
    const untouched = await Deno.stat(join(folder, "clean.ipynb"));
    assertEquals(await denobook(folder, "clean", "."), {
      exitCode: 0,
      stdout: "old.ipynb\nran.ipynb\n",
      stderr: "2 of 3 notebooks cleaned\n",
    });
    assertEquals(
      await readNotebook(join(folder, "old.ipynb")),
      notebook(prose("old", "# Old\nb")),
    );
    assertEquals(await readNotebook(join(folder, "ran.ipynb")), {
      ...ran,
      cells: [{ ...ran.cells[0], metadata: {} }],
    });
    assertEquals(
      (await Deno.stat(join(folder, "clean.ipynb"))).ino,
      untouched.ino,
    );
    const again = await denobook(folder, "clean", "--check", ".");
    assertEquals([again.exitCode, again.stdout], [0, ""]);

    await denobook(
      folder,
      "clean",
      "--strip-outputs",
      "--keep-metadata",
      "x",
      ".",
    );
    assertEquals(
      await readNotebook(join(folder, "ran.ipynb")),
      notebook(code("a", "1")),
    );
  });
});

Deno.test("denobook clean goes on behind a notebook that cannot be read", async () => {
  await withUnclean(async (folder) => {
    await Deno.writeTextFile(join(folder, "bad.ipynb"), "{");
    const result = await denobook(folder, "clean", ".");
    assertEquals([result.exitCode, result.stdout], [
      1,
      "old.ipynb\nran.ipynb\n",
    ]);
    assertStringIncludes(
      result.stderr,
      "Cannot read notebook bad.ipynb: it is not JSON",
    );
    assertNoStackTrace(result);
  });
});

Deno.test("denobook clean leaves a file, and a folder, that may not be written as they are", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "closed"));
    const paths = ["a.ipynb", "closed/b.ipynb"];
    for (const path of paths) {
      await Deno.writeTextFile(join(folder, path), old);
    }
    await Deno.chmod(join(folder, "a.ipynb"), 0o444);
    await Deno.chmod(join(folder, "closed"), 0o555);
    const { exitCode, stdout, stderr } = await denobookUnprivileged(
      folder,
      ...["clean", "."],
    );
    await Deno.chmod(join(folder, "closed"), 0o755);
    assertEquals([exitCode, stdout], [1, ""]);
    assertEquals(
      stderr,
      "Cannot write a.ipynb: Permission denied (os error 13)\n" +
        "Cannot write closed/b.ipynb: Permission denied (os error 13)\n" +
        "0 of 2 notebooks cleaned, 2 failed\n",
    );
    for (const path of paths) {
      assertEquals(await Deno.readTextFile(join(folder, path)), old);
    }
    assertEquals(filesIn(folder), ["a.ipynb", "closed"]);
    assertEquals(filesIn(join(folder, "closed")), ["b.ipynb"]);
  });
});

Deno.test("denobook clean names a folder that may not be read", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "closed"), { mode: 0 });
    const result = await denobookUnprivileged(folder, "clean", ".");
    assertEquals(result.exitCode, 1);
    assertEquals(
      result.stderr,
      "Cannot look for notebooks in closed: Permission denied (os error 13)\n",
    );
  });
});
