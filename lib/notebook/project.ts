import { parse, type ParseError } from "jsonc-parser";
import { dirname, join, resolve } from "node:path";
import type { JsonObject } from "./format.ts";

/** A project's `deno.json`. */
export interface Project {
  /** The path of the file. */
  readonly path: string;
  /** What it holds. */
  readonly config: JsonObject;
}

/** Finds the project that a folder belongs to: the nearest `deno.json` or `deno.jsonc` from there upwards. */
export async function readProject(
  folder: string,
): Promise<Project | undefined> {
  for (let at = resolve(folder);; at = dirname(at)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const path = join(at, name);
      const text = await Deno.readTextFile(path).catch(() => undefined);
      if (text === undefined) continue;
      const errors: ParseError[] = [];
      const config = parse(text, errors, { allowTrailingComma: true });
      const isObject = typeof config === "object" && config !== null &&
        !Array.isArray(config);
      return { path, config: isObject ? config : {} };
    }
    if (dirname(at) === at) return undefined;
  }
}
