import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
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
        const [value, ...values] = await book.value<number[]>(
          `[${[first, ...others].join(", ")}]`.replace(
            /dE_d(b_\w+)/,
            "measured.$1",
          ),
        );
        for (const other of values) {
          const tolerance = first.includes("_db_") ? 1e-9 : 1e-14;
          assertClose(value, other, tolerance, `${id}: ${formula}`);
        }
        equations++;
      }
    }
  }
  assertEquals(equations, 21);
});

Deno.test("two_two_two.ipynb: its prose leaves numbers to the code", () => {
  for (const { id, source } of prose(fresh)) {
    const words = source.replace(/\$\$[^]*?\$\$|\$[^$]*\$|`[^`]*`/g, "");
    assertEquals(words.match(/\d/), null, id);
  }
});

Deno.test("two_two_two.ipynb: what its prose counts is so", async () => {
  const verdicts = (cellId: string) => {
    const cell = fresh.cells.find((cell) => cell.id === cellId);
    assert(cell?.cell_type === "code");
    const output = cell.outputs[0];
    assert(output.output_type === "execute_result");
    const table = String(output.data["text/markdown"]);
    return [...table.matchAll(/\| (yes|\*\*no\*\*) \|$/gm)].map(([, word]) =>
      word
    );
  };
  const yes = (count: number) => Array.from({ length: count }, () => "yes");
  assertEquals(verdicts("published-forward"), yes(9));
  assertEquals(verdicts("published-output"), yes(9));
  assertEquals(verdicts("published-hidden").toSorted(), ["**no**", ...yes(8)]);
  assertEquals(verdicts("published-training"), Array(5).fill("**no**"));
  assertEquals(verdicts("errata-updated-weights"), yes(4));
  assertEquals(verdicts("errata-one-step-early"), yes(1));

  const gradients = await book.value<number[]>(
    "Object.values(pass.weights).map((weight) => weight.gradient)",
  );
  assertEquals(gradients.length, 8);
  assert(gradients.every((gradient) => Math.abs(gradient) < 0.1));
  assert(await book.value<boolean>("E_after < E_total"));
  const [fixed, own, shared] = await book.value<number[]>(
    "byRule.map(({ costs }) => costs[10_000])",
  );
  assert(own < shared && shared < fixed);
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
