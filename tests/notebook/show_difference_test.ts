import { assertEquals, assertStringIncludes } from "@std/assert";
import { showDifference } from "../../lib/notebook/show_difference.ts";

function show(
  stored: string | undefined,
  fresh: string | undefined,
  part = "stdout",
  options = {},
): string {
  const difference = { cellId: "c", index: 1, part, stored, fresh };
  return showDifference("n.ipynb", difference, options);
}

const title = "n.ipynb · cell c · output 2 · stdout\n";

Deno.test("showDifference() shows the lines that differ and two around them", () => {
  assertEquals(
    show("1\n2\n3\n4\na\n6\n7\n8\n", "1\n2\n3\n4\nb\n6\n7\n8\n"),
    title + "    …\n    3\n    4\n  - a\n  + b\n    6\n    7\n    …",
  );
});

Deno.test("showDifference() shows lines that are on one side alone", () => {
  assertEquals(show("a\nb\n", "a\n"), title + "    a\n  - b");
  assertEquals(show("a\n", "a\n\nb\n"), title + "    a\n  +\n  + b");
});

Deno.test("showDifference() says which side is missing", () => {
  assertEquals(show(undefined, "a"), title + "  + a\n  It is not in the file.");
  assertEquals(
    show("a", undefined),
    title + "  - a\n  The fresh run did not put it out.",
  );
});

Deno.test("showDifference() tells how far apart numbers are where only they differ", () => {
  assertEquals(
    show("w = 0.5, 2", "w = 0.5, 2.5"),
    title +
      "  - w = 0.5, 2\n  + w = 0.5, 2.5\n  Only numbers differ, by at most 0.2: 2 and 2.5",
  );
});

Deno.test("showDifference() tells of a line end that only one side has", () => {
  assertStringIncludes(
    show("a", "a\n"),
    "Only the fresh one ends in a line end.",
  );
  assertStringIncludes(
    show("a\n", "a"),
    "Only the one in the file ends in a line end.",
  );
});

Deno.test("showDifference() cuts long lines so that the change is in sight", () => {
  const long = "word ".repeat(100);
  const text = show(`${long}left ${long}`, `${long}right ${long}`, "stdout", {
    width: 60,
  });
  for (const line of text.split("\n")) {
    assertEquals(line.length <= 60, true, line);
  }
  assertStringIncludes(text, "word left word");
  assertStringIncludes(text, "word right word");
});

Deno.test("showDifference() shows where in a long word the change is", () => {
  const text = show(
    `${"a".repeat(5_000)}left${"b".repeat(5_000)}`,
    `${"a".repeat(5_000)}right${"b".repeat(5_000)}`,
    "stdout",
    { width: 60, color: true },
  );
  assertStringIncludes(text, "\x1b[7mlef\x1b[27m");
  assertStringIncludes(text, "\x1b[7mrigh\x1b[27m");
  // Where only one side has something, both are cut at the same place.
  const longer = show("x".repeat(90), "x".repeat(90) + "y", "stdout", {
    width: 60,
  });
  assertStringIncludes(longer, `  - …${"x".repeat(18)}\n`);
  assertStringIncludes(longer, `  + …${"x".repeat(18)}y`);
});

Deno.test("showDifference() shows only so many lines", () => {
  const lines = (word: string) =>
    Array.from({ length: 100 }, (_, i) => word + i).join("\n");
  const text = show(lines("a"), lines("b"));
  assertEquals(text.split("\n").length, 32);
  assertStringIncludes(text, "… 170 more lines");
});

Deno.test("showDifference() counts the bytes of images", () => {
  assertEquals(
    show("AAECAw", "AAEDAw", "image/png"),
    "n.ipynb · cell c · output 2 · image/png\n  - 4 bytes\n  + 4 bytes, which differ from byte 3 on",
  );
});

Deno.test("showDifference() writes control characters out", () => {
  assertEquals(
    show("\x1b[2Ja", "\x1b[2Jb\r"),
    title + "  - \\u001b[2Ja\n  + \\u001b[2Jb\\u000d",
  );
});

Deno.test("showDifference() marks in colour the words that differ, and nothing without colour", () => {
  const colored = show("one two three", "one 2 three", "stdout", {
    color: true,
  });
  assertStringIncludes(colored, "\x1b[31m\x1b[7mtwo\x1b[27m\x1b[39m");
  assertStringIncludes(colored, "\x1b[32m\x1b[7m2\x1b[27m\x1b[39m");
  assertEquals(show("one two three", "one 2 three").includes("\x1b"), false);
});

Deno.test("showDifference() comes to an end with texts of which nothing is the same", () => {
  const numbers = (from: number) =>
    Array.from({ length: 50_000 }, (_, i) => from + i).join("\n");
  assertStringIncludes(show(numbers(0), numbers(1e6)), "more lines");
  assertStringIncludes(
    show(numbers(0).replaceAll("\n", " "), numbers(1e6).replaceAll("\n", " ")),
    "Only numbers differ",
  );
});
