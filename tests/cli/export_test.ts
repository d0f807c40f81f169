import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readNotebook } from "../../lib/notebook/file.ts";
import { findChromium } from "../../lib/page/mod.ts";
import {
  code,
  filesIn,
  inFolder,
  notebook,
  prose,
} from "../notebook/fixture.ts";
import { assertNoStackTrace, denobook, withNotebooks } from "./command_line.ts";

const good = notebook(
  prose("title", "# Good"),
  code("one", "const a = 1;\na"),
  code("two", "console.log(a + 1);"),
);
const bad = notebook(
  code("fine", "1"),
  code("bad", "const n: number = 1;\n\n  null!.x;"),
);

Deno.test("denobook export writes a page for each notebook, and an index", async () => {
  await withNotebooks({ "a.ipynb": good, "b.ipynb": bad }, async (folder) => {
    const { exitCode, stdout, stderr } = await denobook(
      folder,
      ...["export", ".", "--out", "deep/site"],
    );
    assertEquals(stderr, "");
    assertEquals(stdout, "4 pages written; open deep/site/index.html\n");
    assertEquals(exitCode, 0);
    assertEquals(
      filesIn(join(folder, "deep/site")),
      [
        "a.html",
        "a.ipynb",
        "b.html",
        "b.ipynb",
        "index.html",
        "search.html",
      ],
    );
    const page = await Deno.readTextFile(join(folder, "deep/site/a.html"));
    assertMatch(page, /<h1[^>]*>.*Good/);
  });
});

Deno.test("denobook export --execute shows fresh outputs, and leaves the notebook alone", async () => {
  const fresh = notebook(code("a", "console.log(['fr', 'esh'].join(''));"));
  await withNotebooks({ "n.ipynb": fresh }, async (folder) => {
    const { exitCode, stderr } = await denobook(
      folder,
      ...["export", "--execute", "n.ipynb", "--out", "site"],
    );
    assertEquals([exitCode, stderr], [0, ""]);
    const page = await Deno.readTextFile(join(folder, "site/n.html"));
    assertStringIncludes(page, "fresh");
    assertEquals(await readNotebook(join(folder, "n.ipynb")), fresh);
  });
});

Deno.test("denobook export --execute writes nothing if a notebook fails", async () => {
  await withNotebooks({ "a.ipynb": good, "b.ipynb": bad }, async (folder) => {
    const result = await denobook(
      folder,
      ...["export", "--execute", ".", "--out", "site"],
    );
    assertEquals(result.exitCode, 1);
    assertStringIncludes(result.stderr, "b.ipynb · cell bad · 3:9\n");
    assert(result.stderr.endsWith("Nothing was written to site.\n"));
    assertNoStackTrace(result);
    assertEquals(filesIn(folder), ["a.ipynb", "b.ipynb"]);
  });
});

Deno.test("denobook export says what is wrong with a notebook or the folder to write to", async () => {
  await withNotebooks({ "a.ipynb": good }, async (folder) => {
    await Deno.writeTextFile(join(folder, "b.ipynb"), "[]");
    await Deno.writeTextFile(join(folder, "c.ipynb"), "{");
    const mixed = await denobook(folder, "export", ".", "--out", "site");
    assertEquals(mixed.exitCode, 1);
    assertStringIncludes(
      mixed.stderr,
      "Cannot read notebook b.ipynb: it must be an object, found []\n",
    );
    assertStringIncludes(mixed.stderr, "Cannot read notebook c.ipynb: ");
    const site = filesIn(join(folder, "site"));
    assert(site.includes("a.html"));
    assert(!site.includes("b.html"));
    const none = await denobook(folder, "export", "b.ipynb", "--out", "none");
    assertEquals(none.exitCode, 1);
    assert(none.stderr.endsWith("\nNothing was written to none.\n"));
    assert(!filesIn(folder).includes("none"));
    for (const out of ["b.ipynb", "b.ipynb/site"]) {
      const file = await denobook(folder, "export", "a.ipynb", "--out", out);
      assertEquals(file.exitCode, 1);
      assertEquals(
        file.stderr,
        `Cannot write pages to ${out}: a file stands where a folder is to be; name another\n`,
      );
    }
    assertEquals(await Deno.readTextFile(join(folder, "b.ipynb")), "[]");
  });
});

Deno.test("denobook export keeps what it has written before, and the notebooks beside their pages, out of its way", async () => {
  await withNotebooks({ "a.ipynb": good }, async (folder) => {
    for (let run = 0; run < 2; run++) {
      const { stdout } = await denobook(folder, "export", ".", "--out", "site");
      assertEquals(stdout, "3 pages written; open site/index.html\n");
    }
    const before = (await Deno.stat(join(folder, "a.ipynb"))).mtime;
    const beside = await denobook(folder, "export", ".", "--out", ".");
    assertStringIncludes(beside.stdout, "pages written; open ./index.html");
    assertEquals((await Deno.stat(join(folder, "a.ipynb"))).mtime, before);
  });
});

Deno.test("denobook export shows what it cannot typeset as it was written, says where, and ends with 1", async () => {
  const notebooks = { "a.ipynb": notebook(prose("p", "so $\\frac{1$ is")) };
  await withNotebooks(notebooks, async (folder) => {
    const result = await denobook(folder, "export", ".", "--out", "site");
    assertEquals(result.exitCode, 1);
    assertMatch(
      result.stderr,
      /^Cannot typeset a formula in a\.ipynb, cell p: .*\n$/,
    );
    assertStringIncludes(
      await Deno.readTextFile(join(folder, "site/a.html")),
      "<code class=as-written>\\frac{1</code>",
    );
    assertNoStackTrace(result);
  });
});

Deno.test("denobook export --format writes Markdown and TypeScript", async () => {
  await withNotebooks({ "a.ipynb": good }, async (folder) => {
    const markdown = await denobook(folder, ...[
      "export",
      ".",
      "--out",
      "md",
      "--format",
      "markdown",
    ]);
    assertEquals(markdown.stdout, "1 files written to md\n");
    assertMatch(
      await Deno.readTextFile(join(folder, "md/a.md")),
      /^# Good\n\n```typescript\n/,
    );
    await denobook(folder, ...[
      "export",
      ".",
      "--out",
      "ts",
      "--format",
      "typescript",
    ]);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", join(folder, "ts/a.ts")],
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals(new TextDecoder().decode(stdout), "1\n2\n");
  });
});

Deno.test("denobook export --format typescript leaves out what is in another language, says so, and ends with 1", async () => {
  const python = {
    ...notebook(code("code", "import os")),
    metadata: { kernelspec: { name: "python3", language: "python" } },
  };
  const args = ["--out", "ts", "--format", "typescript"];
  const message =
    "Cannot write b.ipynb as TypeScript: it is a notebook in python; leave it out, or export it as pages or Markdown\n";
  await withNotebooks(
    { "a.ipynb": good, "b.ipynb": python },
    async (folder) => {
      const result = await denobook(folder, "export", ".", ...args);
      assertEquals(result, {
        exitCode: 1,
        stdout: "1 files written to ts\n",
        stderr: message,
      });
      assertEquals(filesIn(join(folder, "ts")), ["a.ts"]);
      const none = await denobook(folder, "export", "b.ipynb", ...args);
      assertEquals(none, {
        exitCode: 1,
        stdout: "",
        stderr: `${message}Nothing was written to ts.\n`,
      });
    },
  );
});

Deno.test({
  name: "denobook export --pdf prints the pages",
  ignore: !findChromium(),
  fn: () =>
    withNotebooks({ "a.ipynb": good }, async (folder) => {
      const { exitCode, stderr } = await denobook(
        folder,
        "export",
        ".",
        "--out",
        "site",
        "--pdf",
      );
      assertEquals([exitCode, stderr], [0, ""]);
      assertEquals(
        filesIn(join(folder, "site")).filter((name) => name.endsWith(".pdf")),
        ["a.pdf", "index.pdf"],
      );
    }),
});

Deno.test("denobook export refuses for other formats what is about pages alone", async () => {
  await withNotebooks({ "a.ipynb": good }, async (folder) => {
    for (const option of ["--pdf", "--trust", "--watch"]) {
      const result = await denobook(
        folder,
        ...["export", ".", "--out", "md", "--format", "markdown", option],
      );
      assertEquals([result.exitCode, result.stderr], [
        2,
        `error: option '${option}' is about pages; it cannot be used with '--format markdown'\n`,
      ]);
      assertEquals(filesIn(folder), ["a.ipynb"]);
    }
  });
});

Deno.test("denobook export writes modules that run outside of the project of their notebooks", async () => {
  await inFolder(async (folder) => {
    const notebooks = fileURLToPath(
      new URL("../../notebooks", import.meta.url),
    );
    const args = ["--out", "ts", "--format", "typescript"];
    const { exitCode, stderr } = await denobook(
      folder,
      ...["export", notebooks, ...args],
    );
    assertEquals([exitCode, stderr], [0, ""]);
    const out = join(folder, "ts");
    const names = filesIn(out).filter((name) => name.endsWith(".ts"));
    assertEquals(names.length, filesIn(notebooks).length);
    for (const name of names) {
      const path = join(notebooks, name.replace(/ts$/, "ipynb"));
      const { cells } = await readNotebook(path);
      const shown = cells.flatMap((cell) =>
        cell.cell_type === "code"
          ? cell.outputs.flatMap((output) =>
            output.output_type === "stream"
              ? [output.text.replace(/\n$/, "")]
              : "data" in output
              ? [String(output.data["text/plain"])]
              : []
          )
          : []
      );
      const { code, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", join(out, name)],
        cwd: folder,
        env: { NO_COLOR: "1" },
      }).output();
      assertEquals(
        [name, code, new TextDecoder().decode(stdout)],
        [name, 0, `${shown.join("\n")}\n`],
      );
    }
    // An export behind it finds its own file; another project's stays as it is.
    assertEquals(
      (await denobook(folder, "export", notebooks, ...args)).exitCode,
      0,
    );
    const config = join(out, "deno.json");
    await Deno.writeTextFile(config, '{ "name": "@a/other" }');
    const refused = await denobook(folder, "export", notebooks, ...args);
    assertEquals([refused.exitCode, refused.stderr], [
      1,
      "Cannot write modules to ts: there is the deno.json of another project; choose another folder\n",
    ]);
    assertEquals(await Deno.readTextFile(config), '{ "name": "@a/other" }');
  });
});
