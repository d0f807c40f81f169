import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join, relative } from "node:path";
import { checkNotebooks } from "../../../lib/notebook/check/mod.ts";
import { writeNotebook } from "../../../lib/notebook/file.ts";
import { runFile } from "../../../lib/notebook/run_file.ts";
import { inFolder } from "../fixture.ts";
import { fromCells, inShort } from "./fixture.ts";

const json = JSON.stringify;

/** Projects of all kinds: their files, the notebook's path, its cells, and what is to be found. */
const projects: [
  title: string,
  files: Record<string, string>,
  path: string,
  cells: string[],
  found?: string[],
][] = [
  [
    "a member of a workspace, with imports of its own and another member",
    {
      "deno.json": json({
        workspace: ["core", "notes"],
        imports: { shared: "./shared.ts" },
      }),
      "shared.ts": "export const shared = 's';\n",
      "core/deno.json": json({
        name: "@me/core",
        version: "1.0.0",
        exports: "./mod.ts",
      }),
      "core/mod.ts": "export const core = 1;\n",
      "notes/deno.json": json({ imports: { local: "./local.ts" } }),
      "notes/local.ts": "export const local = true;\n",
    },
    "notes/deep/n.ipynb",
    [
      'import { core } from "@me/core";\nimport { shared } from "shared";\nimport { local } from "local";\n[core.toFixed(), shared.length, local]',
      'local.nothing + core.nothing; "";',
    ],
    ["TS2339 c1 1:7", "TS2339 c1 1:22"],
  ],
  [
    "the root of a workspace",
    {
      "deno.json": json({ workspace: ["core"] }),
      "core/deno.json": json({
        name: "@me/core",
        version: "1.0.0",
        exports: "./mod.ts",
      }),
      "core/mod.ts": "export const core = 1;\n",
    },
    "n.ipynb",
    ['import { core } from "@me/core";\ncore.toFixed()', "core.nothing"],
    ["TS2339 c1 1:6"],
  ],
  [
    "a package.json, with its dependencies and their types",
    {
      "package.json": json({ dependencies: { one: "1.0.0", two: "1.0.0" } }),
      "node_modules/one/package.json": json({
        name: "one",
        version: "1.0.0",
        type: "module",
        exports: { types: "./one.d.ts", default: "./one.js" },
      }),
      "node_modules/one/one.d.ts": "export declare const one: number;\n",
      "node_modules/one/one.js": "export const one = 1;\n",
      "node_modules/two/package.json": json({
        name: "two",
        version: "1.0.0",
        main: "two.js",
      }),
      "node_modules/two/two.js": "exports.two = 2;\n",
      "node_modules/@types/two/package.json": json({
        name: "@types/two",
        version: "1.0.0",
        types: "two.d.ts",
      }),
      "node_modules/@types/two/two.d.ts": "export const two: number;\n",
    },
    "notebooks/n.ipynb",
    [
      'import { one } from "one";\none.toFixed()',
      'import { two } from "two";\ntwo.toFixed()',
      'one.nothing + two.nothing; "";',
    ],
    ["TS2339 c2 1:5", "TS2339 c2 1:19"],
  ],
  [
    "a package.json and a deno.json",
    {
      "package.json": json({ dependencies: { one: "1.0.0" } }),
      "deno.json": json({
        imports: { "@/": "./src/" },
        compilerOptions: { noUncheckedIndexedAccess: true },
      }),
      ".gitignore": ".*\nnode_modules\n",
      "src/two.ts": "export const two = [2];\n",
      "node_modules/one/package.json": json({
        name: "one",
        version: "1.0.0",
        types: "one.d.ts",
        main: "one.js",
      }),
      "node_modules/one/one.d.ts": "export const one: number;\n",
      "node_modules/one/one.js": "exports.one = 1;\n",
    },
    "notebooks/n.ipynb",
    [
      'import { one } from "one";\nimport { two } from "@/two.ts";\n[one.toFixed(), two[0]?.toFixed()]',
      "two[0].toFixed()",
    ],
    ["TS2532 c1 1:1"],
  ],
  [
    "JSX that deno.json has compiled to calls of a function",
    {
      "deno.json": json({
        compilerOptions: { jsx: "react", jsxFactory: "h" },
      }),
      "h.ts":
        "declare global {\n  namespace JSX {\n    interface IntrinsicElements {\n      b: { id?: string };\n    }\n  }\n}\nexport const h = (tag: string, props: object | null, ...rest: unknown[]) => ({\n  tag,\n  props,\n  rest,\n});\n",
    },
    "n.ipynb",
    [
      'import { h } from "./h.ts";',
      '<b id="a">text</b>',
      "[1, 2].map((n) => <b id={`${n}`} key={n}>{n}</b>).length",
      "\t<b id={1} />",
    ],
    ["TS2322 c2 1:34", "TS2322 c3 1:5"],
  ],
  [
    "a lib that deno.json names, and types that are not strict",
    {
      "deno.json": json({
        compilerOptions: { strict: false, lib: ["deno.ns", "dom", "esnext"] },
      }),
    },
    "n.ipynb",
    [
      "function f(a, b) {\n  return a + b;\n}\nf(1, 2)",
      'typeof document === "undefined" ? "none" : document.title',
      "const n: number = null;\nn",
    ],
  ],
  [
    "names that nothing uses, where deno.json asks for that",
    { "deno.json": json({ compilerOptions: { noUnusedLocals: true } }) },
    "n.ipynb",
    [
      "const a = 1;\nfunction f() {}\nconst [p, q] = [1, 2];\ntype T = 1;\nenum E {\n  A,\n}",
      "{\n  const deep = 1;\n}",
    ],
    ["TS6133 c1 2:9", "no-unused-vars c1 2:9"],
  ],
  [
    "rules of deno lint that it asks for",
    {
      "deno.json": json({
        lint: { rules: { include: ["require-await"], exclude: ["no-var"] } },
      }),
    },
    "n.ipynb",
    ["async function f() {\n  return 1;\n}\nvar a = await f();\na"],
    ["require-await c0 1:1"],
  ],
];

for (const [title, files, name, cells, expected = []] of projects) {
  Deno.test(`checkNotebooks() goes by ${title}`, async () => {
    await inFolder(async (folder) => {
      for (const [name, text] of Object.entries(files)) {
        await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
        await Deno.writeTextFile(join(folder, name), text);
      }
      const path = join(folder, name);
      await Deno.mkdir(dirname(path), { recursive: true });
      // What is right is so in the kernel, too.
      const right = cells.filter((_, i) =>
        !expected.some((each) => each.includes(` c${i} `))
      );
      await writeNotebook(path, fromCells(right));
      assertEquals((await runFile(path)).error?.message, undefined);
      await writeNotebook(path, fromCells(cells));
      const before = await everything(folder);
      const { diagnostics } = await checkNotebooks([path]);
      assertEquals(
        diagnostics.filter(({ code }) => code !== "format").map(inShort),
        expected,
        diagnostics.map(({ message }) => message).join("\n"),
      );
      assertEquals(await everything(folder), before);
    });
  });
}

/** All files in a folder, and when they were written. */
async function everything(folder: string, root = folder): Promise<string[]> {
  const found = await Array.fromAsync(Deno.readDir(folder), async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory) return await everything(path, root);
    return [`${relative(root, path)} ${(await Deno.stat(path)).mtime}`];
  });
  return found.flat().sort();
}

Deno.test("checkNotebooks() says what is wrong with deno.json", async () => {
  await inFolder(async (folder) => {
    const config = join(folder, "deno.json");
    await Deno.writeTextFile(config, '{ "imports": ');
    const path = join(folder, "n.ipynb");
    await writeNotebook(path, fromCells(["1;\n"]));
    const { diagnostics } = await checkNotebooks([path]);
    const told = diagnostics.filter(({ code }) => code === "file");
    assertEquals(told.map(({ path, severity }) => [path, severity]), [
      [config, "error"],
    ]);
    assertStringIncludes(told[0].message, "Unterminated object on line 1");
  });
});
