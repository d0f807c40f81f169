import { assertEquals } from "@std/assert";
import { withoutSkippedLevels } from "../../lib/page/heading_levels.ts";

Deno.test("withoutSkippedLevels() says a level for the headings that skip one, and leaves the others alone", () => {
  const table: [html: string, levels: string][] = [
    [
      "<h1>a</h1><h2>b</h2><h2>c</h2><h3>d</h3>",
      "<h1>a</h1><h2>b</h2><h2>c</h2><h3>d</h3>",
    ],
    [
      '<h1>a</h1><h3 id="b">b</h3><h3>c</h3><h6>d</h6><h2>e</h2><hr><header></header>',
      '<h1>a</h1><h3 aria-level="2" id="b">b</h3><h3 aria-level="2">c</h3><h6 aria-level="3">d</h6><h2>e</h2><hr><header></header>',
    ],
  ];
  for (const [html, levels] of table) {
    assertEquals(withoutSkippedLevels(html), levels);
  }
});
