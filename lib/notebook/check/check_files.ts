import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { analyzeNotebook, type NotebookAnalysis } from "./analysis.ts";
import type { Diagnostic, Finding } from "./diagnostic.ts";
import { diagnosticOfFile, diagnosticsOf } from "./findings.ts";
import {
  commonJsNames,
  importMetas,
  laterWrites,
  redeclarations,
  undisposed,
  unexplainedErrors,
  unlistedImports,
  usesBeforeDefinition,
} from "./flow_rules.ts";
import { checkFormat } from "./format_check.ts";
import { lint } from "./lint.ts";
import type { CheckOptions, CheckResult } from "./mod.ts";
import { moduleOf } from "./module.ts";
import { checkOptions, formatOptions, type Project } from "./project.ts";
import type { ResidentTypeCheck } from "./resident.ts";
import { ScratchFolder } from "./scratch.ts";
import { readSources, type Source } from "./sources.ts";
import { typeCheck } from "./type_check.ts";

/** Checks notebooks; see `mod.ts`. */
export async function checkFiles(
  paths: readonly string[],
  { fix, signal, types }: CheckOptions,
): Promise<CheckResult> {
  // What is told afterwards is about the files as they are then.
  const fixes = fix
    ? await (await import("./fix.ts")).fixFiles(paths, signal)
    : { fixed: [], problems: [] };
  const { projects, problems } = await readSources(paths);
  const checked = await Promise.all(
    projects.map((sources) => checkProject(sources, signal, types)),
  );
  const order = new Map(paths.map((path, i) => [path, i]));
  const rank = ({ path }: Diagnostic) => order.get(path) ?? paths.length;
  return {
    diagnostics: [...problems, ...fixes.problems, ...checked.flat()]
      .sort((a, b) => rank(a) - rank(b)),
    fixed: fixes.fixed,
  };
}

/** Checks notebooks that belong to one project. */
async function checkProject(
  sources: readonly Source[],
  signal: AbortSignal | undefined,
  resident: ResidentTypeCheck | undefined,
): Promise<Diagnostic[]> {
  const { project } = sources[0];
  const purpose = project.home ?? project.config ?? "";
  using scratch = new ScratchFolder(purpose);
  using home = project.home === undefined
    ? undefined
    : new ScratchFolder(purpose, project.home);
  const place = { cwd: scratch.path, signal };
  const layout = formatOptions(project, scratch);
  // Each process begins as soon as it can, and works while this one does.
  const formatting = checkFormat(
    sources.map(({ notebook }) => notebook),
    layout,
    scratch,
    place,
  );
  const analyses = sources.map(({ path, notebook }) =>
    analyzeNotebook(path, notebook)
  );
  const modules = analyses.map((analysis, i) => {
    const folder = dirname(resolve(analysis.path));
    const module = moduleOf(
      analysis,
      (specifier) => new URL(specifier, pathToFileURL(`${folder}/`)).href,
      isGlobal,
    );
    const name = `n${i}.${module.extension}`;
    const file = (home ?? scratch).write(name, module.content.text);
    return { path: file, url: pathToFileURL(file).href, module };
  });
  const options = checkOptions(project, scratch);
  const typePlace = { ...place, cwd: (home ?? scratch).path };
  const running = Promise.all([
    resident?.check(project, modules, options, typePlace) ??
      typeCheck(modules, options, typePlace),
    lint(modules, project, scratch, place),
    formatting,
  ]);
  const owns = await Promise.all(
    analyses.map((analysis) => own(analysis, project)),
  );
  const [types, lints, formats] = await running;

  const diagnostics = sources.flatMap(({ text }, i) => {
    const findings = [
      ...owns[i],
      ...types.findings[i],
      ...lints[i],
      ...formats[i],
    ];
    return diagnosticsOf(analyses[i], text, findings);
  });
  return [...diagnostics, ...types.files.map(diagnosticOfFile)];
}

/** What Denobook's own rules find. */
async function own(
  analysis: NotebookAnalysis,
  project: Project,
): Promise<Finding[]> {
  const {
    executionCounts,
    longCells,
    missingTextAlternatives,
    outputsWithoutExecution,
  } = await import("./file_rules.ts");
  const { cells, notebook, syntaxErrors } = analysis;
  return [
    ...syntaxErrors,
    ...redeclarations(cells),
    ...usesBeforeDefinition(cells, isGlobal),
    ...laterWrites(cells),
    ...importMetas(cells),
    ...undisposed(cells),
    ...commonJsNames(cells),
    ...unexplainedErrors(cells),
    ...(project.config === undefined ? [] : unlistedImports(cells)),
    ...executionCounts(notebook),
    ...outputsWithoutExecution(notebook),
    ...missingTextAlternatives(notebook),
    ...longCells(notebook),
  ];
}

/** Whether the kernel has a name of its own: what runs this check is the same Deno. */
function isGlobal(name: string): boolean {
  return name in globalThis;
}
