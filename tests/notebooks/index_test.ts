import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { factorColours } from "../../lib/figures/mod.ts";
import {
  findNotebooks,
  type Notebook,
  readNotebook,
} from "../../lib/notebook/mod.ts";
import orGate from "../reference/or_gate.json" with { type: "json" };
import { runBook, sourceOf } from "./book.ts";
import { testForm, testProse } from "./checks.ts";
import { testFigures } from "./shown.ts";

const book = await runBook("index.ipynb");

testForm(book);

const others = (await findNotebooks(["notebooks"]))
  .filter((path) => !path.endsWith("index.ipynb"));

Deno.test("index.ipynb: its network is the OR gate's", async () => {
  // The article numbers the hidden weights by the input that they lead from.
  const { w1, w2, w3, w4, w5, w6, b1, b2, b3 } = orGate.initial_parameters;
  assertEquals(
    await book.value(
      "network.layers.map(({ weights, biases }) => ({ weights, biases }))",
    ),
    [
      { weights: [[w1, w3], [w2, w4]], biases: [b1, b2] },
      { weights: [[w5, w6]], biases: [b3] },
    ],
  );
});

testProse(book, {
  counts: [
    ["title", /takes (\w+) well-known/, `[${others.length}]`],
    [
      "what-for",
      /^Take .*: (\w+) input, (\w+) neuron, (\w+) weight/m,
      "[lesson.input.length, neuron.layers[0].weights.length, neuron.layers[0].weights[0].length]",
    ],
    [
      "colours",
      /a product of (\w+) rates/,
      `[${Object.keys(factorColours).length}]`,
    ],
  ],
  claims: [
    [
      "colours",
      "how the error depends on what a neuron says, $\\textcolor{#d55e00}{\\partial E / \\partial \\mathrm{out}}$",
      `((w) => w.gradient === w.dCost_dActivation * w.dActivation_dNet * w.dNet_dWeight)(pass.weights.w6)`,
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

Deno.test("index.ipynb: its table gives each source its own letters", () => {
  const lettersOf = Object.fromEntries(
    rows.map(([, meaning, ...letters]) => [
      meaning,
      letters.join(" | ").replace(/[$\\{}]|mathrm|mathcal/g, ""),
    ]),
  );
  assertEquals(
    lettersOf["net input"],
    "h_1 | nodes • weights | net_h1 | z | net^j",
  );
  assertEquals(lettersOf["activation"], "a_1 | H, O | out_h1 | a | o^j, a");
  assertEquals(lettersOf["target"], "y | target | t_1, target | y | y(x)");
  assertEquals(lettersOf["learning rate"], "eta | alpha | eta | L | eta");
  assertEquals(
    lettersOf["node delta"],
    "delta_o | — | delta_o1 | delta | delta^j, error",
  );
});

Deno.test("index.ipynb: its second table names each thing as the library does", () => {
  assertEquals(
    names.map(([meaning, , name]) => [meaning, name.replaceAll("`", "")])
      .filter(([, name]) => /net|act|delta|rate/i.test(name)),
    [
      ["net input", "netInput"],
      ["activation", "activation"],
      ["error by output", "dCost_dActivation"],
      ["output by net input", "dActivation_dNet"],
      ["net input by weight", "dNet_dWeight"],
      ["node delta", "delta"],
      ["learning rate", "learningRate"],
    ],
  );
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

testFigures(book, {
  "one-weight": [
    "Downhill with one weight",
    "the error is lowest, 0, at w1 −1.39. At w1 2 the error is 0.232 and its slope 0.0715",
    "“gradient descent from w1 = 2” takes 8 steps, w1 from 2 to −0.871",
  ],
  "forward-picture": [
    "Forward: weights and activations",
    "Hidden neurons h1 0.646, h2 0.668",
    "Outputs o1 0.512",
  ],
  "backward-picture": [
    "Backward: deltas and gradients",
    "Hidden neurons, deltas h1 −0.000279, h2 −0.00054",
    "Outputs, deltas o1 −0.122",
  ],
  "three-colours": [
    "How w6 reaches the error",
    "the way of w6 to the error: h2, w6, o1, t1. Its gradient −0.0814 is −0.488 × 0.25 × 0.668",
  ],
});
