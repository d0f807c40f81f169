/// <reference lib="dom" />
import { assertEquals } from "@std/assert";
import { renderPage } from "../../lib/page/mod.ts";
import { axeViolations } from "./axe.ts";
import { browserTest } from "./browser.ts";
import { code, notebook, prose } from "./fixture.ts";

browserTest(
  "on a page that is written from the right, all begins there: numbers in tables, and what the page says in English",
  () =>
    renderPage({
      ...notebook(
        prose(
          "# عنوان\n\n## أول\n\n> [!NOTE]\n> ملاحظة.\n\n- [x] تم\n\n| رمز | قيمة |\n| - | - |\n| $x$ | ا |\n| ب | ج |\n\n## ثان\n\n## ثالث",
        ),
        code("print(1)", [], "hidden", ["hide-input"]),
      ),
      metadata: { lang: "ar" },
    }, { path: "a.ipynb" }),
  async ({ page }) => {
    for (const width of [320, 1400]) {
      await page.setViewport({ width, height: 900 });
      assertEquals(await axeViolations(page), []);
      /** Of what stands at the right of its box, the distance to its edge. */
      const left = await page.evaluate(() =>
        [
          ".contents > .label",
          ".markdown-alert-title",
          "summary",
          "td",
          "th",
          "li.task > .box",
        ].filter((selector) => {
          const part = document.querySelector(selector)!;
          const range = document.createRange();
          range.selectNodeContents(part);
          const text = part.classList.contains("box")
            ? part.getBoundingClientRect()
            : range.getBoundingClientRect();
          const box = part.parentElement!.getBoundingClientRect();
          const own = part.tagName.startsWith("T")
            ? part.getBoundingClientRect()
            : box;
          return own.right - text.right > text.left - own.left;
        })
      );
      assertEquals(left, [], `${width} px`);
    }
  },
  { bypassCSP: true },
);
