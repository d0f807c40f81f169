import type { Cell, CodeCell, JsonObject, Output } from "../notebook/format.ts";

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
 * What of a cell its author wants to be seen, as Jupyter Book knows it by tags, JupyterLab by what was collapsed, and
 * Colab by its forms.
 *
 * @param cell The cell.
 * @returns What is to become of its code and of its outputs.
 */
export function visibilityOf(
  cell: CodeCell,
): { code: Visibility; outputs: Visibility } {
  const tags = tagsOf(cell);
  const { cellView, collapsed, hide_input, jupyter } = cell.metadata;
  const { source_hidden, outputs_hidden } = (jupyter ?? {}) as JsonObject;
  const of = (part: string, isHidden: boolean) =>
    tags.includes(`remove-${part}`)
      ? "removed"
      : isHidden || tags.includes(`hide-${part}`) || tags.includes("hide-cell")
      ? "folded"
      : "shown";
  return {
    code: of(
      "input",
      source_hidden === true || hide_input === true || cellView === "form",
    ),
    outputs: of("output", outputs_hidden === true || collapsed === true),
  };
}

/**
 * The outputs that a cell's author wants to be seen, folded or not.
 *
 * @param cell The cell.
 * @returns Its outputs but for those that its tags remove, and what programs keep for others in outputs that nothing shows.
 */
export function outputsOf(cell: CodeCell): Output[] {
  const tags = tagsOf(cell);
  if (tags.includes("remove-output")) return [];
  return cell.outputs.filter((output) =>
    output.output_type === "stream"
      ? !tags.includes(`remove-${output.name}`)
      : output.output_type === "error" ||
        !Object.keys(output.data).some((type) =>
          type.startsWith("application/papermill.record/")
        )
  );
}
