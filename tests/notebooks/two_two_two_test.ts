import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  compareOutputs,
  type MarkdownCell,
  type Notebook,
  openNotebook,
} from "../../lib/notebook/mod.ts";
import reference from "../reference/two_two_two.json" with { type: "json" };
import { equationsOf } from "./formula.ts";

const PATH = "notebooks/two_two_two.ipynb";

/** Where the notebook holds each quantity of the article, and of the reference values. */
const EXPRESSIONS: Record<string, string> = {
  dEtotal_dout_o1: "dE_dout_o1",
  dout_o1_dnet_o1: "dout_dnet_o1",
  dnet_o1_dw5: "dnet_dw5",
  "gradients.w5": "dE_dw5",
  dEtotal_dout_h1: "dE_dout_h1",
  dout_h1_dnet_h1: "dout_dnet_h1",
  "gradients.w1": "dE_dw1",
  ...Object.fromEntries(
    ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"].map((weight) => [
      `${weight}+`,
      `next.${weight}`,
    ]),
  ),
};

/** For each closing number of the article, the value of ours that it is, and what its own text would give. */
const TRAINING: Record<string, { found: string; asTheTextSays: string }> = {
  "E_total after 1 update": {
    found: "mistaken.costs[1]",
    asTheTextSays: "trained.costs[1]",
  },
  "E_total after 10,000 updates": {
    found: "trained.costs[9999]",
    asTheTextSays: "trained.costs[10000]",
  },
  "E_total after 10,000 updates, as older copies of the article print it": {
    found: "mistaken.costs[10000]",
    asTheTextSays: "trained.costs[10000]",
  },
  "out_o1 after 10,000 updates": {
    found: "mistaken_o1",
    asTheTextSays: "trained_o1",
  },
  "out_o2 after 10,000 updates": {
    found: "mistaken_o2",
    asTheTextSays: "trained_o2",
  },
};

// One kernel serves all tests of this file: they only read what the run has left.
const book = await openNotebook(PATH);
const stored = book.notebook;
const fresh = await book.run();
Deno.test.afterAll(() => book[Symbol.asyncDispose]());

for (
  const { quantity, printed, match } of reference.published_values_first_pass
) {
  Deno.test(`two_two_two.ipynb: ${quantity} is the published ${printed}${match ? "" : ", but for its last digit"}`, async () => {
    const value = await book.value<number>(EXPRESSIONS[quantity] ?? quantity);
    assertEquals(rounded(value, printed) === printed, match);
    assertAlmostEquals(
      value,
      Number(printed),
      match ? half(printed) : 2 * half(printed),
    );
  });
}

for (const { quantity, printed } of reference.published_values_training) {
  Deno.test(`two_two_two.ipynb: the published ${printed} for ${quantity} is found, where the article has it from`, async () => {
    const { found, asTheTextSays } = TRAINING[quantity];
    assertEquals(rounded(await book.value<number>(found), printed), printed);
    assert(
      rounded(await book.value<number>(asTheTextSays), printed) !== printed,
    );
  });
}

Deno.test("two_two_two.ipynb: every value of the walk-through is the reference's", async () => {
  const { forward, backward, updated_weights_after_one_step } = reference;
  const { gradients, ...factors } = backward;
  const expected: Record<string, number> = { ...forward };
  for (const [name, value] of Object.entries(factors)) {
    const short = name.replace("dEtotal", "dE")
      .replace(/^dout_(\w+)_dnet_\1$/, "dout_dnet_$1")
      .replace(/^dnet_\w+_dw/, "dnet_dw");
    if (await defined(short)) expected[short] = value;
  }
  for (const [name, value] of Object.entries(gradients)) {
    const weight = name.match(/^w\d$/);
    if (weight) expected[`dE_d${name}`] = value;
  }
  expected.dE_db1 = gradients.b1_shared;
  expected.dE_db2 = gradients.b2_shared;
  for (
    const [weight, value] of Object.entries(updated_weights_after_one_step)
  ) {
    expected[`next.${weight}`] = value;
  }
  for (const [expression, value] of Object.entries(expected)) {
    assertClose(await book.value<number>(expression), value, 1e-12, expression);
  }
});

Deno.test("two_two_two.ipynb: its trainings go through the reference's checkpoints", async () => {
  const rules = reference.update_rules;
  const trainings = {
    "trained.costs": rules.weights_only,
    "mistaken.costs": rules.weights_only_sequential,
    "byRule[0].costs": rules.weights_only,
    "byRule[1].costs": rules.per_neuron_biases,
    "byRule[2].costs": rules.shared_layer_bias,
  };
  for (const [expression, trajectory] of Object.entries(trainings)) {
    const costs = await book.value<number[]>(expression);
    assertEquals(costs.length, 10_001);
    for (const { updates, E_total } of trajectory) {
      const tolerance = updates < 1000 ? 1e-12 : 1e-9;
      assertClose(
        costs[updates],
        E_total,
        tolerance,
        `${expression}[${updates}]`,
      );
    }
  }
});

Deno.test("two_two_two.ipynb: a fresh run reproduces every stored output", () => {
  assertEquals(compareOutputs(stored, fresh), []);
  assertEquals(fresh, stored);
});

Deno.test("two_two_two.ipynb: every equation is true of the notebook's own values", async () => {
  let equations = 0;
  for (const { id, source } of prose(fresh)) {
    for (const formula of formulas(source).filter((tex) => tex.includes("="))) {
      for (const [first, ...others] of equationsOf(formula)) {
        // The notebook has no name for a bias's own gradient; it measures it.
        const [value, ...values] = await book.value<(number | string)[]>(
          `[${[first, ...others].join(", ")}]`.replace(
            /dE_d(b_\w+)/,
            "measured.$1",
          ),
        );
        for (const other of values) {
          if (typeof value === "string" || typeof other === "string") {
            assertEquals(value, other, `${id}: ${formula}`);
            continue;
          }
          const tolerance = first.includes("_db_") ? 1e-9 : 1e-14;
          assertClose(value, other, tolerance, `${id}: ${formula}`);
        }
        equations++;
      }
    }
  }
  assertEquals(equations, 42);
});

Deno.test("two_two_two.ipynb: its prose leaves numbers to the code", () => {
  for (const { id, source } of prose(fresh)) {
    const words = source.replace(/\$\$[^]*?\$\$|\$[^$]*\$|`[^`]*`/g, "");
    assertEquals(words.match(/\d/), null, id);
  }
});

/** What the prose counts: in which cell, in which words, and what gives the numbers. */
const COUNTS: [cellId: string, words: RegExp, counts: string][] = [
  [
    "title",
    /# (\w+) inputs, (\w+) hidden neurons, (\w+) outputs/,
    "[example.input, ...network.layers.map((layer) => layer.biases)].map((all) => all.length)",
  ],
  [
    "title",
    /its (\w+) outputs. (\w+) weights/,
    "[example.target, Object.keys(pass.weights)].map((all) => all.length)",
  ],
  [
    "the-network",
    /^(\w+) inputs, .* feed (\w+) hidden neurons, .* feed (\w+) output neurons/m,
    "[example.input, ...network.layers.map((layer) => layer.biases)].map((all) => all.length)",
  ],
  [
    "the-network",
    /Both matrices are (\w+) by (\w+)/,
    "[network.layers[1].weights.length, network.layers[1].weights[0].length]",
  ],
  [
    "update-output",
    /all (\w+) gradients/,
    "[Object.keys(pass.weights).length]",
  ],
  [
    "hidden-gradients",
    /(\w+) more multiplications, and all (\w+) gradients/,
    "[Object.keys({ dE_dw1, dE_dw2, dE_dw3, dE_dw4 }).length, Object.keys(pass.weights).length]",
  ],
  [
    "update-hidden",
    /the first (\w+) weights/,
    "[network.layers[0].weights.flat().length]",
  ],
  ["checks", /derived (\w+) gradients/, "[Object.keys(pass.weights).length]"],
  ["library-check", /the (\w+) new weights/, "[Object.keys(next).length]"],
  ["training", /^## (\w+ \w+) steps/m, "[trained.costs.length - 1]"],
  ["errata-found", /after (ten \w+) steps/, "[trained.costs.length - 1]"],
  ["biases", /there are (\w+) in use/, "[rules.length]"],
  ["bias-training", /the (\w+) networks/, "[byRule.length]"],
  [
    "bias-training",
    /and (\w+) of them help more than (\w+)/,
    "[network.layers.flatMap((layer) => layer.biases).length, network.layers.length]",
  ],
  ["bias-curve", /The (\w+) part company/, "[byRule.length]"],
];

const WORDS: Record<string, number> = Object.fromEntries(
  [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
  ]
    .map((word, value) => [word, value]),
);

for (const [cellId, words, counts] of COUNTS) {
  Deno.test(`two_two_two.ipynb: cell ${cellId} counts right: ${words.source}`, async () => {
    assertEquals(counted(cellId, words), await book.value(counts));
  });
}

Deno.test("two_two_two.ipynb: its prose says how many published numbers agree", () => {
  const yes = (cellId: string) =>
    verdicts(cellId).filter((word) => word === "yes").length;
  const no = (cellId: string) => verdicts(cellId).length - yes(cellId);
  assertEquals(counted("forward-published", /All (\w+) numbers/), [
    yes("published-forward"),
  ]);
  assertEquals(no("published-forward"), 0);
  assertEquals(no("published-output"), 0);
  assertEquals(
    counted("hidden-published", /^(\w+) more published numbers. (\w+) differs/),
    [
      verdicts("published-hidden").length,
      no("published-hidden"),
    ],
  );
  assertEquals(yes("published-training"), 0);
  assertEquals(counted("errata-found", /^(\w+) of the (\w+) are explained/), [
    yes("errata-updated-weights"),
    no("published-training"),
  ]);
  assertEquals(no("errata-updated-weights"), 0);
  assertEquals(no("errata-one-step-early"), 0);
});

Deno.test("two_two_two.ipynb: what its prose says of sizes is so", async () => {
  const gradients = await book.value<number[]>(
    "Object.values(pass.weights).map((weight) => weight.gradient)",
  );
  assertStringIncludes(sourceOf("after-step"), "no gradient reaches a tenth");
  assert(gradients.every((gradient) => Math.abs(gradient) < 0.1));
  assertStringIncludes(
    sourceOf("after-step"),
    "the learning rate halves the step",
  );
  assertEquals(await book.value("η"), 0.5);
  assert(await book.value<boolean>("E_after < E_total"));

  assertStringIncludes(
    sourceOf("bias-curve"),
    "within the first hundred steps",
  );
  assertStringIncludes(sourceOf("bias-curve"), "the wider the gap");
  const gaps = await book.value<number[][]>(
    `[1, 2].map((free) => [0, 1, 100, 1000, 5000, 10_000].map((step) =>
      byRule[0].costs[step] / byRule[free].costs[step]))`,
  );
  for (const ratios of gaps) {
    assertEquals(
      ratios,
      ratios.toSorted((a, b) => a - b),
    );
  }
});

Deno.test("two_two_two.ipynb: every symbol in its prose is one of the network's", async () => {
  const known = await book.value<string[]>(
    `[...Object.keys(pass.inputs), ...Object.keys(pass.neurons), ...Object.keys(pass.weights),
      "t1", "t2", "b1", "b2", "b_o1"]`,
  );
  for (const { id, source } of prose(fresh)) {
    for (const tex of formulas(source)) {
      for (
        const [symbol, letter, index] of tex.matchAll(
          /(?<![\\a-zA-Z])([ihowtb])_(?:(\d)|\{(\w+)\})/g,
        )
      ) {
        const name = index ? `${letter}${index}` : symbol.replace(/[{}]/g, "");
        assert(known.includes(name), `${id}: ${symbol}`);
      }
    }
  }
});

Deno.test("two_two_two.ipynb: every code cell is short, narrow and runs", () => {
  for (const cell of fresh.cells) {
    if (cell.cell_type !== "code") continue;
    const lines = cell.source.split("\n");
    assert(lines.length <= 15, `${cell.id} has ${lines.length} lines`);
    assert(lines.every((line) => line.length <= 80), cell.id);
    assert(cell.execution_count !== null, cell.id);
  }
});

/** The numbers in a cell's prose, from the words that a pattern captures. */
function counted(cellId: string, pattern: RegExp): number[] {
  // A paragraph is one line, wherever the formatter has broken it.
  const paragraphs = sourceOf(cellId).replace(/([^\n])\n(?=[^\n])/g, "$1 ");
  const match = paragraphs.match(pattern);
  assert(match, `${cellId} has no words like ${pattern}`);
  return match.slice(1).map((words) =>
    words.toLowerCase().split(" ").reduce(
      (value, word) => word === "thousand" ? value * 1000 : WORDS[word],
      1,
    )
  );
}

function sourceOf(cellId: string): string {
  return fresh.cells.find((cell) => cell.id === cellId)!.source;
}

/** The last column of a table of published numbers: whether each is the same as ours. */
function verdicts(cellId: string): string[] {
  const cell = fresh.cells.find((cell) => cell.id === cellId);
  assert(cell?.cell_type === "code");
  const output = cell.outputs[0];
  assert(output.output_type === "execute_result");
  const table = String(output.data["text/markdown"]);
  return [...table.matchAll(/\| \**(yes|no)\** \|$/gm)].map(([, word]) => word);
}

function rounded(value: number, printed: string): string {
  return value.toFixed(printed.split(".")[1].length);
}

/** Half a unit in the last place of a printed number: how far from it the number that was rounded can have been. */
function half(printed: string): number {
  return 10 ** -printed.split(".")[1].length / 2;
}

function assertClose(
  actual: number,
  expected: number,
  relative: number,
  what: string,
) {
  assertAlmostEquals(actual, expected, Math.abs(expected) * relative, what);
}

async function defined(name: string): Promise<boolean> {
  return await book.value<boolean>(`typeof ${name} !== "undefined"`);
}

function prose(notebook: Notebook): MarkdownCell[] {
  return notebook.cells.filter((cell) => cell.cell_type === "markdown");
}

function formulas(markdown: string): string[] {
  return [...markdown.matchAll(/\$\$([^]+?)\$\$|\$([^$]+)\$/g)]
    .map(([, display, inline]) => display ?? inline);
}
