import { assertEquals, assertThrows } from "@std/assert";
import { type Displayable, show, table } from "figures";

const bundle = (shown: Displayable) => shown[Symbol.for("Jupyter.display")]();

function lines(...args: Parameters<typeof table>): {
  markdown: string[];
  plain: string[];
} {
  const shown = bundle(table(...args));
  assertEquals(Object.keys(shown), ["text/markdown", "text/plain"]);
  return {
    markdown: shown["text/markdown"].split("\n"),
    plain: shown["text/plain"].split("\n"),
  };
}

Deno.test("show() puts one quantity on a line, its equals sign under the others", () => {
  assertEquals(
    bundle(show({ E: -0.25, net_h1: "0.15·0.05 = 0.0075", steps: 10_000 })),
    {
      "text/plain":
        "E      = −0.25\nnet_h1 = 0.15·0.05 = 0.0075\nsteps  = 10,000",
    },
  );
});

Deno.test("show() writes what sums and products come to below them where one is too long for a phone", () => {
  const sum = "0.4·0.593269992 + 0.45·0.596884378 + 0.6 = 1.105905967";
  assertEquals(
    bundle(show({ net_o1: sum, E: "0.5 · 0.25 = 0.125", w5: 0.4 })),
    {
      "text/plain": [
        "net_o1 = 0.4·0.593269992 + 0.45·0.596884378 + 0.6",
        "       = 1.105905967",
        "E      = 0.5 · 0.25",
        "       = 0.125",
        "w5     = 0.4",
      ].join("\n"),
    },
  );
});

Deno.test("show() leaves a long text on its line that comes to nothing", () => {
  const text = "−0.022419255, 0.017620268, −0.006716585";
  assertEquals(
    bundle(show({ deltas: text, E: "0.5 · 0.25 = 0.125" })),
    { "text/plain": `deltas = ${text}\nE      = 0.5 · 0.25 = 0.125` },
  );
});

Deno.test("show() of nothing is empty", () => {
  assertEquals(bundle(show({})), { "text/plain": "" });
});

Deno.test("table() aligns a column of numbers to the right, with one count of decimals", () => {
  assertEquals(
    lines(["weight", "value"], [["w1", -0.5], ["w2", 1], ["w3", 12.125]]),
    {
      markdown: [
        "| weight | value |",
        "| :-- | --: |",
        "| w1 | −0.500 |",
        "| w2 | 1.000 |",
        "| w3 | 12.125 |",
      ],
      plain: [
        "weight   value",
        "w1      −0.500",
        "w2       1.000",
        "w3      12.125",
      ],
    },
  );
});

Deno.test("table() writes whole numbers without decimals", () => {
  assertEquals(lines(["step"], [[0], [10_000]]).plain, [
    "  step",
    "     0",
    "10,000",
  ]);
});

Deno.test("table() takes numbers that are text as they are written", () => {
  assertEquals(
    lines(["n"], [["1,234.50"], ["−0.5"], [7]]).markdown,
    ["| n |", "| --: |", "| 1,234.50 |", "| −0.5 |", "| 7.00 |"],
  );
});

Deno.test("table() aligns a column of numbers to the right, words in their place too", () => {
  assertEquals(lines(["steps", "E"], [[12, 0.5], ["never", "—"]]), {
    markdown: [
      "| steps | E |",
      "| --: | --: |",
      "| 12 | 0.5 |",
      "| never | — |",
    ],
    plain: ["steps    E", "   12  0.5", "never    —"],
  });
});

Deno.test("table() aligns a column of numbers and sentences or names to the left, each number with its own digits", () => {
  for (const other of ["none at all", "w1", "2-2-2"]) {
    assertEquals(lines(["n"], [[1], [2.5], [other]]).markdown, [
      "| n |",
      "| :-- |",
      "| 1 |",
      "| 2.5 |",
      `| ${other} |`,
    ]);
  }
});

Deno.test("table() writes what is not finite by name, among numbers", () => {
  assertEquals(
    lines(["E"], [[NaN], [0.25], [-Infinity]]).plain,
    ["        E", "      NaN", "     0.25", "−Infinity"],
  );
});

Deno.test("table() escapes pipes in Markdown, headings' too, and not in plain text", () => {
  assertEquals(lines(["|x|", "b"], [["a|b", "c"]]), {
    markdown: ["| \\|x\\| | b |", "| :-- | :-- |", "| a\\|b | c |"],
    plain: ["|x|  b", "a|b  c"],
  });
});

Deno.test("table() leaves emphasis to Markdown", () => {
  assertEquals(lines(["**a**", "b"], [["**no**", "**x** and **y**"]]), {
    markdown: [
      "| **a** | b |",
      "| :-- | :-- |",
      "| **no** | **x** and **y** |",
    ],
    plain: ["a   b", "no  x and y"],
  });
});

Deno.test("table() without rows has its headings", () => {
  const { markdown, plain } = lines(["a", "b"], []);
  assertEquals(markdown[0], "| a | b |");
  assertEquals(markdown.length, 2);
  assertEquals(plain, ["a  b"]);
});

Deno.test("table() refuses a row of another length", () => {
  assertThrows(
    () => table(["a", "b"], [[1, 2], [1]]),
    RangeError,
    "Cannot make a table: it has 2 headings but 1 values in row 2",
  );
  assertThrows(
    () => table(["a"], [[1, 2]]),
    RangeError,
    "Cannot make a table: it has 1 headings but 2 values in row 1",
  );
});

Deno.test("table() aligns numbers with powers of ten as the numbers that they are", () => {
  const shown = table(["error"], [["0.0351"], ["3.54×10⁻³¹"], ["10⁻⁹"]]);
  assertEquals(
    shown[Symbol.for("Jupyter.display")]()["text/markdown"].split("\n")[1],
    "| --: |",
  );
});
