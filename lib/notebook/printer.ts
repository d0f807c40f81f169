/**
 * The kernel's printer, as far as it is at hand outside of the kernel.
 *
 * The kernel runs JavaScript that it has printed anew from a cell: types, blank lines and the author's own line breaks are
 * gone. The same printer, with a source map, is `stripTypeScriptTypes`. That leaves JSX and decorators alone, which the
 * kernel compiles; `deno transpile` compiles them in the same way, but is a process of its own.
 *
 * @module
 */

// By its default export, so that a Deno whose module lacks these names gets as far as being told that it is too old.
import module from "node:module";
import { join } from "node:path";
import type { JsonObject } from "./format.ts";

/** A syntax error of a source: line and column from 1. */
export interface SyntaxDiagnostic {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Prints a source that has neither JSX nor decorators.
 *
 * @returns JavaScript, with the source map in its last line; nothing if the source has JSX, or is no TypeScript.
 */
export function strip(source: string): string | undefined {
  try {
    return module.stripTypeScriptTypes(source, {
      mode: "transform",
      sourceMap: true,
    });
  } catch {
    return undefined;
  }
}

/**
 * Prints a source that may have JSX or decorators.
 *
 * @param source The source.
 * @param compilerOptions How JSX and decorators are to be compiled.
 * @returns JavaScript, with the source map in its last line, or why it is none.
 */
export async function transpile(
  source: string,
  compilerOptions: JsonObject = {},
): Promise<string | SyntaxDiagnostic> {
  const folder = await Deno.makeTempDir({ prefix: "denobook-" });
  try {
    await Deno.writeTextFile(
      join(folder, "deno.json"),
      JSON.stringify({ compilerOptions, lock: false }),
    );
    const print = async (name: string): Promise<string | SyntaxDiagnostic> => {
      await Deno.writeTextFile(join(folder, name), source);
      const { success, stdout, stderr } = await new Deno.Command(
        Deno.execPath(),
        {
          args: ["transpile", "--quiet", "--source-map=inline", name],
          cwd: folder,
          env: { NO_COLOR: "1" },
        },
      ).output();
      const [printed, said] = [stdout, stderr]
        .map((bytes) => new TextDecoder().decode(bytes));
      return success ? printed : readDiagnostic(source, said);
    };
    // The kernel takes for JSX what can be JSX.
    const printed = await print("cell.tsx");
    if (typeof printed === "string") return printed;
    const withoutJsx = await print("cell.ts");
    return typeof withoutJsx === "string" ? withoutJsx : printed;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Whether a source that is no TypeScript may be TypeScript with JSX, but for an error: it has the end of a tag. */
export function mayHaveJsx(source: string): boolean {
  return /<\/|\/>/.test(source);
}

/**
 * The syntax error of a source that the kernel could not run, if it has one.
 *
 * The kernel itself only says "Execution failed".
 */
export function diagnoseSyntax(source: string): SyntaxDiagnostic | undefined {
  try {
    module.stripTypeScriptTypes(source, { mode: "transform" });
    return undefined;
  } catch (error) {
    return readDiagnostic(source, (error as Error).message);
  }
}

/** Reads what the printer says of a source that it cannot print. */
function readDiagnostic(source: string, said: string): SyntaxDiagnostic {
  // What follows the first line is a picture of the source, which the caller draws itself.
  const [title] = said.replace(/^(error: )?(SyntaxError: )?/, "").split("\n");
  const [, line = 1, column = 1] = said.match(/^ +at .*:(\d+):(\d+)$/m) ?? [];
  return {
    message: title,
    line: Number(line),
    column: utf16Column(
      source.split("\n")[Number(line) - 1] ?? "",
      Number(column),
    ),
  };
}

/** The column in UTF-16 code units of one that counts characters, a tab as two of them. */
function utf16Column(line: string, column: number): number {
  let counted = 1;
  let units = 1;
  for (const character of line) {
    if (counted >= column) break;
    counted += character === "\t" ? 2 : 1;
    units += character.length;
  }
  return units;
}
