/// <reference lib="dom" />
import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { findChromium, printPdf, renderPage } from "../../lib/page/mod.ts";
import { fillSheets } from "../../lib/page/sheets.ts";
import { browserTest } from "./browser.ts";
import { code, display, notebook, prose } from "./fixture.ts";

const lines = (count: number, id: string) =>
  prose("Line.\n\n".repeat(count), id);
const statements = (count: number) => "line;\n".repeat(count);
const plot = (height: number, id = "plot") =>
  code("plot", [
    display({
      "image/svg+xml":
        `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="${height}"><rect width="300" height="${height}"/></svg>`,
    }),
  ], id);

/** How many sheets the PDF of a notebook has. */
async function sheetsOf(
  ...cells: Parameters<typeof notebook>
): Promise<number> {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "a.html");
    const page = await renderPage(notebook(prose("# Title"), ...cells), {
      path,
    });
    await Deno.writeTextFile(path, page);
    await printPdf([path]);
    const pdf = await Deno.readFile(path.replace("html", "pdf"));
    const text = new TextDecoder("latin1").decode(pdf);
    return [...text.matchAll(/\/Type \/Page\b/g)].length;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "a figure that nearly has room on a sheet of paper is made to fit",
  ignore: !findChromium(),
  fn: async () => {
    assertEquals(await sheetsOf(lines(17, "a"), plot(400)), 1);
    assertEquals(await sheetsOf(lines(22, "a"), plot(400)), 2);
  },
});

Deno.test({
  name: "code goes on on the next sheet of paper where much would stay blank",
  ignore: !findChromium(),
  fn: async () => {
    const cells = [lines(20, "a"), code(statements(20)), lines(22, "b")];
    assertEquals(await sheetsOf(...cells), 2);
  },
});

Deno.test({
  name:
    "a figure of several rows of drawings goes on on the next sheet of paper",
  ignore: !findChromium(),
  fn: async () => {
    const drawing =
      '<div style="display: inline-block; width: 45%"><svg xmlns="http://www.w3.org/2000/svg" width="250" height="400"><rect width="250" height="400"/></svg></div>';
    const rows = code("rows", [
      display({ "text/html": `<figure>${drawing.repeat(4)}</figure>` }),
    ]);
    assertEquals(await sheetsOf(lines(17, "a"), rows, lines(20, "b")), 2);
  },
});

browserTest(
  "on paper, figures can be read, a figure stays with its line of code, and code with few lines is kept together",
  () =>
    renderPage(
      notebook(
        prose("# Title"),
        lines(24, "a"),
        plot(400),
        lines(15, "b"),
        code(statements(7), [
          display({ "text/plain": "line\n".repeat(9).trim() }),
        ], "short"),
        lines(20, "c"),
        plot(700, "large"),
      ),
      { path: "paper.ipynb" },
    ),
  async ({ page }) => {
    await page.emulateMediaType("print");
    await page.setViewport({ width: 612, height: 971 });
    await page.evaluate(fillSheets, 971);
    const { zooms, plot, short, main } = await page.evaluate(() => {
      const style = (selector: string) =>
        getComputedStyle(document.querySelector(selector)!);
      return {
        zooms: [...document.querySelectorAll(".picture > *")].map((drawing) =>
          Number(getComputedStyle(drawing).zoom)
        ),
        plot: style("#plot .out").breakBefore,
        short: style("#short pre").breakInside,
        main: document.querySelector("main")!.getAttribute("style"),
      };
    });
    assertEquals(zooms.every((zoom) => zoom >= 0.53), true, zooms.join());
    assertEquals({ plot, short, main }, {
      plot: "avoid",
      short: "avoid",
      main: "",
    });
  },
);
