import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readNotebook, writeNotebook } from "../../lib/notebook/file.ts";
import { code, filesIn, inFolder } from "../notebook/fixture.ts";
import { fromCells } from "../notebook/check/fixture.ts";
import {
  assertNoStackTrace,
  CLI,
  denobook,
  withNotebooks,
} from "./command_line.ts";

const good = fromCells(["const a: number = 1;\na;"]);
const wrong = fromCells([
  "function update(net: number, rate: number) {\n  return net * rate;\n}",
  code("delta", 'const alpha = 0.2;\n\nupdate(alpha, "0.2");'),
]);
const loose = fromCells(["let never = 1;\nnever;"]);

/** The output without the time that the check took. */
function untimed(text: string): string {
  return text.replace(/\d+\.\d s$/m, "0.1 s");
}

Deno.test("denobook check has nothing to say about notebooks that are right, and leaves nothing behind", async () => {
  await withNotebooks({ "a.ipynb": good, "b.ipynb": good }, async (folder) => {
    const { stdout, stderr, exitCode } = await denobook(folder, "check", ".");
    assertEquals(
      [untimed(stdout), stderr, exitCode],
      ["2 notebooks checked · 0.1 s\n", "", 0],
    );
    assertEquals(filesIn(folder), ["a.ipynb", "b.ipynb"]);
  });
});

Deno.test("denobook check says where an error is and fails, also under the project's own deno.json", async () => {
  await withNotebooks({ "xor.ipynb": wrong }, async (folder) => {
    const result = await denobook(folder, "check", "xor.ipynb");
    assertEquals(
      untimed(result.stdout),
      `xor.ipynb · cell delta · 3:15
TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.
    1 | const alpha = 0.2;
    2 |${" "}
  > 3 | update(alpha, "0.2");
      |               ^^^^^

1 notebook checked · 1 error · 0.1 s
`,
    );
    assertEquals(result.exitCode, 1);

    const lax = '{ "compilerOptions": { "strict": false, "checkJs": false } }';
    await Deno.writeTextFile(join(folder, "deno.json"), lax);
    await Deno.writeTextFile(join(folder, "deno.lock"), '{ "version": "5" }');
    assertEquals((await denobook(folder, "check", ".")).exitCode, 1);
    assertEquals(
      await Deno.readTextFile(join(folder, "deno.lock")),
      '{ "version": "5" }',
    );
  });
});

Deno.test("denobook check passes with warnings, and with --strict does not", async () => {
  await withNotebooks({ "a.ipynb": loose }, async (folder) => {
    const passed = await denobook(folder, "check", ".");
    assertStringIncludes(passed.stdout, "warning: prefer-const: ");
    assertStringIncludes(passed.stdout, "1 notebook checked · 1 warning");
    assertEquals(passed.exitCode, 0);
    const strict = await denobook(folder, "check", "--strict", ".");
    assertEquals(strict.exitCode, 1);
  });
});

Deno.test("denobook check --json gives what was found to other programs", async () => {
  await withNotebooks({ "xor.ipynb": wrong }, async (folder) => {
    const { stdout, exitCode } = await denobook(
      folder,
      "check",
      "--json",
      "xor.ipynb",
    );
    const { seconds, ...report } = JSON.parse(stdout);
    assert(seconds > 0);
    assertEquals(exitCode, 1);
    const text = await Deno.readTextFile(join(folder, "xor.ipynb"));
    const lines = text.split("\n");
    assertEquals(report, {
      version: 1,
      status: "failed",
      notebooks: ["xor.ipynb"],
      fixed: [],
      diagnostics: [{
        code: "TS2345",
        severity: "error",
        message:
          "Argument of type 'string' is not assignable to parameter of type 'number'.",
        path: "xor.ipynb",
        cell: "delta",
        line: 3,
        column: 15,
        endColumn: 20,
        fileLine: lines.findIndex((line) => line.includes('"update(alpha')) + 1,
      }],
    });
  });
});

Deno.test("denobook check puts what it finds beside the lines of a change on GitHub", async () => {
  await withNotebooks({ "a,b.ipynb": wrong }, async (folder) => {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CLI, "check", "."],
      cwd: folder,
      env: { NO_COLOR: "1", GITHUB_ACTIONS: "true" },
    }).output();
    const text = await Deno.readTextFile(join(folder, "a,b.ipynb"));
    const line = text.split("\n").findIndex((each) =>
      each.includes('"update(alpha')
    ) + 1;
    assertStringIncludes(
      new TextDecoder().decode(stdout),
      `\n::error file=a%2Cb.ipynb,line=${line},title=TS2345 · cell delta · 3%3A15::Argument of type`,
    );
  });
});

Deno.test("denobook check --fix writes notebooks as deno fmt leaves them", async () => {
  const ugly = fromCells(["const  a=1\na"]);
  await withNotebooks({ "a.ipynb": ugly }, async (folder) => {
    const before = await denobook(folder, "check", ".");
    assertStringIncludes(before.stdout, "run `denobook check --fix`");
    const fixed = await denobook(folder, "check", "--fix", ".");
    assertEquals(
      untimed(fixed.stdout),
      "1 notebook checked · 1 fixed · 0.1 s\n",
    );
    const text = await Deno.readTextFile(join(folder, "a.ipynb"));
    assertStringIncludes(text, '"const a = 1;\\n"');
    const after = await denobook(folder, "check", "--strict", ".");
    assertEquals(after.exitCode, 0);
  });
});

Deno.test("denobook check --fix writes what deno lint --fix would, in all cells that do not refuse it", async () => {
  const cells = [
    "window.name;",
    "{ a: window.name }",
    "// deno-lint-ignore-file\nwindow.name;",
    "const = window;",
    "// deno-lint-ignore no-window no-window-prefix\nwindow.name;",
    "'use strict';\r\nconst é = `😀\n${window.name}`; // window",
  ];
  await withNotebooks({ "a.ipynb": fromCells(cells) }, async (folder) => {
    await denobook(folder, "check", "--fix", ".");
    const { cells } = await readNotebook(join(folder, "a.ipynb"));
    assertEquals(cells.map(({ source }) => source), [
      "globalThis.name;",
      "{ a: globalThis.name }",
      "// deno-lint-ignore-file\nwindow.name;",
      "const = window;",
      "// deno-lint-ignore no-window no-window-prefix\nwindow.name;",
      '"use strict";\nconst é = `😀\n${globalThis.name}`; // window',
    ]);
  });
});

Deno.test("denobook check --fix does not write over a notebook that is changed while it works", async () => {
  const ugly = fromCells(["const  a=1\na"]);
  await inFolder(async (temporary) => {
    await withNotebooks({ "a.ipynb": ugly }, async (folder) => {
      const path = join(folder, "a.ipynb");
      const edited = (await Deno.readTextFile(path)).replace("a=1", "a=2");
      const watcher = Deno.watchFs(temporary);
      const process = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", CLI, "check", "--fix", "."],
        cwd: folder,
        env: { NO_COLOR: "1", TMPDIR: temporary },
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      // The folder for copies of the notebooks is there: they have been read, and `deno fmt` has not begun.
      for await (const _ of watcher) break;
      await Deno.writeTextFile(path, edited);
      const { code, stdout } = await process.output();
      assertStringIncludes(
        new TextDecoder().decode(stdout),
        "file: Cannot fix notebook a.ipynb: it was changed in the meantime; check it again\n",
      );
      assertEquals(code, 1);
      assertEquals(await Deno.readTextFile(path), edited);
    });
  });
});

Deno.test("denobook check tells of files that it cannot read, and checks the others", async () => {
  const python = { ...good, metadata: { language_info: { name: "python" } } };
  const notebooks = { "xor.ipynb": wrong, "py.ipynb": python };
  await withNotebooks(notebooks, async (folder) => {
    await Deno.writeTextFile(join(folder, "bad.ipynb"), "{");
    await Deno.symlink("nowhere.ipynb", join(folder, "link.ipynb"));
    const pipe = { args: [join(folder, "pipe.ipynb")] };
    await new Deno.Command("mkfifo", pipe).output();
    const result = await denobook(folder, "check", ".");
    for (
      const reason of [
        "Cannot read notebook bad.ipynb: ",
        "Cannot read notebook link.ipynb: there is no such file",
        "Cannot read notebook pipe.ipynb: it is a pipe or a device, not a file",
        "Cannot check notebook py.ipynb: it is written in python",
      ]
    ) assertStringIncludes(result.stdout, `file: ${reason}`);
    assertStringIncludes(result.stdout, "xor.ipynb · cell delta");
    assertEquals(result.exitCode, 1);
    const missing = await denobook(folder, "check", "none.ipynb");
    assertStringIncludes(missing.stderr, "there is no such file or folder");
    assertEquals(missing.exitCode, 1);
    assertNoStackTrace(missing);
    const misused = await denobook(folder, "check");
    assertEquals(misused.exitCode, 2);
  });
});

Deno.test("denobook check leaves nothing behind when it is interrupted", async () => {
  await inFolder(async (temporary) => {
    await withNotebooks({ "a.ipynb": wrong }, async (folder) => {
      const watcher = Deno.watchFs(temporary);
      const process = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", CLI, "check", "."],
        cwd: folder,
        env: { NO_COLOR: "1", TMPDIR: temporary },
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      // The folder for the check's files is there: the check has begun.
      for await (const _ of watcher) break;
      process.kill("SIGINT");
      const { code, stderr } = await process.output();
      assertEquals([code, new TextDecoder().decode(stderr)], [130, ""]);
      assertEquals(filesIn(temporary), []);
    });
  });
});

Deno.test("denobook check --watch checks what was saved, made or removed, and all after a change in what they import", async () => {
  await inFolder(async (project) => {
    const write = (name: string, text: string) =>
      Deno.writeTextFile(join(project, name), text);
    const save = (name: string, cells: string[]) =>
      writeNotebook(join(project, name), fromCells(cells));
    const importing = 'import { one } from "../one.ts";\none.toFixed()';
    await write("deno.json", '{ "compilerOptions": { "strict": true } }');
    await write("one.ts", "export const one: number = 1;\n");
    await Deno.mkdir(join(project, "book"));
    await save("book/a.ipynb", [importing]);
    await save("book/b.ipynb", ["1"]);
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CLI, "check", "--watch", "book"],
      cwd: project,
      env: { NO_COLOR: "1" },
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const output = process.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    let text = "";
    /** What is printed up to a line that is like this. */
    const until = async (line: RegExp) => {
      while (!line.test(text)) {
        const { value, done } = await output.read();
        assert(!done, text);
        text += value;
      }
      const printed = text;
      text = "";
      return printed;
    };
    const told = /^\d notebooks? checked.*\n/m;

    assertStringIncludes(await until(told), "2 notebooks checked");
    await save("book/b.ipynb", ['const b: number = "b";\nb']);
    const saved = await until(told);
    assertStringIncludes(saved, "b.ipynb · cell c0 · 1:7\nTS2322");
    assertStringIncludes(saved, "1 notebook checked · 1 error");

    await save("book/c.ipynb", [importing]);
    assertStringIncludes(await until(told), "1 notebook checked ·");
    await Deno.remove(join(project, "book/b.ipynb"));
    await until(/^book.b\.ipynb is no longer there\n/m);

    await write("one.ts", 'export const one = "1";\n');
    const imported = await until(told);
    assertStringIncludes(imported, "a.ipynb · cell c0 · 2:5\nTS2551");
    assertStringIncludes(imported, "c.ipynb · cell c0 · 2:5\nTS2551");
    assertStringIncludes(imported, "2 notebooks checked · 2 errors");

    await write(
      "one.ts",
      "export const one = undefined as number | undefined;",
    );
    assertStringIncludes(await until(told), "TS18048");
    await write("deno.json", '{ "compilerOptions": { "strict": false } }');
    assertStringIncludes(await until(told), "2 notebooks checked ·");

    process.kill("SIGINT");
    while (!(await output.read()).done);
    assertEquals((await process.status).code, 130);
    assertEquals(filesIn(project), ["book", "deno.json", "one.ts"]);
    assertEquals(filesIn(join(project, "book")), ["a.ipynb", "c.ipynb"]);
  });
});
