import { assertEquals, assertRejects } from "@std/assert";
import { dirname, join, relative } from "node:path";
import { findNotebooks } from "../../lib/notebook/find.ts";
import { inFolder } from "./fixture.ts";

async function inTree(
  paths: readonly string[],
  work: (folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    for (const path of paths) {
      await Deno.mkdir(join(folder, dirname(path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), "");
    }
    await work(folder);
  });
}

Deno.test("findNotebooks() gives a folder's notebooks in alphabetical order, those of its folders included", async () => {
  const paths = [
    "b.ipynb",
    "a.ipynb",
    "sub/deep/c.ipynb",
    "aa/z.ipynb",
    "a.ts",
  ];
  await inTree(paths, async (folder) => {
    assertEquals(
      await findNotebooks([folder]),
      ["a.ipynb", "aa/z.ipynb", "b.ipynb", "sub/deep/c.ipynb"]
        .map((path) => join(folder, path)),
    );
  });
});

Deno.test("findNotebooks() passes over names that begin with a dot, and packages", async () => {
  const paths = [
    "a.ipynb",
    ".ipynb_checkpoints/a-checkpoint.ipynb",
    ".git/b.ipynb",
    ".c.ipynb",
    "node_modules/d/d.ipynb",
  ];
  await inTree(paths, async (folder) => {
    assertEquals(await findNotebooks([folder]), [join(folder, "a.ipynb")]);
  });
});

Deno.test("findNotebooks() takes a file for itself, whatever its name", async () => {
  await inTree(["a.json", ".hidden.ipynb"], async (folder) => {
    const paths = [join(folder, ".hidden.ipynb"), join(folder, "a.json")];
    assertEquals(await findNotebooks(paths), paths);
  });
});

Deno.test("findNotebooks() gives each notebook once, where it first stands, however it is spelled", async () => {
  await inTree(["a.ipynb", "b.ipynb"], async (folder) => {
    const b = `${folder}/./b.ipynb`;
    assertEquals(
      await findNotebooks([b, folder, join(folder, "a.ipynb")]),
      [b, join(folder, "a.ipynb")],
    );
  });
});

Deno.test("findNotebooks() gives a notebook once that is named by its place and from the working folder", async () => {
  await inTree(["a.ipynb"], async (folder) => {
    const absolute = join(folder, "a.ipynb");
    const paths = [relative(Deno.cwd(), absolute), absolute];
    assertEquals(await findNotebooks(paths), [paths[0]]);
  });
});

Deno.test("findNotebooks() rejects a path that is not there", async () => {
  await inTree(["a.ipynb"], async (folder) => {
    const missing = join(folder, "missing");
    await assertRejects(
      () => findNotebooks([join(folder, "a.ipynb"), missing]),
      Deno.errors.NotFound,
      `Cannot read notebook ${missing}: there is no such file or folder`,
    );
  });
});

Deno.test("findNotebooks() rejects a folder without notebooks", async () => {
  await inTree(["a.ipynb", "sub/a.ts"], async (folder) => {
    const sub = join(folder, "sub");
    await assertRejects(
      () => findNotebooks([folder, sub]),
      Deno.errors.NotFound,
      `Cannot find a notebook in ${sub}: no file below it ends in .ipynb`,
    );
  });
});
