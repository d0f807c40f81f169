import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { mendIds } from "../../lib/notebook/cell_ids.ts";
import { code, prose } from "./fixture.ts";

function mended(...cells: ReturnType<typeof code | typeof prose>[]): string[] {
  mendIds(cells);
  return cells.map(({ id }) => id);
}

Deno.test("mendIds() names prose by its heading or first words, code by its first declaration", () => {
  assertEquals(
    mended(
      prose("", "Intro.\n\n## Die Größe des Fehlers, $E$\n"),
      prose("", "One word after the other makes a sentence."),
      code(
        "",
        "// Why\nimport x from 'y';\nexport const outputDelta: number[] = [];",
      ),
      code("", "async function train2_w() {}"),
      code("", "1 + 1"),
      prose("", "一二三"),
      prose("", ""),
    ),
    [
      "die-gro-e-des-fehlers-e",
      "one-word-after-the-other",
      "output-delta",
      "train2-w",
      "cell-5",
      "cell-6",
      "cell-7",
    ],
  );
});

Deno.test("mendIds() keeps ids that are right, and gives the second of two another", () => {
  assertEquals(
    mended(
      prose("", "# a"),
      prose("a", "x"),
      prose("a", "x"),
      prose("a-2", "x"),
      prose("With spaces!", "x"),
      prose("3f2b9c1d", "x"),
    ),
    ["a-3", "a", "a-4", "a-2", "with-spaces", "3f2b9c1d"],
  );
});

Deno.test("mendIds() makes ids that nbformat allows, each once, and finds nothing to mend in them", () => {
  const text = fc.oneof(
    fc.constantFrom("", "a", "a-2"),
    fc.string({ unit: "grapheme", maxLength: 80 }),
  );
  fc.assert(fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
    const cells = pairs.map(([id, source]) => prose(id, source));
    const ids = mended(...cells);
    for (const id of ids) assertMatch(id, /^[a-zA-Z0-9_-]{1,64}$/);
    assertEquals(new Set(ids).size, ids.length);
    assertEquals(mended(...cells), ids);
  }));
});
