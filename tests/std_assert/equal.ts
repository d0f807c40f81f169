const typedArray = Object.getPrototypeOf(Uint8Array);

/** Values whose text says all that they are. */
const textual: readonly object[] = [
  RegExp.prototype,
  URL.prototype,
  URLSearchParams.prototype,
  Intl.Locale.prototype,
];

/**
 * Whether two values are deeply equal.
 *
 * `0` equals `-0` and `NaN` equals `NaN`, as in a Map; a property that is undefined does not equal one that is
 * missing; prototypes are compared, but for an object without one, which equals a plain object; dates, typed arrays,
 * maps, sets, weak references, URLs and regular expressions by what they hold; functions by identity; instances of a
 * class by all their properties, an error's stack among them.
 *
 * @throws {TypeError} On a WeakMap or a WeakSet, whose contents nobody can see.
 */
export function equal(a: unknown, b: unknown): boolean {
  return compare(a, b, new Map());
}

function compare(a: unknown, b: unknown, seen: Map<object, object>): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (a instanceof Date && b instanceof Date) {
    return Object.is(a.getTime(), b.getTime());
  }
  if (plainPrototypeOf(a) !== plainPrototypeOf(b)) return false;
  if (a instanceof typedArray) return sameElements(a, b);
  if (a instanceof ArrayBuffer || a instanceof SharedArrayBuffer) {
    return sameElements(new Uint8Array(a), new Uint8Array(b as ArrayBuffer));
  }
  if (a instanceof WeakMap || a instanceof WeakSet) {
    throw new TypeError(`Cannot compare ${a.constructor.name} instances`);
  }
  if (a instanceof WeakRef) {
    return compare(a.deref(), (b as WeakRef<object>).deref(), seen);
  }
  if (textual.includes(Object.getPrototypeOf(a))) {
    return String(a) === String(b);
  }

  if (seen.get(a) === b) return true;
  if (Object.keys(a).length !== Object.keys(b).length) return false;
  seen.set(a, b);
  if (a instanceof Map) {
    return sameEntries([...a], [...(b as Map<unknown, unknown>)], seen);
  }
  if (a instanceof Set) {
    const [ours, theirs] = [a, b as Set<unknown>].map((set) =>
      [...set].map((value) => [value] as const)
    );
    return sameEntries(ours, theirs, seen);
  }
  return sameProperties(a, b, seen);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function plainPrototypeOf(value: object): object {
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function sameElements(a: object, b: object): boolean {
  const [ours, theirs] = [a, b] as [Uint8Array, Uint8Array];
  return ours.length === theirs.length &&
    ours.every((value, i) =>
      value === theirs[i] || Object.is(value, theirs[i])
    );
}

/** Whether each entry of one map or set has its own equal in the other, in any order. */
function sameEntries(
  ours: readonly (readonly unknown[])[],
  theirs: readonly (readonly unknown[])[],
  seen: Map<object, object>,
): boolean {
  const left = [...theirs];
  return ours.length === theirs.length && ours.every((entry) => {
    const match = left.findIndex((other) =>
      entry.every((part, i) => compare(part, other[i], seen))
    );
    if (match >= 0) left.splice(match, 1);
    return match >= 0;
  });
}

function sameProperties(
  a: object,
  b: object,
  seen: Map<object, object>,
): boolean {
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  for (const key of new Set([...keysOf(a), ...keysOf(b)])) {
    if (key in a !== key in b) return false;
    if (!compare(Reflect.get(a, key), Reflect.get(b, key), seen)) return false;
  }
  return true;
}

/** The enumerable keys of a plain object or an array; of an instance every key, its classes' included. */
function keysOf(value: object): PropertyKey[] {
  const root = plainPrototypeOf(value);
  if (root === Object.prototype || root === Array.prototype) {
    return Reflect.ownKeys({ ...value });
  }
  const keys: PropertyKey[] = [];
  for (
    let holder: object | null = value;
    holder !== null && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder)
  ) {
    keys.push(...Reflect.ownKeys(holder));
  }
  return keys;
}
