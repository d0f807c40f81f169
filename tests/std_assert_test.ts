import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotInstanceOf,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  equal,
  fail,
  unimplemented,
  unreachable,
} from "./std_assert/mod.ts";
import nodeAssert from "node:assert/strict";

/** Runs a failing assertion by Node.js's own assertions, so that none of the functions under test judges itself. */
function refuses(run: () => unknown, ...parts: string[]): void {
  nodeAssert.throws(run, (error: unknown) => {
    nodeAssert.ok(error instanceof AssertionError, `threw ${error}`);
    nodeAssert.equal(error.name, "AssertionError");
    for (const part of parts) {
      nodeAssert.ok(
        error.message.includes(part),
        `"${error.message}" lacks "${part}"`,
      );
    }
    return true;
  });
}

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
}
class Place extends Point {}

const circle = () => {
  const a: Record<string, unknown> = { name: "circle" };
  a.self = a;
  return a;
};

const pairs: [title: string, a: unknown, b: unknown, equal: boolean][] = [
  ["the same number", 1, 1, true],
  ["different numbers", 1, 2, false],
  ["a number and a string", 1, "1", false],
  ["0 and -0", 0, -0, true],
  ["NaN and NaN", NaN, NaN, true],
  ["null and undefined", null, undefined, false],
  ["null and an object", null, {}, false],
  ["plain objects, keys in any order", { a: 1, b: 2 }, { b: 2, a: 1 }, true],
  ["nested objects that differ", { a: { b: 1 } }, { a: { b: 2 } }, false],
  ["an undefined and a missing property", { a: undefined }, {}, false],
  ["undefined under two names", { a: undefined }, { b: undefined }, false],
  ["symbol keys", { [Symbol.iterator]: 1 }, { [Symbol.iterator]: 2 }, false],
  ["an object without prototype", { __proto__: null, a: 1 }, { a: 1 }, true],
  ["arrays", [1, [2, 3]], [1, [2, 3]], true],
  ["arrays in another order", [1, 2], [2, 1], false],
  ["a hole and undefined", Array(1), [undefined], false],
  ["an array and an object", [], {}, false],
  ["instances of one class", new Point(1), new Point(1), true],
  ["instances that differ", new Point(1), new Point(2), false],
  ["an instance and a plain object", new Point(1), { x: 1 }, false],
  ["a class and its subclass", new Point(1), new Place(1), false],
  ["dates", new Date(5), new Date(5), true],
  ["dates that differ", new Date(5), new Date(6), false],
  ["invalid dates", new Date(NaN), new Date(NaN), true],
  ["regular expressions", /a/g, /a/g, true],
  ["flags", /a/g, /a/i, false],
  ["URLs", new URL("http://a/b"), new URL("http://a/b"), true],
  ["URLs that differ", new URL("http://a/b"), new URL("http://a/c"), false],
  ["typed arrays", new Uint8Array([1, 2]), new Uint8Array([1, 2]), true],
  ["typed arrays that differ", Uint8Array.of(1), Uint8Array.of(2), false],
  ["typed arrays, 0 and -0", Float64Array.of(0), Float64Array.of(-0), true],
  ["typed arrays of two kinds", new Uint8Array(1), new Int8Array(1), false],
  [
    "buffers that differ",
    Uint8Array.of(1).buffer,
    Uint8Array.of(2).buffer,
    false,
  ],
  ["maps", new Map([[1, "a"]]), new Map([[1, "a"]]), true],
  ["map values", new Map([[1, "a"]]), new Map([[1, "b"]]), false],
  ["map keys", new Map([[1, "a"]]), new Map([[2, "a"]]), false],
  [
    "maps with object keys, in any order",
    new Map([[{ k: 1 }, "a"], [{ k: 2 }, "b"]]),
    new Map([[{ k: 2 }, "b"], [{ k: 1 }, "a"]]),
    true,
  ],
  ["sets of objects", new Set([{ a: 1 }]), new Set([{ a: 1 }]), true],
  ["sets that differ", new Set([1, 2]), new Set([1, 3]), false],
  ["weak references", new WeakRef({ a: 1 }), new WeakRef({ a: 1 }), true],
  ["error messages", new Error("a"), new Error("b"), false],
  ["functions", () => 1, () => 1, false],
  ["cycles", circle(), circle(), true],
];

Deno.test("equal() agrees with the table", () => {
  for (const [title, a, b, expected] of pairs) {
    nodeAssert.equal(equal(a, b), expected, title);
    nodeAssert.equal(equal(b, a), expected, `${title}, the other way round`);
  }
});

Deno.test("equal() refuses what the registry's lets pass: a trailing hole, an unmatched member", () => {
  nodeAssert.ok(!equal([1], Object.assign([1], { length: 2 })));
  nodeAssert.ok(
    !equal(new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { a: 2 }])),
  );
});

Deno.test("equal() throws a TypeError on weak maps and sets", () => {
  nodeAssert.throws(() => equal(new WeakMap(), new WeakMap()), TypeError);
  nodeAssert.throws(() => equal(new WeakSet(), new WeakSet()), TypeError);
});

Deno.test("assertEquals() and assertNotEquals() agree with the table", () => {
  for (const [, a, b, expected] of pairs) {
    if (expected) {
      assertEquals(a, b);
      refuses(() => assertNotEquals(a, b), "Expected actual: ", " not to be: ");
    } else {
      assertNotEquals(a, b);
      refuses(() => assertEquals(a, b), "Values are not equal.\n");
    }
  }
});

Deno.test("assertEquals() says what differs, and what its caller says of it", () => {
  refuses(
    () => assertEquals({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }, "the row"),
    "Values are not equal: the row\n",
    "+     2",
    "-     3",
  );
  refuses(() => assertEquals(0, 5), "0 !== 5");
});

Deno.test("assert() and assertFalse() judge by truth", () => {
  assert(1);
  assertFalse("");
  refuses(() => assert(0, "zero"), "zero");
  refuses(() => assertFalse("x", "text"), "text");
});

Deno.test("assertExists() refuses null and undefined alone", () => {
  for (const value of [0, "", false, NaN]) assertExists(value);
  refuses(() => assertExists(null), '"null" to not be null or undefined.');
  refuses(() => assertExists(undefined, "it"), "undefined: it");
});

Deno.test("assertStrictEquals() and assertNotStrictEquals() judge by Object.is", () => {
  const one = {};
  assertStrictEquals(one, one);
  assertStrictEquals(NaN, NaN);
  assertNotStrictEquals(one, {});
  assertNotStrictEquals(0, -0);
  refuses(() => assertStrictEquals(one, {}), "not reference-equal");
  refuses(() => assertStrictEquals(0, -0), "Values are not strictly equal.");
  refuses(() => assertStrictEquals("a", "b"), "'a' !== 'b'");
  refuses(() => assertNotStrictEquals(one, one), "to not be strictly equal");
});

Deno.test("assertObjectMatch() asks for every expected property, at any depth", () => {
  const actual = {
    a: 1,
    b: { c: [1, 2, { d: 3, e: 4 }], f: /x/ },
    m: new Map([["k", { v: 1, w: 2 }]]),
    s: new Set([1, 2]),
    t: new Date(5),
  };
  assertObjectMatch(actual, {});
  assertObjectMatch(actual, { a: 1, b: { c: [1, 2, { d: 3 }], f: /x/ } });
  assertObjectMatch(actual, { m: new Map([["k", { v: 1 }]]), s: new Set([2]) });
  assertObjectMatch(circle(), circle());
  const misses: Record<string, unknown>[] = [
    { a: 2 },
    { z: undefined },
    { b: { c: [1, 2, { d: 4 }] } },
    { b: { c: [1, 2, { d: 3 }, 4] } },
    { b: { f: /y/ } },
    { m: new Map([["k", { v: 2 }]]) },
    { m: new Map([["l", {}]]) },
    { s: new Set([3]) },
    { t: new Date(6) },
  ];
  for (const expected of misses) {
    refuses(() => assertObjectMatch(actual, expected), "Values are not equal.");
  }
});

Deno.test("assertAlmostEquals() allows 1e-7 of the expected number by default", () => {
  assertAlmostEquals(1e7 + 0.75, 1e7);
  assertAlmostEquals(-1e7 - 0.75, -1e7);
  refuses(
    () => assertAlmostEquals(1e7 + 1.25, 1e7),
    '"1.000000125e+7" to be close to "10000000": delta "1.25e+0"',
  );
  refuses(() => assertAlmostEquals(1e-9, 0), 'greater than "0".');
  refuses(() => assertAlmostEquals(0, 1e-9));
});

Deno.test("assertAlmostEquals() takes a tolerance", () => {
  assertAlmostEquals(0.5, 0.75, 0.25);
  assertAlmostEquals(NaN, NaN);
  assertAlmostEquals(Infinity, Infinity);
  refuses(() => assertAlmostEquals(0.5, 0.76, 0.25, "it"), '"2.5e-1": it');
  refuses(() => assertAlmostEquals(NaN, 0, 1));
  refuses(() => assertAlmostEquals(1, Infinity));
});

Deno.test("assertGreater(), assertLess() and the OrEquals compare", () => {
  assertGreater(2, 1);
  assertGreaterOrEqual(1, 1);
  assertLess("a", "b");
  assertLessOrEqual(1, 1);
  refuses(() => assertGreater(1, 1), "Expect 1 > 1");
  refuses(() => assertGreaterOrEqual(0, 1), "Expect 0 >= 1");
  refuses(() => assertLess(1, 1), "Expect 1 < 1");
  refuses(() => assertLessOrEqual(NaN, 1), "Expect NaN <= 1");
  refuses(() => assertLess(2, 1, "instead"), "instead");
});

Deno.test("assertStringIncludes() looks for a part", () => {
  assertStringIncludes("notebook", "book");
  refuses(
    () => assertStringIncludes("notebook", "cell", "it"),
    'Expected actual: "notebook" to contain: "cell": it',
  );
});

Deno.test("assertArrayIncludes() looks for equal values", () => {
  assertArrayIncludes([{ a: 1 }, { a: 2 }], [{ a: 2 }]);
  assertArrayIncludes(Uint8Array.of(1, 2), [2]);
  refuses(
    () => assertArrayIncludes([1, 2], [2, 3]),
    "to include:",
    "missing: [ 3 ]",
  );
});

Deno.test("assertMatch() and assertNotMatch() test a regular expression", () => {
  assertMatch("w5", /^w\d$/);
  assertNotMatch("b1", /^w\d$/);
  refuses(() => assertMatch("b1", /^w/), '"b1" to match: "/^w/".');
  refuses(() => assertNotMatch("w1", /^w/), '"w1" to not match: "/^w/".');
});

Deno.test("assertInstanceOf() and assertNotInstanceOf() judge by instanceof", () => {
  assertInstanceOf(new Place(1), Point);
  assertNotInstanceOf(new Point(1), Place);
  refuses(
    () => assertInstanceOf(new Point(1), Date),
    'an instance of "Date" but was "Point".',
  );
  refuses(() => assertInstanceOf(null, Date), 'but was "null".');
  refuses(() => assertInstanceOf(Date, Date), "not an instanced object.");
  refuses(() => assertNotInstanceOf(new Place(1), Point), "to not be");
});

Deno.test("assertIsError() judges class and message", () => {
  const error = new RangeError("layer 2 is empty");
  assertIsError(error);
  assertIsError(error, Error, "layer 2");
  assertIsError(error, RangeError, /^layer \d/);
  refuses(() => assertIsError("text"), 'Expected "error" to be an Error');
  refuses(
    () => assertIsError(error, TypeError),
    'instance of "TypeError", but was "RangeError".',
  );
  refuses(
    () => assertIsError(error, RangeError, "layer 3", "it"),
    'include "layer 3", but got "layer 2 is empty": it',
  );
  refuses(() => assertIsError(error, RangeError, /^is/), "/^is/");
});

Deno.test("assertThrows() returns what was thrown", () => {
  const error = new RangeError("layer 2");
  const thrower = () => {
    throw error;
  };
  nodeAssert.equal(assertThrows(thrower), error);
  nodeAssert.equal(assertThrows(thrower, RangeError, "layer 2"), error);
  nodeAssert.equal(
    assertThrows(() => {
      throw "text";
    }),
    "text",
  );
});

Deno.test("assertThrows() refuses silence, another class and another message", () => {
  const thrower = () => {
    throw new RangeError("layer 2");
  };
  refuses(() => assertThrows(() => 1, "it"), "Expected function to throw: it");
  refuses(() => assertThrows(() => 1, Error, "", "it"), "to throw: it");
  refuses(() => assertThrows(thrower, TypeError), "to be instance of");
  refuses(() => assertThrows(thrower, RangeError, "layer 3"), "layer 3");
  refuses(
    () =>
      assertThrows(() => {
        throw "text";
      }, Error),
    "A non-Error object was thrown.",
  );
});

Deno.test("assertRejects() returns the reason", async () => {
  const error = new RangeError("layer 2");
  nodeAssert.equal(await assertRejects(() => Promise.reject(error)), error);
  nodeAssert.equal(
    await assertRejects(() => Promise.reject(error), RangeError, "layer"),
    error,
  );
});

Deno.test("assertRejects() refuses a value, a throw, another class and another message", async () => {
  const thrower = (): Promise<void> => {
    throw new RangeError("thrown");
  };
  const rejecter = () => Promise.reject(new RangeError("layer 2"));
  const failures = [
    [assertRejects(() => Promise.resolve(1)), "Expected function to reject."],
    [assertRejects(thrower), "Function throws when expected to reject."],
    [assertRejects(thrower, RangeError, "", "it"), "expected to reject: it"],
    [assertRejects(rejecter, TypeError), "to be instance of"],
    [assertRejects(rejecter, RangeError, "layer 3"), "layer 3"],
    [assertRejects(() => Promise.reject("a"), Error), "A non-Error object"],
  ] as const;
  for (const [failure, message] of failures) {
    const error = await failure.then(() => undefined, (error) => error);
    refuses(() => {
      throw error;
    }, message);
  }
});

Deno.test("fail(), unreachable() and unimplemented() always fail", () => {
  refuses(() => fail(), "Failed assertion.");
  refuses(() => fail("it"), "Failed assertion: it");
  refuses(() => unreachable("it"), "Unreachable: it");
  refuses(() => unimplemented("it"), "Unimplemented: it");
});
