/**
 * Notebooks as real programs write them (JupyterLab, VS Code, the classic notebook, papermill; nbformat 4.0 to 4.5;
 * Windows' line ends, a byte order mark), of the kinds that Deno notebooks are.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import { cleanNotebook } from "../../lib/notebook/clean.ts";
import { parseNotebook } from "../../lib/notebook/parse.ts";
import { runFile } from "../../lib/notebook/run_file.ts";
import { serializeNotebook } from "../../lib/notebook/serialize.ts";
import { verifyFile } from "../../lib/notebook/verify_file.ts";
import { filesIn } from "./fixture.ts";

const folder = "tests/notebook/corpus";

/** Those that hold outputs of this kernel, in the canonical form. */
const reproduced = new Set([
  ...["async", "birds", "displays", "errors", "random-walk", "types"],
]);

for (const file of filesIn(folder)) {
  if (!file.endsWith(".ipynb")) continue;
  const path = `${folder}/${file}`;
  const text = Deno.readTextFileSync(path);
  const notebook = parseNotebook(text, path);
  const name = file.replace(".ipynb", "");

  Deno.test(`parseNotebook() and serializeNotebook() lose nothing of ${file}`, () => {
    const written = serializeNotebook(notebook);
    assertEquals(parseNotebook(written, path), notebook);
    assertEquals(
      normal(JSON.parse(written)),
      normal(JSON.parse(text.replace(/^\uFEFF/, ""))),
    );
    if (reproduced.has(name)) assertEquals(written, text);
  });

  Deno.test(`cleanNotebook() finds nothing more to do in ${file} once it is clean`, () => {
    const options = { mendIds: true };
    const clean = serializeNotebook(
      cleanNotebook(parseNotebook(text, path, options)),
    );
    const again = parseNotebook(clean, path);
    for (const { id } of again.cells) assertMatch(id, /^[\w-]{1,64}$/);
    assertEquals(serializeNotebook(cleanNotebook(again)), clean);
  });

  if (reproduced.has(name)) {
    Deno.test(`verifyFile() reproduces the outputs of ${file}`, async () => {
      const { differences, error } = await verifyFile(path);
      assertEquals([error, differences], [undefined, []]);
    });
  } else {
    Deno.test(`runFile() runs ${file}`, async () => {
      assertEquals((await runFile(path)).error, undefined);
    });
  }
}

// deno-lint-ignore no-explicit-any -- it is any JSON
type Loose = any;

/** A notebook's JSON without what nbformat leaves open: ids that were not there, lines or one string, the version. */
function normal(json: Loose): unknown {
  const joined = (value: unknown): unknown =>
    Array.isArray(value) && value.every((line) => typeof line === "string")
      ? value.join("")
      : value;
  const bundle = (data: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(data).map(([type, value]) => [
        type,
        /json$/.test(type) ? value : joined(value),
      ]),
    );
  return {
    ...json,
    nbformat_minor: 5,
    cells: json.cells.map(({ id: _, ...cell }: Loose) => ({
      ...cell,
      source: joined(cell.source),
      ...cell.attachments && {
        attachments: Object.fromEntries(
          Object.entries(cell.attachments)
            .map((
              [name, data],
            ) => [name, bundle(data as Record<string, unknown>)]),
        ),
      },
      ...cell.outputs && {
        outputs: cell.outputs.map((output: Loose) => ({
          ...output,
          ...output.data && { data: bundle(output.data) },
          ...output.text && { text: joined(output.text) },
        })),
      },
    })),
  };
}
