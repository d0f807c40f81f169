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
import { readProject } from "./project.ts";
import { type StaticImport, staticImports } from "./source_position.ts";
import { NODE_MODULES, unseenIn } from "./unseen.ts";

/** What of the environment Deno, V8 and the language's own functions go by. */
const VARIABLES =
  /^(DENO_|NODE_|NPM_CONFIG_REGISTRY$|ICU_|LC_|LANG|TZ$|FORCE_COLOR$)/;

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
  const modules = new Set<string>();
  const texts: string[] = [];
  const folders = new Set([cwd]);
  for (const { specifier, kind, local, error, dependencies } of graph.modules) {
    if (error !== undefined) throw new NoRunKeyError(firstLine(error));
    const dynamic = dependencies?.find(({ isDynamic }) => isDynamic);
    if (dynamic) {
      throw new NoRunKeyError(`it imports ${dynamic.specifier} while it runs`);
    }
    if (kind === "npm" || graph.roots.includes(specifier)) continue;
    if (kind === "node") {
      if (NODE_MODULES.includes(specifier)) continue;
      throw new NoRunKeyError(`it loads ${specifier}`);
    }
    if (local === undefined) throw new NoRunKeyError(`it loads ${specifier}`);
    modules.add(specifier);
    const bytes = await Deno.readFile(local);
    const text = new TextDecoder().decode(bytes);
    const unseen = unseenIn(text);
    if (unseen !== undefined) throw new NoRunKeyError(`${specifier} ${unseen}`);
    texts.push(sha256(bytes));
    if (specifier.startsWith("file:")) {
      folders.add(dirname(fileURLToPath(specifier)));
    }
  }
  const parts = [
    [Deno.version, Deno.build, machine(), await ownVersion()],
    [cwd, limits, cells],
    // A member of a workspace has its own way of compiling.
    await Promise.all(Array.from(folders, projectFiles)),
    [graph, texts],
  ];
  return {
    hash: sha256(JSON.stringify(parts)),
    modules,
    packages: await packageFolders(graph),
  };
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
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", await lockOption(cwd), entry],
    cwd,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new NoRunKeyError(firstLine(decoder.decode(stderr)));
  return JSON.parse(decoder.decode(stdout));
}

function importsOf(source: string): StaticImport[] {
  const unseen = unseenIn(source);
  if (unseen !== undefined) throw new NoRunKeyError(`it ${unseen}`);
  try {
    return staticImports(source);
  } catch {
    throw new NoRunKeyError("a cell of it cannot be read");
  }
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
function machine(): unknown {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  const variables = Object.entries(Deno.env.toObject())
    .filter(([name]) => VARIABLES.test(name)).sort();
  return [cpus().map(({ model }) => model), timeZone, locale, variables];
}

/** The text of the files that decide how modules are found. */
async function projectFiles(cwd: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let at = cwd;; at = dirname(at)) {
    for (const name of PROJECT_FILES) {
      const path = join(at, name);
      const text = await textOf(path);
      if (text !== undefined) found.push([path, sha256(text)]);
    }
    if (dirname(at) === at) return found;
  }
}

/** This runtime: its address names the version; where it is at work in progress, its text counts. */
async function ownVersion(): Promise<unknown> {
  const { dirname: folder, url } = import.meta;
  if (folder === undefined) return url;
  const names = (await Array.fromAsync(Deno.readDir(folder)))
    .flatMap(({ name, isFile }) => isFile ? [name] : []).sort();
  return await Promise.all(
    names.map(async (name) => sha256(await Deno.readFile(join(folder, name)))),
  );
}

function textOf(path: string): Promise<string | undefined> {
  return Deno.readTextFile(path).catch(() => undefined);
}

/** The SHA-256 of a text or of bytes, in hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function firstLine(text: string): string {
  return text.replace(/^error: /, "").split("\n")[0];
}
