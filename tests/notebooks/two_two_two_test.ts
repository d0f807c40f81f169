import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import reference from "../reference/two_two_two.json" with { type: "json" };
import {
  assertClose,
  countsIn,
  rounded,
  runBook,
  shownBy,
  sourceOf,
  verdictsOf,
} from "./book.ts";
import { changed, testExercises } from "./exercises.ts";
import { countOf, testFigures, testShown, testTable } from "./shown.ts";
import {
  gradientIsDeltaTimesActivation,
  rateBelowTheLine,
  rowsAreReceivers,
  testDeltaColours,
  testEquations,
  testForm,
  testProse,
  testPublished,
  testReference,
  testSymbolList,
  testSymbols,
} from "./checks.ts";

const book = await runBook("two_two_two.ipynb");
const WEIGHTS = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"];
/** What each weight carries, and the neuron that it leads to. */
const FROM = pick(
  "i1",
  "i2",
  "i1",
  "i2",
  "out_h1",
  "out_h2",
  "out_h1",
  "out_h2",
);
const TO = pick("h1", "h1", "h2", "h2", "o1", "o1", "o2", "o2");

function pick(...names: string[]): Record<string, string> {
  return Object.fromEntries(WEIGHTS.map((w, i) => [w, names[i]]));
}

testForm(book);

testDeltaColours(book);

/** Where the notebook holds each quantity of the article, and of the reference values. */
const EXPRESSIONS: Record<string, string> = {
  dEtotal_dout_o1: "dE_dout_o1",
  dout_o1_dnet_o1: "dout_dnet_o1",
  dnet_o1_dw5: "dnet_dw5",
  "gradients.w5": "dE_dw5",
  dEtotal_dout_h1: "dE_dout_h1",
  dout_h1_dnet_h1: "dout_dnet_h1",
  "gradients.w1": "dE_dw1",
  ...Object.fromEntries(WEIGHTS.map((w) => [`${w}+`, `next.${w}`])),
};

testPublished(
  book,
  reference.published_values_first_pass,
  (quantity) => EXPRESSIONS[quantity] ?? quantity,
);

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

for (const { quantity, printed } of reference.published_values_training) {
  Deno.test(`two_two_two.ipynb: the published ${printed} for ${quantity} is found, where the article has it from`, async () => {
    const { found, asTheTextSays } = TRAINING[quantity];
    assertEquals(rounded(await book.value<number>(found), printed), printed);
    assert(
      rounded(await book.value<number>(asTheTextSays), printed) !== printed,
    );
  });
}

const { forward, backward, updated_weights_after_one_step } = reference;
const { gradients, ...factors } = backward;
const walkThrough: Record<string, number> = {
  ...forward,
  dE_db1: gradients.b1_shared,
  dE_db2: gradients.b2_shared,
};
for (const [name, value] of Object.entries(factors)) {
  const short = name.replace("dEtotal", "dE")
    .replace(/^dout_(\w+)_dnet_\1$/, "dout_dnet_$1")
    .replace(/^dnet_\w+_dw/, "dnet_dw");
  if (await book.value(`typeof ${short} !== "undefined"`)) {
    walkThrough[short] = value;
  }
}
for (const [name, value] of Object.entries(gradients)) {
  if (WEIGHTS.includes(name)) walkThrough[`dE_d${name}`] = value;
}
for (const [name, value] of Object.entries(updated_weights_after_one_step)) {
  walkThrough[`next.${name}`] = value;
}
testReference(book, "the values of the walk-through", walkThrough);

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
      const what = `${expression}[${updates}]`;
      assertClose(costs[updates], E_total, tolerance, what);
    }
  }
});

/** The network that each row of the tables of steps is about. */
for (
  const { updates, parameters, out_o1, out_o2 } of reference.update_rules
    .weights_only.filter(({ updates }) =>
      [1, 10, 100, 1000, 10_000].includes(updates)
    )
) {
  const visited = `visited[${updates}]`;
  testReference(
    book,
    `the network after ${updates} steps and what it says`,
    {
      ...Object.fromEntries(
        Object.entries(parameters).map((
          [label, value],
        ) => [`parametersOf(${visited}).${label}`, value]),
      ),
      [`trace(${visited}, example, step).neurons.o1.activation`]: out_o1,
      [`trace(${visited}, example, step).neurons.o2.activation`]: out_o2,
    },
    1e-9,
  );
}

testEquations(book, {
  count: 58,
  // The notebook has no name for a bias's own gradient; it measures it.
  rename: (name) => name.replace(/dE_d(b_\w+)/, "measured.$1"),
  tolerance: (name) => name.includes("_db_") ? 1e-9 : 1e-14,
});

const ALL =
  "[example.input, network.layers[0].biases, network.layers[1].biases]";
const WEIGHT_COUNT = "[Object.keys(pass.weights).length]";

testProse(book, {
  counts: [
    [
      "title",
      /# (\w+) inputs, (\w+) hidden neurons, (\w+) outputs/,
      `${ALL}.map((all) => all.length)`,
    ],
    [
      "title",
      /its (\w+) outputs. (\w+) weights/,
      "[example.target, Object.keys(pass.weights)].map((all) => all.length)",
    ],
    [
      "the-network",
      /(\w+) inputs, .* feed (\w+) hidden neurons, .* feed (\w+) output neurons/,
      `${ALL}.map((all) => all.length)`,
    ],
    [
      "the-network",
      /Both matrices are (\w+) by (\w+)/,
      "[network.layers[1].weights.length, network.layers[1].weights[0].length]",
    ],
    ["update-output", /all (\w+) gradients/, WEIGHT_COUNT],
    ["hidden-gradients", /all (\w+) gradients/, WEIGHT_COUNT],
    [
      "update-hidden",
      /the first (\w+) weights/,
      "[network.layers[0].weights.flat().length]",
    ],
    ["checks", /derived (\w+) gradients/, WEIGHT_COUNT],
    ["library-check", /the (\w+) new weights/, "[Object.keys(next).length]"],
    ["training", /^## (\w+ \w+) steps/, "[trained.costs.length - 1]"],
    ["curve", /title: "(\w+ \w+) steps/, "[trained.costs.length - 1]"],
    ["scrubber", /title: "What (\w+ \w+) steps/, "[trained.costs.length - 1]"],
    ["scrub", /has (\w+) of these networks/, "[taken.length + 2]"],
    ["scrub-weights-text", /Here are (\w+) of the moments/, "[stops.length]"],
    ["rates-curve", /title: "The error at (\w+) learning rates/, "[4]"],
    ["bias-curves", /title: "(\w+) ways/, "[byRule.length]"],
    ["errata-found", /after (ten \w+) steps/, "[trained.costs.length - 1]"],
    ["biases", /there are (\w+) in use/, "[rules.length]"],
    ["bias-training", /the (\w+) networks/, "[byRule.length]"],
    [
      "bias-training",
      /and (\w+) of them help more than (\w+)/,
      "[network.layers.flatMap((layer) => layer.biases).length, network.layers.length]",
    ],
    ["bias-curve", /The (\w+) part company/, "[byRule.length]"],
    ["questions", /makes (\w+) common mistakes/, "[mistakeNames.length]"],
    [
      "fingerprints-text",
      /(\w+) of the (\w+) learn/,
      `[mistakeNames.filter((mistake) =>
        train(network, [example], { ...step, mistake, epochs: 10_000 }).costs[10_000] < 0.001).length,
        mistakeNames.length]`,
    ],
    [
      "rates-curve-text",
      /first (\w+) steps at (\w+) learning/,
      "[byRate[0].slice(0, 1001).length - 1, 4]",
    ],
  ],
  claims: [
    [
      "the-network",
      "a matrix with one row for each neuron that receives",
      rowsAreReceivers,
    ],
    [
      "summary",
      "The gradient of a weight is the delta at its end times the activation at its start",
      gradientIsDeltaTimesActivation,
    ],
    [
      "delta",
      "the gradient of a weight is the delta at its end times what it carries",
      gradientIsDeltaTimesActivation,
    ],
    [
      "after-step",
      "no gradient reaches a tenth",
      "Object.values(pass.weights).every(({ gradient }) => Math.abs(gradient) < 0.1)",
    ],
    ["after-step", "the learning rate halves the step", "η === 0.5"],
    [
      "the-network",
      "row one of the first matrix holds $w_1$ and $w_2$, which lead to $h_1$",
      `String(network.layers[0].weights[0]) === String([w1, w2])
        && pass.weights.w1.to === "h1" && pass.weights.w2.to === "h1"`,
    ],
    [
      "error",
      "The first output is far too high and the second too low",
      "out_o1 > t1 + 0.5 && out_o2 < t2 - 0.1",
    ],
    ["factor-cost", "It is positive", "dE_dout_o1 > 0"],
    [
      "factor-activation",
      "the something is $1 + e^{-\\mathrm{net}_{o1}}$. Its own rate is $-e^{-\\mathrm{net}_{o1}}$",
      rateBelowTheLine,
    ],
    [
      "output-gradients",
      "The two deltas have different signs, as they should: the first output is to fall, the second to rise",
      "delta_o1 > 0 && delta_o2 < 0 && t1 < out_o1 && t2 > out_o2",
    ],
    [
      "two-paths",
      "$\\delta_{o1}$ says how fast the error grows with the net input of $o_1$, and that net input contains $\\mathrm{out}_{h1}$ times $w_5$",
      'pass.weights.w5.from === "h1" && pass.weights.w5.to === "o1"',
    ],
    [
      "scrub-weights-text",
      "Between ten and a hundred steps the error falls to less than a tenth",
      "trained.costs[100] < trained.costs[10] / 10",
    ],
    [
      "scrub-weights-text",
      "In the same steps $w_5$ and $w_6$ go from almost zero to far below it, and the first output follows",
      `["w5", "w6"].every((label) => Math.abs(parametersOf(visited[10])[label]) < 0.03
        && parametersOf(visited[100])[label] < -1.7)
        && ((at) => at(10) > 0.6 && at(100) < 0.2)((k) => trace(visited[k], example, step).neurons.o1.activation)`,
    ],
    [
      "scrub-weights-text",
      "The other nine thousand nine hundred take them about as far again",
      `["w5", "w6"].every((label) => ((at) =>
        Math.abs((at(10_000) - at(100)) / (at(100) - at(10)) - 1) < 0.2)((k) => parametersOf(visited[k])[label]))`,
    ],
    [
      "scrub-weights-text",
      "From one step on, each row has ten times as many steps behind it as the row before",
      "stops.slice(2).every((k, i) => k === 10 * stops[i + 1])",
    ],
    [
      "biases",
      "input is always one. Its third link is one",
      `["h1", "h2", "o1", "o2"].every((neuron) =>
        Math.abs(measured["b_" + neuron] - pass.neurons[neuron].delta) < 1e-10)`,
    ],
    [
      "errata-pen",
      "its formula for the net input of $h_1$ has $w_3$ in the place of $w_2$",
      "net_h1 === w1 * i1 + w2 * i2 + b1 && net_h1 !== w1 * i1 + w3 * i2 + b1",
    ],
    [
      "errata-found",
      "It agrees with the right rule one step earlier",
      "trained.costs[10_000 - 1].toFixed(10) === '0.0000351085'",
    ],
    [
      "exercise-swapped-text",
      "the first output is to say $t_2$ and the second $t_1$",
      "String(swapped.target) === String([t2, t1])",
    ],
    [
      "exercise-count-text",
      "below one thousandth for the first time",
      "trained.costs[1087] >= 0.001 && trained.costs[1088] < 0.001",
    ],
    ["after-step", "The error has gone down", "E_after < E_total"],
    [
      "training-curve",
      "hardly moves in the first steps",
      "trained.costs[3] > 0.9 * trained.costs[0]",
    ],
    [
      "training-curve",
      "less than a tenth after a hundred",
      "trained.costs[100] < trained.costs[0] / 10",
    ],
    [
      "training-curve",
      "almost straight line",
      `[100, 300, 1000, 3000].map((k) => Math.log(trained.costs[k] / trained.costs[3 * k]) / Math.log(3))
        .every((slope) => slope > 1.2 && slope < 1.7)`,
    ],
    [
      "training-curve",
      "Ten times as many steps bring less and less",
      `[10, 100, 1000, 10_000].map((k) => trained.costs[k / 10] - trained.costs[k])
        .every((gain, k, all) => k < 2 || gain < all[k - 1])`,
    ],
    [
      "trained-outputs",
      "would come closer still",
      "train(trained.network, [example], { ...step, epochs: 1 }).costs[1] < trained.costs[10_000]",
    ],
    [
      "scrub-read",
      "The weights into $o_1$, $w_5$ and $w_6$, fall, pass zero around the tenth step",
      `["w5", "w6"].every((label) => parametersOf(visited[8])[label] > 0
        && parametersOf(visited[12])[label] < 0)`,
    ],
    [
      "scrub-read",
      "Those into $o_2$ rise",
      `["w7", "w8"].every((label) => stops.every((k, i) =>
        i === 0 || parametersOf(visited[k])[label] > parametersOf(visited[stops[i - 1]])[label]))`,
    ],
    [
      "scrub-read",
      "end near minus four",
      `["w5", "w6"].every((label) => Math.round(parametersOf(visited[10_000])[label]) === -4)`,
    ],
    [
      "scrub-read",
      "The first layer hardly moves",
      `Object.entries(parametersOf(visited[10_000])).slice(0, 4)
        .every(([label, value]) => Math.abs(value - pass.weights[label].value) < 0.5)`,
    ],
    [
      "scrub-read",
      "And $\\delta_{o1}$ at first **grows**, although the output comes nearer its target",
      "passes[1].neurons.o1.delta > delta_o1 && passes[2].neurons.o1.delta > passes[1].neurons.o1.delta",
    ],
    [
      "scrub-read",
      "the slope grows faster than the distance shrinks",
      `passes[2].neurons.o1.dActivation_dNet / dout_dnet_o1 >
        dE_dout_o1 / passes[2].neurons.o1.dCost_dActivation`,
    ],
    [
      "rates-read",
      "at a thousandth, ten thousand steps do not get as far as ours do in a hundred",
      "byRate[rates.indexOf(0.001)][10_000] > trained.costs[100]",
    ],
    [
      "rates-read",
      "Up to fifty, larger is better",
      `byRate.slice(0, rates.indexOf(50) + 1).every((costs, k, all) =>
        k === 0 || costs[10_000] < all[k - 1][10_000])`,
    ],
    [
      "rates-read",
      "hardly moves, for a thousand steps and more",
      "byRate.slice(rates.indexOf(100)).every((costs) => costs[1000] > costs[1] / 2)",
    ],
    [
      "rates-read",
      "one step has thrown the net inputs so far that the outputs are zero and one. That happens to be near these targets, a hundredth away from each, which makes an error of one ten-thousandth",
      `Math.abs(byRate.at(-1)[10_000] - 0.0001) < 1e-9 && t1 === 0.01 && t2 === 0.99 &&
        (({ neurons: { o1, o2 } }) => o1.activation < 1e-6 && o2.activation > 1 - 1e-6)(
        trace(train(network, [example], { ...step, learningRate: 1000, epochs: 1 }).network, example, step))`,
    ],
    [
      "rates-curve-text",
      "The line that is lowest after one step is the one that goes nowhere",
      `[0.01, 0.5, 50].every((rate) => byRate[rates.indexOf(rate)][1] > byRate[rates.indexOf(200)][1]
        && byRate[rates.indexOf(rate)][1] / byRate[rates.indexOf(rate)][1000] > byRate[rates.indexOf(200)][1] / byRate[rates.indexOf(200)][1000])`,
    ],
    [
      "question-slope",
      "the error even falls **fastest**",
      `Math.min(...mistakeNames.map((mistake) =>
        train(network, [example], { ...step, mistake, epochs: 100 }).costs[100])) ===
        train(network, [example], { ...step, mistake: "slope-dropped", epochs: 100 }).costs[100]`,
    ],
    [
      "rates-read",
      "An error below $10^{-30}$ is what rounding leaves of zero",
      `((out) => Math.abs(out[0] - t1) < 1e-15 && Math.abs(out[1] - t2) < 1e-15)(
        Object.values(trace(train(network, [example], { ...step, learningRate: 50, epochs: 10_000 }).network,
          example, step).neurons).slice(-2).map(({ activation }) => activation))`,
    ],
    [
      "errata-question",
      "misses in the seventh digit",
      `((published) => Math.floor(published * 1e6) === Math.floor(trained.costs[1] * 1e6)
        && Math.floor(published * 1e7) !== Math.floor(trained.costs[1] * 1e7))(0.291027924)`,
    ],
    [
      "bias-training",
      "four of them help more than two",
      "[1, 100, 10_000].every((k) => byRule[1].costs[k] < byRule[2].costs[k])",
    ],
    [
      "question-slope",
      "For one output it is $-t \\, \\ln \\mathrm{out} - (1 - t) \\, \\ln (1 - \\mathrm{out})$",
      `Math.abs(entropyPass.cost - [out_o1, out_o2].reduce((sum, out, k) =>
        sum - example.target[k] * Math.log(out) - (1 - example.target[k]) * Math.log(1 - out), 0)) < 1e-12`,
    ],
    [
      "question-slope",
      "Its derivative is $\\textcolor{#d55e00}{(\\mathrm{out} - t) \\, / \\, (\\mathrm{out} \\, (1 - \\mathrm{out}))}$",
      "Math.abs(entropyPass.neurons.o1.dCost_dActivation - dE_dout_o1 / dout_dnet_o1) < 1e-12",
    ],
    [
      "question-slope",
      "the delta is the distance to the target, with its sign",
      "entropyPass.neurons.o1.delta === out_o1 - t1 && entropyPass.neurons.o2.delta === out_o2 - t2",
    ],
    [
      "question-zero",
      "nothing comes back to the hidden layer in the first step",
      "['w1', 'w2', 'w3', 'w4'].every((label) => trace(zero, example, step).weights[label].gradient === 0)",
    ],
    [
      "question-zero",
      "stay twins",
      `(({ weights: [first, second] }) => first.every((w, i) => w === second[i]))(zeroTrained.network.layers[0])`,
    ],
    [
      "question-learned",
      "it says almost the same",
      `[[0.05, 0.10], [0, 0], [0.5, 0.5], [1, 1]].every((input) => {
        const { o1, o2 } = trace(trained.network, { ...example, input }, step).neurons;
        return o1.activation < 0.02 && o2.activation > 0.98;
      })`,
    ],
    ...["within the first hundred steps", "the wider the gap"].map((words) =>
      [
        "bias-curve",
        words,
        `[1, 2].every((free) => [1, 100, 1000, 5000, 10_000]
          .map((k) => byRule[0].costs[k] / byRule[free].costs[k])
          .every((ratio, i, all) => ratio > (all[i - 1] ?? 1)))`,
      ] as const
    ),
  ],
});

Deno.test("two_two_two.ipynb: its prose counts the multiplications of the hidden layer", () => {
  const { length } = sourceOf(book, "gradients-hidden").match(/ \* /g)!;
  assertEquals(
    countsIn(book, "hidden-gradients", /(\w+) more multiplications/),
    [length],
  );
});

Deno.test("two_two_two.ipynb: its prose says how many published numbers agree", () => {
  const verdicts = (cellId: string) => verdictsOf(book, cellId);
  const yes = (cellId: string) =>
    verdicts(cellId).filter((word) => word === "yes").length;
  const no = (cellId: string) => verdicts(cellId).length - yes(cellId);
  assertEquals(countsIn(book, "forward-published", /All (\w+) numbers/), [
    yes("published-forward"),
  ]);
  assertEquals(no("published-forward"), 0);
  assertEquals(no("published-output"), 0);
  assertEquals(
    countsIn(
      book,
      "hidden-published",
      /^(\w+) more published numbers. (\w+) differs/,
    ),
    [verdicts("published-hidden").length, no("published-hidden")],
  );
  assertEquals(yes("published-training"), 0);
  assertEquals(
    countsIn(book, "errata-found", /^(\w+) of the (\w+) are explained/),
    [yes("errata-updated-weights"), no("published-training")],
  );
  assertEquals(no("errata-updated-weights"), 0);
  assertEquals(no("errata-one-step-early"), 0);
});

testShown(book, {
  parameters: "parametersOf(network)",
  example: "{ i1, i2, t1, t2 }",
  outputs: { target_o1: "t1", target_o2: "t2" },
  "next-output": "next",
  "next-hidden": "next",
  "after-one-step": { change: "E_after - E_total" },
  "trained-pass": { target_o1: "t1", target_o2: "t2" },
});

/** What the article calls a quantity, as an expression. */
function expressionOf(quantity: string): string {
  return quantity.replace(/^δ_/, "delta_")
    .replace(/^∂E_total\/∂(\w+)$/, "dE_d$1")
    .replace(/^∂E_(o\d)\/∂(\w+)$/, "dE$1_d$2")
    .replace(/^∂out_(\w+)\/∂net_\1$/, "dout_dnet_$1")
    .replace(/^∂net_o1\/∂(w5)$/, "dnet_d$1")
    .replace(/^(\w+) after the step$/, "next.$1");
}

const published = Object.fromEntries(
  reference.published_values_first_pass.map(({ quantity, printed }) => [
    EXPRESSIONS[quantity] ?? quantity,
    printed,
  ]),
);
for (
  const id of ["published-forward", "published-output", "published-hidden"]
) {
  testTable(book, id, [
    ["published", (row) => published[expressionOf(row)]],
    ["ours", expressionOf],
    ["the same", (row) => {
      const printed = published[expressionOf(row)];
      return `(${expressionOf(row)}).toFixed(${
        printed.split(".")[1].length
      }) === "${printed}" ? "yes" : "no"`;
    }],
  ]);
}

const closing: Record<string, string> = {
  "E_total after 1 step": "0.291027924",
  "E_total after 10,000 steps": "0.0000351085",
  "E_total after 9,999 steps": "0.0000351085",
  "the same, older copies": "0.000035085",
  "out_o1 after 10,000 steps": "0.015912196",
  "out_o2 after 10,000 steps": "0.984065734",
};
for (
  const [id, run] of [
    ["published-training", "trained"],
    ["errata-updated-weights", "mistaken"],
    ["errata-one-step-early", "trained"],
  ]
) {
  const ours = (row: string) =>
    row.startsWith("out_")
      ? `${run}_${row.slice(4, 6)}`
      : `${run}.costs[${
        row.startsWith("the same") ? 10_000 : countOf(row.slice(8))
      }]`;
  testTable(book, id, [
    ["published", (row) => closing[row]],
    ["ours", ours],
    ["the same", () => id === "published-training" ? '"no"' : '"yes"'],
  ]);
}

testTable(book, "gradient-check", [
  ["∂E/∂out", (w) => `pass.neurons.${TO[w]}.dCost_dActivation`],
  ["∂out/∂net", (w) => `out_${TO[w]} * (1 - out_${TO[w]})`],
  ["∂net/∂w", (w) => FROM[w]],
  ["gradient", (w) => `dE_d${w}`],
  ["measured", (w) => `measured.${w}`],
]);
testTable(book, "train", [
  ["error", (steps) => `trained.costs[${countOf(steps)}]`],
]);
testTable(
  book,
  "scrub-weights",
  WEIGHTS.map((w) => [
    w,
    (steps) => `parametersOf(visited[${countOf(steps)}]).${w}`,
  ]),
);
const visitedPass = (steps: string) =>
  `trace(visited[${countOf(steps)}], example, step)`;
testTable(book, "scrub-outputs", [
  ...["o1", "o2"].map((o) =>
    [
      `out_${o}`,
      (steps: string) => `${visitedPass(steps)}.neurons.${o}.activation`,
    ] as const
  ),
  ...["o1", "o2"].map((o) =>
    [
      `delta_${o}`,
      (steps: string) => `${visitedPass(steps)}.neurons.${o}.delta`,
    ] as const
  ),
  ["error", (steps) => `trained.costs[${countOf(steps)}]`],
]);
Deno.test("two_two_two.ipynb: the scrubber says and draws each of its moments", async () => {
  const html = shownBy(book, "scrubber", "text/html");
  const all = (pattern: RegExp) =>
    [...html.matchAll(pattern)].map(([, found]) => found);
  const steps = all(/type="radio" name="[^"]*" value="(\d+)"/g).map(Number);
  assertEquals(steps, [0, ...await book.value<number[]>("taken"), 10_000]);
  const words = all(/<p class="in-words"[^>]*>([^<]*)</g);
  const drawn = html.split('<div class="moment').slice(1);
  const lines = shownBy(book, "scrubber").split("\n").slice(1);
  for (const [i, step] of steps.entries()) {
    const [error, parameters, activations] = await book.value<
      [string, Record<string, string[]>, Record<string, string[]>]
    >(`(({ neurons }) => [
        formatNumber(trained.costs[${step}]),
        Object.fromEntries(Object.entries(parametersOf(visited[${step}]))
          .map(([label, value]) => [label, [formatNumber(value), digits(value, 3)]])),
        Object.fromEntries(Object.values(neurons).map(({ label, activation }) =>
          [label, [formatNumber(activation), digits(activation, 3)]])),
      ])(trace(visited[${step}], example, step))`);
    assertStringIncludes(drawn[i], ` error E ${error}</p>`);
    const { o1, o2 } = activations;
    assert(
      lines[i].endsWith(`: error ${error}; o1 ${o1[0]}, o2 ${o2[0]}.`),
      lines[i],
    );
    for (const [label, [said, written]] of Object.entries(parameters)) {
      // Biases, which stay as they are, are said once.
      const description = words[WEIGHTS.includes(label) ? i : 0];
      assertMatch(description, new RegExp(`\\b${label}\\b[^,.]* ${said}[,.]`));
      if (WEIGHTS.includes(label)) {
        assertStringIncludes(drawn[i], `>${label}</tspan> ${written}<`);
      }
    }
    for (const [label, [said, written]] of Object.entries(activations)) {
      assertMatch(words[i], new RegExp(`\\b${label} ${said}[,.]`));
      assertStringIncludes(drawn[i], `>${written}</text>`);
    }
  }
});
const atRate = (rate: string, target = "example.target") =>
  `train(network, [{ ...example, target: ${target} }], { ...step, learningRate: ${
    countOf(rate)
  }, epochs: 10_000 })`;
testTable(book, "rates-compared", [
  ["error after 1 step", (rate) => `${atRate(rate)}.costs[1]`],
  ["after 100", (rate) => `${atRate(rate)}.costs[100]`],
  ["after 10,000", (rate) => `${atRate(rate)}.costs[10_000]`],
]);
testTable(book, "rates-milder", [
  ["error after 1 step", (rate) => `${atRate(rate, "[0.3, 0.7]")}.costs[1]`],
  ["after 10,000", (rate) => `${atRate(rate, "[0.3, 0.7]")}.costs[10_000]`],
  ...["o1", "o2"].map((o) =>
    [
      `out_${o}`,
      (rate: string) =>
        `trace(${
          atRate(rate, "[0.3, 0.7]")
        }.network, example, step).neurons.${o}.activation`,
    ] as const
  ),
]);
const mistaken = (name: string) =>
  `{ ...step, epochs: 10_000, mistake: ${
    name === "none" ? undefined : `"${name}"`
  } }`;
testTable(book, "errata-gradient-check", [
  [
    "∂E_total/∂w1",
    (rule) =>
      rule === "original weights" ? "dE_dw1" : "wrong.weights.w1.gradient",
  ],
  ["measured", () => "measured.w1"],
  [
    "w1 after the step",
    (rule) => rule === "original weights" ? "next.w1" : "wrong.weights.w1.next",
  ],
]);
testTable(book, "bias-gradients", [
  ["own gradient", (neuron) => `delta_${neuron}`],
  ["measured", (neuron) => `measured.b_${neuron}`],
  [
    "gradient if shared",
    (neuron) => `delta_${neuron[0]}1 + delta_${neuron[0]}2`,
  ],
]);
const withBiases = (biases: string, steps: number) =>
  `train(network, [example], { ...step, biases: "${biases}", epochs: ${steps} }).costs[${steps}]`;
testTable(book, "bias-rules", [
  ["E_total after 1 step", (rule) => withBiases(rule, 1)],
  ["after 100", (rule) => withBiases(rule, 100)],
  ["after 10,000", (rule) => withBiases(rule, 10_000)],
]);
testTable(book, "mistakes", [
  ["what is done wrong", (name) => `describeMistake("${name}")`],
]);
testTable(book, "fingerprints", [
  [
    "w1 after 1 step",
    (name) => `trace(network, example, ${mistaken(name)}).weights.w1.next`,
  ],
  [
    "error after 100",
    (name) => `train(network, [example], ${mistaken(name)}).costs[100]`,
  ],
  [
    "after 10,000",
    (name) => `train(network, [example], ${mistaken(name)}).costs[10_000]`,
  ],
]);
testTable(book, "question-cross-entropy", [
  ["out − t", (o) => `dE_dout_${o}`],
  ["delta, half the square", (o) => `delta_${o}`],
  ["delta, cross-entropy", (o) => `entropyPass.neurons.${o}.delta`],
]);
const fromZero = (w: string, steps: number) =>
  `parametersOf(train(zero, [example], { ...step, epochs: ${steps} }).network).${w}`;
testTable(book, "question-zero-run", [
  ["after 1 step", (w) => fromZero(w, 1)],
  ["after 10,000", (w) => fromZero(w, 10_000)],
]);
const said = (index: number, o: string) =>
  `trace(trained.network, { ...example, input: [[0.05, 0.1], [0, 0], [0.5, 0.5], [1, 1]][${index}] }, step).neurons.${o}.activation`;
testTable(book, "question-learned-run", [
  ["i2", (i1) => `${i1} === 0.05 ? 0.1 : ${i1}`],
  ["out_o1", (_, index) => said(index, "o1")],
  ["out_o2", (_, index) => said(index, "o2")],
]);

testSymbols(book, ["t1", "t2", "b1", "b2", "b_o1"]);

testSymbolList(book);

testFigures(book, {
  diagram: [
    "The network before it has learned",
    "w1 from i1 to h1 0.15, w2 from i2 to h1 0.2, w3 from i1 to h2 0.25, w4 from i2 to h2 0.3",
    "w5 from h1 to o1 0.4, w6 from h2 to o1 0.45, w7 from h1 to o2 0.5, w8 from h2 to o2 0.55",
  ],
  "path-w5": [
    "How w5 reaches the error",
    "Errors E_o1 0.275, E_o2 0.0236. Error E 0.298",
    "the way of w5 to the error: h1, w5, o1, t1. Its gradient 0.0822 is 0.741 × 0.187 × 0.593",
  ],
  "path-w1": [
    "How w1 reaches the error",
    "the way of w1 to the error: i1, w1, h1, w5, o1, w7, o2, t1, t2. Its gradient 0.000439 is 0.0364 × 0.241 × 0.05",
  ],
  "library-agrees": [
    "Deltas at the neurons, gradients on the arrows",
    "w5 from h1 to o1 0.0822, w6 from h2 to o1 0.0827, w7 from h1 to o2 −0.0226, w8 from h2 to o2 −0.0227",
    "deltas h1 0.00877, h2 0.00995",
    "∂E/∂out at o1 0.741, o2 −0.217",
  ],
  curve: [
    "Ten thousand steps with the same example",
    "falls from 0.298 at step 0 to 0.0000351 at step 10,000",
  ],
  "rates-curve": [
    "The error at four learning rates",
    "“η = 0.01” falls from 0.298 at step 0 to 0.149 at step 1,000",
    "“η = 0.5” falls from 0.298 at step 0 to 0.00111 at step 1,000",
    "“η = 50” falls from 0.298 at step 0 to 7.07×10⁻⁹ at step 1,000",
    "“η = 200” falls from 0.298 at step 0 to 0.00005 at step 1,000",
  ],
  "bias-curves": [
    "Three ways to treat the biases",
    "“biases fixed” falls from 0.298 at step 0 to 0.0000351 at step 10,000",
    "“biases own” falls from 0.298 at step 0 to 0.00000245 at step 10,000",
    "“biases shared” falls from 0.298 at step 0 to 0.00000436 at step 10,000",
  ],
});

testExercises(book, {
  "exercise-w1": {
    right: "0.149780716",
    rules: [...changed.slopes, ...changed.cost, ...changed.way, "sign-flipped"],
    mistakes: {
      "0.149817639": "already updated",
      "0.150219284": "uphill",
      "0.149764287": "at the output instead of at the net input",
      "0.145299743": "is left out",
      "0.149561432": "½",
      "0.149665802": "only the path through",
      "0.149769225": "rows of the weight matrix",
      "0.000438568": "the gradient is given",
      "0.149561": "the learning rate is left out",
    },
  },
  "exercise-swapped": {
    right: "0.011852333",
    rules: [...changed.slopes, ...changed.cost, ...changed.way],
    mistakes: { "0.008771355": "not swapped" },
  },
  "exercise-twice": {
    right: "0.317353862",
    rules: [...changed.slopes, ...changed.cost, "sign-flipped"],
    mistakes: {
      "0.317832959": "the first gradient is used twice",
      "0.358916480": "only the first step is taken",
    },
  },
  "exercise-shared": {
    right: reference.updated_biases_after_one_step.shared.b1.toFixed(9),
    rules: [...changed.slopes, ...changed.cost, ...changed.way, "sign-flipped"],
    mistakes: {
      "0.345614323": "only the delta of h1",
      "0.345022873": "only the delta of h2",
      "0.345318598": "averaged",
      "0.359362805": "uphill",
    },
  },
  "exercise-count": {
    right: "1088",
    rules: [
      ...changed.slopes,
      ...changed.cost,
      "weights-transposed",
      "one-path",
    ],
    mistakes: {
      "1089": "before the first step",
      "397": "the biases learn too",
    },
  },
});
