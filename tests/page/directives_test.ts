/// <reference lib="dom" />
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { renderMarkdown } from "../../lib/page/markdown.ts";
import { renderPage } from "../../lib/page/mod.ts";
import { axeViolations } from "./axe.ts";
import { browserTest } from "./browser.ts";
import { context, notebook, prose } from "./fixture.ts";

const html = (source: string) => renderMarkdown(source, context()).html;

/** The kinds and the titles of alerts, and the other text, with `[` and `]` around what an alert holds. */
const brief = (source: string) =>
  html(source)
    .replace(
      /<(div|details) class="markdown-alert markdown-alert-(\w+)">/g,
      "[$2|",
    )
    .replace(/<\/(p|summary|div|details)>/g, (tag) =>
      tag === "</p>" || tag === "</summary>" ? " " : "] ")
    .replace(/<math>.*?<\/math>/g, "formula")
    .replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();

Deno.test("renderMarkdown() shows the admonitions of MyST and Quarto as alerts", () => {
  for (
    const [source, text] of [
      [":::{note}\nA *b*.\n:::\nc", "[note| Note A b. ] c"],
      ["```{warning} Do $not$\nA.\n```\nc", "[warning| Do formula A. ] c"],
      ["```{admonition} T\n:class: danger\nA\n```", "[caution| T A ]"],
      ["```{hint}\n---\nclass: dropdown\n---\nA\n```", "[tip| Hint A ]"],
      ["```{prf:theorem} T\nA\n```", "[note| Theorem: T A ]"],
      ["::: {.callout-tip}\n## T\n\nA\n:::\nc", "[tip| T A ] c"],
      ['::: {.callout-note title="T"}\nA\n:::', "[note| T A ]"],
      [":::warning\nA\n:::", "[warning| Warning A ]"],
      // In boxes of boxes each line of colons ends one, but for those in code.
      [
        "::::{tip}\na\n:::{note}\nb\n:::\nc\n::::\nd",
        "[tip| Tip a [note| Note b ] c ] d",
      ],
      ["> :::{note}\n> A\n> :::\n> b", "[note| Note A ] b"],
      ["- a\n  ```{note}\n  A\n  ```\n- b", "a [note| Note A ] b"],
      [":::{note}\nA\n\nb", "[note| Note A b ]"],
    ] as const
  ) assertEquals(brief(source), text, source);
  assertMatch(
    html(":::{note}\n```sh\n:::\n```\n:::\nb"),
    /<code>:::\n<\/code>[^]*<\/div>\n<p>b<\/p>/,
  );
});

Deno.test("renderMarkdown() shows what is in other directives", () => {
  assertEquals(html("::: {.column-margin}\nA\n:::"), "<p>A</p>\n");
  assertEquals(
    html(":::{whatever} T\nA\n:::"),
    "<p><strong>T</strong></p>\n<p>A</p>\n",
  );
  assertStringIncludes(html("```{math}\n:label: a\nx\n```"), 'display="block"');
  assertStringIncludes(html("```math\nx\n```"), 'display="block"');
  assertStringIncludes(
    html("```{code-block} ts\n:linenos:\nconst x = 1;\n```"),
    ">const x = 1;\n</code>",
  );
  assertStringIncludes(html("```{ts}\nconst x = 1;\n```"), '<code data-t="');
  assertStringIncludes(html("```{mermaid}\na --> b\n```"), "a --&gt; b");
  assertStringIncludes(
    html("```{bibliography} a.bib\n```"),
    "{bibliography} a.bib",
  );
  assertEquals(html(":::\na"), "<p>:::\na</p>\n");
});

Deno.test("renderMarkdown() keeps the title of a callout out of the headings", () => {
  const { headings } = renderMarkdown(
    "# A\n\n::: {.callout-tip}\n## T\n\nA\n:::",
    context(),
  );
  assertEquals(headings.map(({ text }) => text), ["A"]);
});

browserTest(
  "renderPage() unfolds an admonition that its author folded, by keyboard and without scripts",
  () =>
    renderPage(
      notebook(
        prose("# A\n\n```{tip} T\n:class: dropdown\n\nFolded $$x$$\n```"),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page, url }) => {
    assertEquals(await axeViolations(page), []);
    await page.setJavaScriptEnabled(false);
    await page.goto(url);
    const isSeen = () =>
      page.$eval(
        "details p + p, details > p",
        (text) => text.checkVisibility(),
      );
    assertEquals(await isSeen(), false);
    await page.focus("summary");
    await page.keyboard.press("Enter");
    assertEquals(await isSeen(), true);
    // A formula that can be scrolled has the ground of what it stands on.
    const grounds = await page.$$eval(
      ".markdown-alert, .markdown-alert .formula",
      (parts) => parts.map((part) => getComputedStyle(part).backgroundColor),
    );
    assertEquals(new Set(grounds).size, 1);
  },
  { bypassCSP: true },
);
