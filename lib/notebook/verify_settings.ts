/**
 * What an author leaves out of verification: patterns in the metadata of a cell or a notebook, or in the `deno.json` of
 * the notebook's project.
 *
 * @module
 */

import { dirname } from "node:path";
import { NotebookFormatError } from "./errors.ts";
import type { Json, JsonObject } from "./format.ts";
import { readProject } from "./project.ts";

/**
 * Reads the patterns of a `"denobook": { "ignore": […] }`.
 *
 * @param holder What may hold that key: metadata, or a `deno.json`.
 * @param where What it is, for the error message.
 * @returns The patterns.
 * @throws {NotebookFormatError} If they are no regular expressions.
 */
export function ignorePatterns(holder: JsonObject, where: string): RegExp[] {
  const settings = holder.denobook;
  const list: Json = isObject(settings) ? settings.ignore ?? [] : [];
  if (!Array.isArray(list)) {
    throw new NotebookFormatError(
      `Cannot verify: "ignore" in ${where} must be an array of regular expressions, found ${
        JSON.stringify(list)
      }`,
    );
  }
  return list.map((source) => {
    try {
      if (typeof source !== "string") throw new TypeError("it is no string");
      return new RegExp(source, "gm");
    } catch (cause) {
      throw new NotebookFormatError(
        `Cannot verify: ${
          JSON.stringify(source)
        } in ${where} is no regular expression: ${(cause as Error).message}`,
        { cause },
      );
    }
  });
}

/**
 * Reads the patterns of the project that a notebook belongs to: of the nearest `deno.json` or `deno.jsonc` from the
 * notebook's folder upwards.
 */
export async function projectIgnorePatterns(path: string): Promise<RegExp[]> {
  const project = await readProject(dirname(path));
  return project ? ignorePatterns(project.config, project.path) : [];
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
