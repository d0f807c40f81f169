import { parse } from "jsonc-parser";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { systemError } from "../errors.ts";
import type { ScratchFolder } from "./scratch.ts";

/** The Deno project that a notebook belongs to: what the kernel finds upwards from the notebook's folder. */
export interface Project {
  /** The path of `deno.json` or `deno.jsonc`, if there is one. */
  readonly config?: string | undefined;
  /** What it says. */
  readonly settings: Settings;
}

/** The parts of `deno.json` that a check looks at itself. */
interface Settings {
  readonly lock?: boolean | string | { readonly path?: string };
  readonly lint?: { readonly rules?: unknown; readonly plugins?: string[] };
  readonly fmt?: Readonly<Record<string, unknown>>;
}

/** Finds the project of a folder. */
export function findProject(folder: string): Project {
  for (const name of ["deno.json", "deno.jsonc"]) {
    const config = join(folder, name);
    const text = readIfThere(config);
    if (text !== undefined) {
      return { config, settings: (parse(text) ?? {}) as Settings };
    }
  }
  const parent = dirname(folder);
  return parent === folder ? { settings: {} } : findProject(parent);
}

/**
 * The options by which `deno check` takes a project for its own, though what it checks lies elsewhere. The lock file is
 * a copy: a check changes nothing.
 */
export function checkOptions(
  { config, settings }: Project,
  scratch: ScratchFolder,
): string[] {
  if (config === undefined) return ["--no-config", "--no-lock"];
  const { lock } = settings;
  const named = typeof lock === "string" ? lock : (lock as { path?: string })
    ?.path;
  const text = lock === false
    ? undefined
    : readIfThere(join(dirname(config), named ?? "deno.lock"));
  return [
    `--config=${config}`,
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
  return [`--config=${writeConfig(scratch, "lint.json", { lint })}`];
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
