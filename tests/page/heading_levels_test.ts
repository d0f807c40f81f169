/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import {
  markHeadings,
  withoutSkippedLevels,
} from "../../lib/page/heading_levels.ts";
import { renderPage } from "../../lib/page/mod.ts";
import { axeViolations } from "./axe.ts";
import { browserTest } from "./browser.ts";
import { code, display, notebook, prose } from "./fixture.ts";

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

Deno.test("withoutSkippedLevels() puts the headings of outputs below that of their cell", () => {
  const output = markHeadings("<h1>x</h1><h3>y</h3><h1>z</h1>");
  const below = (...levels: number[]) =>
    ["<h1", "<h3", "<h1"].map((open, i) =>
      `${open} aria-level="${levels[i]}">${"xyz"[i]}</h${open[2]}>`
    ).join("");
  assertEquals(
    withoutSkippedLevels(`${output}<h1>a</h1>${output}<h3>b</h3>${output}`),
    // That y is an h3 says its level already.
    `${below(2, 3, 2)}<h1>a</h1>${below(2, 3, 2)}`.replaceAll(
      '<h3 aria-level="3">',
      "<h3>",
    ) + `<h3 aria-level="2">b</h3>${below(3, 4, 3)}`,
  );
});

browserTest(
  "headings of outputs are smaller than those of the page, below them, and no sections of it",
  () =>
    renderPage(
      notebook(
        prose("# A", "a"),
        code("1", [
          display({ "text/markdown": "# B\n\n## C\n\n# D <b>d</b>" }),
        ]),
        prose("## B\n\n### C", "b"),
        code("2", [display({ "text/html": "<h1>B</h1><h3>C</h3>" })], "two"),
        prose("## D", "d"),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    assertEquals(await axeViolations(page), []);
    const sizes = await page.$$eval(
      ":is(h1, h2, h3, h4)",
      (headings) =>
        headings.map((heading) => ({
          size: parseFloat(getComputedStyle(heading).fontSize),
          isOfOutput: heading.closest(".out") !== null,
          anchors: heading.querySelectorAll("a").length,
        })),
    );
    const own = sizes.filter(({ isOfOutput }) => !isOfOutput);
    const others = sizes.filter(({ isOfOutput }) => isOfOutput);
    assertEquals(others.length, 5);
    assertEquals(others.filter(({ anchors }) => anchors > 0), []);
    assert(
      Math.max(...others.map(({ size }) => size)) <
        Math.min(...own.map(({ size }) => size)),
    );
    const links = await page.$$eval(
      "nav.contents a",
      (links) => links.map((link) => link.getAttribute("href")),
    );
    assertEquals(links, ["#B", "#C", "#D"]);
  },
  { bypassCSP: true },
);
