/**
 * A notebook as one TypeScript module that means what the kernel makes of its cells, run in order.
 *
 * What has to differ from the cells, one after the other:
 *
 * - imports stand first, because that is where a module has them; relative ones name the file, because the module stands
 *   in a folder of its own;
 * - a name that is declared anew has a new name (`versions.ts`);
 * - `export`, which the kernel passes over, is left out, and a cell that is an object literal has parentheses;
 * - a cell that the kernel does not execute is a block;
 * - what a cell that raises an exception throws does not end the module;
 * - each expression whose promise nobody might wait for is given to a function that no promise may be given to.
 *
 * @module
 */

import type { CellAnalysis, NotebookAnalysis } from "./analysis.ts";
import { floatingExpressions } from "./floating.ts";
import { MappedText } from "./source_map.ts";
import { at, bare, childrenOf, type Tree } from "./syntax_tree.ts";
import { type Renaming, renamingsOf } from "./versions.ts";

/** The function that no promise may be given to; what it is called with is checked for nothing else. */
export const NO_PROMISE = "denobook_noPromiseʹ0";

const PROLOGUE = `export {};
declare const denobook_mayʹ0: boolean;
declare function ${NO_PROMISE}<T>(value: T, ...floats: 0 extends 1 & T ? [] : ` +
  `[Extract<T, PromiseLike<unknown>>] extends [never] ? [] : [floats: never]): void;
`;

/** A notebook's module. */
export interface NotebookModule {
  readonly analysis: NotebookAnalysis;
  readonly content: MappedText;
  readonly extension: "ts" | "tsx";
}

/** A change to a cell's text: what stands from `start` to `end` is replaced. */
interface Edit extends Renaming {
  /** The part of the source that the new text stands for, if it stands for any. */
  readonly from?: { readonly start: number; readonly end: number };
}

/**
 * Writes a notebook as a module.
 *
 * @param analysis The notebook.
 * @param resolve Gives a relative import as the address of the file that it names.
 * @param isGlobal Tells the names that the kernel has of its own.
 */
export function moduleOf(
  analysis: NotebookAnalysis,
  resolve: (specifier: string) => string,
  isGlobal: (name: string) => boolean,
): NotebookModule {
  const content = new MappedText();
  const cells = analysis.cells.filter(({ isReadable }) => isReadable);
  const renamings = renamingsOf(cells, isGlobal);
  const edits = new Map(cells.map((cell) => [
    cell.index,
    [
      ...renamings.get(cell.index)!.map((one) => ({ ...one, from: one })),
      ...specifierEdits(cell, resolve),
    ],
  ]));

  content.add(pragmasOf(cells));
  content.add(PROLOGUE);
  for (const cell of cells) {
    for (const statement of cell.statements) {
      if (!isHoisted(statement)) continue;
      const start = startWithComments(cell, statement);
      copy(content, cell, start, statement.end, edits.get(cell.index)!);
      content.add("\n;");
    }
  }
  for (const cell of cells) {
    content.add(cell.isExecuted ? "\n;" : "\n{");
    const names = edits.get(cell.index)!;
    const own = [...names, ...cellEdits(cell, names)];
    copy(content, cell, 0, cell.source.length, own);
    content.add(cell.isExecuted ? "\n;" : "\n}");
  }
  const isJsx = cells.some(({ syntax }) => syntax?.isJsx);
  return { analysis, content, extension: isJsx ? "tsx" : "ts" };
}

function copy(
  content: MappedText,
  { source, index }: CellAnalysis,
  start: number,
  end: number,
  edits: readonly Edit[],
): void {
  let done = start;
  // Insertions at one place keep their order; what lies within a replaced piece goes with it.
  const inOrder = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const edit of inOrder) {
    if (edit.start < done || edit.end > end) continue;
    content.copy(source, index, done, edit.start);
    const { from, text } = edit;
    if (!from) content.add(text);
    else {
      const length = from.end - from.start;
      content.replace(text, { cell: index, offset: from.start, length });
    }
    done = edit.end;
  }
  content.copy(source, index, done, end);
}

/** Comments that speak to the compiler about the whole module, from wherever they stand. */
function pragmasOf(cells: readonly CellAnalysis[]): string {
  const pragmas = new Set(
    cells.flatMap(({ syntax, source }) =>
      (syntax?.comments ?? [])
        .map(({ start, end }) => source.slice(start, end))
        .filter((text) =>
          /^\/\/\/\s*<reference\s/.test(text) || /^\/\*.*@jsx\w*\s/s.test(text)
        )
    ),
  );
  return [...pragmas].map((text) => `${text}\n`).join("");
}

function isHoisted(statement: Tree): boolean {
  return statement.type === "ImportDeclaration" ||
    /^Export(Named|All)Declaration$/.test(statement.type) &&
      at(statement, "source") !== undefined;
}

/** Where the comment lines right above a statement begin: `// @ts-types` and its like are about it. */
function startWithComments(
  { syntax, source }: CellAnalysis,
  statement: Tree,
): number {
  let { start } = statement;
  for (const comment of syntax!.comments.toReversed()) {
    if (comment.end > start) continue;
    const lineStart = source.lastIndexOf("\n", comment.start - 1) + 1;
    const isOwnLine = source.slice(lineStart, comment.start).trim() === "";
    if (
      !isOwnLine || !/^[^\S\n]*\n?\s*$/.test(source.slice(comment.end, start))
    ) {
      break;
    }
    start = comment.start;
  }
  return start;
}

/** What is different about the text of a cell that is no import. */
function cellEdits(cell: CellAnalysis, names: readonly Edit[]): Edit[] {
  const { statements, syntax, source, raises } = cell;
  if (!syntax) return [];
  const insert = (at: number, text: string): Edit => ({
    start: at,
    end: at,
    text,
  });
  const remove = (start: number, end: number): Edit => ({
    start,
    end,
    text: "",
  });
  if (syntax.isObject) return [insert(0, "("), insert(source.length, "\n)")];
  const edits: Edit[] = [];
  for (const floating of floatingExpressions(syntax.program)) {
    const { expression, statement, isBody } = floating;
    if (isBody) edits.push(insert(statement.start, "{"));
    const again = new MappedText();
    copy(again, cell, expression.start, expression.end, names);
    edits.push(
      insert(statement.end, ";(async () => "),
      { ...insert(statement.end, NO_PROMISE), from: expression },
      insert(statement.end, `(${again.text}\n));${isBody ? "}" : ""}`),
    );
  }
  for (const statement of statements) {
    const { start, end, type } = statement;
    const declaration = at(statement, "declaration");
    if (isHoisted(statement)) {
      edits.push(remove(startWithComments(cell, statement), end));
    } else if (type === "ExportNamedDeclaration") {
      edits.push(remove(start, declaration ? declaration.start : end));
    } else if (type === "ExportDefaultDeclaration" && declaration) {
      const stands = at(declaration, "id") || /^TS/.test(declaration.type);
      edits.push(remove(start, declaration.start));
      if (!stands) {
        edits.push(insert(declaration.start, "void ("));
        edits.push(insert(declaration.end, ")"));
      }
    } else if (
      type === "ThrowStatement" ||
      raises && !/Declaration$|^TS|^(Empty|Block)/.test(type)
    ) {
      edits.push(insert(start, "if (denobook_mayʹ0) "));
    }
  }
  return edits;
}

/** Relative imports, rewritten: the module does not stand where the kernel resolves them. */
function specifierEdits(
  { syntax }: CellAnalysis,
  resolve: (specifier: string) => string,
): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: Tree) => {
    const literal = specifierOf(node);
    if (literal && /^\.{0,2}\//.test(String(literal.value))) {
      edits.push({
        start: literal.start,
        end: literal.end,
        text: JSON.stringify(resolve(String(literal.value))),
        from: literal,
      });
    }
    childrenOf(node).forEach(visit);
  };
  if (syntax) visit(syntax.program);
  return edits;
}

/** The literal that names the module that a node imports, if it does. */
export function specifierOf(node: Tree): Tree | undefined {
  const named = /^(Import|Export(Named|All))Declaration$|^ImportExpression$/
      .test(node.type)
    ? at(node, "source")
    : node.type === "TSImportType"
    ? at(node, "argument")
    : node.type === "TSExternalModuleReference"
    ? at(node, "expression")
    : undefined;
  const literal = named?.type === "TSLiteralType"
    ? at(named, "literal")
    : named && bare(named);
  return typeof literal?.value === "string" ? literal : undefined;
}

/** All specifiers in a program. */
export function specifiersIn(node: Tree): Tree[] {
  const own = specifierOf(node);
  return [
    ...(own ? [own] : []),
    ...childrenOf(node).flatMap(specifiersIn),
  ].filter((each) => each !== undefined);
}
