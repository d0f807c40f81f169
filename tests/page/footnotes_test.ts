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

Deno.test("renderPage() puts no note of a table in the margin, which would stand in the table's cell", async () => {
  const html = await quotedPage(
    notebook(
      prose(
        "| a[^a] |\n|---|\n| b[^b] |\n\nText[^c].\n\n[^a]: A.\n[^b]: B.\n[^c]: C.",
      ),
    ),
    { path: "a.ipynb" },
  );
  assertEquals(
    [...html.matchAll(/class="margin-note".*?<\/sup> (.)/g)]
      .map(([, note]) => note),
    ["C"],
  );
  assertStringIncludes(html, '<li id="footnote-1" value="1"><p>A.');
});

/** What is said in each cell's notes. */
async function notesOf(...sources: string[]): Promise<string[]> {
  const html = await quotedPage(
    notebook(...sources.map((source, i) => prose(source, `c${i}`))),
    { path: "a.ipynb" },
  );
  return html.split('<section id="').slice(1).map((cell) =>
    [...cell.matchAll(/<li id="footnote-\d+" value="(\d+)"[^>]*>([^]*?)↩/g)]
      .map(([, number, note]) =>
        `${number} ${note!.replace(/<[^>]*>/g, "").trim()}`
      ).join("; ")
  );
}

Deno.test("renderPage() finds the notes that a cell refers to and another one holds", async () => {
  assertEquals(
    await notesOf(
      "Own[^1], later[^z] and none[^none].\n\n[^1]: First.",
      "Before[^1], in code `[^z]`.",
      "Own[^1].\n\n[^1]: Second.",
      "Before[^1], and again[^1].",
      "```\n[^none]: Code.\n```\n\n[^z]: Long\nline.\n\n    Two.\n# Heading",
    ),
    [
      "1 First.; 2 Long\nline.\nTwo.",
      "3 First.",
      "4 Second.",
      "5 Second.",
      "",
    ],
  );
});

browserTest(
  "paragraphs of a note stand below each other",
  () =>
    renderPage(
      notebook(prose("# A\n\nA[^1].\n\n[^1]: One.\n\n    Two.")),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    const [one, two] = await page.$$eval(
      ".footnotes p",
      (parts) => parts.map((part) => part.getBoundingClientRect().top),
    );
    assertEquals(two! > one! + 10, true);
  },
);

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

browserTest(
  "every note can be seen on a desk, also that of a cell whose HTML keeps to its box",
  () =>
    renderPage(
      notebook(
        prose("# Title\n\nText[^a].\n\n[^a]: A.", "plain"),
        prose(
          "Text[^b].\n\n<details><summary>More</summary>Less</details>\n\n[^b]: B.",
          "boxed",
        ),
      ),
      { path: "notes.ipynb" },
    ),
  async ({ page }) => {
    await page.setViewport({ width: 1440, height: 900 });
    await page.waitForSelector("html:not(.opening)");
    const seen = await page.evaluate(() =>
      ["plain", "boxed"].map((id) =>
        [".margin-note", ".footnotes li"].filter((note) => {
          const { left, top, width } = document.querySelector(`#${id} ${note}`)!
            .getBoundingClientRect();
          const there = document.elementFromPoint(left + width / 2, top + 9);
          return there?.closest(note);
        })
      )
    );
    assertEquals(seen, [[".margin-note"], [".footnotes li"]]);
  },
);
