/**
 * The references in what values are given to: targets of assignments, properties, and patterns that declare names.
 *
 * @module
 */

import type { Reference, Scope, Walker } from "./scope.ts";
import { at, bare, childrenOf, listAt, type Tree } from "./syntax_tree.ts";

/** Goes through what an assignment writes to; `alsoReads` for `+=` and its like. */
export function visitTarget(
  walker: Walker,
  target: Tree,
  scope: Scope,
  alsoReads: boolean,
): void {
  const node = bare(target);
  const rest = { reads: alsoReads, writes: true };
  if (node.type === "Identifier") return walker.refer(node, scope, rest);
  if (node.type === "MemberExpression") {
    return visitMember(walker, node, scope, rest);
  }
  if (node.type === "Property") {
    if (node.computed) walker.all([at(node, "key")], scope);
    const value = at(node, "value")!;
    const name = value.type === "AssignmentPattern"
      ? at(value, "left")!
      : value;
    if (!node.shorthand) return visitTarget(walker, value, scope, alsoReads);
    walker.refer(name, scope, { ...rest, shorthand: true });
    if (value !== name) walker.all([at(value, "right")], scope);
    return;
  }
  if (node.type === "AssignmentPattern") {
    visitTarget(walker, at(node, "left")!, scope, alsoReads);
    return walker.all([at(node, "right")], scope);
  }
  for (const child of childrenOf(node)) {
    visitTarget(walker, child, scope, alsoReads);
  }
}

/** Goes through `object.property`, which reads or writes the object. */
export function visitMember(
  walker: Walker,
  node: Tree,
  scope: Scope,
  rest: Partial<Reference> = {},
): void {
  const object = bare(at(node, "object")!);
  if (object.type === "Identifier") {
    walker.refer(object, scope, { member: propertyOf(node), ...rest });
  } else if (object.type === "MemberExpression" && rest.writes) {
    visitMember(walker, object, scope, { reads: true, writes: true });
  } else {
    walker.visit(object, scope);
  }
  if (node.computed) walker.all([at(node, "property")], scope);
}

/** Goes through the defaults, keys and types in a pattern that declares names; the names themselves are no references. */
export function visitBinding(
  walker: Walker,
  pattern: Tree,
  scope: Scope,
): void {
  walker.all([
    ...listAt(pattern, "decorators"),
    at(pattern, "typeAnnotation"),
  ], scope);
  switch (pattern.type) {
    case "ObjectPattern":
      for (const property of listAt(pattern, "properties")) {
        if (property.computed) walker.all([at(property, "key")], scope);
        visitBinding(
          walker,
          property.type === "RestElement" ? property : at(property, "value")!,
          scope,
        );
      }
      return;
    case "ArrayPattern":
      for (const element of listAt(pattern, "elements")) {
        visitBinding(walker, element, scope);
      }
      return;
    case "AssignmentPattern":
      visitBinding(walker, at(pattern, "left")!, scope);
      return walker.all([at(pattern, "right")], scope);
    case "RestElement":
      return visitBinding(walker, at(pattern, "argument")!, scope);
  }
}

/** The name of the property that a node is about, `*` if only a run can tell. */
export function propertyOf(node: Tree): string {
  const property = at(node, "property")!;
  if (!node.computed) return String(property.name);
  return property.type === "Literal" ? String(property.value) : "*";
}
