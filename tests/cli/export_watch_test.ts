/// <reference lib="dom" />
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { writeNotebook } from "../../lib/notebook/file.ts";
import { serializeNotebook } from "../../lib/notebook/mod.ts";
import { chromiumTest } from "../page/browser.ts";
import { fromCells } from "../notebook/check/fixture.ts";
import { filesIn, notebook, prose } from "../notebook/fixture.ts";
import { CLI, denobook, withNotebooks } from "./command_line.ts";

/** A `denobook export --watch` at work. */
interface Watching {
  readonly url: string;
  /** Waits until something is printed, and forgets what stands before. */
  until(pattern: RegExp, stream?: "stdout" | "stderr"): Promise<void>;
  /** Interrupts it, and gives its exit code and what it printed since. */
  interrupt(): Promise<[code: number, stderr: string]>;
}

async function watching(
  folder: string,
  args: string[],
  use: (watching: Watching) => Promise<void>,
): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", CLI, "export", ...args],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const readers = {
    stdout: child.stdout.pipeThrough(new TextDecoderStream()).getReader(),
    stderr: child.stderr.pipeThrough(new TextDecoderStream()).getReader(),
  };
  const seen = { stdout: "", stderr: "" };
  const next = async (name: "stdout" | "stderr") => {
    const { value, done } = await readers[name].read();
    seen[name] += value ?? "";
    return !done;
  };
  const find = async (pattern: RegExp, name: "stdout" | "stderr") => {
    for (;;) {
      const match = seen[name].match(pattern);
      if (match) {
        seen[name] = seen[name].slice(match.index! + match[0].length);
        return match;
      }
      if (!await next(name)) throw new Error(`${pattern} in ${seen[name]}`);
    }
  };
  try {
    const [, url] = await find(/Shown at (\S+),.*\n/, "stdout");
    await use({
      url: url!,
      until: async (pattern, name = "stdout") => {
        await find(pattern, name);
      },
      interrupt: async () => {
        child.kill("SIGINT");
        while (await next("stderr"));
        return [(await child.status).code, seen.stderr];
      },
    });
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await Promise.all([readers.stdout.cancel(), readers.stderr.cancel()]);
    await child.status;
  }
}

const titled = (title: string) => notebook(prose("title", `# ${title}`));

chromiumTest(
  "denobook export --watch shows each save, however it is made, and what cannot be shown as it last was",
  (browser) =>
    withNotebooks({ "a.ipynb": titled("One") }, async (folder) => {
      const path = join(folder, "a.ipynb");
      await watching(
        folder,
        [".", "--out", "site", "--watch"],
        async ({ url, until, interrupt }) => {
          const tab = await browser.newPage();
          await tab.goto(url + "a.html");
          const untilTitled = (title: string) =>
            tab.waitForFunction(
              (title) => document.title === title,
              {},
              title,
            );
          await untilTitled("One");

          await writeNotebook(path, titled("Renamed into its place"));
          await untilTitled("Renamed into its place");

          const text = serializeNotebook(titled("Written over"));
          await Deno.writeTextFile(path, text);
          await untilTitled("Written over");

          await Deno.writeTextFile(path, text.slice(0, text.length / 2));
          await Deno.writeTextFile(
            path,
            serializeNotebook(titled("Twice at once")),
          );
          await untilTitled("Twice at once");

          await Deno.writeTextFile(path, text.slice(0, text.length / 2));
          await until(
            /^Cannot read notebook a\.ipynb: it is not JSON/m,
            "stderr",
          );
          const notice = await tab.waitForSelector(
            "[role=alert]:not([hidden])",
          );
          assertStringIncludes(
            await notice!.evaluate(({ textContent }) => textContent!),
            "Cannot read notebook a.ipynb: it is not JSON",
          );
          assertEquals(await tab.title(), "Twice at once");
          // Another notebook is shown all the same.
          await writeNotebook(join(folder, "b.ipynb"), titled("Other"));
          await until(/4 pages written/);
          const other = await fetch(url + "b.html");
          assertStringIncludes(await other.text(), "<title>Other</title>");

          await writeNotebook(path, notebook(prose("title", "# $\\fraction$")));
          await until(/^Cannot typeset a formula in a\.ipynb/m, "stderr");
          await untilTitled("\\fraction");
          await writeNotebook(path, titled("Right again"));
          await untilTitled("Right again");
          await tab.waitForSelector("[role=alert][hidden]");

          const written = join(folder, "site/a.html");
          assert(
            !(await Deno.readTextFile(written)).includes("EventSource"),
            "the file on disk has the script of the preview",
          );
          const shown = await (await fetch(url + "a.html")).text();
          assert(shown.includes("EventSource"), "the test is blind");
          assertEquals((await interrupt())[0], 130);
        },
      );
    }),
);

Deno.test("denobook export --watch follows notebooks that come, go and change their names, folders and pictures", async () => {
  await withNotebooks({ "a.ipynb": titled("A") }, async (folder) => {
    await watching(
      folder,
      [".", "--out", "site", "--watch"],
      async ({ url, until, interrupt }) => {
        const pages = () =>
          filesIn(join(folder, "site")).filter((name) =>
            name.endsWith(".html") && !/^(index|search)/.test(name)
          );
        const get = async (name: string) => {
          const response = await fetch(url + name);
          return [response.status, await response.text()] as const;
        };
        await writeNotebook(join(folder, "b.ipynb"), titled("B"));
        await until(/4 pages written/);
        assertEquals(pages(), ["a.html", "b.html"]);
        await Deno.rename(join(folder, "b.ipynb"), join(folder, "c.ipynb"));
        await until(/4 pages written/);
        assertEquals(pages(), ["a.html", "c.html"]);
        assertEquals((await get("b.html"))[0], 404);
        await Deno.remove(join(folder, "c.ipynb"));
        await until(/3 pages written/);
        assertEquals(pages(), ["a.html"]);

        // A folder that comes with all that is in it.
        const aside = await Deno.makeTempDir({ dir: join(folder, "..") });
        await Deno.mkdir(join(aside, "deep"));
        await writeNotebook(
          join(aside, "deep/d.ipynb"),
          notebook(prose("title", "# D\n\n![A picture](d.svg)")),
        );
        await Deno.rename(aside, join(folder, "more"));
        await until(/4 pages written/);
        const [status, without] = await get("more/deep/d.html");
        assertEquals([status, without.includes("data:image/svg+xml")], [
          200,
          false,
        ]);
        await Deno.writeTextFile(
          join(folder, "more/deep/d.svg"),
          '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        );
        await until(/4 pages written/);
        assertStringIncludes(
          (await get("more/deep/d.html"))[1],
          "data:image/svg+xml",
        );
        await Deno.remove(join(folder, "more"), { recursive: true });
        await until(/3 pages written/);
        assertEquals((await get("more/deep/d.html"))[0], 404);
        assert(!filesIn(join(folder, "site")).includes("more"));

        // The last one: there is nothing to show instead.
        await Deno.remove(join(folder, "a.ipynb"));
        await until(/^Cannot find a notebook in \.: .*\n/m, "stderr");
        assertStringIncludes((await get("a.html"))[1], "<title>A</title>");
        await writeNotebook(join(folder, "a.ipynb"), titled("A again"));
        await until(/3 pages written/);
        assertEquals(await interrupt(), [130, ""]);
      },
    );
  });
});

Deno.test("denobook export --watch follows a notebook that is named by itself, and what it throws when it is run", async () => {
  const throwing = fromCells(['throw new Error("first")']);
  await withNotebooks({ "a.ipynb": throwing }, async (folder) => {
    await watching(
      folder,
      ["a.ipynb", "--out", "site", "--watch", "--execute"],
      async ({ url, until, interrupt }) => {
        await until(/Error: first\n[^]*\^\n/, "stderr");
        assertEquals(
          await fetch(url).then((r) => r.text().then(() => r.status)),
          404,
        );
        const path = join(folder, "a.ipynb");
        await writeNotebook(path, fromCells(["1 + 1"]));
        await until(/pages written/);
        const page = await (await fetch(url + "a.html")).text();
        assertStringIncludes(page, "<pre>2</pre>");
        // An interrupt ends the run that is on, too.
        const watcher = Deno.watchFs(folder);
        await writeNotebook(
          path,
          fromCells(['Deno.writeTextFileSync("begun", "");\nfor (;;);']),
        );
        for await (const { paths } of watcher) {
          if (paths.some((path) => path.endsWith("begun"))) break;
        }
        assertEquals(await interrupt(), [
          130,
          "a.ipynb · cell c0\nIt was interrupted\n",
        ]);
      },
    );
  });
});

Deno.test("denobook export --watch says that a port is taken, and what is not there", async () => {
  await withNotebooks({ "a.ipynb": titled("A") }, async (folder) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const args = ["export", ".", "--out", "site", "--watch", "--port"];
    const taken = await denobook(folder, ...args, String(port));
    assertEquals([taken.exitCode, taken.stderr], [
      1,
      `Cannot show pages on port ${port}: Address already in use (os error 98); give --port another number, or leave it out\n`,
    ]);
    const missing = await denobook(
      folder,
      ...["export", "none", "--out", "site", "--watch"],
    );
    assertEquals([missing.exitCode, missing.stderr], [
      1,
      "Cannot watch none: No such file or directory (os error 2)\n",
    ]);
    assertEquals(filesIn(folder), ["a.ipynb"]);
  });
});
