/**
 * Notebooks as TypeScript modules, which `deno run` runs and which print what the notebook shows.
 *
 * A notebook forgives what a module does not: a name declared again by a later cell, something imported twice. Such
 * declarations become `var`, and such imports are left out.
 *
 * @module
 */

import type { Node } from "acorn";
import { dirname, relative, resolve } from "node:path";
import { type CodeCell, hasTag, type Notebook } from "../notebook/format.ts";
import { BookError, type BookNotebook } from "./book.ts";
import { isTypeScript, languageOf } from "./other_languages.ts";
import { throwIt } from "./page.ts";
import { pageNames } from "./page_names.ts";
import type { WrittenFile } from "./to_markdown.ts";
import { type ParsedSource, parseTypeScript } from "./typescript.ts";

/** A node of a program, with whatever it holds. */
type Tree = Node & Record<string, unknown>;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function edited(source: string, edits: readonly Edit[]): string {
  return edits.toSorted((a, b) => b.start - a.start).reduce(
    (text, { start, end, text: replacement }) =>
      text.slice(0, start) + replacement + text.slice(end),
    source,
  );
}

function statements({ program }: ParsedSource): Tree[] {
  return program.body as unknown as Tree[];
}

/** The names that a pattern binds. */
function namesIn(pattern: Tree | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [String(pattern.name)];
    case "ObjectPattern":
      return (pattern.properties as Tree[]).flatMap((property) =>
        namesIn((property.value ?? property.argument) as Tree)
      );
    case "ArrayPattern":
      return (pattern.elements as (Tree | null)[]).flatMap(namesIn);
    case "AssignmentPattern":
      return namesIn(pattern.left as Tree);
    case "RestElement":
      return namesIn(pattern.argument as Tree);
    default:
      return [];
  }
}

/** The names that a statement declares as values. */
function declared(statement: Tree): string[] {
  if (statement.type === "VariableDeclaration") {
    return (statement.declarations as Tree[]).flatMap(({ id }) =>
      namesIn(id as Tree)
    );
  }
  return /^(Function|Class)Declaration$/.test(statement.type)
    ? namesIn(statement.id as Tree)
    : [];
}

/** Names that a later cell, or the module's own function, declares again. */
function declaredTwice(
  cells: readonly (ParsedSource | undefined)[],
): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const parsed of cells) {
    for (const name of parsed ? statements(parsed).flatMap(declared) : []) {
      if (seen.has(name)) twice.add(name);
      seen.add(name);
    }
  }
  return twice;
}

/** What a module may still import, and from where. */
interface Imports {
  readonly seen: Set<string>;
  /** From the module's folder to the notebook's, where its imports start. */
  readonly base: string;
}

function importEdits(
  statement: Tree,
  source: string,
  imports: Imports,
): Edit[] {
  const from = statement.source as
    | (Tree & { value: string })
    | null
    | undefined;
  const edits: Edit[] = [];
  if (from && /^\.{1,2}\//.test(from.value)) {
    const path = `${imports.base}/${from.value}`.replaceAll("/./", "/");
    edits.push({
      start: from.start,
      end: from.end,
      text: JSON.stringify(/^\.{1,2}\//.test(path) ? path : `./${path}`),
    });
  }
  if (statement.type !== "ImportDeclaration") return edits;
  const specifiers = statement.specifiers as (Tree & { local: Tree })[];
  const kept = specifiers.filter(({ local }) => {
    const name = String(local.name);
    return !imports.seen.has(name) && Boolean(imports.seen.add(name));
  });
  if (kept.length === specifiers.length) return edits;
  if (kept.length === 0) {
    return [{ start: statement.start, end: statement.end, text: "" }];
  }
  // Only named imports can be in part new.
  return [...edits, {
    start: specifiers[0]!.start,
    end: specifiers.at(-1)!.end,
    text: kept.map(({ start, end }) => source.slice(start, end)).join(", "),
  }];
}

function redeclarationEdits(
  statement: Tree,
  twice: ReadonlySet<string>,
): Edit[] {
  if (!declared(statement).some((name) => twice.has(name))) return [];
  if (statement.type === "VariableDeclaration") {
    const { start, kind } = statement as Tree & { kind: string };
    return [{ start, end: start + kind.length, text: "var" }];
  }
  const { start, end } = statement;
  const name = String((statement.id as Tree).name);
  return [{ start, end: start, text: `var ${name} = ` }, {
    start: end,
    end,
    text: ";",
  }];
}

function comment(text: string): string {
  return text.trim().split(/\r?\n/).map((line) => `// ${line}`.trimEnd()).join(
    "\n",
  );
}

/** A cell as a part of a module. */
function cellCode(
  cell: CodeCell,
  parsed: ParsedSource | undefined,
  imports: Imports,
  twice: ReadonlySet<string>,
): string {
  const source = cell.source;
  if (hasTag(cell, "skip-execution")) return comment(source);
  if (!parsed) return `// This cell is not TypeScript:\n${comment(source)}`;
  const all = statements(parsed);
  const edits = all.flatMap((statement) => [
    ...importEdits(statement, source, imports),
    ...redeclarationEdits(statement, twice),
  ]);
  const last = all.at(-1);
  if (
    last?.type === "ExpressionStatement" && !hasTag(cell, "remove-cell") &&
    !hasTag(cell, "remove-output")
  ) {
    const { start, end } = last.expression as Tree;
    edits.push({ start, end: start, text: "await showValue(" });
    edits.push({ start: end, end, text: ")" });
  }
  const code = edited(source, edits).trim();
  return hasTag(cell, "raises-exception")
    ? `try {\n${code}\n} catch (error) {\n  console.log(String(error));\n}`
    : code;
}

const SHOW = `/** Prints the value of a cell as the notebook shows it. */
async function showValue(value: unknown): Promise<void> {
  if (value === undefined) return;
  // deno-lint-ignore no-explicit-any
  const show = (value as any)?.[Symbol.for("Jupyter.display")];
  if (typeof show !== "function") return console.log(Deno.inspect(value));
  const bundle = await show.call(value);
  console.log(
    bundle["text/plain"] ?? bundle["text/markdown"] ?? bundle["text/latex"] ??
      bundle["text/html"] ?? bundle["application/json"] ?? Object.keys(bundle).join(", "),
  );
}`;

/** Deno has `Deno.jupyter` in its kernel alone, and outside of it throws where it is named. */
const JUPYTER =
  `/** Puts a Deno.jupyter into place that prints what that of the kernel shows. */
function provideJupyter(): void {
  const $display = Symbol.for("Jupyter.display");
  const shownAs = (bundle: unknown) => ({ [$display]: () => bundle });
  const template = (type: string) => (parts: TemplateStringsArray, ...values: unknown[]) =>
    shownAs({ [type]: String.raw({ raw: parts }, ...values) });
  // deno-lint-ignore no-explicit-any
  (Deno as any).jupyter = {
    $display,
    md: template("text/markdown"),
    html: template("text/html"),
    svg: template("image/svg+xml"),
    image: () => shownAs({ image: "" }),
    display: (value: unknown, { raw = false } = {}) => showValue(raw ? shownAs(value) : value),
    broadcast: async (_type: string, { data }: { data?: unknown }) => {
      if (data) await showValue(shownAs(data));
    },
  };
}`;

/** Whether a notebook may use what `provideJupyter()` provides. */
function usesJupyter({ cells }: Notebook): boolean {
  return cells.some(({ cell_type, source }) =>
    cell_type === "code" && /\bjupyter\b/.test(source)
  );
}

/** A module, and the path of the notebook that it was made from. */
export interface WrittenModule extends WrittenFile {
  readonly path: string;
}

/**
 * Writes notebooks as TypeScript modules.
 *
 * @param notebooks The notebooks with their paths.
 * @param folder Where the modules go, from which what they import is found.
 * @param options What takes a notebook in another language, which is left out.
 * @returns One module for each notebook in TypeScript.
 * @throws {BookError} If a notebook is in another language, unless `report` takes it.
 *
 * @example
 * ```ts
 * import { toTypeScript } from "@denobook/denobook/page";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const [module] = toTypeScript([{
 *   path: "notebooks/or.ipynb",
 *   notebook: {
 *     cells: [{
 *       cell_type: "code",
 *       id: "sum",
 *       metadata: {},
 *       source: "1 + 1",
 *       execution_count: null,
 *       outputs: [],
 *     }],
 *     metadata: {},
 *     nbformat: 4,
 *     nbformat_minor: 5,
 *   },
 * }], "site");
 *
 * assertStringIncludes(String(module.content), "await showValue(1 + 1)");
 * ```
 */
export function toTypeScript(
  notebooks: readonly BookNotebook[],
  folder: string,
  { report = throwIt }: { readonly report?: (error: BookError) => void } = {},
): WrittenModule[] {
  const written = notebooks.filter(({ path, notebook }) => {
    const language = languageOf(notebook);
    if (!language || isTypeScript(language)) return true;
    report(
      new BookError(
        `Cannot write ${path} as TypeScript: it is a notebook in ${language}; leave it out, or export it as pages or Markdown`,
      ),
    );
    return false;
  });
  const names = pageNames(written.map(({ path }) => path), ".ts");
  return written.map(({ path, notebook }, i) => {
    const name = names[i]!;
    const from = dirname(resolve(folder, name));
    const imports: Imports = {
      seen: new Set(),
      base: relative(from, dirname(resolve(path))).replaceAll("\\", "/") || ".",
    };
    const parsed = new Map(notebook.cells.map((cell) => [
      cell,
      cell.cell_type === "code" ? parseTypeScript(cell.source) : undefined,
    ]));
    const twice = declaredTwice([...parsed.values()]);
    const parts = notebook.cells.map((cell) => {
      if (cell.cell_type === "code") {
        return cellCode(cell, parsed.get(cell), imports, twice);
      }
      return cell.cell_type === "markdown" && !hasTag(cell, "remove-cell")
        ? comment(cell.source)
        : "";
    });
    const all = usesJupyter(notebook)
      ? ["provideJupyter();", ...parts, JUPYTER, SHOW]
      : [...parts, SHOW];
    return { name, path, content: `${all.filter(Boolean).join("\n\n")}\n` };
  });
}
