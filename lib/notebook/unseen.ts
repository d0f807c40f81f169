/**
 * What a module may do of which nothing tells while it runs: so its text is looked at.
 *
 * @module
 */

import { isBuiltin } from "node:module";
import { tokenizer } from "acorn";

/** Node's modules that give the same in every run. */
export const NODE_MODULES: readonly string[] =
  "assert assert/strict events path path/posix path/win32 querystring string_decoder url util util/types"
    .split(" ").map((name) => `node:${name}`);

/**
 * An import while the code runs, because what comes first is chance; a comment may stand before the bracket. Or an
 * address that is only looked up: it goes by import maps, which no graph of modules shows.
 */
const DYNAMIC_IMPORT =
  /\bimport\s*(?:\(|\/[*/]|\.\s*(?:\/|defer\b|source\b|meta\b(?!\s*\.\s*(?:url|dirname|filename|main)\b)))/;

/**
 * What gives something else each time, or shows that it is watched, without being watched itself: some is no global, and
 * some comes, or is replaced, when Node's part of Deno is loaded.
 */
const UNWATCHED =
  /\b(?:EventEmitterAsyncResource|isProxy|showProxy|showHidden|Deno\s*\.\s*internal|MessageChannel|MessagePort|console\s*\.\s*(?:Console|_stdout|_stderr)|nodeBootstrap)\b/;

const NAMED_IMPORT =
  /\b(?:from|import|require\s*\()\s*(["'])((?:(?!\1)[^\\\n])*)\1/g;

/**
 * Finds what a text does that cannot be seen while it runs.
 *
 * @param text The text of a module or of a cell.
 * @returns The first such thing in a few words, to stand behind what does it, or nothing.
 */
export function unseenIn(text: string): string | undefined {
  if (DYNAMIC_IMPORT.test(text)) return "imports while it runs";
  const unwatched = text.match(UNWATCHED);
  if (unwatched) return `uses ${unwatched[0]}`;
  for (const [, , specifier] of text.matchAll(NAMED_IMPORT)) {
    const name = specifier.replace(/^(node:)?/, "node:");
    // Nothing tells of one that is there already.
    if (isBuiltin(specifier) && !NODE_MODULES.includes(name)) {
      return `loads ${name}`;
    }
  }
  if (/\brequire\b/.test(text) && requiresUnnamed(text)) {
    return "requires what only a run can tell";
  }
  return undefined;
}

/** Whether a text uses `require` for anything but to load a module that it names. */
function requiresUnnamed(text: string): boolean {
  let labels: string[];
  try {
    const options = { ecmaVersion: "latest", allowHashBang: true } as const;
    labels = Array.from(
      tokenizer(text, options),
      ({ type: { label }, start, end }) =>
        label === "name" ? text.slice(start, end) : label,
    );
  } catch {
    return true;
  }
  return labels.some((label, i) =>
    label === "require" && labels[i - 1] !== "typeof" &&
    labels.slice(i + 1, i + 4).join(" ") !== "( string )"
  );
}
