/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";
import { renderBook } from "../../lib/page/mod.ts";
import { browserTest, chromiumTest } from "./browser.ts";
import { code, notebook, prose } from "./fixture.ts";

const render = async () => {
  const pages = await renderBook([
    {
      path: "n/a b.ipynb",
      notebook: notebook(
        prose(
          "# First\n\nThe **delta** of $w_5$ in a café, for $x$.\n\n$$w_5 = 7$$\n\n## What is carried\n\nNothing.",
          "a",
        ),
        code("const carried = <T>(x: T) => x;", [], "b"),
      ),
    },
    {
      path: "n/more/c.ipynb",
      notebook: notebook(prose("No heading, one </script> delta.", "c")),
    },
  ]);
  return pages.find(({ name }) => name === "search.html")!.html;
};

browserTest(
  "renderSearch() finds the sections of all pages by words in their headings, prose and code",
  render,
  async ({ page, messages }) => {
    const find = async (words: string) => {
      await page.$eval("input", (input, words) => {
        input.value = words;
        input.dispatchEvent(new Event("input"));
      }, words);
      await page.waitForFunction(
        (words) =>
          decodeURIComponent(location.hash.slice(1)) === words &&
          (document.querySelector("[role=status]")!.textContent !== "" ||
            words === ""),
        {},
        words,
      );
      return await page.$$eval(
        ".results > li",
        (results) =>
          results.map((result) => [
            result.querySelector("a")!.getAttribute("href"),
            result.querySelector("a")!.textContent,
            [...result.querySelectorAll("mark")].map(({ textContent }) =>
              textContent
            ).join(),
          ]),
      );
    };
    assertEquals(await find("DELTA cafe"), [[
      "a%20b.html#First",
      "First",
      "delta,café",
    ]]);
    assertEquals(await find("carried"), [[
      "a%20b.html#What-is-carried",
      "What is carried",
      "carried",
    ]]);
    assertEquals(await find("one delta"), [[
      "more/c.html#c",
      "c",
      "one,delta",
    ]]);
    assertEquals(await find("NoBreak"), []);
    assertEquals(await find("**"), []);
    assertEquals(await find("7"), []);
    assertEquals(await find("nowhere"), []);
    assertEquals(
      await page.$eval(".everything", (list) => (list as HTMLElement).hidden),
      true,
    );
    assertEquals(messages, []);
  },
);

browserTest(
  "renderSearch() lists all sections where scripts do not run",
  render,
  async ({ page }) => {
    await page.setJavaScriptEnabled(false);
    await page.reload();
    assertEquals(
      await page.$$eval(
        ".everything a",
        (links) => links.map((link) => link.getAttribute("href")),
      ),
      ["a%20b.html", "a%20b.html#What-is-carried", "more/c.html"],
    );
    assertEquals(
      await page.$eval(
        ".search",
        (box) => (box as HTMLElement).checkVisibility(),
      ),
      false,
    );
  },
);

browserTest(
  "renderSearch() finds symbols as they are seen and as LaTeX writes them, and takes no sign for more than it is",
  async () => {
    const pages = await renderBook([{
      path: "n/a.ipynb",
      notebook: notebook(
        prose(
          "# Deltas\n\nThe delta $\\delta_{o1}$ and $\\frac{\\partial E}{\\partial w_5}$, and 𝜎 with ﬁve (fast) [a-z]* &lt;b> parts.",
          "a",
        ),
        code("const dE_dout = 1; // C:\\temp", [], "b"),
        prose("## Nothing\n\nGRÖSSE of a Café.", "c"),
      ),
    }]);
    return pages.find(({ name }) => name === "search.html")!.html;
  },
  async ({ page, messages }) => {
    const found = async (words: string) => {
      await page.$eval("input", (input) => input.select());
      await page.keyboard.type(words);
      await page.waitForFunction(
        (words) =>
          decodeURIComponent(location.hash.slice(1)) === words &&
          document.querySelector("[role=status]")!.textContent !== "",
        {},
        words,
      );
      return await page.$$eval(
        ".results > li",
        (results) =>
          results.map((result) => result.querySelector("a")!.textContent)
            .join(),
      );
    };
    for (
      const words of [
        "δ",
        "Δ",
        "\\delta",
        "δo1",
        "\\delta_{o1}",
        "$\\delta_{o1}$",
        "w5",
        "w_5",
        "w₅",
        "\\frac{\\partial E}{\\partial w_5}",
        "σ",
        "\\sigma",
        "five",
        "dE_dout",
        "TEMP",
        "(fast",
        "[a-z]*",
        "<b>",
        "C:\\temp",
      ]
    ) assertEquals([words, await found(words)], [words, "Deltas"]);
    assertEquals(await found("größe"), "");
    assertEquals(await found("grösse cafe"), "Nothing");
    assertEquals(await found("g"), "Nothing");
    for (const words of ["q", ".*", "[^x]", "\\d", "a|b", "$&", "\\frac"]) {
      assertEquals([words, await found(words)], [words, ""]);
      assertEquals(
        await page.$eval("[role=status]", ({ textContent }) => textContent),
        "No sections",
      );
    }
    assertEquals(messages, []);
  },
);

chromiumTest(
  "a search is done, and what it finds is reached, with the keyboard alone, from disk",
  async (browser) => {
    const folder = await Deno.makeTempDir();
    try {
      const paragraphs = Array.from(
        { length: 40 },
        (_, i) => `## Part ${i} é\n\n${"Long text. ".repeat(40)} word${i}.`,
      );
      for (
        const { name, html } of await renderBook([{
          path: "n/a b.ipynb",
          notebook: notebook(prose(paragraphs.join("\n\n"), "a")),
        }])
      ) await Deno.writeTextFile(join(folder, name), html);
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(folder, "a b.html")).href);
      await page.keyboard.press("/");
      await page.waitForSelector("input:focus");
      assertEquals(
        await page.evaluate(() => document.activeElement!.ariaLabel),
        "Search all pages",
      );
      await page.keyboard.type("word27");
      await page.waitForSelector(".results a");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() =>
        decodeURIComponent(location.hash) === "#Part-27-é"
      );
      const top = await page.evaluate(() =>
        document.getElementById("Part-27-é")!.getBoundingClientRect().top
      );
      assert(top >= 0 && top < 200, String(top));
      // On the way back the words are still there.
      await page.goBack();
      await page.waitForSelector(".results a");
      assertEquals(
        await page.$eval("input", ({ value }) => value),
        "word27",
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

const LONG = "propagation of errors, ".repeat(40);

browserTest(
  "renderSearch() shows the words around what it found whole",
  async () => {
    const pages = await renderBook([{
      path: "long.ipynb",
      notebook: notebook(prose(`# Long\n\n${LONG} needle ${LONG}`, "a")),
    }]);
    return pages.find(({ name }) => name === "search.html")!.html;
  },
  async ({ page }) => {
    await page.type("input", "needle");
    const shown = await page.waitForSelector(".results p");
    const text = await shown!.evaluate(({ textContent }) => textContent!);
    assertEquals(
      new Set(text.split(/[ ,]+/)),
      new Set(["…", "propagation", "of", "errors", "needle"]),
    );
    assert(text.startsWith("… ") && text.endsWith(" …") && text.length < 220);
  },
);

Deno.test("renderSearch() holds nothing that the pages do not show", async () => {
  const pages = await renderBook([{
    path: "n/a.ipynb",
    notebook: notebook(
      prose("Seen. <style>p { color: red }</style>", "a"),
      code("hidden()", [], "b", ["hide-input"]),
      code("removed()", [], "c", ["remove-input"]),
      code("gone()", [], "d", ["remove-cell"]),
    ),
  }]);
  const { html } = pages.find(({ name }) => name === "search.html")!;
  const [, packed] = html.match(/<script type="?text\/plain"?>([^<]+)/)!;
  const sections = JSON.parse(
    inflateSync(Buffer.from(packed!, "base64")).toString(),
  );
  assertEquals(
    sections.map(({ text }: { text: string }) => text),
    ["Seen. hidden()"],
  );
});
