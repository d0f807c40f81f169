import { namesIn } from "./declarations.ts";
import { hide, type Scope, type Walker } from "./scope.ts";
import { at, childrenOf, listAt, type Tree } from "./syntax_tree.ts";
import { visitBinding } from "./targets.ts";

/** Goes through a type, or what holds one. */
export function visitType(walker: Walker, node: Tree, outside: Scope): void {
  const scope = {
    ...hide(outside, [...typeParametersOf(node)]),
    // Assertions hold an expression and a type.
    inType: outside.inType ||
      !/^TS(As|Satisfies|NonNull|Instantiation)Expression$|^TSTypeAssertion$|^TSExportAssignment$|^TSExternalModuleReference$|^TSQualifiedName$/
        .test(node.type),
  };
  switch (node.type) {
    case "TSTypeQuery":
      walker.all([at(node, "exprName")], {
        ...scope,
        inType: false,
        deferred: true,
      });
      return walker.all([at(node, "typeArguments")], scope);
    case "TSQualifiedName":
      return walker.all([at(node, "left")], scope);
    case "TSImportType":
      return walker.all([at(node, "typeArguments")], scope);
    case "TSNamedTupleMember":
      return walker.all([at(node, "elementType")], scope);
    case "TSTypePredicate":
      return walker.all([at(node, "typeAnnotation")], scope);
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return walker.all(
        childrenOf(node).filter((child) => child !== at(node, "id")),
        scope,
      );
    case "TSTypeParameter":
      return walker.all([at(node, "constraint"), at(node, "default")], scope);
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      walker.visit(at(node, "expression")!, scope);
      return walker.all([at(node, "typeAnnotation")], {
        ...scope,
        inType: true,
      });
    case "TSPropertySignature":
    case "TSMethodSignature":
      if (node.computed) {
        walker.all([at(node, "key")], {
          ...scope,
          inType: false,
          deferred: true,
        });
      }
  }
  const parameters = listAt(node, "parameters");
  const inner = hide(
    scope,
    parameters.flatMap(namesIn).map(({ name }) => name),
  );
  for (const parameter of parameters) visitBinding(walker, parameter, inner);
  const key = /Signature$/.test(node.type) ? at(node, "key") : undefined;
  walker.all(
    childrenOf(node).filter((child) =>
      child !== key && !parameters.includes(child)
    ),
    inner,
  );
}

/** The names of the types that a node declares for what is in it. */
export function typeParametersOf(node: Tree): string[] {
  const declared = [
    ...listAt(at(node, "typeParameters") ?? node, "params"),
    at(node, "typeParameter"),
  ].filter((each) => each?.type === "TSTypeParameter").map((each) => each!);
  const inferred = node.type === "TSConditionalType"
    ? inferredBelow(at(node, "extendsType")!)
    : [];
  return [...declared, ...inferred].map(({ name }) =>
    typeof name === "string" ? name : String((name as Tree).name)
  );
}

function inferredBelow(node: Tree): Tree[] {
  return node.type === "TSInferType"
    ? [at(node, "typeParameter")!]
    : childrenOf(node).flatMap(inferredBelow);
}
