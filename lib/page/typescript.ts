/**
 * The one parser of TypeScript: what colours code also says what it declares and which value it shows.
 *
 * @module
 */

import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Comment, Parser, type Program, type Token } from "acorn";

const TypeScript = Parser.extend(tsPlugin());

/** A source with all that its parser saw. */
export interface ParsedSource {
  readonly program: Program;
  /** In order, each place once. */
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

/**
 * Parses a cell of TypeScript.
 *
 * @param source The cell's source.
 * @returns What the parser saw; `undefined` if it is not TypeScript.
 */
export function parseTypeScript(source: string): ParsedSource | undefined {
  const reported: Token[] = [];
  const comments: Comment[] = [];
  try {
    const program = TypeScript.parse(source, {
      ecmaVersion: "latest",
      sourceType: "module",
      locations: true,
      allowAwaitOutsideFunction: true,
      onToken: reported,
      onComment: comments,
    });
    // Where the parser tried one reading and took another, it reports the same place twice: the last holds.
    const tokens = [
      ...new Map(reported.map((token) => [token.start, token])).values(),
    ].sort((a, b) => a.start - b.start);
    return { program, tokens, comments };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
