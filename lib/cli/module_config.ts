import { dirname, relative, resolve } from "node:path";
import { SystemError } from "../notebook/errors.ts";
import { type Project, readProject } from "../notebook/project.ts";
import type { WrittenFile } from "../page/mod.ts";

/** What {@linkcode moduleConfig} writes, by which it knows its own files. */
const KEYS = ["importMap", "links", "nodeModulesDir"];

/**
 * The `deno.json` that notebooks written as modules need where they go, if that is outside of their project: it leads to
 * the names by which they import.
 *
 * @param paths The paths of the notebooks that import something of a project.
 * @param out The folder of the modules.
 * @returns The file; `undefined` if the modules need none.
 * @throws {SystemError} If the notebooks belong to several projects, or the folder to another one.
 */
export async function moduleConfig(
  paths: readonly string[],
  out: string,
): Promise<WrittenFile | undefined> {
  const projects = new Map<string, Project>();
  for (const path of paths) {
    const project = await readProject(dirname(path));
    if (project) projects.set(project.path, project);
  }
  const there = await readProject(out);
  const others = [...projects.values()].filter(({ path }) =>
    path !== there?.path
  );
  if (others.length === 0) return undefined;
  if (projects.size > 1) {
    throw new SystemError(
      `Cannot write modules to ${out}: their imports are named in ${
        [...projects.keys()].join(" and in ")
      }; export the notebooks of one project at a time`,
    );
  }
  const isThere = there && dirname(there.path) === resolve(out);
  if (isThere && Object.keys(there.config).some((key) => !KEYS.includes(key))) {
    throw new SystemError(
      `Cannot write modules to ${out}: there is the ${
        relative(out, there.path)
      } of another project; choose another folder`,
    );
  }
  const [{ path, config }] = others as [Project];
  const lead = (to: string) => {
    const from = relative(resolve(out), resolve(dirname(path), to));
    return from.replaceAll("\\", "/").replace(/^(?!\.)/, "./");
  };
  const { importMap, links, nodeModulesDir } = config;
  const written = {
    importMap: lead(typeof importMap === "string" ? importMap : path),
    ...(Array.isArray(links)
      ? { links: links.map((link) => lead(String(link))) }
      : {}),
    ...(nodeModulesDir === undefined ? {} : { nodeModulesDir }),
  };
  return {
    name: isThere ? relative(resolve(out), there.path) : "deno.json",
    content: `${JSON.stringify(written, null, 2)}\n`,
  };
}
