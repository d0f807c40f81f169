import { assertEquals } from "@std/assert";
import type { Output } from "../../lib/notebook/format.ts";
import { compareOutputs } from "../../lib/notebook/verify.ts";
import { code, notebook, prose } from "./fixture.ts";

const one: Output = { output_type: "stream", name: "stdout", text: "1\n" };
const two: Output = { output_type: "stream", name: "stdout", text: "2\n" };

function withOutputs(...outputs: Output[]) {
  return notebook(prose("p", "p"), code("a", "a", { outputs }));
}

Deno.test("compareOutputs() finds no difference where there is none", () => {
  assertEquals(
    compareOutputs(withOutputs(one, two), withOutputs(one, two)),
    [],
  );
  assertEquals(compareOutputs(notebook(), notebook()), []);
});

Deno.test("compareOutputs() names the cell and the output that differ, with both", () => {
  assertEquals(
    compareOutputs(withOutputs(one, one, one), withOutputs(one, two, one)),
    [{ cellId: "a", index: 1, stored: one, fresh: two }],
  );
});

Deno.test("compareOutputs() finds outputs that are missing on either side", () => {
  const missing = { cellId: "a", index: 1, stored: one, fresh: undefined };
  assertEquals(compareOutputs(withOutputs(one, one), withOutputs(one)), [
    missing,
  ]);
  assertEquals(compareOutputs(withOutputs(one), withOutputs(one, two)), [
    { cellId: "a", index: 1, stored: undefined, fresh: two },
  ]);
});

Deno.test("compareOutputs() finds cells that are missing on either side", () => {
  const other = notebook(code("b", "b", { outputs: [two] }));
  assertEquals(compareOutputs(withOutputs(one), other), [
    { cellId: "a", index: 0, stored: one, fresh: undefined },
    { cellId: "b", index: 0, stored: undefined, fresh: two },
  ]);
});

Deno.test("compareOutputs() takes no notice of the order of keys, and of nothing else", () => {
  const output = (data: Record<string, string | string[]>): Output => ({
    output_type: "display_data",
    data,
    metadata: { a: { b: 1, c: 2 } },
  });
  const stored = withOutputs(output({ "text/plain": "a", "text/html": "b" }));
  const reordered: Output = {
    metadata: { a: { c: 2, b: 1 } },
    data: { "text/html": "b", "text/plain": "a" },
    output_type: "display_data",
  };
  assertEquals(compareOutputs(stored, withOutputs(reordered)), []);
  assertEquals(
    compareOutputs(
      withOutputs(output({ "application/json": ["a", "b"] })),
      withOutputs(output({ "application/json": ["b", "a"] })),
    ).length,
    1,
  );
  assertEquals(
    compareOutputs(stored, withOutputs(output({ "text/plain": "a" }))).length,
    1,
  );
});

Deno.test("compareOutputs() finds another execution count of a result", () => {
  const result = (execution_count: number): Output => ({
    output_type: "execute_result",
    data: { "text/plain": "1" },
    metadata: {},
    execution_count,
  });
  assertEquals(
    compareOutputs(withOutputs(result(1)), withOutputs(result(2))).length,
    1,
  );
});
