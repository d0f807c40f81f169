/// <reference lib="dom" />
import { assertEquals } from "@std/assert";
import { Preview, renderPage } from "../../lib/page/mod.ts";
import { chromiumTest } from "./browser.ts";
import { code, notebook, prose } from "./fixture.ts";

async function page(more: string): Promise<ReadonlyMap<string, string>> {
  const paragraphs = Array.from(
    { length: 60 },
    (_, i) => prose(`Paragraph ${i}`, `p-${i}`),
  );
  const html = await renderPage(
    notebook(prose(`# ${more}`), ...paragraphs, code("1")),
    { path: "a.ipynb" },
  );
  return new Map([["index.html", html]]);
}

chromiumTest(
  "Preview reloads an open page when it changes, and keeps its place",
  async (browser) => {
    await using preview = new Preview(0);
    preview.update(await page("Old"));
    const tab = await browser.newPage();
    const messages: string[] = [];
    tab.on("console", (message) => messages.push(message.text()));
    const listening = tab.waitForResponse(preview.url + ".denobook/changes");
    await tab.goto(preview.url);
    await listening;
    assertEquals(await tab.title(), "Old");
    const topOf = () =>
      tab.$eval(
        "#p-30",
        (cell) => Math.round(cell.getBoundingClientRect().top),
      );
    await tab.$eval(
      "#p-30",
      (cell) => cell.scrollIntoView({ behavior: "instant" }),
    );
    const before = await topOf();
    await tab.waitForFunction(() =>
      performance.getEntriesByType("resource").length >= 0
    );
    const loaded = tab.waitForNavigation();
    preview.update(
      await page(
        "New, and so long a title that it needs more lines than before. "
          .repeat(4),
      ),
    );
    await loaded;
    await tab.waitForFunction(() => document.title.startsWith("New"));
    assertEquals(await topOf(), before);
    assertEquals(messages, []);
    await tab.close();
  },
);

Deno.test("Preview answers this machine alone, and only for its pages", async () => {
  await using preview = new Preview(0);
  preview.update(new Map([["a b.html", "<body></body>"]]));
  const get = async (path: string, host?: string) => {
    const response = await fetch(
      new URL(path, preview.url),
      host ? { headers: { host } } : {},
    );
    await response.body?.cancel();
    return response.status;
  };
  assertEquals(new URL(preview.url).hostname, "127.0.0.1");
  assertEquals(await get("a%20b.html"), 200);
  assertEquals(await get("../deno.json"), 404);
  assertEquals(await get("%2e%2e/deno.json"), 404);
});
