/// <reference lib="dom" />
import { assertEquals } from "@std/assert";
import { renderBook } from "../../lib/page/mod.ts";
import { browserTest } from "./browser.ts";
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
