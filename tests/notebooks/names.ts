import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Node, Parser } from "acorn";

const parser = Parser.extend(tsPlugin());

type Tree = Node & Record<string, unknown>;

/** The names that a cell defines or imports. */
export function topLevelNames(source: string): string[] {
  const program: unknown = parser.parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    allowAwaitOutsideFunction: true,
    locations: true,
  });
  return ((program as Tree).body as Tree[]).flatMap((statement) => {
    switch (statement.type) {
      case "VariableDeclaration":
        return (statement.declarations as Tree[])
          .flatMap(({ id }) => namesIn(id as Tree));
      case "FunctionDeclaration":
      case "ClassDeclaration":
        return namesIn(statement.id as Tree);
      case "ImportDeclaration":
        return (statement.specifiers as Tree[])
          .flatMap(({ local }) => namesIn(local as Tree));
      default:
        return [];
    }
  });
}

/** The names in a pattern, such as `[a, { b: c, ...d } = {}]`. */
function namesIn(pattern: Tree | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name as string];
    case "ArrayPattern":
      return (pattern.elements as Tree[]).flatMap(namesIn);
    case "ObjectPattern":
      return (pattern.properties as Tree[])
        .flatMap((property) => namesIn((property.value ?? property) as Tree));
    case "AssignmentPattern":
      return namesIn(pattern.left as Tree);
    case "RestElement":
      return namesIn(pattern.argument as Tree);
    default:
      return [];
  }
}
