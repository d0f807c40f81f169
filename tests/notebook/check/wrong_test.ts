import { assertEquals, assertStringIncludes } from "@std/assert";
import { basename, join } from "node:path";
import { checkNotebooks } from "../../../lib/notebook/check/mod.ts";
import { writeNotebook } from "../../../lib/notebook/file.ts";
import { code, inFolder, notebook, prose } from "../fixture.ts";
import { type Cells, checkAll, fromCells, inShort } from "./fixture.ts";

const raises = (id: string, source: string) =>
  code(id, source, { metadata: { tags: ["raises-exception"] } });

const svg = (text: string) => [{
  output_type: "display_data" as const,
  data: { "image/svg+xml": text },
  metadata: {},
}];

const ran = (id: string, execution_count: number | null) =>
  code(id, "1", { execution_count });

/** Notebooks with something wrong in them, and what is to be found. */
const wrong: [title: string, cells: Cells, found: string[]][] = [
  ["an argument of another type than an earlier cell asks for", [
    "const net = 1;\nfunction update(n: number, rate: number) {\n  return n * rate;\n}",
    'const η = "😀";\n\n\tupdate(net, "0.2");\nη',
  ], ["TS2345 c1 3:14"]],
  ["a type error in a skipped cell", [
    code("skip", "const a: number = 'a';\na", {
      metadata: { tags: ["skip-execution"] },
    }),
  ], ["TS2322 skip 1:7"]],
  ["names of the DOM, which the kernel does not have", [
    "document.title",
  ], ["TS2584 c0 1:1"]],
  ["a name that a skipped cell declares", [
    code("skip", "const a = 1;", { metadata: { tags: ["skip-execution"] } }),
    "a",
  ], ["TS2304 c1 1:1"]],
  ["a type error behind an import, renamed names and an astral character", [
    'const half = "a";\nhalf',
    '/* 😀 */ import { half } from "./half.ts"; half("a");',
  ], ["redeclared c1 1:19", "TS2345 c1 1:49"]],
  ["an import that leads nowhere", [
    'import { a } from "./nothing.ts";\na',
  ], ["TS2307 c0 1:19"]],
  ["a module that may not be loaded", [
    'import a from "https://example.invalid/a.ts";\na',
  ], ["unlisted-import c0 1:15", "import c0 1:15"]],
  ["imports that lead nowhere, behind astral characters and odd line ends", [
    '/* 😀 */ import { a } from "./nothing.ts";\n/* 😀\u2028 */ import { b } from "no-thing";\n[a, b]',
  ], [
    "TS2307 c0 1:28",
    "no-irregular-whitespace c0 2:6",
    "TS2307 c0 2:29",
  ]],
  ["several modules that may not be loaded, behind astral characters", [
    '/* 😀 */ import a from "https://example.invalid/a.ts";\na',
    '/* 😀\u2028 */ import b from "https://example.invalid/b.ts";\nb',
  ], [
    "unlisted-import c0 1:24",
    "import c0 1:24",
    "no-irregular-whitespace c1 1:6",
    "unlisted-import c1 1:25",
    "import c1 1:25",
  ]],
  ["a package that is not named", [
    'import a from "not-named";\na',
  ], ["TS2307 c0 1:15"]],
  ["a package by its address", [
    'const zod = () => import("npm:zod@3");\nzod',
  ], ["unlisted-import c0 1:26"]],
  ["two cells with a syntax error, and a type error beside them", [
    "const a = 1;\nconst = 2;",
    'const b: number = "b";\n[a, b]',
    "f(",
  ], ["syntax c0 2:7", "TS2322 c1 1:7", "syntax c2 1:3"]],
  ["a let in place of a const, which the kernel refuses", [
    "const a = 1;",
    "let a = 2;\na = 3;",
  ], ["redeclared-kind c1 1:5"]],
  ["a const in place of a function, which the kernel refuses", [
    "function f() {}",
    "const f = 1;\nf",
  ], ["redeclared-kind c1 1:7"]],
  ["using in place of a const, which the kernel refuses", [
    "const lock = 1;",
    "using lock = { [Symbol.dispose]() {} };\nlock",
  ], ["undisposed c1 1:1", "redeclared-kind c1 1:7"]],
  ["a class in place of a class", [
    "class A {}",
    "class A {}\nnew A()",
  ], ["redeclared c1 1:7"]],
  ["a name that only a later cell declares", [
    "value + 1",
    "const value = 1;",
  ], ["used-before-defined c0 1:1"]],
  ["a function that a later cell declares", [
    "f();",
    "function f() {}",
  ], ["used-before-defined c0 1:1"]],
  ["a function that is called before the cell that it needs", [
    "const f = () => g();",
    "f()",
    "const g = () => 1;",
  ], ["used-before-defined c1 1:1"]],
  ["a name that is used before its import in the same cell", [
    'half(1);\nimport { half } from "./half.ts";',
  ], ["used-before-defined c0 1:1"]],
  ["a name that is imported by a later cell, in a callback that runs at once", [
    "[1, 2].map((n) => half(n))",
    'import { half } from "./half.ts";',
  ], ["used-before-defined c0 1:19"]],
  ["promises that nobody waits for, anywhere", [
    "async function f(n: number) {\n  await Promise.resolve(n);\n}\nconst p = f(0);",
    "f(1);\np;\n1",
    "if (await p === undefined) f(2);\nfor (const n of [1]) {\n  f(n);\n}\nf(3)",
    "f(4).then(() => 1);\nnew Promise(() => {});\nf(5).finally(() => {});\n[1].forEach((n) => {\n  f(n);\n});",
  ], [
    "floating-promise c1 1:1",
    "floating-promise c1 2:1",
    "floating-promise c2 1:28",
    "floating-promise c2 3:3",
    "floating-promise c2 5:1",
    "floating-promise c3 1:1",
    "floating-promise c3 2:1",
    "floating-promise c3 3:1",
    "floating-promise c3 5:3",
  ]],
  ["a cell that reads what a later one writes", [
    "let η = 0.5;\nconst record: Record<string, number> = {};",
    "η * 2",
    "η = 0.1;\nrecord.a = 1;",
    "record",
    "Object.keys(record)",
    "record.b = 1;",
  ], ["later-write c1 1:1", "later-write c3 1:1", "later-write c4 1:13"]],
  ["import.meta", ["import.meta.url"], ["import-meta c0 1:1"]],
  ["what the kernel never disposes of", [
    "const make = () => ({ [Symbol.dispose]() {} });\nusing a = make();",
    "{ using _b = make(); }\nawait using c = { async [Symbol.asyncDispose]() {} };",
  ], ["undisposed c0 2:1", "undisposed c1 2:1"]],
  ["what only CommonJS has", [
    'const fs = require("node:fs");',
    "console.log(__dirname, typeof module);",
  ], ["commonjs c0 1:12", "commonjs c1 1:13"]],
  ["a type error in a cell that raises an exception", [
    raises("raise", "(1).nothing();"),
  ], ["TS2339 raise 1:5"]],
  ["type errors that are hidden without a reason", [
    raises("expect", "// @ts-expect-error\n(1).nothing();"),
    raises("ignore", "// @ts-ignore It is so.\n(1).nothing();"),
  ], [
    "expect-error-reason expect 1:1",
    "expect-error-reason ignore 1:1",
  ]],
  ["an expected type error that there is not", [
    raises("expect", "// @ts-expect-error It is a number.\n(1).toFixed();"),
  ], ["TS2578 expect 1:1"]],
  ["what deno lint finds, at its place", [
    'const s = "😀"; debugger;\n\tlet never = 1;\nnever + s.length',
    "for (const unused of [1]) {\n  const x: any = 1;\n}",
  ], [
    "no-debugger c0 1:17",
    "prefer-const c0 2:6",
    "no-unused-vars c1 1:12",
    "no-unused-vars c1 2:9",
    "no-explicit-any c1 2:12",
  ]],
  ["an import that nothing uses", [
    'import { half } from "./half.ts";\n1',
  ], ["no-unused-vars c0 1:10"]],
  [
    "cells that were executed in another order",
    notebook(
      ran("one", 2),
      ran("two", 1),
    ),
    ["execution-count one", "execution-count two"],
  ],
  [
    "cells of which some were executed",
    notebook(
      ran("one", 1),
      ran("two", null),
      ran("three", 4),
    ),
    ["execution-count two", "execution-count three"],
  ],
  [
    "a result of another count",
    notebook(code("one", "1", {
      execution_count: 1,
      outputs: [{
        output_type: "execute_result",
        data: { "text/plain": "1" },
        metadata: {},
        execution_count: 3,
      }],
    })),
    ["execution-count one"],
  ],
  [
    "outputs of a cell that was not executed",
    notebook(code("one", "1", {
      outputs: [{ output_type: "stream", name: "stdout", text: "1" }],
    })),
    ["output-without-execution one"],
  ],
  [
    "pictures without a text",
    notebook(
      prose("md", "# A\n\nText ![](a.png) and\n![b](b.png) ![](c.png)"),
      prose("html", 'A <img src="a.png"> and\n\n<svg></svg>'),
      code("svg", "1", { execution_count: 1, outputs: svg("<svg></svg>") }),
      code("titled", "1", {
        execution_count: 2,
        outputs: [
          ...svg("<svg><title>A</title></svg>"),
          ...svg('<svg aria-label="A"></svg>'),
        ],
      }),
    ),
    [
      "text-alternative md 3:6",
      "text-alternative md 4:13",
      "text-alternative html 1:3",
      "text-alternative html 3:1",
      "text-alternative svg",
    ],
  ],
  ["a cell of 16 lines", ["1;\n".repeat(15) + "2", "1;\n".repeat(15)], [
    "long-cell c0 16:1",
  ]],
  ["a comment that names a rule that there is not", [
    "// denobook-ignore long-cells\n1",
  ], ["unknown-rule c0 1:1"]],
];

const files = {
  "deno.json": "{}",
  "half.ts": "export const half = (n: number) => n / 2;\n",
};

let checking: ReturnType<typeof checkAll> | undefined;
const check = () =>
  checking ??= checkAll(wrong.map(([, cells]) => cells), files);

wrong.forEach(([title, , expected], i) => {
  Deno.test(`checkNotebooks() finds ${title}`, async () => {
    assertEquals((await check())[i].map(inShort), expected);
  });
});

Deno.test("checkNotebooks() shows the line, marks the place, and says names as the author wrote them", async () => {
  const [[, found]] = await checkAll([[
    "const text = 1;",
    "const text = 'a';\ntext.nothing;",
  ]]);
  assertStringIncludes(found.message, "'nothing' does not exist");
  assertEquals(
    found.frame,
    "    1 | const text = 'a';\n  > 2 | text.nothing;\n      |      ^^^^^^^",
  );
});

for (
  const [title, source, code] of [
    ["a type error", "\n/* 😀 */ export const a: number = 'a';", "TS2322"],
    ["a syntax error", "\n/* 😀 */ export const = 1;", "syntax"],
    [
      "a broken import",
      "\n/* 😀 */ import       'npm:x@latest@1';",
      "import",
    ],
  ]
) {
  Deno.test(`checkNotebooks() finds ${title} in a file that notebooks import, and checks the others`, async () => {
    await inFolder(async (folder) => {
      const write = (name: string, text: string) =>
        Deno.writeTextFile(join(folder, name), text);
      await write("bad.ts", source);
      await write("via.ts", 'import "./bad.ts";');
      const paths = [];
      for (
        const cell of [
          'import "./bad.ts";',
          "const b: number = 'b';",
          'import "./via.ts";',
        ]
      ) {
        const path = join(folder, `${paths.length}.ipynb`);
        await writeNotebook(path, fromCells([cell]));
        paths.push(path);
      }
      const { diagnostics } = await checkNotebooks(paths);
      const types = diagnostics.filter(({ code }) => code !== "format");
      assertEquals(types.map((one) => [basename(one.path), inShort(one)]), [
        ["1.ipynb", "TS2322 c0 1:7"],
        ["bad.ts", `${code} 2:23`],
      ]);
      assertStringIncludes(types[1].frame!, "  > 2 | /* 😀 */ ");
    });
  });
}
