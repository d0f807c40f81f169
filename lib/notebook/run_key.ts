/**
 * What a run of a notebook depends on, as one number: its code, the modules that it imports with all their text, the
 * project, Deno, the machine, and this runtime. If two runs have the same key, and depend on nothing else, they put out
 * the same.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { denoDir } from "./deno_dir.ts";
import type { Notebook } from "./format.ts";
import { type StaticImport, staticImports } from "./module_statements.ts";
import { strip } from "./printer.ts";
import { readProject } from "./project.ts";
import { NODE_MODULES, unseenIn } from "./unseen.ts";

/** What of the environment Deno, V8 and the language's own functions go by. */
const VARIABLES = /^(DENO_|NODE_|NPM_CONFIG_REGISTRY$|ICU_|LC_|LANG|TZ$)/;

/** What in a folder, or in one above it, decides how modules are found. */
const PROJECT_FILES = [
  ...["deno.json", "deno.jsonc", "deno.lock", "package.json", ".npmrc"],
  ...["tsconfig.json", "jsconfig.json"],
];

/** There is no key: it cannot be told what a run depends on. */
export class NoRunKeyError extends Error {
  override readonly name = "NoRunKeyError";
}

/** The key of a run, and what it covers. */
export interface RunKey {
  readonly hash: string;
  /** The addresses of the modules whose text is in it. */
  readonly modules: ReadonlySet<string>;
  /** The folders of the packages that are in it by their versions: what was downloaded does not change. */
  readonly packages: readonly string[];
  /** The files that are in it, each as it was when it was read. */
  readonly files: ReadonlyMap<string, FileState>;
}

/** A file as it is at a time. */
interface FileState {
  /** When it, or what it is a link to, was last touched: one that is changed and changed back differs in that. */
  readonly touched: string;
  /** What it holds, as a number; nothing if it cannot be read. */
  readonly hash?: string;
}

/** What of `deno info --json` is read. */
interface Graph {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly kind?: string;
    readonly local?: string;
    readonly error?: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly error?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
  readonly npmPackages?: Record<string, { readonly localPath?: string }>;
}

/**
 * Makes the key of a run.
 *
 * @param cwd The folder that the notebook runs in, by its real path.
 * @param notebook The notebook.
 * @param limits What else bears on how the run ends.
 * @throws {NoRunKeyError} If it cannot be told what the run depends on.
 */
export async function runKey(
  cwd: string,
  notebook: Notebook,
  limits: unknown,
): Promise<RunKey> {
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code")
    .map(({ id, source, metadata: { execution: _, ...metadata } }) => ({
      id,
      source,
      metadata,
    }));
  const graph = await moduleGraph(cwd, cells.map(({ source }) => source));
  const files = new Map<string, FileState>();
  const modules = new Set<string>();
  const folders = new Set([cwd]);
  for (
    const { specifier, kind, local, error, dependencies = [] } of graph.modules
  ) {
    const refused = error ??
      dependencies.find(({ code }) => code?.error !== undefined)?.code?.error;
    if (refused !== undefined) throw new NoRunKeyError(firstLine(refused));
    const dynamic = dependencies.find(({ isDynamic }) => isDynamic);
    if (dynamic) {
      throw new NoRunKeyError(`it imports ${dynamic.specifier} while it runs`);
    }
    if (kind === "npm" || graph.roots.includes(specifier)) continue;
    if (kind === "node" && NODE_MODULES.includes(specifier)) continue;
    if (local === undefined) throw new NoRunKeyError(`it loads ${specifier}`);
    modules.add(specifier);
    const { content, ...state } = await readState(local);
    if (!content) throw new NoRunKeyError(`${specifier} cannot be read`);
    const unseen = kind === "esm"
      ? unseenIn(new TextDecoder().decode(content))
      : undefined;
    if (unseen !== undefined) throw new NoRunKeyError(`${specifier} ${unseen}`);
    files.set(local, state);
    if (specifier.startsWith("file:")) {
      folders.add(dirname(fileURLToPath(specifier)));
    }
  }
  // A member of a workspace has its own way of compiling.
  for (const path of projectFiles(folders)) {
    const { content, ...state } = await readState(path);
    files.set(path, state);
    const takesOthers = /[jt]sconfig\.json$/.test(path) && content &&
      /"(?:extends|references)"/.test(new TextDecoder().decode(content));
    if (takesOthers) {
      throw new NoRunKeyError(`${path} takes settings from others`);
    }
  }
  const parts = [
    [Deno.version, Deno.build, await machine(), await ownVersion()],
    [cwd, limits, cells],
    [graph, [...files].map(([path, { hash }]) => [path, hash])],
  ];
  return {
    hash: sha256(JSON.stringify(parts)),
    modules,
    packages: await packageFolders(graph),
    files,
  };
}

/** Whether a file that a key covers has been touched since. */
export async function isOutdated({ files }: RunKey): Promise<boolean> {
  for (const [path, before] of files) {
    const now = await readState(path);
    if (now.touched !== before.touched || now.hash !== before.hash) return true;
  }
  return false;
}

async function readState(
  path: string,
): Promise<FileState & { readonly content?: Uint8Array }> {
  // Before it is read: what is touched after that differs.
  const stats = await Promise.all([Deno.lstat(path), Deno.stat(path)])
    .catch(() => []);
  const touched = stats.map(({ dev, ino, size, mtime, ctime }) =>
    [dev, ino, size, Number(mtime), Number(ctime)].join()
  ).join(";");
  const content = await Deno.readFile(path).catch(() => undefined);
  return content ? { touched, hash: sha256(content), content } : { touched };
}

/** The modules that cells import, and those that these import, as Deno finds them. */
async function moduleGraph(
  cwd: string,
  sources: readonly string[],
): Promise<Graph> {
  const base = pathToFileURL(join(cwd, "/"));
  const imports = sources.flatMap(importsOf).map(
    ({ specifier, attributes }) => {
      const address = /^\.{0,2}\//.test(specifier)
        ? new URL(specifier, base).href
        : specifier;
      return `import ${JSON.stringify(address)} with ${attributes};`;
    },
  );
  if (imports.length === 0) return { roots: [], modules: [] };
  const entry = `data:text/javascript,${encodeURIComponent(imports.join(""))}`;
  try {
    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: ["info", "--json", await lockOption(cwd), entry],
        cwd,
        env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
        stdin: "null",
      },
    ).output();
    const decoder = new TextDecoder();
    if (!success) throw new NoRunKeyError(firstLine(decoder.decode(stderr)));
    return JSON.parse(decoder.decode(stdout));
  } catch (error) {
    if (error instanceof NoRunKeyError) throw error;
    // Such as that the imports are too long for a command line.
    const reason = (error as Error).message.split(": ").at(-1);
    throw new NoRunKeyError(`Deno does not tell its modules: ${reason}`);
  }
}

function importsOf(source: string): StaticImport[] {
  const unseen = unseenIn(source);
  if (unseen !== undefined) throw new NoRunKeyError(`it ${unseen}`);
  const imports = strip(source) === undefined
    ? undefined
    : staticImports(source);
  if (!imports) throw new NoRunKeyError("a cell of it cannot be read");
  return imports;
}

/** The option by which the lock file counts, and stays as it is. */
async function lockOption(cwd: string): Promise<string> {
  const project = await readProject(cwd);
  const lock = project?.config.lock as
    | undefined
    | boolean
    | string
    | { readonly path?: string };
  if (!project || lock === false) return "--no-lock";
  const named = typeof lock === "object" ? lock.path : lock;
  const path = join(
    dirname(project.path),
    typeof named === "string" ? named : "deno.lock",
  );
  return await textOf(path) === undefined ? "--no-lock" : "--frozen";
}

/** The folders of the packages, which have to be where Deno keeps what it has downloaded. */
async function packageFolders({ npmPackages = {} }: Graph): Promise<string[]> {
  const names = Object.keys(npmPackages);
  if (names.length === 0) return [];
  const cache = await Deno.realPath(join(denoDir() ?? "", "npm"))
    .catch(() => undefined);
  return await Promise.all(names.map(async (name) => {
    const { localPath = "" } = npmPackages[name];
    const folder = await Deno.realPath(localPath).catch(() => "");
    if (cache !== undefined && folder.startsWith(`${cache}/`)) return localPath;
    throw new NoRunKeyError(
      `its package ${name} is not where Deno keeps what it has downloaded`,
    );
  }));
}

/** What the language's own functions may go by. */
async function machine(): Promise<unknown> {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  const variables = Object.entries(Deno.env.toObject())
    .filter(([name]) => VARIABLES.test(name)).sort();
  if (/stack.?size/.test(Deno.env.get("DENO_V8_FLAGS") ?? "")) {
    throw new NoRunKeyError("DENO_V8_FLAGS sets how deep its calls can nest");
  }
  const models = cpus().map(({ model }) => model);
  return [models, await memory(), timeZone, locale, variables];
}

/** What can be had of memory. */
async function memory(): Promise<unknown> {
  const { total, swapTotal } = Deno.systemMemoryInfo();
  const limits = await textOf("/proc/self/limits") ?? "";
  const overcommits = await textOf("/proc/sys/vm/overcommit_memory");
  if (overcommits?.trim() === "2") {
    throw new NoRunKeyError(
      "how much memory it has depends on other processes",
    );
  }
  return [
    total,
    swapTotal,
    limits.match(/^Max (address|data).*/gm),
    overcommits,
  ];
}

/** The files that decide how modules in these folders are found, those that are not there too. */
function projectFiles(folders: Iterable<string>): Set<string> {
  const paths = new Set<string>();
  for (const folder of folders) {
    for (let at = folder;; at = dirname(at)) {
      for (const name of PROJECT_FILES) paths.add(join(at, name));
      if (dirname(at) === at) break;
    }
  }
  return paths;
}

/** This runtime: its address names the version; where it is at work in progress, its text counts. */
async function readOwnVersion(): Promise<unknown> {
  const { dirname: folder, url } = import.meta;
  if (folder === undefined) return url;
  const names = (await Array.fromAsync(Deno.readDir(folder)))
    .flatMap(({ name, isFile }) => isFile ? [name] : []).sort();
  return await Promise.all(
    names.map(async (name) => sha256(await Deno.readFile(join(folder, name)))),
  );
}

let read: Promise<unknown> | undefined;

/** What is loaded stays as it is, so it is read once. */
function ownVersion(): Promise<unknown> {
  return read ??= readOwnVersion();
}

function textOf(path: string): Promise<string | undefined> {
  return Deno.readTextFile(path).catch(() => undefined);
}

/** The SHA-256 of a text or of bytes, in hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What Deno says, without the address that stands for the notebook. */
function firstLine(text: string): string {
  return text.replace(/^error: /, "").split("\n")[0]
    .replace(/ from "data:.*/, "");
}
