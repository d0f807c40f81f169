import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { readNotebook } from "../../lib/notebook/file.ts";
import type { CodeCell, Notebook } from "../../lib/notebook/format.ts";
import {
  code,
  filesIn,
  hasEnded,
  inFolder,
  notebook,
  ownDenoDir,
} from "../notebook/fixture.ts";
import {
  assertNoStackTrace,
  CLI,
  denobook,
  withNotebooks,
} from "./command_line.ts";

const good = notebook(code("one", "const a = 1;\na"), code("two", "a + 1"));
const bad = notebook(
  code("fine", "1"),
  code("bad", "throw new Error('bad');"),
  code("rest", "2"),
);
const parametrised = notebook(
  code("rate", "const alpha: number = 0.1;\nlet steps = 5;", {
    metadata: { tags: ["parameters"] },
  }),
  code("use", "[alpha, steps]"),
);

/** A cell that tells the kernel's process id in a file, and waits without end. */
const waits = notebook(
  code("first", "'new'", {
    execution_count: 9,
    outputs: [{ output_type: "stream", name: "stdout", text: "old 1" }],
  }),
  code(
    "wait",
    "console.log('begun');\nDeno.writeTextFileSync('pid', `${Deno.pid}`);\nawait new Promise(() => {});",
  ),
  code("rest", "3", {
    execution_count: 9,
    outputs: [{ output_type: "stream", name: "stdout", text: "old 3" }],
  }),
);

/** The outputs of a notebook's code cells, as text. */
function texts({ cells }: Notebook): string[][] {
  return cells.filter((cell): cell is CodeCell => cell.cell_type === "code")
    .map(({ outputs }) =>
      outputs.map((output) =>
        output.output_type === "stream"
          ? output.text
          : output.output_type === "error"
          ? `${output.ename}: ${output.evalue}`
          : String(output.data["text/plain"])
      )
    );
}

Deno.test("denobook run ends with a report: notebooks, cells, tests, time, what failed and where", async () => {
  const tested = notebook(code("t", "Deno.test('t', () => {});"));
  const notebooks = { "a.ipynb": bad, "b.ipynb": good, "c.ipynb": tested };
  await withNotebooks(notebooks, async (folder) => {
    await Deno.writeTextFile(join(folder, "d.ipynb"), "[]");
    const { exitCode, stdout } = await denobook(folder, "run", ".");
    assertEquals(exitCode, 1);
    const lines = stdout.trimEnd().split("\n");
    assertMatch(
      lines.slice(-3).join("\n"),
      /^2 of 4 notebooks failed · 5 cells · 1 test passed · \d+\.\d s\n {2}a\.ipynb · cell bad · 1:7 · Error: bad\n {2}Cannot read notebook d\.ipynb: /,
    );
    assertEquals(lines.length, 5);
  });
});

Deno.test("denobook run --quiet says nothing of what goes well", async () => {
  const notebooks = { "a.ipynb": good, "b.ipynb": good, "bad.ipynb": bad };
  await withNotebooks(notebooks, async (folder) => {
    const quiet = await denobook(
      folder,
      "run",
      "--quiet",
      "a.ipynb",
      "b.ipynb",
    );
    assertEquals(quiet, { exitCode: 0, stdout: "", stderr: "" });
    const failed = await denobook(folder, "run", "--quiet", "bad.ipynb");
    assertEquals([failed.exitCode, failed.stdout], [1, ""]);
    assertStringIncludes(failed.stderr, "bad.ipynb · cell bad · 1:7\n");
  });
});

Deno.test("denobook run shows what a notebook would tell a terminal, which does not obey it", async () => {
  const hostile = notebook(
    code("hostile", "throw new Error('\\x1b]0;title\\x07\\n\\tx')"),
  );
  await withNotebooks({ "\x1b[2J.ipynb": hostile }, async (folder) => {
    for (const flags of [[], ["--quiet"]]) {
      const { stdout, stderr } = await denobook(folder, "run", ...flags, ".");
      assertStringIncludes(
        stderr,
        "\\u001b[2J.ipynb · cell hostile · 1:7\nError: \\u001b]0;title\\u0007\n\tx\n",
      );
      assert(!(stdout + stderr).includes("\x1b"));
    }
  });
});

Deno.test("denobook run --json prints what happened, and nothing else", async () => {
  const notebooks = { "a.ipynb": good, "b.ipynb": bad };
  await withNotebooks(notebooks, async (folder) => {
    const { exitCode, stdout, stderr } = await denobook(
      folder,
      ...["run", "--json", "a.ipynb", "b.ipynb"],
    );
    assertEquals([exitCode, stderr], [1, ""]);
    const json = JSON.parse(stdout);
    assert(json.seconds > 0 && json.notebooks[0].seconds > 0);
    json.seconds = json.notebooks[0].seconds = json.notebooks[1].seconds = 0;
    const tests = { passed: 0, failed: 0 };
    assertEquals(json, {
      version: 1,
      status: "failed",
      seconds: 0,
      notebooks: [
        {
          path: "a.ipynb",
          status: "passed",
          cells: 2,
          executed: 2,
          cached: false,
          notCached: null,
          seconds: 0,
          tests,
          errors: [],
          warnings: [],
        },
        {
          path: "b.ipynb",
          status: "failed",
          cells: 3,
          executed: 2,
          cached: false,
          notCached: null,
          seconds: 0,
          tests,
          errors: [{
            name: "CellError",
            message:
              "b.ipynb · cell bad · 1:7\nError: bad\n  > 1 | throw new Error('bad');\n      |       ^",
            cell: "bad",
            line: 1,
            column: 7,
            allowed: false,
          }],
          warnings: [],
        },
      ],
    });
  });
});

Deno.test("denobook run warns of using at the top of a cell, which the kernel never disposes of", async () => {
  const disposable = "{ [Symbol.dispose]() {} }";
  const undisposed = notebook(
    code("top", `const a = 1;\nusing b = ${disposable};`),
    code("block", `{ using c = ${disposable}; }\n"using"`),
    code(
      "ignored",
      `// denobook-ignore undisposed: shown\nusing d = ${disposable};`,
    ),
  );
  await withNotebooks({ "n.ipynb": undisposed }, async (folder) => {
    const { exitCode, stderr } = await denobook(folder, "run", "n.ipynb");
    assertEquals(exitCode, 0);
    assertEquals(
      stderr,
      "n.ipynb · cell top · 2:1\nWarning: The kernel never disposes of what `using` declares at the top of a cell; put it into a block, `{ using … }`\n" +
        `    1 | const a = 1;\n  > 2 | using b = ${disposable};\n      | ^\n`,
    );
    const json = await denobook(folder, "run", "--json", "n.ipynb");
    const [{ warnings }] = JSON.parse(json.stdout).notebooks;
    assertEquals(warnings, [{
      message: stderr.trimEnd(),
      cell: "top",
      line: 2,
      column: 1,
    }]);
  });
});

Deno.test("denobook run --allow-errors goes on after a cell that fails, and stores what it put out", async () => {
  await withNotebooks({ "n.ipynb": bad }, async (folder) => {
    const { exitCode, stdout } = await denobook(
      folder,
      ...["run", "--allow-errors", "--write", "n.ipynb"],
    );
    assertEquals(exitCode, 0);
    assertMatch(stdout, /^n\.ipynb · 3 cells · 1 failure allowed · .* s\n$/);
    const written = await readNotebook(join(folder, "n.ipynb"));
    assertEquals(texts(written), [["1"], ["Error: bad"], ["2"]]);
  });
});

Deno.test("denobook run --fail-fast begins no notebook after one that failed", async () => {
  const notebooks = { "a.ipynb": bad, "b.ipynb": good, "c.ipynb": good };
  await withNotebooks(notebooks, async (folder) => {
    const { exitCode, stdout } = await denobook(
      folder,
      ...["run", "--fail-fast", "--jobs", "1", "--json", "."],
    );
    assertEquals(exitCode, 1);
    const { notebooks } = JSON.parse(stdout);
    assertEquals(
      notebooks.map(({ status }: { status: string }) => status),
      ["failed", "skipped", "skipped"],
    );
  });
});

Deno.test("denobook run --out writes the notebooks elsewhere, also one that failed, and leaves the files alone", async () => {
  await withNotebooks({ "a.ipynb": good, "b.ipynb": bad }, async (folder) => {
    await Deno.mkdir(join(folder, "sub"));
    await Deno.copyFile(
      join(folder, "a.ipynb"),
      join(folder, "sub", "a.ipynb"),
    );
    await denobook(folder, "run", "a.ipynb", "--out", "new/one.ipynb");
    assertEquals(
      texts(await readNotebook(join(folder, "new/one.ipynb"))),
      [["1"], ["2"]],
    );
    const { exitCode } = await denobook(
      folder,
      ...["run", "a.ipynb", "b.ipynb", "sub", "--out", "out"],
    );
    assertEquals(exitCode, 1);
    assertEquals(filesIn(join(folder, "out")), ["a.ipynb", "b.ipynb", "sub"]);
    const ran = await readNotebook(join(folder, "out/b.ipynb"));
    assertEquals(texts(ran), [["1"], ["Error: bad"], []]);
    assertEquals(await readNotebook(join(folder, "a.ipynb")), good);
    const clash = await denobook(folder, "run", "a.ipynb", "--out", ".");
    assertEquals(clash.exitCode, 1);
    assertStringIncludes(
      clash.stderr,
      "Cannot write notebook a.ipynb to a.ipynb: that is the place of a.ipynb",
    );
    const one = await denobook(
      folder,
      ...["run", "a.ipynb", "b.ipynb", "sub", "--out", "one.ipynb"],
    );
    assertEquals(one, {
      exitCode: 1,
      stdout: "",
      stderr:
        "Cannot write 3 notebooks to one.ipynb, which is one: name a folder\n",
    });
  });
});

Deno.test("denobook run --param sets parameters, typed", async () => {
  await withNotebooks({ "n.ipynb": parametrised }, async (folder) => {
    const { exitCode, stderr } = await denobook(
      folder,
      ...["run", "n.ipynb", "--out", "o.ipynb"],
      ...["--param", 'alpha={"a": [1, null]}', "--param", "steps=7"],
    );
    assertEquals([exitCode, stderr], [0, ""]);
    const ran = await readNotebook(join(folder, "o.ipynb"));
    assertEquals(texts(ran).at(-1), ["[ { a: [ 1, null ] }, 7 ]"]);
    const unknown = await denobook(folder, "run", "n.ipynb", "--param", "x=1");
    assertEquals(unknown.exitCode, 1);
    assertEquals(
      unknown.stderr,
      'Cannot set parameter x of n.ipynb: its cell rate, tagged "parameters", declares alpha, steps\n',
    );
    const none = await denobook(folder, "run", "n.ipynb", "--param", "alpha=");
    assertEquals(none.exitCode, 2);
    assertStringIncludes(none.stderr, " is invalid. Nothing is not JSON; ");
  });
});

Deno.test("denobook run --notebook-timeout ends a notebook, and the others go on", async () => {
  const notebooks = { "a.ipynb": waits, "b.ipynb": good };
  await withNotebooks(notebooks, async (folder) => {
    const { exitCode, stdout, stderr } = await denobook(
      folder,
      ...["run", ".", "--notebook-timeout", "2"],
    );
    assertEquals(exitCode, 1);
    assertStringIncludes(
      stderr,
      "a.ipynb · cell wait\nThe notebook did not end within 2 seconds",
    );
    assertStringIncludes(stdout, "b.ipynb · 2 cells · ");
  });
});

Deno.test("denobook run --write that is interrupted stores what there is, and leaves no kernel", async () => {
  for (
    const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const
  ) {
    await withNotebooks({ "n.ipynb": waits }, async (folder) => {
      const watcher = Deno.watchFs(folder);
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", CLI, "run", "--write", "n.ipynb"],
        cwd: folder,
        env: { NO_COLOR: "1" },
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      let pid = "";
      for await (const _ of watcher) {
        pid = await Deno.readTextFile(join(folder, "pid")).catch(() => "");
        if (pid !== "") break;
      }
      child.kill(signal);
      const { code, stderr } = await child.output();
      await hasEnded(Number(pid));
      assertEquals(code, exitCode);
      const text = new TextDecoder().decode(stderr);
      assertEquals(text, "n.ipynb · cell wait\nIt was interrupted\n");
      assertEquals(filesIn(folder), ["n.ipynb", "pid"]);
      assertEquals(texts(await readNotebook(join(folder, "n.ipynb"))), [
        ["'new'".replaceAll("'", '"')],
        ["begun\n", "InterruptedError: It was interrupted"],
        ["old 3"],
      ]);
    });
  }
});

/** Waits until a file in a folder holds something, and gives that. */
async function written(folder: string, name: string): Promise<string> {
  const watcher = Deno.watchFs(folder);
  const read = () => Deno.readTextFile(join(folder, name)).catch(() => "");
  let text = await read();
  for await (const _ of text === "" ? watcher : []) {
    text = await read();
    if (text !== "") break;
  }
  return text;
}

const endsOfTerminals: [
  title: string,
  end: (terminal: Deno.ChildProcess) => Promise<void>,
][] = [
  ["Ctrl-C in it", async ({ stdin }) => {
    const writer = stdin.getWriter();
    await writer.write(Uint8Array.of(3));
    writer.releaseLock();
  }],
  ["its end", async (terminal) => {
    terminal.kill("SIGKILL");
    await terminal.stdin.close();
  }],
];
for (const [title, end] of endsOfTerminals) {
  Deno.test(`denobook run --write in a terminal stores what there is after ${title}`, async () => {
    await withNotebooks({ "n.ipynb": waits }, async (folder) => {
      const before = await Deno.stat(join(folder, "n.ipynb"));
      const terminal = new Deno.Command("script", {
        args: [
          "-qec",
          `exec ${Deno.execPath()} run -A --no-check ${CLI} run --write n.ipynb`,
          "/dev/null",
        ],
        cwd: folder,
        env: { NO_COLOR: "1" },
        stdin: "piped",
        stdout: "null",
      }).spawn();
      const kernel = Number(await written(folder, "pid"));
      await end(terminal);
      await terminal.status;
      await hasEnded(kernel);
      const deadline = Date.now() + 10_000;
      while ((await Deno.stat(join(folder, "n.ipynb"))).ino === before.ino) {
        assert(Date.now() < deadline, "nothing was stored");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assertEquals(texts(await readNotebook(join(folder, "n.ipynb"))), [
        ['"new"'],
        ["begun\n", "InterruptedError: It was interrupted"],
        ["old 3"],
      ]);
    });
  });
}

Deno.test("denobook run --write refuses a notebook that another run is about to write", async () => {
  await withNotebooks({ "n.ipynb": waits }, async (folder) => {
    const watcher = Deno.watchFs(folder);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CLI, "run", "--write", "n.ipynb"],
      cwd: folder,
      stdout: "null",
      stderr: "null",
    }).spawn();
    for await (const _ of watcher) {
      if (filesIn(folder).includes("pid")) break;
    }
    const second = await denobook(folder, "run", "--write", "n.ipynb");
    child.kill("SIGKILL");
    await child.status;
    assertEquals([second.exitCode, second.stdout], [1, ""]);
    assertEquals(
      second.stderr,
      "Cannot run notebook n.ipynb: another run is about to write it; wait for its end\n",
    );
  });
});

Deno.test("denobook run --write says that the disk is full, and leaves the file as it was", async () => {
  const long = notebook(code("long", "console.log('x'.repeat(4e6));"));
  await withNotebooks({ "n.ipynb": long }, async (folder) => {
    const before = await Deno.readTextFile(join(folder, "n.ipynb"));
    // A limit to the size of a file stands for the end of the disk: no test can fill one.
    const limited = `trap '' XFSZ; ulimit -f 4096; exec "$@"`;
    const { code, stderr } = await new Deno.Command("sh", {
      args: [
        ...["-c", limited, "sh", Deno.execPath(), "run", "-A", "--no-check"],
        ...[CLI, "run", "--write", "n.ipynb"],
      ],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals(code, 1);
    assertEquals(
      new TextDecoder().decode(stderr),
      "Cannot write n.ipynb: File too large (os error 27)\n",
    );
    assertEquals(await Deno.readTextFile(join(folder, "n.ipynb")), before);
    assertEquals(filesIn(folder), ["n.ipynb"]);
  });
});

for (
  const [what, redirection, expected] of [
    ["goes on if nobody reads what it prints", "| true", [0, ""]],
    [
      "says that what it prints cannot be written",
      "> /dev/full",
      [1, "Cannot print: No space left on device (os error 28)\n"],
    ],
  ] as const
) {
  Deno.test(`denobook run ${what}`, async () => {
    await withNotebooks(
      { "n.ipynb": good, "o.ipynb": good },
      async (folder) => {
        const command = `set -o pipefail; "$@" ${redirection}`;
        const { code, stderr } = await new Deno.Command("bash", {
          args: [
            ...["-c", command, "bash", Deno.execPath(), "run", "-A"],
            ...["--no-check", CLI, "run", "--out", "out", "n.ipynb", "o.ipynb"],
          ],
          cwd: folder,
          env: { NO_COLOR: "1" },
        }).output();
        assertEquals([code, new TextDecoder().decode(stderr)], [...expected]);
        if (code === 0) {
          assertEquals(filesIn(join(folder, "out")), ["n.ipynb", "o.ipynb"]);
        }
      },
    );
  });
}

/** Runs a command in a folder that cannot be written. Root may write any, unless it lies on a disk that is read-only. */
const READ_ONLY = Deno.uid() === 0
  ? [
    ...["unshare", "--mount", "sh", "-c"],
    `mount --bind . . && mount -o remount,ro,bind . && cd "$(pwd)" && exec "$@"`,
  ]
  : ["sh", "-c", `chmod a-w . && "$@"; code=$?; chmod u+w .; exit $code`];

Deno.test({
  name:
    "denobook run --write says that a folder is read-only, and leaves it as it was",
  // In some containers not even root may mount anything.
  ignore: Deno.uid() === 0 &&
    !new Deno.Command("unshare", { args: ["--mount", "true"], stderr: "null" })
      .outputSync().success,
  fn: async () => {
    await withNotebooks({ "n.ipynb": good }, async (folder) => {
      const before = await Deno.readTextFile(join(folder, "n.ipynb"));
      const [command, ...args] = READ_ONLY;
      const { code, stderr } = await new Deno.Command(command, {
        args: [
          ...[...args, "sh", Deno.execPath(), "run", "-A", "--no-check"],
          ...[CLI, "run", "--write", "n.ipynb"],
        ],
        cwd: folder,
        env: { NO_COLOR: "1" },
      }).output();
      assertEquals(code, 1);
      assertMatch(
        new TextDecoder().decode(stderr),
        /^Cannot write n\.ipynb: (Read-only file system|Permission denied) \(os error \d+\)\n$/,
      );
      assertEquals(await Deno.readTextFile(join(folder, "n.ipynb")), before);
      assertEquals(filesIn(folder), ["n.ipynb"]);
    });
  },
});

Deno.test("denobook run --write says that a folder cannot be written, and loses nothing", async () => {
  await withNotebooks({ "n.ipynb": good }, async (folder) => {
    const before = await Deno.readTextFile(join(folder, "n.ipynb"));
    // A folder that is gone when the run ends cannot be written, not even by root.
    const gone = await denobook(
      folder,
      ...["run", "n.ipynb", "--out", "/proc/denobook/n.ipynb"],
    );
    assertEquals(gone.exitCode, 1);
    assertStringIncludes(
      gone.stderr,
      "Cannot write notebooks to /proc/denobook",
    );
    assertNoStackTrace(gone);
    assertEquals(await Deno.readTextFile(join(folder, "n.ipynb")), before);
  });
});

Deno.test("denobook run --cached passes over what has not changed, and says why it cannot", async () => {
  using _cache = ownDenoDir();
  const clock = notebook(code("now", "Date.now()"));
  await withNotebooks(
    { "a.ipynb": good, "clock.ipynb": clock },
    async (folder) => {
      const first = await denobook(folder, "run", "--cached", ".");
      assertEquals(first.exitCode, 0);
      assertMatch(first.stdout, /^a\.ipynb · 2 cells · [\d.]+ s$/m);
      assertMatch(
        first.stdout,
        /^clock\.ipynb · 1 cell · [\d.]+ s · not cached: it uses Date\.now$/m,
      );
      const second = await denobook(folder, "run", "--cached", ".");
      assertMatch(second.stdout, /^a\.ipynb · cached · [\d.]+ s$/m);
      assertMatch(
        second.stdout,
        /^2 notebooks passed · 1 cached · 1 cell · [\d.]+ s$/m,
      );
      const json = await denobook(folder, "run", "--cached", "--json", ".");
      assertEquals(
        JSON.parse(json.stdout).notebooks.map((
          { cached, notCached, executed }: Record<string, unknown>,
        ) => [cached, notCached, executed]),
        [[true, null, 0], [false, "it uses Date.now", 1]],
      );
      const out = await denobook(
        folder,
        "run",
        "--cached",
        "a.ipynb",
        "--out",
        "b.ipynb",
      );
      assertMatch(out.stdout, /cached/);
      assertEquals(texts(await readNotebook(join(folder, "b.ipynb"))), [["1"], [
        "2",
      ]]);
      const sandboxed = await denobook(
        folder,
        "run",
        "--cached",
        "--sandbox",
        ".",
      );
      assertEquals(sandboxed.exitCode, 2);
      assertMatch(
        sandboxed.stderr,
        /--cached and a sandbox do not go together/,
      );
    },
  );
});

Deno.test("denobook run --write refuses a named pipe, and does not wait for somebody who writes to it", async () => {
  await inFolder(async (folder) => {
    const pipe = join(folder, "pipe.ipynb");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    const { exitCode, stderr } = await denobook(
      folder,
      ...["run", "--write", "pipe.ipynb"],
    );
    assertEquals(exitCode, 1);
    assertStringIncludes(
      stderr,
      "Cannot read notebook pipe.ipynb: it is a pipe or a device, not a file",
    );
  });
});
