import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { readNotebook } from "../../lib/notebook/mod.ts";
import { BookError, toTypeScript } from "../../lib/page/mod.ts";
import { code, notebook, prose } from "./fixture.ts";

/** What a module prints under `deno run`. */
async function printed(source: string, folder: string): Promise<string> {
  const path = join(folder, "module.ts");
  await Deno.writeTextFile(path, source);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path],
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

async function inFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  // Within the project, so that the names in deno.json resolve.
  const folder = await Deno.makeTempDir({ dir: import.meta.dirname! });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("toTypeScript() writes a module that prints what a notebook of the book shows", async () => {
  const path = "notebooks/two_two_two.ipynb";
  const stored = await readNotebook(path);
  const expected = stored.cells.flatMap((cell) =>
    cell.cell_type === "code"
      ? cell.outputs.flatMap((output) =>
        output.output_type === "stream"
          ? [output.text.replace(/\n$/, "")]
          : "data" in output
          ? [String(output.data["text/plain"])]
          : []
      )
      : []
  );
  await inFolder(async (folder) => {
    const [module] = toTypeScript([{ path, notebook: stored }], folder);
    assertEquals(
      await printed(String(module!.content), folder),
      `${expected.join("\n")}\n`,
    );
  });
});

Deno.test("toTypeScript() forgives what notebooks forgive", async () => {
  const cells = [
    prose("# Title", "title"),
    code(
      'import { basename, dirname } from "node:path";\nconst a = 1;\nfunction f() { return 1; }\na',
      [],
      "one",
    ),
    code(
      'import { dirname, join } from "node:path";\nconst [a, { b = 2, ...c }] = [3, { d: 4 }];\nfunction f() { return 2; }',
      [],
      "two",
    ),
    code(
      'import { value } from "./helper.ts";\n[a, b, c, f(), basename("x/y"), join("p", "q"), value];',
      [],
      "three",
    ),
    code('throw new TypeError("wanted")', [], "four", ["raises-exception"]),
    code("skipped()", [], "five", ["skip-execution"]),
    code("6", [], "six", ["remove-cell"]),
    code("%matplotlib inline", [], "seven"),
    code('"text"', [], "eight"),
    code("await Promise.resolve(9)", [], "nine"),
    code("undefined", [], "ten"),
  ];
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "n"));
    await Deno.writeTextFile(
      join(folder, "n/helper.ts"),
      "export const value: number = 5;",
    );
    const path = join(folder, "n/a.ipynb");
    const [module] = toTypeScript(
      [{ path, notebook: notebook(...cells) }],
      folder,
    );
    assertEquals(
      await printed(String(module!.content), folder),
      '1\n[ 3, 2, { d: 4 }, 2, "y", "p/q", 5 ]\nTypeError: wanted\n"text"\n9\n',
    );
  });
});

Deno.test("toTypeScript() writes modules in which Deno.jupyter, which the kernel alone has, prints what it shows there", async () => {
  const cells = [
    code("Deno.jupyter.md`**${1 + 1}** and \\n a break`", [], "md"),
    code(
      "const { html, $display } = Deno.jupyter;\nhtml`<b>2</b>`",
      [],
      "html",
    ),
    code("Deno.jupyter.svg`<svg/>`", [], "svg"),
    code('Deno.jupyter.image("missing.png")', [], "image"),
    code("await Deno.jupyter.display([3])", [], "display"),
    code(
      'await Deno.jupyter.display({ "application/json": { a: 4 } }, { raw: true });\n' +
        '({ [$display]: () => ({ "text/latex": "$5$" }) })',
      [],
      "raw",
    ),
    code(
      'await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "6" }, metadata: {} })',
      [],
      "broadcast",
    ),
  ];
  await inFolder(async (folder) => {
    const path = join(folder, "a.ipynb");
    const [module] = toTypeScript(
      [{ path, notebook: notebook(...cells) }],
      folder,
    );
    assertEquals(
      await printed(String(module!.content), folder),
      "**2** and \n a break\n<b>2</b>\nimage/svg+xml\nimage\n[ 3 ]\n{ a: 4 }\n$5$\n6\n",
    );
  });
});

Deno.test("toTypeScript() refuses other languages, or leaves them out and says so", () => {
  const python = {
    ...notebook(),
    metadata: { kernelspec: { language: "python" } },
  };
  assertThrows(
    () => toTypeScript([{ path: "a.ipynb", notebook: python }], "out"),
    BookError,
    "Cannot write a.ipynb as TypeScript: it is a notebook in python",
  );
  const errors: string[] = [];
  const modules = toTypeScript(
    [
      { path: "a.ipynb", notebook: python },
      { path: "b.ipynb", notebook: notebook() },
    ],
    "out",
    { report: ({ message }) => errors.push(message) },
  );
  assertEquals(modules.map(({ name, path }) => [name, path]), [
    ["b.ts", "b.ipynb"],
  ]);
  assertEquals(errors.length, 1);
});
