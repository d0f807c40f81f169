import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { readImage } from "../../lib/page/images.ts";
import { PNG } from "./fixture.ts";

Deno.test("readImage() reads pictures beside a notebook and below, and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const notebook = join(folder, "book", "a.ipynb");
    await Deno.mkdir(join(folder, "book", "my pictures"), { recursive: true });
    const png = Uint8Array.from(atob(PNG), (c) => c.charCodeAt(0));
    await Deno.writeFile(join(folder, "book", "my pictures", "é.png"), png);
    await Deno.writeFile(join(folder, "outside.png"), png);
    await Deno.writeTextFile(
      join(folder, "book", "secret.png"),
      "not a picture",
    );
    await Deno.symlink(
      join(folder, "outside.png"),
      join(folder, "book", "link.png"),
    );
    const url = `data:image/png;base64,${PNG}`;
    assertEquals(readImage(notebook, "my%20pictures/%C3%A9.png"), url);
    assertEquals(readImage(notebook, "./my pictures/é.png?raw=true"), url);
    for (
      const source of [
        "secret.png",
        "../outside.png",
        "link.png",
        "none.png",
        "",
        join(folder, "outside.png"),
        `file://${folder}/outside.png`,
        "https://example.com/a.png",
        "%E0%A4%A.png",
      ]
    ) assertEquals(readImage(notebook, source), undefined, source);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
