import { diffArrays } from "diff";
import { leaveOut, sameText, type TextRules } from "./compare_text.ts";
import { type Cell, hasTag, type Notebook, type Output } from "./format.ts";
import {
  isBinaryType,
  joinStreams,
  type OutputPart,
  partsOf,
} from "./output_parts.ts";
import { ignorePatterns } from "./verify_settings.ts";

/** How outputs are compared. */
export interface CompareOptions extends TextRules {
  /** The notebook's path, for error messages. */
  readonly path?: string | undefined;
}

/** A part of an output that a fresh run did not reproduce. */
export interface Difference {
  /** The id of the cell. */
  readonly cellId: string;
  /** Which of the cell's outputs, from 0: among those in the file, or those of the fresh run if it is not in the file. */
  readonly index: number;
  /** What of the output differs: a MIME type, `stdout`, `stderr`, `error` or `metadata`. */
  readonly part: string;
  /** What is in the file, in the form that is compared; for binary types, base64. */
  readonly stored: string | undefined;
  /** What the fresh run gave, in the same form. */
  readonly fresh: string | undefined;
}

/**
 * Compares the outputs stored in a notebook with those of a fresh run, by MIME type: text exactly, JSON by value, SVG
 * and HTML as markup, images by their bytes. When a cell ran, and the stack of an error, make no difference.
 *
 * A cell tagged `ignore-output` (or `nbval-ignore-output`) is left out. Patterns in the metadata of a cell or of the
 * notebook, `"denobook": { "ignore": ["\\d+ ms"] }`, leave what they match out of every text.
 *
 * @param stored The notebook as it was.
 * @param fresh The same notebook, run.
 * @param options How far apart numbers may be, and patterns to leave out everywhere.
 * @returns What differs; nothing if the run reproduced all outputs.
 * @throws {NotebookFormatError} If a pattern in the metadata is no regular expression, or one takes too long.
 *
 * @example
 * ```ts
 * import { compareOutputs, openNotebook } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * await using book = await openNotebook("notebooks/two_two_two.ipynb");
 * const stored = book.notebook;
 * assertEquals(compareOutputs(stored, await book.run()), []);
 * ```
 */
export function compareOutputs(
  stored: Notebook,
  fresh: Notebook,
  options: CompareOptions = {},
): Difference[] {
  const { path } = options;
  const name = path === undefined ? "the notebook" : `notebook ${path}`;
  const everywhere = [
    ...options.ignore ?? [],
    ...ignorePatterns(stored.metadata, `the metadata of ${name}`),
  ];
  const find = ({ cells }: Notebook, id: string) =>
    cells.find((cell) => cell.id === id);
  const ids = new Set([...stored.cells, ...fresh.cells].map(({ id }) => id));
  return [...ids].flatMap((cellId) => {
    const [before, after] = [find(stored, cellId), find(fresh, cellId)];
    const { metadata } = (before ?? after)!;
    if (IGNORING_TAGS.some((tag) => hasTag({ metadata }, tag))) return [];
    const where = `cell ${cellId} of ${name}`;
    const ignore = [
      ...everywhere,
      ...ignorePatterns(metadata, `the metadata of ${where}`),
    ];
    return compareCell(cellId, where, before, after, { ...options, ignore });
  });
}

/** Tags that leave a cell's outputs out; the second is what nbval calls it. */
const IGNORING_TAGS = ["ignore-output", "nbval-ignore-output"];

/** Beyond so many outputs that differ, none is looked for at another place. */
const MOST_EDITS = 200;

/** Two lists as a change of the one to the other. */
function inPlace<T>(before: T[], after: T[]) {
  return [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
}

function compareCell(
  cellId: string,
  where: string,
  stored: Cell | undefined,
  fresh: Cell | undefined,
  rules: TextRules,
): Difference[] {
  const before = partsOfOutputs(stored, rules, where);
  const after = partsOfOutputs(fresh, rules, where);
  // What is the same on both sides is set side by side, so that one output more does not move all that follow.
  const changes = diffArrays(before, after, {
    comparator: (a, b) => sameOutput(a, b, rules),
    maxEditLength: MOST_EDITS,
  }) ?? inPlace(before, after);
  const differences: Difference[] = [];
  let [inStored, inFresh] = [0, 0];
  for (let i = 0; i < changes.length; i++) {
    const { added, removed, value } = changes[i];
    if (!added && !removed) {
      inStored += value.length;
      inFresh += value.length;
      continue;
    }
    const next = changes[i + 1];
    const isPair = removed && next?.added;
    const gone = removed ? value : [];
    const come = isPair ? next.value : added ? value : [];
    if (isPair) i++;
    for (let j = 0; j < Math.max(gone.length, come.length); j++) {
      const index = j < gone.length ? inStored + j : inFresh + j;
      differences.push(
        ...compareParts(gone[j] ?? [], come[j] ?? [], rules)
          .map((difference) => ({ cellId, index, ...difference })),
      );
    }
    inStored += gone.length;
    inFresh += come.length;
  }
  return differences;
}

function partsOfOutputs(
  cell: Cell | undefined,
  rules: TextRules,
  where: string,
): OutputPart[][] {
  const outputs: Output[] = cell?.cell_type === "code" ? cell.outputs : [];
  return joinStreams(outputs).map((output) =>
    partsOf(output).map(({ name, text }) => ({
      name,
      text: isBinaryType(name) ? text : leaveOut(text, rules, where),
    }))
  );
}

function sameOutput(
  stored: readonly OutputPart[],
  fresh: readonly OutputPart[],
  rules: TextRules,
): boolean {
  return compareParts(stored, fresh, rules).length === 0;
}

function compareParts(
  stored: readonly OutputPart[],
  fresh: readonly OutputPart[],
  rules: TextRules,
): Omit<Difference, "cellId" | "index">[] {
  const textOf = (parts: readonly OutputPart[], part: string) =>
    parts.find(({ name }) => name === part)?.text;
  const names = new Set([...stored, ...fresh].map(({ name }) => name));
  return [...names].flatMap((part) => {
    const [before, after] = [textOf(stored, part), textOf(fresh, part)];
    const same = before !== undefined && after !== undefined &&
      (isBinaryType(part) ? before === after : sameText(before, after, rules));
    return same ? [] : [{ part, stored: before, fresh: after }];
  });
}
