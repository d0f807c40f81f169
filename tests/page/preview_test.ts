/// <reference lib="dom" />
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Browser, Page } from "puppeteer-core";
import { Preview, renderPage } from "../../lib/page/mod.ts";
import { chromiumTest } from "./browser.ts";
import { code, notebook, prose } from "./fixture.ts";

async function page(title: string, trust = false): Promise<string> {
  const paragraphs = Array.from(
    { length: 60 },
    (_, i) => prose(`Paragraph ${i}`, `p-${i}`),
  );
  return await renderPage(
    notebook(prose(`# ${title}`), ...paragraphs, code("1")),
    { path: "a.ipynb", trust },
  );
}

/** A tab that listens, with what the browser complained about. */
async function open(
  browser: Browser,
  url: string,
): Promise<{ tab: Page; messages: string[] }> {
  const tab = await browser.newPage();
  const messages: string[] = [];
  tab.on("console", (message) => messages.push(message.text()));
  tab.on("pageerror", (error) => messages.push(String(error)));
  const listening = tab.waitForResponse((response) =>
    response.url().includes("/.denobook/changes")
  );
  await tab.goto(url);
  await listening;
  return { tab, messages };
}

/** Waits until a tab shows this notice; without a text, until it shows none. */
async function untilTold(tab: Page, text = ""): Promise<void> {
  await tab.waitForFunction(
    (text) => {
      const notice = document.querySelector<HTMLElement>("[role=alert]")!;
      return notice.textContent === text && notice.checkVisibility() !== !text;
    },
    {},
    text,
  );
}

for (const trust of [false, true]) {
  chromiumTest(
    `Preview reloads the page that has changed and no other, and keeps its place${
      trust ? ", where scripts of outputs may run too" : ""
    }`,
    async (browser) => {
      await using preview = new Preview(0);
      const other = await page("Other", trust);
      preview.show(
        new Map([["a.html", await page("Old", trust)], ["b.html", other]]),
      );
      const { tab, messages } = await open(browser, preview.url + "a.html");
      const beside = await open(browser, preview.url + "b.html");
      await beside.tab.evaluate(() => document.title = "As it was");
      await tab.bringToFront();
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
      const loaded = tab.waitForNavigation();
      preview.show(
        new Map([
          [
            "a.html",
            await page(
              "New, and so long a title that it needs more lines than before. "
                .repeat(4),
              trust,
            ),
          ],
          ["b.html", other],
        ]),
      );
      preview.tell(["Later"]);
      await loaded;
      await tab.waitForFunction(() => document.title.startsWith("New"));
      assertEquals(await topOf(), before);
      // What was told after the change has come to both.
      await untilTold(tab, "Later");
      await beside.tab.bringToFront();
      await untilTold(beside.tab, "Later");
      assertEquals(await beside.tab.title(), "As it was");
      assertEquals([...messages, ...beside.messages], []);
    },
  );
}

chromiumTest(
  "Preview says what is wrong over the page as it last was right, and when it has ended",
  async (browser) => {
    const preview = new Preview(0);
    preview.show(new Map([["index.html", await page("Good")]]));
    const { tab } = await open(browser, preview.url);
    await untilTold(tab);
    preview.tell(["Cannot read <b>one</b>", "Cannot read another"]);
    await untilTold(tab, "Cannot read <b>one</b>\n\nCannot read another");
    assertEquals(await tab.title(), "Good");
    // A page that is opened now hears of it too.
    const second = await open(browser, preview.url);
    await untilTold(
      second.tab,
      "Cannot read <b>one</b>\n\nCannot read another",
    );
    preview.tell([]);
    await untilTold(second.tab);
    const { port } = new URL(preview.url);
    await preview[Symbol.asyncDispose]();
    await untilTold(
      second.tab,
      "The preview has ended. This page stays as it is.",
    );
    // One that is started again in its place is followed again.
    await using again = new Preview(Number(port));
    again.show(new Map([["index.html", await page("Better")]]));
    await second.tab.waitForFunction(() => document.title === "Better");
    await untilTold(second.tab);
  },
);

chromiumTest(
  "Preview shows a page that was not there when its tab was opened",
  async (browser) => {
    await using preview = new Preview(0);
    const { tab } = await open(browser, preview.url + "more/");
    assertEquals(
      await tab.$eval("main", ({ textContent }) => textContent?.trim()),
      "No such pageThere is no page more/index.html.",
    );
    preview.show(new Map([["more/index.html", await page("There")]]));
    await tab.waitForFunction(() => document.title === "There");
    preview.show(new Map([["index.html", await page("First")]]));
    await tab.waitForFunction(() => document.title === "No such page");
    await tab.waitForSelector("main a[href='/']");
  },
);

chromiumTest(
  "Preview is open in more tabs at once than a browser has connections",
  async (browser) => {
    await using preview = new Preview(0);
    preview.show(new Map([["index.html", await page("Old")]]));
    const tabs: Page[] = [];
    for (let i = 0; i < 9; i++) {
      tabs.push((await open(browser, preview.url)).tab);
      console.log(
        await Promise.all(tabs.map((t) => t.evaluate(() => document.hidden))),
      );
    }
    preview.show(new Map([["index.html", await page("New")]]));
    await tabs.at(-1)!.waitForFunction(() => document.title === "New");
    assertEquals(await tabs[0]!.title(), "Old");
    await tabs[0]!.bringToFront();
    await tabs[0]!.waitForFunction(() => document.title === "New");
  },
);

/** Sends what no browser would, and gives the answer's first line and its body. */
async function send(url: string, request: string): Promise<string> {
  const { port } = new URL(url);
  using connection = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(port),
  });
  const lines = request.split("\n").concat("Connection: close", "", "");
  await connection.write(new TextEncoder().encode(lines.join("\r\n")));
  return await new Response(connection.readable).text();
}

Deno.test("Preview answers whatever it is asked for by its pages alone", async () => {
  await using preview = new Preview(0);
  preview.show(
    new Map([
      ["a b.html", "<body>a b</body>"],
      ["100%.html", "<body>all</body>"],
      ["index.html", "<body>first</body>"],
      ["more/index.html", "<body>more</body>"],
      ["a.ipynb", "{}"],
    ]),
  );
  const ask = async (line: string, host = new URL(preview.url).host) => {
    const answer = await send(preview.url, `${line} HTTP/1.1\nHost: ${host}`);
    const [, status, content = ""] =
      answer.match(/^HTTP\/1\.1 (\d+)[^]*?\r\n\r\n([^]*)$/) ?? [];
    return `${status} ${content.match(/<body>(.*?)</)?.[1] ?? ""}`.trim();
  };
  assertEquals(await ask("GET /"), "200 first");
  assertEquals(await ask("GET /?a=b"), "200 first");
  assertEquals(await ask("GET /a%20b.html"), "200 a b");
  assertEquals(await ask("GET /100%.html"), "200 all");
  assertEquals(await ask("GET /100%25.html"), "200 all");
  assertEquals(await ask("GET /more/"), "200 more");
  assertEquals(await ask("GET /a.ipynb"), "200");
  for (
    const path of [
      "/%",
      "/%e0%a4%a",
      "//",
      "//evil.example/",
      "/..%2f",
      "/../deno.json",
      "/..%2f..%2fdeno.json",
      "/%2e%2e/deno.json",
      "/%00",
      "/__proto__",
      "/constructor",
      "/.denobook/",
    ]
  ) assertEquals(`${path} ${await ask(`GET ${path}`)}`, `${path} 404`);
  assertEquals(await ask("HEAD /"), "200");
  assertEquals(await ask("POST /"), "405");
  assertEquals(await ask("OPTIONS /"), "405");
  assertEquals(await ask("PUT /.denobook/changes"), "405");
  // Names that another site may have pointed at this machine.
  for (
    const host of [
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "127.0.0.1:80.evil.example",
      "evil.example:1",
    ]
  ) assertEquals(await ask("GET /", host), "403");
  assertEquals(await ask("GET /", "localhost:1"), "200 first");
});

Deno.test("Preview listens on this machine alone, on a port that is free", async () => {
  await using preview = new Preview(0);
  const { port, hostname } = new URL(preview.url);
  assertEquals(hostname, "127.0.0.1");
  for (const { address, family } of Deno.networkInterfaces()) {
    if (family !== "IPv4" || address.startsWith("127.")) continue;
    const connection = await Deno.connect({
      hostname: address,
      port: Number(port),
    }).catch(() => undefined);
    connection?.close();
    assertEquals(connection, undefined, address);
  }
  assertThrows(() => new Preview(Number(port)), Deno.errors.AddrInUse);
});

Deno.test("Preview ends whoever is still connected", async () => {
  const preview = new Preview(0);
  const response = await fetch(preview.url + ".denobook/changes?page=/");
  const changes = response.body!.getReader();
  assert(!(await changes.read()).done);
  const { port } = new URL(preview.url);
  using half = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(port),
  });
  await half.write(new TextEncoder().encode("GET / HT"));
  await preview[Symbol.asyncDispose]();
  await changes.read().catch(() => {});
  assertEquals(
    await half.read(new Uint8Array(1)).catch(() => null),
    null,
  );
});
