import { type CommandPlace, denoCommand } from "./deno_command.ts";
import type { Finding } from "./diagnostic.ts";
import { lintOptions, type Project } from "./project.ts";
import type { ScratchFolder } from "./scratch.ts";
import type { ModuleFile } from "./type_check.ts";
import { withAuthorsNames } from "./versions.ts";

/** What `deno lint --json` prints. */
interface Lint {
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly range?: Record<"start" | "end", { readonly bytePos: number }>;
    readonly message: string;
    readonly code: string;
    readonly hint?: string | null;
  }[];
}

/** Rules of `deno lint` that one of Denobook's own says in its place. */
const REPLACED = ["no-import-prefix", "no-unversioned-import"];

/**
 * Rules that `deno lint` recommends and that have no point in a cell, unless the project asks for them. Cells show what
 * an `async` function is that has nothing to wait for. A cell is no module, whose root would be another place for a
 * declaration, and whose exports could take the place of a namespace.
 */
const FOR_MODULES = ["require-await", "no-inner-declarations", "no-namespace"];

/** Runs `deno lint` on modules, and gives the findings in each. */
export async function lint(
  modules: readonly ModuleFile[],
  project: Project,
  scratch: ScratchFolder,
  place: CommandPlace,
): Promise<Finding[][]> {
  const options = lintOptions(project, scratch);
  const asked = project.settings.lint?.rules?.include ?? [];
  const passed = new Set([
    ...REPLACED,
    ...FOR_MODULES.filter((rule) => !asked.includes(rule)),
  ]);
  const paths = modules.map(({ path }) => path);
  const { stdout, stderr } = await denoCommand(
    ["lint", "--json", ...options, ...paths],
    place,
  );
  let result: Lint;
  try {
    result = JSON.parse(stdout) as Lint;
  } catch {
    const [reason] = stderr.trim().split("\n");
    return modules.map(() => [{ code: "lint", message: reason }]);
  }
  const byUrl = Map.groupBy(result.diagnostics, ({ filename }) => filename);
  return modules.map(({ url, module: { content } }) => {
    const offsets = utf16Offsets(content.text);
    return (byUrl.get(url) ?? []).flatMap((found): Finding[] => {
      const { range, code, message, hint } = found;
      if (!range || passed.has(code)) return [];
      const start = offsets(range.start.bytePos);
      const end = offsets(range.end.bytePos);
      const place = content.placeAt(start, end - start);
      if (!place) return [];
      const cure = hint ? `${message.replace(/\.+$/, "")}. ${hint}` : message;
      return [{ code, message: withAuthorsNames(cure), ...place }];
    });
  });
}

/** Turns offsets in UTF-8 bytes into those in UTF-16 code units. */
function utf16Offsets(text: string): (bytes: number) => number {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === text.length) return (offset) => offset;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (offset) => decoder.decode(bytes.subarray(0, offset)).length;
}
