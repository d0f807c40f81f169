import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { renderPage } from "../../lib/page/mod.ts";
import { axeViolations } from "./axe.ts";
import { browserTest } from "./browser.ts";
import { notebook, prose, quotedPage } from "./fixture.ts";

Deno.test("renderPage() numbers footnotes through the page, below their cells and beside their text", async () => {
  const html = await quotedPage(
    notebook(
      prose("One[^a], inline^[of *its* own].\n\n[^a]: Said **aside**.", "a"),
      prose("Two[^a].\n\n[^a]: A list:\n\n    - of one", "b"),
    ),
    { path: "a.ipynb" },
  );
  assertMatch(
    html,
    /id="footnote-1-reference"><a href="#footnote-1" aria-label="Note 1">1<\/a><\/sup><span class="margin-note" aria-hidden="true"><sup>1<\/sup> Said <strong>aside<\/strong>/,
  );
  assertStringIncludes(
    html,
    '<li id="footnote-2" value="2" class="in-margin">',
  );
  assertStringIncludes(html, '<li id="footnote-3" value="3"><p>A list:');
  assertStringIncludes(html, 'href="#footnote-3-reference"');
});

browserTest(
  "pages with footnotes in several cells are for everyone",
  () =>
    renderPage(
      notebook(
        prose("# A\n\nOne[^1].\n\n[^1]: A note.", "a"),
        prose("Two[^1].\n\n[^1]: Another.", "b"),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => assertEquals(await axeViolations(page), []),
  { bypassCSP: true },
);
