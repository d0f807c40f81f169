/// <reference lib="dom" />
import { assertEquals } from "@std/assert";
import type { Cell, JsonObject, Output } from "../../lib/notebook/format.ts";
import { renderPage, toMarkdown } from "../../lib/page/mod.ts";
import { axeViolations } from "./axe.ts";
import { browserTest } from "./browser.ts";
import { code, display, notebook, prose } from "./fixture.ts";

/** What is seen of a cell's code and of its output: before anything is unfolded, afterwards, and on paper. */
const CELLS: [metadata: JsonObject, seen: string, unfolded: string][] = [
  [{}, "code, output", "code, output"],
  [{ tags: ["hide-input"] }, "output", "code, output"],
  [{ jupyter: { source_hidden: true } }, "output", "code, output"],
  [{ hide_input: true }, "output", "code, output"],
  [{ cellView: "form" }, "output", "code, output"],
  [{ tags: ["hide-output"] }, "code", "code, output"],
  [{ jupyter: { outputs_hidden: true } }, "code", "code, output"],
  [{ collapsed: true }, "code", "code, output"],
  [{ collapsed: false, jupyter: null }, "code, output", "code, output"],
  [{ tags: ["hide-cell"] }, "", "code, output"],
  [{ tags: ["remove-input", "hide-output"] }, "", "output"],
  [{ tags: ["remove_output"] }, "code", "code"],
  [{ tags: ["remove-input"] }, "output", "output"],
];

const cells = CELLS.map(([metadata], i): Cell => ({
  ...code(`code(${i})`, [display({ "text/html": "<p>output</p>" })], `c${i}`),
  metadata,
}));

browserTest(
  "renderPage() shows and folds of a cell what its author chose, without scripts and by keyboard, and prints what is open",
  () => renderPage(notebook(prose("# A"), ...cells), { path: "a.ipynb" }),
  async ({ page, url }) => {
    const seen = () =>
      page.$$eval(
        "main > .code",
        (sections) =>
          sections.map((section) =>
            ["pre > code", ".out p"].filter((part) =>
              section.querySelector(part)?.checkVisibility()
            ).map((part) => part === "pre > code" ? "code" : "output").join(
              ", ",
            )
          ),
      );
    assertEquals(await axeViolations(page), []);
    await page.setJavaScriptEnabled(false);
    await page.goto(url);
    const expected = CELLS.map(([, seen]) => seen);
    assertEquals(await seen(), expected);
    await page.emulateMediaType("print");
    assertEquals(await seen(), expected);
    await page.emulateMediaType("screen");
    for (const summary of await page.$$("main > .code summary")) {
      await summary.focus();
      await page.keyboard.press("Enter");
    }
    assertEquals(await seen(), CELLS.map(([, , unfolded]) => unfolded));
  },
  { bypassCSP: true },
);

Deno.test("toMarkdown() leaves out folded code and what its author removed", () => {
  const [page] = toMarkdown([{
    path: "a.ipynb",
    notebook: notebook(...cells),
  }]);
  const text = String(page!.content);
  CELLS.forEach(([metadata, seen], i) =>
    assertEquals(
      text.includes(`code(${i})`),
      seen.includes("code"),
      JSON.stringify(metadata),
    )
  );
  const outputs = CELLS.filter(([, , unfolded]) => unfolded.includes("output"));
  assertEquals(text.match(/<p>output<\/p>/g)?.length, outputs.length);
});

Deno.test("renderPage() leaves out streams that tags remove, and records that are kept for programs", async () => {
  const stream = (name: "stdout" | "stderr"): Output => ({
    output_type: "stream",
    name,
    text: `to ${name}`,
  });
  const record = display({ "application/papermill.record/text/plain": "1" });
  const outputs = [stream("stdout"), stream("stderr"), record];
  const html = await renderPage(
    notebook(
      code("1", outputs, "err", ["remove-stderr"]),
      code("2", outputs, "out", ["remove-stdout"]),
    ),
    { path: "a.ipynb" },
  );
  assertEquals(html.match(/to std\w+|papermill/g), ["to stdout", "to stderr"]);
});
