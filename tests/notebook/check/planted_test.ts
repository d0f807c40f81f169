import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { findNotebooks } from "../../../lib/notebook/find.ts";
import { checkNotebooks } from "../../../lib/notebook/check/mod.ts";
import { readNotebook, writeNotebook } from "../../../lib/notebook/file.ts";
import type { Notebook } from "../../../lib/notebook/format.ts";
import { isExecuted } from "../../../lib/notebook/run.ts";
import { filesIn } from "../fixture.ts";
import { checkAll } from "./fixture.ts";

/** An expression with a type error, and how far into it that is. */
const PLANTED = '((n: number) => n)("planted");';
const ERROR_AT = PLANTED.indexOf('"');

/** Statements of all kinds that are right wherever they stand, whatever stands before them. */
const statement = fc.constantFrom(
  "const a = 1;",
  "let b = 'é', c = [b];",
  "c = [b = 'x'];",
  "const { length: d, ...e } = '😀😀';",
  "function f<T>(value: T) {\n\treturn { value };\n}",
  "f([1]);",
  "class C {\n  /* 𝜕 */ static x = 1;\n}",
  "type T = { [K in 'a']: number };",
  "interface I {\r\n  a: T;\r\n}",
  'import { join } from "node:path";',
  "/** 😀 */ import {\n  join as j,\n  type ParsedPath,\n} from 'node:path'; j('a');",
  'import "./side.ts";',
  "export const g = `\n${1}\n😀`;",
  "await Promise.resolve();",
  "Promise.resolve(`\n`);",
  "if (Math.random() > 2) throw new Error('\u2028');",
  "for (var i = 0; i < 1; i++) { Promise.resolve(i) }",
  "// a comment, 😀",
  "/* of\n\tlines */",
  "['no', 'semicolon']",
  "",
);
const space = fc.constantFrom("", " ", "\t", "\t \t", "/* 😀 */ ", "'𝜕'; ");
const lineEnd = fc.constantFrom("\n", "\n", "\n\n", "\r\n");

/** A cell with an error in it, and where that is. */
const planted = fc.record({
  before: fc.array(fc.tuple(statement, lineEnd), { maxLength: 4 }),
  space,
  after: fc.array(fc.tuple(lineEnd, statement), { maxLength: 3 }),
  bom: fc.boolean(),
}).map(({ before, space, after, bom }) => {
  const start = (bom ? "\ufeff" : "") +
    before.map(([code, end]) => code + ";" + end).join("") + space;
  const source = start + PLANTED + after.flat().join("");
  const lines = start.split("\n");
  return {
    source,
    line: lines.length,
    column: lines.at(-1)!.length + ERROR_AT + 1,
  };
});

const cells = fc.array(
  fc.array(fc.tuple(statement, lineEnd), { maxLength: 3 }),
  {
    maxLength: 2,
  },
).map((cells) => cells.map((statements) => statements.flat().join("")));

/** A notebook with an error in one of its cells. */
const notebooks = fc.record({ before: cells, planted, after: cells });

Deno.test("checkNotebooks() finds an error planted in each of 1,000 generated notebooks at its line and column", async () => {
  const seed = Date.now() & 0x7fffffff;
  const samples = fc.sample(notebooks, { numRuns: 1000, seed });
  const found = await checkAll(
    samples.map(({ before, planted, after }) => [
      ...before,
      planted.source,
      ...after,
    ]),
    {
      "deno.json": '{ "compilerOptions": { "strict": false } }',
      "side.ts": "",
    },
  );
  samples.forEach(({ before, planted: { source, line, column } }, i) => {
    const errors = found[i].filter(({ code }) => code === "TS2345");
    assertEquals(
      errors.map(({ cellId, line, column }) => ({ cellId, line, column })),
      [{ cellId: `c${before.length}`, line, column }],
      `seed ${seed}, ${JSON.stringify([...before, source])}`,
    );
  });
});

/** A notebook with an error at the start and at the end of each of its cells, and where these are. */
function plantEverywhere(notebook: Notebook) {
  const places: { cellId: string; line: number; column: number }[] = [];
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code" || !isExecuted(cell)) return cell;
    const { id, source } = cell;
    const end = source.split("\n").length;
    places.push({ cellId: id, line: 1, column: ERROR_AT + 1 });
    places.push({ cellId: id, line: end + 2, column: ERROR_AT + 3 });
    return { ...cell, source: `${PLANTED}\n${source}\n;\t${PLANTED}` };
  });
  return { notebook: { ...notebook, cells }, places };
}

for (
  const [title, source] of [
    ["the book", "notebooks"],
    ["the corpus", "tests/notebook/corpus"],
  ]
) {
  Deno.test(`checkNotebooks() finds an error planted in every cell of ${title}`, async () => {
    const paths = await findNotebooks([source]);
    const originals = await Promise.all(paths.map(readNotebook));
    const copies = originals.map(plantEverywhere);
    // Beside the originals, so that they belong to the same project.
    const folder = await Deno.makeTempDir({ dir: source, prefix: ".planted-" });
    for (const name of filesIn(source).filter((each) => /\.ts$/.test(each))) {
      await Deno.copyFile(`${source}/${name}`, `${folder}/${name}`);
    }
    try {
      const written = await Promise.all(copies.map(async ({ notebook }, i) => {
        const path = `${folder}/${i}.ipynb`;
        await writeNotebook(path, notebook);
        return path;
      }));
      const { diagnostics } = await checkNotebooks(written);
      copies.forEach(({ places }, i) => {
        const found = diagnostics.filter(({ path, severity }) =>
          path === written[i] && severity === "error"
        );
        assertEquals(
          found.map(({ cellId, line, column }) => ({ cellId, line, column })),
          places,
        );
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("checkNotebooks() has nothing to say about the book", async () => {
  const paths = await findNotebooks(["notebooks"]);
  const { diagnostics } = await checkNotebooks(paths);
  assertEquals(diagnostics, []);
});
