import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import reference from "../reference/or_gate.json" with { type: "json" };
import {
  assertClose,
  rounded,
  runBook,
  shownBy,
  sourceOf,
  verdictsOf,
} from "./book.ts";
import {
  testDeltaColours,
  testEquations,
  testForm,
  testProse,
  testReference,
  testSymbolList,
  testSymbols,
} from "./checks.ts";
import { changed, testExercises } from "./exercises.ts";
import { countOf, testFigures, testShown, testTable } from "./shown.ts";

const book = await runBook("or_gate.ipynb");

testForm(book);

testDeltaColours(book);

/** The article numbers the hidden weights by the input that they lead from, and the biases from b1 to b3. */
const OURS: Record<string, string> = {
  w2: "w3",
  w3: "w2",
  b1: "b_h1",
  b2: "b_h2",
  b3: "b_o1",
};
const ours = (name: string) => OURS[name] ?? name;

const single = reference.cases.single_10_target_1;
const [sample] = single.samples;
testReference(book, "the values of [1, 0] → 1", {
  net_h1: sample.h1,
  net_h2: sample.h2,
  out_h1: sample.a1,
  out_h2: sample.a2,
  net_o1: sample.ho,
  out_o1: sample.ao,
  E: sample.E,
  dE_dout_o1: sample.dE_dao,
  dout_dnet_o1: sample.dao_dho,
  delta_o1: sample.delta_o,
  dE_dout_h1: sample.dE_da1,
  dE_dout_h2: sample.dE_da2,
  dout_dnet_h1: sample.da1_dh1,
  dout_dnet_h2: sample.da2_dh2,
  delta_h1: sample.delta_h1,
  delta_h2: sample.delta_h2,
  E_after: single.after_update.E_total,
  ...prefixed("dE_d", sample.gradients),
  ...prefixed("next.", single.updated_parameters),
  slip_net_o1: reference.common_mistakes.ho_from_preactivations.ho_wrong,
  "σ(slip_net_o1)": reference.common_mistakes.ho_from_preactivations.ao_wrong,
  "delta_o1 * next.w5 * dout_dnet_h1": reference.common_mistakes
    .hidden_delta_from_updated_output_weights.delta_h1_wrong,
  "delta_o1 * next.w6 * dout_dnet_h2": reference.common_mistakes
    .hidden_delta_from_updated_output_weights.delta_h2_wrong,
});

for (
  const [what, T, gradients, stepped] of [
    ["batch_or_targets", "T", "byLoop", "stepped"],
    ["batch_source_targets", "T_xor", "byXor", "steppedXor"],
  ] as const
) {
  const { matrix_form, E_total, after_update } = reference.cases[what];
  testReference(
    book,
    `the matrices of ${what}`,
    matrices({
      "net_1": matrix_form.h_hidden,
      "out_1.map((row) => [1, ...row])": matrix_form.a_hidden_bias,
      "net_2": matrix_form.h_output,
      "out_2": matrix_form.a_output,
      [`${gradients}[1].delta`]: matrix_form.delta_o,
      [`transpose(${gradients}[0].delta)`]: matrix_form.delta_h,
      [`[${gradients}[0].b, ...transpose(${gradients}[0].W)]`]:
        matrix_form.dE_dw_hidden,
      [`[${gradients}[1].b, ...transpose(${gradients}[1].W)]`]:
        matrix_form.dE_dw_output,
      [`[${stepped}[0].b, ...transpose(${stepped}[0].W)]`]:
        matrix_form.new_Weights_hidden,
      [`[${stepped}[1].b, ...transpose(${stepped}[1].W)]`]:
        matrix_form.new_Weights_output,
      [`[[errorOf(out_2.flat(), ${T})]]`]: [[E_total]],
      [`[[errorOf(feedForward(${stepped})[2].flat(), ${T})]]`]: [[
        after_update.E_total,
      ]],
    }),
  );
}

/** For each cell of the source's notebooks that prints numbers, where ours holds them, in its order. */
const PRINTED: Record<string, string> = {
  "h_1, h_2, h_o for [1,0]; h_o computed wrongly from h1,h2":
    "[net_h1, net_h2, slip_net_o1]",
  "h_1, h_2 and the CORRECT h_o for [1,0]": "[net_h1, net_h2, net_o1]",
  "hidden layer inputs": "net_1.flat()",
  "hidden layer activations": "out_1.flat()",
  "ho for [1,0], correct formula": "[net_o1]",
  "ao for [1,0]": "[out_o1]",
  "hidden activations with bias": "out_1.flatMap((row) => [1, ...row])",
  "network output": "out_2.flat()",
  "a_hidden_bias, h_output, a_output":
    "[...out_1.flatMap((row) => [1, ...row]), ...net_2.flat(), ...out_2.flat()]",
  "delta_o and dE/dw_output with targets [0,1,1,0]":
    "[...byXor[1].delta.flat(), ...byXor[1].b, ...byXor[1].W[0]]",
  "delta_h and dE/dw_hidden with targets [0,1,1,0]":
    "[transpose(byXor[0].delta), byXor[0].b, transpose(byXor[0].W)].flat(2)",
  "new weights with targets [0,1,1,0], eta 0.01":
    "steppedXor.flatMap(({ W, b }) => [b, transpose(W)].flat(2))",
};

for (const { cell, what, values } of reference.source_printed_values) {
  Deno.test(`or_gate.ipynb: every number is the published one: ${what} (cell ${cell})`, async () => {
    const found = await book.value<number[]>(PRINTED[what]);
    assertEquals(
      found.map((value, i) => rounded(value, String(values[i][0]))),
      values.map(([printed]) => String(printed)),
    );
  });
}

Deno.test("or_gate.ipynb: with OR's targets most of what is published does not come out", async () => {
  for (const { values } of reference.source_printed_values_if_or_targets) {
    assert(values.some(([, , match]) => !match));
  }
  const deltas = await book.value<number[]>("byLoop[1].delta.flat()");
  const [{ values }] = reference.source_printed_values_if_or_targets;
  deltas.forEach((delta, i) => {
    assertClose(delta, Number(values[i][1]), 1e-12, `delta of ${i + 1}`);
  });
});

Deno.test("or_gate.ipynb: its tables of published numbers agree where they should", () => {
  assertEquals(
    new Set(verdictsOf(book, "published-forward")),
    new Set(["yes"]),
  );
  for (const id of ["xor-output", "xor-hidden", "xor-weights"]) {
    const rows = shownBy(book, id).split("\n").slice(1)
      .map((line) => line.trim().split(/\s{2,}/));
    for (const [quantity, published, xor] of rows) {
      assertEquals(published, xor, quantity);
    }
    assert(rows.some(([, published, , or]) => published !== or));
  }
});

for (
  const { eta, mode, checkpoints, first_all_right } of reference.training.runs
) {
  if (mode !== "full_batch") continue;
  Deno.test(`or_gate.ipynb: its training with η = ${eta} goes through the reference's checkpoints`, async () => {
    const outputs = await book.value<number[][]>(
      `runs[rates.indexOf(${eta})]`,
    );
    for (const { epoch, ao } of checkpoints) {
      ao.forEach((value, k) =>
        assertClose(outputs[epoch][k], value, 1e-9, `epoch ${epoch}`)
      );
    }
    assertEquals(
      await book.value(`rightFrom[rates.indexOf(${eta})]`),
      first_all_right.epoch,
    );
  });
}

Deno.test("or_gate.ipynb: online it takes as many epochs as the reference's", async () => {
  const run = reference.training.runs.find(({ eta, mode }) =>
    eta === 1 && mode === "per_sample"
  )!;
  assertEquals(
    await book.value("epochsUntilRight({ batch: 1 })"),
    run.first_all_right.epoch,
  );
});

testEquations(book, {
  count: 44,
  general: [
    "factor-activation",
    "matrix-forward",
    "matrix-backward",
    "matrix-gradients",
    "general",
    "update-batch",
  ],
});

Deno.test("or_gate.ipynb: the steps of its proof of the sigmoid's slope hold", async () => {
  for (
    const words of [
      "so that $1/s = 1 + e^{-z}$",
      "On the left it is $-1/s^2$ times $\\textcolor{#009e73}{ds/dz}$, on the right $-e^{-z}$, and $e^{-z}$ is $1/s - 1$",
      "Multiply both sides by $-s^2$",
      "s \\, (1 - s)",
    ]
  ) assertStringIncludes(sourceOf(book, "factor-activation"), words);
  const sides = await book.value<number[][]>(
    `[-3, -0.5, 0, 0.0498, 2].map((z) => {
      const s = σ(z);
      const slope = (σ(z + 1e-6) - σ(z - 1e-6)) / 2e-6;
      return [-slope / s ** 2, -Math.exp(-z), -(1 / s - 1), -s * (1 - s) / s ** 2];
    })`,
  );
  for (const [first, ...others] of sides) {
    for (const other of others) assertClose(other, first, 1e-8, "a step");
  }
});

testProse(book, {
  counts: [
    ["title", /Which of its (\w+) numbers/, "[Object.keys(derived).length]"],
    ["title", /Then for all (\w+) examples/, "[examples.length]"],
    [
      "the-network",
      /(\w+) inputs feed (\w+) hidden neurons, .* feed (\w+) output neuron/,
      "[2, network.layers[0].biases.length, network.layers[1].biases.length]",
    ],
    [
      "the-network",
      /the first is (\w+) by (\w+), the second (\w+) by (\w+)/,
      "[W_1.length, W_1[0].length, W_2.length, W_2[0].length]",
    ],
    [
      "silent-input",
      /The other (\w+) are small/,
      "[[dE_dw1, dE_dw2, dE_dw3, dE_dw4, dE_db_h1, dE_db_h2].filter(Boolean).length]",
    ],
    [
      "loop-check",
      /what the (\w+) lines/,
      "[[dE_dW_1, dE_dW_2, dE_db_1, dE_db_2].length]",
    ],
    [
      "rates-read",
      /(\w+) examples are right, (\w+) is wrong/,
      `((right) => [right, 4 - right])(
        runs[rates.indexOf(30)][2000].filter((out, k) => (out > 0.5) === (T[k][0] === 1)).length)`,
    ],
    [
      "boundary-text",
      /the (\w+) zero from the (\w+) ones/,
      "[0, 1].map((bit) => examples.filter(({ target: [t] }) => t === bit).length)",
    ],
    [
      "symbols",
      /inputs, (\w+) by (\w+), an.* targets, (\w+) by (\w+) .*hidden layer, (\w+) by (\w+) .*output layer, (\w+) by (\w+) .*deltas of the hidden layer, (\w+) by (\w+) .*deltas of the output layer, (\w+) by (\w+)/,
      "[X, T, W_1, W_2, delta_1, delta_2].flatMap((A) => [A.length, A[0].length])",
    ],
    [
      "silent-input",
      /^(\w+) gradients are zero/,
      "[Object.values(derived).filter((gradient) => gradient === 0).length]",
    ],
    ["all-gradients", /all (\w+) gradients/, "[Object.keys(derived).length]"],
    [
      "matrix-tools",
      /^(\w+) small tools/,
      "[[transpose, multiply, addToRows, combine, sumOfRows].length]",
    ],
    [
      "matrix-tools",
      /The other (\w+)/,
      "[[addToRows, combine, sumOfRows].length]",
    ],
    ["measure-all", /All (\w+) agree/, "[Object.keys(derived).length]"],
    ["update", /All (\w+) steps/, "[Object.keys(next).length]"],
    [
      "matrices",
      /inputs \$X\$ are (\w+) by (\w+), the targets \$T\$ (\w+) by (\w+). \$W_1\$ is (\w+) by (\w+) and \$W_2\$ (\w+) by (\w+)/,
      "[X, T, W_1, W_2].flatMap((A) => [A.length, A[0].length])",
    ],
    [
      "matrix-forward",
      /matrices of (\w+) by (\w+), the output layer of (\w+) by (\w+)/,
      "[net_1, net_2].flatMap((A) => [A.length, A[0].length])",
    ],
    [
      "matrix-backward",
      /output, (\w+) by (\w+); .* hidden layer, (\w+) by (\w+)/,
      "[delta_2, delta_1].flatMap((A) => [A.length, A[0].length])",
    ],
    [
      "matrix-gradients",
      /and \$W_1\$, (\w+) by (\w+) and (\w+) by (\w+), as/,
      "[dE_dW_2, dE_dW_1].flatMap((A) => [A.length, A[0].length])",
    ],
    [
      "xor-slip-weights",
      /(\w+) of the (\w+) hidden parameters/,
      `((after, before) => [
        after.filter((value, i) => value.toFixed(6) === before[i].toFixed(6)).length,
        before.length,
      ])(...[steppedXor, start].map(([{ W, b }]) => [W, b].flat(2)))`,
    ],
  ],
  claims: [
    [
      "title",
      "one when the first input is one, or the second, or both",
      "examples.every(({ input: [a, b], target: [t] }) => (a || b) === t)",
    ],
    [
      "title",
      "nearly the same to everything",
      "Math.max(...out_2.flat()) - Math.min(...out_2.flat()) < 0.001",
    ],
    [
      "the-network",
      "one row for each neuron and one column for each of its inputs",
      "network.layers.every(({ weights, biases }) => weights.length === biases.length) && W_1[0][1] === w2",
    ],
    [
      "notation",
      "its second and third weights are our third and second",
      `"${OURS.w2} ${OURS.w3}" === "w3 w2"`,
    ],
    [
      "notation",
      "It numbers the biases one to three",
      `"${OURS.b1} ${OURS.b2} ${OURS.b3}" === Object.keys(derived).slice(-3).join(" ")`,
    ],
    [
      "one-example",
      "the second example, $[1, 0] \\to 1$",
      "example === examples[1] && i1 === 1 && i2 === 0 && t1 === 1",
    ],
    [
      "activation",
      "into the range from zero to one",
      "[-800, -5, 0, 5, 800].map((z) => σ(z).toFixed(2)).join() === '0.00,0.01,0.50,0.99,1.00'",
    ],
    [
      "slip-net",
      "It prints three digits, and they are the same",
      "net_o1.toFixed(3) === slip_net_o1.toFixed(3) && net_o1.toFixed(4) !== slip_net_o1.toFixed(4)",
    ],
    [
      "slip-net",
      "A slip that three digits hide",
      "out_o1.toFixed(3) === σ(slip_net_o1).toFixed(3)",
    ],
    ["slip-why", "$w_5$ and $w_6$ are tiny", "Math.max(w5, w6) < 0.05"],
    [
      "error",
      "half the square of the distance to the target",
      "E === Math.abs(t1 - out_o1) ** 2 / 2",
    ],
    [
      "hidden-gradients",
      "For $w_3$ and $w_4$ it is $\\delta_{h2}$ in the place of $\\delta_{h1}$",
      "dE_dw3 === delta_h2 * i1 && dE_dw4 === delta_h2 * i2",
    ],
    [
      "silent-input",
      "whatever $w_2$ and $w_4$ are, nothing comes through them",
      "w2 * i2 === 0 && w4 * i2 === 0 && dE_dw2 === 0 && dE_dw4 === 0",
    ],
    [
      "update",
      "A gradient points uphill",
      "errorAt(w5 + dE_dw5) > E && errorAt(w5 - dE_dw5) < E",
    ],
    [
      "too-early",
      "Had $w_5$ and $w_6$ moved first",
      `["h1", "h2"].every((h, j) => Math.abs(trace(network, example, { ...step, mistake: "updated-weights" })
        .neurons[h].delta - delta_o1 * [next.w5, next.w6][j] * [dout_dnet_h1, dout_dnet_h2][j]) < 1e-15)`,
    ],
    [
      "matrix-tools",
      "in row $r$ and column $c$, the sum of the products of row $r$ of $A$ with column $c$ of $B$",
      "multiply([[1, 2], [3, 4]], [[5, 6], [7, 8]]).join() === '19,22,43,50'",
    ],
    [
      "matrix-tools",
      "has its rows for columns",
      "transpose([[1, 2, 3], [4, 5, 6]]).join() === '1,4,2,5,3,6'",
    ],
    // The formulas of matrices, number by number.
    ...[
      ["X \\, W_1^{\\top} + b_1", "net_1", "X", "W_1", "b_1"],
      ["\\mathrm{out}_1 \\, W_2^{\\top} + b_2", "net_2", "out_1", "W_2", "b_2"],
    ].map(([tex, net, carried, W, b]) =>
      [
        "matrix-forward",
        `$$\\mathrm{net}_${net.at(-1)} = ${tex} \\qquad \\mathrm{out}_${
          net.at(-1)
        } = \\sigma(\\mathrm{net}_${net.at(-1)})$$`,
        `examples.every((_, k) => ${W}.every((row, j) =>
          Math.abs(${net}[k][j] - row.reduce((sum, w, i) => sum + w * ${carried}[k][i], ${b}[j])) < 1e-15 &&
          out_${net.at(-1)}[k][j] === σ(${net}[k][j])))`,
      ] as const
    ),
    [
      "matrix-backward",
      "$$\\delta_2 = \\textcolor{#d55e00}{(\\mathrm{out}_2 - T)} \\odot \\textcolor{#009e73}{\\mathrm{out}_2 \\odot (1 - \\mathrm{out}_2)}$$",
      "out_2.every(([out], k) => Math.abs(delta_2[k][0] - (out - T[k][0]) * out * (1 - out)) < 1e-15)",
    ],
    [
      "matrix-backward",
      "$$\\delta_1 = \\textcolor{#d55e00}{(\\delta_2 \\, W_2)} \\odot \\textcolor{#009e73}{\\mathrm{out}_1 \\odot (1 - \\mathrm{out}_1)}$$",
      `out_1.every((row, k) => row.every((out, j) =>
        Math.abs(delta_1[k][j] - delta_2[k][0] * W_2[0][j] * out * (1 - out)) < 1e-15))`,
    ],
    [
      "matrix-gradients",
      "$$\\frac{\\partial E}{\\partial W_2} = \\delta_2^{\\top} \\, \\textcolor{#0072b2}{\\mathrm{out}_1} \\qquad \\frac{\\partial E}{\\partial W_1} = \\delta_1^{\\top} \\, \\textcolor{#0072b2}{X}$$",
      `[[dE_dW_2, delta_2, out_1], [dE_dW_1, delta_1, X]].every(([dW, delta, carried]) =>
        dW.every((row, j) => row.every((g, i) =>
          Math.abs(g - delta.reduce((sum, one, k) => sum + one[j] * carried[k][i], 0)) < 1e-15)))`,
    ],
    [
      "general",
      "$$\\delta_l = \\textcolor{#d55e00}{(\\delta_{l+1} \\, W_{l+1})} \\odot \\textcolor{#009e73}{\\mathrm{out}_l \\odot (1 - \\mathrm{out}_l)}$$",
      `[0].every((l) => out_1.every((row, k) => row.every((out, j) => Math.abs(byLoop[l].delta[k][j] -
        out * (1 - out) * byLoop[l + 1].delta[k].reduce((sum, d, m) => sum + d * start[l + 1].W[m][j], 0)) < 1e-15)))`,
    ],
    [
      "general",
      "$$\\frac{\\partial E}{\\partial W_l} = \\delta_l^{\\top} \\, \\textcolor{#0072b2}{\\mathrm{out}_{l-1}}$$",
      `byLoop.every(({ delta, W }, l) => W.every((row, j) => row.every((g, i) =>
        Math.abs(g - delta.reduce((sum, one, k) => sum + one[j] * [X, out_1][l][k][i], 0)) < 1e-15)))`,
    ],
    [
      "update-batch",
      "$$W_l^{+} = W_l - \\eta \\, \\frac{\\partial E}{\\partial W_l}$$",
      `stepped.every(({ W }, l) => W.every((row, j) => row.every((w, i) =>
        w === start[l].W[j][i] - η * byLoop[l].W[j][i])))`,
    ],
    [
      "forward-published",
      "The second row is what we worked out by hand",
      "[out_1[1][0] - out_h1, out_1[1][1] - out_h2, out_2[1][0] - out_o1].every((off) => Math.abs(off) < 1e-15)",
    ],
    [
      "xor-slip",
      "its last row is a zero",
      "JSON.stringify([...T_xor.slice(0, 3), T.at(-1)]) === JSON.stringify(T) && T_xor.at(-1)[0] === 0",
    ],
    [
      "exercise-batch-text",
      "for all four examples together",
      "delta_2.length === 4 && Math.abs(dE_db_2[0] - delta_2.flat().reduce((sum, d) => sum + d)) < 1e-15",
    ],
    [
      "training",
      "on its target's side of one half",
      "isRight([0.49, 0.51, 0.51, 0.51]) && !isRight([0.51, 0.51, 0.51, 0.51]) && !isRight([0.49, 0.49, 0.51, 0.51])",
    ],
    [
      "library",
      "It must go the same way as our loop",
      "[1, 10, 500].every((k) => Math.abs(trained.costs[k] - errorOf(runs[rates.indexOf(1)][k], T)) < 1e-12)",
    ],
    [
      "rates",
      "where the error stands after two thousand",
      "runs.slice(1).every((outputs) => outputs.length - 1 === 2000)",
    ],
    [
      "curves-text",
      "Both axes are logarithmic",
      "scales.xScale === 'log' && scales.yScale === 'log'",
    ],
    [
      "curves-text",
      "until it can tell the first example from the others",
      "[0.1, 1].every((rate) => ((four) => four[0] < 0.2 && Math.min(...four.slice(1)) > 0.8)(runs[rates.indexOf(rate)][2000]))",
    ],
    [
      "trained-xor",
      "It takes longer",
      "((until) => until(trainedXor) > until(trained))(({ costs }) => costs.findIndex((E) => E < 0.01))",
    ],
    [
      "question-biases",
      "With both inputs zero, the biases are all that the hidden neurons have",
      "net_1[0].every((net, j) => X[0].every((x) => x === 0) && net === b_1[j])",
    ],
    [
      "question-zero",
      "the network has one hidden neuron, twice",
      `(([{ weights: [one, two] }, { weights: [[w5, w6]] }]) => one.join() === two.join() && w5 === w6)(
        fromZero[0].network.layers)`,
    ],
    [
      "errata",
      "Their gradients differ",
      "b_h1 === b_h2 && dE_db_h1 !== dE_db_h2 && dE_db_1[0] !== dE_db_1[1]",
    ],
    [
      "summary",
      "the delta at its end times the activation at its start",
      `Object.values(pass.weights).every(({ from, to, gradient }) => gradient ===
        pass.neurons[to].delta * (pass.inputs[from] ?? pass.neurons[from].activation))`,
    ],
    [
      "exercises",
      "The fourth example is $[1, 1] \\to 1$",
      "examples[3].input.join() === '1,1' && examples[3].target[0] === 1",
    ],
    [
      "exercise-delta-text",
      "third example, $[0, 1] \\to 1$",
      "examples[2].input.join() === '0,1' && examples[2].target[0] === 1",
    ],
    [
      "exercise-step-text",
      "Back to $[1, 0] \\to 1$. What is $w_6$ after one step with $\\eta = 0.01$",
      "example.input.join() === '1,0' && η === 0.01",
    ],
    [
      "exercise-error-text",
      "seven tenths below",
      "Math.abs((7 / 10) ** 2 / 2 - 0.245) < 1e-15",
    ],
    [
      "slip-why",
      "hundreds of times larger",
      "[0, 1].every((i) => trained.network.layers[1].weights[0][i] / W_2[0][i] > 200)",
    ],
    [
      "check",
      "For $w_5$ the way forward is one line",
      "Math.abs((E_up - E_down) / (2 * d) - dE_dw5) < 1e-9 && errorAt(w5) === E",
    ],
    ["factor-cost", "It is negative", "dE_dout_o1 < 0"],
    [
      "sigmoid-text",
      "almost where the slope is greatest, at one quarter",
      "0.25 - dout_dnet_o1 < 0.0002",
    ],
    [
      "silent-input",
      "a hundredth and two hundredths",
      "w5 === 0.01 && w6 === 0.02",
    ],
    [
      "silent-input",
      "small beside those of the output layer",
      "Math.max(...[dE_dw1, dE_dw3].map(Math.abs)) < Math.abs(dE_dw5) / 100",
    ],
    [
      "update-result",
      "by a fraction of a percent",
      "E_after < E && (E - E_after) / E < 0.01",
    ],
    [
      "forward-published",
      "All twenty-four numbers",
      "[net_1, out_1, net_2, out_2].flat(2).length === 24",
    ],
    [
      "forward-published",
      "almost the same to every input",
      "Math.max(...out_2.flat()) - Math.min(...out_2.flat()) < 0.001",
    ],
    [
      "xor-slip-found",
      "more than ten times as large and point the other way",
      `((xor, or) => xor.every((g, i) => or[i] / g < -10))(
        ...[byXor, byLoop].map(([, { W, b }]) => [W, b].flat(2)))`,
    ],
    [
      "rates-read",
      "twice the rate is half the time",
      `[[0.5, 1], [1, 2]].every(([slow, fast]) =>
        Math.abs(rightFrom[rates.indexOf(slow)] / rightFrom[rates.indexOf(fast)] - 2) < 0.1)`,
    ],
    [
      "rates-read",
      "after almost ten thousand epochs",
      "rightFrom[0] > 9500 && rightFrom[0] < 10_000",
    ],
    [
      "rates-read",
      "Ten is no faster than five: the error no longer falls at every step",
      `rightFrom[rates.indexOf(10)] === rightFrom[rates.indexOf(5)] &&
        [5, 10].map((rate) => runs[rates.indexOf(rate)].map((out) => errorOf(out, T))
        .some((E, k, all) => E > all[k - 1])).join() === "false,true"`,
    ],
    [
      "rates-read",
      "At twenty it takes many times as long",
      "rightFrom[rates.indexOf(20)] > 10 * rightFrom[rates.indexOf(10)]",
    ],
    [
      "rates-read",
      "From thirty on",
      "rates.every((rate, k) => (rightFrom[k] === runs[k].length) === (rate >= 30))",
    ],
    [
      "rates-read",
      "every output is one, every slope all but zero",
      "runs[rates.indexOf(30)][2000].every((out) => out > 0.999 && slope(out) < 1e-5)",
    ],
    [
      "rates-read",
      "in a longer run the network breaks loose, and the next long step throws it back",
      `((outputs) => isRight(outputs[7423]) &&
        outputs.slice(7425).every((out) => errorOf(out, T) > 0.49))(learn(T, 30, 10_000))`,
    ],
    [
      "rates-read",
      "the slope is exactly zero",
      "runs[rates.indexOf(100)].slice(100).flat().every((out) => slope(out) === 0)",
    ],
    [
      "rates-read",
      "with an error of one half",
      "Math.abs(errorOf(runs[rates.indexOf(30)][2000], T) - 0.5) < 1e-5",
    ],
    [
      "curves-text",
      'mostly one" to everything',
      "[[0.1, 200], [1, 20]].every(([rate, k]) => runs[rates.indexOf(rate)][k].every((out) => out > 0.7))",
    ],
    [
      "trained-xor",
      "all four outputs are one half",
      "Math.abs(trainedXor.costs[100] - 4 / 8) < 1e-4",
    ],
    [
      "trained-xor",
      "but it gets there",
      `xorExamples.every(({ input, target }) =>
        Math.abs(forward(trainedXor.network, input)[1].activations[0] - target[0]) < 0.02)`,
    ],
    [
      "questions",
      "a learning rate four times smaller",
      `Math.abs(epochsUntilRight({ reduction: "mean" })
        - epochsUntilRight({ learningRate: 0.25 })) === 0`,
    ],
    [
      "question-biases",
      "the network learns without, but takes longer",
      "still.costs[2000] < 0.01 && still.costs[500] > 10 * trained.costs[500]",
    ],
    [
      "question-zero",
      "nothing moves at all",
      "fromZero[1].network.layers.flatMap((l) => [...l.weights.flat(), ...l.biases]).every((w) => w === 0)",
    ],
    [
      "question-zero",
      "For OR that is enough",
      "X.every((x, k) => (forward(fromZero[0].network, x)[1].activations[0] > 0.5) === (T[k][0] === 1))",
    ],
    [
      "question-wrong",
      "the error falls **faster**",
      "[10, 100].every((k) => wrong.costs[k] < trained.costs[k])",
    ],
  ],
});

testSymbolList(book);
testSymbols(book, ["t1", "b1", "b2", "b_h1", "b_h2", "b_o1"]);

testShown(book, {
  "out-o1": { target_o1: "t1" },
  "dout-dnet-o1": { measured: "out_o1 * (1 - out_o1)" },
  "measure-w5": { measured: "measured.w5", derived: "derived.w5" },
  next: "next",
  "after-step": { change: "E_after - E" },
  "matrices-defined": {
    X: "'4 × 2'",
    T: "'4 × 1'",
    W_1: "'2 × 2'",
    W_2: "'1 × 2'",
  },
  "library-train": {
    "E before": "totalCost(network, examples)",
    "E after 2,000": "ours",
  },
});

testTable(book, "examples", [
  ["i1", (k) => `examples[${k} - 1].input[0]`],
  ["i2", (k) => `examples[${k} - 1].input[1]`],
  ["t1", (k) => `examples[${k} - 1].target[0]`],
]);
const arriving = (row: string) =>
  row === "activations" ? "net_o1" : "slip_net_o1";
testTable(book, "slip-net-value", [
  ["net_o1", arriving],
  ["to three digits", arriving],
  ["out_o1", (row) => `σ(${arriving(row)})`],
]);
testTable(book, "gradient-check", [
  ["derived", (label) => `dE_d${label}`],
  ["measured", (label) => `measured.${label}`],
]);
testTable(book, "too-early-deltas", [
  ["delta", (neuron) => `delta_${neuron}`],
  [
    "along the new weights",
    (neuron) =>
      `trace(network, example, { ...step, mistake: "updated-weights" }).neurons.${neuron}.delta`,
  ],
]);
const neuronOf = (k: number, label: string) =>
  `trace(network, examples[${k}], step).neurons.${label}`;
const second = ["i2", (_: string, k: number) => `X[${k}][1]`] as const;
testTable(book, "forward-batch", [
  second,
  ...["net_h1", "net_h2", "out_h1", "out_h2", "net_o1", "out_o1"].map((name) =>
    [
      name,
      (_: string, k: number) =>
        `${neuronOf(k, name.slice(4))}.${
          name.startsWith("net") ? "netInput" : "activation"
        }`,
    ] as const
  ),
]);
testTable(book, "backward-batch", [
  second,
  ["t1", (_, k) => `T[${k}][0]`],
  ...["o1", "h1", "h2"].map((label) =>
    [
      `delta_${label}`,
      (_: string, k: number) => `${neuronOf(k, label)}.delta`,
    ] as const
  ),
]);
/** The labels of a neuron's weights and bias, in the columns of the tables that have a row for each neuron. */
const LABELS: Record<string, string[]> = {
  h1: ["w1", "w2", "b_h1"],
  h2: ["w3", "w4", "b_h2"],
  o1: ["w5", "w6", "b_o1"],
};
for (
  const [id, of] of [
    ["gradients-batch", (label: string) => `reference.${label}`],
    ["check-batch", (label: string) => `reference.${label}`],
    [
      "update-layers",
      (label: string) =>
        `parametersOf(descend(network, examples, { ...training, learningRate: η, epochs: 1 })[1]).${label}`,
    ],
  ] as const
) {
  const gradients: Record<string, number> =
    reference.cases.batch_or_targets.gradients;
  const theirs = Object.fromEntries(
    Object.entries(gradients).map(([name, value]) => [ours(name), value]),
  );
  testTable(
    book,
    id,
    ["first weight", "second weight", "bias"].map((heading, i) => [
      heading,
      (neuron) => {
        const label = LABELS[neuron][i];
        return of(label).replace(/^reference\.\w+$/, String(theirs[label]));
      },
    ]),
  );
}
/** What the tables of the two targets show in a row, of a list of layers. */
const ROWS: Record<string, string> = {
  "δ_o1": "run[1].delta.flat()",
  "∂E/∂b_o1": "run[1].b",
  "∂E/∂w5, w6": "run[1].W[0]",
  "δ_h1": "transpose(run[0].delta)[0]",
  "δ_h2": "transpose(run[0].delta)[1]",
  "∂E/∂b_h1, b_h2": "run[0].b",
  "∂E/∂w1, w3": "[run[0].W[0][0], run[0].W[1][0]]",
  "∂E/∂w2, w4": "[run[0].W[0][1], run[0].W[1][1]]",
  "b_h1, b_h2": "run[0].b",
  "w1, w3": "[run[0].W[0][0], run[0].W[1][0]]",
  "w2, w4": "[run[0].W[0][1], run[0].W[1][1]]",
  "b_o1": "run[1].b",
  "w5, w6": "run[1].W[0]",
};
for (
  const [id, xor, or] of [
    ["xor-output", "byXor", "byLoop"],
    ["xor-hidden", "byXor", "byLoop"],
    ["xor-weights", "steppedXor", "stepped"],
  ]
) {
  const written = (row: string, run: string) => {
    const places = row.startsWith("δ") || id === "xor-output" ? 3 : 6;
    return `((run) => ${
      ROWS[row]
    }.map((value) => value.toFixed(${places}).replace("-", "−")).join(", "))(${run})`;
  };
  testTable(book, id, [
    ["published", (row) => written(row, xor)],
    ["XOR's targets", (row) => written(row, xor)],
    ["OR's targets", (row) => written(row, or)],
  ]);
}
testTable(book, "learning-rates", [
  [
    "all right from epoch",
    (_, k) => `rightFrom[${k}] === runs[${k}].length ? "—" : rightFrom[${k}]`,
  ],
  [
    "error after 2,000",
    (rate) =>
      `train(network, examples, { ...training, learningRate: ${rate} }).costs[2000]`,
  ],
  [
    "outputs after 2,000",
    (_, k) =>
      `runs[${k}][2000].map((out) => out.toFixed(2)).join(String.fromCharCode(160))`,
  ],
]);
testTable(book, "question-batch", [[
  "all right after epoch",
  (way) =>
    `epochsUntilRight(${
      way === "online"
        ? "{ batch: 1 }"
        : `{ reduction: "${way.endsWith("averaged") ? "mean" : "sum"}" }`
    })`,
]]);
testTable(
  book,
  "question-biases-run",
  ["error after 100", "after 500", "after 2,000"].map((heading) => [
    heading,
    (row) =>
      `train(network, examples, { ...training, biases: "${
        row === "fixed" ? "fixed" : "own"
      }" }).costs[${countOf(heading)}]`,
  ]),
);
const fromZero = (row: string) =>
  `train(zero, ${row === "OR" ? "examples" : "xorExamples"}, training)`;
testTable(book, "question-zero-run", [
  ...["w1", "w2", "w3", "w4", "w5", "w6"].map((label) =>
    [
      label,
      (row: string) => `parametersOf(${fromZero(row)}.network).${label}`,
    ] as const
  ),
  ["error", (row) => `${fromZero(row)}.costs[2000]`],
]);
const byRule = (row: string) =>
  `{ ...training, mistake: ${
    row === "right" ? undefined : '"slope-dropped"'
  } }`;
testTable(book, "question-wrong-run", [
  ...["error after 10", "after 100"].map((heading) =>
    [
      heading,
      (row: string) =>
        `train(network, examples, ${byRule(row)}).costs[${countOf(heading)}]`,
    ] as const
  ),
  [
    "∂E/∂w5",
    (row) => `trace(network, example, ${byRule(row)}).weights.w5.gradient`,
  ],
  ["measured", () => "numericalGradients(network, example).w5"],
]);

testFigures(book, {
  diagram: [
    "The network before it has learned",
    "w1 from i1 to h1 0.1, w2 from i2 to h1 0.3, w3 from i1 to h2 0.2, w4 from i2 to h2 0.4",
  ],
  "path-w5": [
    "How w5 reaches the error",
    "the way of w5 to the error: h1, w5, o1, t1. Its gradient −0.0786 is −0.488 × 0.25 × 0.646",
  ],
  // The marks are its three neurons.
  "sigmoid-curve": [
    "The activation function sigmoid and its derivative",
    "At net input 0.0498 the activation is 0.512 and the derivative 0.25",
    "At net input 0.6 the activation is 0.646 and the derivative 0.229",
    "At net input 0.7 the activation is 0.668 and the derivative 0.222",
  ],
  "path-w1": [
    "How w1 reaches the error",
    "the way of w1 to the error: i1, w1, h1, w5, o1, t1. Its gradient −0.000279 is −0.00122 × 0.229 × 1",
  ],
  "derived-gradients": [
    "Deltas at the neurons, gradients on the arrows",
    "w5 from h1 to o1 −0.0786, w6 from h2 to o1 −0.0814",
    "deltas h1 −0.000279, h2 −0.00054",
  ],
  curves: [
    "Four learning rates, one gate",
    "“η = 0.1” falls from 0.487 at epoch 0 to 0.0245 at epoch 2,000",
    "“η = 1” falls from 0.487 at epoch 0 to 0.000604 at epoch 2,000",
    "“η = 10” falls from 0.487 at epoch 0 to 0.0000474 at epoch 2,000",
    "“η = 30” rises from 0.487 at epoch 0 to 0.5 at epoch 2,000",
  ],
  boundary: [
    "Where the trained network says one",
    "The output is 0.5 or more",
    "Of 4 examples, 4 are on the side of their target",
  ],
  "trained-xor-run": [
    "The same network, two tables",
    "“OR's targets” falls from 0.487 at epoch 0 to 0.000604 at epoch 2,000",
    "“XOR's targets, the slip” falls from 0.5 at epoch 0 to 0.000132 at epoch 20,000",
  ],
});

testExercises(book, {
  "exercise-net": {
    right: "0.052115",
    rules: [],
    mistakes: { "0.061000": "net inputs", "0.022115": "bias is left out" },
  },
  "exercise-delta": {
    right: reference.cases.single_01_target_1.samples[0].delta_h2.toFixed(9),
    rules: [...changed.slopes, ...changed.cost, "updated-weights"],
    mistakes: {
      [reference.cases.single_01_target_1.samples[0].delta_h1.toFixed(9)]: "h1",
      "0.000500296": "sign",
      "-0.002434525": "slope of h2 is left out",
      "-0.009744462": "derivative of the activation function is left out",
    },
  },
  "exercise-step": {
    right: single.updated_parameters.w6.toFixed(9),
    rules: [...changed.slopes, ...changed.cost, "sign-flipped"],
    mistakes: {
      "0.019186072": "uphill",
      "0.101392803": "without the learning rate",
      "0.020786482": "activation of h1",
    },
  },
  "exercise-batch": {
    right: reference.cases.batch_or_targets.gradients.b3.toFixed(6),
    rules: [...changed.slopes, ...changed.cost],
    mistakes: {
      [reference.cases.batch_or_targets.gradients_mean.b3.toFixed(6)]:
        "averaged",
      [reference.cases.batch_source_targets.gradients.b3.toFixed(6)]: "XOR",
      [(2 * reference.cases.batch_or_targets.gradients.b3).toFixed(6)]:
        "the ½ in the cost is forgotten",
    },
  },
  "exercise-error": {
    right: "0.245",
    rules: [],
    mistakes: { "0.49": "½ is forgotten", "0.7": "distance" },
  },
});

function prefixed(
  prefix: string,
  values: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      prefix + ours(name),
      value,
    ]),
  );
}

function matrices(
  expected: Readonly<Record<string, number[][]>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(expected).flatMap(([expression, rows]) =>
      rows.flatMap((row, i) =>
        row.map((value, j) => [`(${expression})[${i}][${j}]`, value])
      )
    ),
  );
}
