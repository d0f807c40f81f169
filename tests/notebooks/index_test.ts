import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  findNotebooks,
  type Notebook,
  readNotebook,
} from "../../lib/notebook/mod.ts";
import { runBook, sourceOf } from "./book.ts";
import { testForm, testProse } from "./checks.ts";

const book = await runBook("index.ipynb");

testForm(book);

testProse(book, {
  claims: [
    [
      "what-for",
      "one input, one neuron, one weight",
      "neuron.layers.length === 1 && neuron.layers[0].weights.flat().length === 1",
    ],
    [
      "what-for",
      "we step the other way",
      `networks.every(({ layers: [{ weights: [[w1]] }] }, k) =>
        k === 0 || w1 < networks[k - 1].layers[0].weights[0][0])`,
    ],
  ],
});

/** A cell's table, each row as its cells. */
const rowsOf = (cellId: string) =>
  book.fresh.cells.find(({ id }) => id === cellId)!.source
    .split("\n").filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()))
    .filter(([first]) => !/^:?--/.test(first));
const [head, ...rows] = rowsOf("notation");
const [, ...names] = rowsOf("notation-code");
const others = (await findNotebooks(["notebooks"]))
  .filter((path) => !path.endsWith("index.ipynb"));

Deno.test("index.ipynb: its table has a column for each of the five sources", () => {
  assertEquals(head, [
    "symbol",
    "meaning",
    "OR gate",
    "XOR",
    "two outputs",
    "delta",
    "quadratic cost",
  ]);
  assert(rows.length > 10);
  assertEquals(names.map(([meaning]) => meaning), rows.map((row) => row[1]));
  for (const row of rows) {
    assertEquals(row.length, head.length, row.join(" | "));
    assert(row.every((cell) => cell !== ""), row.join(" | "));
  }
});

Deno.test("index.ipynb: what its table names in lib/backprop is there", async () => {
  const known = await book.value<string[]>(
    `[example, network.layers[0], pass, pass.neurons.h1, pass.weights.w5, rule]
      .flatMap(Object.keys)`,
  );
  for (const name of names.map((row) => row.at(-1)!)) {
    assert(known.includes(name.replaceAll("`", "")), name);
  }
});

Deno.test("index.ipynb: what its table names in code is in the notebooks' code", async () => {
  const codeOf = ({ cells }: Notebook) =>
    cells.filter((cell) => cell.cell_type === "code")
      .map(({ source }) => source);
  const code = (await Promise.all(others.map((path) => readNotebook(path))))
    .flatMap(codeOf).join("\n");
  for (const name of names.map((row) => row.at(-2)!)) {
    const pattern = name.replaceAll("`", "").replace(".", "\\.");
    assert(new RegExp(`(?<![\\w.])${pattern}(?!\\w)`).test(code), name);
  }
});

Deno.test("index.ipynb: it leads to every other notebook, in the order to read them", () => {
  const links = [...sourceOf(book, "order").matchAll(/\]\((\w+\.ipynb)\)/g)]
    .map(([, name]) => `notebooks/${name}`);
  assertEquals(
    links,
    [
      "or_gate",
      "two_two_two",
      "xor",
      "derivative_delta",
      "quadratic_cost",
    ].map((name) => `notebooks/${name}.ipynb`),
  );
  assertEquals(links.toSorted(), others.toSorted());
});

Deno.test("index.ipynb: its colours are those of the factors", () => {
  const source = sourceOf(book, "colours");
  for (const colour of ["#d55e00", "#009e73", "#0072b2"]) {
    assertStringIncludes(source, colour);
  }
});
