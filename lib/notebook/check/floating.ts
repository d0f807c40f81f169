import { isFunction } from "./declarations.ts";
import { at, bare, childrenOf, listAt, type Tree } from "./syntax_tree.ts";

/** An expression that is a statement, and whose value nobody looks at. */
export interface FloatingExpression {
  readonly expression: Tree;
  readonly statement: Tree;
  /** Whether it is the body of an `if` or a loop, without braces. */
  readonly isBody: boolean;
}

/** The expressions of a program that, if they are promises, nobody waits for. Whether they are, only types tell. */
export function floatingExpressions(program: Tree): FloatingExpression[] {
  const found: FloatingExpression[] = [];
  const last = listAt(program, "body").at(-1);
  const visit = (node: Tree, parent: Tree | undefined, key: string) => {
    if (node.type === "ExpressionStatement") {
      const expression = at(node, "expression")!;
      // The last expression of a cell is shown: a promise that stands there by its name is meant to be.
      const isShown = node === last &&
        /^(Identifier|MemberExpression)$/.test(bare(expression).type);
      if (!isShown && mayFloat(expression)) {
        const isBody = key !== "body" ||
          !/^(Program|BlockStatement|StaticBlock|TSModuleBlock)$/
            .test(parent?.type ?? "");
        found.push({
          expression,
          statement: node,
          isBody: isBody && parent?.type !== "SwitchCase",
        });
      }
    }
    for (const [key, value] of Object.entries(node)) {
      const children = Array.isArray(value) ? value : [value];
      for (const child of children) {
        if (typeof child?.type === "string") visit(child, node, key);
      }
    }
  };
  visit(program, undefined, "");
  return found;
}

function mayFloat(expression: Tree): boolean {
  const node = bare(expression);
  if (
    !/^(Call|New|TaggedTemplate|Import|Conditional|Logical|Sequence|Identifier|Member)/
      .test(node.type)
  ) return false;
  if (isHandled(node)) return false;
  // What is done twice must not be something that types depend on.
  return !holds(node, /^(Yield|Assignment|Update)Expression$|^(Super|JSX.*)$/);
}

/** Whether a rejection of what `.catch(f)`, `.then(f, g)` or `.finally(h)` gives is dealt with. */
function isHandled(node: Tree): boolean {
  if (node.type !== "CallExpression") return false;
  const callee = bare(at(node, "callee")!);
  if (callee.type !== "MemberExpression" || callee.computed) return false;
  const handlers = listAt(node, "arguments").length;
  switch (at(callee, "property")?.name) {
    case "catch":
      return handlers > 0;
    case "then":
      return handlers > 1;
    case "finally":
      return isHandled(bare(at(callee, "object")!));
    default:
      return false;
  }
}

function holds(node: Tree, type: RegExp): boolean {
  if (type.test(node.type)) return true;
  // What happens in a function, happens when that is called.
  return !isFunction(node) &&
    childrenOf(node).some((child) => holds(child, type));
}
