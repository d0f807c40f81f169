import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  findNotebooks,
  parseNotebook,
  serializeNotebook,
} from "../../lib/notebook/mod.ts";

for (const path of await findNotebooks(["notebooks"])) {
  const text = await Deno.readTextFile(path);
  const notebook = parseNotebook(text, path);

  Deno.test(`${path} is in the canonical form`, () => {
    assertEquals(serializeNotebook(notebook), text);
  });

  // Compared here, and left out of "fmt" in deno.json: on a machine that has not formatted it before, "deno fmt --check"
  // of Deno 2.9 complains of every notebook, also of one that "deno fmt" leaves byte for byte as it is.
  Deno.test(`${path} is as deno fmt leaves it`, async () => {
    const formatter = new Deno.Command(Deno.execPath(), {
      args: ["fmt", "--no-config", "--ext", "ipynb", "-"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    await new Blob([text]).stream().pipeTo(formatter.stdin);
    const { stdout } = await formatter.output();
    assertEquals(new TextDecoder().decode(stdout), text);
  });

  Deno.test(`${path} has readable ids and no metadata that a program left`, () => {
    assertEquals(Object.keys(notebook.metadata).toSorted(), [
      "kernelspec",
      "language_info",
    ]);
    for (const { id, metadata } of notebook.cells) {
      assertMatch(id, /^[a-zA-Z]+[a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$/);
      assert(Object.keys(metadata).every((key) => key === "tags"), id);
    }
  });
}
