/**
 * Which of the names that a cell does not declare in a scope of its own it reads and writes, and when.
 *
 * @module
 */

import {
  declarationsOf,
  isFunction,
  namesIn,
  varsBelow,
} from "./declarations.ts";
import { hide, type Reference, type Scope, type Walker } from "./scope.ts";
import { at, bare, childrenOf, listAt, type Tree } from "./syntax_tree.ts";
import {
  propertyOf,
  visitBinding,
  visitMember,
  visitTarget,
} from "./targets.ts";
import { typeParametersOf, visitType } from "./type_references.ts";

/** Methods that call what they are given before they return. */
const CALLS_AT_ONCE =
  /^(map|filter|forEach|flatMap|reduce|reduceRight|some|every|find|findIndex|findLast|findLastIndex|sort|toSorted|from)$/;
/** Methods that change the array, map or set that they are called on. */
const CHANGES_OBJECT =
  /^(push|pop|shift|unshift|splice|fill|copyWithin|reverse|sort|set|add|delete|clear)$/;

/** The references in a cell's program, in the order of its text. */
export function referencesOf(program: Tree): Reference[] {
  const references: Reference[] = [];
  const outer: Scope = { hidden: [], deferred: false, inType: false };

  const refer = (
    { name, start }: Tree,
    scope: Scope,
    rest: Partial<Reference> = {},
  ) => {
    if (scope.hidden.some((names) => names.has(String(name)))) return;
    references.push({
      name: String(name),
      start,
      space: scope.inType ? "type" : "value",
      reads: true,
      writes: false,
      deferred: scope.deferred || scope.inType,
      inside: scope.inside,
      called: false,
      shorthand: false,
      guarded: false,
      ...rest,
    });
  };

  const all = (nodes: readonly (Tree | undefined)[], scope: Scope) => {
    for (const node of nodes) if (node) visit(node, scope);
  };

  const enterFunction = (node: Tree, scope: Scope, atOnce: boolean) => {
    const body = at(node, "body");
    const names = new Set([
      ...listAt(node, "params").flatMap(namesIn).map(({ name }) => name),
      ...(body ? varsBelow(body) : []).map(({ name }) => name),
      ...typeParametersOf(node),
      ...(node.type === "ArrowFunctionExpression" ? [] : ["arguments"]),
    ]);
    const id = at(node, "id");
    if (id && node.type === "FunctionExpression") names.add(String(id.name));
    const inner = {
      ...scope,
      hidden: [...scope.hidden, names],
      deferred: scope.deferred || !atOnce,
    };
    all(
      [
        ...listAt(node, "params"),
        at(node, "typeParameters"),
        at(node, "returnType"),
        body,
      ],
      inner,
    );
  };

  const call = (node: Tree, scope: Scope) => {
    const callee = bare(at(node, "callee") ?? at(node, "tag")!);
    const method = callee.type === "MemberExpression"
      ? propertyOf(callee)
      : undefined;
    if (isFunction(callee)) {
      enterFunction(callee, scope, true);
    } else if (callee.type === "Identifier") {
      refer(callee, scope, { called: true });
    } else if (method !== undefined && CHANGES_OBJECT.test(method)) {
      visitMember(walker, callee, scope, { writes: true, member: "*" });
    } else {
      visit(callee, scope);
    }
    const atOnce = method !== undefined && CALLS_AT_ONCE.test(method);
    for (const argument of listAt(node, "arguments")) {
      if (atOnce && isFunction(argument)) {
        enterFunction(argument, scope, true);
      } else visit(argument, scope);
    }
    all([
      at(node, "quasi"),
      at(node, "typeArguments"),
      at(node, "typeParameters"),
    ], scope);
  };

  const visit = (node: Tree, scope: Scope): void => {
    if (isFunction(node)) {
      const name = at(node, "id")?.name as string | undefined;
      const inside = scope.inside ??
        (scope.hidden.length === 0 ? name : undefined);
      return enterFunction(node, { ...scope, inside }, false);
    }
    switch (node.type) {
      case "Identifier":
        refer(node, scope);
        return all([
          ...listAt(node, "decorators"),
          at(node, "typeAnnotation"),
        ], scope);
      case "ImportDeclaration":
      case "MetaProperty":
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "LabeledStatement":
        return all([at(node, "body")], scope);
      case "BlockStatement":
      case "StaticBlock":
      case "TSModuleBlock":
        return all(
          listAt(node, "body"),
          hide(
            scope,
            declarationsOf(listAt(node, "body")).map(({ name }) => name),
          ),
        );
      case "SwitchStatement": {
        const statements = listAt(node, "cases")
          .flatMap((each) => listAt(each, "consequent"));
        return all(
          childrenOf(node),
          hide(scope, declarationsOf(statements).map(({ name }) => name)),
        );
      }
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement": {
        const head = at(node, "init") ?? at(node, "left");
        const declares = head?.type === "VariableDeclaration";
        const inner = declares && head.kind !== "var"
          ? hide(scope, declarationsOf([head]).map(({ name }) => name))
          : scope;
        if (head && !declares && node.type !== "ForStatement") {
          visitTarget(walker, head, scope, false);
        }
        return all(
          childrenOf(node).filter((child) =>
            child !== head || declares || node.type === "ForStatement"
          ),
          inner,
        );
      }
      case "CatchClause": {
        const param = at(node, "param");
        const names = param ? namesIn(param).map(({ name }) => name) : [];
        return all([param, at(node, "body")], hide(scope, names));
      }
      case "VariableDeclaration":
        for (const declarator of listAt(node, "declarations")) {
          const init = at(declarator, "init");
          const inside = scope.inside ??
            (scope.hidden.length === 0 && init && isFunction(init)
              ? at(declarator, "id")?.name as string | undefined
              : undefined);
          visitBinding(walker, at(declarator, "id")!, scope);
          if (init) visit(init, { ...scope, inside });
        }
        return;
      case "AssignmentExpression":
        visitTarget(walker, at(node, "left")!, scope, node.operator !== "=");
        return all([at(node, "right")], scope);
      case "UpdateExpression":
        return visitTarget(walker, at(node, "argument")!, scope, true);
      case "UnaryExpression": {
        const argument = bare(at(node, "argument")!);
        if (node.operator === "delete") {
          return visitTarget(walker, argument, scope, true);
        }
        if (node.operator === "typeof" && argument.type === "Identifier") {
          return refer(argument, scope, { guarded: true });
        }
        return visit(argument, scope);
      }
      case "CallExpression":
      case "NewExpression":
      case "TaggedTemplateExpression":
        return call(node, scope);
      case "MemberExpression":
        return visitMember(walker, node, scope);
      case "Property": {
        if (node.computed) all([at(node, "key")], scope);
        const value = at(node, "value")!;
        return node.shorthand && value.type === "Identifier"
          ? refer(value, scope, { shorthand: true })
          : visit(value, scope);
      }
      case "MethodDefinition":
      case "PropertyDefinition": {
        const parts = [
          ...listAt(node, "decorators"),
          node.computed ? at(node, "key") : undefined,
          at(node, "typeAnnotation"),
        ];
        all(parts, scope);
        const deferred = scope.deferred || !node.static;
        return all([at(node, "value")], { ...scope, deferred });
      }
      case "ExportNamedDeclaration":
        return at(node, "source")
          ? undefined
          : all(childrenOf(node).filter((c) => c.type !== "Literal"), scope);
      case "ExportAllDeclaration":
        return;
      case "ExportSpecifier":
        return refer(at(node, "local")!, {
          ...scope,
          inType: node.exportKind === "type",
        }, { deferred: true });
      case "ClassDeclaration":
      case "ClassExpression": {
        const id = at(node, "id");
        const names = [...typeParametersOf(node)];
        if (id && node.type === "ClassExpression") names.push(String(id.name));
        return all(
          childrenOf(node).filter((child) => child !== id),
          hide(scope, names),
        );
      }
      case "TSEnumDeclaration": {
        const members = listAt(node, "members");
        const names = members.map((each) => String(at(each, "id")?.name));
        return all(
          members.map((each) => at(each, "initializer")),
          hide(scope, names),
        );
      }
      case "TSModuleDeclaration":
        return all([at(node, "body")], hide(scope, []));
      case "TSImportEqualsDeclaration":
        return all([at(node, "moduleReference")], scope);
      case "TSParameterProperty":
        return visitBinding(walker, at(node, "parameter")!, scope);
      case "ObjectPattern":
      case "ArrayPattern":
      case "RestElement":
      case "AssignmentPattern":
        return visitBinding(walker, node, scope);
      case "JSXAttribute":
        return all([at(node, "value")], scope);
      case "JSXMemberExpression":
        return visit(at(node, "object")!, scope);
      case "JSXIdentifier":
        return /^[^a-z]/.test(String(node.name))
          ? refer(node, scope)
          : undefined;
      default:
        return /^TS/.test(node.type)
          ? visitType(walker, node, scope)
          : all(childrenOf(node), scope);
    }
  };

  const walker: Walker = { refer, visit, all };
  all(listAt(program, "body"), outer);
  return references.sort((a, b) => a.start - b.start);
}
