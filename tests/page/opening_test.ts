/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { renderPage } from "../../lib/page/mod.ts";
import { browserTest } from "./browser.ts";
import { code, notebook, prose } from "./fixture.ts";

const render = () =>
  renderPage(
    notebook(
      prose("# Title", "title"),
      ...Array.from({ length: 30 }, (_, i) => [
        prose(
          `## Part ${i}\n\n${"Long text. ".repeat(20 + i)} $x_${i}$ word${i}`,
          `p-${i}`,
        ),
        code(
          Array.from({ length: 1 + i }, () => "f(1);").join("\n"),
          [],
          `c-${i}`,
        ),
      ]).flat(),
    ),
    { path: "a.ipynb" },
  );

/** Whether the page has laid everything out. */
const isWhole = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("main > :is(section, .code) > *")].every((
      part,
    ) => part.checkVisibility({ contentVisibilityAuto: true }))
  );

const placesOf = (page: Page) =>
  page.$$eval(
    "main > :is(section, .code), h2, code",
    (all) => all.map((one) => one.getBoundingClientRect().top + scrollY),
  );

browserTest(
  "A page that is opened at its beginning is painted before all of it is laid out, and then stands as if it had been laid out at once",
  render,
  async ({ page, url }) => {
    // The frame is held back, after which the page lays out the rest.
    const { identifier } = await page.evaluateOnNewDocument(() => {
      Object.assign(globalThis, {
        requestAnimationFrame(callback: () => void) {
          Object.assign(globalThis, { frame: callback });
        },
      });
    });
    await page.goto("about:blank");
    await page.goto(url);
    assertEquals(await isWhole(page), false);
    for (const id of ["title", "p-0", "c-0"]) {
      const isShown = await page.$eval(
        `#${id} > *`,
        (cell) => cell.checkVisibility({ contentVisibilityAuto: true }),
      );
      assert(isShown, `${id} is not laid out`);
    }
    await page.evaluate(() =>
      (globalThis as unknown as { frame(): void }).frame()
    );
    await page.waitForFunction(() => !document.querySelector(".opening"));
    assert(await isWhole(page));
    const places = await placesOf(page);
    await page.removeScriptToEvaluateOnNewDocument(identifier);
    await page.reload();
    assertEquals(places, await placesOf(page));
  },
);

browserTest(
  "A page is laid out at once when it is reloaded, gone back to, opened at an anchor, or has no scripts",
  render,
  async ({ page, url }) => {
    // No frame comes, after which a page would lay out the rest.
    await page.evaluateOnNewDocument(() => {
      Object.assign(globalThis, { requestAnimationFrame() {} });
    });
    await page.reload();
    assert(await isWhole(page), "reloaded");
    await page.goto("about:blank");
    await page.goBack();
    assert(await isWhole(page), "gone back to");
    await page.goto("about:blank");
    await page.goto(`${url}#p-20`);
    assert(await isWhole(page), "opened at an anchor");
    await page.waitForFunction(() =>
      Math.round(
        document.querySelector("#p-20")!.getBoundingClientRect().top,
      ) === 24
    );
    await page.setJavaScriptEnabled(false);
    await page.goto("about:blank");
    await page.goto(url);
    assert(await isWhole(page), "without scripts");
  },
);

browserTest(
  "A page that is opened at words in it has them in sight when all of it is laid out",
  render,
  async ({ page, url }) => {
    await page.goto("about:blank");
    await page.goto(`${url}#:~:text=word25`);
    await page.waitForFunction(() => !document.querySelector(".opening"));
    await page.waitForFunction(() => {
      const { top, bottom } = document.querySelector("#p-25 p")!
        .getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  },
);
