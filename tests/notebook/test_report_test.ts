import { assertEquals } from "@std/assert";
import {
  countTests,
  failedTests,
  heldText,
  withoutFrame,
  withoutTimes,
} from "../../lib/notebook/test_report.ts";

const report = `------- pre-test output -------
held
----- pre-test output end -----
a ... ok (611µs)
b ... FAILED (1ms)

 FAILURES 

b => cell:2:6

FAILED | 1 passed (2 steps) | 1 failed (1 step) | 1 ignored (2s)
`;

Deno.test("countTests() counts what passed and what failed, over all reports", () => {
  assertEquals(countTests(report), { passed: 1, failed: 1 });
  assertEquals(countTests(report + "ok | 3 passed | 0 failed (5ms)\n"), {
    passed: 4,
    failed: 1,
  });
  assertEquals(countTests("1 passed"), undefined);
});

Deno.test("withoutTimes() leaves a report that is the same in every run", () => {
  assertEquals(
    withoutTimes(
      "a (2) ... ok (1m2s)\nb ... ok (12ms)\nok | 1 passed (1 step) | 0 failed (0ms)",
    ),
    "a (2) ... ok\nb ... ok\nok | 1 passed (1 step) | 0 failed",
  );
});

Deno.test("heldText() and withoutFrame() find the text that was held back", () => {
  assertEquals(heldText(report), "held\n");
  assertEquals(heldText("held\n"), "");
  assertEquals(withoutFrame(report).slice(0, 10), "held\na ...");
});

Deno.test("failedTests() names the tests, and where they stand", () => {
  const error = failedTests({ passed: 1, failed: 1 }, [
    { output_type: "stream", name: "stdout", text: report },
  ]);
  assertEquals(error.evalue, "1 of 2 tests failed: b");
  assertEquals(error.traceback.at(-1), "    at cell:2:6");
});
