/// <reference lib="dom" />
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { PageError, renderPage } from "../../lib/page/mod.ts";
import { browserTest } from "./browser.ts";
import {
  code,
  display,
  fixture,
  notebook,
  prose,
  quotedPage,
} from "./fixture.ts";

const path = "notebooks/two.ipynb";
const ids = (html: string) =>
  [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);

Deno.test("renderPage() forbids scripts but its own, and requests, before anything else", async () => {
  const html = await quotedPage(fixture, { path });
  assertMatch(
    html,
    /<head>\s*<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^ ']+' 'sha256-[^ ']+'; style-src 'unsafe-inline'; img-src data:; media-src data:; font-src data:; base-uri 'none'; form-action 'none'">/,
  );
  assertEquals(html.match(/<script/g)?.length, 2);
});

Deno.test("renderPage() titles the page by its first level-1 heading, or else by its file", async () => {
  const titled = await quotedPage(
    notebook(prose("## Sub\n\n# The *OR* gate")),
    { path },
  );
  assertStringIncludes(titled, "<title>The OR gate</title>");
  const untitled = await quotedPage(notebook(prose("text")), { path });
  assertStringIncludes(untitled, "<title>two</title>");
  assertStringIncludes(untitled, "<h1>two</h1>");
});

Deno.test("renderPage() makes each cell's id an anchor and every id unique", async () => {
  const all = ids(await quotedPage(fixture, { path }));
  assertEquals(all.length, new Set(all).size);
  for (const { id } of fixture.cells) {
    assertEquals(all.includes(id), id !== "removed", id);
  }
});

Deno.test("renderPage() keeps its own ids out of the cells' way", async () => {
  const html = await quotedPage(notebook(prose("# main", "main")), { path });
  assertEquals(ids(html), ["main-2", "main", "main-3"]);
  assertStringIncludes(html, 'class="skip" href="#main-2"');
});

Deno.test("renderPage() lists the sections of a page that has three", async () => {
  const three = await quotedPage(
    notebook(prose("# T\n## A b\n## [B](x)\n## $c$")),
    { path },
  );
  assertStringIncludes(
    three,
    '<li><a href="#A-b">A b</a><li><a href="#B">B</a><li><a href="#c"><math>',
  );
  const list = (html: string) =>
    html.replace(/<nav class="contents"[^]*?<\/nav>/, "LIST")
      .match(/<main[^>]*>([^]*)<\/main>/)![1]!
      .replace(/<[^>]*>|\n/g, " ").replace(/ +/g, " ").trim();
  assertEquals(list(three), "T LIST A b B c");
  // In one cell, too, the list stands before the first section, unless that is within something else.
  const inOne = "# T\n\np\n\n## A\n\n## B\n\n## C";
  assertEquals(
    list(await quotedPage(notebook(prose(inOne)), { path })),
    "T p LIST A B C",
  );
  const html =
    "# T\n\n<i>p</i><br>\n\n| a |\n| - |\n| $x$ |\n\n## A\n\n## B\n\n## C";
  assertEquals(
    list(await quotedPage(notebook(prose(html)), { path })),
    "T p a x LIST A B C",
  );
  const quoted = "# T\n\n> p\n>\n> ## A\n\n## B\n\n## C";
  assertEquals(
    list(await quotedPage(notebook(prose(quoted)), { path })),
    "T p A B C LIST",
  );
  const two = await quotedPage(notebook(prose("# T\n## A\n## B")), { path });
  assert(!two.includes('class="contents"'));
});

browserTest(
  "a page with many sections lists the outer ones alone where the list stands before the text",
  () =>
    renderPage(
      notebook(
        prose("# T"),
        ...Array.from({ length: 9 }, (_, i) =>
          prose(`## ${i}\n\n### a${i}\n\n### b${i}`, `s${i}`)),
      ),
      { path },
    ),
  async ({ page }) => {
    const seen = async (width: number) => {
      await page.setViewport({ width, height: 900 });
      return await page.$$eval(
        ".contents a",
        (links) => links.filter((link) => link.checkVisibility()).length,
      );
    };
    assertEquals([await seen(320), await seen(1400)], [9, 27]);
  },
);

Deno.test("renderPage() folds the code of cells tagged hide-input", async () => {
  const html = await quotedPage(
    notebook(
      code("let a = 1", [display({ "text/plain": "1" })], "a", ["hide-input"]),
    ),
    {
      path,
    },
  );
  assertMatch(
    html,
    /<details><summary>Show the code<\/summary><pre><code.*<\/details><div class="out">/,
  );
});

Deno.test("renderPage() leaves out raw cells and cells tagged remove-cell", async () => {
  const html = await quotedPage(
    notebook(
      { cell_type: "raw", id: "raw", metadata: {}, source: "secret" },
      prose("secret", "gone", { metadata: { tags: ["remove-cell"] } }),
    ),
    { path },
  );
  assert(!html.includes("secret"));
});

Deno.test("renderPage() shows an error output with its traceback", async () => {
  const html = await quotedPage(fixture, { path });
  assertStringIncludes(html, '<pre class="message"');
  assertStringIncludes(html, "at &lt;anonymous>:1:22");
});

Deno.test("renderPage() rejects a formula that is not valid, naming the cell", async () => {
  const error = await assertRejects(
    () => renderPage(notebook(prose("$\\frac{1$", "output-delta")), { path }),
    PageError,
    "Cannot typeset a formula in notebooks/two.ipynb, cell output-delta: ",
  );
  assertEquals([error.notebook, error.cellId], [path, "output-delta"]);
});

Deno.test("renderPage() brings no font to a page without formulas", async () => {
  assert(
    !(await quotedPage(notebook(prose("text")), { path })).includes(
      "@font-face",
    ),
  );
});

Deno.test("renderPage() makes the same page each time", async () => {
  assertEquals(
    await quotedPage(fixture, { path }),
    await quotedPage(fixture, { path }),
  );
});

Deno.test("renderPage() takes headings in HTML for headings, and passes over those that say nothing", async () => {
  const html = await quotedPage(
    notebook(
      prose('<h1 align="center">The <i>OR</i> gate</h1>'),
      prose("## One\n\n##\n\n## Two\n\n<h2>Three &amp; four</h2>", "more"),
    ),
    { path },
  );
  assertStringIncludes(html, "<title>The OR gate</title>");
  assertEquals(
    [...html.matchAll(/<li><a href="#([^"]*)">([^<]*)/g)].map(([, ...link]) =>
      link
    ),
    [["One", "One"], ["Two", "Two"], ["Three-&amp;-four", "Three &amp; four"]],
  );
  assertEquals(html.match(/<h2/g)?.length, 3);
});

Deno.test("renderPage() lets the formulas of a page use the commands that those before them define", async () => {
  const html = await quotedPage(
    notebook(
      prose(
        "$$\\newcommand{\\R}{\\mathbb{Q}}\\def\\half{\\frac12}\\DeclareMathOperator*{\\most}{most}$$",
      ),
      prose("$$\\R + \\half + \\most_x$$", "use"),
    ),
    { path },
  );
  assertStringIncludes(html, "<mi>ℚ</mi>");
  assertStringIncludes(html, "most");
  assertEquals(html.match(/class="equation"/g)?.length, 1);
});

Deno.test("renderPage() turns the page of a language that is written from the right", async () => {
  const page = (lang: string) =>
    quotedPage({ ...notebook(), metadata: { lang } }, { path });
  assertStringIncludes(await page("ar"), '<html lang="ar" dir="rtl">');
  assertStringIncludes(await page("arn"), '<html lang="arn">');
  assertStringIncludes(await page("de"), "hyphens:auto");
  assert(!(await page("en-GB")).includes("hyphens:auto"));
});
