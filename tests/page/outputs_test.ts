import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import type { MimeBundle } from "../../lib/notebook/format.ts";
import { PageError } from "../../lib/page/mod.ts";
import { renderOutput } from "../../lib/page/outputs.ts";
import { context, display, PNG } from "./fixture.ts";

const shown = (data: MimeBundle, metadata = {}) =>
  renderOutput(display(data, metadata), context());

Deno.test("renderOutput() tells stdout and stderr apart and keeps terminal colours", () => {
  const [out, err] = (["stdout", "stderr"] as const).map((name) =>
    renderOutput({
      output_type: "stream",
      name,
      text: "\u001b[31m<red>\u001b[0m\n",
    }, context())
  );
  assertEquals(
    out,
    '<pre class="stdout"><span class="ansi-red">&lt;red&gt;</span></pre>',
  );
  assertMatch(
    err!,
    /^<div class="stderr"><p class="label">stderr<\/p><pre><span class="ansi-red">&lt;red&gt;<\/span><\/pre>/,
  );
});

Deno.test("renderOutput() shows an error's name, message and trace, each once", () => {
  const html = renderOutput({
    output_type: "error",
    ename: "TypeError",
    evalue: "x < y",
    traceback: [
      "\u001b[1mStack trace:\u001b[0m",
      "TypeError: x < y",
      "    at <anonymous>:1:7",
    ],
  }, context());
  assertStringIncludes(html, '<pre class="message">TypeError: x &lt; y</pre>');
  assertStringIncludes(
    html,
    '<pre class="traceback">    at &lt;anonymous&gt;:1:7</pre>',
  );
  assertEquals(html.split("x &lt; y").length, 2);
});

Deno.test("renderOutput() shows the richest representation", () => {
  const richestFirst: [mimeType: string, data: string, shown: RegExp][] = [
    [
      "image/svg+xml",
      "<svg></svg>",
      /^<figure id="figure-1"><div class="picture narrow"><svg/,
    ],
    ["text/html", "<b>x</b>", /<b>x<\/b>/],
    ["text/markdown", "*x* $y$", /<em>x<\/em> <math>/],
    ["text/latex", "$$x$$", /<math display="block"/],
    ["image/png", "AA", /src="data:image\/png;base64,AA"/],
    ["image/jpeg", "AA", /src="data:image\/jpeg;base64,AA"/],
    ["image/gif", "AA", /src="data:image\/gif;base64,AA"/],
    ["image/webp", "AA", /src="data:image\/webp;base64,AA"/],
    [
      "application/json",
      "x",
      /<ul class="json"><li><span class="string">&quot;x&quot;<\/span>/,
    ],
    ["text/plain", "<x>", /<pre>&lt;x&gt;<\/pre>/],
  ];
  for (const [i, [, , expected]] of richestFirst.entries()) {
    const bundle = Object.fromEntries(richestFirst.slice(i).reverse());
    assertMatch(shown(bundle), expected);
  }
});

Deno.test("renderOutput() shows what only a program could draw by its picture, or else as JSON", () => {
  const vega = "application/vnd.vega.v5+json";
  assertMatch(
    shown({ [vega]: { mark: "bar" }, "image/png": "AA", "text/plain": "x" }),
    /^<figure.*src="data:image\/png/,
  );
  assertMatch(
    shown({ [vega]: { mark: "bar" }, "text/plain": "<VegaLite 5 object>" }),
    /vega.*of which the notebook holds no picture.*<span class="key">mark/,
  );
  assertMatch(
    shown({
      "application/vnd.jupyter.widget-view+json": { model_id: "a" },
      "text/plain": "Slider()",
    }),
    /^<pre>Slider\(\)/,
  );
});

Deno.test("renderOutput() lets a long text scroll, and leaves out the middle of one that nobody reads", () => {
  const long = shown({ "text/plain": "a\n".repeat(100) });
  assertStringIncludes(long, '<pre class="long">');
  const huge = shown({ "text/plain": "a".repeat(1e6) + "z" });
  assert(huge.length < 110_000);
  assertStringIncludes(huge, "900,001 characters are left out here");
  assert(huge.endsWith("z</pre>"));
});

Deno.test("renderOutput() marks the factors of the chain rule in text, and what a picture draws in their colours", () => {
  assertStringIncludes(
    shown({ "text/plain": "dE_dout_o1 = 0.74" }),
    '<span class="f1">dE_dout_o1</span> = 0.74',
  );
  assertStringIncludes(
    shown({ "image/svg+xml": '<svg><path stroke="var(--factor-net, #00f)"/>' }),
    'class="of3"',
  );
});

Deno.test("renderOutput() lets what a trusted notebook puts out stand as it is", () => {
  const html = renderOutput(
    display({ "text/html": "<script>x</script>" }),
    context({ trust: true }),
  );
  assertStringIncludes(html, "<script>x</script>");
});

Deno.test("renderOutput() tells of a picture that is none", () => {
  assertThrows(
    () => shown({ "image/png": "' onerror='x" }),
    PageError,
    "Cannot show an image in a.ipynb, cell cell: an output in image/png is not base64; run the cell again",
  );
});

Deno.test("renderOutput() says which types it cannot show", () => {
  assertStringIncludes(
    shown({ "application/x-y": "z" }),
    "An output in application/x-y,",
  );
  assertEquals(shown({}), "");
});

Deno.test("renderOutput() names pictures by their metadata, or else by their plain text", () => {
  assertStringIncludes(
    shown({ "image/png": "AA", "text/plain": 'a "dot"' }),
    'alt="a &quot;dot&quot;"',
  );
  assertStringIncludes(
    shown({ "image/png": "AA", "text/plain": "x" }, {
      "image/png": { alt: "a dot" },
    }),
    'alt="a dot"',
  );
  assertStringIncludes(
    shown({ "image/svg+xml": "<svg><g/></svg>", "text/plain": "a line" }),
    '<svg role="img" aria-label="a line" class="paper">',
  );
});

Deno.test("renderOutput() leaves the name that an SVG brings", () => {
  for (
    const svg of [
      '<svg role="group"></svg>',
      "<svg><title>a</title></svg>",
      '<svg aria-label="a"></svg>',
    ]
  ) {
    assert(
      !shown({ "image/svg+xml": svg, "text/plain": "b" }).includes('"b"'),
      svg,
    );
  }
});

Deno.test("renderOutput() keeps wide pictures at a size that can be read", () => {
  assertStringIncludes(
    shown({ "image/svg+xml": '<svg viewBox="0 0 640 300"></svg>' }),
    '<div class="picture">',
  );
  assertStringIncludes(
    shown({ "image/svg+xml": '<svg width="200"></svg>' }),
    '<div class="picture narrow">',
  );
});

Deno.test("renderOutput() numbers HTML that is a figure, with its words", () => {
  const words = "Steps. At first: 1.";
  const figure = {
    "text/html": "<figure><p>Steps</p></figure>",
    "text/plain": words,
  };
  assertEquals(
    shown(figure),
    '<figure id="figure-1"><div class="picture"><div class="foreign html"><div><div><p>Steps</p></div></div></div></div>' +
      '<figcaption><a href="#figure-1">Figure 1</a> <details><summary>In words</summary><p>At first: 1.</p></details></figcaption></figure>',
  );
  assertEquals(
    shown({ ...figure, "text/html": `${figure["text/html"]}<p>more</p>` }),
    '<div class="foreign html"><div><div><p>Steps</p></div><p>more</p></div></div>',
  );
});

Deno.test("renderOutput() rejects a formula that is not valid", () => {
  assertThrows(
    () => shown({ "text/latex": "$\\half$" }),
    PageError,
    "in a.ipynb, cell cell: ",
  );
  assertThrows(
    () => shown({ "text/markdown": "$\\half$" }),
    PageError,
    "\\half",
  );
});

Deno.test("renderOutput() puts Markdown into a box of its own, unless it is one table or paragraph", () => {
  const table = "| a |\n| - |\n| 1 |";
  const boxOf = (text: string) =>
    shown({ "text/markdown": text }).match(/^<(?:p|div class="[a-z]+")>/)?.[0];
  assertEquals(boxOf(table), '<div class="table">');
  assertEquals(boxOf("one"), "<p>");
  const box = '<div class="prose">';
  for (const several of [`${table}\n\n${table}`, `${table}\n\none`]) {
    assertEquals(boxOf(several), box);
  }
  for (const several of ["one\n\ntwo", "- one", "# one", `one\n\n${table}`]) {
    assertEquals(boxOf(several), box);
  }
});

Deno.test("renderOutput() says a title that stands in the picture no second time", () => {
  const captionOf = (drawn: string, alt: string) =>
    shown({
      "image/svg+xml": `<svg><text>The error</text><text>${drawn}</text></svg>`,
      "text/plain": alt,
    }).match(/<figcaption>.*?<\/a> (.*)<\/figcaption>/)?.[1];
  assertEquals(
    captionOf("falls", "The error falls. From 2 to 1."),
    "<details><summary>In words</summary><p>From 2 to 1.</p></details>",
  );
  assertEquals(captionOf("falls", "The error falls."), "");
  assertEquals(
    captionOf("rises", "The error falls."),
    "<span>The error falls.</span>",
  );
});

Deno.test("renderOutput() shows the next best where HTML is only for scripts, and LaTeX is no formula", () => {
  const scripted =
    '<style>#a { width: 1px }</style><div id="a"></div><script>draw()</script>';
  assertMatch(
    shown({ "text/html": scripted, "image/png": PNG }),
    /^<figure.*<img/,
  );
  assertStringIncludes(
    shown({ "text/html": scripted, "text/plain": "<HTML object>" }),
    "An output in text/html, which this page cannot show",
  );
  assertEquals(
    shown({
      "text/latex": "\\begin{tabular}{l}x\\end{tabular}",
      "text/plain": "   x\n0  1",
    }),
    "<pre>   x\n0  1</pre>",
  );
});

Deno.test("renderOutput() aligns the columns of numbers in HTML tables, with what stands for a number and their headings", () => {
  const html = shown({
    "text/html":
      "<table><thead><tr><th></th><th>a</th><th>b</th></tr></thead><tbody>" +
      "<tr><th>0</th><td>1.5</td><td>x</td></tr><tr><th>1</th><td>NaN</td><td>2</td></tr></tbody></table>",
  });
  assertStringIncludes(
    html,
    '<tr><td></td><th class="number">a</th><th>b</th></tr>',
  );
  assertStringIncludes(
    html,
    '<tr><th class="number">0</th><td class="number">1.5</td><td>x</td></tr>' +
      '<tr><th class="number">1</th><td class="number">NaN</td><td class="number">2</td></tr>',
  );
});

Deno.test("renderOutput() leaves out the middle of long tables, and keeps long pictures whole", () => {
  const row = (_: unknown, i: number) => `<tr><td>${i}</td><td>x</td></tr>`;
  const html = shown({
    "text/html": `<table>${Array.from({ length: 3000 }, row).join("")}</table>`,
  });
  assertEquals(html.match(/<tr>/g)?.length, 401);
  assertStringIncludes(html, '<td colspan="2">… 2,600 rows are left out here');
  assertStringIncludes(html, '<td class="number">2999</td>');
  const picture = `<img src="data:image/png;base64,${
    "A".repeat(200_000)
  }" alt="">`;
  assertStringIncludes(shown({ "text/html": picture }), picture);
});

Deno.test("renderOutput() says once what R's and Julia's kernels say twice", () => {
  const error = (ename: string, evalue: string, traceback: string[]) =>
    renderOutput(
      { output_type: "error", ename, evalue, traceback },
      context(),
    ).replace(/<[^>]*>/g, "|").replace(/\|+/g, "|");
  assertEquals(
    error("ERROR", "Error in f(): no\n", [
      "Error in f(): no\nTraceback:\n",
      "1. f()",
    ]),
    "|Error|Error in f(): no|Traceback:\n\n1. f()|",
  );
  assertEquals(
    error("LoadError", "bad", ["bad", "", "Stacktrace:", " [1] f()"]),
    "|Error|LoadError: bad|Stacktrace:\n [1] f()|",
  );
});
