import { assertEquals } from "@std/assert";
import {
  cellsIn,
  placeTraceback,
  type Position,
  positionIn,
  withSourceUrl,
} from "../../lib/notebook/source_position.ts";

Deno.test("withSourceUrl() puts the cell's name in a line of its own at the end", () => {
  assertEquals(
    withSourceUrl("a // b", "c-1"),
    "a // b\n//# sourceURL=denobook-cell:c-1\n",
  );
});

Deno.test("placeTraceback() leads frames back to the author's lines and columns", () => {
  const printed = {
    isHelper: ({ line }: Position) => line > 90,
    original: ({ line, column }: Position) =>
      line > 80 ? undefined : { line: line + 2, column: column - 1 },
  };
  assertEquals(
    placeTraceback([
      "Error: m",
      "    at f (denobook-cell:b:9:9)",
      "    at denobook-cell:a:1:32",
      "    at h (denobook-cell:a:81:5)",
      "    at added (denobook-cell:a:91:5)",
      "    at g (file:///x.ts:1:2)",
    ], (id) => id === "a" ? printed : undefined),
    [
      "Error: m",
      "    at f (b)",
      "    at a:3:31",
      "    at h (a)",
      "    at g (file:///x.ts:1:2)",
    ],
  );
});

Deno.test("cellsIn() names the cells of frames that are not yet placed", () => {
  assertEquals(
    cellsIn(
      "Error\n    at denobook-cell:a:1:2\n    at f (denobook-cell:b-1:3:4)\n    at c:1:2",
    ),
    new Set(["a", "b-1"]),
  );
});

Deno.test("positionIn() gives the first place in the cell", () => {
  const traceback = [
    "Error: m",
    "    at f (b:1:2)",
    "    at g (a:3:4)",
    "    at a:5:6",
  ];
  assertEquals(positionIn("a", traceback), { line: 3, column: 4 });
  assertEquals(positionIn("b", traceback), { line: 1, column: 2 });
  assertEquals(positionIn("c", traceback), undefined);
});

Deno.test("positionIn() tells a cell from others whose names end alike", () => {
  const traceback = ["    at f (define-f:3:9)", "    at async f:2:1"];
  assertEquals(positionIn("f", traceback), { line: 2, column: 1 });
});
