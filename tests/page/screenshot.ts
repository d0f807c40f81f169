/**
 * Makes the picture of the page that the README shows: `deno task screenshot`, after `deno task book`.
 *
 * @module
 */

import { MOUSE, withBrowser } from "./browser.ts";

await withBrowser(async (browser) => {
  const page = await browser.newPage();
  await page.setViewport({ width: 800, height: 800, deviceScaleFactor: 1.5 });
  await page.goto(import.meta.resolve("../../site/two_two_two.html"));
  const top = await page.$eval(
    "#backward",
    (cell) => cell.getBoundingClientRect().top,
  );
  const bottom = await page.$eval(
    "#path-w5",
    (cell) => cell.getBoundingClientRect().bottom,
  );
  const png = await page.screenshot({
    captureBeyondViewport: true,
    clip: { x: 0, y: top, width: 800, height: bottom - top + 24 },
  });
  await Deno.writeFile(new URL("screenshot.png", import.meta.url), png);
}, MOUSE);
