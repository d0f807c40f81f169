/**
 * Attempts to break out of the sandbox, each by code in a cell of a real kernel, in a project that is hostile itself.
 *
 * @module
 */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { KernelError } from "../../lib/notebook/errors.ts";
import type { Permissions } from "../../lib/notebook/permissions.ts";
import { Session } from "../../lib/notebook/session.ts";
import { filesIn, inFolder } from "./fixture.ts";

const SECRET = "the-secret-of-this-test";

const home = await Deno.realPath(
  await Deno.makeTempDir({ prefix: "denobook-test-" }),
);
const notebooks = join(home, "notebooks");
const secretFile = join(home, "secret.txt");
const loot = join(home, "loot");

await Deno.mkdir(join(notebooks, "evil"), { recursive: true });
await Deno.mkdir(join(notebooks, "data"));
await Deno.writeTextFile(secretFile, SECRET);
await Deno.writeTextFile(join(home, "secret.json"), JSON.stringify(SECRET));
await Deno.writeTextFile(join(notebooks, "data", "a.txt"), "data");
await Deno.writeTextFile(
  join(notebooks, "mod.ts"),
  "export const mod = 'imported';",
);
await Deno.symlink(secretFile, join(notebooks, "data", "link.txt"));
await Deno.symlink("/proc/self/environ", join(notebooks, "data", "environ"));
await Deno.writeTextFile(
  join(notebooks, "deno.json"),
  JSON.stringify({
    lock: join(loot, "deno.lock"),
    nodeModulesDir: "auto",
    allowScripts: ["npm:evil"],
    links: ["./evil"],
    unstable: ["worker-options", "kv", "ffi"],
    imports: {
      "acorn-by-name": "npm:acorn@^8.19.0",
      secret: "../secret.json",
      evil: "npm:evil@1.0.0",
    },
  }),
);
await Deno.writeTextFile(
  join(notebooks, "evil", "package.json"),
  JSON.stringify({
    ...{ name: "evil", version: "1.0.0", main: "index.js" },
    scripts: { preinstall: `touch ${loot}`, postinstall: `touch ${loot}` },
  }),
);
await Deno.writeTextFile(join(notebooks, "evil", "index.js"), "");
// A peer that tells whether anybody has reached it.
const peer = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { port } = peer.addr as Deno.NetAddr;
let visits = 0;
const visited = (async () => {
  for await (const connection of peer) {
    visits++;
    connection.close();
  }
})();
await Deno.writeTextFile(
  join(notebooks, ".npmrc"),
  `registry=http://127.0.0.1:${port}/\n`,
);
Deno.env.set("DENOBOOK_TEST_SECRET", SECRET);

const sandboxes = new Map<string, Session>();

/** What a cell puts out, as text, in a sandbox with these permissions. */
async function run(
  source: string,
  permissions: Permissions = {},
): Promise<string> {
  const key = JSON.stringify(permissions);
  const session = sandboxes.get(key) ??
    await Session.start({
      cwd: notebooks,
      timeout: 60_000,
      sandbox: permissions,
    });
  sandboxes.set(key, session);
  const { outputs } = await session.execute({ id: "c", source });
  return JSON.stringify(outputs);
}

Deno.test.afterAll(async () => {
  for (const session of sandboxes.values()) await session.close();
  peer.close();
  await visited;
  Deno.env.delete("DENOBOOK_TEST_SECRET");
  await Deno.remove(home, { recursive: true });
});

/** A worker's answer, or its error. */
const answerOf = (worker: string) => `
await new Promise((resolve) => {
  const worker = ${worker};
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => (event.preventDefault(), resolve(event.message));
});`;
const read = `Deno.readTextFileSync("${secretFile}")`;

const refused: [title: string, source: string, says?: string][] = [
  ["reads a file", read],
  [
    "reads a file as bytes, without waiting",
    `await Deno.readFile("${secretFile}")`,
  ],
  [
    "reads a file through node:fs",
    `(await import("node:fs")).readFileSync("${secretFile}", "utf8")`,
  ],
  [
    "reads a file through a promise of node:fs",
    `await (await import("node:fs/promises")).readFile("${secretFile}", "utf8")`,
  ],
  ["lists a folder", `[...Deno.readDirSync("${home}")]`],
  ["asks whether a file exists", `Deno.statSync("${secretFile}").size`],
  [
    "requires a file",
    `(await import("node:module")).createRequire("file:///")("${
      join(home, "secret.json")
    }")`,
  ],
  [
    "requires a file beside what it may read",
    `process.getBuiltinModule("node:module").createRequire("${notebooks}/data/a.js")("../../secret.json")`,
  ],
  [
    "requires a file as a module, whose text would stand in the error",
    `process.getBuiltinModule("node:module").createRequire("${notebooks}/data/a.js")("../../secret.txt")`,
  ],
  [
    "imports a file",
    `await import("file://${
      join(home, "secret.json")
    }", { with: { type: "json" } })`,
  ],
  [
    "imports a file as text",
    `import text from "file://${secretFile}" with { type: "text" }; text`,
  ],
  [
    "imports a file that its project names",
    `import secret from "secret" with { type: "json" }; secret`,
  ],
  [
    "imports a module that reads a file",
    `await import("data:text/javascript," + encodeURIComponent(\`export default ${read}\`))`,
  ],
  [
    "reads a file in a worker",
    answerOf(
      `new Worker("data:text/javascript," + encodeURIComponent(\`postMessage(${read})\`), { type: "module" })`,
    ),
  ],
  [
    "reads a file in a worker of a worker",
    answerOf(
      `new Worker("data:text/javascript," + encodeURIComponent(\`new Worker("data:text/javascript," + encodeURIComponent('postMessage(${
        read.replaceAll('"', "`").replaceAll("`", "\\`")
      })'), { type: "module" }).onmessage = (e) => postMessage(e.data); setTimeout(() => postMessage("nothing"), 1500)\`), { type: "module" })`,
    ),
  ],
  [
    "reads a file in a worker of node:worker_threads",
    `
const { Worker: Thread } = await import("node:worker_threads");
const code = \`require("worker_threads").parentPort.postMessage(require("fs").readFileSync("${secretFile}", "utf8"))\`;
const thread = new Thread(code, { eval: true });
await new Promise((resolve) => thread.on("message", resolve).on("error", (error) => resolve(error.message)))`,
  ],
  [
    "reads a file in node:vm",
    `(await import("node:vm")).runInThisContext('${read}')`,
  ],
  [
    "reads a file through the internals of Deno",
    `Deno[Deno.internal].core.ops.op_fs_read_file_text_sync("${secretFile}")`,
    "",
  ],
  [
    "reads a file through node:sqlite",
    `const { DatabaseSync } = await import("node:sqlite"); new DatabaseSync("${loot}").exec("create table a (b)")`,
  ],
  [
    "writes a file through a database in memory",
    `const { DatabaseSync } = await import("node:sqlite"); new DatabaseSync(":memory:").exec("attach '${loot}' as a; create table a.b (c)")`,
    "too many attached databases",
  ],
  [
    "gives a folder to WASI",
    `const { WASI } = await import("node:wasi"); new WASI({ version: "preview1", preopens: { "/": "${home}" } })`,
    "failed to open preopen",
  ],
  [
    "reads variables from a file",
    `process.loadEnvFile("${secretFile}")`,
  ],
  [
    "reads the memory and the environment of its process",
    `Deno.readTextFileSync("/proc/self/environ")`,
  ],
  ["writes a file", `Deno.writeTextFileSync("${loot}", "x")`],
  [
    "writes a file beside the notebook",
    `Deno.writeTextFileSync("n.ipynb", "x")`,
  ],
  ["makes a temporary file", `Deno.makeTempFileSync()`],
  [
    "starts a program",
    `new Deno.Command("/bin/sh", { args: ["-c", "touch ${loot}"] }).outputSync()`,
  ],
  [
    "starts a program through node:child_process",
    `(await import("node:child_process")).execSync("touch ${loot}")`,
    "Command failed",
  ],
  [
    "forks",
    `(await import("node:child_process")).fork("${notebooks}/mod.ts")`,
    "",
  ],
  ["ends another process", `Deno.kill(Deno.ppid, "SIGTERM")`],
  [
    "ends another process through process",
    `process.kill(process.ppid, "SIGTERM")`,
  ],
  ["loads a native library", `Deno.dlopen("libc.so.6", {})`],
  ["loads a native addon", `process.dlopen({ exports: {} }, "${loot}.node")`],
  [
    "requires a native addon",
    `(await import("node:module")).createRequire("file:///")("${loot}.node")`,
  ],
  ["connects", `await Deno.connect({ hostname: "127.0.0.1", port: ${port} })`],
  ["fetches", `await fetch("http://127.0.0.1:${port}/")`],
  [
    "fetches by way of a proxy",
    `await fetch("http://example.test/", { client: Deno.createHttpClient({ proxy: { url: "http://127.0.0.1:${port}" } }) })`,
  ],
  ["opens a WebSocket", `new WebSocket("ws://127.0.0.1:${port}/")`],
  [
    "connects through node:net",
    `await new Promise((resolve) => { const socket = process.getBuiltinModule("node:net").connect(${port}, "127.0.0.1"); socket.on("error", resolve); socket.on("connect", () => resolve("connected")); })`,
  ],
  ["listens", `Deno.listen({ port: 0 })`],
  ["looks up a name", `await Deno.resolveDns("example.test", "A")`],
  [
    "imports from the network",
    `await import("http://127.0.0.1:${port}/mod.ts")`,
  ],
  [
    "imports from a host that Deno allows by itself",
    `await import("https://jsr.io/@std/assert/meta.json", { with: { type: "json" } })`,
  ],
  [
    "opens the inspector",
    `(await import("node:inspector")).open(0, "127.0.0.1")`,
  ],
  [
    "evaluates through the inspector",
    `new (await import("node:inspector")).Session().connect()`,
  ],
  ["learns the host's name", `Deno.hostname()`],
  ["learns whose process it is", `(await import("node:os")).userInfo()`],
  ["goes to another folder", `Deno.chdir("/")`],
  ["changes the proxy", `Deno.env.set("HTTPS_PROXY", "")`],
  [
    "connects to the broker",
    `await Deno.connect({ transport: "unix", path: Deno.cwd() + "/../deno.sock" })`,
  ],
];
/** A little of each: where Deno takes a permission for whole, it does not ask. */
const alittle: Permissions = {
  read: [join(notebooks, "data")],
  write: [join(notebooks, "data")],
  net: ["example.test:80"],
  env: ["LANG"],
  run: [join(notebooks, "data", "program")],
  ffi: [join(notebooks, "data", "library.so")],
  sys: ["osRelease"],
  import: ["example.test"],
};
for (const [title, source, says = "sandbox"] of refused) {
  for (
    const [much, permissions] of [["nothing", {}], [
      "a little",
      alittle,
    ]] as const
  ) {
    Deno.test(`Sandbox that allows ${much} refuses a cell that ${title}`, async () => {
      const text = await run(source, permissions);
      assert(!text.includes(SECRET), text);
      assertStringIncludes(text, says);
      assertEquals(filesIn(home), ["notebooks", "secret.json", "secret.txt"]);
      assertEquals(visits, 0);
    });
  }
}

Deno.test("Sandbox gives nothing to a cell that asks for a permission", async () => {
  assertStringIncludes(
    await run(
      `const { state } = Deno.permissions.requestSync({ name: "read" }); state + " " + ${read}`,
    ),
    "does not give it",
  );
  assertStringIncludes(
    await run(`Deno.permissions.querySync({ name: "net" }).state`),
    "prompt",
  );
});

Deno.test("Sandbox lets nothing be reached of the kernel's own sockets", async () => {
  const text = await run(`
const open = [];
for (const line of (() => { try { return Deno.readTextFileSync("/proc/net/tcp").split("\\n"); } catch { return []; } })()) open.push(line);
let reached = 0;
for (let port = 30000; port < 30400; port++) {
  await Deno.connect({ hostname: "127.0.0.1", port }).then(() => reached++, () => {});
}
[open.length, reached].join()`);
  assertStringIncludes(text, "0,0");
});

Deno.test("Sandbox shows an environment that is empty", async () => {
  assertStringIncludes(
    await run("`${Deno.env.get('DENOBOOK_TEST_SECRET')} ${process.env.HOME}`"),
    "undefined undefined",
  );
  assertStringIncludes(
    await run(
      "JSON.stringify(Deno.env.toObject()) + JSON.stringify(process.env)",
    ),
    "{}{}",
  );
});

Deno.test("Sandbox lets packages be imported that have been downloaded before, by name or by npm:", async () => {
  for (const name of ["acorn-by-name", "npm:acorn@^8.19.0"]) {
    assertStringIncludes(
      await run(`(await import("${name}")).parse("1").type`),
      "Program",
    );
  }
});

Deno.test("Sandbox downloads no package, from whatever registry its project names, and runs no install script", async () => {
  for (const name of ["evil", "npm:evil@1.0.0", "npm:is-thirteen@2.0.0"]) {
    assertStringIncludes(
      await run(`await import("${name}")`),
      "Failed loading",
    );
  }
  assertEquals(visits, 0);
  assertEquals(filesIn(home), ["notebooks", "secret.json", "secret.txt"]);
  assertEquals(filesIn(notebooks), [
    ".npmrc",
    "data",
    "deno.json",
    "evil",
    "mod.ts",
  ]);
});

Deno.test("Sandbox keeps what localStorage and caches hold to itself, and takes it away at the end", async () => {
  const look =
    "const there = localStorage.getItem('a'); localStorage.setItem('a', 'b'); String(there)";
  for (let i = 0; i < 2; i++) {
    await using session = await Session.start({ cwd: notebooks, sandbox: {} });
    const { outputs } = await session.execute({ id: "c", source: look });
    assertStringIncludes(JSON.stringify(outputs), "null");
  }
});

Deno.test("Sandbox ends the kernel of a cell that asks for a worker with permissions of its own", async () => {
  await using session = await Session.start({ cwd: notebooks, sandbox: {} });
  await assertRejects(
    () =>
      session.execute({
        id: "c",
        source:
          `new Worker("data:text/javascript,", { type: "module", deno: { permissions: { read: true } } })`,
      }),
    KernelError,
  );
});

Deno.test("Sandbox goes on refusing when a cell has replaced what JavaScript is made of", async () => {
  await using session = await Session.start({ cwd: notebooks, sandbox: {} });
  const poison = `
for (const type of [Array, Map, Set, Promise, String]) {
  for (const name of Object.getOwnPropertyNames(type.prototype)) {
    if (name === "constructor") continue;
    const { value } = Object.getOwnPropertyDescriptor(type.prototype, name);
    if (typeof value !== "function") continue;
    type.prototype[name] = function (...args) { return Reflect.apply(value, this, args); };
  }
}
Deno.permissions.querySync = () => ({ state: "granted" });
${read}`;
  const { outputs } = await session.execute({ id: "c", source: poison });
  assertStringIncludes(JSON.stringify(outputs), "does not give it");
});

const allowed = { read: [join(notebooks, "data"), join(notebooks, "mod.ts")] };

Deno.test("Sandbox allows what is named, relative to the notebook's folder too, and nothing beside it", async () => {
  for (
    const path of [
      "data/a.txt",
      "./data/../data/a.txt",
      join(notebooks, "data/a.txt"),
    ]
  ) {
    assertStringIncludes(
      await run(`Deno.readTextFileSync("${path}")`, allowed),
      '\\"data\\"',
    );
  }
  assertStringIncludes(
    await run(`(await import("./mod.ts")).mod`, allowed),
    "imported",
  );
  for (
    const path of [
      "deno.json",
      "data/../deno.json",
      "data2",
      "../secret.txt",
      "data/link.txt",
      "data/environ",
    ]
  ) {
    const text = await run(`Deno.readTextFileSync("${path}")`, allowed);
    assertStringIncludes(text, "NotCapable");
    assert(!text.includes(SECRET));
  }
  assertStringIncludes(
    await run(`Deno.writeTextFileSync("data/a.txt", "x")`, allowed),
    "write access",
  );
});

Deno.test("Sandbox takes a relative path for what it can mean in every folder that a cell may have gone to", async () => {
  const inside = join(notebooks, "data");
  const permissions = { read: [inside, join(home, "notebooks/secret.txt")] };
  // From the notebook's folder this is a file that may be read; from the folder gone to it is another.
  const text = await run(
    `Deno.chdir("data"); Deno.readTextFileSync("../../secret.txt")`,
    permissions,
  );
  assertStringIncludes(text, "NotCapable");
  assertStringIncludes(
    await run(`Deno.readTextFileSync("a.txt")`, permissions),
    "NotCapable",
  );
  assertStringIncludes(
    await run(`Deno.readTextFileSync("${inside}/a.txt")`, permissions),
    '\\"data\\"',
  );
});

Deno.test("Sandbox allows hosts, variables and writing as Deno does", async () => {
  const permissions = {
    net: [`127.0.0.1:${port}`],
    env: ["DENOBOOK_TEST_*"],
    write: [join(notebooks, "data")],
  };
  assertStringIncludes(
    await run(
      `const connection = await Deno.connect({ hostname: "127.0.0.1", port: ${port} }); connection.close(); "met"`,
      permissions,
    ),
    "met",
  );
  assertEquals(visits, 1);
  visits = 0;
  assertStringIncludes(
    await run(
      `await Deno.connect({ hostname: "127.0.0.1", port: ${
        port === 65535 ? 1 : port + 1
      } })`,
      permissions,
    ),
    "net access",
  );
  assertStringIncludes(
    await run("Deno.env.get('DENOBOOK_TEST_SECRET')", permissions),
    SECRET,
  );
  assertStringIncludes(
    await run(
      "Deno.writeTextFileSync('data/new.txt', 'x'); 'written'",
      permissions,
    ),
    "written",
  );
  await Deno.remove(join(notebooks, "data", "new.txt"));
  assertStringIncludes(
    await run("Deno.makeTempFileSync()", permissions),
    "write access",
  );
  assertStringIncludes(
    await run("Deno.symlinkSync('/etc/passwd', 'data/passwd')", permissions),
    "access",
  );
});

Deno.test("Sandbox refuses permissions that Deno does not understand", async () => {
  await assertRejects(
    () => Session.start({ cwd: notebooks, sandbox: { net: ["a:b:c"] } }),
    KernelError,
    "Cannot make the sandbox: ",
  );
});

Deno.test("Sandbox leaves nothing behind", async () => {
  await inFolder(async (folder) => {
    const before = Deno.env.get("TMPDIR");
    Deno.env.set("TMPDIR", folder);
    try {
      const session = await Session.start({ cwd: notebooks, sandbox: {} });
      assertEquals(filesIn(folder).length, 1);
      await session.execute({
        id: "c",
        source: "localStorage.setItem('a', 'b')",
      });
      await session.close();
      assertEquals(filesIn(folder), []);
    } finally {
      if (before === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", before);
    }
  });
});
