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
import { at, bare, childrenOf, listAt, type Tree } from "./syntax_tree.ts";

/** A use of a name of the notebook's top level, or of a global one. */
export interface Reference {
  readonly name: string;
  /** Where it stands in the cell's source. */
  readonly start: number;
  readonly space: "value" | "type";
  readonly reads: boolean;
  readonly writes: boolean;
  /** The property that is read or written, `*` for one that only a run can tell; undefined for the variable itself. */
  readonly member?: string | undefined;
  /** Whether it stands in a function that need not run when the cell does. */
  readonly deferred: boolean;
  /** The function of the top level that it stands in. */
  readonly inside?: string | undefined;
  /** Whether it is called here. */
  readonly called: boolean;
  /** Whether it is a shorthand property, `{ name }`. */
  readonly shorthand: boolean;
  /** Whether it is asked for by `typeof`, which no missing name makes throw. */
  readonly guarded: boolean;
}

/** Methods that call what they are given before they return. */
const CALLS_AT_ONCE =
  /^(map|filter|forEach|flatMap|reduce|reduceRight|some|every|find|findIndex|findLast|findLastIndex|sort|toSorted|from)$/;
/** Methods that change the array, map or set that they are called on. */
const CHANGES_OBJECT =
  /^(push|pop|shift|unshift|splice|fill|copyWithin|reverse|sort|set|add|delete|clear)$/;

interface Context {
  /** Names that inner scopes declare. */
  readonly hidden: readonly ReadonlySet<string>[];
  readonly deferred: boolean;
  readonly inside?: string | undefined;
  readonly inType: boolean;
}

/** The references in a cell's program, in the order of its text. */
export function referencesOf(program: Tree): Reference[] {
  const references: Reference[] = [];
  const outer: Context = { hidden: [], deferred: false, inType: false };

  const refer = (
    { name, start }: Tree,
    context: Context,
    rest: Partial<Reference> = {},
  ) => {
    if (context.hidden.some((names) => names.has(String(name)))) return;
    references.push({
      name: String(name),
      start,
      space: context.inType ? "type" : "value",
      reads: true,
      writes: false,
      deferred: context.deferred || context.inType,
      inside: context.inside,
      called: false,
      shorthand: false,
      guarded: false,
      ...rest,
    });
  };

  const all = (nodes: readonly (Tree | undefined)[], context: Context) => {
    for (const node of nodes) if (node) visit(node, context);
  };

  const enterFunction = (node: Tree, context: Context, atOnce: boolean) => {
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
      ...context,
      hidden: [...context.hidden, names],
      deferred: context.deferred || !atOnce,
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

  /** What an assignment writes to; `alsoReads` for `+=` and its like. */
  const write = (target: Tree, context: Context, alsoReads: boolean) => {
    const node = bare(target);
    const rest = { reads: alsoReads, writes: true };
    if (node.type === "Identifier") return refer(node, context, rest);
    if (node.type === "MemberExpression") {
      return member(node, context, rest);
    }
    if (node.type === "Property") {
      if (node.computed) all([at(node, "key")], context);
      const value = at(node, "value")!;
      const name = value.type === "AssignmentPattern"
        ? at(value, "left")!
        : value;
      if (!node.shorthand) return write(value, context, alsoReads);
      refer(name, context, { ...rest, shorthand: true });
      if (value !== name) all([at(value, "right")], context);
      return;
    }
    if (node.type === "AssignmentPattern") {
      write(at(node, "left")!, context, alsoReads);
      return all([at(node, "right")], context);
    }
    for (const child of childrenOf(node)) write(child, context, alsoReads);
  };

  const member = (
    node: Tree,
    context: Context,
    rest: Partial<Reference> = {},
  ) => {
    const object = bare(at(node, "object")!);
    if (object.type === "Identifier") {
      refer(object, context, { member: propertyOf(node), ...rest });
    } else if (object.type === "MemberExpression" && rest.writes) {
      member(object, context, { reads: true, writes: true });
    } else {
      visit(object, context);
    }
    if (node.computed) all([at(node, "property")], context);
  };

  const call = (node: Tree, context: Context) => {
    const callee = bare(at(node, "callee") ?? at(node, "tag")!);
    const method = callee.type === "MemberExpression"
      ? propertyOf(callee)
      : undefined;
    if (isFunction(callee)) {
      enterFunction(callee, context, true);
    } else if (callee.type === "Identifier") {
      refer(callee, context, { called: true });
    } else if (method !== undefined && CHANGES_OBJECT.test(method)) {
      member(callee, context, { writes: true, member: "*" });
    } else {
      visit(callee, context);
    }
    const atOnce = method !== undefined && CALLS_AT_ONCE.test(method);
    for (const argument of listAt(node, "arguments")) {
      if (atOnce && isFunction(argument)) {
        enterFunction(argument, context, true);
      } else visit(argument, context);
    }
    all([
      at(node, "quasi"),
      at(node, "typeArguments"),
      at(node, "typeParameters"),
    ], context);
  };

  const visit = (node: Tree, context: Context): void => {
    if (isFunction(node)) {
      const name = at(node, "id")?.name as string | undefined;
      const inside = context.inside ??
        (context.hidden.length === 0 ? name : undefined);
      return enterFunction(node, { ...context, inside }, false);
    }
    switch (node.type) {
      case "Identifier":
        refer(node, context);
        return all([
          ...listAt(node, "decorators"),
          at(node, "typeAnnotation"),
        ], context);
      case "ImportDeclaration":
      case "MetaProperty":
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "LabeledStatement":
        return all([at(node, "body")], context);
      case "BlockStatement":
      case "StaticBlock":
      case "TSModuleBlock":
        return all(
          listAt(node, "body"),
          hide(
            context,
            declarationsOf(listAt(node, "body")).map(({ name }) => name),
          ),
        );
      case "SwitchStatement": {
        const statements = listAt(node, "cases")
          .flatMap((each) => listAt(each, "consequent"));
        return all(
          childrenOf(node),
          hide(context, declarationsOf(statements).map(({ name }) => name)),
        );
      }
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement": {
        const head = at(node, "init") ?? at(node, "left");
        const declares = head?.type === "VariableDeclaration";
        const inner = declares && head.kind !== "var"
          ? hide(context, declarationsOf([head]).map(({ name }) => name))
          : context;
        if (head && !declares && node.type !== "ForStatement") {
          write(head, context, false);
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
        return all([param, at(node, "body")], hide(context, names));
      }
      case "VariableDeclaration":
        for (const declarator of listAt(node, "declarations")) {
          const init = at(declarator, "init");
          const inside = context.inside ??
            (context.hidden.length === 0 && init && isFunction(init)
              ? at(declarator, "id")?.name as string | undefined
              : undefined);
          bindings(at(declarator, "id")!, context);
          if (init) visit(init, { ...context, inside });
        }
        return;
      case "AssignmentExpression":
        write(at(node, "left")!, context, node.operator !== "=");
        return all([at(node, "right")], context);
      case "UpdateExpression":
        return write(at(node, "argument")!, context, true);
      case "UnaryExpression": {
        const argument = bare(at(node, "argument")!);
        if (node.operator === "delete") return write(argument, context, true);
        if (node.operator === "typeof" && argument.type === "Identifier") {
          return refer(argument, context, { guarded: true });
        }
        return visit(argument, context);
      }
      case "CallExpression":
      case "NewExpression":
      case "TaggedTemplateExpression":
        return call(node, context);
      case "MemberExpression":
        return member(node, context);
      case "Property": {
        if (node.computed) all([at(node, "key")], context);
        const value = at(node, "value")!;
        return node.shorthand && value.type === "Identifier"
          ? refer(value, context, { shorthand: true })
          : visit(value, context);
      }
      case "MethodDefinition":
      case "PropertyDefinition": {
        const parts = [
          ...listAt(node, "decorators"),
          node.computed ? at(node, "key") : undefined,
          at(node, "typeAnnotation"),
        ];
        all(parts, context);
        const deferred = context.deferred || !node.static;
        return all([at(node, "value")], { ...context, deferred });
      }
      case "ExportNamedDeclaration":
        return at(node, "source")
          ? undefined
          : all(childrenOf(node).filter((c) => c.type !== "Literal"), context);
      case "ExportAllDeclaration":
        return;
      case "ExportSpecifier":
        return refer(at(node, "local")!, {
          ...context,
          inType: node.exportKind === "type",
        }, { deferred: true });
      case "ClassDeclaration":
      case "ClassExpression": {
        const id = at(node, "id");
        const names = [...typeParametersOf(node)];
        if (id && node.type === "ClassExpression") names.push(String(id.name));
        return all(
          childrenOf(node).filter((child) => child !== id),
          hide(context, names),
        );
      }
      case "TSEnumDeclaration": {
        const members = listAt(node, "members");
        const names = members.map((each) => String(at(each, "id")?.name));
        return all(
          members.map((each) => at(each, "initializer")),
          hide(context, names),
        );
      }
      case "TSModuleDeclaration":
        return all([at(node, "body")], hide(context, []));
      case "TSImportEqualsDeclaration":
        return all([at(node, "moduleReference")], context);
      case "TSParameterProperty":
        return bindings(at(node, "parameter")!, context);
      case "ObjectPattern":
      case "ArrayPattern":
      case "RestElement":
      case "AssignmentPattern":
        return bindings(node, context);
      case "JSXAttribute":
        return all([at(node, "value")], context);
      case "JSXMemberExpression":
        return visit(at(node, "object")!, context);
      case "JSXIdentifier":
        return /^[^a-z]/.test(String(node.name))
          ? refer(node, context)
          : undefined;
      default:
        return /^TS/.test(node.type)
          ? visitType(node, context)
          : all(childrenOf(node), context);
    }
  };

  /** The defaults, computed keys and types in a pattern that declares names; the names themselves are no references. */
  const bindings = (pattern: Tree, context: Context): void => {
    all([
      ...listAt(pattern, "decorators"),
      at(pattern, "typeAnnotation"),
    ], context);
    switch (pattern.type) {
      case "ObjectPattern":
        for (const property of listAt(pattern, "properties")) {
          if (property.computed) all([at(property, "key")], context);
          bindings(
            property.type === "RestElement" ? property : at(property, "value")!,
            context,
          );
        }
        return;
      case "ArrayPattern":
        for (const element of listAt(pattern, "elements")) {
          bindings(element, context);
        }
        return;
      case "AssignmentPattern":
        bindings(at(pattern, "left")!, context);
        return all([at(pattern, "right")], context);
      case "RestElement":
        return bindings(at(pattern, "argument")!, context);
    }
  };

  const visitType = (node: Tree, outside: Context): void => {
    const context = {
      ...hide(outside, [...typeParametersOf(node)]),
      // Assertions hold an expression and a type.
      inType: outside.inType ||
        !/^TS(As|Satisfies|NonNull|Instantiation)Expression$|^TSTypeAssertion$|^TSExportAssignment$|^TSExternalModuleReference$|^TSQualifiedName$/
          .test(node.type),
    };
    switch (node.type) {
      case "TSTypeQuery":
        all([at(node, "exprName")], {
          ...context,
          inType: false,
          deferred: true,
        });
        return all([at(node, "typeArguments")], context);
      case "TSQualifiedName":
        return all([at(node, "left")], context);
      case "TSImportType":
        return all([at(node, "typeArguments")], context);
      case "TSNamedTupleMember":
        return all([at(node, "elementType")], context);
      case "TSTypePredicate":
        return all([at(node, "typeAnnotation")], context);
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
        return all(
          childrenOf(node).filter((child) => child !== at(node, "id")),
          context,
        );
      case "TSTypeParameter":
        return all([at(node, "constraint"), at(node, "default")], context);
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
        visit(at(node, "expression")!, context);
        return all([at(node, "typeAnnotation")], { ...context, inType: true });
      case "TSPropertySignature":
      case "TSMethodSignature":
        if (node.computed) {
          all([at(node, "key")], { ...context, inType: false, deferred: true });
        }
    }
    const parameters = listAt(node, "parameters");
    const inner = hide(
      context,
      parameters.flatMap(namesIn).map(({ name }) => name),
    );
    for (const parameter of parameters) bindings(parameter, inner);
    const key = /Signature$/.test(node.type) ? at(node, "key") : undefined;
    all(
      childrenOf(node).filter((child) =>
        child !== key && !parameters.includes(child)
      ),
      inner,
    );
  };

  all(listAt(program, "body"), outer);
  return references.sort((a, b) => a.start - b.start);
}

function hide(context: Context, names: readonly string[]): Context {
  return { ...context, hidden: [...context.hidden, new Set(names)] };
}

function typeParametersOf(node: Tree): string[] {
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

function propertyOf(node: Tree): string {
  const property = at(node, "property")!;
  if (!node.computed) return String(property.name);
  return property.type === "Literal" ? String(property.value) : "*";
}
