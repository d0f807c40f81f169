import { dirname, resolve } from "node:path";
import { isNotebookError } from "../errors.ts";
import { readText } from "../file.ts";
import type { Notebook } from "../format.ts";
import { parseNotebook } from "../parse.ts";
import { checkLanguage } from "../run.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { diagnosticOfProblem } from "./findings.ts";
import { findProject, type Project } from "./project.ts";

/** A notebook as it was read. */
export interface Source {
  readonly path: string;
  /** What its file held. */
  readonly text: string;
  readonly notebook: Notebook;
  readonly project: Project;
}

/** What was read of several notebooks. */
interface Sources {
  /** The notebooks, by project. */
  readonly projects: readonly (readonly Source[])[];
  /** What keeps others from being read. */
  readonly problems: readonly Diagnostic[];
}

/** Reads notebooks. What is wrong with one is no matter to the others. */
export async function readSources(paths: readonly string[]): Promise<Sources> {
  const problems: Diagnostic[] = [];
  const sources: Source[] = [];
  const projects = new Map<string, Project>();
  for (const path of paths) {
    try {
      const text = await readText(path);
      const notebook = parseNotebook(text, path);
      checkLanguage(notebook, path, "check");
      const folder = dirname(resolve(path));
      const project = projects.get(folder) ?? findProject(folder);
      projects.set(folder, project);
      sources.push({ path, text, notebook, project });
    } catch (error) {
      if (!isNotebookError(error)) throw error;
      problems.push(diagnosticOfProblem(path, error));
    }
  }
  const byProject = Map.groupBy(
    sources,
    ({ project: { home, config } }) => home ?? config,
  );
  return { projects: [...byProject.values()], problems };
}
