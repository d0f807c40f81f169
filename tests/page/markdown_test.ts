import {
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  type MarkdownContext,
  renderMarkdown,
} from "../../lib/page/markdown.ts";
import { PageError, renderPage } from "../../lib/page/mod.ts";
import { axeViolations } from "./axe.ts";
import { browserTest } from "./browser.ts";
import { context, notebook, prose } from "./fixture.ts";

const html = (source: string, more?: Partial<MarkdownContext>) =>
  renderMarkdown(source, context(more)).html;

Deno.test("renderMarkdown() reads formulas as Jupyter does", () => {
  for (
    const source of [
      "$$\nx\n$$",
      "$$x$$",
      "so $$x$$ holds",
      "- item\n\n  $$\n  x\n  $$",
      "\\begin{align}\nx &= 1\n\\end{align}",
      "text\n\\begin{equation}x\\end{equation}",
      "so \\\\[x\\\\] holds",
      "\\[\nx\n\\]",
      "so \\[x^2 = 4\\] holds",
      "so \\begin{align}x &= 1\\end{align} holds",
      "> $$\n> x\n> $$",
      "| a |\n| - |\n| $$x$$ |",
    ]
  ) {
    assertMatch(
      html(source),
      /<span class="formula">.*<math display="block"/,
      source,
    );
  }
  assertMatch(
    html("so $x_1$ and $y_1$"),
    /<p>so <math>.*<\/math> and <math>.*<\/math><\/p>/,
  );
  assertMatch(html("so \\\\(x\\\\)"), /<p>so <math>.*<\/math><\/p>/);
  assertMatch(html("so \\(x_1\\) or $ x $"), /<p>so <math>.* or <math>.*<\/p>/);
  for (
    const [source, text] of [
      ["from $5 to $6", "from $5 to $6"],
      ["$5-$10, 5 $ or 6 $", "$5-$10, 5 $ or 6 $"],
      ["\\$5 and \\$x_1\\$", "$5 and $x_1$"],
      ["\\[1\\], \\(see below\\)", "[1], (see below)"],
      ["$$\nwithout an end", "$$\nwithout an end"],
    ] as const
  ) assertEquals(html(source), `<p>${text}</p>\n`);
  assertEquals(html("`$x$`"), "<p><code>$x$</code></p>\n");
});

/** Markup of which a display formula is `[x]`. */
const brief = (source: string) =>
  html(source).replace(
    /<span class="equation".*?<math[^>]*>(.*?)<\/math>.*?<\/a><\/span>/g,
    (_, inner) => `[${inner.replace(/<[^>]*>/g, "")}]`,
  );

Deno.test("renderMarkdown() reads what stands before and behind a display formula in the same line", () => {
  for (
    const [source, markup] of [
      ["$$\nx\n$$ so y\nz\n\nNext", "<p>[x] so y\nz</p>\n<p>Next</p>"],
      ["$$x\n$$ so\n\n# H", '<p>[x] so</p>\n<h1 id="H">H</h1>'],
      ["so $$\nx\n$$ is\n\nNext", "<p>so [x] is</p>\n<p>Next</p>"],
      ["a\n$$\nx\n$$ b", "<p>a</p>\n<p>[x] b</p>"],
      ["so $$x$$. Then\n$$\ny\n$$,\nz", "<p>so [x.] Then</p>\n[y,]<p>z</p>"],
      // These lines would be items of a list, and an underlined heading.
      ["$$\nE\n= a\n- b\n$$ so", "<p>[E=a−b] so</p>"],
      ["so $$\nE = a\n+ b\n$$ so", "<p>so [E=a+b] so</p>"],
      ["\\begin{align}\nx\n\\end{align} so", "<p>[x] so</p>"],
      ["- $$\n  x\n  $$ so\n- b", "<ul>\n<li>[x] so</li>\n<li>b</li>\n</ul>"],
      [
        "> $$\n> x\n> $$ so\n\nb",
        "<blockquote>\n<p>[x] so</p>\n</blockquote>\n<p>b</p>",
      ],
    ] as const
  ) assertEquals(brief(source).trim(), markup, source);
});

Deno.test("renderMarkdown() lets formulas in tables have bars, as Jupyter does", () => {
  const table = html(
    "| a | b |\n| - | - |\n| $|x|$ | $\\|x\\|$ |\n| $5 | $6 \\| 7 |",
  );
  assertEquals(
    [...table.matchAll(/<td>([^]*?)(?=<t|<\/t)/g)].map(([, cell]) =>
      cell!.replace(/<[^>]*>/g, "")
    ),
    ["|x|", "‖x‖", "$5", "$6 | 7"],
  );
  assertStringIncludes(html("```\n| $a|b$ |\n| - |\n```"), "| $a|b$ |");
});

Deno.test("renderMarkdown() keeps a formula and the full stop behind it on one line", () => {
  assertStringIncludes(html("so $x$. Y"), "</math>.</span> Y");
  assertStringIncludes(html("so $x$ is"), "</math> is");
});

Deno.test("renderMarkdown() leaves numbers, letters in parentheses and dashes as they are", () => {
  assertEquals(
    html("(c) +-1 -- 0.5... 1--2"),
    "<p>(c) +-1 -- 0.5... 1--2</p>\n",
  );
});

Deno.test("renderMarkdown() makes HTML safe and keeps it in its box, its own ids aside", () => {
  assertEquals(
    html(
      "# A\n\n<b onclick=x id=A>b</b></section><script>x</script>\n\n<details>\n\n*c*",
    ),
    '<div class="foreign"><div><h1 id="A">A</h1>\n' +
      '<p><b id="A">b</b></p>\n<details>\n<p><em>c</em></p>\n</details></div></div>',
  );
});

Deno.test("renderMarkdown() leaves comments out, and what only looks like one too", () => {
  assertEquals(html("<!-- a -->\n\nb <!-- c -->d"), "<p>b d</p>\n");
  assertEquals(html("<!--> <img src=x onerror=y> -->"), "");
});

Deno.test("renderMarkdown() gives headings the ids that Jupyter gives them, unless a cell has the id", () => {
  assertStringIncludes(
    html('## The "chain" rule'),
    '<h2 id="The-&quot;chain&quot;-rule">',
  );
  assertStringIncludes(html("## cell\n## cell"), '<h2 id="cell-2">');
  assertStringIncludes(html("## cell\n## cell"), '<h2 id="cell-3">');
});

Deno.test("renderMarkdown() collects headings and the first paragraph without links", () => {
  const { headings, firstParagraph } = renderMarkdown(
    "# A [link](b.ipynb)\n\n> quoted\n\nFirst [*paragraph*](c).\n\nSecond",
    context(),
  );
  assertEquals(headings, [{
    level: 1,
    id: "A-link",
    text: "A link",
    html: "A link",
  }]);
  assertEquals(firstParagraph, "First <em>paragraph</em>.");
});

Deno.test("renderMarkdown() inlines attachments", () => {
  assertEquals(
    html("![a *dot*](attachment:the%20dot.png)", {
      attachments: { "the dot.png": { "image/png": "AA\nAA" } },
    }),
    '<p><img src="data:image/png;base64,AAAA" alt="a dot"></p>\n',
  );
});

Deno.test("renderMarkdown() rejects an image whose attachment is missing", () => {
  assertThrows(
    () => html("![](attachment:dot.png)"),
    PageError,
    "Cannot show an image in a.ipynb, cell cell: the cell has no attachment: dot.png",
  );
});

Deno.test("renderMarkdown() takes pictures in HTML in, attached or beside the notebook", () => {
  assertStringIncludes(
    html('<img src="attachment:a.png"><img src="b.png">', {
      attachments: { "a.png": { "image/png": "AA==" } },
      readImage: (source) =>
        source === "b.png" ? "data:image/png;base64,BB" : undefined,
    }),
    '<img src="data:image/png;base64,AA==" alt=""><img src="data:image/png;base64,BB" alt="">',
  );
});

Deno.test("renderMarkdown() tells of pictures that are not there", () => {
  for (const source of ["![a](gone.png)", '<img src="gone.png">']) {
    assertThrows(
      () => html(source),
      PageError,
      "Cannot show an image in a.ipynb, cell cell: there is no picture gone.png in the notebook's folder",
    );
  }
});

Deno.test("renderMarkdown() makes links of addresses, and of nothing that only looks like one", () => {
  assertEquals(
    html("https://a.b/c, util.py"),
    '<p><a href="https://a.b/c">https://a.b/c</a>, util.py</p>\n',
  );
});

Deno.test("renderMarkdown() makes links of images from elsewhere", () => {
  assertEquals(
    html("![dot](https://a.b/c.png)"),
    '<p><a href="https://a.b/c.png">dot</a></p>\n',
  );
  assertEquals(
    html("[![dot](https://a.b/c.png)](https://a.b)"),
    '<p><a href="https://a.b">dot</a></p>\n',
  );
});

Deno.test("renderMarkdown() highlights TypeScript and escapes other languages", () => {
  assertStringIncludes(
    html("```ts\nconst x = 1;\n```"),
    '<code data-t="">const x',
  );
  assertStringIncludes(
    html("```sh\nconst <x>\n```"),
    "<code>const &lt;x&gt;\n</code>",
  );
});

Deno.test("renderMarkdown() aligns columns of numbers, and those that the table says, by one word for each", () => {
  assertStringIncludes(
    html(
      "| a | b | c |\n| --- | --- | :-: |\n| x | −1.5 | y |\n| z | 20 | 1 |",
    ),
    '<div class="table"><table class="r2 c3">',
  );
  assertStringIncludes(
    html("| a |\n| --- |\n| x |"),
    '<div class="table"><table>',
  );
});

Deno.test("renderMarkdown() aligns no points where a column has numbers without", () => {
  assertStringIncludes(
    html("| a |\n| --: |\n| 0.125 |\n| 1,5 |"),
    "<td>0.125",
  );
  assertStringIncludes(
    html("| a |\n| --: |\n| 0.125 |\n| 6.8×10⁻⁹ |"),
    "<td>0.125",
  );
});

browserTest(
  "the points of a column's numbers stand under each other",
  () =>
    renderPage(
      notebook(
        prose(
          "# A\n\n| a | b |\n| :-- | --: |\n| x | −0.125 |\n| x | **never** |\n| x | 1,000 |\n| x | 12.5 |\n| x | 12.75 |",
        ),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    for (const width of [320, 1440]) {
      await page.setViewport({ width, height: 600 });
      const points = await page.$$eval(
        "td:last-child",
        (cells) =>
          cells.flatMap(({ firstChild }) => {
            const text = firstChild?.nodeValue ?? "";
            if (!/\d/.test(text)) return [];
            const range = document.createRange();
            range.setStart(firstChild!, 0);
            range.setEnd(firstChild!, text.match(/\d(?=\.|$)/)!.index! + 1);
            return range.getBoundingClientRect().right;
          }),
      );
      assertEquals(points.length, 4);
      for (const point of points) assertAlmostEquals(point, points[0]!, 1);
    }
  },
);

Deno.test("renderMarkdown() marks the columns and rows of the chain rule's factors", () => {
  const table = html(
    "| name | ∂out/∂net |\n| --- | --- |\n| w1 | 0.2 |\n| ∂E/∂out | 0.7 |",
  );
  assertStringIncludes(
    table,
    '<th><span class="f2">∂out/∂net</span>',
  );
  assertStringIncludes(table, '<td class="of2">0.2');
  assertStringIncludes(table, '<span class="f1">∂E/∂out</span>');
});

Deno.test("renderMarkdown() shows GitHub's alerts", () => {
  assertMatch(
    html("> [!WARNING]\n> Take *care*."),
    /<div class="markdown-alert markdown-alert-warning">\n<p class="markdown-alert-title">.*<\/p>\n<p>Take <em>care/i,
  );
});

browserTest(
  "HTML in prose keeps still and can be scrolled by keyboard",
  () =>
    renderPage(
      notebook(
        prose(
          '# A\n\n<marquee>m</marquee><blink>b</blink>\n\n<div style="width:300vw">wide</div>',
        ),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    await page.waitForSelector(".foreign[tabindex]");
    assertEquals(await axeViolations(page), []);
  },
  { bypassCSP: true },
);

Deno.test("renderMarkdown() reads a paragraph that begins with a display formula", () => {
  const rendered = html("$$x$$ so $y$.\n\nNext");
  assertEquals(rendered.match(/display="block"/g)?.length, 1);
  assertMatch(rendered, / so [^]*<p>Next<\/p>/);
  assertEquals(html("$$x$$$$y$$").match(/display="block"/g)?.length, 2);
});
