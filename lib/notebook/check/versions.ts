/**
 * The kernel lets a later cell declare a name anew, a module does not. So where a notebook does that, each cell's
 * declaration gets a name of its own in the module that is checked, and each reference the name that it means.
 *
 * @module
 */

import type { CellAnalysis } from "./analysis.ts";
import type { Declaration } from "./declarations.ts";

/** A name's place in a cell, and what has to stand there instead. */
export interface Renaming {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A letter that TypeScript allows in a name, and that no name in a notebook is likely to have before a number. */
const MARK = "ʹ";

/** A message with the names as the author wrote them. */
export function withAuthorsNames(message: string): string {
  return message.replace(new RegExp(`${MARK}\\d+`, "g"), "");
}

/** The renamings of each cell, by its index in the notebook; `isGlobal` tells the names that the kernel has of its own. */
export function renamingsOf(
  cells: readonly CellAnalysis[],
  isGlobal: (name: string) => boolean,
): Map<number, Renaming[]> {
  const seen = new Map<string, number>();
  const values = new Map<string, number>();
  const types = new Map<string, number>();
  const referred = new Set<string>();
  const renamings = new Map<number, Renaming[]>();

  for (const { index, declarations, references, isExecuted } of cells) {
    const before = { values: new Map(values), types: new Map(types) };
    const own = new Map<string, { from: number; version: number }>();
    const list: Renaming[] = [];
    for (const declaration of declarations) {
      const { name, start } = declaration;
      let here = own.get(name);
      if (!here) {
        // A global that earlier cells use is a first declaration of the name.
        const isAgain = seen.has(name) || isGlobal(name) && referred.has(name);
        const version = isAgain ? (seen.get(name) ?? 0) + 1 : 0;
        here = { from: visibleFrom(declaration), version };
        own.set(name, here);
        if (isExecuted) seen.set(name, version);
      }
      if (isExecuted && declaration.isValue) values.set(name, here.version);
      if (isExecuted && declaration.isType) types.set(name, here.version);
      if (here.version > 0) {
        const text = nameOf(name, here.version);
        list.push({
          start,
          end: start + name.length,
          text: declaration.shorthand === "property"
            ? `${name}: ${text}`
            : declaration.shorthand === "import"
            ? `${name} as ${text}`
            : text,
        });
      }
    }
    for (const reference of references) {
      const { name, start, space, shorthand } = reference;
      const here = own.get(name);
      referred.add(name);
      const isOwn = here &&
        (start >= here.from || !before.values.has(name) || reference.inside);
      const [first, second] = space === "type"
        ? [before.types, before.values]
        : [before.values, before.types];
      const version = isOwn
        ? here.version
        : first.get(name) ?? second.get(name) ?? 0;
      if (version === 0) continue;
      const text = nameOf(name, version);
      list.push({
        start,
        end: start + name.length,
        text: shorthand ? `${name}: ${text}` : text,
      });
    }
    renamings.set(index, list.sort((a, b) => a.start - b.start));
  }
  return renamings;
}

function nameOf(name: string, version: number): string {
  return version === 0 ? name : `${name}${MARK}${version}`;
}

/** From where on in its cell a name means the new declaration: that of `const x = x + 1` still reads the old one. */
function visibleFrom({ kind, statement, start }: Declaration): number {
  return kind === "const" || kind === "let" || kind === "var"
    ? endOfInitializer(statement, start)
    : 0;
}

function endOfInitializer(statement: Declaration["statement"], start: number) {
  const declared = (statement.declaration ?? statement) as typeof statement;
  const declarators = (declared.declarations ?? []) as typeof statement[];
  const own = declarators.find((each) =>
    each.start <= start && start < each.end
  );
  return own?.end ?? start;
}
