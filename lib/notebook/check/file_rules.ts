/**
 * Rules about what a notebook's file holds besides names: counts, outputs, pictures, and the length of cells.
 *
 * @module
 */

import MarkdownIt from "markdown-it";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { Cell, CodeCell, Notebook, Output } from "../format.ts";
import { isExecuted } from "../run.ts";
import type { Finding } from "./diagnostic.ts";

/** The most lines that a cell should have. */
const MOST_LINES = 15;

/** Finds cells that are too long to be one idea. */
export function longCells({ cells }: Notebook): Finding[] {
  return codeCells(cells).flatMap(([{ source }, cell]) => {
    const lines = source.trimEnd().split("\n");
    if (lines.length <= MOST_LINES) return [];
    const offset = lines.slice(0, MOST_LINES).join("\n").length + 1;
    return [{
      code: "long-cell",
      message:
        `This cell has ${lines.length} lines, more than ${MOST_LINES}; make two of it`,
      cell,
      offset,
    }];
  });
}

/** Finds counts that tell of another order than that of the cells, of runs that are gone, or of none. */
export function executionCounts({ cells }: Notebook): Finding[] {
  const run = codeCells(cells).filter(([cell]) => isExecuted(cell));
  if (run.every(([{ execution_count }]) => execution_count === null)) return [];
  const cure = "run the notebook from top to bottom";
  const found: Finding[] = [];
  const add = (cell: number, state: string) =>
    found.push({ code: "execution-count", message: `${state}; ${cure}`, cell });
  let highest = 0;
  run.forEach(([{ execution_count: count, outputs }, cell], i) => {
    const shown = outputs.find((output) =>
      output.output_type === "execute_result"
    )?.execution_count ?? count;
    if (count === null) {
      const isOlder = run.slice(i + 1).some(([{ execution_count }]) =>
        execution_count !== null
      );
      if (isOlder && outputs.length === 0) {
        add(cell, "This cell was not executed, and later ones were");
      }
      return;
    }
    if (shown !== count) {
      add(cell, `This cell has count ${count}, and its result ${shown}`);
    } else if (count <= highest) {
      add(cell, `This cell was executed as number ${count}, out of its order`);
    } else if (count > highest + 1) {
      add(
        cell,
        `This cell was executed as number ${count}, after ${
          highest === 0 ? "something" : `number ${highest} and something`
        } that the notebook does not show`,
      );
    }
    highest = Math.max(highest, count);
  });
  return found;
}

/** Finds outputs of cells that, by their count, were not executed. */
export function outputsWithoutExecution({ cells }: Notebook): Finding[] {
  return codeCells(cells)
    .filter(([{ execution_count, outputs }]) =>
      execution_count === null && outputs.length > 0
    )
    .map(([, cell]) => ({
      code: "output-without-execution",
      message:
        "This cell has outputs, and was not executed; run it, or clear them",
      cell,
    }));
}

/** Finds pictures that say nothing to whoever cannot see them: in prose, and in outputs. */
export function missingTextAlternatives({ cells }: Notebook): Finding[] {
  return cells.flatMap((cell, index): Finding[] => {
    if (cell.cell_type === "markdown") {
      return imagesWithoutText(cell.source).map((offset) => ({
        code: "text-alternative",
        message:
          "This image has no text alternative; say in its brackets or `alt` what it shows",
        cell: index,
        offset,
      }));
    }
    if (cell.cell_type !== "code") return [];
    return cell.outputs.flatMap((output, i) => {
      const what = mutePicture(output);
      return what === undefined ? [] : [{
        code: "text-alternative",
        message: `${what} in output ${i + 1} has no text alternative`,
        cell: index,
      }];
    });
  });
}

/** The offsets of images in Markdown that have no text. */
function imagesWithoutText(source: string): number[] {
  if (!/!\[|<img|<svg/i.test(source)) return [];
  const lines = source.split("\n");
  const offsetOf = (line: number) =>
    lines.slice(0, line).join("\n").length + (line > 0 ? 1 : 0);
  return new MarkdownIt({ html: true }).parse(source, {}).flatMap((token) => {
    const start = offsetOf(token.map?.[0] ?? 0);
    const end = offsetOf(token.map?.[1] ?? 0);
    const text = source.slice(start, Math.max(start, end));
    if (token.type === "html_block") return muteIn(token.content, text, start);
    let from = start;
    return (token.children ?? []).flatMap((child): number[] => {
      if (child.type === "html_inline") {
        return muteIn(child.content, text, start);
      }
      if (child.type !== "image") return [];
      const at = source.indexOf("![", from);
      from = at + 2;
      return child.content.trim() === "" ? [at] : [];
    });
  });
}

function muteIn(html: string, text: string, start: number): number[] {
  return mutePictureIn(html) === undefined
    ? []
    : [start + Math.max(0, text.indexOf(html.trim()))];
}

/** What kind of picture an output is, if it is one without a text alternative. */
function mutePicture(output: Output): string | undefined {
  if (output.output_type === "stream" || output.output_type === "error") {
    return undefined;
  }
  for (const [type, value] of Object.entries(output.data)) {
    if (type === "text/html" || type === "image/svg+xml") {
      return mutePictureIn(String(value));
    }
    if (!type.startsWith("image/")) continue;
    const own = output.metadata[type] as { alt?: unknown } | undefined;
    return own?.alt || output.metadata.alt ? undefined : `The ${type} image`;
  }
  return undefined;
}

type Element = DefaultTreeAdapterTypes.Element;

/** What kind of picture HTML or SVG holds that has no text alternative. */
function mutePictureIn(html: string): string | undefined {
  if (!/<(img|svg)\b/i.test(html)) return undefined;
  // Most are one SVG with a label: that is told without parsing thousands of elements.
  if (/^\s*<svg\b[^<>]*\saria-label="[^"]/.test(html)) {
    if (!/<(img|svg)\b/i.test(html.slice(html.indexOf("<svg") + 4))) {
      return undefined;
    }
  }
  const visit = (node: DefaultTreeAdapterTypes.Node): string | undefined => {
    const element = node as Partial<Element>;
    const attribute = (name: string) =>
      element.attrs?.find((each) => each.name === name)?.value;
    if (
      attribute("aria-hidden") === "true" ||
      /^(none|presentation)$/.test(attribute("role") ?? "")
    ) return undefined;
    const isNamed = Boolean(
      attribute("aria-label") || attribute("aria-labelledby"),
    );
    const children = element.childNodes ?? [];
    if (element.tagName === "img") {
      return isNamed || attribute("alt") !== undefined ? undefined : "An image";
    }
    if (element.tagName === "svg") {
      const isTitled = children.some((child) =>
        (child as Partial<Element>).tagName === "title"
      );
      return isNamed || isTitled ? undefined : "An SVG";
    }
    // A caption says what the figure is that it stands under.
    if (
      element.tagName === "figure" &&
      (isNamed ||
        children.some((child) =>
          (child as Partial<Element>).tagName === "figcaption"
        ))
    ) return undefined;
    for (const child of children) {
      const mute = visit(child);
      if (mute !== undefined) return mute;
    }
    return undefined;
  };
  return visit(parseFragment(html));
}

function codeCells(cells: readonly Cell[]): [CodeCell, number][] {
  return cells.flatMap((cell, i) =>
    cell.cell_type === "code" ? [[cell, i] as [CodeCell, number]] : []
  );
}
