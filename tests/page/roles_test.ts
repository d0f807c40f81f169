import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderMarkdown } from "../../lib/page/markdown.ts";
import { context, notebook, prose, quotedPage } from "./fixture.ts";

const html = (source: string) =>
  renderMarkdown(
    source,
    context({ resolveLink: (href) => href.replace(/^b\.ipynb$/, "b.html") }),
  ).html.trim().replace(/<math>.*?<\/math>/g, "[x]");

Deno.test("renderMarkdown() shows what is in MyST's roles", () => {
  for (
    const [source, markup] of [
      ["a {math}`x^2` b", "a [x] b"],
      ["H{sub}`2`O", "H<sub>2</sub>O"],
      ["{ref}`words <a:b>`, {ref}`a:b`", "words, a:b"],
      ["{doc}`words <b>`", '<a href="b.html">words</a>'],
      ["{doc}`words <c>`", "words"],
      ["{kbd}`Ctrl` {x} `y`", "<code>Ctrl</code> {x} <code>y</code>"],
    ] as const
  ) assertEquals(html(source), `<p>${markup}</p>`, source);
});

Deno.test("renderMarkdown() makes MyST's targets anchors", () => {
  const { html, headings } = renderMarkdown("(a:b)=\n# C\n\n(d)=", context());
  assertEquals(
    html.trim(),
    '<h1 id="C"><span id="a:b"></span>C</h1>\n<span id="d"></span>',
  );
  assertEquals([headings[0]!.text, headings[0]!.html], ["C", "C"]);
});

Deno.test("renderPage() refers to equations by the names that MyST gives them", async () => {
  const page = await quotedPage(
    notebook(
      prose("By {eq}`a:b`, {eq}`c`, {eq}`d`."),
      prose("$$\nx\n$$ (a:b)\n\n```{math}\n:label: c\ny\n```", "two"),
      prose("$$z$$ (words)\n\n$$z\\label{d}$$", "three"),
    ),
    { path: "a.ipynb" },
  );
  for (const [id, number] of [["a-b", 1], ["c", 2], ["d", 4]]) {
    assertStringIncludes(page, `id="equation-${id}"`);
    assertStringIncludes(page, `href="#equation-${id}">(${number})</a>`);
  }
  assertStringIncludes(page, " (words)");
});
