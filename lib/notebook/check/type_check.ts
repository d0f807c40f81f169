/**
 * What `deno check` says about notebooks, one process for all of a project.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { Finding } from "./diagnostic.ts";
import { type CommandPlace, denoCommand } from "./deno_command.ts";
import { NO_PROMISE, type NotebookModule } from "./module.ts";
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
}

/** Checks the types of modules that have been written to a folder. */
export async function typeCheck(
  modules: readonly ModuleFile[],
  options: readonly string[],
  place: CommandPlace,
): Promise<TypeErrors> {
  const findings: Finding[][] = modules.map(() => []);
  const files: FileError[] = [];
  let waiting = modules.map((_, i) => i);
  while (waiting.length > 0) {
    const paths = waiting.map((i) => modules[i].path);
    const { success, stderr } = await denoCommand(
      ["check", "--quiet", ...options, ...paths],
      place,
    );
    if (success) break;
    const printed = parseErrors(stderr);
    const fatal = printed.length === 0 ? parseFatal(stderr) : undefined;
    for (const error of fatal ? [fatal] : printed) {
      const i = modules.findIndex(({ url }) => url === error.url);
      if (i < 0) files.push(fileError(error, place.cwd));
      else {
        const { content } = modules[i].module;
        const offset = content.offsetOf(error.line, error.column);
        findings[i].push(...findingOf({ ...error, offset }, modules[i]));
      }
    }
    if (!fatal) break;
    // What cannot even be loaded keeps all from being checked; so the rest is checked without it.
    const culprit = modules.findIndex(({ url }) => url === fatal.url);
    if (culprit < 0 && waiting.length > 1) {
      const each = await Promise.all(
        waiting.map((i) => typeCheck([modules[i]], options, place)),
      );
      each.forEach((one, k) => findings[waiting[k]].push(...one.findings[0]));
      files.push(...each.flatMap((one) => one.files));
      break;
    }
    waiting = culprit < 0 ? [] : waiting.filter((i) => i !== culprit);
  }
  return { findings, files: unique(files) };
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
    const length = underline?.length ?? 1;
    return { code: `TS${code}`, message, length, ...placeOf(lines[end]) };
  });
}

/** Reads the one error that keeps `deno check` from checking anything. */
function parseFatal(stderr: string): Printed {
  const lines = stderr.split("\n");
  const start = lines.findIndex((line) => line.startsWith("error: "));
  const place = lines.findIndex((line) => PLACE.test(line));
  const [first] = lines[Math.max(start, 0)].replace(/^error: /, "").split(
    "\n",
  );
  const isSyntax = first.startsWith("SyntaxError: ");
  return {
    code: isSyntax ? "syntax" : "import",
    message: first.replace(/^SyntaxError: /, ""),
    length: 1,
    ...placeOf(lines[place]),
  };
}

function placeOf(line: string | undefined) {
  const [, url, row, column] = line?.match(PLACE) ?? [];
  return {
    ...(url !== undefined && { url }),
    line: Number(row ?? 1),
    column: Number(column ?? 1),
  };
}

function fileError(error: Printed, folder: string): FileError {
  const { code, message, url, line, column, length } = error;
  const path = url?.startsWith("file:") ? fileURLToPath(url) : url ?? folder;
  return {
    code,
    message: withAuthorsNames(message),
    path,
    line,
    column,
    length,
  };
}

function unique(errors: readonly FileError[]): FileError[] {
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
