import type { Cell, CodeCell, JsonObject } from "../notebook/format.ts";

/** Whether something is shown, folded until its reader wants it, or left out. */
export type Visibility = "shown" | "folded" | "removed";

/** The tags of a cell. Earlier versions of Jupyter Book wrote them with underscores. */
function tagsOf({ metadata }: Cell): string[] {
  return (metadata.tags ?? []).map((tag) => tag.replaceAll("_", "-"));
}

/** Whether its author wants a cell to be left out. */
export function isRemoved(cell: Cell): boolean {
  return tagsOf(cell).includes("remove-cell");
}

/**
 * What of a cell its author wants to be seen, as Jupyter Book knows it by tags, and JupyterLab by what was collapsed.
 *
 * @param cell The cell.
 * @returns What is to become of its code and of its outputs.
 */
export function visibilityOf(
  cell: CodeCell,
): { code: Visibility; outputs: Visibility } {
  const tags = tagsOf(cell);
  const { collapsed, hide_input, jupyter } = cell.metadata;
  const { source_hidden, outputs_hidden } = (jupyter ?? {}) as JsonObject;
  const of = (part: string, isHidden: boolean) =>
    tags.includes(`remove-${part}`)
      ? "removed"
      : isHidden || tags.includes(`hide-${part}`) || tags.includes("hide-cell")
      ? "folded"
      : "shown";
  return {
    code: of("input", source_hidden === true || hide_input === true),
    outputs: of("output", outputs_hidden === true || collapsed === true),
  };
}
