import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { readEquation } from "../../lib/page/equations.ts";
import { notebook, prose, quotedBook, quotedPage } from "./fixture.ts";

Deno.test("readEquation() takes out what numbers an equation", () => {
  assertEquals(
    readEquation(
      "\\begin{align*} a &= b \\label{eq:a} \\nonumber \\\\ c &= d \\end{align*}",
    ),
    {
      tex: "\\begin{aligned} a &= b   \\\\ c &= d \\end{aligned}",
      label: "eq:a",
      tag: undefined,
    },
  );
  assertEquals(readEquation("\\begin{equation}x \\tag{A}\\end{equation}"), {
    tex: "x",
    label: undefined,
    tag: "A",
  });
});

Deno.test("renderPage() numbers its equations and links to them by number, before and after", async () => {
  const html = await quotedPage(
    notebook(
      prose("See \\eqref{cost} and $\\ref{cost}$.\n\n$$a$$", "a"),
      prose("$$b \\label{cost}$$\n\n$$c \\tag{X}$$\n\n\\eqref{none}", "b"),
    ),
    { path: "a.ipynb" },
  );
  assertMatch(html, /id="equation-1">.*<a>\(1\)<\/a>/);
  assertStringIncludes(
    html,
    '<a class="equation-reference" href="#equation-cost">(2)</a> and ',
  );
  assertStringIncludes(html, 'href="#equation-cost">2</a>');
  assertStringIncludes(html, "<a>(X)</a>");
  assertStringIncludes(html, "\\eqref{none}");
});

Deno.test("renderPage() gives each of several equations with one label an id of its own, and links to the first", async () => {
  const html = await quotedPage(
    notebook(
      prose("$$a \\label{cost}$$\n\n$$b \\label{cost}$$\n\n\\eqref{cost}"),
    ),
    { path: "a.ipynb" },
  );
  assertMatch(html, /id="equation-cost">.*id="equation-2">/s);
  assertStringIncludes(html, 'href="#equation-cost">(1)</a>');
});

Deno.test("renderPage() leads to an equation that stands beside HTML", async () => {
  const html = await quotedPage(
    notebook(
      prose("See \\eqref{cost}.", "a"),
      prose("<b>So</b>\n\n$$b \\label{cost}$$", "b"),
    ),
    { path: "a.ipynb" },
  );
  assertStringIncludes(html, 'href="#equation-cost">(1)</a>');
  assertStringIncludes(html, 'id="equation-cost"');
});

Deno.test("renderPage() counts an equation within a paragraph once", async () => {
  const html = await quotedPage(
    notebook(
      prose("So $$a \\label{first}$$ is.", "a"),
      prose("$$b$$", "b"),
    ),
    { path: "a.ipynb" },
  );
  assertMatch(html, /id="equation-first">.*<a>\(1\)<\/a>/);
  assertMatch(html, /id="equation-2">.*<a>\(2\)<\/a>/);
});

Deno.test("renderBook() says the number of an equation in what the contents show of a page", async () => {
  const shown = notebook(
    prose("# A\n\nAs \\eqref{cost} says: $$y$$\n\n## Of \\eqref{cost}"),
    prose("$$x \\label{cost}$$", "b"),
  );
  const pages = await quotedBook([
    { path: "book/a.ipynb", notebook: shown },
    { path: "book/b.ipynb", notebook: notebook(prose("# B")) },
  ]);
  const index = pages.find(({ name }) => name === "index.html")!.html;
  const page = pages.find(({ name }) => name === "a.html")!.html;
  assertStringIncludes(index, "As (2) says: …");
  assertEquals(/[\ue000\ue001]/.test(index + page), false);
});
