import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { NotebookFormatError } from "../../lib/notebook/errors.ts";
import {
  readNotebook,
  writeFileAtomically,
  writeNotebook,
} from "../../lib/notebook/file.ts";
import { serializeNotebook } from "../../lib/notebook/serialize.ts";
import { code, filesIn, inFolder, notebook, prose } from "./fixture.ts";

const sample = notebook(prose("title", "# 😀"), code("one", "1"));

Deno.test("readNotebook() gives back what writeNotebook() has written", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, sample);
    assertEquals(await readNotebook(path), sample);
    assertEquals(await Deno.readTextFile(path), serializeNotebook(sample));
  });
});

Deno.test("readNotebook() rejects a file that is not there", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await assertRejects(
      () => readNotebook(path),
      Deno.errors.NotFound,
      `Cannot read notebook ${path}: there is no such file`,
    );
  });
});

Deno.test("readNotebook() rejects a folder", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => readNotebook(folder),
      Deno.errors.IsADirectory,
      `Cannot read notebook ${folder}: it is a folder`,
    );
  });
});

Deno.test("readNotebook() rejects bytes that are not UTF-8", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    const bytes = new TextEncoder().encode(serializeNotebook(sample));
    bytes[bytes.indexOf(0xf0)] = 0xff;
    await Deno.writeFile(path, bytes);
    await assertRejects(
      () => readNotebook(path),
      NotebookFormatError,
      `Cannot read notebook ${path}: it is not UTF-8 text`,
    );
  });
});

Deno.test("readNotebook() names the file that is not a notebook", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await Deno.writeTextFile(path, "{}");
    await assertRejects(
      () => readNotebook(path),
      NotebookFormatError,
      `Cannot read notebook ${path}: it has no "nbformat"`,
    );
  });
});

Deno.test("writeFileAtomically() makes a file, replaces it, and leaves no other behind", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.txt");
    for (const text of ["first, and longer", "é😀", ""]) {
      await writeFileAtomically(path, text);
      assertEquals(await Deno.readTextFile(path), text);
      assertEquals(filesIn(folder), ["a.txt"]);
    }
  });
});

Deno.test("writeFileAtomically() gives the path a new file instead of changing the old one's bytes", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.txt");
    const other = join(folder, "b.txt");
    await Deno.writeTextFile(path, "old");
    await Deno.link(path, other);
    await writeFileAtomically(path, "new");
    assertEquals(await Deno.readTextFile(path), "new");
    assertEquals(await Deno.readTextFile(other), "old");
  });
});

Deno.test("writeFileAtomically() leaves all as it was when it cannot put the file in its place", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.ipynb");
    await Deno.mkdir(path);
    await Deno.writeTextFile(join(path, "inside"), "x");
    await assertRejects(() => writeFileAtomically(path, "new"));
    assertEquals(filesIn(folder), ["a.ipynb"]);
    assertEquals(filesIn(path), ["inside"]);
  });
});

Deno.test("writeFileAtomically() rejects a path whose folder is not there", async () => {
  await inFolder(async (folder) => {
    await assertRejects(
      () => writeFileAtomically(join(folder, "no", "a.txt"), "new"),
      Deno.errors.NotFound,
    );
    assertEquals(filesIn(folder), []);
  });
});

Deno.test("writeFileAtomically() writes through a link to the file that it means", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "real"));
    const real = join(folder, "real", "a.txt");
    const link = join(folder, "link.txt");
    await Deno.writeTextFile(real, "old");
    await Deno.symlink("real/a.txt", link);
    await writeFileAtomically(link, "new");
    assertEquals(await Deno.readTextFile(real), "new");
    assertEquals(await Deno.readLink(link), "real/a.txt");
    assertEquals(filesIn(join(folder, "real")), ["a.txt"]);
  });
});

Deno.test("writeFileAtomically() keeps the file's permissions", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.txt");
    await Deno.writeTextFile(path, "old");
    await Deno.chmod(path, 0o600);
    await writeFileAtomically(path, "new");
    assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
  });
});

Deno.test({
  name: "writeFileAtomically() keeps the file's owner",
  // Nobody else can give a file to somebody.
  ignore: Deno.uid() !== 0,
  fn: () =>
    inFolder(async (folder) => {
      const path = join(folder, "a.txt");
      await Deno.writeTextFile(path, "old");
      await Deno.chown(path, 12345, 54321);
      await writeFileAtomically(path, "new");
      const { uid, gid, mode } = await Deno.stat(path);
      assertEquals([uid, gid, mode! & 0o777], [12345, 54321, 0o644]);
    }),
});

Deno.test("writeFileAtomically() says what it could not write, and why", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "missing", "a.txt");
    await assertRejects(
      () => writeFileAtomically(path, "new"),
      Deno.errors.NotFound,
      `Cannot write ${path}: No such file or directory (os error 2)`,
    );
  });
});

Deno.test("writeFileAtomically() removes what was left of a write that was killed, and nothing else", async () => {
  await inFolder(async (folder) => {
    const left = `a.txt.${crypto.randomUUID()}.tmp`;
    const written = `a.txt.${crypto.randomUUID()}.tmp`;
    const others = [
      "a.txt.tmp",
      "a.txt.mine.tmp",
      `b.txt.${crypto.randomUUID()}.tmp`,
    ];
    for (const name of [left, written, ...others]) {
      await Deno.writeTextFile(join(folder, name), "");
    }
    using file = await Deno.open(join(folder, written));
    await file.lock(true);
    await writeFileAtomically(join(folder, "a.txt"), "new");
    assertEquals(
      filesIn(folder),
      ["a.txt", written, ...others].toSorted(),
    );
  });
});

/** A program that replaces a file without end, by a text of one letter and then by one of another. */
const writer = `
import { writeFileAtomically } from "${new URL(
  "../../lib/notebook/file.ts",
  import.meta.url,
)}";
for (let i = 0;; i++) {
  await writeFileAtomically("file.txt", "ab"[i % 2].repeat(2 ** 20));
}`;

Deno.test("writeFileAtomically() leaves the old text or the new one, whole, wherever it is killed", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "writer.ts"), writer);
    for (let kill = 1; kill <= 6; kill++) {
      const watcher = Deno.watchFs(folder);
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "writer.ts"],
        cwd: folder,
        stdout: "null",
        stderr: "null",
      }).spawn();
      // Each round kills it some events further: while the file aside is made, written, or takes its name.
      let events = 0;
      for await (const { paths } of watcher) {
        if (paths.some((path) => /file\.txt/.test(path))) events++;
        if (events === kill + 20) break;
      }
      child.kill("SIGKILL");
      await child.status;
      const text = await Deno.readTextFile(join(folder, "file.txt"));
      assertEquals(text.length, 2 ** 20);
      assert(text === text[0].repeat(2 ** 20));
    }
    await writeFileAtomically(join(folder, "file.txt"), "new");
    assertEquals(filesIn(folder), ["file.txt", "writer.ts"]);
  });
});
