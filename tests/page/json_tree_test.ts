import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { jsonTree } from "../../lib/page/json_tree.ts";

Deno.test("jsonTree() folds what is deep and escapes every text", () => {
  const html = jsonTree({ "<a>": [{ b: { c: "<d>" } }, null, 1, {}] });
  assertStringIncludes(html, '<span class="key">&lt;a&gt;</span>');
  assertStringIncludes(html, "&quot;&lt;d&gt;&quot;");
  assertEquals(html.match(/<details open>/g)?.length, 2);
  assertEquals(html.match(/<details>/g)?.length, 2);
});

Deno.test("jsonTree() says how much of a large value it leaves out", () => {
  const html = jsonTree(Array.from({ length: 10_000 }, (_, i) => i));
  assertStringIncludes(html, "and 8,001 more");
  assert(html.length < 200_000);
});
