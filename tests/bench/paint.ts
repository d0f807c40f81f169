/// <reference lib="dom" />

/**
 * Measures how long it takes Chromium, once it runs, from the opening of each page of the book, from disk, to its first
 * paint. All pages have a turn in each round, so that whatever else the machine is doing meets them all.
 *
 * @module
 */

import { pathToFileURL } from "node:url";
import type { Browser } from "puppeteer-core";
import { findNotebooks, readNotebook } from "../../lib/notebook/mod.ts";
import { findChromium, renderBook } from "../../lib/page/mod.ts";
import { withBrowser } from "../page/browser.ts";
import { median } from "./measure.ts";

const ROUNDS = 9;

/** The milliseconds from the opening of a page to its first paint. */
async function firstPaint(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(url);
  const time = await page.evaluate(() =>
    new Promise<number>((resolve) =>
      new PerformanceObserver((list) => {
        const [entry] = list.getEntriesByName("first-contentful-paint");
        if (entry) resolve(entry.startTime);
      }).observe({ type: "paint", buffered: true })
    )
  );
  await page.close();
  return time;
}

if (findChromium()) {
  const paths = await findNotebooks([
    decodeURIComponent(new URL("../../notebooks", import.meta.url).pathname),
  ]);
  const pages = await renderBook(
    await Promise.all(
      paths.map(async (path) => ({ path, notebook: await readNotebook(path) })),
    ),
  );
  const folder = await Deno.makeTempDir({ prefix: "denobook-bench-" });
  try {
    await withBrowser(async (browser) => {
      const times = new Map<string, number[]>();
      for (const { name, html } of pages) {
        await Deno.writeTextFile(`${folder}/${name}`, html);
        times.set(name, []);
      }
      const urlOf = (name: string) => pathToFileURL(`${folder}/${name}`).href;
      await firstPaint(browser, urlOf(pages[0]!.name));
      for (let round = 0; round < ROUNDS; round++) {
        for (const [name, own] of times) {
          own.push(await firstPaint(browser, urlOf(name)));
        }
      }
      console.log(`To the first paint, the median of ${ROUNDS} rounds:`);
      for (const [name, own] of times) {
        console.log(`${name}: ${Math.round(median(own))} ms`);
      }
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
} else {
  console.error("LEFT OUT: first paint: there is no Chromium");
}
