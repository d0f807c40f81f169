import { assertEquals, assertThrows } from "@std/assert";
import {
  farthestNumbers,
  leaveOut,
  sameText,
} from "../../lib/notebook/compare_text.ts";
import { NotebookFormatError } from "../../lib/notebook/errors.ts";

const cases: [
  stored: string,
  fresh: string,
  tolerance: number | undefined,
  same: boolean,
][] = [
  ["0.1", "0.1", undefined, true],
  ["0.1", "0.10", undefined, false],
  ["0.1", "0.10", 0, true],
  ["a 0.1 b", "a 0.1001 b", 1e-3, true],
  ["a 0.1 b", "a 0.1001 b", 1e-5, false],
  ["1e9", "1000000001", 1e-8, true],
  ["1e9", "1000000100", 1e-8, false],
  ["-1e-9", "+1e-9", 1e-8, true],
  ["a 0.1", "b 0.1", 1, false],
  ["1, 2", "1, 2, 3", 1, false],
  ["NaN", "NaN", 1e-9, true],
  ["NaN", "0", 1e-9, false],
  ["[ 1,  2 ]", "[ 1.00000001, 2 ]", 1e-6, true],
  ["x1 = 2", "x1 = 2.0000001", 1e-6, true],
  ["w1 = 3", "w2 = 3", 1, false],
  ["step10000001", "step10000002", 1e-6, false],
  ["0x1F", "0x2F", 1, false],
  ["3.0ms", "3.1ms", 0.1, true],
  ["-0", "0", 0, true],
  ["1.5e3", "1500", 0, true],
  ["1e-320", "2e-320", 0, false],
  ["1e-320", "2e-320", 1e-12, true],
  ["Infinity", "1e999", 1, false],
  ["12345678901234567890n", "12345678901234567891n", 0, false],
  ["12345678901234567890n", "12345678901234567891n", 1e-12, true],
  ["\x1b[33m1.0\x1b[39m", "\x1b[33m1.1\x1b[39m", 0.1, true],
  ["\x1b[31m1\x1b[39m", "\x1b[32m1\x1b[39m", 0.1, false],
];
for (const [stored, fresh, tolerance, same] of cases) {
  Deno.test(`sameText() says ${same} of "${stored}" and "${fresh}", tolerance ${tolerance}`, () => {
    assertEquals(sameText(stored, fresh, { tolerance }), same);
    assertEquals(sameText(fresh, stored, { tolerance }), same);
  });
}

Deno.test("farthestNumbers() finds the two that are farthest apart", () => {
  assertEquals(farthestNumbers("1 20 3", "1 30 4"), {
    stored: 20,
    fresh: 30,
    distance: 10 / 30,
  });
  assertEquals(farthestNumbers("a 1", "b 2"), undefined);
  assertEquals(farthestNumbers("a", "a"), undefined);
});

Deno.test("leaveOut() puts one mark in the place of all that a pattern matches", () => {
  const ignore = [/^took \d+ ms$/gm, /\bid-\w+/gm];
  assertEquals(
    leaveOut("took 12 ms\nid-a id-b\nit took 1 ms", { ignore }, "cell a"),
    "…\n… …\nit took 1 ms",
  );
});

Deno.test("leaveOut() gives up a pattern that would take forever, and names it", () => {
  const endless = `${"a".repeat(50)}!`;
  const error = assertThrows(
    () => leaveOut(endless, { ignore: [/(a+)+$/gm] }, "cell a of notebook n"),
    NotebookFormatError,
  );
  assertEquals(
    error.message,
    'Cannot verify cell a of notebook n: the pattern "(a+)+$" takes longer than 2 seconds to find in an output; write it so that nothing in it can match the same text in several ways',
  );
  // The next text is compared as before.
  assertEquals(leaveOut("aa!", { ignore: [/a+/g] }, "cell a"), "…!");
});
