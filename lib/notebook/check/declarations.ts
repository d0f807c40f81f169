import { at, childrenOf, listAt, type Tree } from "./syntax_tree.ts";

/** What kind of declaration gives a name its meaning; a type is all that is gone before the cell runs. */
export type DeclarationKind =
  | "class"
  | "const"
  | "enum"
  | "function"
  | "import"
  | "let"
  | "namespace"
  | "type"
  | "using"
  | "var";

/** A name that a cell declares at its top level, where later cells see it. */
export interface Declaration {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** Where the name stands in the cell's source. */
  readonly start: number;
  /** Where the statement that declares it stands. */
  readonly statement: Tree;
  /** How the name has to be written when it is renamed, where that is not the new name alone. */
  readonly shorthand?: "property" | "import";
  /** Whether it can be used as a value; as a type. */
  readonly isValue: boolean;
  readonly isType: boolean;
}

const IS_FUNCTION =
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|TSDeclareFunction|TSDeclareMethod)$/;

/** Whether a node is a function with a scope of its own. */
export function isFunction(node: Tree): boolean {
  return IS_FUNCTION.test(node.type);
}

/** The declarations in a list of statements that hold for all of it; `var` deeper inside is not among them. */
export function declarationsOf(statements: readonly Tree[]): Declaration[] {
  return statements.flatMap((statement) => {
    const declared = /^Export(Named|Default)Declaration$/.test(statement.type)
      ? at(statement, "declaration")
      : statement;
    return declared ? declaredBy(declared, statement) : [];
  });
}

function declaredBy(node: Tree, statement: Tree): Declaration[] {
  const named = (
    kind: DeclarationKind,
    isValue: boolean,
    isType: boolean,
  ): Declaration[] => {
    const id = at(node, "id");
    if (id?.type !== "Identifier" || node.global) return [];
    const { start } = id;
    return [{
      name: id.name as string,
      kind: isErased(node) ? "type" : kind,
      start,
      statement,
      isValue,
      isType,
    }];
  };
  switch (node.type) {
    case "VariableDeclaration":
      return listAt(node, "declarations").flatMap((declarator) =>
        namesIn(at(declarator, "id")!).map(({ name, start, shorthand }) => ({
          name,
          kind: isErased(node) ? "type" : kindOfVariable(String(node.kind)),
          start,
          statement,
          ...(shorthand && { shorthand: "property" as const }),
          isValue: true,
          isType: false,
        }))
      );
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return named("function", true, false);
    case "ClassDeclaration":
      return named("class", true, true);
    case "TSEnumDeclaration":
      return named("enum", true, true);
    case "TSModuleDeclaration":
      return named("namespace", true, true);
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return named("type", false, true);
    case "TSImportEqualsDeclaration":
      return named("const", true, true);
    case "ImportDeclaration":
      return listAt(node, "specifiers").map((specifier) => {
        const local = at(specifier, "local")!;
        const isTypeOnly = node.importKind === "type" ||
          specifier.importKind === "type";
        return {
          name: local.name as string,
          kind: isTypeOnly ? "type" : "import",
          start: local.start,
          statement,
          ...(at(specifier, "imported")?.start === local.start &&
            { shorthand: "import" as const }),
          isValue: !isTypeOnly,
          isType: true,
        };
      });
    default:
      return [];
  }
}

/** Whether only the type checker sees a declaration of a value. */
function isErased(node: Tree): boolean {
  return node.declare === true ||
    node.type === "TSEnumDeclaration" && node.const === true;
}

function kindOfVariable(kind: string): DeclarationKind {
  if (kind === "let" || kind === "var") return kind;
  return kind.endsWith("using") ? "using" : "const";
}

/** The names that a pattern binds. */
export function namesIn(
  pattern: Tree,
): { name: string; start: number; shorthand: boolean }[] {
  switch (pattern.type) {
    case "Identifier":
      return [{
        name: pattern.name as string,
        start: pattern.start,
        shorthand: false,
      }];
    case "ObjectPattern":
      return listAt(pattern, "properties").flatMap((property) =>
        property.type === "RestElement"
          ? namesIn(property)
          : namesIn(at(property, "value")!).map((found) => ({
            ...found,
            shorthand: found.shorthand ||
              property.shorthand === true,
          }))
      );
    case "ArrayPattern":
      return listAt(pattern, "elements").flatMap(namesIn);
    case "AssignmentPattern":
      return namesIn(at(pattern, "left")!);
    case "RestElement":
      return namesIn(at(pattern, "argument")!);
    case "TSParameterProperty":
      return namesIn(at(pattern, "parameter")!);
    default:
      return [];
  }
}

/** The `var` declarations in a node and below it, down to the functions. */
export function varsBelow(node: Tree, statement = node): Declaration[] {
  if (isFunction(node) || /^(Class|TSModule)/.test(node.type)) return [];
  const own = node.type === "VariableDeclaration" && node.kind === "var"
    ? declaredBy(node, statement)
    : [];
  return [
    ...own,
    ...childrenOf(node).flatMap((child) => varsBelow(child, statement)),
  ];
}
