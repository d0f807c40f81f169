/**
 * What modules import, and what these import, as `deno info` tells it.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CommandPlace, denoCommand } from "./deno_command.ts";

/** A place in a module: a line, from 0, and a column in it, from 0, in code points. */
interface Position {
  readonly line: number;
  readonly character: number;
}

interface Resolved {
  readonly specifier?: string;
  readonly span?: { readonly start: Position; readonly end: Position };
}

/** A module, and what it imports. */
interface GraphModule {
  readonly specifier: string;
  /** What keeps it from being loaded. */
  readonly error?: string;
  readonly dependencies?: readonly {
    readonly code?: Resolved;
    readonly type?: Resolved;
    readonly isDynamic?: boolean;
  }[];
}

/** Modules by their addresses. */
export type Graph = ReadonlyMap<string, GraphModule>;

/** An import of a module that cannot be loaded. */
export interface BrokenImport {
  /** The address that is imported. */
  readonly specifier: string;
  readonly error: string;
  /** Whether it is a file that is not there: of that the type checker tells, and goes on. */
  readonly isMissing: boolean;
  /** The address of the module that imports it. */
  readonly url: string;
  /** Where in that it does, both from 1; columns are code points. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Reads the graph of modules, by their addresses; an empty one if `deno info` fails. */
export async function readGraph(
  urls: readonly string[],
  options: readonly string[],
  place: CommandPlace,
): Promise<Graph> {
  const entry = join(place.cwd, `${crypto.randomUUID()}.ts`);
  const imports = urls.map((url) => `import ${JSON.stringify(url)};\n`);
  await Deno.writeTextFile(entry, imports.join(""));
  const { success, stdout } = await denoCommand(
    ["info", "--json", ...options, entry],
    place,
  );
  if (!success) return new Map();
  const { modules } = JSON.parse(stdout) as { modules: GraphModule[] };
  return new Map(modules.map((module) => [module.specifier, module]));
}

/** The paths of the files in a graph, whether they are there or not. */
export function filesOf(graph: Graph): string[] {
  return [...graph.keys()].filter((url) => url.startsWith("file:"))
    .map((url) => fileURLToPath(url));
}

/** The imports of modules that cannot be loaded: a module's own, and those of what it imports. */
export function brokenImports(graph: Graph, start: string): BrokenImport[] {
  const { error: own } = graph.get(start) ?? {};
  const found: BrokenImport[] = [];
  const add = (
    specifier: string,
    error: string,
    url: string,
    at?: Resolved,
  ) => {
    const { start, end } = at?.span ?? {
      start: { line: 0, character: 0 },
      end: { line: 0, character: 1 },
    };
    found.push({
      specifier,
      error,
      isMissing: /^Module not found "file:/.test(error),
      url,
      line: start.line + 1,
      column: start.character + 1,
      length: end.line === start.line ? end.character - start.character : 1,
    });
  };
  if (own !== undefined) add(start, own, start);
  const reached = new Set([start]);
  for (const url of reached) {
    for (const each of graph.get(url)?.dependencies ?? []) {
      if (each.isDynamic) continue;
      for (const resolved of [each.code, each.type]) {
        const { specifier } = resolved ?? {};
        if (specifier === undefined) continue;
        const { error } = graph.get(specifier) ?? {};
        if (error !== undefined) add(specifier, error, url, resolved);
        reached.add(specifier);
      }
    }
  }
  return found;
}
