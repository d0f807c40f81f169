/// <reference lib="dom" />

import { assert, assertEquals } from "@std/assert";
import { findNotebooks, readNotebook } from "../../lib/notebook/mod.ts";
import { renderBook } from "../../lib/page/mod.ts";
import { axeViolations } from "../page/axe.ts";
import { browserTest, chromiumTest } from "../page/browser.ts";
import { formulasOf } from "./book.ts";

for (const path of await findNotebooks(["notebooks"])) {
  const notebook = await readNotebook(path);
  const file = path.replace(/^.*\/(\w+)\.ipynb$/, "$1.html");
  const prose = notebook.cells.filter((cell) => cell.cell_type === "markdown")
    .map(({ source }) => source).join("\n\n");
  const outputs = notebook.cells.flatMap((cell) =>
    cell.cell_type === "code" ? cell.outputs : []
  );

  browserTest(
    `the page of ${path} opens offline, with its formulas and charts, on a phone and a desk`,
    async () => {
      const pages = await renderBook([{ path, notebook }]);
      return pages.find(({ name }) => name === file)!.html;
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
          hidden: [...document.querySelectorAll("main math, .picture > svg")]
            .filter((element) => element.getBoundingClientRect().height < 5)
            .map((element) => element.outerHTML.slice(0, 200)),
          formulas: document.querySelectorAll("main math").length,
          raw: [...document.querySelectorAll("main > section")]
            .filter((section) => section.textContent.includes("$"))
            .map((section) => section.id),
          figures: document.querySelectorAll(".picture > svg").length,
        }));
        const { formulas, ...others } = seen;
        // A page may set a formula in several parts.
        assert(formulas >= formulasOf(prose).length);
        assertEquals(others, {
          width,
          title: prose.match(/^# (.*)$/m)![1],
          hidden: [],
          raw: [],
          figures: outputs.filter((output) =>
            "data" in output && "image/svg+xml" in output.data
          ).length,
        });
      }
      await page.setViewport({ width: 360, height: 800 });
      const unreadable = await page.evaluate(() =>
        [...document.querySelectorAll(".picture")].flatMap((picture) => {
          const { id } = picture.closest("figure")!;
          const small = [...picture.querySelectorAll<SVGTextElement>("text")]
            .filter((text) => text.getClientRects().length > 0)
            .filter((text) =>
              parseFloat(getComputedStyle(text).fontSize) *
                  Math.hypot(text.getScreenCTM()!.a, text.getScreenCTM()!.b) <
                11
            ).map(({ textContent }) => `${id}: small "${textContent}"`);
          const isCut = picture.scrollWidth > picture.clientWidth;
          return isCut ? [`${id} scrolls`, ...small] : small;
        })
      );
      assertEquals(unreadable, []);
      assertEquals(
        new Set(requests.filter((r) => !r.startsWith("data:"))),
        new Set([url]),
      );
      assertEquals(messages, []);
    },
  );
}

Deno.test("every page of the book is at most 120 KB, its drawings apart, and its one figure that is a control", async () => {
  const book = await Promise.all(
    (await findNotebooks(["notebooks"])).map(async (path) => ({
      path,
      notebook: await readNotebook(path),
    })),
  );
  const pages = await renderBook(book);
  const heavy = pages.map(({ name, html }) => {
    const counted = html.replace(
      /<figure(?:(?!<\/figure>)[^])*class=scrubber[^]*?<\/figure>|<svg[^]*?<\/svg>|data:image\/[^"' )>]*/g,
      "",
    );
    return { name, bytes: new TextEncoder().encode(counted).length };
  }).filter(({ bytes }) => bytes > 120_000);
  assertEquals(heavy, []);
  // No more than that is left out.
  assertEquals(
    pages.filter(({ html }) => html.includes("class=scrubber"))
      .map(({ name }) => name),
    ["two_two_two.html"],
  );
});

chromiumTest(
  "the pages of the book have nothing in which axe finds a fault, in light and dark, on a phone and a desk",
  async (browser) => {
    const book = await Promise.all(
      (await findNotebooks(["notebooks"])).map(async (path) => ({
        path,
        notebook: await readNotebook(path),
      })),
    );
    const folder = await Deno.makeTempDir();
    try {
      for (const { name, html } of await renderBook(book)) {
        await Deno.writeTextFile(`${folder}/${name}`, html);
        const page = await browser.newPage();
        await page.setBypassCSP(true);
        for (const value of ["light", "dark"]) {
          await page.emulateMediaFeatures([
            { name: "prefers-color-scheme", value },
          ]);
          await page.goto(`file://${folder}/${name}`);
          for (const width of [320, 1280]) {
            await page.setViewport({ width, height: 800 });
            assertEquals(
              [name, value, width, await axeViolations(page)],
              [name, value, width, []],
            );
          }
        }
        await page.close();
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
