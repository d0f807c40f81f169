import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readNotebook } from "../../lib/notebook/file.ts";
import { code, filesIn, notebook } from "../notebook/fixture.ts";
import { assertNoStackTrace, denobook, withNotebooks } from "./command_line.ts";

function holding(text: string) {
  return notebook(
    code("loss", "0.1 + 0.2", {
      execution_count: 1,
      outputs: [{
        output_type: "execute_result",
        data: { "text/plain": text },
        metadata: {},
        execution_count: 1,
      }],
    }),
  );
}

Deno.test("denobook verify passes notebooks that a fresh run reproduces, and shows how others differ", async () => {
  const notebooks = {
    "a.ipynb": holding("0.30000000000000004"),
    "b.ipynb": holding("0.3"),
    "c.ipynb": notebook(code("throws", "null!.x")),
  };
  await withNotebooks(notebooks, async (folder) => {
    const good = await denobook(folder, "verify", "a.ipynb");
    assertEquals([good.exitCode, good.stderr], [0, ""]);
    assertMatch(good.stdout, /^a\.ipynb · .*\n1 notebook reproduced\n$/);

    const all = await denobook(folder, "verify", ".");
    assertEquals(all.exitCode, 1);
    assertStringIncludes(all.stderr, "c.ipynb · cell throws · 1:7");
    assertStringIncludes(
      all.stdout,
      `
b.ipynb · cell loss · output 1 · text/plain
  - 0.3
  + 0.30000000000000004
  Only numbers differ, by at most 5.6e-17: 0.3 and 0.30000000000000004
`,
    );
    assertStringIncludes(all.stdout, "2 of 3 notebooks not reproduced\n");
    assertNoStackTrace(all);

    assertEquals(
      await readNotebook(join(folder, "b.ipynb")),
      notebooks["b.ipynb"],
    );
    assertEquals(filesIn(folder), ["a.ipynb", "b.ipynb", "c.ipynb"]);
  });
});

Deno.test("denobook verify --tolerance lets numbers differ", async () => {
  await withNotebooks({ "n.ipynb": holding("0.3") }, async (folder) => {
    const { exitCode } = await denobook(
      folder,
      "verify",
      "--tolerance",
      "1e-9",
      ".",
    );
    assertEquals(exitCode, 0);
    const wrong = await denobook(folder, "verify", "--tolerance", "much", ".");
    assertEquals(wrong.exitCode, 2);
    assertStringIncludes(wrong.stderr, "It must be a number from 0.");
  });
});

Deno.test("denobook verify --json prints what differs for other programs", async () => {
  await withNotebooks({ "n.ipynb": holding("0.3") }, async (folder) => {
    const result = await denobook(folder, "verify", "--json", ".");
    assertEquals([result.exitCode, result.stderr], [1, ""]);
    const { status, notebooks } = JSON.parse(result.stdout);
    assertEquals([status, notebooks[0].status], ["failed", "different"]);
    assertEquals(notebooks[0].differences, [{
      cell: "loss",
      output: 1,
      part: "text/plain",
      stored: "0.3",
      fresh: "0.30000000000000004",
    }]);
  });
});

Deno.test("denobook verify names a notebook whose patterns are none, and compares the others", async () => {
  const odd = holding("0.3");
  const notebooks = {
    "a.ipynb": { ...odd, metadata: { denobook: { ignore: ["("] } } },
    "b.ipynb": odd,
  };
  await withNotebooks(notebooks, async (folder) => {
    const why =
      `Cannot verify: "(" in the metadata of notebook a.ipynb is no regular expression`;
    const told = await denobook(folder, "verify", ".");
    assertEquals(told.exitCode, 1);
    assertStringIncludes(told.stderr, why);
    assertStringIncludes(told.stdout, "\nb.ipynb · cell loss · output 1");
    assertStringIncludes(told.stdout, "2 of 2 notebooks not reproduced\n");
    assertNoStackTrace(told);

    const { stdout, stderr } = await denobook(folder, "verify", "--json", ".");
    const { notebooks } = JSON.parse(stdout);
    assertEquals(stderr, "");
    assertEquals(
      notebooks.map(({ status }: { status: string }) => status),
      ["failed", "different"],
    );
    assertStringIncludes(notebooks[0].errors[0].message, why);
  });
});

Deno.test("denobook verify compares with the notebook as it was before it ran", async () => {
  const eraser = notebook({
    ...holding("0.30000000000000004").cells[0],
    source: "Deno.removeSync('n.ipynb'); 0.1 + 0.2",
  });
  await withNotebooks({ "n.ipynb": eraser }, async (folder) => {
    const result = await denobook(folder, "verify", "n.ipynb");
    assertEquals([result.exitCode, result.stderr], [0, ""]);
    assertEquals(filesIn(folder), []);
  });
});
