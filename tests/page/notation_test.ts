/// <reference lib="dom" />
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import {
  code,
  display,
  notebook,
  prose,
  quotedBook,
  quotedPage,
} from "./fixture.ts";
import { renderPage } from "../../lib/page/mod.ts";
import { browserTest } from "./browser.ts";

const TABLE = `| symbol | meaning |
| --- | --- |
| $w_5$ | the weight |
| $\\mathrm{net}_{h1}$ | what arrives at $h_1$ |
| $\\delta_{o1}$ | the node delta |
| $\\frac{\\partial E}{\\partial w_5}$ | the gradient |`;

const shown = notebook(
  prose("So $w_5$ and $w_5$.\n\n$$w_5 = \\delta_{o1} x$$", "use"),
  code("show()", [display({
    "text/plain":
      "net_h1 = 0.15 · 0.05 + 0.35 = 0.3775\nw5 = 0.4\ndelta_o1 = −0.1385\ndE_dw5 = 0.08",
  })]),
  prose(TABLE, "notation"),
);

Deno.test("renderPage() links symbols to their row of the notation table, the first of its kind on the page", async () => {
  const html = await quotedPage(shown, { path: "a.ipynb" });
  assertStringIncludes(html, '<tr id="symbol-w5">');
  assertMatch(
    html,
    /So <a class="symbol s0" href="#symbol-w5"><math>.*<\/a> and <span><math><msub class="s0">.*<\/math>\.<\/span>/,
  );
  assertMatch(html, /display="block"[^>]*><msub class="s0"><mi>w/);
});

Deno.test("renderPage() shows a symbol's meaning, and the value that the outputs give it", async () => {
  const html = await quotedPage(shown, { path: "a.ipynb" });
  const tip = (text: string) =>
    html.match(
      new RegExp(`<p class="t\\d+">(?:(?!<p).)*${text}(?:(?!<p).)*`),
    )?.[0] ?? "";
  assertMatch(tip("the weight"), /<b>= 0\.4<\/b>/);
  assertMatch(tip("what arrives"), /<b>= 0\.3775<\/b>/);
  assertMatch(tip("the node delta"), /<b>= −0\.1385<\/b>/);
  assertMatch(tip("the gradient"), /<b>= 0\.08<\/b>/);
});

/** What is shown of each symbol, as text. */
async function tipsOf(...cells: string[]): Promise<string[]> {
  const html = await quotedPage(
    notebook(...cells.map((cell, i) => prose(cell, `cell-${i}`))),
    { path: "a.ipynb" },
  );
  return [...html.matchAll(/<p class="t\d+">(.*?)(?:<\/p>|\n|<\/div>)/g)]
    .map(([, tip]) => tip!.replace(/<[^>]*>/g, ""));
}

Deno.test("renderPage() explains a symbol by the row of one that differs in its numbers", async () => {
  const cells = [
    prose("$w_7$ $\\delta_{h2}$ $w^2$", "use"),
    code("show()", [display({ "text/plain": "w7 = 0.5\ndelta_h2 = 0.1" })]),
    prose(TABLE, "notation"),
  ];
  const html = await quotedPage(notebook(...cells), { path: "a.ipynb" });
  assertMatch(
    html,
    /href="#symbol-w5"><math><msub><mi>w<\/mi><mn>7/,
  );
  assertMatch(html, /<p class="t0">.*the weight.*<b>= 0\.5<\/b>/);
  assertMatch(html, /<p class="t1">.*the node delta.*<b>= 0\.1<\/b>/);
});

Deno.test("renderPage() says of a symbol of another neuron what holds for that one", async () => {
  const [tip] = await tipsOf(
    "$\\mathrm{net}_{o2}$",
    "| symbol | meaning |\n| - | - |\n| $\\mathrm{net}_{h1}$ | what arrives at $h_1$ |",
  );
  assertEquals(tip, "what arrives at o2");
});

Deno.test("renderPage() takes the row of the same layer, if there is one", async () => {
  const [tip] = await tipsOf(
    "$\\mathrm{out}_{o2}$",
    "| symbol | meaning |\n| - | - |\n| $\\mathrm{out}_{h1}$ | hidden |\n| $\\mathrm{out}_{o1}$ | output |",
  );
  assertEquals(tip, "output");
});

Deno.test("renderPage() explains no symbol by what is so of another alone", async () => {
  const tips = await tipsOf(
    "$w_2$ $w_1$",
    "| symbol | meaning |\n| - | - |\n| $w_1$ | from $i_1$ to $h_1$ |",
  );
  assertEquals(tips, ["from i1 to h1"]);
});

Deno.test("renderPage() says of each symbol in a row what is listed for it", async () => {
  const tips = await tipsOf(
    "$w_2$ $w_1$",
    "| symbol | meaning |\n| - | - |\n| $w_1$, $w_2$ | from $i_1$, $i_2$ to $h_1$ |",
  );
  assertEquals(tips, ["from i2 to h1", "from i1 to h1"]);
});

Deno.test("renderBook() explains the symbols of every page by the notation of the index", async () => {
  const pages = await quotedBook([
    { path: "n/index.ipynb", notebook: notebook(prose(TABLE)) },
    {
      path: "n/more/a.ipynb",
      notebook: notebook(prose("so $w_1$\n\n$$w_1 = \\delta_{h1}$$")),
    },
  ]);
  assertStringIncludes(
    pages[1]!.html,
    'href="../index.html#symbol-w5"',
  );
  // A symbol that only equations have is linked there.
  assertMatch(
    pages[1]!.html,
    /class="symbols"><a class="symbol s1" href="..\/index.html#symbol-/,
  );
});

Deno.test("renderPage() takes a symbol's value from its table, if that has a column for it", async () => {
  const table =
    "| Symbol | Meaning | Value |\n| - | - | - |\n| $w_5$ | a weight | 7 |";
  const html = await quotedPage(notebook(prose(table)), { path: "a.ipynb" });
  assertStringIncludes(html, "<b>= 7</b>");
});

Deno.test("renderPage() takes a symbol's value from the outputs, if its table leaves it open", async () => {
  const table =
    "| Symbol | Meaning | Value |\n| - | - | - |\n| $w_5$ | a weight | |";
  const html = await quotedPage(
    notebook(
      prose(table),
      code("show()", [display({ "text/plain": "w5 = 0.4" })]),
    ),
    { path: "a.ipynb" },
  );
  assertStringIncludes(html, "<b>= 0.4</b>");
});

browserTest(
  "renderPage() shows what a symbol means when it is tapped, and follows its link at the second tap",
  () =>
    renderPage(
      notebook(
        prose(
          "so $w_5$ is\n\n| symbol | meaning |\n| - | - |\n| $w_5$ | the weight |",
        ),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    await page.setViewport({ width: 320, height: 600, hasTouch: true });
    const tap = async () => {
      await page.tap("p a.symbol");
      return await page.evaluate(() => [
        location.hash,
        [...document.querySelectorAll(".tips > p")].some((tip) =>
          tip.checkVisibility()
        ),
      ]);
    };
    assertEquals(await tap(), ["", true]);
    assertEquals((await tap())[0], "#symbol-w5");
  },
);

Deno.test("renderPage() takes no other table for notation", async () => {
  const html = await quotedPage(
    notebook(prose("$w$\n\n| name | symbol |\n| - | - |\n| $w$ | b |")),
    { path: "a.ipynb" },
  );
  assert(!html.includes('class="tip') && !html.includes('class="symbol '));
});

/** The anchors of a page's symbols, and those that its links lead to. */
async function anchorsOf(...cells: string[]) {
  const html = await quotedPage(
    notebook(...cells.map((cell, i) => prose(cell, `cell-${i}`))),
    { path: "a.ipynb" },
  );
  const found = (pattern: RegExp) =>
    [...html.matchAll(pattern)].map(([, id]) => id!);
  return {
    ids: found(/ id="(symbol-[^"]*)"/g),
    links: found(/ href="#(symbol-[^"]*)"/g),
  };
}

Deno.test("renderPage() leads from each symbol to its row, which may name several", async () => {
  const rows =
    "| symbol | meaning |\n| --- | --- |\n| $w_1$, $w_2$ | from $i_1$, $i_2$ |";
  assertEquals(await anchorsOf("$w_1$ and $w_2$", rows), {
    ids: ["symbol-w1"],
    links: ["symbol-w1", "symbol-w1"],
  });
});

Deno.test("renderPage() gives no anchor to a symbol's second row", async () => {
  const rows = "| symbol | meaning |\n| --- | --- |\n| $x$ | a place |";
  const more = `${rows}\n| $x$, $y$ | both |`;
  assertEquals(await anchorsOf("$x$ or $y$", rows, more), {
    ids: ["symbol-x", "symbol-y"],
    links: ["symbol-x", "symbol-y"],
  });
});

Deno.test("renderPage() links a symbol where it is used, not in its own row", async () => {
  const rows = "| symbol | meaning |\n| --- | --- |\n| $x$ | a place |";
  const html = await quotedPage(
    notebook(prose(rows, "table"), prose("So $x$ and $x$.", "use")),
    { path: "a.ipynb" },
  );
  assertMatch(html, /So <a class="symbol s0" href="#symbol-x">/);
  assertEquals(html.match(/href="#symbol-x"/g)?.length, 1);
  assertMatch(html, /<tr id="symbol-x"><td>.*<math>.*class="s0"/);
});

Deno.test("renderPage() leads to rows that stand beside HTML", async () => {
  const rows = "| symbol | meaning |\n| --- | --- |\n| $x$ | a place |";
  assertEquals(await anchorsOf("$x$", `<b>So</b>\n\n${rows}`), {
    ids: ["symbol-x"],
    links: ["symbol-x"],
  });
});
