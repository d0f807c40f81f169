import { isNotebookError } from "../errors.ts";
import { writeIfUnchanged } from "../file.ts";
import type { Notebook } from "../format.ts";
import { parseNotebook } from "../parse.ts";
import { serializeNotebook } from "../serialize.ts";
import type { CommandPlace } from "./deno_command.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { diagnosticOfProblem } from "./findings.ts";
import { checkFormat, format, isObject } from "./format_check.ts";
import { fixLint } from "./lint_fix.ts";
import { formatOptions } from "./project.ts";
import { ScratchFolder } from "./scratch.ts";
import { readSources, type Source } from "./sources.ts";

/** What came of fixing notebooks. */
interface Fixes {
  /** The paths of those that were written. */
  readonly fixed: readonly string[];
  /** What kept others from being written. */
  readonly problems: readonly Diagnostic[];
}

/** Writes notebooks as `deno lint --fix` and then `deno fmt` leave them, where their cells are not like that. */
export async function fixFiles(
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Fixes> {
  const { projects } = await readSources(paths);
  const fixes = await Promise.all(
    projects.map((sources) => fixProject(sources, signal)),
  );
  return {
    fixed: fixes.flatMap(({ fixed }) => fixed),
    problems: fixes.flatMap(({ problems }) => problems),
  };
}

async function fixProject(
  sources: readonly Source[],
  signal: AbortSignal | undefined,
): Promise<Fixes> {
  const { project } = sources[0];
  using scratch = new ScratchFolder(project.config ?? "");
  const place: CommandPlace = { cwd: scratch.path, signal };
  const notebooks = await fixLint(
    sources.map(({ notebook }) => notebook),
    project,
    scratch,
    place,
  );
  const layout = formatOptions(project, scratch);
  const found = await checkFormat(notebooks, layout, scratch, place);
  const changed = sources
    .map((source, i) => ({ ...source, fixed: notebooks[i] }))
    .filter(({ notebook, fixed }, i) =>
      found[i].length > 0 || sourcesOf(fixed) !== sourcesOf(notebook)
    );
  const texts = await format(
    changed.map(({ text, notebook, fixed }) =>
      sourcesOf(fixed) === sourcesOf(notebook) ? text : serializeNotebook(fixed)
    ),
    layout,
    scratch,
    place,
  );
  const fixed: string[] = [];
  const problems: Diagnostic[] = [];
  for (const [i, { path, text, fixed: before }] of changed.entries()) {
    const after = withObjects(texts[i], before, path);
    const refusal =
      `Cannot fix notebook ${path}: it was changed in the meantime; check it again`;
    try {
      await writeIfUnchanged(path, text, after, refusal);
      fixed.push(path);
    } catch (error) {
      if (!isNotebookError(error)) throw error;
      problems.push(diagnosticOfProblem(path, error));
    }
  }
  return { fixed, problems };
}

function sourcesOf({ cells }: Notebook): string {
  return JSON.stringify(cells.map(({ source }) => source));
}

/** A formatted notebook, with the object literals as they were. */
function withObjects(text: string, before: Notebook, path: string): string {
  if (!before.cells.some(isObject)) return text;
  const notebook = parseNotebook(text, path);
  const cells = notebook.cells.map((cell, i) =>
    isObject(before.cells[i])
      ? { ...cell, source: before.cells[i].source }
      : cell
  );
  return serializeNotebook({ ...notebook, cells });
}
