/**
 * The names that a script gives to what is its own, in fewer letters.
 *
 * @module
 */

import type { AnyNode, Pattern, Program } from "acorn";

/** Reads what is in a node, and no field of it that is not a part of the script. */
function readParts(node: AnyNode, own: Set<string>, places: Place[]): void {
  for (const part of Object.values(node)) {
    if (Array.isArray(part)) {
      for (const one of part) if (one) read(one, own, places);
    } else if (part instanceof Object && "type" in part) {
      read(part, own, places);
    }
  }
}

/** The names that a pattern declares. */
function* declaredBy(pattern: Pattern | null): Generator<string> {
  switch (pattern?.type) {
    case "Identifier":
      yield pattern.name;
      break;
    case "ObjectPattern":
      for (const part of pattern.properties) {
        yield* declaredBy(part.type === "Property" ? part.value : part);
      }
      break;
    case "ArrayPattern":
      for (const part of pattern.elements) yield* declaredBy(part);
      break;
    case "AssignmentPattern":
      yield* declaredBy(pattern.left);
      break;
    case "RestElement":
      yield* declaredBy(pattern.argument);
  }
}

/** Every place at which a script's text names a variable, and not what it takes from an object by that name. */
interface Place {
  readonly start: number;
  readonly name: string;
  /** Whether it also is the name that an object has for it, as in `{ name }`. */
  readonly isShorthand: boolean;
}

function read(node: AnyNode, own: Set<string>, places: Place[]): void {
  switch (node.type) {
    case "Identifier":
      places.push({ start: node.start, name: node.name, isShorthand: false });
      return;
    case "MemberExpression":
      read(node.object, own, places);
      if (node.computed) read(node.property, own, places);
      return;
    case "Property":
      if (node.shorthand) {
        const inside: Place[] = [];
        read(node.value, own, inside);
        places.push(...inside.map((place) => ({
          ...place,
          isShorthand: place.start === node.start,
        })));
        return;
      }
      if (node.computed) read(node.key, own, places);
      read(node.value, own, places);
      return;
    case "VariableDeclarator":
      for (const name of declaredBy(node.id)) own.add(name);
      break;
    case "CatchClause":
      for (const name of declaredBy(node.param ?? null)) own.add(name);
      break;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      for (const pattern of [...node.params, node.id ?? null]) {
        for (const name of declaredBy(pattern)) own.add(name);
      }
  }
  readParts(node, own, places);
}

/** `a` to `z`, `A` to `Z`, and then with a number behind them. */
function shortName(index: number): string {
  const letter = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[
    index % 52
  ];
  return index < 52 ? letter! : `${letter}${Math.floor(index / 52)}`;
}

/**
 * Shortens the names that a script declares itself.
 *
 * @param program The script, which declares no name that it also takes from the browser, and has no classes.
 * @returns What to write in place of the name at each place in its text.
 */
export function shortNames(program: Program): Map<number, string> {
  const own = new Set<string>();
  const places: Place[] = [];
  read(program, own, places);
  const counts = new Map<string, number>();
  for (const { name } of places) counts.set(name, (counts.get(name) ?? 0) + 1);
  const frequent = [...own].sort((a, b) =>
    (counts.get(b) ?? 0) - (counts.get(a) ?? 0)
  );
  const short = new Map<string, string>();
  let index = 0;
  for (const name of frequent) {
    let next = shortName(index++);
    while (counts.has(next) && !own.has(next)) next = shortName(index++);
    short.set(name, next);
  }
  return new Map(
    places.filter(({ name }) => own.has(name)).map((
      { start, name, isShorthand },
    ) => [
      start,
      isShorthand ? `${name}:${short.get(name)}` : short.get(name)!,
    ]),
  );
}
