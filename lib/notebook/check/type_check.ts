/**
 * What `deno check` says about notebooks, one process for all of a project.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { Finding } from "./diagnostic.ts";
import { type CommandPlace, denoCommand } from "./deno_command.ts";
import { type BrokenImport, brokenImports, readGraph } from "./graph.ts";
import { NO_PROMISE, type NotebookModule } from "./module.ts";
import { utf16Column } from "./source_map.ts";
import { withAuthorsNames } from "./versions.ts";

/** A module that has been written to a folder. */
export interface ModuleFile {
  readonly path: string;
  readonly url: string;
  readonly module: NotebookModule;
}

/** An error in a file that notebooks import. */
export interface FileError {
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** How many columns of the line it is about. */
  readonly length: number;
}

/** What a type check found. */
export interface TypeErrors {
  /** The findings in each module, in the order in which they were given. */
  readonly findings: readonly Finding[][];
  /** The errors in other files. */
  readonly files: readonly FileError[];
}

/** One error as `deno check` prints it. */
interface Printed {
  readonly code: string;
  readonly message: string;
  readonly url?: string;
  readonly line: number;
  readonly column: number;
  /** How many columns of the line it is about. */
  readonly length: number;
  /** Whether columns are code points: so count the loader and the parser, not the type checker. */
  readonly inPoints?: boolean;
}

/** Checks the types of modules that have been written to a folder. */
export async function typeCheck(
  modules: readonly ModuleFile[],
  options: readonly string[],
  place: CommandPlace,
): Promise<TypeErrors> {
  const findings: Finding[][] = modules.map(() => []);
  const files: FileError[] = [];
  const tell = (error: Printed) => {
    const i = modules.findIndex(({ url }) => url === error.url);
    if (i < 0) {
      files.push(fileError(error, place.cwd));
      return;
    }
    const { content } = modules[i].module;
    const { line, column } = error;
    const offset = error.inPoints
      ? content.offsetOfPoint(line, column)
      : content.offsetOf(line, column);
    findings[i].push(...findingOf({ ...error, offset }, modules[i]));
  };
  let waiting = modules;
  while (waiting.length > 0) {
    const { success, stderr } = await denoCommand(
      ["check", "--quiet", ...options, ...waiting.map(({ path }) => path)],
      place,
    );
    if (success) break;
    const printed = parseErrors(stderr);
    const fatal = printed.length === 0 ? parseFatal(stderr) : undefined;
    printed.forEach(tell);
    if (!printed.some(({ inPoints }) => inPoints) && !fatal) break;
    const urls = waiting.map(({ url }) => url);
    const graph = await readGraph(urls, options, place);
    const imports = new Map(
      urls.map((url) => [url, brokenImports(graph, url)]),
    );
    if (!fatal) {
      // Of a file that is not there, `deno check` tells only one of those who import it.
      for (
        const { specifier, url, line, column } of [...imports.values()].flat()
      ) {
        printed
          .filter(({ message }) =>
            message.startsWith(`Cannot find module '${specifier}'.`)
          )
          .forEach((error) => tell({ ...error, url, line, column }));
      }
      break;
    }
    // What cannot even be loaded keeps all from being checked; so the rest is checked without it.
    const broken = new Map(
      [...imports].map(([url, all]) => [
        url,
        all.filter(({ isMissing }) => !isMissing),
      ]),
    );
    const errors = [...broken.values()].flat().map(printedOf);
    (errors.length > 0 ? errors : [fatal]).forEach(tell);
    const rest = waiting.filter(({ url }) =>
      url !== fatal.url && broken.get(url)!.length === 0
    );
    if (rest.length === waiting.length) break;
    waiting = rest;
  }
  return { findings: findings.map(unique), files: unique(files) };
}

/** What an error begins with; what is told about another place beside it, is indented. */
const HEADER = /^TS(\d+) \[ERROR\]: (?! {4})/;
const PLACE = /^ {4}at (\w+:.*):(\d+):(\d+)$/;

/** Reads what `deno check` prints about types; it has no other form. */
export function parseErrors(stderr: string): Printed[] {
  const blocks: string[][] = [];
  for (const line of stderr.split("\n")) {
    if (HEADER.test(line)) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.map((lines) => {
    const [, code] = lines[0].match(HEADER)!;
    const end = lines.findIndex((line) => PLACE.test(line));
    const text = lines.slice(0, end < 0 ? lines.indexOf("") : end);
    // The last two lines before the place are a picture of it.
    const [, underline] = text.at(-1)!.match(/^\s*([~^]+)\s*$/) ?? [];
    if (underline && text.length > 2) text.splice(-2);
    const message = text.join("\n").replace(HEADER, "").trimEnd();
    return {
      code: `TS${code}`,
      message,
      length: underline?.length ?? 1,
      // The loader tells of modules that are not there, and shows no line.
      inPoints: code === "2307" && !underline,
      ...placeOf(lines[end]),
    };
  });
}

/** Reads the one error that keeps `deno check` from checking anything. */
function parseFatal(stderr: string): Printed {
  const lines = stderr.split("\n");
  const start = lines.findIndex((line) => line.startsWith("error: "));
  const first = lines[Math.max(start, 0)].replace(/^error: /, "");
  const cause = lines[lines.indexOf("Caused by:") + 1].trim();
  // An error in `deno.json` has no place but its name.
  const [, config] = first.match(/^[^:]* config file '(file:[^']+)'/) ?? [];
  if (config !== undefined) {
    const message = `${first.replace(/\.$/, "")}: ${cause}`;
    return { code: "file", message, url: config, ...placeOf(), length: 1 };
  }
  return {
    code: first.startsWith("SyntaxError: ") ? "syntax" : "import",
    message: first.replace(/^SyntaxError: /, ""),
    length: 1,
    inPoints: true,
    ...placeOf(lines.find((line) => PLACE.test(line))),
  };
}

/** The error of an import: of the file that is imported, if it says where, else of that which imports it. */
function printedOf({ error, ...place }: BrokenImport): Printed {
  const printed = parseFatal(`error: ${error}`);
  return printed.url === undefined ? { ...printed, ...place } : printed;
}

function placeOf(line?: string) {
  const [, url, row, column] = line?.match(PLACE) ?? [];
  return {
    ...(url !== undefined && { url }),
    line: Number(row ?? 1),
    column: Number(column ?? 1),
  };
}

function fileError(error: Printed, folder: string): FileError {
  const { code, message, url, line, length, inPoints } = error;
  const path = url?.startsWith("file:") ? fileURLToPath(url) : url ?? folder;
  const column = inPoints
    ? utf16Column(lineOf(path, line), error.column)
    : error.column;
  return {
    code,
    message: withAuthorsNames(message),
    path,
    line,
    column,
    length,
  };
}

/** A line of a file, from 1; empty if it cannot be read. */
function lineOf(path: string, line: number): string {
  try {
    return Deno.readTextFileSync(path).split("\n")[line - 1] ?? "";
  } catch {
    return "";
  }
}

function unique<T>(errors: readonly T[]): T[] {
  return [...new Map(errors.map((each) => [JSON.stringify(each), each]))
    .values()];
}

/** A type error in a module. */
interface ModuleError {
  readonly code: string;
  readonly message: string;
  /** Where in the module's text it is, and how much of it. */
  readonly offset: number;
  readonly length: number;
}

/** What an error in a module means for the notebook; nothing, where it is about what was added to it. */
export function findingOf(
  { code, message, offset, length }: ModuleError,
  { url, module }: Pick<ModuleFile, "url" | "module">,
): Finding[] {
  const { content, analysis } = module;
  const place = content.placeAt(offset, length);
  if (!place) return [];
  if (content.text.startsWith(NO_PROMISE, offset)) {
    // Of a type that is not known yet, such as a parameter of a generic function, nothing can be said.
    if (code !== "TS2554") return [];
    return [{
      code: "floating-promise",
      message:
        "Nobody waits for this promise; put `await` before it, or `void` if that is meant",
      ...place,
    }];
  }
  return [{
    code,
    message: withAuthorsNames(message).replaceAll(url, analysis.path),
    ...place,
  }];
}
