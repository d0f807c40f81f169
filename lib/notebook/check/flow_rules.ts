/**
 * Rules about names: what the kernel refuses, and what it allows and a notebook had better not do.
 *
 * @module
 */

import { undisposedIn, undisposedMessage } from "../syntax.ts";
import type { CellAnalysis } from "./analysis.ts";
import type { DeclarationKind } from "./declarations.ts";
import type { Finding } from "./diagnostic.ts";
import { specifiersIn } from "./module.ts";
import type { Reference } from "./scope.ts";
import { at, childrenOf, type Tree } from "./syntax_tree.ts";

/** Kinds of declaration that can take each other's place in the kernel; between others it says SyntaxError. */
const GROUPS: Record<DeclarationKind, string> = {
  const: "constant",
  import: "constant",
  using: "using",
  let: "let",
  class: "let",
  var: "var",
  function: "var",
  enum: "var",
  namespace: "var",
  type: "type",
};

/** Finds names that a cell declares although an earlier one has. The same import in two cells is none of them. */
export function redeclarations(cells: readonly CellAnalysis[]): Finding[] {
  const seen = new Map<
    string,
    { kind: DeclarationKind; id: string; from: string }
  >();
  return cells.filter(({ isExecuted }) => isExecuted).flatMap((cell) => {
    const own = new Map<string, Finding>();
    const after = new Map<string, Parameters<typeof seen.set>[1]>();
    for (const { name, kind, start, statement } of cell.declarations) {
      // A type and a value may share a name.
      const key = kind === "type" ? `type ${name}` : name;
      const from = importedAs(statement, start);
      const earlier = seen.get(key);
      after.set(key, { kind, id: cell.id, from });
      if (!earlier || own.has(key)) continue;
      if (from !== "" && from === earlier.from) continue;
      const refused = GROUPS[kind] !== GROUPS[earlier.kind];
      own.set(key, {
        code: refused ? "redeclared-kind" : "redeclared",
        message: refused
          ? `The kernel refuses this: cell ${earlier.id} has declared '${name}' as ${
            spoken(earlier.kind)
          }, and here it is ${spoken(kind)}; give one of them another name`
          : `Cell ${earlier.id} has declared '${name}' already; give one of them another name`,
        cell: cell.index,
        offset: start,
        length: name.length,
      });
    }
    after.forEach((value, key) => seen.set(key, value));
    return [...own.values()];
  });
}

function spoken(kind: DeclarationKind): string {
  return kind === "import" || kind === "enum" ? `an ${kind}` : `a ${kind}`;
}

/** What an import takes from where; empty for another declaration. */
function importedAs(statement: Tree, start: number): string {
  if (statement.type !== "ImportDeclaration") return "";
  const specifier = (statement.specifiers as Tree[]).find((each) =>
    at(each, "local")?.start === start
  )!;
  const imported = at(specifier, "imported");
  return [
    at(statement, "source")!.value,
    imported?.name ?? imported?.value ?? specifier.type,
  ].join(" ");
}

/** Finds names that are used at a time when no cell has declared them yet. */
export function usesBeforeDefinition(
  cells: readonly CellAnalysis[],
  isGlobal: (name: string) => boolean,
): Finding[] {
  const run = cells.filter(({ isExecuted }) => isExecuted);
  const firstCell = new Map<string, CellAnalysis>();
  for (const cell of run) {
    for (const { name, isValue } of cell.declarations) {
      if (isValue && !firstCell.has(name)) firstCell.set(name, cell);
    }
  }
  const declaredFor = (name: string, user: CellAnalysis, at: number) => {
    const owner = firstCell.get(name);
    if (!owner || isGlobal(name) || owner.index < user.index) return undefined;
    if (owner.index > user.index) return owner;
    // The kernel runs imports where they stand.
    const own = owner.declarations.find((each) => each.name === name);
    return own?.kind === "import" && own.statement.end > at ? owner : undefined;
  };
  return run.flatMap((cell) =>
    cell.references.flatMap((reference): Finding[] => {
      const { name, start, deferred, space, guarded, called } = reference;
      if (deferred || space === "type" || guarded) return [];
      const direct = declaredFor(name, cell, start);
      const missing = direct
        ? { name, cell: direct }
        : called
        ? missingWhenCalled(name, cell, run, declaredFor)
        : undefined;
      if (!missing) return [];
      const where = missing.cell === cell
        ? "further down in this cell"
        : `only in the later cell ${missing.cell.id}`;
      return [{
        code: "used-before-defined",
        message: missing.name === name
          ? `'${name}' is declared ${where}`
          : `'${name}' uses '${missing.name}', which is declared ${where}`,
        cell: cell.index,
        offset: start,
        length: name.length,
      }];
    })
  );
}

/** What a function of the top level needs that is not there yet when `caller` calls it. */
function missingWhenCalled(
  name: string,
  caller: CellAnalysis,
  cells: readonly CellAnalysis[],
  declaredFor: (
    name: string,
    user: CellAnalysis,
    at: number,
  ) => CellAnalysis | undefined,
): { name: string; cell: CellAnalysis } | undefined {
  const done = new Set<string>();
  const waiting = [name];
  for (const called of waiting) {
    if (done.has(called)) continue;
    done.add(called);
    for (const { index, references } of cells) {
      if (index > caller.index) break;
      for (const reference of references) {
        if (reference.inside !== called || reference.space === "type") continue;
        if (reference.guarded) continue;
        // Within the calling cell the type checker sees what comes too late.
        const cell = declaredFor(reference.name, caller, Infinity);
        if (cell && cell !== caller) return { name: reference.name, cell };
        if (reference.called) waiting.push(reference.name);
      }
    }
  }
  return undefined;
}

/** Finds what a cell reads and a later one writes: run again, the cell would give something else. */
export function laterWrites(cells: readonly CellAnalysis[]): Finding[] {
  const run = cells.filter(({ isExecuted }) => isExecuted);
  const declared = new Set(
    run.flatMap(({ declarations }) => declarations.map(({ name }) => name)),
  );
  return run.flatMap((cell, i) => {
    const found = new Map<string, Finding>();
    const settled = new Set(cell.declarations.map(({ name }) => name));
    for (const reference of cell.references) {
      const { name, start, reads, writes, member, deferred } = reference;
      if (deferred || reference.space === "type") continue;
      if (writes && !reads && member === undefined) settled.add(name);
      if (!reads || writes || settled.has(name) || found.has(name)) continue;
      if (!declared.has(name)) continue;
      const writer = run.slice(i + 1).find((later) =>
        writesTo(later, reference)
      );
      if (!writer) continue;
      const what = member === undefined || member === "*"
        ? name
        : `${name}.${member}`;
      found.set(name, {
        code: "later-write",
        message:
          `This reads '${what}', which the later cell ${writer.id} writes: run again after that, this cell gives something else`,
        cell: cell.index,
        offset: start,
        length: name.length,
      });
    }
    return [...found.values()];
  });
}

function writesTo(cell: CellAnalysis, { name, member }: Reference): boolean {
  // A cell that declares the name anew is told so by another rule.
  if (cell.declarations.some((each) => each.name === name)) return false;
  return cell.references.some((other) =>
    other.name === name && other.writes && !other.deferred &&
    (member === undefined || other.member === undefined ||
      other.member === member || other.member === "*" || member === "*")
  );
}

/** Finds imports of packages by address that `deno.json` could name. */
export function unlistedImports(cells: readonly CellAnalysis[]): Finding[] {
  return cells.flatMap(({ index, syntax }) =>
    syntax
      ? specifiersIn(syntax.program)
        .filter(({ value }) => /^(npm|jsr|https?):/.test(String(value)))
        .map(({ value, start, end }) => ({
          code: "unlisted-import",
          message:
            `deno.json does not name '${value}'; put it among its "imports", and import it by that name`,
          cell: index,
          offset: start,
          length: end - start,
        }))
      : []
  );
}

/** Finds `import.meta`, which the kernel does not have. */
export function importMetas(cells: readonly CellAnalysis[]): Finding[] {
  const below = (node: Tree): Tree[] =>
    node.type === "MetaProperty" && at(node, "meta")?.name === "import"
      ? [node]
      : childrenOf(node).flatMap(below);
  return cells.flatMap(({ index, syntax }) =>
    syntax
      ? below(syntax.program).map(({ start, end }) => ({
        code: "import-meta",
        message:
          "The kernel has no `import.meta`: a cell is no module; `Deno.cwd()` is the notebook's folder",
        cell: index,
        offset: start,
        length: end - start,
      }))
      : []
  );
}

/** Finds `using` at the top of a cell, whose end the kernel does not take for the end of a block. */
export function undisposed(cells: readonly CellAnalysis[]): Finding[] {
  return cells.flatMap(({ index, syntax, source }) =>
    (syntax ? undisposedIn(source) : []).map(({ start, kind }) => ({
      code: "undisposed",
      message: undisposedMessage(kind),
      cell: index,
      offset: start,
      length: kind.length,
    }))
  );
}

/** What CommonJS gives a module, and what a cell has in its place. */
const COMMON_JS = new Map([
  ["require", "`import` loads a module"],
  ["module", "later cells see its names"],
  ["exports", "later cells see its names"],
  ["__dirname", "`Deno.cwd()` is the notebook's folder"],
  ["__filename", "`Deno.cwd()` is the notebook's folder"],
]);

/** Finds what Node's types declare for CommonJS, and the kernel does not have. */
export function commonJsNames(cells: readonly CellAnalysis[]): Finding[] {
  const declared = new Set(
    cells.flatMap(({ declarations }) => declarations.map(({ name }) => name)),
  );
  return cells.flatMap(({ index, references }) =>
    references.flatMap(({ name, start, space, reads, guarded }) => {
      const instead = COMMON_JS.get(name);
      if (!instead || !reads || guarded || space === "type") return [];
      if (declared.has(name)) return [];
      return [{
        code: "commonjs",
        message:
          `The kernel has no \`${name}\`: a cell is no CommonJS module; ${instead}`,
        cell: index,
        offset: start,
        length: name.length,
      }];
    })
  );
}

/** Finds comments that hide a type error without a word on why. */
export function unexplainedErrors(cells: readonly CellAnalysis[]): Finding[] {
  return cells.filter(({ raises }) => raises).flatMap(({ index, syntax }) =>
    (syntax?.comments ?? []).flatMap(({ value, start }) => {
      const [, directive, reason] =
        value.match(/^[\s/*]*@ts-(expect-error|ignore|nocheck)([^]*)$/) ?? [];
      if (directive === undefined) return [];
      if (directive === "expect-error" && /[\p{L}\p{N}]/u.test(reason)) {
        return [];
      }
      return [{
        code: "expect-error-reason",
        message:
          "A cell that raises an exception may hold a type error only below `// @ts-expect-error` and why it is there",
        cell: index,
        offset: start,
      }];
    })
  );
}
