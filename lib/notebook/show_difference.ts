/**
 * A difference between a stored output and a fresh one, for a person to read: the lines that differ, the words that
 * differ in them, and a little of what is around.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { diffArrays, diffWordsWithSpace } from "diff";
import { styleText } from "node:util";
import { farthestNumbers } from "./compare_text.ts";
import { isBinaryType } from "./output_parts.ts";
import type { Difference } from "./verify.ts";
import { visible } from "./visible.ts";

/** How a difference is shown. */
export interface ShowOptions {
  /** Whether it goes to a terminal that knows colours. */
  readonly color?: boolean;
  /** How many characters a line has. */
  readonly width?: number;
}

/** How many lines that are the same are shown around those that differ. */
const CONTEXT = 2;

/** Beyond so many lines or words that differ, all count as different: finding those that do not would take minutes. */
const MOST_EDITS = 1000;

/** Beyond so many characters, not all of a word is shown as changed where only a part of it is. */
const LONG_WORD = 40;

/** How many lines are shown of one difference. */
const MOST_LINES = 30;

interface Piece {
  readonly text: string;
  /** Whether the other side says something else here. */
  readonly changed: boolean;
}

interface Line {
  readonly sign: " " | "-" | "+";
  readonly pieces: readonly Piece[];
}

/**
 * Writes a difference as text: `-` before what is in the file, `+` before what the fresh run gave.
 *
 * @param path The path of the notebook.
 * @param difference The difference.
 * @param options Whether in colours, and how wide.
 * @returns Its lines.
 *
 * @example
 * ```ts
 * import { showDifference } from "@denobook/denobook";
 * import { assertEquals } from "@std/assert";
 *
 * const difference = { cellId: "sum", index: 0, part: "text/plain", stored: "0.30", fresh: "0.31" };
 * assertEquals(
 *   showDifference("a.ipynb", difference),
 *   `a.ipynb · cell sum · output 1 · text/plain
 *   - 0.30
 *   + 0.31
 *   Only numbers differ, by at most 0.01: 0.3 and 0.31`,
 * );
 * ```
 */
export function showDifference(
  path: string,
  { cellId, index, part, stored, fresh }: Difference,
  { color = false, width = 100 }: ShowOptions = {},
): string {
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    color && text !== ""
      ? styleText(format, text, { validateStream: false })
      : text;
  const title = style(
    "bold",
    visible(`${path} · cell ${cellId} · output ${index + 1} · ${part}`),
  );
  const body = isBinaryType(part)
    ? binaryLines(stored, fresh)
    : textLines(stored, fresh, width - 4);
  const shown = body.slice(0, MOST_LINES).map(({ sign, pieces }) => {
    const colour = sign === "-" ? "red" : sign === "+" ? "green" : "dim";
    const text = pieces.map(({ text, changed }) =>
      style(changed ? [colour, "inverse"] : colour, text)
    ).join("");
    return `  ${style(colour, sign)} ${text}`.trimEnd();
  });
  const rest = body.length - shown.length;
  return [
    title,
    ...shown,
    ...rest > 0 ? [style("dim", `    … ${rest} more lines`)] : [],
    ...remarks(part, stored, fresh).map((text) => `  ${text}`),
  ].join("\n");
}

function remarks(
  part: string,
  stored: string | undefined,
  fresh: string | undefined,
): string[] {
  if (stored === undefined) return ["It is not in the file."];
  if (fresh === undefined) return ["The fresh run did not put it out."];
  if (isBinaryType(part)) return [];
  if (`${stored}\n` === fresh) {
    return ["Only the fresh one ends in a line end."];
  }
  if (stored === `${fresh}\n`) {
    return ["Only the one in the file ends in a line end."];
  }
  const numbers = farthestNumbers(stored, fresh);
  if (!numbers || numbers.distance === 0) return [];
  const far = Number(numbers.distance.toPrecision(2));
  return [
    `Only numbers differ, by at most ${far}: ${numbers.stored} and ${numbers.fresh}`,
  ];
}

/** What can be said of bytes. */
function binaryLines(
  stored: string | undefined,
  fresh: string | undefined,
): Line[] {
  const [before, after] = [stored, fresh].map((base64) =>
    base64 === undefined ? undefined : Buffer.from(base64, "base64")
  );
  const at = before && after
    ? before.findIndex((byte, i) => byte !== after[i])
    : -1;
  const from = at >= 0 ? `, which differ from byte ${at + 1} on` : "";
  const say = (bytes: Buffer, more: string) => [{
    text: `${bytes.length} bytes${more}`,
    changed: false,
  }];
  return [
    ...before ? [{ sign: "-", pieces: say(before, "") } as const] : [],
    ...after ? [{ sign: "+", pieces: say(after, from) } as const] : [],
  ];
}

function textLines(
  stored: string | undefined,
  fresh: string | undefined,
  width: number,
): Line[] {
  const [before, after] = [linesOf(stored), linesOf(fresh)];
  const all: Line[] = [];
  const changes = diffArrays(before, after, { maxEditLength: MOST_EDITS }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  for (let i = 0; i < changes.length; i++) {
    const { added, removed, value } = changes[i];
    if (!added && !removed) {
      all.push(...value.map((text) => whole(" ", text)));
      continue;
    }
    const next = changes[i + 1];
    if (removed && next?.added) {
      all.push(...pairLines(value, next.value));
      i++;
    } else {
      all.push(...value.map((text) => whole(removed ? "-" : "+", text)));
    }
  }
  return aroundChanges(all).map((line) => fit(line, width));
}

function linesOf(text: string | undefined): string[] {
  const lines = (text ?? "").split("\n").map(visible);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function whole(sign: Line["sign"], text: string): Line {
  return { sign, pieces: [{ text, changed: false }] };
}

/** Lines that stand in place of others, those gone before those come, each with the words that differ. */
function pairLines(gone: readonly string[], come: readonly string[]): Line[] {
  const lines: [Line[], Line[]] = [[], []];
  for (let i = 0; i < Math.max(gone.length, come.length); i++) {
    const [before, after] = [gone[i], come[i]];
    if (before === undefined) lines[1].push(whole("+", after));
    else if (after === undefined) lines[0].push(whole("-", before));
    else {
      const words = diffWordsWithSpace(before, after, {
        maxEditLength: MOST_EDITS,
      }) ?? [
        { removed: true, added: false, value: before },
        { removed: false, added: true, value: after },
      ];
      const piecesOf = (sign: "-" | "+") => ({
        sign,
        pieces: words.flatMap(({ value, added, removed }, i) => {
          if (sign === "-" ? added : removed) return [];
          if (!added && !removed) return [{ text: value, changed: false }];
          const other = words[removed ? i + 1 : i - 1];
          const isPair = other && (removed ? other.added : other.removed);
          return isPair
            ? narrowed(value, other.value)
            : [{ text: value, changed: true }];
        }),
      });
      lines[0].push(piecesOf("-"));
      lines[1].push(piecesOf("+"));
    }
  }
  return lines.flat();
}

/** A text that stands in place of another; of a long one only the part that differs is a change. */
function narrowed(text: string, other: string): Piece[] {
  if (text.length <= LONG_WORD) return [{ text, changed: true }];
  const shorter = Math.min(text.length, other.length);
  let start = 0;
  while (start < shorter && text[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && text.at(-1 - end) === other.at(-1 - end)) {
    end++;
  }
  return [
    { text: text.slice(0, start), changed: false },
    { text: text.slice(start, text.length - end), changed: true },
    { text: text.slice(text.length - end), changed: false },
  ];
}

/** The lines that differ with a few around them, and a mark where others are left out. */
function aroundChanges(lines: readonly Line[]): Line[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1)
      .some(({ sign }) => sign !== " ")
  );
  return lines.flatMap((line, i) => {
    if (near[i]) return [line];
    return near[i - 1] || i === 0 ? [whole(" ", "…")] : [];
  });
}

/** Cuts a line to a width so that its first change is in sight. */
function fit({ sign, pieces }: Line, width: number): Line {
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= width) return { sign, pieces };
  const first = pieces.findIndex(({ changed }) => changed);
  const before = pieces.slice(0, Math.max(0, first))
    .reduce((sum, { text }) => sum + text.length, 0);
  const start = before < width * 2 / 3 ? 0 : before - Math.floor(width / 3);
  const end = start + width - 2;
  let at = 0;
  const shown = pieces.flatMap((piece) => {
    const from = Math.max(0, start - at);
    const text = piece.text.slice(from, Math.max(from, end - at));
    at += piece.text.length;
    return text === "" ? [] : [{ ...piece, text }];
  });
  const more = { text: "…", changed: false };
  return {
    sign,
    pieces: [
      ...start > 0 ? [more] : [],
      ...shown,
      ...length > end ? [more] : [],
    ],
  };
}
