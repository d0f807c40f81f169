import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import {
  findChromium,
  PdfError,
  printPdf,
  renderPage,
} from "../../lib/page/mod.ts";
import { notebook, prose } from "./fixture.ts";

Deno.test({
  name: "printPdf() prints a page beside it",
  ignore: !findChromium(),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = join(folder, "é #1?.html");
      await Deno.writeTextFile(
        path,
        await renderPage(notebook(prose("# Title\n\n$x$")), { path }),
      );
      const made: string[] = [];
      await printPdf([path], (pdf) => made.push(pdf));
      assertEquals(made, [join(folder, "é #1?.pdf")]);
      const bytes = await Deno.readFile(made[0]!);
      assert(new TextDecoder("latin1").decode(bytes).startsWith("%PDF-"));
      assert(bytes.length > 5000);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

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
