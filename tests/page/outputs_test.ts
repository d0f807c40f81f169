import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import type { MimeBundle } from "../../lib/notebook/format.ts";
import type { MarkdownContext } from "../../lib/page/markdown.ts";
import { PageError } from "../../lib/page/mod.ts";
import { renderOutput } from "../../lib/page/outputs.ts";
import { PageIds } from "../../lib/page/page_ids.ts";
import { display } from "./fixture.ts";

function context(): MarkdownContext {
  return {
    notebook: "a.ipynb",
    cellId: "cell",
    ids: new PageIds(["cell"]),
    resolveLink: (href) => href,
  };
}

const shown = (data: MimeBundle, metadata = {}) =>
  renderOutput(display(data, metadata), context());

Deno.test("renderOutput() tells stdout and stderr apart and strips terminal colours", () => {
  const [out, err] = (["stdout", "stderr"] as const).map((name) =>
    renderOutput({
      output_type: "stream",
      name,
      text: "\u001b[31m<red>\u001b[0m\n",
    }, context())
  );
  assertEquals(out, '<pre class="stdout">&lt;red&gt;</pre>');
  assertMatch(
    err!,
    /^<div class="stderr"><p class="label">stderr<\/p><pre class="">&lt;red&gt;<\/pre>/,
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
    ["image/svg+xml", "<svg></svg>", /^<figure><svg/],
    ["text/html", "<b>x</b>", /<b>x<\/b>/],
    ["text/markdown", "*x* $y$", /<em>x<\/em> <math>/],
    ["text/latex", "$$x$$", /<math display="block"/],
    ["image/png", "AA", /src="data:image\/png;base64,AA"/],
    ["image/jpeg", "AA", /src="data:image\/jpeg;base64,AA"/],
    ["image/gif", "AA", /src="data:image\/gif;base64,AA"/],
    ["image/webp", "AA", /src="data:image\/webp;base64,AA"/],
    ["application/json", "x", /<pre class="json">&quot;x&quot;<\/pre>/],
    ["text/plain", "<x>", /<pre class="result">&lt;x&gt;<\/pre>/],
  ];
  for (const [i, [, , expected]] of richestFirst.entries()) {
    const bundle = Object.fromEntries(richestFirst.slice(i).reverse());
    assertMatch(shown(bundle), expected);
  }
});

Deno.test("renderOutput() prints JSON on several lines", () => {
  assertStringIncludes(
    shown({ "application/json": { a: [1] } }),
    "{\n  &quot;a&quot;: [\n    1\n  ]\n}",
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
    '<svg role="img" aria-label="a line">',
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

Deno.test("renderOutput() lets wide pictures scroll by keyboard", () => {
  assertStringIncludes(
    shown({ "image/svg+xml": '<svg viewBox="0 0 640 300"></svg>' }),
    '<figure tabindex="0"',
  );
  assert(
    !shown({ "image/svg+xml": '<svg width="200"></svg>' }).includes("tabindex"),
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
