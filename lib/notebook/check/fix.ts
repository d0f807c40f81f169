import { isNotebookError } from "../errors.ts";
import { writeIfUnchanged } from "../file.ts";
import type { CommandPlace } from "./deno_command.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { diagnosticOfProblem } from "./findings.ts";
import { checkFormat, format } from "./format_check.ts";
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

/** Writes notebooks as `deno fmt` leaves them, where their cells are not like that. */
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
  const layout = formatOptions(project, scratch);
  const found = await checkFormat(
    sources.map(({ notebook }) => notebook),
    layout,
    scratch,
    place,
  );
  const unformatted = sources.filter((_, i) => found[i].length > 0);
  const texts = await format(
    unformatted.map(({ text }) => text),
    layout,
    scratch,
    place,
  );
  const fixed: string[] = [];
  const problems: Diagnostic[] = [];
  for (const [i, { path, text }] of unformatted.entries()) {
    const refusal =
      `Cannot fix notebook ${path}: it was changed in the meantime; check it again`;
    try {
      await writeIfUnchanged(path, text, texts[i], refusal);
      fixed.push(path);
    } catch (error) {
      if (!isNotebookError(error)) throw error;
      problems.push(diagnosticOfProblem(path, error));
    }
  }
  return { fixed, problems };
}
