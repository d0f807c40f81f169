import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { NotebookFormatError } from "../../lib/notebook/errors.ts";
import { readNotebook, writeNotebook } from "../../lib/notebook/file.ts";
import type { Output } from "../../lib/notebook/format.ts";
import { verifyFile } from "../../lib/notebook/verify_file.ts";
import { code, inFolder, notebook } from "./fixture.ts";

const stored: Output = {
  output_type: "stream",
  name: "stdout",
  text: "took 1 ms, 2\n",
};
const clock = notebook(
  code("clock", "console.log('took 7 ms,', 1 + 1)", { outputs: [stored] }),
);

Deno.test("verifyFile() runs a notebook, tells what differs, and leaves the file alone", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, clock);
    const { differences, error } = await verifyFile(path);
    assertEquals(error, undefined);
    assertEquals(differences, [{
      cellId: "clock",
      index: 0,
      part: "stdout",
      stored: "took 1 ms, 2\n",
      fresh: "took 7 ms, 2\n",
    }]);
    assertEquals(await readNotebook(path), clock);
  });
});

Deno.test("verifyFile() leaves out the patterns of the nearest deno.json", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "deep", "n.ipynb");
    await Deno.mkdir(join(folder, "deep"));
    await writeNotebook(path, clock);
    const config = join(folder, "deno.jsonc");
    await Deno.writeTextFile(
      config,
      '{ // The time it takes.\n"denobook": { "ignore": ["\\\\d+ ms"] }, }',
    );
    assertEquals((await verifyFile(path)).differences, []);
    await Deno.writeTextFile(config, '{ "denobook": { "ignore": ["("] } }');
    await assertRejects(
      () => verifyFile(path),
      NotebookFormatError,
      `"(" in ${config} is no regular expression`,
    );
  });
});

Deno.test("verifyFile() tells of a cell that throws, and of no differences after it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "n.ipynb");
    await writeNotebook(
      path,
      notebook(code("a", "null!.x"), code("b", "1", { outputs: [stored] })),
    );
    const { differences, error } = await verifyFile(path);
    assertEquals([error?.cellId, differences], ["a", []]);
  });
});
