import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { readNotebook, writeNotebook } from "../../lib/notebook/file.ts";
import type { Cell, Notebook } from "../../lib/notebook/format.ts";
import { injectParameters } from "../../lib/notebook/parameters.ts";
import { RunCache } from "../../lib/notebook/run_cache.ts";
import { runFile } from "../../lib/notebook/run_file.ts";
import { runFiles } from "../../lib/notebook/run_files.ts";
import { NoRunKeyError, runKey, sha256 } from "../../lib/notebook/run_key.ts";
import { code, filesIn, inFolder, notebook, ownDenoDir } from "./fixture.ts";

const cache = ownDenoDir();
addEventListener("unload", () => cache[Symbol.dispose]());

/** Hands the folder of a small project to `work`, with a notebook that imports a module, which imports another. */
function inProject(
  work: (folder: string, path: string) => Promise<void>,
  ...cells: Notebook["cells"]
): Promise<void> {
  return inFolder(async (temporary) => {
    const folder = await Deno.realPath(temporary);
    const write = (name: string, text: string) =>
      Deno.writeTextFile(join(folder, name), text);
    await write(
      "deno.json",
      JSON.stringify({
        imports: {
          a: "./a.ts",
          "d3-random": "npm:d3-random@^3.0.1",
          "d3-time": "npm:d3-time@^3.1.0",
        },
        lock: false,
      }),
    );
    await write("a.ts", 'import { b } from "./b.ts";\nexport const a = b.x;');
    await write(
      "b.ts",
      'export { default as b } from "./c.json" with { type: "json" };',
    );
    await write("c.json", '{ "x": 1 }');
    const path = join(folder, "n.ipynb");
    await writeNotebook(
      path,
      notebook(
        code("first", 'import { a } from "a";\nlet alpha = 1;', {
          metadata: { tags: ["parameters"] },
        }),
        ...cells,
      ),
    );
    await work(folder, path);
  });
}

Deno.test("runFile() takes the outputs of the last run where nothing has changed, and writes them", () =>
  inProject(
    async (_, path) => {
      const first = await runFile(path, { cached: true, write: true });
      assertEquals([first.cached, first.notCached], [undefined, undefined]);
      const told: string[] = [];
      const second = await runFile(path, {
        cached: true,
        onCell: ({ id }) => told.push(id),
      });
      assertEquals([second.cached, second.executed], [true, 0]);
      assertEquals(second.notebook, first.notebook);
      assertEquals(told, []);

      // What somebody has changed in the outputs is put right, as by a run.
      const edited = structuredClone(first.notebook);
      for (const cell of edited.cells) {
        if (cell.cell_type === "code") Object.assign(cell, { outputs: [] });
      }
      await writeNotebook(path, edited);
      assertEquals((await runFile(path, { cached: true })).cached, true);
      assertEquals(await readNotebook(path), edited);
      const third = await runFile(path, { cached: true, write: true });
      assertEquals(third.cached, true);
      assertEquals(await readNotebook(path), first.notebook);
    },
    code("b", "[a, alpha, new Map([[1, -0]])]"),
    code("c", "console.log('c')"),
  ));

Deno.test("runFile() runs a notebook again when a module below those that it imports has changed", () =>
  inProject(async (folder, path) => {
    await runFile(path, { cached: true });
    await Deno.writeTextFile(join(folder, "c.json"), '{ "x": 2 }');
    const changed = await runFile(path, { cached: true });
    assertEquals(changed.cached, undefined);
    const [, cell] = changed.notebook.cells;
    assert(cell.cell_type === "code");
    assertEquals(cell.outputs, [{
      ...{ output_type: "execute_result", execution_count: 2, metadata: {} },
      data: { "text/plain": "2" },
    }]);
    assertEquals((await runFile(path, { cached: true })).cached, true);
    assertEquals((await runFile(path)).cached, undefined);
  }, code("show", "a")));

Deno.test("runFile() runs a notebook again when what it exports from a file has changed", () =>
  inProject(async (folder, path) => {
    const cell = 'export { default } from "./c.json" with { type: "json" };';
    await writeNotebook(path, notebook(code("exports", cell)));
    await runFile(path, { cached: true });
    assertEquals((await runFile(path, { cached: true })).cached, true);
    await Deno.writeTextFile(join(folder, "c.json"), '{ "x": 2 }');
    assertEquals((await runFile(path, { cached: true })).cached, undefined);
  }));

Deno.test("runFile() tells a notebook from a link to it in another folder, whose modules it imports there", () =>
  inProject(async (folder, path) => {
    await runFile(path, { cached: true });
    const other = join(folder, "other");
    await Deno.mkdir(other);
    await Deno.symlink(path, join(other, "n.ipynb"));
    const linked = await runFile(join(other, "n.ipynb"), { cached: true });
    assertEquals(linked.cached, undefined);
    assertEquals((await runFile(path, { cached: true })).cached, true);
  }, code("where", "Deno.cwd()")));

Deno.test("runFile() runs a notebook again when what was kept of it is damaged or forged", () =>
  inProject(async (_, path) => {
    const { notebook } = await runFile(path, { cached: true });
    const folder = join(cache.path, "denobook");
    const file = filesIn(folder).map((name) => join(folder, name))
      .find((path) => Deno.readTextFileSync(path).includes("the kept"))!;
    const text = await Deno.readTextFile(file);
    const [heading, body] = [
      text.slice(0, text.indexOf("\n")),
      text.slice(text.indexOf("\n") + 1),
    ];
    const [key] = heading.split(" ");
    const forged = (body: string) => `${key} ${sha256(body)}\n${body}`;
    const cells = (cells: unknown[]) =>
      forged(JSON.stringify({ ...JSON.parse(body), cells }));
    const damages = [
      "",
      heading,
      text.slice(0, -9),
      text.replace("the kept", "another"),
      text.replace(key, sha256("")),
      forged("{"),
      forged("null"),
      cells([]),
      cells([...JSON.parse(body).cells, ...JSON.parse(body).cells]),
      cells(
        JSON.parse(body).cells.map((cell: Cell) => ({
          ...cell,
          outputs: [{ output_type: "none" }],
        })),
      ),
    ];
    for (const damaged of damages) {
      await Deno.writeTextFile(file, damaged);
      const opened = await RunCache.open(path, notebook, [null, null]);
      assertEquals(await opened.find(), undefined, damaged);
    }
    const again = await runFile(path, { cached: true });
    assertEquals([again.cached, again.notebook], [undefined, notebook]);
    const opened = await RunCache.open(path, notebook, [null, null]);
    assertEquals((await opened.find())?.notebook, notebook);
  }, code("shown", '"the kept"')));

Deno.test("runFile() runs a notebook all the same when its run cannot be kept", () =>
  inProject(async (_, path) => {
    const folder = join(cache.path, "denobook");
    await Deno.rename(folder, `${folder}-aside`).catch(() => {});
    await Deno.writeTextFile(folder, "in the way");
    try {
      const { notCached, error } = await runFile(path, { cached: true });
      assertEquals(error, undefined);
      assertMatch(
        notCached ?? "",
        new RegExp(`^Cannot make the folder ${folder}: .*exists`),
      );
    } finally {
      await Deno.remove(folder);
      await Deno.rename(`${folder}-aside`, folder).catch(() => {});
    }
  }));

Deno.test("runFile() keeps one of two runs at once, whole", () =>
  inProject(async (_, path) => {
    const run = () => runFile(path, { cached: true });
    const [one, two] = await Promise.all([run(), run()]);
    assertEquals([one.notCached, two.notCached], [undefined, undefined]);
    const { cached, notebook } = await run();
    assertEquals(cached, true);
    assertEquals(notebook, one.notebook);
  }));

Deno.test("runFile() leaves no output to a cell that is empty now, as a run does", () =>
  inProject(
    async (folder, path) => {
      await runFile(path, { cached: true });
      const edited = await readNotebook(path);
      const outputs = [{ output_type: "stream", name: "stdout", text: "old" }];
      Object.assign(edited.cells.at(-1)!, { outputs, execution_count: 9 });
      await writeNotebook(path, edited);
      const hit = join(folder, "hit.ipynb");
      const { cached } = await runFile(path, { cached: true, out: hit });
      assertEquals(cached, true);
      const fresh = join(folder, "fresh.ipynb");
      await runFile(path, { out: fresh });
      assertEquals(
        await Deno.readTextFile(hit),
        await Deno.readTextFile(fresh),
      );
    },
    code("shown", "a"),
    code("skipped", "0", {
      metadata: { tags: ["skip-execution"] },
      outputs: [{ output_type: "stream", name: "stdout", text: "stays" }],
    }),
    code("empty", ""),
  ));

Deno.test("runFile() keeps no run that failed, or during which a module was changed", () =>
  inProject(async (folder, path) => {
    for (let i = 0; i < 2; i++) {
      const { cached, error } = await runFile(path, { cached: true });
      assertEquals([cached, error?.cellId], [undefined, "fails"]);
      const allowed = await runFile(path, { cached: true, allowErrors: true });
      assertEquals([allowed.cached, allowed.allowed.length], [undefined, 1]);
    }
    await writeNotebook(
      path,
      notebook(code("ok", 'import { a } from "a";\na')),
    );
    const { notCached } = await runFile(path, {
      cached: true,
      onCell: () =>
        Deno.writeTextFileSync(join(folder, "c.json"), '{ "x": 3 }'),
    });
    const changed = "what it depends on was changed while it ran";
    assertEquals(notCached, changed);

    // The kernel has read what is no longer there.
    const module = join(folder, "c.json");
    const before = await Deno.readTextFile(module);
    let isFirst = true;
    await writeNotebook(
      path,
      notebook(code("b", "0"), code("ok", 'import { a } from "a";\na')),
    );
    const back = await runFile(path, {
      cached: true,
      onCell: () => {
        Deno.writeTextFileSync(module, isFirst ? '{ "x": 4 }' : before);
        isFirst = false;
      },
    });
    assertEquals(back.notCached, changed);
  }, code("fails", "throw new Error('no')")));

Deno.test("runFile() keeps a run of a notebook with charts, tables and a package that looks at the clock when it is loaded", async () => {
  const path = "notebooks/two_two_two.ipynb";
  const first = await runFile(path, { cached: true });
  assertEquals(first.notCached, undefined);
  const second = await runFile(path, { cached: true });
  assertEquals(second.cached, true);
  assertEquals(second.notebook, await readNotebook(path));
});

Deno.test("runFile() puts out the same when it watches a notebook, and keeps a run of all that is always the same", () =>
  inProject(
    async (_, path) => {
      const unwatched = await runFile(path);
      const first = await runFile(path, { cached: true });
      assertEquals([first.error, first.notCached], [undefined, undefined]);
      assertEquals(first.notebook, unwatched.notebook);
    },
    code(
      "dates",
      "class D extends Date {}\n[new Date(0), new D(1).getTime(), new Date(2) instanceof Date, Date.UTC(2000), new Date(3).constructor === Date, Date, D.name, new Date(2000, 1).toLocaleString()]",
    ),
    code(
      "modules",
      'import assert from "node:assert/strict";\nimport { inspect } from "node:util";\nimport { join } from "node:path";\nassert(join("a", "b"));\ninspect(new Date(0));',
    ),
    code(
      "wasm",
      "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))",
    ),
    code("raises", "new Date(NaN).toISOString()", {
      metadata: { tags: ["raises-exception"] },
    }),
    code(
      "compares",
      "import { strictEqual } from 'node:assert';\nstrictEqual(1, 2);",
      { metadata: { tags: ["raises-exception"] } },
    ),
    code("functions", "[fetch, Worker, Deno.readFile, setTimeout, Math]"),
    code("html", "Deno.jupyter.html`<b>1</b>`"),
    code(
      "lists",
      `const held = { globalThis, Deno, console, WebAssembly, Atomics, Math, Intl };
for (const [name, holder] of Object.entries(held)) {
  console.log(name, Reflect.ownKeys(holder).filter((key) => typeof key === "string"));
}
Object.entries(Object.getOwnPropertyDescriptors(globalThis))
  .map(([key, { value, get, set, ...rest }]) =>
    [key, rest, typeof value, [get, set].map((f) => [f?.name, f?.length, \`\${f}\`])]);`,
    ),
    code(
      "shown",
      "console.log(Deno, globalThis, console, WebAssembly, Math, Intl);",
    ),
    code(
      "identity",
      "[performance.constructor === Performance, Event.prototype.constructor === Event, {} instanceof WeakRef, Object.getPrototypeOf(globalThis).constructor === Window, `${Date} ${Function.prototype.toString}`]",
    ),
    code("awaits", "await Promise.all([1, 2].map(async (x) => await x))"),
    code(
      "texts",
      "console.table([{ a: 1 }]);\nconsole.error(new TextEncoder().encode(atob(btoa('a'))));\nawait Deno.jupyter.display({ 'text/plain': new URL('https://a.example').href }, { raw: true });",
    ),
  ));

Deno.test("runFile() puts out the same when it watches a notebook of which it keeps no run", () =>
  inProject(
    async (_, path) => {
      const unwatched = await runFile(path);
      const { notebook, notCached } = await runFile(path, { cached: true });
      assert(notCached !== undefined);
      assertEquals(notebook, unwatched.notebook);
    },
    code(
      "all",
      "console.log(String(fetch), Object.getOwnPropertyNames(Event), Object.values(Deno));",
    ),
  ));

/** Cells whose run must not be kept, each with what is said of it. */
const outside: Record<string, string> = {
  "Date.now()": "it uses Date.now",
  "new Date().getFullYear()": "it uses new Date()",
  "new (new Date(0).constructor)()": "it uses new Date()",
  "Date()": "it uses Date",
  "Error.stackTraceLimit = 2;\ntry { new Date(1n); } catch (error) { error.stack; }":
    "it uses new Date() of what is no date",
  "Math.random()": "it uses Math.random",
  "crypto.randomUUID()": "it uses crypto",
  "globalThis['cry' + 'pto']": "it uses crypto",
  "performance.now()": "it uses performance.now",
  "performance.timeOrigin": "it uses performance.timeOrigin",
  "new Intl.DateTimeFormat().format()": "it uses Intl.DateTimeFormat",
  "Temporal.Now.instant()": "it uses Temporal.Now.instant",
  "console.time('a')": "it uses console.time",
  "new Event('a').timeStamp": "it uses Event",
  "await Deno.readTextFile('c.json')": "it uses Deno.readTextFile",
  "Deno.writeTextFileSync('new.txt', '')": "it uses Deno.writeTextFileSync",
  "await fetch('data:,a').then((r) => r.text())": "it uses fetch",
  "Deno.env.get('HOME')": "it uses Deno.env.get",
  "process.env.HOME": "it uses process",
  "process.hrtime()": "it uses process",
  "Deno.pid": "it uses Deno.pid",
  "Deno.memoryUsage()": "it uses Deno.memoryUsage",
  "new Deno.Command('true').outputSync().code": "it uses Deno.Command",
  "navigator.hardwareConcurrency": "it uses navigator",
  "new WeakRef({}).deref()": "it uses WeakRef",
  "localStorage.length": "it uses localStorage",
  "await new Promise((resolve) => setTimeout(resolve, 1))":
    "it uses setTimeout",
  "AbortSignal.timeout(1e6).aborted": "it uses AbortSignal.timeout",
  "new Worker('data:text/javascript,', { type: 'module' }).terminate()":
    "it uses Worker",
  "await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))":
    "it uses WebAssembly.compile",
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)":
    "it uses Atomics.wait",
  "Buffer.allocUnsafe(9)": "it uses Buffer",
  "eval('Math.random()')": "it uses Math.random",
  "Deno.test('a', () => {})": "it uses Deno.test",
  "performance": "it uses performance",
  "let depth = 0;\nconst f = () => { depth++; f(); };\ntry { f(); } catch { depth; }":
    "it uses a deep stack",
  "String(fetch)": "it uses fetch.Symbol(Symbol.toPrimitive)",
  "Object.getPrototypeOf(CustomEvent) === Event": "it uses CustomEvent",
  "globalThis[Object.keys(globalThis).find((key) => key === 'crypto')!]":
    "it uses crypto",
  "try { structuredClone(Date.now); } catch (error) { error.message; }":
    "it uses structuredClone of what has no clone",
  "Error.prepareStackTrace = () => [];\ntypeof crypto": "it uses crypto",
  "Deno.jupyter.image('a.png')": "it uses Deno.readFileSync",
  "import { deprecate } from 'node:util';\ndeprecate(() => {}, 'told with the process id')()":
    "it uses process",
  "import './clock.ts'": "it uses Date.now",
  "import id from './process.cjs';\nid": "it uses process",
  "import { randomUniform } from 'd3-random';\nrandomUniform()()":
    "it uses Math.random",
  "import { dash } from 'npm:rw@^1.3.3';\ndash":
    "rw/1.3.3/lib/rw/read-file.js loads node:fs",
  "import { timeDay } from 'd3-time';\ntimeDay()": "it uses new Date()",
};

Deno.test("runFiles() keeps no run that used anything else than what it can tell has not changed", () =>
  inProject(async (folder) => {
    const write = (name: string, text: string) =>
      Deno.writeTextFile(join(folder, name), text);
    await write("process.cjs", "module.exports = process.pid;");
    await write("clock.ts", "export const now = Date.now();");
    await Deno.writeFile(
      join(folder, "a.png"),
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    );
    const sources = Object.keys(outside);
    const paths = sources.map((_, i) => join(folder, `${i}.ipynb`));
    await Promise.all(
      sources.map((source, i) =>
        writeNotebook(paths[i], notebook(code("a", source)))
      ),
    );
    const reports = await runFiles(paths, { cached: true });
    const told = reports.map(({ status, error, notCached }) =>
      status === "passed" ? notCached : error?.message
    );
    assertEquals(
      Object.fromEntries(sources.map((source, i) => [source, told[i]])),
      outside,
    );
    const again = await runFiles(paths.slice(0, 3), { cached: true });
    assertEquals(again.map(({ cached }) => cached), [false, false, false]);
  }));

Deno.test("runKey() is another when anything has changed that a run depends on", () =>
  inProject(
    async (folder, path) => {
      await Deno.writeTextFile(join(folder, "t.txt"), "text");
      const wasm = [0, 97, 115, 109, 1, 0, 0, 0];
      const writeWasm = (bytes: number[]) =>
        Deno.writeFile(join(folder, "m.wasm"), new Uint8Array(bytes));
      await writeWasm(wasm);
      const stored = await readNotebook(path);
      const link = join(folder, "b.ts");
      await Deno.rename(link, join(folder, "linked.ts"));
      await Deno.symlink("linked.ts", link);
      const keys = new Set<string>();
      const isNew = async (
        what: string,
        changed: Notebook = stored,
        limits: unknown = [],
      ) => {
        const { hash } = await runKey(folder, changed, limits);
        assert(!keys.has(hash), `the key is the same with ${what}`);
        keys.add(hash);
      };
      const withCell = (cell: Partial<Notebook["cells"][number]>) => ({
        ...stored,
        cells: [stored.cells[0], { ...stored.cells[1], ...cell }],
      } as Notebook);
      await isNew("nothing changed");
      await isNew("another source", withCell({ source: "a + 1" }));
      await isNew("another id", withCell({ id: "other" }));
      const tags = ["raises-exception"];
      await isNew("a tag", withCell({ metadata: { tags } }));
      await isNew(
        "a parameter",
        await injectParameters(stored, { alpha: 2 }, ""),
      );
      await isNew("a time limit", stored, [1_000]);
      for (
        const name of ["a.ts", "b.ts", "c.json", "t.txt", "deno.json"]
      ) {
        const file = join(folder, name);
        await Deno.writeTextFile(file, await Deno.readTextFile(file) + "\n");
        await isNew(name);
      }
      await Deno.writeTextFile(
        join(folder, "other.ts"),
        "export const b = { x: 5 };",
      );
      await writeWasm([...wasm, 0, 2, 1, 97]);
      await isNew("a section in a WebAssembly module");
      await Deno.remove(link);
      await Deno.symlink("other.ts", link);
      await isNew("a link to another module");
      for (const name of ["deno.lock", ".npmrc", "tsconfig.json"]) {
        await Deno.writeTextFile(
          join(folder, name),
          name.endsWith("json") ? "{}" : "",
        );
        await isNew(name);
      }
      Deno.env.set("LC_ALL", "de_DE.UTF-8");
      await isNew("another language");
      Deno.env.delete("LC_ALL");
      const { version } = Deno;
      const deno = `${version.deno}1`;
      Object.defineProperty(Deno, "version", {
        value: { ...version, deno },
        configurable: true,
      });
      await isNew("another Deno");
      Object.defineProperty(Deno, "version", { value: version });

      const run = { execution_count: 3, outputs: [] };
      const before = await runKey(folder, stored, []);
      const after = await runKey(folder, withCell(run), []);
      assertEquals(after.hash, before.hash);
      const prose = { cell_type: "markdown" as const, id: "p", metadata: {} };
      const told = {
        ...stored,
        cells: [...stored.cells, { ...prose, source: "" }],
      };
      assertEquals((await runKey(folder, told, [])).hash, before.hash);
    },
    code(
      "show",
      'import text from "./t.txt" with { type: "text" };\nimport "./m.wasm";\n[a, text]',
    ),
  ));

/** Cells whose run has no key, each with what is said of it. */
const refused: Record<string, string> = {
  "new MessageChannel()": "it uses MessageChannel",
  "import { randomUUID } from 'node:crypto';\nrandomUUID()":
    "it loads node:crypto",
  "import { runInNewContext } from 'node:vm';\nrunInNewContext('Date.now()')":
    "it loads node:vm",
  "import { hrtime } from 'node:process';\nhrtime()": "it loads node:process",
  "import 'node:fs'": "it loads node:fs",
  "import { AsyncResource } from 'node:async_hooks';\nnew AsyncResource('a').asyncId()":
    "it loads node:async_hooks",
  "import { EventEmitterAsyncResource } from 'node:events';\nnew EventEmitterAsyncResource({ name: 'a' }).asyncId":
    "it uses EventEmitterAsyncResource",
  "import { inspect } from 'node:util';\ninspect(fetch, { showProxy: true })":
    "it uses showProxy",
  "await import('./a.ts')": "it imports while it runs",
  "import './dynamic.ts'": "it imports ./a.ts while it runs",
  "import 'data:text/javascript,1'": "it loads data:text/javascript,1",
  "const a = ;": "a cell of it cannot be read",
  "import './none.ts'": 'Module not found "file:///FOLDER/none.ts".',
  "import json from 'none/x.json' with { type: 'json' };":
    'Import "none/x.json" not a dependency and not in import map',
  [`import "data:text/javascript,${"a".repeat(2 ** 18)}";`]:
    "Deno does not tell its modules: Argument list too long (os error 7)",
};

Deno.test("runKey() refuses what it cannot read, and what nothing would tell of", () =>
  inProject(async (folder) => {
    await Deno.writeTextFile(
      join(folder, "dynamic.ts"),
      'export const a = () => import("./a.ts");',
    );
    for (const [source, why] of Object.entries(refused)) {
      const error = await runKey(folder, notebook(code("a", source)), [])
        .catch((error) => error);
      assert(error instanceof NoRunKeyError, source);
      assertEquals(error.message.replace(folder, "/FOLDER"), why);
    }
  }));

Deno.test("runKey() refuses settings and limits that it does not follow", () =>
  inProject(async (folder) => {
    const refused = async () => {
      const error = await runKey(folder, notebook(code("a", "1")), [])
        .catch((error) => error);
      assert(error instanceof NoRunKeyError);
      return error.message;
    };
    Deno.env.set("DENO_V8_FLAGS", "--stack-size=500");
    assertEquals(
      await refused(),
      "DENO_V8_FLAGS sets how deep its calls can nest",
    );
    Deno.env.delete("DENO_V8_FLAGS");
    const config = join(folder, "tsconfig.json");
    await Deno.writeTextFile(config, '{ "extends": "./other.json" }');
    assertEquals(await refused(), `${config} takes settings from others`);
  }));

Deno.test("runKey() is another when a member of the workspace is compiled in another way", () =>
  inProject(async (folder) => {
    const member = join(folder, "member");
    await Deno.mkdir(member);
    await Deno.writeTextFile(join(member, "x.tsx"), "export const x = 1;");
    const keyWith = async (jsxFactory: string) => {
      await Deno.writeTextFile(
        join(member, "deno.json"),
        JSON.stringify({ compilerOptions: { jsx: "react", jsxFactory } }),
      );
      const cell = code("a", 'import { x } from "./member/x.tsx"; x');
      return (await runKey(folder, notebook(cell), [])).hash;
    };
    assert(await keyWith("h") !== await keyWith("g"));
  }));

Deno.test("runKey() refuses modules that import or look up what Deno's graph leaves out", () =>
  inProject(async (folder) => {
    for (
      const source of [
        'const p = "./c.json"; await import(p, { with: { type: "json" } });',
        'await import /* json */ ("./c" + ".json");',
        'import.defer("./c" + ".json");',
        "const { resolve } = import.meta;",
        'export const x = import.meta.resolve("a");',
      ]
    ) {
      await Deno.writeTextFile(join(folder, "d.ts"), source);
      const error = await runKey(
        folder,
        notebook(code("a", 'import "./d.ts"')),
        [],
      ).catch((error) => error);
      assert(error instanceof NoRunKeyError, source);
      assertEquals(
        error.message,
        `file://${folder}/d.ts imports while it runs`,
      );
    }
  }));
