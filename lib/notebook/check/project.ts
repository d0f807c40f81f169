import { parse } from "jsonc-parser";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { systemError } from "../errors.ts";
import type { ScratchFolder } from "./scratch.ts";

/** The Deno project that a notebook belongs to: what the kernel finds upwards from the notebook's folder. */
export interface Project {
  /** The path of `deno.json` or `deno.jsonc`, if there is one. */
  readonly config?: string | undefined;
  /** What it says; of a workspace, what the member says, or the whole. */
  readonly settings: Settings;
  /** The folder of all of it, where the lock file is. */
  readonly root?: string | undefined;
  /**
   * The folder in which a module has to stand if its imports are to mean what they do in the notebook: of a workspace
   * and a package, Deno goes by that.
   */
  readonly home?: string | undefined;
  /** The files that say all this. */
  readonly files: readonly string[];
}

/** The parts of `deno.json` that a check looks at itself. */
interface Settings {
  readonly workspace?: unknown;
  readonly lock?: boolean | string | { readonly path?: string };
  readonly lint?: {
    readonly rules?: { readonly include?: string[] };
    readonly plugins?: string[];
  };
  readonly fmt?: Readonly<Record<string, unknown>>;
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** Finds the project of a folder. */
export function findProject(folder: string): Project {
  const above = foldersAbove(folder);
  const configs = above.flatMap(configIn);
  const own = configs.at(0);
  const packageFolder = above.find((each) =>
    readIfThere(join(each, "package.json")) !== undefined
  );
  const whole = configs.slice(1).find(({ settings }) => settings.workspace);
  const nearest = above.find((each) =>
    each === packageFolder || own && each === dirname(own.path)
  );
  return {
    config: own?.path,
    settings: { ...whole?.settings, ...own?.settings },
    root: whole || own ? dirname((whole ?? own!).path) : packageFolder,
    home: packageFolder !== undefined || whole ? nearest : undefined,
    files: [
      ...configs.map(({ path }) => path),
      ...(packageFolder === undefined
        ? []
        : [join(packageFolder, "package.json")]),
    ],
  };
}

/** A folder and those that it is in, from the inside out. */
function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return [folder, ...(parent === folder ? [] : foldersAbove(parent))];
}

function configIn(folder: string): { path: string; settings: Settings }[] {
  for (const name of ["deno.json", "deno.jsonc"]) {
    const path = join(folder, name);
    const text = readIfThere(path);
    if (text !== undefined) {
      return [{ path, settings: (parse(text) ?? {}) as Settings }];
    }
  }
  return [];
}

/**
 * The options by which `deno check` takes a project for its own, though what it checks lies elsewhere. The lock file is
 * a copy: a check changes nothing.
 */
export function checkOptions(
  { config, settings, root, home }: Project,
  scratch: ScratchFolder,
): string[] {
  if (root === undefined) return ["--no-config", "--no-lock"];
  const { lock } = settings;
  const named = typeof lock === "string" ? lock : (lock as { path?: string })
    ?.path;
  const text = lock === false
    ? undefined
    : readIfThere(join(root, named ?? "deno.lock"));
  return [
    // A module that stands in the project needs not be told.
    ...(home === undefined ? [`--config=${config}`] : []),
    text === undefined
      ? "--no-lock"
      : `--lock=${scratch.write("deno.lock", text)}`,
  ];
}

/** The options by which `deno lint` follows a project's rules, whichever files the project has it look at. */
export function lintOptions(
  { config, settings }: Project,
  scratch: ScratchFolder,
): string[] {
  if (config === undefined) return ["--no-config"];
  const { rules, plugins } = settings.lint ?? {};
  // Which names the compilation of JSX uses.
  const compilerOptions = Object.fromEntries(
    Object.entries(settings.compilerOptions ?? {})
      .filter(([name]) => name.startsWith("jsx")),
  );
  const lint = {
    ...(rules !== undefined && { rules }),
    ...(plugins && {
      plugins: plugins.map((plugin) =>
        plugin.startsWith(".")
          ? new URL(plugin, pathToFileURL(config)).href
          : plugin
      ),
    }),
  };
  const path = writeConfig(scratch, "lint.json", { lint, compilerOptions });
  return [`--config=${path}`];
}

/** The options by which `deno fmt` follows a project's style, whichever files the project has it look at. */
export function formatOptions(
  { settings }: Project,
  scratch: ScratchFolder,
): string[] {
  const { include: _, exclude: _too, ...fmt } = settings.fmt ?? {};
  return [`--config=${writeConfig(scratch, "fmt.json", { fmt })}`];
}

function writeConfig(
  scratch: ScratchFolder,
  name: string,
  config: unknown,
): string {
  return scratch.write(name, JSON.stringify(config));
}

function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory ||
      error instanceof Deno.errors.IsADirectory
    ) return undefined;
    throw systemError(`Cannot read ${path}`, error);
  }
}
