/// <reference lib="dom" />

/**
 * Makes pictures of every page in site/, to be looked at: `deno task screenshots`, after `deno task book`. They are of a
 * phone, a tablet and a desk, in light and dark, and of paper, and go to site/screenshots/.
 *
 * @module
 */

import type { Browser } from "puppeteer-core";
import { MOUSE, withBrowser } from "./browser.ts";

const site = new URL("../../site/", import.meta.url);
const folder = new URL("screenshots/", site);
const pages = [...Deno.readDirSync(site)].map(({ name }) => name)
  .filter((name) => name.endsWith(".html")).toSorted();

const touched = [320, 768].flatMap((width) => [
  { width, media: "screen", scheme: "light" },
  { width, media: "screen", scheme: "dark" },
]);
const pointedAt = [
  { width: 1440, media: "screen", scheme: "light" },
  { width: 1440, media: "screen", scheme: "dark" },
  { width: 720, media: "print", scheme: "light" },
];

async function show(browser: Browser, looks: typeof touched): Promise<void> {
  const tab = await browser.newPage();
  for (const page of pages) {
    for (const { width, media, scheme } of looks) {
      await tab.setViewport({ width, height: 1000 });
      await tab.emulateMediaType(media);
      await tab.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: scheme },
      ]);
      await tab.goto(new URL(encodeURIComponent(page), site).href);
      // Before that not all of it is laid out, and the picture would end too early.
      await tab.waitForSelector("html:not(.opening)");
      await tab.evaluate(() => document.fonts.ready.then(() => {}));
      const name = [
        page.replace(/\.html$/, ""),
        width,
        media === "print" ? media : scheme,
      ].join("-");
      const png = await tab.screenshot({ fullPage: true });
      await Deno.writeFile(
        new URL(encodeURIComponent(`${name}.png`), folder),
        png,
      );
      console.log(`site/screenshots/${name}.png`);
    }
  }
}

await Deno.mkdir(folder, { recursive: true });
await withBrowser((browser) => show(browser, touched));
await withBrowser((browser) => show(browser, pointedAt), MOUSE);
