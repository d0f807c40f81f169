import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { CommandPlace } from "./deno_command.ts";
import type { Finding } from "./diagnostic.ts";
import { filesOf, readGraph } from "./graph.ts";
import { LanguageServer } from "./language_server.ts";
import { specifiersIn } from "./module.ts";
import type { Project } from "./project.ts";
import {
  findingOf,
  type ModuleFile,
  typeCheck,
  type TypeErrors,
} from "./type_check.ts";

/** A type error that a server must find if it looks at a module at all. */
const PROBE = '\n;((denobook: never) => denobook)("probe");\n';

/**
 * Checks types again and again. The first time `deno check` does it; then a language server learns the notebook, and if
 * it finds in it what `deno check` has found, it does it from there on, as long as the imports stay the same.
 */
export class ResidentTypeCheck implements Disposable {
  readonly #servers = new Map<string, LanguageServer>();
  /** The imports of the notebooks that a server knows, by path. */
  readonly #imports = new Map<string, string>();
  readonly #dependencies = new Set<string>();
  #learned = Promise.resolve();
  #closed = false;

  /** The files that notebooks import, and those that these import, and what says how: not those of packages. */
  get dependencies(): ReadonlySet<string> {
    return this.#dependencies;
  }

  /** Is fulfilled when servers have seen what was checked. */
  get learned(): Promise<void> {
    return this.#learned;
  }

  /** Whether a server checks the notebook, as long as its imports stay the same. */
  knows(path: string): boolean {
    return this.#imports.has(path);
  }

  /**
   * Checks modules; takes the place of {@linkcode typeCheck}.
   *
   * @internal
   */
  async check(
    project: Project,
    modules: readonly ModuleFile[],
    options: readonly string[],
    place: CommandPlace,
  ): Promise<TypeErrors> {
    const known = await this.#askServer(project, modules);
    if (known) return known;
    for (const { module } of modules) {
      this.#imports.delete(module.analysis.path);
    }
    const urls = modules.map(({ url }) => url);
    const [errors, graph] = await Promise.all([
      typeCheck(modules, options, place),
      readGraph(urls, options, place),
    ]);
    for (const path of [...project.files, ...filesOf(graph)]) {
      if (dirname(path) !== place.cwd) this.#dependencies.add(path);
    }
    if (errors.files.length === 0) {
      this.#learned = this.#learned
        .then(() => this.#learn(project, modules, errors.findings))
        // A server that does not answer is none.
        .catch(() => this.#endServers());
    }
    return errors;
  }

  /** Forgets all that a change in other files than notebooks can make wrong. */
  forget(): void {
    this.#endServers();
    this.#dependencies.clear();
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#endServers();
  }

  #endServers(): void {
    for (const server of this.#servers.values()) server[Symbol.dispose]();
    this.#servers.clear();
    this.#imports.clear();
  }

  async #askServer(
    project: Project,
    modules: readonly ModuleFile[],
  ): Promise<TypeErrors | undefined> {
    const server = this.#servers.get(keyOf(project));
    const isKnown = modules.every((each) =>
      this.#imports.get(each.module.analysis.path) === importsOf(each)
    );
    if (!server || !isKnown) return undefined;
    const findings: Finding[][] = [];
    try {
      for (const module of modules) {
        const found = await findingsOf(server, module);
        if (!found) return undefined;
        findings.push(found);
      }
    } catch {
      this.#endServers();
      return undefined;
    }
    return { findings, files: [] };
  }

  async #learn(
    project: Project,
    modules: readonly ModuleFile[],
    findings: readonly (readonly Finding[])[],
  ): Promise<void> {
    for (const [i, module] of modules.entries()) {
      if (this.#closed) return;
      const server = this.#serverOf(project);
      const found = await findingsOf(server, module, PROBE);
      if (
        this.#servers.get(keyOf(project)) === server &&
        found && asText(found) === asText(findings[i])
      ) this.#imports.set(module.module.analysis.path, importsOf(module));
    }
  }

  #serverOf(project: Project): LanguageServer {
    const { root, home, config } = project;
    let server = this.#servers.get(keyOf(project));
    if (!server) {
      server = new LanguageServer(
        root ?? Deno.cwd(),
        home === undefined ? config : undefined,
      );
      this.#servers.set(keyOf(project), server);
    }
    return server;
  }
}

function keyOf({ home, config }: Project): string {
  return home ?? config ?? "";
}

/** What is to be the same, whoever has found it. */
function asText(findings: readonly Finding[]): string {
  return JSON.stringify(
    findings.map(({ code, message, cell, offset }) => [
      code,
      message,
      cell,
      offset,
    ]),
  );
}

/** What a module imports from where; if that changes, so may everything. */
function importsOf({ module: { analysis } }: ModuleFile): string {
  return JSON.stringify(
    analysis.cells.flatMap(({ syntax }) =>
      syntax ? specifiersIn(syntax.program).map(({ value }) => value) : []
    ),
  );
}

/** What a server finds in a module, and in a probe behind it; undefined if it is not for a server to say. */
async function findingsOf(
  server: LanguageServer,
  { module }: ModuleFile,
  probe = "",
): Promise<Finding[] | undefined> {
  const { content, extension, analysis: { path } } = module;
  const name = `.${basename(path)}.${extension}`;
  const url = pathToFileURL(join(dirname(resolve(path)), name)).href;
  const found = await server.diagnose(url, content.text + probe);
  const errors = found.filter(({ severity }) => severity === 1);
  if (errors.some(({ source }) => source !== "deno-ts")) return undefined;
  const own = errors.map(({ code, message, range: { start, end } }) => ({
    code: `TS${code}`,
    message,
    offset: content.offsetOf(start.line + 1, start.character + 1),
    // Of what goes over several lines, `deno check` too marks the beginning only.
    length: start.line === end.line ? end.character - start.character : 1,
  })).filter(({ offset }) => offset < content.text.length);
  if (probe !== "" && own.length === errors.length) return undefined;
  return own.flatMap((error) => findingOf(error, { url, module }));
}
