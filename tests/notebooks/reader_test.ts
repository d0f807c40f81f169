/// <reference lib="dom" />

/**
 * What readers of the book do in a browser, on each of its pages.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { findNotebooks, readNotebook } from "../../lib/notebook/mod.ts";
import { renderBook } from "../../lib/page/mod.ts";
import { chromiumTest } from "../page/browser.ts";

/** A test of every page of the book, each opened in a tab of its own. */
function bookTest(
  name: string,
  check: (page: Page, url: string) => Promise<void>,
): void {
  chromiumTest(name, async (browser) => {
    const book = await Promise.all(
      (await findNotebooks(["notebooks"])).map(async (path) => ({
        path,
        notebook: await readNotebook(path),
      })),
    );
    const folder = await Deno.makeTempDir();
    try {
      const pages = await renderBook(book);
      for (const { name, html } of pages) {
        await Deno.writeTextFile(`${folder}/${name}`, html);
      }
      for (const { name } of pages) {
        const page = await browser.newPage();
        await check(page, `file://${folder}/${name}`);
        await page.close();
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => !document.querySelector(".opening"));
}

bookTest(
  "nothing on a page of the book moves while it opens, is read to its end, and its anchors are followed, and its contents show where one is",
  async (page, url) => {
    await page.evaluateOnNewDocument(() => {
      const moved: string[] = [];
      Object.assign(globalThis, { moved });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, sources } = entry as PerformanceEntry & {
            value: number;
            sources: { node?: Node }[];
          };
          moved.push(
            `${value}: ${sources.map(({ node }) => node?.textContent).join()}`,
          );
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    for (const [width, height] of [[320, 640], [1280, 800]] as const) {
      await page.setViewport({ width, height });
      await page.goto("about:blank");
      await open(page, url);
      const seen = await page.evaluate(async () => {
        document.documentElement.style.scrollBehavior = "auto";
        const frame = () =>
          new Promise((resolve) =>
            requestAnimationFrame(() => setTimeout(resolve))
          );
        const hidden: string[] = [];
        await frame();
        const end = document.documentElement.scrollHeight;
        for (let top = 0; top < end; top += innerHeight) {
          scrollTo(0, top);
          await frame();
          const here = document.querySelector(".contents [aria-current]");
          const list = document.querySelector(".contents");
          if (!here || getComputedStyle(list!).position !== "sticky") continue;
          const box = here.getBoundingClientRect();
          const around = list!.getBoundingClientRect();
          if (
            box.top < around.top || box.bottom > around.bottom + 1 ||
            box.bottom > innerHeight
          ) hidden.push(here.textContent);
        }
        for (
          const link of document.querySelectorAll<HTMLElement>(
            ".contents a, main a[href^='#']",
          )
        ) {
          link.click();
          await frame();
        }
        await frame();
        const { moved } = globalThis as unknown as { moved: string[] };
        return { moved, hidden };
      });
      assertEquals([url, width, seen], [url, width, {
        moved: [],
        hidden: [],
      }]);
    }
  },
);

bookTest(
  "the keyboard reaches every link, button, folded cell and scrolling box of a page, each in sight and marked, and Escape puts a tip away",
  async (page, url) => {
    await page.setViewport({ width: 1280, height: 800 });
    await open(page, url);
    const expected = await page.evaluate(() => {
      document.documentElement.style.scrollBehavior = "auto";
      const focused: string[] = [];
      const faults: string[] = [];
      Object.assign(globalThis, { focused, faults });
      const all = [...document.querySelectorAll("*")];
      const nameOf = (element: Element) =>
        `${all.indexOf(element)} ${element.localName} ${
          element.ariaLabel ?? element.textContent.slice(0, 40)
        }`;
      addEventListener("focusin", ({ target }) => {
        const element = target as HTMLElement;
        focused.push(nameOf(element));
        const { outlineStyle, outlineWidth, opacity } = getComputedStyle(
          element,
        );
        const { top, bottom, left, right } = element.getBoundingClientRect();
        const isMarked = outlineStyle === "solid" &&
          parseFloat(outlineWidth) >= 2;
        const isInSight = bottom > 0 && top < innerHeight && right > 0 &&
          left < innerWidth && opacity === "1";
        const isClipped = Boolean(element.closest(".symbols, .skip")) &&
          getComputedStyle(element.closest(".symbols, .skip")!).clipPath !==
            "none";
        if (!isMarked || !isInSight || isClipped) faults.push(nameOf(element));
      });
      (document.activeElement as HTMLElement).blur();
      return all.filter((element) =>
        element.matches("a[href], button, summary, input, [tabindex='0']") &&
        // The arrow keys reach the others of its group.
        !element.matches("[type='radio']:not(:checked)") &&
        element.checkVisibility()
      ).map(nameOf);
    });
    for (let i = 0; i < expected.length; i++) await page.keyboard.press("Tab");
    const { focused, faults } = await page.evaluate(() => {
      const { focused, faults } = globalThis as unknown as {
        focused: string[];
        faults: string[];
      };
      return { focused, faults };
    });
    assertEquals([url, faults], [url, []]);
    assertEquals(focused, expected);

    if (!await page.$("a.symbol")) return;
    const tips = () =>
      page.$$eval(
        ".tips > p",
        (all) => all.filter((tip) => tip.checkVisibility()).length,
      );
    await page.focus("a.symbol");
    assertEquals(await tips(), 1);
    await page.keyboard.press("Escape");
    assertEquals(await tips(), 0);
    await page.keyboard.press("Tab");
    await page.focus("a.symbol");
    assertEquals(await tips(), 1);
  },
);

bookTest(
  "the first key on a page of the book leads past what stands before its text",
  async (page, url) => {
    if (url.endsWith("search.html")) return;
    await open(page, url);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash !== "");
    await page.keyboard.press("Tab");
    assert(
      await page.evaluate(() => document.activeElement!.closest("main")),
      `${url}: the key after it leads elsewhere`,
    );
  },
);

bookTest(
  "a page of the book scrolls down only on a phone, and at twice the size on a desk",
  async (page, url) => {
    for (
      const [width, deviceScaleFactor] of [[320, 1], [640, 2]] as const
    ) {
      await page.setViewport({ width, height: 400, deviceScaleFactor });
      await open(page, url);
      const wide = await page.evaluate(() =>
        document.documentElement.scrollWidth
      );
      assertEquals([url, wide], [url, width]);
    }
  },
);

bookTest(
  "a page of the book moves nothing by itself for readers who ask for that, and hides nothing where colours are forced",
  async (page, url) => {
    const client = await page.createCDPSession();
    await client.send("Emulation.setEmulatedMedia", {
      features: [
        { name: "prefers-reduced-motion", value: "reduce" },
        { name: "forced-colors", value: "active" },
        { name: "prefers-color-scheme", value: "dark" },
      ],
    });
    await open(page, url);
    const seen = await page.evaluate(() => {
      const link = document.querySelector<HTMLElement>("main a")!;
      link.focus();
      const { scrollBehavior } = getComputedStyle(document.documentElement);
      const paper = getComputedStyle(document.body).backgroundColor;
      const all = [...document.querySelectorAll("body *")];
      const moving = all.filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return transitionDuration !== "0s" || animationName !== "none";
      }).map(({ outerHTML }) => outerHTML.slice(0, 80));
      const lost = all.filter((element) => {
        if (!element.checkVisibility()) return false;
        const { color, fill } = getComputedStyle(element);
        const isText = [...element.childNodes].some((node) =>
          node.nodeType === Node.TEXT_NODE && node.textContent!.trim()
        );
        return isText && (element.closest("svg") ? fill : color) === paper;
      }).map(({ outerHTML }) => outerHTML.slice(0, 80));
      return { scrollBehavior, moving, lost };
    });
    assertEquals([url, seen], [url, {
      scrollBehavior: "auto",
      moving: [],
      lost: [],
    }]);
  },
);
