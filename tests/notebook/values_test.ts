import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import fc from "fast-check";
import { ValueError } from "../../lib/notebook/errors.ts";
import { Session } from "../../lib/notebook/session.ts";
import { evaluate } from "../../lib/notebook/values.ts";

let session: Session;
Deno.test.beforeAll(async () => {
  session = await Session.start({ cwd: "." });
});
Deno.test.afterAll(async () => {
  await session[Symbol.asyncDispose]();
});

function value<T>(expression: string): Promise<T> {
  return evaluate<T>(session, expression);
}

const bits = fc.array(
  fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    // Subnormals, zeros and what is next to infinity.
    fc.bigInt({ min: 0n, max: 2n ** 52n }),
    fc.constantFrom(0n, 1n, 2n ** 63n, 2n ** 63n + 1n, 0x7ff0n << 48n),
  ),
  { minLength: 1, maxLength: 100 },
);

Deno.test("evaluate() brings back every float64 bit for bit in a Float64Array", async () => {
  await fc.assert(
    fc.asyncProperty(bits, async (patterns) => {
      const array = await value<Float64Array>(
        `new Float64Array(BigUint64Array.of(${
          patterns.map((pattern) => `${pattern}n`)
        }).buffer)`,
      );
      assertInstanceOf(array, Float64Array);
      const { buffer, byteOffset, length } = array;
      assertEquals(
        [...new BigUint64Array(buffer, byteOffset, length)],
        patterns,
      );
    }),
    { numRuns: 50 },
  );
});

Deno.test("evaluate() brings back every float64 bit for bit as a number", async () => {
  await fc.assert(
    fc.asyncProperty(bits, async (patterns) => {
      const sent = new Float64Array(BigUint64Array.from(patterns).buffer);
      const numbers = await value<number[]>(
        `[...new Float64Array(BigUint64Array.of(${
          patterns.map((pattern) => `${pattern}n`)
        }).buffer)]`,
      );
      assertEquals(numbers.length, sent.length);
      numbers.forEach((number, i) => assertStrictEquals(number, sent[i]));
    }),
    { numRuns: 50 },
  );
});

/** Expressions whose value, computed here, is what has to come back. */
const values: [expression: string, value: unknown][] = [
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["0", 0],
  ["-0", -0],
  ["5e-324", 5e-324],
  ["Number.MAX_VALUE", Number.MAX_VALUE],
  ["undefined", undefined],
  ["void 0", undefined],
  ["null", null],
  ["true", true],
  ["2n ** 100n", 2n ** 100n],
  ["-(2n ** 64n)", -(2n ** 64n)],
  ["''", ""],
  ["'é😀'", "é😀"],
  ["'\\ud800a\\udfff'", "\ud800a\udfff"],
  ["'a\\0b'", "a\0b"],
  ["'\\u2028`${1}`\\\\'", "\u2028`${1}`\\"],
  ["[1, [2, { a: [3] }]]", [1, [2, { a: [3] }]]],
  ["({ a: { b: undefined }, 'c d': null })", {
    a: { b: undefined },
    "c d": null,
  }],
  ["{ a: 1 }", { a: 1 }],
  [
    "new Map([[1, { a: 1 }], ['k', new Map()]])",
    new Map<unknown, unknown>([[1, { a: 1 }], ["k", new Map()]]),
  ],
  ["new Set([1, 'a', NaN])", new Set([1, "a", NaN])],
  ["new Date(5)", new Date(5)],
  ["/a(?<n>b)/giu", /a(?<n>b)/giu],
  ["Int8Array.of(-1)", Int8Array.of(-1)],
  ["Uint8Array.of(255)", Uint8Array.of(255)],
  ["Uint8ClampedArray.of(255)", Uint8ClampedArray.of(255)],
  ["Int16Array.of(-1, 2)", Int16Array.of(-1, 2)],
  ["Uint16Array.of(65535)", Uint16Array.of(65535)],
  ["Int32Array.of(-1)", Int32Array.of(-1)],
  ["Uint32Array.of(2 ** 32 - 1)", Uint32Array.of(2 ** 32 - 1)],
  ["Float32Array.of(0.1)", Float32Array.of(0.1)],
  ["Float64Array.of(0.1, -0)", Float64Array.of(0.1, -0)],
  ["BigInt64Array.of(-1n)", BigInt64Array.of(-1n)],
  ["BigUint64Array.of(2n ** 64n - 1n)", BigUint64Array.of(2n ** 64n - 1n)],
  ["new Uint8Array()", new Uint8Array()],
  [
    "new Float64Array(Float64Array.of(1, 2, 3).buffer, 8, 1)",
    Float64Array.of(2),
  ],
  ["Uint8Array.of(1, 2).buffer", Uint8Array.of(1, 2).buffer],
  ["1 as number", 1],
  ["((a: number): number => a + 1)(1)", 2],
  ["1 // one", 1],
  ["/* one */ 1 /* one */", 1],
  ["await Promise.resolve(3)", 3],
  ["Promise.resolve(3)", 3],
  ["(1, 2)", 2],
  ["`a\nb`", "a\nb"],
  ['"a".replace("a", "$&")', "$&".replace("$&", "a")],
];
for (const [expression, expected] of values) {
  Deno.test(`evaluate() brings back ${expression}`, async () => {
    const actual = await value(expression);
    assertEquals(actual, expected);
    if (typeof expected !== "object") assertStrictEquals(actual, expected);
  });
}

Deno.test("evaluate() keeps the holes of an array", async () => {
  const array = await value<unknown[]>("[1, , undefined, ,]");
  assertEquals(array.length, 4);
  assertEquals(Object.keys(array), ["0", "2"]);
});

Deno.test("evaluate() keeps cycles and shared references", async () => {
  type Node = {
    self: Node;
    a: unknown;
    b: unknown;
    map: Map<string, Node>;
    views: unknown[];
  };
  const node = await value<Node>(
    `(() => {
       const shared = {}, view = Float64Array.of(1);
       const node: any = { a: shared, b: shared, views: [view, view] };
       node.self = node;
       node.map = new Map([["node", node]]);
       return node;
     })()`,
  );
  assertStrictEquals(node.self, node);
  assertStrictEquals(node.a, node.b);
  assertStrictEquals(node.map.get("node"), node);
  assertStrictEquals(node.views[0], node.views[1]);
});

Deno.test("evaluate() brings back standard errors with their messages", async () => {
  const error = await value<RangeError>("new RangeError('r', { cause: 1 })");
  assertInstanceOf(error, RangeError);
  assertEquals([error.message, error.cause], ["r", 1]);
});

Deno.test("evaluate() brings back a key called __proto__", async () => {
  const object = await value<object>(
    `JSON.parse('{ "__proto__": { "a": 1 } }')`,
  );
  assertEquals(Object.keys(object), ["__proto__"]);
  assertStrictEquals(Object.getPrototypeOf(object), Object.prototype);
});

Deno.test("evaluate() brings back 16 MB of float64 bit for bit", async () => {
  const array = await value<Float64Array>(
    "Float64Array.from({ length: 2 ** 21 }, (_, i) => Math.sqrt(i))",
  );
  assertEquals(array.length, 2 ** 21);
  assert(array.every((number, i) => number === Math.sqrt(i)));
});

Deno.test("evaluate() brings back a value whose bytes fill whole chunks", async () => {
  for (const length of [2 ** 20 - 7, 2 ** 20 - 6, 2 ** 20 - 5, 2 ** 21]) {
    const text = await value<string>(`"x".repeat(${length})`);
    assertStrictEquals(text, "x".repeat(length));
  }
});

const refusals: [expression: string, state: string][] = [
  ["() => 1", "it is a function, which cannot leave the kernel"],
  ["function f() {}", "it is a function, which cannot leave the kernel"],
  ["class A {}", "it is a function, which cannot leave the kernel"],
  ["Symbol('s')", "it is a symbol, which cannot leave the kernel"],
  ["({ a: { f() {} } })", "its a.f is a function"],
  ["({ a: [1, Symbol()] })", "its a[1] is a symbol"],
  ["[[() => 1]]", "its [0][0] is a function"],
  ["({ 'a b': { 0: Symbol() } })", 'its ["a b"]["0"] is a symbol'],
  ["new (class Network { w = 1 })()", "it is an instance of Network"],
  ["[new (class {})()]", "its [0] is an instance of a class"],
  ["new (class N extends Map {})()", "it is an instance of N"],
  ["new (class F extends Float64Array {})(1)", "it is an instance of F"],
  ["new (class E extends Error {})('m')", "it is an instance of E"],
  ["Object.create({ a: 1 })", "it is an instance of Object"],
  ["new Map([['k', () => 1]])", 'its get("k") is a function'],
  ["new Map([[1, () => 1]])", "its get(1) is a function"],
  ["new Map([[{ a: 1 }, { f() {} }]])", "its get(…).f is a function"],
  ["new Map([[Object.create(null), Symbol()]])", "its get(…) is a symbol"],
  ["new Map([[Symbol('k'), 1]])", "its keys() is a symbol"],
  ["({ s: new Set([{ f() {} }]) })", "its s.values().f is a function"],
  ["({ [Symbol.iterator]: 1 })", "it is an object with a symbol for a key"],
  ["({ a: Promise.resolve(1) })", "its a is an instance of Promise"],
  ["new WeakMap()", "it is an instance of WeakMap"],
  ["new WeakRef({})", "it is an instance of WeakRef"],
  ["(function* () {})()", "it is an instance of a class"],
  ["new URL('a:b')", "it is an instance of URL"],
  ["new Intl.NumberFormat()", "it is an instance of NumberFormat"],
  ["new SharedArrayBuffer(8)", "it is an instance of SharedArrayBuffer"],
  ["Object(1n)", "it is an instance of BigInt"],
  ["globalThis", "it is an instance of Window"],
  ["import('node:path')", "it is an object with a symbol for a key"],
  ["new Proxy({}, {})", "#<Object> could not be cloned."],
  ["({ get a() { throw new RangeError('g') } })", "RangeError: g"],
  [
    "Object.assign(new Error('m'), { code: 5 })",
    'it is an Error with a property "code" of its own',
  ],
  [
    "[Object.assign(new Map(), { a: 1 })]",
    'its [0] is a Map with a property "a" of its own',
  ],
  [
    "Array(1e5).fill(0).reduce((a) => ({ a }), null)",
    "RangeError: Maximum call stack size exceeded",
  ],
];
for (const [expression, state] of refusals) {
  Deno.test(`evaluate() refuses ${expression}`, async () => {
    const error = await assertRejects(
      () => value(expression),
      ValueError,
      `Cannot get the value of "${expression}": `,
    );
    assert(error.message.includes(state), error.message);
  });
}

const failures: [expression: string, state: string][] = [
  ["missing", "ReferenceError: missing is not defined"],
  ["null!.x", "TypeError: Cannot read properties of null (reading 'x')"],
  ["Promise.reject(new RangeError('r'))", "RangeError: r"],
  ["(() => { throw 'text' })()", "it threw text"],
  ["(() => { throw null })()", "it threw null"],
  ["(() => { throw Symbol('s') })()", "it threw Symbol(s)"],
  [
    "(() => { throw Object.create(null) })()",
    "it threw what cannot be shown as text",
  ],
  ["", "SyntaxError: "],
  [" \n", "SyntaxError: "],
  ["// nothing", "SyntaxError: "],
  ["1 +", "SyntaxError: "],
  ["1), (2", "SyntaxError: Expected ',', got ')'"],
  ["1], [2", "SyntaxError: Expected ',', got ']'"],
  ["1 /*", "SyntaxError: "],
  ["...[1]", "SyntaxError: "],
  ["1; 2", "SyntaxError: "],
  ["const a = 1", "SyntaxError: "],
  ["return 1", "SyntaxError: "],
  ["/(/", "SyntaxError: Invalid regular expression: /(/: Unterminated group"],
  ["new.target", "SyntaxError: new.target expression is not allowed here"],
  ["import.meta.url", "SyntaxError: Cannot use 'import.meta' outside a module"],
  ["await", "SyntaxError: "],
];
for (const [expression, state] of failures) {
  Deno.test(`evaluate() says what is wrong with ${JSON.stringify(expression)}`, async () => {
    await assertRejects(
      () => value(expression),
      ValueError,
      `Cannot get the value of "${expression}": ${state}`,
    );
    assertEquals(await value("1"), 1);
  });
}

Deno.test("evaluate() sees the names of the cells, and leaves none of its own", async () => {
  await session.execute({ id: "a", source: "let counter = 1;" });
  assertEquals(await value("++counter"), 2);
  assertEquals(await value("counter"), 2);
  assertEquals(
    await value("[typeof sendValue, typeof serialize, typeof obstacleIn]"),
    ["undefined", "undefined", "undefined"],
  );
});

Deno.test("evaluate() is not misled by names that cells have defined", async () => {
  await session.execute({
    id: "shadow",
    source: "const sendValue = 1, evaluate = 2, broadcast = 3, serialize = 4;",
  });
  assertEquals(
    await value("[sendValue, evaluate, broadcast, serialize]"),
    [1, 2, 3, 4],
  );
});

Deno.test("evaluate() keeps what an expression prints out of the cells' outputs", async () => {
  const { outputs } = await session.execute({ id: "b", source: "'cell'" });
  const before = structuredClone(outputs);
  assertEquals(await value("(console.log('x'), console.error('y'), 1)"), 1);
  const after = await session.execute({ id: "c", source: "'cell'" });
  assertEquals(outputs, before);
  assertEquals(after.outputs.length, 1);
});

Deno.test("evaluate() waits for an expression during which a timer throws", async () => {
  assertEquals(
    await value(
      `(setTimeout(() => { throw new Error("late"); }),
        new Promise((resolve) => setTimeout(() => resolve(1), 20)))`,
    ),
    1,
  );
});
