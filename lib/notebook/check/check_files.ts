import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { NotebookFormatError } from "../errors.ts";
import { readText, writeFileAtomically } from "../file.ts";
import type { Notebook } from "../format.ts";
import { parseNotebook } from "../parse.ts";
import { checkLanguage } from "../run.ts";
import { analyzeNotebook, type NotebookAnalysis } from "./analysis.ts";
import type { Diagnostic, Finding } from "./diagnostic.ts";
import { diagnosticOfFile, diagnosticsOf } from "./findings.ts";
import {
  importMetas,
  laterWrites,
  redeclarations,
  unexplainedErrors,
  unlistedImports,
  usesBeforeDefinition,
} from "./flow_rules.ts";
import { checkFormat, format } from "./format_check.ts";
import { lint } from "./lint.ts";
import type { CheckOptions, CheckResult } from "./mod.ts";
import { moduleOf } from "./module.ts";
import {
  checkOptions,
  findProject,
  formatOptions,
  lintOptions,
  type Project,
} from "./project.ts";
import { ScratchFolder } from "./scratch.ts";
import { typeCheck } from "./type_check.ts";

interface Source {
  readonly path: string;
  readonly text: string;
  readonly notebook: Notebook;
  readonly project: Project;
}

/** Checks notebooks; see `mod.ts`. */
export async function checkFiles(
  paths: readonly string[],
  options: CheckOptions,
): Promise<CheckResult> {
  const unreadable: Diagnostic[] = [];
  const sources: Source[] = [];
  const projects = new Map<string, Project>();
  for (const path of paths) {
    const text = await readText(path);
    const folder = dirname(resolve(path));
    let project = projects.get(folder);
    if (!project) projects.set(folder, project = findProject(folder));
    try {
      const notebook = parseNotebook(text, path);
      checkLanguage(notebook, path);
      sources.push({ path, text, notebook, project });
    } catch (error) {
      if (!(error instanceof NotebookFormatError)) throw error;
      const { message } = error;
      unreadable.push({ code: "syntax", severity: "error", message, path });
    }
  }
  const checked = await Promise.all(
    [...Map.groupBy(sources, ({ project }) => project.config).values()]
      .map((group) => checkProject(group, options)),
  );
  const order = new Map(paths.map((path, i) => [path, i]));
  const rank = ({ path }: Diagnostic) => order.get(path) ?? paths.length;
  return {
    diagnostics: [
      ...unreadable,
      ...checked.flatMap(({ diagnostics }) => diagnostics),
    ].sort((a, b) => rank(a) - rank(b)),
    fixed: checked.flatMap(({ fixed }) => fixed),
  };
}

/** Checks notebooks that belong to one project. */
async function checkProject(
  sources: readonly Source[],
  { fix, signal }: CheckOptions,
): Promise<CheckResult> {
  const { project } = sources[0];
  using scratch = new ScratchFolder(project.config ?? "");
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
    const file = scratch.write(name, module.content.text);
    return { name, url: pathToFileURL(file).href, module };
  });
  const running = Promise.all([
    typeCheck(modules, checkOptions(project, scratch), place),
    lint(modules, lintOptions(project, scratch), place),
    formatting,
  ]);
  const owns = await Promise.all(
    analyses.map((analysis) => own(analysis, project)),
  );
  const [types, lints, formats] = await running;

  const unformatted = sources.filter((_, i) => fix && formats[i].length > 0);
  const texts = await format(
    unformatted.map(({ text }) => text),
    layout,
    scratch,
    place,
  );
  for (const [i, { path }] of unformatted.entries()) {
    await writeFileAtomically(path, texts[i]);
  }
  const diagnostics = sources.flatMap(({ text }, i) => {
    const findings = [
      ...owns[i],
      ...types.findings[i],
      ...lints[i],
      ...(fix ? [] : formats[i]),
    ];
    return diagnosticsOf(analyses[i], text, findings);
  });
  return {
    diagnostics: [...diagnostics, ...types.files.map(diagnosticOfFile)],
    fixed: unformatted.map(({ path }) => path),
  };
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
