import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { BookError, renderBook } from "../../lib/page/mod.ts";
import { code, notebook, prose, quotedBook } from "./fixture.ts";

const or = {
  path: "n/or.ipynb",
  notebook: notebook(
    prose("# The OR gate\n\nA [cycle](xor.ipynb#Dead-units) *once*."),
  ),
};
const xor = {
  path: "n/xor.ipynb",
  notebook: notebook(prose("# XOR & more\n\nStuck at $0.5$.")),
};
const last = { path: "n/the end.ipynb", notebook: notebook() };
const index = {
  path: "n/index.ipynb",
  notebook: notebook(prose("# A book\n\nRead [this](or.ipynb).")),
};

Deno.test("renderBook() makes an index that leads to each page with its title and first paragraph", async () => {
  const pages = await quotedBook([or, xor, last]);
  assertEquals(pages.map(({ name }) => name), [
    "index.html",
    "or.html",
    "xor.html",
    "the end.html",
    "search.html",
  ]);
  const html = pages[0]!.html;
  assertStringIncludes(html, "<title>Contents</title>");
  assertStringIncludes(
    html,
    '<li><a href="or.html">The OR gate</a><p>A cycle <em>once</em>.',
  );
  assertMatch(
    html,
    /<a href="xor.html">XOR &amp; more<\/a><p>Stuck at <span><math>/,
  );
  assertStringIncludes(html, '<li><a href="the%20end.html">the end</a>');
  assertStringIncludes(html, "@font-face");
});

Deno.test("renderBook() links each page to the index and to its neighbours", async () => {
  const [, first, second, third] = await quotedBook([or, xor, last]);
  assertStringIncludes(
    first!.html,
    '<a href="index.html" rel="contents">Contents</a>',
  );
  assert(!first!.html.includes('rel="prev"'));
  assertMatch(
    second!.html,
    /rel="prev" href="or.html">.*The OR gate<\/a>.*rel="next" href="the%20end.html"/,
  );
  assert(!third!.html.includes('rel="next"'));
});

Deno.test("renderBook() makes a notebook called index the index, with the list of those that it does not lead to", async () => {
  const pages = await quotedBook([or, index, xor]);
  assertEquals(pages.map(({ name }) => name), [
    "index.html",
    "or.html",
    "xor.html",
    "search.html",
  ]);
  assertMatch(
    pages[0]!.html,
    /<h1[^>]*>A book<\/h1>[^]*class="chapters"[^]*XOR/,
  );
  assertStringIncludes(
    pages[1]!.html,
    '<a href="index.html" rel="contents">A book</a>',
  );
  assertMatch(pages[1]!.html, /rel="next" href="xor.html"/);
});

Deno.test("renderBook() turns links between its notebooks into links between their pages", async () => {
  const [front, first] = await quotedBook([index, or, xor]);
  assertStringIncludes(first!.html, '<a href="xor.html#Dead-units">cycle</a>');
  assertStringIncludes(front!.html, '<a href="or.html">this</a>');
  const [, alone] = await quotedBook([or]);
  assertStringIncludes(alone!.html, '<a href="xor.ipynb#Dead-units">cycle</a>');
});

Deno.test("renderBook() follows the order in which the index leads to the pages", async () => {
  const front = {
    path: "n/index.ipynb",
    notebook: notebook(prose("[1](xor.ipynb) [2](./or.ipynb#a)")),
  };
  const pages = await quotedBook([last, or, front, xor]);
  assertEquals(pages.map(({ name }) => name), [
    "index.html",
    "xor.html",
    "or.html",
    "the end.html",
    "search.html",
  ]);
});

Deno.test("renderBook() keeps folders apart, and leads from one to the other", async () => {
  const deep = {
    path: "n/more/é 1/or.ipynb",
    notebook: notebook(prose("# Deep\n\n[up](../../or.ipynb)")),
  };
  const pages = await quotedBook([or, deep]);
  assertEquals(pages.map(({ name }) => name), [
    "index.html",
    "or.html",
    "more/é 1/or.html",
    "search.html",
  ]);
  assertStringIncludes(pages[0]!.html, 'href="more/%C3%A9%201/or.html"');
  const html = pages[2]!.html;
  assertStringIncludes(html, '<a href="../../or.html">up</a>');
  assertStringIncludes(html, '<a href="../../index.html" rel="contents">');
  assertStringIncludes(html, '<a href="../../search.html" rel="search">');
});

Deno.test("renderBook() names its search so that no notebook loses its page", async () => {
  const pages = await quotedBook([{
    path: "n/search.ipynb",
    notebook: notebook(),
  }]);
  assertEquals(pages.map(({ name }) => name), [
    "index.html",
    "search.html",
    "_search.html",
  ]);
});

Deno.test("renderBook() rejects two notebooks that would be one file", async () => {
  await assertRejects(
    () => renderBook([or, { ...xor, path: "n/Or.ipynb" }]),
    BookError,
    "Cannot make a book: n/or.ipynb and n/Or.ipynb would both be Or.html",
  );
});

Deno.test("renderBook() says how a notebook is opened in Jupyter: its name as a shell reads it, and whose imports it needs", async () => {
  const imports = code(
    'import { trace } from "backprop";\nimport {\n  plot,\n} from "../plot.ts";\nimport * as Plot from "npm:@observablehq/plot";\nawait import("node:path"), await import("./late.ts");',
  );
  const pages = await quotedBook([
    { path: "n/it's a <b>.ipynb", notebook: notebook(imports) },
    { path: "n/-x.ipynb", notebook: notebook(code("1")) },
    {
      path: "n/py.ipynb",
      notebook: {
        ...notebook(code('import numpy\nfrom "x" import y')),
        metadata: { language_info: { name: "python" } },
      },
    },
  ]);
  const help = (name: string) =>
    pages.find((page) => page.name === name)!.html
      .match(/<details class="source-file">.*?<\/details>/)![0];
  assertStringIncludes(
    help("it's a <b>.html"),
    "into the folder of its project: it imports <code>backprop</code>, <code>../plot.ts</code>, <code>./late.ts</code> from there.",
  );
  assertStringIncludes(
    help("it's a <b>.html"),
    String.raw`<code>jupyter lab 'it'\''s a &lt;b>.ipynb'</code>`,
  );
  assertStringIncludes(
    help("-x.html"),
    '<a href="-x.ipynb" download>-x.ipynb</a>, the notebook that this page was made from.<',
  );
  assertStringIncludes(help("-x.html"), "<code>jupyter lab ./-x.ipynb</code>");
  assert(!/imports|deno/.test(help("py.html")));
});
