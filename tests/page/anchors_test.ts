/// <reference lib="dom" />
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { renderBook } from "../../lib/page/mod.ts";
import { chromiumTest } from "./browser.ts";
import { notebook, prose } from "./fixture.ts";

const HEADINGS =
  '# Title\n\n## The "Chain" Rule\n\n## Größe & *Maß*\n\n## 規則 1\n\n## b: `x_1` of $y^2$\n\n## cell';

/** Links as Jupyter's users and those of GitHub and VS Code write them. */
const LINKS: [fragment: string, heading: string][] = [
  ['The-"Chain"-Rule', 'The "Chain" Rule'],
  ["The-%22Chain%22-Rule", 'The "Chain" Rule'],
  ["the-chain-rule", 'The "Chain" Rule'],
  ["Größe-&-Maß", "Größe & Maß"],
  ["gr%C3%B6%C3%9Fe--ma%C3%9F", "Größe & Maß"],
  ["規則-1", "規則 1"],
  ["b:-x_1-of-y^2", "b: x_1 of y2"],
  ["b-x_1-of-y2", "b: x_1 of y2"],
];

chromiumTest(
  "links to headings lead there, on the page and from another one",
  async (browser) => {
    const links = (file: string) =>
      LINKS.map(([fragment]) => `[x](<${file}#${fragment}>)`).join(" ");
    const folder = await Deno.makeTempDir();
    try {
      const pages = await renderBook([
        {
          path: "a.ipynb",
          notebook: notebook(prose(HEADINGS, "h"), prose(links(""), "links")),
        },
        {
          path: "b.ipynb",
          notebook: notebook(prose(links("a.ipynb"), "links")),
        },
      ]);
      for (const { name, html } of pages) {
        await Deno.writeTextFile(join(folder, name), html);
      }
      const page = await browser.newPage();
      for (const name of ["a.html", "b.html"]) {
        for (const [i, [fragment, heading]] of LINKS.entries()) {
          await page.goto(`file://${join(folder, name)}`);
          const href = await page.$$eval(
            "#links a",
            (links, i) => (links[i] as HTMLAnchorElement).href,
            i,
          );
          await page.goto(href);
          const reached = await page.evaluate(() =>
            document.querySelector(":target")?.firstChild?.parentElement
              ?.textContent?.replace(/#$/, "").replace(/[“”]/g, '"')
          );
          assertEquals(reached, heading, `${name}, ${fragment}`);
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
