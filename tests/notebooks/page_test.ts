/// <reference lib="dom" />

import { assertEquals } from "@std/assert";
import { readNotebook } from "../../lib/notebook/mod.ts";
import { renderBook } from "../../lib/page/mod.ts";
import { browserTest } from "../page/browser.ts";

const path = "notebooks/two_two_two.ipynb";

browserTest(
  "the page of two_two_two.ipynb opens offline, with its formulas and charts, on a phone and a desk",
  async () => {
    const pages = await renderBook([{
      path,
      notebook: await readNotebook(path),
    }]);
    return pages.find(({ name }) => name === "two_two_two.html")!.html;
  },
  async ({ page, url, requests, messages }) => {
    await page.setOfflineMode(true);
    requests.length = 0;
    await page.reload();
    for (const width of [320, 1280]) {
      await page.setViewport({ width, height: 800 });
      const seen = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        title: document.title,
        hidden: [...document.querySelectorAll("math, figure svg")]
          .filter((element) => element.getBoundingClientRect().height < 5)
          .map((element) => element.outerHTML.slice(0, 200)),
        displayed: document.querySelectorAll("math[display=block]").length,
        lines:
          document.querySelectorAll("figure svg [aria-label=line] path").length,
        figures: document.querySelectorAll("figure svg").length,
      }));
      assertEquals(seen.width, width);
      assertEquals(seen.title, "Two inputs, two hidden neurons, two outputs");
      assertEquals(seen.hidden, []);
      assertEquals(seen.displayed, 16);
      assertEquals(seen.figures, 6);
      assertEquals(seen.lines, 4);
    }
    assertEquals(
      new Set(requests.filter((r) => !r.startsWith("data:"))),
      new Set([url]),
    );
    assertEquals(messages, []);
  },
);
