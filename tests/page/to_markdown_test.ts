import { assertEquals, assertStringIncludes } from "@std/assert";
import { toMarkdown } from "../../lib/page/mod.ts";
import { code, display, notebook, PNG, prose } from "./fixture.ts";

const cells = [
  prose(
    "# Title\n\n[next](xor.ipynb#a) ![dot](attachment:a%20dot.png)",
    "title",
    {
      attachments: { "a dot.png": { "image/png": PNG } },
    },
  ),
  code("const a = `\n```\n`;", [
    { output_type: "stream", name: "stdout", text: "\u001b[31mred\u001b[0m\n" },
    display({ "image/svg+xml": "<svg/>", "text/plain": "a [chart]" }),
    display({ "text/markdown": "| a |\n| - |", "text/plain": "a" }),
    display({ "text/latex": "x^2" }),
    display({ "application/json": { a: 1 } }),
  ], "code"),
  code("hidden()", [], "hidden", ["hide-input"]),
  code("removed()", [], "removed", ["remove-cell"]),
];

Deno.test("toMarkdown() writes prose, code and outputs, and every picture as a file", () => {
  const [page, ...pictures] = toMarkdown([{
    path: "n/a b.ipynb",
    notebook: notebook(...cells),
  }, { path: "n/xor.ipynb", notebook: notebook() }]);
  pictures.pop();
  assertEquals(page, {
    name: "a b.md",
    content:
      "# Title\n\n[next](xor.md#a) ![dot](a%20b_files/title-a-dot.png)\n\n" +
      "````typescript\nconst a = `\n```\n`;\n````\n\n```\nred\n```\n\n" +
      "![a \\[chart\\]](a%20b_files/code-1.svg)\n\n| a |\n| - |\n\n$$x^2$$\n\n" +
      '```json\n{\n  "a": 1\n}\n```\n',
  });
  assertEquals(pictures.map(({ name }) => name), [
    "a b_files/title-a-dot.png",
    "a b_files/code-1.svg",
  ]);
  assertEquals(
    pictures[0]!.content,
    Uint8Array.from(atob(PNG), (c) => c.charCodeAt(0)),
  );
  assertEquals(
    pictures[1]!.content,
    '<svg xmlns="http://www.w3.org/2000/svg" style="background: #fff"/>',
  );
});

Deno.test("toMarkdown() renames links to notebooks that it writes, puts dollars around formulas, and leaves all else", () => {
  const table: [source: string, written: string][] = [
    ["[x](<b c.ipynb#d>)", "[x](<b%20c.md#d>)"],
    ["[x](b%20c.ipynb) [y](none.ipynb)", "[x](b%20c.md) [y](none.ipynb)"],
    ['<a href="b c.ipynb">', '<a href="b%20c.md">'],
    ["`[x](b%20c.ipynb)`", "`[x](b%20c.ipynb)`"],
    ["```\n[x](b%20c.ipynb)\n```", "```\n[x](b%20c.ipynb)\n```"],
    ["[x]: b%20c.ipynb", "[x]: b%20c.md"],
    [
      "a\n\n\\begin{align}\nx\n\\end{align}\n\nb",
      "a\n\n$$\n\\begin{align}\nx\n\\end{align}\n$$\n\nb",
    ],
    [
      "a\n\\begin{align}\nx\n\\end{align}, b",
      "a\n$$\n\\begin{align}\nx\n\\end{align},\n$$\nb",
    ],
    [
      "$A =\n\\begin{matrix}x\\end{matrix}$",
      "$A =\n\\begin{matrix}x\\end{matrix}$",
    ],
    [
      "```\n\\begin{align}x\\end{align}\n```",
      "```\n\\begin{align}x\\end{align}\n```",
    ],
    [
      "$$\n\\begin{align}\nx\n\\end{align}\n$$",
      "$$\n\\begin{align}\nx\n\\end{align}\n$$",
    ],
    [
      "[x](100%.ipynb) ![x](attachment:100%.png)",
      "[x](100%.ipynb) ![x](attachment:100%.png)",
    ],
    ["$f(x)](y)$ and `$[a](b.ipynb)`", "$f(x)](y)$ and `$[a](b.ipynb)`"],
  ];
  for (const [source, written] of table) {
    const messages: string[] = [];
    const [page] = toMarkdown([
      { path: "a.ipynb", notebook: notebook(prose(source)) },
      { path: "b c.ipynb", notebook: notebook() },
    ], { report: ({ message }) => messages.push(message) });
    assertEquals(page!.content, `${written}\n`);
    assertEquals(
      messages,
      source.includes("attachment:")
        ? [
          "Cannot show an image in a.ipynb, cell prose: the cell has no attachment: 100%.png",
        ]
        : [],
    );
  }
});

Deno.test("toMarkdown() tells of pictures that are not there, and of nothing else", () => {
  const messages: string[] = [];
  const source =
    "![a [b] c](gone.png) [x](none.html) [![d](gone2.png)](e.pdf) " +
    'in [0, 1) <img alt="" src="gone3.png"> <video src="f.mp4">\n' +
    "![g](https://a.b/c.png) ![h](data:image/png;base64,AA) `![i](j.png)`";
  toMarkdown([{ path: "a.ipynb", notebook: notebook(prose(source)) }], {
    report: ({ message }) => messages.push(message),
  });
  assertEquals(
    messages,
    ["gone.png", "gone2.png", "gone3.png"].map((name) =>
      `Cannot show an image in a.ipynb, cell prose: there is no picture ${name} in the notebook's folder; put it there, or correct its name`
    ),
  );
});

Deno.test("toMarkdown() leads to headings by the anchors that Markdown's readers give them", () => {
  const headed = notebook(
    prose("# The *Chain* Rule: [a](b), $x_1$\n\n```\n# Code\n```"),
  );
  for (
    const [source, written] of [
      ["[x](#The-Chain-Rule:-a,-x_1)", "[x](#the-chain-rule-a-x_1)"],
      ["[x](b.ipynb#The-Chain-Rule:-a,-x_1)", "[x](b.md#the-chain-rule-a-x_1)"],
      ["[x](b.ipynb#the-chain-rule-a-x_1)", "[x](b.md#the-chain-rule-a-x_1)"],
      ["[x](b.ipynb#Code)", "[x](b.md#Code)"],
      ["[x](b.ipynb#prose)", "[x](b.md#prose)"],
    ] as const
  ) {
    const cells = [...headed.cells, prose(source)];
    const [page] = toMarkdown([
      { path: "a.ipynb", notebook: notebook(...cells) },
      { path: "b.ipynb", notebook: headed },
    ]);
    assertEquals(String(page!.content).trim().split("\n").at(-1), written);
  }
});

Deno.test("toMarkdown() leaves out of HTML what other readers would show as text", () => {
  const [page] = toMarkdown([{
    path: "a.ipynb",
    notebook: notebook(code("", [display({
      "text/html":
        "<div>\n<style scoped>\n td { color: red }\n</style>\n\n<table></table><script>1</script></div>",
    })])),
  }]);
  assertEquals(page!.content, "<div>\n<table></table></div>\n");
});

Deno.test("toMarkdown() names a drawing that has no other name by its title", () => {
  const svg =
    '<svg viewBox="0 0 1 1">\n  <title>A &lt; B [1]</title><g/></svg>';
  const [page] = toMarkdown([{
    path: "a.ipynb",
    notebook: notebook(
      code("", [
        display({ "image/svg+xml": svg }),
        display({ "image/svg+xml": svg, "text/plain": "a chart" }),
      ], "c"),
    ),
  }]);
  assertEquals(
    page!.content,
    "![A < B \\[1\\]](a_files/c-1.svg)\n\n![a chart](a_files/c-2.svg)\n",
  );
});

Deno.test("toMarkdown() names a notebook's language", () => {
  const python = {
    ...notebook(code("print(1)")),
    metadata: { language_info: { name: "python" } },
  };
  const [page] = toMarkdown([{ path: "a.ipynb", notebook: python }]);
  assertStringIncludes(String(page!.content), "```python\nprint(1)\n```");
});
