import { assert, assertEquals } from "@std/assert";
import reference from "../reference/quadratic_cost.json" with { type: "json" };
import { assertClose, runBook } from "./book.ts";
import {
  gradientIsDeltaTimesActivation,
  rateBelowTheLine,
  rowsAreReceivers,
  testDeltaColours,
  testEquations,
  testForm,
  testProse,
  testReference,
  testSymbolList,
  testSymbols,
} from "./checks.ts";
import { changed, testExercises } from "./exercises.ts";
import { countOf, testShown, testTable } from "./shown.ts";

const book = await runBook("quadratic_cost.ipynb");

testForm(book);

testDeltaColours(book);

/** The reference's matrices have a row for each sending neuron; ours have one for each that receives. */
function named(
  { W1, b1, W2, b2 }:
    & Record<"W1" | "W2", number[][]>
    & Record<"b1" | "b2", number[]>,
): Record<string, number> {
  const weights = [W1, W2].flatMap((W) =>
    W[0].flatMap((_, j) => W.map((row) => row[j]))
  );
  return {
    ...Object.fromEntries(weights.map((w, i) => [`w${i + 1}`, w])),
    ...Object.fromEntries(b1.map((b, j) => [`b_h${j + 1}`, b])),
    ...Object.fromEntries(b2.map((b, j) => [`b_o${j + 1}`, b])),
  };
}

function within(of: string, values: Record<string, number>) {
  return Object.fromEntries(
    Object.entries(values).map(([label, value]) => [`${of}.${label}`, value]),
  );
}

/** Numbers by the neurons whose they are. */
function pair<T>(of: (j: number) => string, values: readonly T[]) {
  return Object.fromEntries(values.map((value, j) => [of(j + 1), value]));
}

testReference(book, "the parameters", named(reference.initial_parameters));

const [first] = reference.examples;
testReference(book, "the values of the first example", {
  ...pair((k) => `i${k}`, first.x),
  ...pair((k) => `t${k}`, first.y),
  ...pair((j) => `net_h${j}`, first.net_hidden),
  ...pair((j) => `out_h${j}`, first.out_hidden),
  ...pair((j) => `net_o${j}`, first.net_output),
  ...pair((j) => `out_o${j}`, first.a),
  E_x: first.C_x,
  ...pair((j) => `dEx_dout_o${j}`, first.dCx_da),
  ...pair((j) => `dout_dnet_o${j}`, first.da_dnet),
  ...pair((j) => `delta_o${j}`, first.delta_output),
  ...pair((j) => `dEx_dout_h${j}`, first.dCx_dout_hidden),
  ...pair((j) => `dout_dnet_h${j}`, first.dout_dnet_hidden),
  ...pair((j) => `delta_h${j}`, first.delta_hidden),
  ...Object.fromEntries(
    Object.entries(named(first.gradients))
      .filter(([label]) => label.startsWith("w"))
      .map(([label, value]) => [`dEx_d${label}`, value]),
  ),
});

reference.examples.forEach((example, x) => {
  testReference(book, `the gradients of example ${x + 1}`, {
    ...within(`gradients[${x}]`, named(example.gradients)),
    [`errors[${x}]`]: example.C_x,
  });
});

testReference(book, "the costs", {
  E: reference.cost.C,
  sum_of_squares: reference.cost.sum_of_squared_norms,
  mse: reference.cost.mse_over_all_elements,
  ...Object.fromEntries(
    reference.cost.C_x.map((error, x) => [`errors[${x}]`, error]),
  ),
});

const { assumption_1, assumption_2 } = reference;
const { value, worst_example } = assumption_1.a_cost_that_is_not_an_average;
const { lam, extra_term, value: charged } = assumption_2.a_cost_that_is_not;
testReference(book, "the two assumptions, and the costs that break them", {
  ...within("gradient", named(assumption_1.mean_of_per_example_gradients)),
  "worstCost(network)": value,
  "worst + 1": worst_example,
  ...Object.fromEntries(
    assumption_2.outputs.flatMap((out, x) =>
      out.map((a, k) => [`outputs[${x}][${k}]`, a])
    ),
  ),
  "costOfOutputs(outputs)": assumption_2.C_from_outputs,
  λ: lam,
  "charge(network)": extra_term,
  "decayCost(network)": charged,
});

const { full_batch_trajectory, per_example_updates_one_pass, eta } =
  reference.updates["eta=0.5"];
testReference(book, "the gradient of E and its step", {
  η: eta,
  ...within("gradient", named(reference.gradient_of_C)),
  ...within("next", named(full_batch_trajectory[0].parameters)),
});

testReference(book, "one pass of online training, and the mistakes,", {
  "online.costs[1]": per_example_updates_one_pass.C,
  ...pair(
    (j) => `forgotten.neurons.h${j}.delta`,
    reference.common_mistakes.hidden_delta_without_sum_over_L.wrong,
  ),
  ...pair(
    (j) => `gradients.reduce((sum, one) => sum + one.b_o${j}, 0)`,
    reference.common_mistakes.gradient_summed_not_averaged.dC_db2_wrong,
  ),
});

Deno.test("quadratic_cost.ipynb: its training goes through the reference's checkpoints", async () => {
  const costs = await book.value<number[]>("trained.costs");
  for (const { updates, C, outputs } of full_batch_trajectory) {
    const relative = updates < 1000 ? 1e-12 : 1e-9;
    assertClose(costs[updates], C, relative, `trained.costs[${updates}]`);
    if (updates < 1000) continue;
    const found = await book.value<number[][]>(
      "inputs.map((input) => forward(trained.network, input)[1].activations)",
    );
    found.flat().forEach((out, k) =>
      assertClose(out, outputs.flat()[k], relative, `output ${k}`)
    );
  }
});

Deno.test("quadratic_cost.ipynb: every gradient is what a measurement gives", async () => {
  const pairs = await book.value<number[][]>(
    `[...labels.map((label) => [gradient[label], slopeOf(label, meanCost)]),
      ...Object.keys(each[0]).map((label) => [gradients[0][label], each[0][label]]),
      [dEx_dout_h1, nudged / (2 * hair)],
      ...labels.filter((label) => label.startsWith("w")).map((label) =>
        [gradient[label] + λ * parametersOf(network)[label] / n, slopeOf(label, decayCost)])]`,
  );
  assertEquals(pairs.length, 14 + 14 + 1 + 10);
  for (const [ours, measured] of pairs) {
    assert(Math.abs(ours - measured) < 1e-10, `${ours} ≠ ${measured}`);
  }
});

testEquations(book, {
  count: 41,
  general: [
    "cost",
    "assumption-1",
    "assumption-2-broken",
    "hidden-layer",
    "all-examples",
    "update",
  ],
  rename: (name) =>
    // What the notebook has no name of its own for, it measures.
    name.replace(/dEx_dnet_o1|dEx_db_o1/, "each[0].b_o1"),
  tolerance: (name) => /dEx_d(net|b)_/.test(name) ? 1e-9 : 1e-14,
});

testProse(book, {
  counts: [
    [
      "the-network",
      /(\w+) inputs feed (\w+) hidden neurons, and these feed (\w+) outputs/,
      "[example.input, network.layers[0].biases, network.layers[1].biases].map((all) => all.length)",
    ],
    [
      "the-network",
      /it is (\w+) by (\w+), and \$W_2\$ is (\w+) by (\w+)/,
      "network.layers.flatMap(({ weights }) => [weights.length, weights[0].length])",
    ],
    ["the-examples", /There are (\w+) examples/, "[n]"],
    [
      "cost",
      /(\w+) of them here, and not that of the input neurons, which is (\w+)/,
      "[n, example.input.length]",
    ],
    [
      "all-examples",
      /other (\w+) examples are treated alike, and then the (\w+) gradients/,
      "[n - 1, gradients.length]",
    ],
    ["assumption-1-test", /the (\w+) examples are measured/, "[each.length]"],
    [
      "exercise-4",
      /from the first (\w+) examples .* all (\w+),/,
      "[n, five.length]",
    ],
    ["disagree", /largest of the (\w+)\./, "[gradients.length]"],
    [
      "errata",
      /(\w+) other words do/,
      "[[by_inputs, gradients[0].b_o1, other_way].length]",
    ],
    [
      "diagram",
      /title: "(\w+) inputs, (\w+) hidden, (\w+) outputs/,
      "[example.input, network.layers[0].biases, network.layers[1].biases].map((all) => all.length)",
    ],
    [
      "curve",
      /title: "A (thousand) steps with all (\w+) examples/,
      "[trained.costs.length - 1, examples.length]",
    ],
    [
      "online-figure",
      /title: "The same examples, (\w+) rules/,
      "[[trained, summed, online].length]",
    ],
    ["rates-figure", /title: "(\w+) learning rates/, "[byRate.length]"],
    ["exercise-b-o1", /hint: "Average the (\w+),/, "[five.length]"],
    [
      "exercise-b-o1",
      /the sum of (\w+) is divided by (\w+)"/,
      "[five.length, n]",
    ],
    ["hidden-layer", /the sum has (\w+) terms/, "[outputs[0].length]"],
    ["training", /After a (thousand)/, "[trained.costs.length - 1]"],
    [
      "online",
      /: (\w+) small steps online/,
      "[n]",
    ],
  ],
  claims: [
    [
      "the-network",
      "has a row for each neuron that receives",
      rowsAreReceivers,
    ],
    [
      "node-error",
      "multiply the delta at its end with the activation at its   start",
      gradientIsDeltaTimesActivation,
    ],
    [
      "summary",
      "A gradient is the delta where the weight ends times the activation where it begins",
      gradientIsDeltaTimesActivation,
    ],
    [
      "factor-activation",
      "the something is $1 + e^{-\\mathrm{net}_{o1}}$. Its own rate is $-e^{-\\mathrm{net}_{o1}}$",
      rateBelowTheLine,
    ],
    [
      "the-examples",
      "The first output is to say one for the first and the third of them, the second output for the other two",
      "String(targets) === '1,0,0,1,1,0,0,1'",
    ],
    // The general formulas, whose letters are no names of the notebook.
    [
      "cost",
      "$$E_x = \\tfrac12 \\, \\lVert t - \\mathrm{out} \\rVert^2 = \\tfrac12 \\sum_k (t_k - \\mathrm{out}_{ok})^2$$",
      `examples.every(({ target }, x) => errors[x] === Math.abs(
        target.reduce((sum, t, k) => sum + (t - outputs[x][k]) ** 2, 0)) / 2)`,
    ],
    [
      "cost",
      "$$E = \\frac{1}{2n} \\sum_x \\lVert t - \\mathrm{out} \\rVert^2 = \\frac1n \\sum_x E_x$$",
      `Math.abs(E - squared_norms.reduce((sum, norm) => sum + norm, 0) / (2 * n)) < 1e-15 &&
        Math.abs(E - errors.reduce((sum, error) => sum + error, 0) / n) < 1e-15`,
    ],
    [
      "assumption-1",
      "\\frac{\\partial E}{\\partial w} = \\frac1n \\sum_x \\frac{\\partial E_x}{\\partial w}",
      `Object.keys(pass.weights).every((w) => Math.abs(slopeOf(w, meanCost) -
        each.reduce((sum, one) => sum + one[w], 0) / n) < 1e-10)`,
    ],
    [
      "all-examples",
      "\\frac{\\partial E}{\\partial b} = \\frac1n \\sum_x \\delta",
      `Object.keys(pass.neurons).every((one) => Math.abs(slopeOf("b_" + one, meanCost) -
        passes.reduce((sum, { neurons }) => sum + neurons[one].delta, 0) / n) < 1e-10)`,
    ],
    [
      "assumption-2-broken",
      "$$E + \\frac{\\lambda}{2n} \\sum_w w^2$$",
      `Math.abs(decayCost(network) - E - λ / (2 * n) *
        Object.values(pass.weights).reduce((sum, { value }) => sum + value ** 2, 0)) < 1e-15`,
    ],
    [
      "decay-gap",
      "$\\lambda w / n$",
      `Object.values(pass.weights).every(({ label, value }) =>
        Math.abs(slopeOf(label, charge) - λ * value / n) < 1e-10)`,
    ],
    [
      "hidden-layer",
      "$$\\textcolor{#d55e00}{\\frac{\\partial E_x}{\\partial \\mathrm{out}_{hj}}} = \\sum_{l \\in L} \\delta_l \\, w_{jl}$$",
      `["h1", "h2"].every((j) => Math.abs(pass.neurons[j].dCost_dActivation -
        Object.values(pass.weights).filter(({ from }) => from === j)
          .reduce((sum, { to, value }) => sum + pass.neurons[to].delta * value, 0)) < 1e-15)`,
    ],
    [
      "update",
      "$$\\Delta w_{ij} = -\\eta \\, \\mathrm{out}_i \\, \\delta_j$$",
      `Object.values(pass.weights).every(({ from, to, value, next }) => Math.abs(next - value +
        η * (pass.inputs[from] ?? pass.neurons[from].activation) * pass.neurons[to].delta) < 1e-15)`,
    ],
    ["exercise-4", "what is $b_{o1}$", "Math.abs(next.b_o1 - 0.0429) < 1e-4"],
    ["assumption-2-broken", "here a tenth", "λ === 0.1"],
    [
      "disagree",
      "In every row some ask for more of a parameter and some for less",
      "labels.every((p) => gradients.some((one) => one[p] > 0) && gradients.some((one) => one[p] < 0))",
    ],
    [
      "disagree",
      "the average is never half as large as the largest of the four",
      "labels.every((p) => Math.abs(gradient[p]) < Math.max(...gradients.map((one) => Math.abs(one[p]))) / 2)",
    ],
    [
      "check",
      "agree with them in every digit that a measurement has",
      "labels.every((p) => Math.abs(gradient[p] - slopeOf(p, meanCost)) < 1e-10)",
    ],
    [
      "training",
      "One step helps a little",
      "((after) => after < E && after > 0.99 * E)(meanCost(withParameters(network, next)))",
    ],
    [
      "training-curve",
      "the first hundred steps do little",
      "trained.costs[100] > 0.75 * trained.costs[0]",
    ],
    [
      "online-curve",
      "Online is ahead",
      "[1, 10, 100, 1000].every((k) => online.costs[k] < trained.costs[k])",
    ],
    [
      "online-curve",
      "it keeps pace with the online steps",
      "[1, 10, 100, 1000].every((k) => Math.abs(summed.costs[k] / n / online.costs[k] - 1) < 0.06)",
    ],
    ["online-curve", "four times as long", "n === 4"],
    [
      "rates-curve",
      "The smallest rate has hardly left the start",
      "byRate[0].costs[1000] > 0.95 * E",
    ],
    [
      "rates-curve",
      "both outputs to one for every example",
      `((last) => inputs.flatMap((input) => forward(last, input)[1].activations).every((out) => out > 0.999))(
        train(network, examples, { ...whole, learningRate: 500, epochs: 1000 }).network)`,
    ],
    [
      "rates-curve",
      "no delta worth the name is left",
      `((last) => examples.every((one) => Object.values(trace(last, one, step).neurons)
        .every(({ delta }) => Math.abs(delta) < 1e-6)))(
        train(network, examples, { ...whole, learningRate: 500, epochs: 1000 }).network)`,
    ],
    [
      "rates-curve",
      "half of all answers stay as wrong as they can be",
      `((nets) => nets.filter((miss) => miss > 0.99).length === nets.length / 2)(
        examples.flatMap(({ input, target }) => forward(train(network, examples,
          { ...whole, learningRate: 500, epochs: 1000 }).network, input)[1].activations
          .map((out, k) => Math.abs(target[k] - out))))`,
    ],
    [
      "rates-curve",
      "twenty times our learning rate is still fine",
      "byRate[2].learningRate === 20 * η && byRate[2].costs[1000] < trained.costs[1000]",
    ],
    [
      "mse-why",
      "these are the same when $K$ is two",
      "Math.abs(mse - E) < 1e-15",
    ],
    [
      "mse-why",
      "With one output, or with three, they part",
      "[0, 2].every((k) => Math.abs(mse_rows[k][3] - 1) > 0.3) && mse_rows.every((row) => Math.abs(row[3] - row[4]) < 1e-14)",
    ],
    [
      "errata-loop",
      "nothing that was learned is kept",
      "Math.abs(meanCost(always) - trained.costs[1]) < 1e-15",
    ],
    [
      "question-cross-entropy",
      "the quadratic cost has next to no delta, and the cross-entropy a large one",
      "Math.abs(deltaWith('half-squared-error')) < 1e-3 && Math.abs(deltaWith('binary-cross-entropy')) > 0.99",
    ],
    [
      "question-cross-entropy",
      "it is $-t_1 \\, \\ln \\mathrm{out}_{o1} - (1 - t_1) \\, \\ln (1 - \\mathrm{out}_{o1})$. It is added over the outputs, averaged over the examples",
      `Math.abs(totalCost(network, examples, { cost: "binary-cross-entropy", reduction: "mean" }) -
        mean(outputs.map((out, x) => out.reduce((sum, a, k) =>
          sum - targets[x][k] * Math.log(a) - (1 - targets[x][k]) * Math.log(1 - a), 0)))) < 1e-12`,
    ],
    [
      "question-cross-entropy",
      "$\\mathrm{out}_{o1} - t_1$, divided by the sigmoid's slope. Multiplied by the slope it even gets simpler: the slope cancels, and $\\mathrm{out}_{o1} - t_1$ is the delta",
      `(({ dCost_dActivation, delta }) => Math.abs(dCost_dActivation - (out_o1 - t1) / (out_o1 * (1 - out_o1))) < 1e-12
        && Math.abs(delta - (out_o1 - t1)) < 1e-12)(
        trace(network, example, { ...step, cost: "binary-cross-entropy" }).neurons.o1)`,
    ],
    [
      "assumption-1-broken",
      "its slope is that of one example",
      "labels.every((p) => Math.abs(slopeOf(p, worstCost) - gradients[worst][p]) < 1e-10)",
    ],
    [
      "decay-idle",
      "a third hidden neuron that nobody listens to: its weights into the outputs are zero. The outputs do not change, and neither does $E$. The charge does",
      `idle.layers[0].biases.length === 3 && idle.layers[1].weights.every((row) => row[2] === 0)
        && inputs.every((input, x) => String(forward(idle, input)[1].activations) === String(outputs[x]))
        && charge(idle) > charge(network)`,
    ],
    [
      "walk",
      "we follow one example, the first",
      "example === examples[0]",
    ],
    [
      "sum-over-L",
      "those on the arrows that leave $h_1$: $w_7$ and $w_9$, one from each **row** of $W_2$",
      `["w7", "w9"].every((w, k) => pass.weights[w].from === "h1"
        && pass.weights[w].value === network.layers[1].weights[k][0])`,
    ],
    [
      "online-curve",
      "four steps are longer than one",
      `gradients.every((one) => Math.hypot(...Object.values(gradient)) <
        gradients.length * Math.hypot(...Object.values(gradient))) && n === 4`,
    ],
    [
      "mse-why",
      "One divides the sum of the squares by $n K$ and the other by $2 n$",
      "Math.abs(mse - sum_of_squares / (n * 2)) < 1e-15 && Math.abs(E - sum_of_squares / (2 * n)) < 1e-15",
    ],
    [
      "exercises",
      "a **fifth** example joins the four",
      "five.length === 5 && n === 4",
    ],
    [
      "exercise-5",
      "an MSE of a tenth for a network with **five** outputs",
      "0.1 * 5 / 2 === 0.25",
    ],
    [
      "question-falls",
      "The error falls all the same, only later",
      "wrong_run.costs.every((c, k) => k === 0 || c < wrong_run.costs[k - 1]) && [10, 100, 1000].every((k) => wrong_run.costs[k] > trained.costs[k])",
    ],
    [
      "question-order",
      "In the batch it does not",
      "Math.abs(train(network, backwards, { ...whole, epochs: 1 }).costs[1] - trained.costs[1]) < 1e-15",
    ],
    [
      "question-order",
      "Online it does",
      "Math.abs(train(network, backwards, other).costs[1] - online.costs[1]) > 1e-4",
    ],
  ],
});

testShown(book, {
  "cost-value": { "1/(2n) · sum of squares": "E" },
  "worst-example": {
    "the worst error": "Math.max(...errors)",
    "of example": "errors.indexOf(Math.max(...errors)) + 1",
  },
  "from-outputs": { "E from the outputs alone": "costOfOutputs(outputs)" },
  decay: { charge: "charge(network)", "the two": "E + charge(network)" },
  "error-value": { "from the list above": "E_x" },
  "which-ends-numbers": {
    "to · from": "delta_o1 * out_h1",
    "from · to, wrong": "delta_h1 * out_o1",
  },
  "nudge-numbers": {
    measured: "nudged / (2 * hair)",
    "sum over L": "delta_o1 * w7 + delta_o2 * w9",
  },
  "mse-equal": {
    "1/(2n) · sum of squares": "E",
    "a library's MSE": "sum_of_squares / (4 * 2)",
  },
  "errata-initialize": {
    "initialized once": "trained.costs[100]",
    "every time": "trained.costs[1]",
  },
  "cross-entropy": {
    "out_o1, target 1": "forward(sure, example.input)[1].activations[0]",
    "δ_o1, quadratic cost":
      "((out) => (out - t1) * out * (1 - out))(forward(sure, example.input)[1].activations[0])",
    "δ_o1, cross-entropy":
      "forward(sure, example.input)[1].activations[0] - t1",
  },
  order: {
    online: "train(network, examples, other).costs[1]",
    "online, backwards":
      "train(network, examples.toReversed(), other).costs[1]",
    batch: "trained.costs[1]",
    "batch, backwards": "trained.costs[1]",
  },
  "exercise-example": {
    ...pair((k) => `i${k}`, ["0.6", "0.1", "0.7"]),
    ...pair((k) => `t${k}`, ["0", "1"]),
    ...pair(
      (j) => `out_h${j}`,
      [0, 1].map((j) =>
        `forward(network, [0.6, 0.1, 0.7])[0].activations[${j}]`
      ),
    ),
    ...pair(
      (k) => `out_o${k}`,
      [0, 1].map((k) =>
        `forward(network, [0.6, 0.1, 0.7])[1].activations[${k}]`
      ),
    ),
  },
});

testTable(book, "examples", [
  ...first.x.map((_, k) =>
    [
      `i${k + 1}`,
      (n: string) => String(reference.data.inputs[Number(n) - 1][k]),
    ] as const
  ),
  ...first.y.map((_, k) =>
    [
      `t${k + 1}`,
      (n: string) => String(reference.data.targets[Number(n) - 1][k]),
    ] as const
  ),
]);
testTable(book, "forward-all", [
  ["out_o1", (n) => `passes[${n} - 1].neurons.o1.activation`],
  ["out_o2", (n) => `passes[${n} - 1].neurons.o2.activation`],
  ["E_x", (n) => `passes[${n} - 1].cost`],
]);
testTable(book, "assumption-1-holds", [
  ["∂E/∂w as a whole", (label) => `slopeOf("${label}", meanCost)`],
  ["average of the four", (label) => `gradient.${label}`],
]);
testTable(book, "assumption-1-fails", [
  ["slope of the worst", (label) => `slopeOf("${label}", worstCost)`],
  ["average of the four", (label) => `gradient.${label}`],
  ["the same", () => '"no"'],
]);
const costed = (row: string, net: string) =>
  row === "E" ? `meanCost(${net})` : `meanCost(${net}) + charge(${net})`;
testTable(book, "idle-neuron", [
  ["our network", (row) => costed(row, "network")],
  ["with the idle neuron", (row) => costed(row, "idle")],
]);
testTable(book, "assumption-2-fails", [
  ["slope", (label) => `gradient.${label} + 0.1 * ${label} / 4`],
  ["through the outputs", (label) => `gradient.${label}`],
  ["gap", (label) => `0.1 * ${label} / 4`],
  ["λ·w/n", (label) => `λ * ${label} / n`],
]);
testTable(book, "one-path-numbers", [
  ["sum over L", (h) => `delta_${h}`],
  ["only o1", (h) => `delta_o1 * w${Number(h[1]) + 6} * dout_dnet_${h}`],
  ["measured", (h) => `each[0].b_${h}`],
]);
testTable(book, "gradients-table", [
  ...reference.data.inputs.map((_, n) =>
    [`x = ${n + 1}`, (label: string) => `gradients[${n}].${label}`] as const
  ),
  ["average", (label) => `gradient.${label}`],
]);
testTable(book, "step", [
  ["before", (label) => label],
  ["gradient", (label) => `gradient.${label}`],
  ["measured", (label) => `slopeOf("${label}", meanCost)`],
  ["after", (label) => `${label} - η * gradient.${label}`],
]);
testTable(book, "train", [["E", (k) => `trained.costs[${countOf(k)}]`]]);
const trainedSays = (n: string, o: number) =>
  `forward(trained.network, inputs[${n} - 1])[1].activations[${o}]`;
testTable(book, "trained-outputs", [
  ["t1", (n) => `targets[${n} - 1][0]`],
  ["out_o1", (n) => trainedSays(n, 0)],
  ["t2", (n) => `targets[${n} - 1][1]`],
  ["out_o2", (n) => trainedSays(n, 1)],
]);
const trainedFor = (epochs: string, how: string) =>
  `meanCost(train(network, examples, { ...step, ${how}, epochs: ${
    countOf(epochs)
  } }).network)`;
testTable(book, "online-training", [
  ["batch, average", (k) => trainedFor(k, 'batch: "all", reduction: "mean"')],
  ["batch, sum", (k) => trainedFor(k, 'batch: "all", reduction: "sum"')],
  ["online", (k) => trainedFor(k, "batch: 1")],
]);
testTable(book, "summed-numbers", [
  ["average", (label) => `gradient.${label}`],
  ["sum, n forgotten", (label) => `4 * gradient.${label}`],
  ["measured", (label) => `slopeOf("${label}", meanCost)`],
]);
const atRate = (η: string, steps: number) =>
  `train(network, examples, { ...whole, learningRate: ${η}, epochs: ${steps} }).costs[${steps}]`;
testTable(book, "rates-table", [
  ["E after 10 steps", (η) => atRate(η, 10)],
  ["after 100", (η) => atRate(η, 100)],
  ["after 1,000", (η) => atRate(η, 1000)],
]);
const squares = (k: string) =>
  `examples.reduce((sum, { input, target }) => sum +
    forward(sizes[${k} - 1], input)[1].activations.reduce((all, out, o) =>
      all + (out - [...target, 1][o]) ** 2, 0), 0)`;
testTable(book, "mse-table", [
  ["quadratic cost", (k) => `${squares(k)} / (2 * n)`],
  ["MSE", (k) => `${squares(k)} / (n * ${k})`],
  ["MSE / cost", (k) => `2 / ${k}`],
  ["2/K", (k) => `2 / ${k}`],
]);
/** How the article's words can be read, and as what. */
const readings: Record<string, readonly [value: string, right: string]> = {
  "n = 4, the examples": ["E", "yes"],
  "n = 3, the inputs": ["E * 4 / 3", "no"],
  "the average of the deltas": [
    "mean(gradients.map((one) => one.b_o1))",
    "yes",
  ],
  "the delta of one example": ["delta_o1", "no"],
  "delta of o1, activation of h1": ["delta_o1 * out_h1", "yes"],
  "delta of h1, activation of o1": ["delta_h1 * out_o1", "no"],
};
const names = Object.keys(readings);
testTable(book, "errata-lines", [
  ["computed with", (_, index) => `"${names[index]}"`],
  ["value", (_, index) => readings[names[index]][0]],
  ["right", (_, index) => `"${readings[names[index]][1]}"`],
]);
testTable(book, "falls-anyway", [
  [
    "sum over L",
    (row) =>
      row.startsWith("E")
        ? `trained.costs[${countOf(row)}]`
        : row.endsWith("measured")
        ? 'slopeOf("w1", meanCost)'
        : "gradient.w1",
  ],
  [
    "only o1",
    (row) =>
      row.startsWith("E")
        ? `train(network, examples, { ...whole, mistake: "one-path", epochs: ${
          countOf(row)
        } }).costs[${countOf(row)}]`
        : row.endsWith("measured")
        ? 'slopeOf("w1", meanCost)'
        : `mean(passes.map(({ inputs, neurons: { h1, o1 } }) =>
        o1.delta * w7 * h1.dActivation_dNet * inputs.i1))`,
  ],
]);

testSymbols(book, [
  "t1",
  "t2",
  "b_h1",
  "b_h2",
  "b_o1",
  "b_o2",
  "w_10",
  "w_jl",
  "w_ij",
]);

testSymbolList(book);

testExercises(book, {
  "exercise-delta-o2": {
    right: "-0.1214",
    rules: [...changed.slopes, ...changed.cost],
    mistakes: {
      "0.1214": "the sign is the wrong way round",
      "-0.4861": "the derivative of the activation function is left out",
      "-0.2428": "the ½ in the cost is forgotten",
      "-0.1138": "at the output instead of at the net input",
      "-0.0243": "the average over the examples is taken already",
    },
  },
  "exercise-delta-h1": {
    right: "0.0321",
    rules: [...changed.slopes, ...changed.cost, ...changed.way],
    mistakes: {
      "0.0234": "only the path through the next layer's first neuron",
      "0.0088": "only the path through o2",
      "0.1335": "the slope at h1 is left out",
      "0.5408": "the derivative of the activation function is left out",
      "0.0380": "along the rows of the weight matrix",
      "0.0297": "along weights that this step has already updated",
    },
  },
  "exercise-w4": {
    right: "-0.0243",
    rules: [...changed.slopes, ...changed.cost, ...changed.way],
    mistakes: {
      "0.0243": "the sign is the wrong way round",
      "-0.0169": "by what h2 says",
      "-0.0049": "averaged over the examples",
    },
  },
  "exercise-b-o1": {
    right: "0.0304",
    rules: [...changed.slopes, ...changed.cost, "sign-flipped"],
    mistakes: {
      "-0.0478": "added and not averaged",
      "0.0256": "divided by four",
      "0.0429": "the fifth example is left out",
      "0.0696": "uphill",
      "0.0109": "the learning rate is left out",
    },
  },
  "exercise-mse": {
    right: "0.25",
    rules: [],
    mistakes: {
      "0.10": "taken for the same",
      "0.04": "divided where it should be multiplied",
      "0.50": "the half is forgotten",
    },
  },
});
