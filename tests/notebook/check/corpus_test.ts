import { assertEquals } from "@std/assert";
import { basename } from "node:path";
import { findNotebooks } from "../../../lib/notebook/find.ts";
import { checkNotebooks } from "../../../lib/notebook/check/mod.ts";
import { inShort } from "./fixture.ts";

/** All that is to be found in the corpus, besides layouts that are not those of `deno fmt`; every word of it is true. */
const expected = {
  "displays.ipynb": ["text-alternative svg", "text-alternative image"],
  // Executed once, in a session that had done other things before.
  "legacy.ipynb": [
    "execution-count cell-2",
    "no-var cell-2 1:1",
    "no-var cell-2 2:6",
    "execution-count cell-3",
  ],
  "random-walk.ipynb": ["text-alternative picture"],
  "types.ipynb": ["redeclared again 2:7"],
  "widgets.ipynb": ["execution-count cell-1", "text-alternative cell-1"],
};

Deno.test("checkNotebooks() finds in the corpus what is there, and nothing else", async () => {
  const paths = await findNotebooks(["tests/notebook/corpus"]);
  const { diagnostics } = await checkNotebooks(paths);
  const found = Object.groupBy(
    diagnostics.filter(({ code }) => code !== "format"),
    ({ path }) => basename(path),
  );
  assertEquals(
    Object.fromEntries(
      Object.entries(found).map(([name, all]) => [name, all!.map(inShort)]),
    ),
    expected,
  );
});
