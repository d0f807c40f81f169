/// <reference lib="dom" />
import { assertEquals } from "@std/assert";
import { renderPage } from "../../lib/page/mod.ts";
import { axeViolations } from "./axe.ts";
import { browserTest } from "./browser.ts";
import { notebook, prose } from "./fixture.ts";

browserTest(
  "renderPage() shows what is to be done and what is done, beside HTML too, for nobody to change",
  () =>
    renderPage(
      notebook(
        prose("# A\n\n- [ ] open\n- [X] *done*\n- [x](y) and [ ] z", "list"),
        prose("1. [x] <b>done</b>\n\n   - [ ] open", "html"),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    const items = await page.$$eval(
      "li",
      (items) =>
        items.map((item) => {
          const box = item.querySelector<HTMLElement>(
            ":scope > .box, p > .box",
          );
          const text = item.textContent!.split("\n").join("").trim();
          if (!box) return text;
          const tick = getComputedStyle(box, "::after").content;
          const { width } = box.getBoundingClientRect();
          return `${box.ariaLabel}: ${text}${
            tick === "none" ? "" : " (ticked)"
          }, ${width > 10 ? "seen" : "not seen"}`;
        }),
    );
    assertEquals(items, [
      "To do: open, seen",
      "Done: done (ticked), seen",
      "x and [ ] z",
      "Done: doneopen (ticked), seen",
      "To do: open, seen",
    ]);
    assertEquals(await page.$$("li :is(input, [tabindex])"), []);
    assertEquals(await axeViolations(page), []);
  },
  { bypassCSP: true },
);
