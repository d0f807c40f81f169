import type { Tree } from "./syntax_tree.ts";

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

/** Where a node stands, as far as that matters to the names in it. */
export interface Scope {
  /** Names that inner scopes declare. */
  readonly hidden: readonly ReadonlySet<string>[];
  readonly deferred: boolean;
  readonly inside?: string | undefined;
  readonly inType: boolean;
}

/** What goes through a program and notes the references in it. */
export interface Walker {
  /** Notes a name, unless an inner scope has it. */
  refer(name: Tree, scope: Scope, rest?: Partial<Reference>): void;
  /** Goes through a node. */
  visit(node: Tree, scope: Scope): void;
  /** Goes through several nodes. */
  all(nodes: readonly (Tree | undefined)[], scope: Scope): void;
}

/** A scope within another, which has names of its own. */
export function hide(scope: Scope, names: readonly string[]): Scope {
  return { ...scope, hidden: [...scope.hidden, new Set(names)] };
}
