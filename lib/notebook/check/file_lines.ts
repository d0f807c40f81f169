import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";

/** The lines of a notebook's file, for tools that know files but no cells. */
export function fileLines(
  text: string,
): (cell: number, line?: number) => number | undefined {
  let tree: Node | undefined;
  return (cell, line = 1) => {
    tree ??= parseTree(text);
    const source = tree && findNodeAtLocation(tree, ["cells", cell, "source"]);
    if (!source) return undefined;
    // The source is one string, or has an element for each line.
    const { offset } = source.children?.[line - 1] ?? source;
    return text.slice(0, offset).split("\n").length;
  };
}
