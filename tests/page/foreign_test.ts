/// <reference lib="dom" />

/**
 * Notebooks as others write them, in the folder `foreign`: of Python's, R's and Julia's kernels, in old formats, with
 * HTML, pictures and formulas of every kind, of Colab and Jupyter Book, in scripts that are written from the right, with
 * names that are no addresses.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findNotebooks, readNotebook } from "../../lib/notebook/mod.ts";
import { renderBook, toMarkdown } from "../../lib/page/mod.ts";
import { axeViolations } from "./axe.ts";
import { chromiumTest } from "./browser.ts";

const folder = fileURLToPath(new URL("foreign", import.meta.url));

async function notebooks() {
  const paths = await findNotebooks([folder]);
  return await Promise.all(
    paths.map(async (path) => ({ path, notebook: await readNotebook(path) })),
  );
}

async function pages(report: (message: string) => void = () => {}) {
  return await renderBook(await notebooks(), {
    report: ({ message }) => report(message.replaceAll(`${folder}/`, "")),
  });
}

Deno.test("renderBook() shows all of notebooks that others wrote but pictures that are not there", async () => {
  const messages: string[] = [];
  await pages((message) =>
    messages.push(message.replace(/, cell \w+/, "").replace(/;.*/, ""))
  );
  const missing = (notebook: string, name: string) =>
    `Cannot show an image in ${notebook}.ipynb: there is no picture ${name} in the notebook's folder`;
  const raw = "raw and attachments";
  assertEquals(messages, [
    missing("headings/two titles", "x.png"),
    `Cannot show an image in ${raw}.ipynb: the cell has no attachment: nope.png`,
    missing(raw, "images/gone.png"),
    missing(raw, "also-gone.png"),
    missing(raw, "gone2.png"),
    missing(raw, "pics/broken.png"),
  ]);
});

Deno.test("renderBook() leads from notebook to notebook, whatever they are called", async () => {
  const all = await pages();
  const names = new Set(all.map(({ name }) => name));
  const links = all.flatMap(({ name, html }) =>
    [...html.matchAll(/<a [^>]*?href=(?:"([^"]*)"|([^\s>]*))/g)]
      .map(([, quoted, bare]) => (quoted ?? bare)!.replaceAll("&amp;", "&"))
      .filter((href) => /\.html(#|$)/.test(href) && !/^https?:/.test(href))
      .map((href) => {
        const from = pathToFileURL(join("/", dirname(name), "x"));
        return decodeURIComponent(new URL(href, from).pathname.slice(1));
      })
  );
  assertEquals(links.filter((link) => !names.has(link)), []);
  assertEquals(
    links.filter((link) => link === "deep learning/Übung #1 (50%).html")
      .length >
      3,
    true,
  );
});

Deno.test("toMarkdown() writes every picture that it leads to", async () => {
  const files = toMarkdown(await notebooks(), { report: () => {} });
  const names = new Set(files.map(({ name }) => name));
  const pictures = files.flatMap(({ name, content }) =>
    typeof content === "string" && name.endsWith(".md")
      ? [...content.matchAll(/!\[[^\]]*\]\(([^)\s]+_files\/[^)\s]+)/g)].map((
        [, path],
      ) => join(dirname(name), decodeURIComponent(path!)))
      : []
  );
  assertEquals(pictures.length > 8, true);
  assertEquals(pictures.filter((picture) => !names.has(picture)), []);
  assertEquals(names.has("pics/small.png"), true);
});

chromiumTest(
  "pages of notebooks that others wrote are for everyone, on a phone and on a desk, light and dark",
  async (browser) => {
    const out = await Deno.makeTempDir();
    try {
      const page = await browser.newPage();
      const asked: string[] = [];
      const messages: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => messages.push(message.text()));
      page.on("pageerror", (error) => messages.push(String(error)));
      await page.setBypassCSP(true);
      for (const { name, html } of await pages()) {
        const file = join(out, name);
        await Deno.mkdir(dirname(file), { recursive: true });
        await Deno.writeTextFile(file, html);
        for (
          const [width, scheme] of [[320, "light"], [1200, "dark"]] as const
        ) {
          await page.setViewport({ width, height: 800 });
          await page.emulateMediaFeatures([
            { name: "prefers-color-scheme", value: scheme },
          ]);
          await page.goto(pathToFileURL(file).href);
          const over = await page.evaluate(() =>
            document.documentElement.scrollWidth - innerWidth
          );
          assertEquals(
            { violations: await axeViolations(page), over },
            { violations: [], over: 0 },
            `${name}, ${width} px, ${scheme}`,
          );
        }
      }
      assertEquals(asked.filter((url) => !/^(file|data):/.test(url)), []);
      assertEquals(messages, []);
    } finally {
      await Deno.remove(out, { recursive: true });
    }
  },
);
