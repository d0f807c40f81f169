import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Node, Parser } from "acorn";

/** A node of a syntax tree, with whatever it holds. */
export interface Tree extends Node {
  [key: string]: unknown;
}

/**
 * Keeps the parser from refusing what is no matter of syntax, such as a name that is declared twice, or an export of what
 * an earlier cell declares: the type checker says it better.
 */
function lenient(base: typeof Parser): typeof Parser {
  return class extends (base as unknown as new (...args: never[]) => object) {
    raiseRecoverable() {}
    declareName() {}
    checkLocalExport() {}
  } as unknown as typeof Parser;
}

const parsers = {
  ts: Parser.extend(tsPlugin(), lenient),
  tsx: Parser.extend(tsPlugin({ jsx: {} }), lenient),
};

/** The syntax of a cell. */
export interface ParsedCell {
  readonly program: Tree;
  readonly comments: readonly {
    readonly value: string;
    readonly start: number;
    readonly end: number;
  }[];
  /** Whether it can only be read as TypeScript with JSX. */
  readonly isJsx: boolean;
  /** Whether the whole cell is one object literal, which the kernel takes `{ a: 1 }` for. */
  readonly isObject: boolean;
}

/** Parses a cell, or gives undefined if there is no reading of it. */
export function parseCell(source: string): ParsedCell | undefined {
  const looksLikeObject = /^\s*\{/.test(source) && !/;\s*$/.test(source);
  return (looksLikeObject ? parseObject(source) : undefined) ??
    parse(source, "ts") ?? parse(source, "tsx");
}

function parseObject(source: string): ParsedCell | undefined {
  // The parenthesis takes the place of a line end before the cell, so that offsets in the tree are those in the cell.
  const parsed = parse(`(${source}\n)`, "ts") ?? parse(`(${source}\n)`, "tsx");
  if (!parsed) return undefined;
  shift(parsed.program, -1);
  const comments = parsed.comments.map(({ value, start, end }) => ({
    value,
    start: start - 1,
    end: end - 1,
  }));
  return { ...parsed, comments, isObject: true };
}

function parse(source: string, kind: "ts" | "tsx"): ParsedCell | undefined {
  const comments: { value: string; start: number; end: number }[] = [];
  try {
    const program = parsers[kind].parse(source, {
      ecmaVersion: "latest",
      sourceType: "module",
      locations: true,
      allowAwaitOutsideFunction: true,
      onComment: (_block, value, start, end) =>
        comments.push({ value, start, end }),
    });
    // Where the parser tries one reading and takes another, it reports a comment twice.
    const once = new Map(comments.map((comment) => [comment.start, comment]));
    return {
      program: program as unknown as Tree,
      comments: [...once.values()].sort((a, b) => a.start - b.start),
      isJsx: kind === "tsx",
      isObject: false,
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}

function shift(node: Tree, by: number, done = new Set<Tree>()): void {
  // A shorthand property is one node under two keys.
  if (done.has(node)) return;
  done.add(node);
  node.start += by;
  node.end += by;
  for (const each of childrenOf(node)) shift(each, by, done);
}

/** All nodes directly below a node, in the order of its keys. */
export function childrenOf(node: Tree): Tree[] {
  return Object.values(node).flat().filter(isTree);
}

/** Whether a value is a node. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null &&
    typeof (value as Tree).type === "string" &&
    typeof (value as Tree).start === "number";
}

/** The node that stands at a key, if one does. */
export function at(node: Tree, key: string): Tree | undefined {
  const value = node[key];
  return isTree(value) ? value : undefined;
}

/** The nodes that stand at a key. */
export function listAt(node: Tree, key: string): Tree[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isTree) : [];
}

/** An expression without the parentheses, assertions and `!` around it. */
export function bare(node: Tree): Tree {
  const inner = /^(Parenthesized|TSAs|TSSatisfies|TSNonNull|Chain)Expression$/
      .test(node.type)
    ? at(node, "expression")
    : undefined;
  return inner ? bare(inner) : node;
}
