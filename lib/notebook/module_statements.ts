/**
 * The imports and exports of a source, and what the kernel makes of them.
 *
 * @module
 */

import { type Edit, type EditedSource, editSource } from "./edited_source.ts";
import { type Range, tryParse } from "./syntax.ts";

/** What vanishes, and leaves a comment that stands before it at the top of all that is printed, as the kernel does. */
const TOP = "type _ = 0;";

interface Statement extends Range {
  readonly type: string;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly source?: { readonly value: string; readonly raw: string } | null;
  readonly attributes?: readonly Range[];
  readonly specifiers?: readonly Specifier[];
  readonly declaration?: Range & {
    readonly type: string;
    readonly id?: unknown;
  };
}

interface Specifier {
  readonly type: string;
  readonly imported?: { readonly name?: string; readonly raw?: string };
  readonly local: { readonly name: string };
}

/** A module that a source imports statically, or of which it exports something. */
export interface StaticImport {
  readonly specifier: string;
  /** The import's attributes as an object literal, such as `{ type: "json" }`. */
  readonly attributes: string;
}

/** The modules that a source imports statically, in order; nothing if it cannot be read. */
export function staticImports(source: string): StaticImport[] | undefined {
  return tryParse(source)?.program.body.flatMap((node) => {
    const statement = node as unknown as Statement;
    const { source: module } = statement;
    if (!module || isOfTypes(statement)) return [];
    return [{
      specifier: module.value,
      attributes: attributesOf(source, statement) ?? "{}",
    }];
  });
}

/**
 * Makes of a source what the kernel makes of it before it prints it: calls of imports, declarations of exports, and
 * neither has the comments that stood before it. The printers that are at hand do none of this.
 *
 * @param source The source.
 * @returns The same as it is to be printed; nothing if that cannot be told.
 */
export function printable(source: string): EditedSource | undefined {
  const parsed = tryParse(source);
  if (!parsed) {
    return /^\s*(?:import|export)\b/m.test(source)
      ? undefined
      : editSource(source, []);
  }
  const edits: Edit[] = [];
  const lost = new Set<Range>();
  let before: Range | undefined;
  for (const statement of parsed.program.body as unknown as Statement[]) {
    const [edit, ...others] = moduleEdits(source, statement);
    if (edit) {
      const text = before ? edit.text : TOP + edit.text;
      edits.push({ ...edit, text }, ...others);
      for (const comment of parsed.comments) {
        const isLost = isLeading(source, before, comment, statement) ||
          edit.end === statement.end && isTrailing(source, statement, comment);
        if (isLost) lost.add(comment);
      }
    }
    before = statement;
  }
  for (const { start, end } of lost) {
    const text = source.slice(start, end).replace(/[^\n]/g, "");
    edits.push({ start, end, text });
  }
  return editSource(source, edits);
}

/** Whether the kernel takes a comment for one on a statement, but not for one at the top of the cell. */
function isLeading(
  source: string,
  before: Range | undefined,
  comment: Range,
  statement: Range,
): boolean {
  return before !== undefined && comment.start >= before.end &&
    comment.end <= statement.start &&
    source.slice(before.end, comment.start).includes("\n");
}

function isTrailing(source: string, statement: Range, comment: Range): boolean {
  return comment.start >= statement.end &&
    /^[^\S\n]*(?:\/\*[^\n]*?\*\/[^\S\n]*)*$/.test(
      source.slice(statement.end, comment.start),
    );
}

/** Whether a statement imports or exports nothing but types, and so vanishes. */
function isOfTypes({ importKind, exportKind }: Statement): boolean {
  return importKind === "type" || exportKind === "type";
}

function attributesOf(
  source: string,
  { attributes = [] }: Statement,
): string | undefined {
  const [first] = attributes;
  return first &&
    `{ ${source.slice(first.start, attributes.at(-1)!.end)} }`;
}

/** What the kernel makes of a statement that imports or exports. */
function moduleEdits(source: string, statement: Statement): Edit[] {
  const { type, start, end, declaration } = statement;
  if (isOfTypes(statement)) return [];
  if (
    type === "ImportDeclaration" ||
    /^Export(All|Named)Decl/.test(type) && !declaration
  ) {
    return [{ start, end, text: importText(source, statement) }];
  }
  if (!/^Export/.test(type) || !declaration || declaration.start <= start) {
    return [];
  }
  const head = { start, end: declaration.start };
  if (type === "ExportNamedDeclaration") return [{ ...head, text: "" }];
  if (!declaration.type.endsWith("Declaration")) {
    // An object must not become a block.
    const [keywords] = source.slice(start).match(/^export\s+default/)!;
    const close = source[end - 1] === ";" ? end - 1 : end;
    return [
      { start, end: start + keywords.length, text: "(" },
      { start: close, end: close, text: ")" },
    ];
  }
  // Nothing can name it.
  return declaration.id ? [{ ...head, text: "" }] : [{ start, end, text: "" }];
}

function importText(source: string, statement: Statement): string {
  const { source: module, specifiers = [] } = statement;
  if (!module) return "";
  const attributes = attributesOf(source, statement);
  const imported = `await import(${module.raw}${
    attributes ? `, { with: ${attributes} }` : ""
  })`;
  if (!statement.type.startsWith("Import")) return `${imported};`;
  const named = specifiers.filter(({ type }) => !/Namespace/.test(type));
  const names = named.map(({ type, imported, local }) => {
    const name = type === "ImportDefaultSpecifier"
      ? '"default"'
      : imported?.raw ?? `"${imported?.name}"`;
    return `${name}: ${local.name}`;
  });
  const declared = [
    ...(names.length > 0 ? [`{ ${names.join(", ")} } = ${imported}`] : []),
    ...specifiers.filter(({ type }) => /Namespace/.test(type))
      .map(({ local }) => `${local.name} = ${imported}`),
  ];
  return declared.length > 0 ? `const ${declared.join(", ")};` : `${imported};`;
}
