/// <reference lib="dom" />

/**
 * Chromium for tests of what a page does in a browser.
 *
 * @module
 */

import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { findChromium } from "../../lib/page/mod.ts";

const chromium = findChromium();
if (!chromium) {
  console.log(
    "No Chromium found (set CHROMIUM to its path): browser tests are ignored",
  );
}

/** Has Chromium, which by itself knows of none, believe in a mouse. */
export const MOUSE =
  "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4";

/** Starts Chromium for `use`, and ends it. */
export async function withBrowser(
  use: (browser: Browser) => Promise<void>,
  ...more: string[]
): Promise<void> {
  const userDataDir = await Deno.makeTempDir({ prefix: "denobook-chromium-" });
  const browser = await puppeteer.launch({
    executablePath: chromium!,
    userDataDir,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
  try {
    await use(browser);
  } finally {
    await browser.close();
    await Deno.remove(userDataDir, { recursive: true });
  }
}

/** A test in a browser; ignored where there is no Chromium. */
export function chromiumTest(
  name: string,
  check: (browser: Browser) => Promise<void>,
): void {
  Deno.test({ name, ignore: !chromium, fn: () => withBrowser(check) });
}

/** A page in the browser with what it asked for and complained about. */
export interface OpenedPage {
  page: Page;
  url: string;
  requests: string[];
  messages: string[];
}

/** A test on a document opened from a file; ignored where there is no Chromium. */
export function browserTest(
  name: string,
  render: () => Promise<string>,
  check: (opened: OpenedPage) => Promise<void>,
  options: { bypassCSP?: boolean } = {},
): void {
  Deno.test({
    name,
    ignore: !chromium,
    fn: () =>
      withBrowser(async (browser) => {
        const file = await Deno.makeTempFile({ suffix: ".html" });
        try {
          await Deno.writeTextFile(file, await render());
          const page = await browser.newPage();
          const opened: OpenedPage = {
            page,
            url: `file://${file}`,
            requests: [],
            messages: [],
          };
          page.on("request", (request) => opened.requests.push(request.url()));
          page.on("console", (message) => opened.messages.push(message.text()));
          page.on("pageerror", (error) => opened.messages.push(String(error)));
          page.on("dialog", (dialog) => {
            opened.messages.push(`dialog: ${dialog.message()}`);
            dialog.dismiss();
          });
          if (options.bypassCSP) await page.setBypassCSP(true);
          await page.goto(opened.url);
          await page.evaluate(() => document.fonts.ready.then(() => {}));
          await check(opened);
        } finally {
          await Deno.remove(file);
        }
      }),
  });
}
