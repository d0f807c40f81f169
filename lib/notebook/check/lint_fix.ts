import type { Notebook } from "../format.ts";
import { analyzeNotebook, type CellAnalysis } from "./analysis.ts";
import { type CommandPlace, denoCommand } from "./deno_command.ts";
import { lintOptions, type Project } from "./project.ts";
import type { ScratchFolder } from "./scratch.ts";

/**
 * Gives notebooks as `deno lint --fix` leaves them, one process for all of a project. Each goes there as a file in which
 * marks stand between the cells; where they do not all come back as they were, nothing is changed.
 */
export async function fixLint(
  notebooks: readonly Notebook[],
  project: Project,
  scratch: ScratchFolder,
  place: CommandPlace,
): Promise<Notebook[]> {
  const mark = `/* ${crypto.randomUUID()} */`;
  const copies = notebooks.map((notebook, i) => {
    const cells = analyzeNotebook("", notebook).cells.filter(isFixable);
    const isJsx = cells.some(({ syntax }) => syntax?.isJsx);
    const text = cells.map((cell) => withMarks(cell, mark)).join("");
    const path = scratch.write(`fix${i}.${isJsx ? "tsx" : "ts"}`, text);
    return { notebook, cells, path };
  });
  const paths = copies.map(({ path }) => path);
  const options = lintOptions(project, scratch);
  await denoCommand(["lint", "--quiet", "--fix", ...options, ...paths], place);
  return await Promise.all(copies.map(async ({ notebook, cells, path }) => {
    const parts = (await Deno.readTextFile(path)).split(mark);
    const sources = new Map(
      cells.map(({ index }, i) => [index, parts[2 * i + 1]?.slice(1, -1)]),
    );
    const marked = cells.map((cell) => {
      const source = sources.get(cell.index) ?? "";
      return withMarks({ ...cell, source }, mark);
    });
    if (marked.join("") !== parts.join(mark)) return notebook;
    return {
      ...notebook,
      cells: notebook.cells.map((cell, i) => ({
        ...cell,
        source: sources.get(i) ?? cell.source,
      })),
    };
  }));
}

/** Whether a cell can be read, and does not ask to be left alone, as it can only do for a file of its own. */
function isFixable({ syntax, source }: CellAnalysis): boolean {
  return syntax !== undefined && !source.includes("deno-lint-ignore-file");
}

function withMarks(
  { source, syntax }: Pick<CellAnalysis, "source" | "syntax">,
  mark: string,
): string {
  const [start, end] = syntax?.isObject ? ["(", ")"] : ["", ""];
  // What a comment says of the next line holds only if it has a line of its own.
  return `${start}${mark}\n${source}\n${mark}${end};\n`;
}
