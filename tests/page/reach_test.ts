/// <reference lib="dom" />

/**
 * What a reader can get at: with the keyboard, on a phone.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { renderPage } from "../../lib/page/mod.ts";
import { browserTest } from "./browser.ts";
import { code, display, notebook, prose } from "./fixture.ts";

const AUDIO =
  "data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

browserTest(
  "a player in an output shows that it has the focus, whichever of its buttons has it",
  () =>
    renderPage(
      notebook(code("play()", [display({
        "text/html":
          `<audio controls src="${AUDIO}"></audio><a href="https://a.b">end</a>`,
      })])),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    const outlines: string[] = [];
    for (let at = "BODY"; at !== "A" || outlines.length === 0;) {
      await page.keyboard.press("Tab");
      const [name, outline] = await page.evaluate(() => {
        const element = document.activeElement!;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return [element.tagName, `${outlineStyle} ${outlineWidth}`] as const;
      });
      at = name;
      if (name === "AUDIO") outlines.push(outline);
    }
    // The player itself, and what is in it.
    assertEquals(outlines.length > 2, true);
    assertEquals([...new Set(outlines)], ["solid 2px"]);
  },
);

browserTest(
  "the button that copies code covers none of it on a phone",
  () =>
    renderPage(
      notebook(
        code('read("a file whose name is too long for the line")', [], "one"),
        code("first(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)\nlast", [], "two"),
        prose("```js\nf('a text of some forty characters')\n```"),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    await page.setViewport({
      width: 320,
      height: 600,
      hasTouch: true,
      isMobile: true,
    });
    const covered = await page.$$eval(
      ".copy",
      (buttons) =>
        buttons.map((button) => {
          const { opacity } = getComputedStyle(button);
          const place = button.getBoundingClientRect();
          const range = document.createRange();
          range.selectNodeContents(
            button.parentElement!.querySelector("code")!,
          );
          return opacity === "1" && [...range.getClientRects()].some((line) =>
            line.bottom > place.top && line.right > place.left
          );
        }),
    );
    assertEquals(covered, [false, false, false]);
  },
);

browserTest(
  "a box is reached by keyboard as soon as a font makes what is in it too wide",
  () => renderPage(notebook(prose("$$abcdefgh$$")), { path: "a.ipynb" }),
  async ({ page }) => {
    await page.setViewport({ width: 320, height: 600 });
    // The box itself keeps its size.
    await page.addStyleTag({ content: ".formula { height: 3rem }" });
    const isReached = () =>
      page.$eval(".formula", (box) => (box as HTMLElement).tabIndex === 0);
    assertEquals(await isReached(), false);
    const source = await page.evaluate(() =>
      [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
        .find((rule) => rule instanceof CSSFontFaceRule)!
        .style.getPropertyValue("src")
    );
    await page.addStyleTag({
      content:
        `@font-face { font-family: STIX2; src: ${source}; size-adjust: 500% }`,
    });
    await page.waitForSelector(".formula[tabindex]");
    assertEquals(await isReached(), true);
  },
  { bypassCSP: true },
);

browserTest(
  "boxes that scroll are reached by keyboard without scripts too",
  () =>
    renderPage(
      notebook(
        prose(`$$${"abcdefgh + ".repeat(30)} 1$$`),
        code("long(" + "1, ".repeat(200) + ")"),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page, url }) => {
    await page.setJavaScriptEnabled(false);
    await page.goto(url);
    for (const box of ["skip", "formula", ""]) {
      await page.keyboard.press("Tab");
      assertEquals(
        await page.evaluate(() => document.activeElement!.className),
        box,
      );
    }
    assertEquals(
      await page.evaluate(() => document.activeElement!.tagName),
      "PRE",
    );
  },
);
