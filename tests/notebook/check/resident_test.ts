import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { checkNotebooks } from "../../../lib/notebook/check/mod.ts";
import { ResidentTypeCheck } from "../../../lib/notebook/check/resident.ts";
import { writeNotebook } from "../../../lib/notebook/file.ts";
import { inFolder } from "../fixture.ts";
import { fromCells } from "./fixture.ts";

const setup = `import { half } from "./half.ts";
interface Point {
  x: number;
}
async function later() {
  await Promise.resolve();
}`;

/** Cells with errors of all kinds: behind tabs, astral characters and odd line ends, over several lines, in JSX. */
const wrong = [
  '\t/* 😀 */ half("1");',
  "const s = `\n${1}\n😀`; half(s);\r\nhalf(`a`);",
  '/* \u2028 */ const p: Point = { x: "1" };\np',
  "half(1, {\n  a: 1,\n});",
  "const q: Point = {\n  y: 1,\n};\nq",
  "later();\nnowhere + 1",
  'const half = "redeclared";\nhalf.nothing',
  "// @ts-expect-error There is none.\nhalf(2);",
  'const f = (n: number, t: string) => n + t;\n[1].map(f).join(1);\nf("a", 1)',
];

Deno.test("ResidentTypeCheck finds what deno check finds, once it has learned a notebook, and asks it no more", async () => {
  await inFolder(async (folder) => {
    const write = (name: string, text: string) =>
      Deno.writeTextFile(join(folder, name), text);
    await write("deno.json", '{ "lock": true }');
    await write("half.ts", "export const half = (n: number) => n / 2;\n");
    const path = join(folder, "n.ipynb");
    using types = new ResidentTypeCheck();
    await writeNotebook(path, fromCells([setup, "half(1)"]));
    await checkNotebooks([path], { types });
    await types.learned;
    assertEquals(types.knows(path), true);

    await writeNotebook(path, fromCells([setup, ...wrong]));
    const found = await checkNotebooks([path], { types });
    assertEquals(types.knows(path), true);
    const expected = await checkNotebooks([path]);
    assertEquals(withoutEnds(found), withoutEnds(expected));

    // Another import is not for the server to judge.
    const other = 'import { half } from "./none.ts";\nhalf(1)';
    await writeNotebook(path, fromCells([other]));
    assertEquals(
      await checkNotebooks([path], { types }),
      await checkNotebooks([path]),
    );
    assertEquals(types.dependencies.has(join(folder, "none.ts")), true);
    await types.learned;
    assertEquals(types.knows(path), false);
  });
});

/** Behind U+2028, `deno check` does not say how long a place is, and a server does. */
function withoutEnds(
  { diagnostics }: Awaited<ReturnType<typeof checkNotebooks>>,
) {
  return diagnostics.map(({ endColumn: _, frame: _too, ...rest }) => rest);
}
