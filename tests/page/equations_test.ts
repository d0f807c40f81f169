import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { readEquation } from "../../lib/page/equations.ts";
import { notebook, prose, quotedPage } from "./fixture.ts";

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
