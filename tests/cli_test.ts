import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import config from "../deno.json" with { type: "json" };
import { readNotebook } from "../lib/notebook/file.ts";
import { serializeNotebook } from "../lib/notebook/serialize.ts";
import {
  assertNoStackTrace,
  CLI,
  denobook,
  withNotebooks,
} from "./cli/command_line.ts";
import {
  code,
  filesIn,
  hasEnded,
  inFolder,
  notebook,
  prose,
} from "./notebook/fixture.ts";

const good = notebook(
  prose("title", "# Good"),
  code("one", "const a = 1;\na"),
  code("two", "console.log(a + 1);"),
);
const bad = notebook(
  code("fine", "1"),
  code("bad", "const n: number = 1;\n\n  null!.x;"),
);

Deno.test("denobook run runs each notebook of a folder, in order, and leaves the files alone", async () => {
  await withNotebooks({ "b.ipynb": good, "a.ipynb": good }, async (folder) => {
    const { exitCode, stdout, stderr } = await denobook(
      folder,
      ...["run", "--jobs", "1", "."],
    );
    assertEquals(stderr, "");
    assertMatch(
      stdout,
      /^a\.ipynb · 2 cells · \d+\.\d s\nb\.ipynb · 2 cells · \d+\.\d s\n2 notebooks passed · 4 cells · \d+\.\d s\n$/,
    );
    assertEquals(exitCode, 0);
    assertEquals(await readNotebook(join(folder, "a.ipynb")), good);
    assertEquals(filesIn(folder), ["a.ipynb", "b.ipynb"]);
  });
});

Deno.test("denobook run --write stores the outputs in canonical form", async () => {
  await withNotebooks({ "n.ipynb": good }, async (folder) => {
    const path = join(folder, "n.ipynb");
    await Deno.writeTextFile(path, JSON.stringify(good));
    const { exitCode } = await denobook(folder, "run", "--write", "n.ipynb");
    assertEquals(exitCode, 0);
    const written = await readNotebook(path);
    assertEquals(written, {
      ...good,
      cells: [
        good.cells[0],
        code("one", "const a = 1;\na", {
          execution_count: 1,
          outputs: [{
            output_type: "execute_result",
            data: { "text/plain": "1" },
            metadata: {},
            execution_count: 1,
          }],
        }),
        code("two", "console.log(a + 1);", {
          execution_count: 2,
          outputs: [{ output_type: "stream", name: "stdout", text: "2\n" }],
        }),
      ],
    });
    assertEquals(await Deno.readTextFile(path), serializeNotebook(written));
    assertEquals(filesIn(folder), ["n.ipynb"]);
    await denobook(folder, "run", "--write", "n.ipynb");
    assertEquals(await Deno.readTextFile(path), serializeNotebook(written));
  });
});

Deno.test("denobook run --write reports a cell that throws, with its place, and leaves the file as it was", async () => {
  await withNotebooks({ "n.ipynb": bad }, async (folder) => {
    const before = await Deno.readTextFile(join(folder, "n.ipynb"));
    const result = await denobook(folder, "run", "--write", "n.ipynb");
    assertEquals(result, {
      exitCode: 1,
      stdout: "",
      stderr: `n.ipynb · cell bad · 3:9
TypeError: Cannot read properties of null (reading 'x')
    1 | const n: number = 1;
    2 | 
  > 3 |   null!.x;
      |         ^
`,
    });
    assertEquals(await Deno.readTextFile(join(folder, "n.ipynb")), before);
  });
});

Deno.test("denobook run reports every notebook that fails, and runs the others", async () => {
  const notebooks = { "a.ipynb": bad, "b.ipynb": good, "c.ipynb": bad };
  await withNotebooks(notebooks, async (folder) => {
    await Deno.writeTextFile(join(folder, "d.ipynb"), "{}");
    const result = await denobook(folder, "run", ".");
    assertEquals(result.exitCode, 1);
    assertMatch(result.stdout, /^b\.ipynb · 2 cells · .* s\n3 of 4 /);
    for (
      const name of [
        "a.ipynb · cell bad · 3:9",
        "c.ipynb · cell bad · 3:9",
        "d.ipynb: it has no",
      ]
    ) {
      assertStringIncludes(result.stderr, name);
    }
    assertNoStackTrace(result);
  });
});

Deno.test("denobook run says what is wrong with a path", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "empty"));
    await Deno.writeTextFile(join(folder, "text.ipynb"), "# Title");
    await Deno.writeTextFile(join(folder, "old.ipynb"), '{ "nbformat": 3 }');
    for (
      const [path, message] of [
        [
          "missing.ipynb",
          "Cannot read notebook missing.ipynb: there is no such file or folder\n",
        ],
        ["text.ipynb", "Cannot read notebook text.ipynb: it is not JSON: "],
        [
          "old.ipynb",
          "Cannot read notebook old.ipynb: it is nbformat 3 and Denobook reads nbformat 4; ",
        ],
        [
          "empty",
          "Cannot find a notebook in empty: no file below it ends in .ipynb\n",
        ],
      ]
    ) {
      const result = await denobook(folder, "run", path);
      assert(result.stderr.startsWith(message), result.stderr);
      assertEquals([result.exitCode, result.stdout], [1, ""]);
      assertNoStackTrace(result);
    }
  });
});

Deno.test("denobook run --timeout ends a cell that takes too long", async () => {
  const slow = notebook(code("slow", "await new Promise(() => {})"));
  await withNotebooks({ "n.ipynb": slow }, async (folder) => {
    const result = await denobook(folder, "run", "--timeout", "0.3", "n.ipynb");
    assertEquals(result.exitCode, 1);
    assertStringIncludes(
      result.stderr,
      "n.ipynb · cell slow\nIt did not end within 0.3 seconds; ",
    );
    assertNoStackTrace(result);
  });
});

Deno.test("denobook run reports a cell that ends the kernel", async () => {
  const exits = notebook(code("exits", "Deno.exit(7)"), code("rest", "1"));
  await withNotebooks({ "n.ipynb": exits }, async (folder) => {
    const result = await denobook(folder, "run", "n.ipynb");
    assertEquals(result.exitCode, 1);
    assertStringIncludes(
      result.stderr,
      "n.ipynb · cell exits\nIt ended the kernel with Deno.exit(7)",
    );
    assertNoStackTrace(result);
  });
});

const wrong: [args: string[], message: string][] = [
  [["run"], "missing required argument 'paths'"],
  [["run", ".", "--unknown"], "unknown option '--unknown'"],
  [["unknown"], "unknown command 'unknown'"],
  [["run", ".", "--timeout", "0"], "It must be a number of seconds above 0."],
  [["run", ".", "--timeout", "abc"], "It must be a number of seconds above 0."],
  [["run", ".", "--timeout=-1"], "It must be a number of seconds above 0."],
  [["run", ".", "--timeout", " "], "It must be a number of seconds above 0."],
  [
    ["run", ".", "--timeout", "Infinity"],
    "It must be a number of seconds above 0.",
  ],
  [["run", ".", "--jobs", "0"], "It must be a whole number above 0."],
  [["run", ".", "--jobs", "1.5"], "It must be a whole number above 0."],
  [["run", ".", "--param", "alpha"], "It must look like alpha=0.5."],
  [["run", ".", "--param", "1a=2"], "It must look like alpha=0.5."],
  [["run", ".", "--param", "a=text"], "text is not JSON"],
  [["run", ".", "--out", ""], "It must name a file or a folder."],
  [
    ["run", ".", "--write", "--param", "a=1"],
    "--param and --write do not go together",
  ],
  [["export", "."], "required option '--out <folder>' not specified"],
  [["export", "--out", "site"], "missing required argument 'paths'"],
  [["export", "a.ipynb", "--out", ""], "It must name a folder."],
  [["export", "a.ipynb", "--out", "b", "--format", "docx"], "is invalid"],
  [
    ["export", "a.ipynb", "--out", "b", "--port", "70000"],
    "It must be a number from 0 to 65535.",
  ],
];
Deno.test("denobook refuses a wrong command line with exit code 2 and does nothing", async () => {
  await withNotebooks({ "a.ipynb": good }, async (folder) => {
    await Promise.all(wrong.map(async ([args, message]) => {
      const result = await denobook(folder, ...args);
      assertEquals([result.exitCode, result.stdout], [2, ""], args.join(" "));
      assertStringIncludes(result.stderr, message);
      assertNoStackTrace(result);
    }));
    assertEquals(filesIn(folder), ["a.ipynb"]);
  });
});

Deno.test("denobook without a command shows the help with exit code 2", async () => {
  await inFolder(async (folder) => {
    const { exitCode, stderr } = await denobook(folder);
    assertEquals(exitCode, 2);
    assertStringIncludes(stderr, "Usage: denobook");
  });
});

Deno.test("denobook --help and --version answer on stdout with exit code 0", async () => {
  await inFolder(async (folder) => {
    const help = await denobook(folder, "--help");
    assertEquals([help.exitCode, help.stderr], [0, ""]);
    for (const word of ["Usage: denobook", "run", "export"]) {
      assertStringIncludes(help.stdout, word);
    }
    assertEquals(await denobook(folder, "--version"), {
      exitCode: 0,
      stdout: `${config.version}\n`,
      stderr: "",
    });
  });
});

Deno.test("denobook run --write that is killed within a cell leaves no kernel and no other file", async () => {
  const long = notebook(
    code("tell", "Deno.writeTextFileSync('pid', `${Deno.pid}`);"),
    code("wait", "await new Promise(() => {});"),
  );
  await withNotebooks({ "n.ipynb": long }, async (folder) => {
    const before = await Deno.readTextFile(join(folder, "n.ipynb"));
    const watcher = Deno.watchFs(folder);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CLI, "run", "--write", "n.ipynb"],
      cwd: folder,
      stdout: "null",
      stderr: "null",
    }).spawn();
    let pid = "";
    for await (const _ of watcher) {
      pid = await Deno.readTextFile(join(folder, "pid")).catch(() => "");
      if (pid !== "") break;
    }
    child.kill("SIGKILL");
    await child.status;
    await hasEnded(Number(pid));
    assertEquals(filesIn(folder), ["n.ipynb", "pid"]);
    assertEquals(await Deno.readTextFile(join(folder, "n.ipynb")), before);
  });
});
