/// <reference lib="dom" />
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { fitToPaper } from "../../lib/page/chromium.ts";
import {
  findChromium,
  type Paper,
  PdfError,
  printPdf,
  renderPage,
} from "../../lib/page/mod.ts";
import { browserTest } from "./browser.ts";
import { code, display, notebook, PNG, prose } from "./fixture.ts";

/** The PDF of a notebook, beside which there is another one, as text in which each byte is a character. */
async function printed(
  cells: ReturnType<typeof notebook>,
  paper?: Paper,
): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = ["é #1?.html", "b (1).html"].map((name) =>
      join(folder, name)
    );
    for (const path of paths) {
      await Deno.writeTextFile(path, await renderPage(cells, { path }));
    }
    const made: string[] = [];
    await printPdf(paths, { paper, onPage: (pdf) => made.push(pdf) });
    assertEquals(made, paths.map((path) => path.replace("html", "pdf")));
    return new TextDecoder("latin1").decode(await Deno.readFile(made[0]!));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A test that prints; ignored where there is no Chromium. */
function pdfTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: !findChromium(), fn });
}

pdfTest(
  "printPdf() prints a page beside it, with title, language, outline and tags",
  async () => {
    const cells = notebook(prose("# Der Titel\n\n$x$"), prose("## Ein Teil"));
    const pdf = await printed({ ...cells, metadata: { lang: "de" } });
    assert(pdf.startsWith("%PDF-"));
    for (
      const part of [
        "/Title (Der Titel)",
        "/Title (Ein Teil)\n/Dest",
        "/Lang (de)>>",
        "/Marked true",
      ]
    ) assertStringIncludes(pdf, part);
  },
);

pdfTest("printPdf() prints on A4, or on what is asked for", async () => {
  const cells = notebook(prose("# Title"));
  assertStringIncludes(await printed(cells), "/MediaBox [0 0 595.9");
  assertStringIncludes(
    await printed(cells, "letter"),
    "/MediaBox [0 0 612 792]",
  );
});

pdfTest(
  "printPdf() leads to the PDFs of other pages, wherever they are put",
  async () => {
    const pdf = await printed(notebook(
      prose(
        "# Title\n\n[b](b%20(1).html#x) [c](../c%20(1).html) [web](https://example.org/d.html)",
      ),
    ));
    assertEquals(
      [...pdf.matchAll(/\/URI \((.*)\) *>>/g)].map(([, url]) => url),
      [
        "b%20\\(1\\).pdf#x",
        "../c%20\\(1\\).html",
        "https://example.org/d.html",
      ],
    );
  },
);

Deno.test("printPdf() says so where there is no Chromium", async () => {
  const before = Deno.env.get("CHROMIUM");
  try {
    Deno.env.set("CHROMIUM", "/nowhere/chromium");
    await assertRejects(
      () => printPdf(["tests/page/fixture.ts"]),
      PdfError,
      "/nowhere/chromium does not start",
    );
  } finally {
    if (before === undefined) Deno.env.delete("CHROMIUM");
    else Deno.env.set("CHROMIUM", before);
  }
});

const words = Array.from({ length: 30 }, (_, i) => `column ${i}`);
const wide = `<table><tr>${
  words.map((word) => `<td>${word.replace(" ", "_")}</td>`).join("")
}</tr></table>`;

browserTest(
  "fitToPaper() makes smaller what paper would cut off, and nothing else",
  () =>
    renderPage(
      notebook(
        prose("# Title\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        prose(`$$${words.map((_, i) => `x_{${i}}`).join("+")}$$`),
        prose(wide),
        code("df", [display({ "text/html": `<div>${wide}</div>` })]),
        code("plot", [display({ "image/png": PNG })]),
      ),
      { path: "wide.ipynb" },
    ),
  async ({ page }) => {
    await page.emulateMediaType("print");
    await page.setViewport({ width: 612, height: 800 });
    const beyond = () =>
      page.evaluate(() => {
        const { right } = document.querySelector("main")!
          .getBoundingClientRect();
        return [...document.querySelectorAll("td, mi")].filter((part) =>
          part.getBoundingClientRect().right > right + 1
        ).length;
      });
    assert(await beyond() > 30);
    await page.evaluate(fitToPaper);
    assertEquals(await beyond(), 0);
    const zooms = await page.evaluate(() =>
      [...document.querySelectorAll("table, math")].map((box) =>
        Number(getComputedStyle(box).zoom)
      )
    );
    assertEquals(zooms[0], 1);
    assertEquals(zooms.slice(1).every((zoom) => zoom < 1), true);
    const tables = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLTableElement>(".html table")].map((
        table,
      ) => [...table.rows[0]!.cells].map(({ textContent }) => textContent))
    );
    assert(tables.length > 1);
    assertEquals(
      ["column_0", ...tables.flatMap(([, ...cells]) => cells)],
      words.map((word) => word.replace(" ", "_")),
    );
    assertEquals(
      tables.every(([first]) => first === "column_0"),
      true,
    );
    assert(zooms.every((zoom) => zoom > 0.6), zooms.join());
  },
);

browserTest(
  "on paper, folded text is open, folded code is left out, and links say where they lead",
  () =>
    renderPage(
      notebook(
        prose(
          "# Title\n\n[a](https://example.org/a) <https://example.org/b> [c](#c)",
        ),
        prose("<details><summary>More</summary><p id=more>Text</p></details>"),
        code("hidden()", [], "hidden", ["hide-input"]),
        code("json", [
          display({ "application/json": { a: { b: { c: [1, 2] } } } }),
        ], "json"),
      ),
      { path: "paper.ipynb" },
    ),
  async ({ page }) => {
    await page.emulateMediaType("print");
    const shown = await page.evaluate(() => ({
      text: document.querySelector("#more")!.checkVisibility(),
      code: document.querySelector("#hidden pre")!.checkVisibility(),
      links: [...document.querySelectorAll("main p a")].map((link) =>
        getComputedStyle(link, "::after").content
      ),
      json: [...document.querySelectorAll("#json details:not([open]) ul")].some(
        (list) => list.checkVisibility(),
      ),
    }));
    assertEquals(shown, {
      text: true,
      code: false,
      links: ['" (https://example.org/a)"', "none", "none"],
      json: false,
    });
  },
);

browserTest(
  "on paper, no box scrolls, and no line is drawn beyond what is in it",
  () =>
    renderPage(
      notebook(
        prose("# Title"),
        code(`const line = "${"long ".repeat(60)}";`, [
          display({ "text/plain": "line\n".repeat(60) }),
          display({ "text/html": wide }),
        ]),
        code("line;\n".repeat(60), [], "long"),
      ),
      { path: "boxes.ipynb" },
    ),
  async ({ page }) => {
    await page.emulateMediaType("print");
    await page.setViewport({ width: 612, height: 800 });
    const boxes = await page.evaluate(() =>
      [...document.querySelectorAll("main *")].filter((box) => {
        const { overflowX, overflowY, maxHeight } = getComputedStyle(box);
        return overflowX !== "visible" || overflowY !== "visible" ||
          maxHeight !== "none";
      }).map(({ tagName, className }) => `${tagName} ${className}`)
    );
    assertEquals(boxes, []);
    const { border, short, long } = await page.evaluate(() => ({
      border: getComputedStyle(document.querySelector(".code")!).borderWidth,
      short: getComputedStyle(document.querySelector(".code > pre")!)
        .breakInside,
      long: getComputedStyle(document.querySelector("#long > pre")!)
        .breakInside,
    }));
    assertEquals([border, short, long], ["0px", "avoid", "auto"]);
  },
);

browserTest(
  "on paper, a table of a dozen numbers a row is not cut off, though nothing was made ready for it",
  () =>
    renderPage(
      notebook(
        prose("# Title"),
        code("df", [
          display({
            "text/html": `<table>${
              `<tr>${"<td>−0.12345</td>".repeat(12)}</tr>`.repeat(2)
            }</table>`,
          }),
        ]),
      ),
      { path: "dozen.ipynb" },
    ),
  async ({ page }) => {
    await page.emulateMediaType("print");
    await page.setViewport({ width: 612, height: 971 });
    const [table, main] = await page.evaluate(() =>
      ["table", "main"].map((name) =>
        document.querySelector(name)!.getBoundingClientRect().right
      )
    );
    assert(table! <= main!, `${table} > ${main}`);
  },
);
