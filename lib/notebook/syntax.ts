/**
 * A cell's source as a syntax tree.
 *
 * The parser is loaded while a kernel starts: nothing needs it before. It is not the one that the kernel uses, so what
 * it cannot read is left alone, and only what V8 has refused already is asked of it.
 *
 * @module
 */

import { Parser, type Program } from "acorn";
import { tsPlugin } from "@sveltejs/acorn-typescript";
import { mayHaveJsx } from "./printer.ts";
import { offsetOf, type Position, positionAt } from "./source_position.ts";

/** Lets a cell export what an earlier one declares. */
function withExports(base: typeof Parser): typeof Parser {
  return class extends (base as unknown as new (...args: never[]) => object) {
    checkLocalExport() {}
  } as unknown as typeof Parser;
}

const TypeScriptParser = Parser.extend(tsPlugin(), withExports);
const JsxParser = Parser.extend(tsPlugin({ jsx: {} }), withExports);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A part of a source, from and up to which UTF-16 code unit. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A syntax tree with the comments, in order. */
interface Parsed {
  readonly program: Program;
  readonly comments: readonly Range[];
}

function parse(source: string): Parsed {
  const parseWith = (parser: typeof Parser) => {
    // Where the parser tries one reading and takes another, it reports a comment twice.
    const comments = new Map<number, Range>();
    const program = parser.parse(source, {
      sourceType: "module",
      ecmaVersion: "latest",
      allowAwaitOutsideFunction: true,
      locations: true,
      onComment: (_isBlock, _text, start, end) =>
        comments.set(start, { start, end }),
    });
    const inOrder = [...comments.values()].sort((a, b) => a.start - b.start);
    return { program, comments: inOrder };
  };
  try {
    return parseWith(TypeScriptParser);
  } catch (error) {
    try {
      return parseWith(JsxParser);
    } catch (jsxError) {
      throw mayHaveJsx(source) ? jsxError : error;
    }
  }
}

/** The syntax tree of a source; nothing if it cannot be read. */
export function tryParse(source: string): Parsed | undefined {
  try {
    return parse(source);
  } catch {
    return undefined;
  }
}

/** What stands in the comments of a source, without their marks; nothing if it cannot be read. */
export function commentsOf(source: string): string[] {
  return (tryParse(source)?.comments ?? []).map(({ start, end }) =>
    source.slice(start + 2, end).replace(/\*\/$/, "")
  );
}

/** The statements at the top of a source; none if it cannot be read. */
export function statementsOf(source: string): readonly Range[] {
  return tryParse(source)?.program.body ?? [];
}

/** The last expression of a source. */
export interface LastExpression extends Range {
  /** Whether it is several expressions with commas in between. */
  readonly isSequence: boolean;
}

/** Statements that leave the value of what stands before them the value of the cell. */
const VALUELESS = /^(Empty|.*Declaration$|TS)/;

/** What of a source the kernel is to hand to the session's helper. */
export interface HandedOver {
  /** The expression whose value is the cell's, if it has one that can be told. */
  readonly last?: LastExpression | undefined;
  /** What is thrown outside of functions and calls nothing, so that it is most likely no error. */
  readonly thrown: readonly Range[];
}

/** What was found in sources that are yet to be executed. */
const foreseen = new Map<string, HandedOver>();

/** Looks at sources that will be executed soon: while a kernel starts there is time for it. */
export function foresee(sources: Iterable<string>): void {
  for (const source of sources) foreseen.set(source, look(source));
}

/** Finds what of a source is to be handed over; nothing if it cannot be read. */
export function handedOver(source: string): HandedOver {
  const found = foreseen.get(source) ?? look(source);
  foreseen.delete(source);
  return found;
}

function look(source: string): HandedOver {
  try {
    const { program } = parse(source);
    return {
      last: lastExpression(source, program),
      thrown: source.includes("throw") ? thrownValues(program) : [],
    };
  } catch {
    return { thrown: [] };
  }
}

function lastExpression(
  source: string,
  { body }: { readonly body: readonly Node[] },
): LastExpression | undefined {
  const last = body.findLast(({ type }) => !VALUELESS.test(type));
  if (last?.type !== "ExpressionStatement") return undefined;
  const text = source.slice(last.start, last.end);
  const { expression } = last as unknown as { expression: Node };
  return {
    start: last.start,
    end: last.end - (text.endsWith(";") ? 1 : 0),
    isSequence: expression.type === "SequenceExpression",
  };
}

/** Functions are left as they are written: a notebook may show their text, or send it elsewhere. */
function thrownValues(program: Node): Range[] {
  const found: Range[] = [];
  const visit = (node: Node) => {
    if (/Function|Class/.test(node.type)) return;
    if (node.type === "ThrowStatement") {
      const { argument } = node as unknown as { argument: Node };
      const { start, end } = argument;
      if (PLAIN.test(argument.type) && !find(argument, calls)) {
        found.push({ start, end });
      }
    }
    for (const child of children(node)) visit(child);
  };
  visit(program);
  return found;
}

const PLAIN = /^(.*Literal|Identifier|(Object|Array|Unary)Expression)$/;

function calls({ type }: Node): boolean {
  return /Call|New|Tagged|Import|Await|Yield|Function|Class/.test(type);
}

/**
 * Where V8 has found a syntax error that the transpiler let pass.
 *
 * @param source The source.
 * @param message What V8 said.
 */
export function placeOfSyntaxError(
  source: string,
  message: string,
): Position | undefined {
  let program: Program;
  try {
    ({ program } = parse(source));
  } catch (error) {
    const { loc } = error as { loc?: { line: number; column: number } };
    return loc && { line: loc.line, column: loc.column + 1 };
  }
  const [, name] = message.match(/^Identifier '(.+)' has already been/) ?? [];
  const at = name === undefined
    ? message.includes("import.meta") ? find(program, isImportMeta) : undefined
    : find(program, (node) => isBinding(node, name));
  return at && positionAt(source, at.start);
}

/**
 * Where in a source an error belongs, of which V8 tells only the nearest place that it knows: of a name that is not
 * defined, what was computed before it.
 *
 * @param source The source.
 * @param position What V8 told.
 * @param message What is said of the error, if it arose there.
 */
export function exactPlace(
  source: string,
  position: Position,
  message: string,
): Position {
  const [, name] = message.match(/ReferenceError: (\S+) is not defined$/) ?? [];
  const parsed = name === undefined ? undefined : tryParse(source);
  if (!parsed) return position;
  const at = offsetOf(source, position);
  const uses = usesAfter(parsed.program, name, at);
  return uses.length === 0
    ? position
    : positionAt(source, Math.min(...uses.map(({ start }) => start)));
}

/**
 * Where a name is used at an offset or behind it, functions that begin behind it and types left out. A method begins with
 * its name.
 */
function usesAfter(
  node: Node,
  name: string,
  at: number,
  start = node.start,
): Node[] {
  if (node.end <= at || /^TS(Type|Interface)/.test(node.type)) return [];
  if (/Function/.test(node.type) && start > at) return [];
  const { name: own, computed, property, key } = node as Node & {
    name?: unknown;
    computed?: boolean;
    property?: Node;
    key?: Node;
  };
  if (node.type === "Identifier") {
    return own === name && node.start >= at ? [node] : [];
  }
  return children(node)
    .filter((child) => computed || child !== property && child !== key)
    .flatMap((child) =>
      node.type === "MethodDefinition"
        ? usesAfter(child, name, at, start)
        : usesAfter(child, name, at)
    );
}

/** Where a source imports a module, the first time. */
export function placeOfImport(
  source: string,
  specifier: string,
): Position | undefined {
  const parsed = tryParse(source);
  const found = parsed && find(
    parsed.program,
    (node) =>
      (node as unknown as { source?: { value?: unknown } }).source?.value ===
        specifier,
  );
  return found && positionAt(source, found.start);
}

/** Where the first tag of a source stands, if it has JSX. */
export function placeOfTag(source: string): Position | undefined {
  const parsed = tryParse(source);
  const found = parsed &&
    find(parsed.program, ({ type }) => /^JSX(Element|Fragment)$/.test(type));
  return found && positionAt(source, found.start);
}

/**
 * The variables that a source declares at its top, each by name with the keyword that declares it; nothing if it cannot
 * be read.
 */
export function declaredVariables(
  source: string,
): Map<string, "const" | "let" | "var"> | undefined {
  const parsed = tryParse(source);
  if (!parsed) return undefined;
  const declared = new Map<string, "const" | "let" | "var">();
  for (const statement of parsed.program.body) {
    if (statement.type !== "VariableDeclaration") continue;
    const { kind, declarations } = statement as unknown as {
      kind: "const" | "let" | "var";
      declarations: { id: { name?: string } }[];
    };
    for (const { id } of declarations) {
      if (id.name !== undefined) declared.set(id.name, kind);
    }
  }
  return declared;
}

/** A class that the kernel compiles, and where its name stands; if it has none, the word `class`. */
export interface CompiledClass extends Range {
  readonly name: number;
}

/** What a source declares at its top that is to be disposed of, which the kernel does not do. */
export interface Undisposed extends Range {
  readonly kind: "using" | "await using";
}

/** Finds what a source declares at its top that is to be disposed of. */
export function undisposedIn(source: string): Undisposed[] {
  const parsed = /\busing\b/.test(source) ? tryParse(source) : undefined;
  return (parsed?.program.body ?? []).flatMap((statement) => {
    const { kind, start, end } = statement as Node & { kind?: string };
    return kind === "using" || kind === "await using"
      ? [{ kind, start, end }]
      : [];
  });
}

/** What is said of it. */
export function undisposedMessage(kind: Undisposed["kind"]): string {
  return `The kernel never disposes of what \`${kind}\` declares at the top of a cell; put it into a block, \`{ ${kind} … }\``;
}

/**
 * The classes of a source that have decorators, or members that do or whose names are computed, which the kernel does
 * before the class; nothing if it cannot be read.
 */
export function compiledClasses(source: string): CompiledClass[] | undefined {
  if (!/\bclass\b/.test(source) || !/[@[]/.test(source)) return [];
  const parsed = tryParse(source);
  if (!parsed) return undefined;
  const found = new Set<Node>();
  const visit = (node: Node, around: Node | undefined) => {
    if (around && (node.type === "Decorator" || isComputed(node))) {
      found.add(around);
    }
    const within = /^Class(Declaration|Expression)$/.test(node.type)
      ? node
      : around;
    for (const child of children(node)) visit(child, within);
  };
  visit(parsed.program, undefined);
  return [...found].map((node) => {
    const { start, end, id, decorators } = node as Node & {
      id?: Node;
      decorators?: readonly Node[];
    };
    const from = decorators?.at(-1)?.end ?? start;
    return { start, end, name: id?.start ?? source.indexOf("class", from) };
  });
}

/** Whether a node is a member of a class whose name is computed, and not the value of a variable. */
function isComputed(node: Node): boolean {
  const { computed, key } = node as Node & { computed?: boolean; key?: Node };
  return /^(Method|Property)Definition$/.test(node.type) && computed === true &&
    key?.type !== "Identifier";
}

function isImportMeta(node: Node): boolean {
  return node.type === "MetaProperty";
}

/** Whether a node declares a name: it is a variable, a function or a class of that name. */
function isBinding(node: Node, name: string): boolean {
  const { id, local } = node as unknown as Record<
    "id" | "local",
    { name?: string } | undefined
  >;
  return id?.name === name ||
    /^Import.*Specifier$/.test(node.type) && local?.name === name ||
    /^(Object|Array)Pattern$/.test(node.type) &&
      find(node, (inner) =>
          inner.type === "Identifier" &&
          (inner as unknown as { name: string }).name === name) !== undefined;
}

/** The first node in a tree, in the order of the source, that a test accepts. */
function find(
  node: Node,
  accepts: (node: Node) => boolean,
): Node | undefined {
  if (accepts(node)) return node;
  for (const child of children(node)) {
    const found = find(child, accepts);
    if (found) return found;
  }
  return undefined;
}

function children(node: Node): Node[] {
  return Object.values(node).flat()
    .filter((part) => typeof part?.type === "string");
}
