import { assertEquals, assertInstanceOf } from "@std/assert";
import {
  CellError,
  inSeconds,
  KernelError,
  NotebookFormatError,
  ValueError,
} from "../../lib/notebook/errors.ts";

const place = { notebook: "n.ipynb", cellId: "sum" };

Deno.test("CellError() shows the place, what happened, and the lines up to it with a caret", () => {
  const source = "const a = 1;\nconst b = 2;\nconst c = 3;\nthrow d;\nrest;";
  const error = new CellError(
    { ...place, line: 4, column: 7 },
    "ReferenceError: d is not defined",
    source,
  );
  assertEquals(
    error.message,
    `n.ipynb · cell sum · 4:7
ReferenceError: d is not defined
    2 | const b = 2;
    3 | const c = 3;
  > 4 | throw d;
      |       ^`,
  );
});

Deno.test("CellError() shows the first line alone if that is the place", () => {
  const error = new CellError(
    { ...place, line: 1, column: 1 },
    "E: m",
    "a;\nb;",
  );
  assertEquals(
    error.message,
    "n.ipynb · cell sum · 1:1\nE: m\n  > 1 | a;\n      | ^",
  );
});

Deno.test("CellError() aligns line numbers of different widths", () => {
  const source = Array.from({ length: 10 }, (_, i) => `l${i + 1};`).join("\n");
  const error = new CellError(
    { ...place, line: 10, column: 2 },
    "E: m",
    source,
  );
  assertEquals(
    error.message.split("\n").slice(2),
    ["     8 | l8;", "     9 | l9;", "  > 10 | l10;", "       |  ^"],
  );
});

Deno.test("CellError() keeps the tabs before the caret", () => {
  const error = new CellError(
    { ...place, line: 1, column: 4 },
    "E: m",
    "\tx\ty",
  );
  assertEquals(error.message.split("\n").at(-1), "      | \t \t^");
});

Deno.test("CellError() shows no source if the line is not known", () => {
  const error = new CellError(place, "The kernel exited with code 3", "a;");
  assertEquals(
    error.message,
    "n.ipynb · cell sum\nThe kernel exited with code 3",
  );
  assertEquals([error.line, error.column], [undefined, undefined]);
});

Deno.test("CellError() carries the place and the cause as properties", () => {
  const cause = new KernelError("k");
  const { notebook, cellId, line, column, cause: kept } = new CellError(
    { ...place, line: 2, column: 3 },
    "E: m",
    "a\nb",
    { cause },
  );
  assertEquals(
    { notebook, cellId, line, column },
    { ...place, line: 2, column: 3 },
  );
  assertEquals(kept, cause);
});

Deno.test("KernelError(), CellError(), ValueError() and NotebookFormatError() bear their names", () => {
  assertEquals(
    [
      new KernelError("m"),
      new ValueError("m"),
      new NotebookFormatError("m"),
      new CellError(place, "m", ""),
    ].map((error) => String(error).split(":")[0]),
    ["KernelError", "ValueError", "NotebookFormatError", "CellError"],
  );
  assertInstanceOf(new ValueError("m"), TypeError);
  assertInstanceOf(new NotebookFormatError("m"), SyntaxError);
});

Deno.test("inSeconds() speaks of one second and of several", () => {
  assertEquals([1_000, 1_500].map(inSeconds), ["1 second", "1.5 seconds"]);
});
