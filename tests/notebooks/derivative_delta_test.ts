import { assert, assertEquals } from "@std/assert";
import reference from "../reference/derivative_delta.json" with {
  type: "json",
};
import { assertClose, runBook, shownBy } from "./book.ts";
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
import { countOf, testFigures, testShown, testTable } from "./shown.ts";

const book = await runBook("derivative_delta.ipynb");

testForm(book);

testDeltaColours(book);

const { mse, mse_mean_over_examples } = reference.cases;
const [sample] = mse.examples;
const NEURONS = [1, 2, 3];

/** The reference's matrices have a row for each input; ours have one for each neuron. */
function named(
  { W1, b1, W2, b2 }: {
    W1: number[][];
    b1: number[];
    W2: number[];
    b2: number;
  },
): Record<string, number> {
  const weights = [...NEURONS.flatMap((j) => W1.map((row) => row[j - 1])), W2]
    .flat();
  return {
    ...Object.fromEntries(weights.map((w, i) => [`w${i + 1}`, w])),
    ...Object.fromEntries(b1.map((b, j) => [`b_h${j + 1}`, b])),
    b_o1: b2,
  };
}

function within(of: string, values: Record<string, number>) {
  return Object.fromEntries(
    Object.entries(values).map(([label, value]) => [`${of}.${label}`, value]),
  );
}

const hidden = <T>(of: (j: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(NEURONS.map((j) => of(j)));

testReference(book, "the parameters", named(reference.initial_parameters));

testReference(book, "the values of the walk-through", {
  ...hidden((j) => [`net_h${j}`, sample.z1[j - 1]]),
  ...hidden((j) => [`out_h${j}`, sample.a1[j - 1]]),
  net_o1: sample.z2,
  out_o1: sample.a2,
  E: sample.C,
  dE_dout_o1: sample.dC_da2,
  dout_dnet_o1: sample.da2_dz2,
  delta_o1: sample.delta2,
  dE_dout_h1: sample.dC_da1[0],
  dout_dnet_h1: sample.da1_dz1[0],
  ...hidden((j) => [`one_back[${j - 1}]`, sample.dC_da1[j - 1]]),
  ...hidden((j) => [`delta_h${j}`, sample.delta1[j - 1]]),
  ...hidden((
    j,
  ) => [`deltasOf(network, example)[0][${j - 1}]`, sample.delta1[j - 1]]),
  ...within("derived", named(sample.gradients)),
  ...hidden((j) => [`dE_dw${j}`, named(sample.gradients)[`w${j}`]]),
});

testReference(book, "the parameters after one step", {
  ...within(
    "next",
    named(mse.updates["learning_rate=0.1"].trajectory[0].parameters),
  ),
  ...within(
    "next_fast",
    named(mse.updates["learning_rate=0.5"].trajectory[0].parameters),
  ),
});

const mean = mse_mean_over_examples;
testReference(book, "the readings", {
  "examples.length": mean.n,
  "pass.cost / 3": mean.examples[0].C,
  "pass.neurons.o1.delta / 3": mean.examples[0].delta2,
  "pass.weights.w7.gradient / 3": mean.examples[0].gradients.W2[0],
  "half_pass.cost": mse.C / 2,
  "half_pass.neurons.o1.delta":
    reference.common_mistakes.factor_two_forgotten.delta2_wrong,
  "half_pass.weights.w7.gradient": mse.gradients.W2[0] / 2,
  "together.costs[0]": mean.C,
  ...Object.fromEntries(
    mean.examples.map(({ a2 }, n) => [
      `forward(network, examples[${n}].input)[1].activations[0]`,
      a2,
    ]),
  ),
});

const { hidden_delta_from_updated_W2, sigma_prime_of_the_activation } =
  reference.common_mistakes;
testReference(book, "the common mistakes", {
  ...hidden((j) => [
    `hasty.neurons.h${j}.delta`,
    hidden_delta_from_updated_W2.wrong[j - 1],
  ]),
  ...hidden((j) => [
    `σ(out_h${j}) * (1 - σ(out_h${j}))`,
    sigma_prime_of_the_activation.wrong[j - 1],
  ]),
});

Deno.test("derivative_delta.ipynb: its trainings go through the reference's checkpoints", async () => {
  const trainings = {
    slow: mse.updates["learning_rate=0.1"],
    fast: mse.updates["learning_rate=0.5"],
    together: mean.updates["learning_rate=0.5"],
  };
  for (const [name, { trajectory }] of Object.entries(trainings)) {
    const costs = await book.value<number[]>(`${name}.costs`);
    for (const { updates, C } of trajectory) {
      const what = `${name}.costs[${updates}]`;
      assertClose(costs[updates], C, updates < 1000 ? 1e-12 : 1e-9, what);
    }
  }
});

Deno.test("derivative_delta.ipynb: every gradient and delta is what a measurement gives", async () => {
  const pairs = await book.value<number[][]>(
    `[...Object.keys(derived).map((label) => [derived[label], measured[label]]),
      ...["h1", "h2", "h3", "h4", "h5", "o1"].map((label, n) =>
        [deeper_deltas[n], deeper_measured["b_" + label]]),
      [delta_o1, dE_dnet_o1],
      [dE_di1, moved_i1 / (2 * hair)], [dE_di2, moved_i2 / (2 * hair)]]`,
  );
  assertEquals(pairs.length, 13 + 6 + 3);
  for (const [ours, measured] of pairs) {
    assert(Math.abs(ours - measured) < 1e-10, `${ours} ≠ ${measured}`);
  }
});

testEquations(book, {
  count: 60,
  general: ["loop"],
  rename: (name) =>
    name.replaceAll("pass.weights.b_o1.to", '"o1"')
      .replace("dE_db_h1", "derived.b_h1"),
  tolerance: (name) => name.startsWith("dE_dnet") ? 1e-9 : 1e-14,
});

const SIZES =
  "[example.input, network.layers[0].biases, network.layers[1].biases].map((all) => all.length)";

testProse(book, {
  counts: [
    [
      "the-network",
      /(\w+) inputs feed (\w+) hidden neurons, and these feed (\w+) output neuron/,
      SIZES,
    ],
    [
      "the-network",
      /so it is (\w+) by (\w+)/,
      "[network.layers[0].weights.length, network.layers[0].weights[0].length]",
    ],
    [
      "the-network",
      /\$W_2\$ is (\w+) by (\w+)/,
      "[network.layers[1].weights.length, network.layers[1].weights[0].length]",
    ],
    [
      "last-layer",
      /has given (\w+) gradients/,
      "[[dE_dw7, dE_dw8, dE_dw9, dE_db_o1].length]",
    ],
    [
      "deeper",
      /neurons between the (\w+) and/,
      "[deeper.layers[0].biases.length]",
    ],
    [
      "deeper",
      /hidden layer of (\w+) neurons/,
      "[deeper.layers[1].biases.length]",
    ],
    ["all-three", /mean over the (\w+),/, "[examples.length]"],
    [
      "all-three",
      /(\w+) targets are one and (\w+) is zero/,
      "[1, 0].map((t) => examples.filter(({ target }) => target[0] === t).length)",
    ],
    [
      "diagram",
      /title: "(\w+) inputs, (\w+) hidden neurons, (\w+) output/,
      SIZES,
    ],
    [
      "curve-one",
      /title: "(\w+) example, (\w+) learning rates/,
      "[[example].length, [slow, fast].length]",
    ],
    [
      "curve-three",
      /title: "(\w+) examples, (\w+ \w+) steps/,
      "[examples.length, together.costs.length - 1]",
    ],
    [
      "rates-figure",
      /title: "(\w+) examples, (\w+) rates/,
      "[examples.length, byRate.length]",
    ],
    [
      "sigmoid-drawn",
      /the (\w+) neurons of our network/,
      "[[net_h1, net_h2, net_h3, net_o1].length]",
    ],
    ["all-three", /## (\w+) examples/, "[examples.length]"],
    ["training", /here with (\w+) learning rates/, "[[slow, fast].length]"],
    ["exercise-5", /with (\w+) hidden layers/, "[deeper.layers.length - 1]"],
    ["training", /a (thousand) times/, "[slow.costs.length - 1]"],
  ],
  claims: [
    [
      "the-network",
      "has a row for each neuron that receives and a column for each input",
      rowsAreReceivers,
    ],
    [
      "layers-seen",
      "Every gradient is the delta at the arrow's head times the activation at its tail",
      gradientIsDeltaTimesActivation,
    ],
    [
      "point-6-slope",
      "the something is $1 + e^{-\\mathrm{net}_{o1}}$. Its own rate is $-e^{-\\mathrm{net}_{o1}}$",
      rateBelowTheLine,
    ],
    ["error", "The output is too low", "out_o1 < t1"],
    [
      "sigmoid-drawn",
      "None of the slopes reaches more than a quarter",
      "Object.values(pass.neurons).every(({ dActivation_dNet }) => dActivation_dNet <= 0.25)",
    ],
    ["point-5", "It is negative", "dE_dout_o1 < 0"],
    [
      "hidden-others",
      "The sign of $\\delta_{h2}$ is turned, because $w_8$ is negative",
      "w8 < 0 && Math.sign(delta_h2) === -Math.sign(delta_o1)",
    ],
    ["old-weights", "a half", "fast_step.learningRate === 0.5"],
    [
      "two-rates",
      "five times as far",
      "Object.keys(next).every((p) => Math.abs((next_fast[p] - parametersOf(network)[p]) / (next[p] - parametersOf(network)[p]) - 5) < 1e-9)",
    ],
    [
      "stops",
      "they are not zero",
      "dE_di1 !== 0 && dE_di2 !== 0",
    ],
    [
      "deeper-hand",
      "the slope, which is what it was",
      "Math.abs(two_paths * dout_dnet_h1 / deeper_deltas[0] - 1) < 1e-12",
    ],
    [
      "loop-code",
      "the deltas that we know",
      `[...hidden_deltas, ...output_deltas].every((delta, k) =>
        Math.abs(delta / [delta_h1, delta_h2, delta_h3, delta_o1][k] - 1) < 1e-12)`,
    ],
    [
      "shrinking",
      "by more than a factor of twenty",
      "[0, 1, 2].every((j) => Math.abs(deeper_deltas[5] / deeper_deltas[j]) > 20)",
    ],
    [
      "readings-same",
      "twice the learning rate makes up for it exactly",
      "Object.keys(half_step).every((p) => half_step[p] === plain_step[p])",
    ],
    [
      "readings-mix",
      "off by a factor of two",
      "Math.abs(measured.w7 / mixed.weights.w7.gradient - 2) < 1e-8",
    ],
    [
      "training-curve",
      "in about a fifth of the steps",
      "((k) => k > 190 && k < 210)(fast.costs.findIndex((c) => c <= slow.costs[1000]))",
    ],
    [
      "training-curve",
      "neither line ever turns up",
      "[slow, fast].every(({ costs }) => costs.every((c, k) => k === 0 || c < costs[k - 1]))",
    ],
    [
      "no-zero",
      "the error never quite reaches zero",
      "fast.costs.every((c) => c > 0)",
    ],
    [
      "all-three",
      "about two thirds to all",
      "examples.every(({ input }) => Math.abs(forward(network, input)[1].activations[0] - 2 / 3) < 0.02)",
    ],
    [
      "all-three-outputs",
      "a long flat beginning",
      "together.costs[100] > 0.9 * together.costs[0]",
    ],
    [
      "rates",
      "with a single example even an absurd rate does well",
      "byRate[3].one.costs[1000] < 1e-9",
    ],
    [
      "rates",
      "With three it does not",
      "byRate[3].three.costs[1000] > byRate[3].three.costs[0]",
    ],
    [
      "rates-curve",
      "two of three are right, and the third is as wrong as can be",
      "examples.map(({ input }) => forward(byRate[3].three.network, input)[1].activations[0]).every((out) => out === 1)",
    ],
    ["stuck", "the slope is zero to the last digit", "stuck.delta === 0"],
    [
      "point-2",
      "Their first two factors are the same, and they would be the same again for $w_8$ and $w_9$",
      `["w8", "w9"].every((w) => pass.weights[w].dCost_dActivation === pass.weights.w7.dCost_dActivation
        && pass.weights[w].dActivation_dNet === pass.weights.w7.dActivation_dNet)`,
    ],
    [
      "point-5",
      "more output would mean less error",
      "(out_o1 + hair - t1) ** 2 < E",
    ],
    [
      "two-rates",
      "at five times the learning rate. The gradients are the same",
      "Math.abs(fast_step.learningRate / η - 5) < 1e-12",
    ],
    [
      "stops",
      "The input $i_1$ goes out along $w_1$, $w_3$ and $w_5$, so three deltas come back",
      `String(Object.values(pass.weights).filter(({ from }) => from === "i1")
        .map(({ label }) => label)) === "w1,w3,w5"`,
    ],
    [
      "deeper",
      "each of the first three neurons feeds **two** neurons",
      `["h1", "h2", "h3"].every((h) => Object.values(trace(deeper, example, step).weights)
        .filter(({ from }) => from === h).length === 2)`,
    ],
    [
      "loop",
      "so $W_2^{\\top}$ is three by one and turns the one delta of the output into three numbers",
      "one_back.length === 3",
    ],
    [
      "loop",
      "$$\\delta_l = \\textcolor{#d55e00}{(W_{l+1}^{\\top} \\, \\delta_{l+1})} \\odot \\textcolor{#009e73}{\\mathrm{out}_l \\odot (1 - \\mathrm{out}_l)}$$",
      `((d) => forward(deeper, example.input).slice(0, -1).every(({ activations }, l) =>
        activations.every((out, j) => Math.abs(d[l][j] - out * (1 - out) *
          d[l + 1].reduce((sum, delta, k) => sum + deeper.layers[l + 1].weights[k][j] * delta, 0)) < 1e-15)))(
        deltasOf(deeper, example))`,
    ],
    [
      "readings-mix",
      "It learns all the same",
      `(({ costs }) => costs[1000] < costs[0] / 10)(train(network, [example],
        { ...step, cost: "squared-error-without-2", epochs: 1000 }))`,
    ],
    [
      "all-three-outputs",
      "two thirds for everyone is the least harm",
      `((harm) => [0.6, 0.66, 0.67, 0.7].every((out) => harm(out) > harm(2 / 3)))((out) =>
        examples.reduce((sum, { target: [t] }) => sum + (out - t) ** 2, 0))`,
    ],
    [
      "rates-curve",
      "the first two jumps send the output to one for every example",
      `((after) => !after(1).every((out) => out === 1) && after(2).every((out) => out === 1))((epochs) =>
        examples.map(({ input }) => forward(train(network, examples,
          { ...batch, learningRate: 500, epochs }).network, input)[1].activations[0]))`,
    ],
    [
      "stuck",
      "The error is as large as it can be",
      `trace(byRate[3].three.network, examples[1], step).cost === 1`,
    ],
    [
      "exercises",
      "All but the last ask about the third example",
      "third === examples[2]",
    ],
    [
      "exercise-2",
      "With a learning rate of a half, what is $w_7$ after one step with the third example",
      "Math.abs(passWith().weights.w7.next - w7 + 0.5 * passWith().weights.w7.gradient) < 1e-15",
    ],
    [
      "question-zero",
      "no hidden neuron learns anything in the first step",
      "first_deltas[0].every((delta) => delta === 0)",
    ],
    [
      "question-zero",
      "stay the same neuron forever",
      "new Set(blank_rows.map(String)).size === 1",
    ],
    [
      "question-zero",
      "the first obstacle is gone and the second is not",
      `((same) => new Set(same[0]).size === 1 && same[0][0] !== 0)(deltasOf(createNetwork([
        { weights: [[1, 1], [1, 1], [1, 1]], biases: [1, 1, 1], activation: "sigmoid" },
        { weights: [[1, 1, 1]], biases: [1], activation: "sigmoid" }]), example))`,
    ],
    [
      "question-cross-entropy",
      "the cross-entropy $-t_1 \\, \\ln \\mathrm{out}_{o1} - (1 - t_1) \\, \\ln (1 - \\mathrm{out}_{o1})$",
      `Math.abs(totalCost(network, examples, { cost: "binary-cross-entropy" }) -
        examples.reduce((sum, { input, target: [t] }) => {
          const [out] = forward(network, input)[1].activations;
          return sum - t * Math.log(out) - (1 - t) * Math.log(1 - out);
        }, 0)) < 1e-12`,
    ],
    [
      "question-cross-entropy",
      "what is left of the delta is $\\mathrm{out}_{o1} - t_1$",
      "crossed.o1.delta === out_o1 - t1",
    ],
    [
      "question-falls",
      "The error falls, and **faster** than with the right rule",
      "[1, 10, 100, 1000].every((k) => wrong_run.costs[k] < slow.costs[k])",
    ],
  ],
});

testShown(book, {
  output: { target: "t1" },
  "slope-value": { "∂E/∂w7": "measured.w7", "∂E/∂b_o1": "measured.b_o1" },
  "bias-is-delta": {
    "∂E/∂b_o1, measured": "measured.b_o1",
    "δ_o1, measured": "dE_dnet_o1",
  },
  sign: {
    "slope subtracted": "errorWith(b_o1 - η * delta_o1)",
    "not moved": "E",
    "slope added": "errorWith(b_o1 + η * delta_o1)",
  },
  "slope-twice": {
    "at the net input": "out_h2 * (1 - out_h2)",
    "at the activation, wrong": "σ(out_h2) * (1 - σ(out_h2))",
  },
  "next-output": "next",
  "next-first-layer": "next",
  "nothing-left": {
    "parameters of the network": "Object.keys(derived).length",
    "parameters after the step": "Object.keys(next).length",
    "arrows that lead to an input":
      "Object.values(pass.weights).filter(({ to }) => to.startsWith('i')).length",
  },
  carry: { "∂E/∂out_h": "[w7, w8, w9].map((w) => w * delta_o1)" },
  "loop-deltas": {
    "δ of h1, h2, h3": "[delta_h1, delta_h2, delta_h3]",
    "δ of o1": "delta_o1",
  },
  "deeper-by-hand": {
    "∂E/∂out_h1": "trace(deeper, example, step).neurons.h1.dCost_dActivation",
    δ_h1: "deeper_deltas[0]",
  },
  "three-examples": { examples: "examples.length" },
  "readings-step": {
    "w7, the square": "next.w7",
    "w7, a half and 2η": "next.w7",
  },
  "readings-mixed": {
    "∂E/∂w7, the 2 forgotten": "dE_dw7 / 2",
    "∂E/∂w7, measured": "measured.w7",
    "how many times": "measured.w7 / mixed.weights.w7.gradient",
  },
  flat: {
    "E after 1,000 steps": "fast.costs[1000]",
    "δ_o1 at the start": "delta_o1",
    "δ_o1 after 1,000 steps":
      "trace(fast.network, example, step).neurons.o1.delta",
  },
  "stuck-deltas": {
    "∂E/∂out_o1": "stuck.dCost_dActivation",
    "∂out_o1/∂net_o1": "stuck.dActivation_dNet",
    "δ_o1": "stuck.delta",
  },
  "zero-start": {
    "first deltas of h1, h2, h3": "deltasOf(blank, example)[0]",
    ...hidden((j) => [
      `weights into h${j}`,
      `blank_trained.network.layers[0].weights[${j - 1}]`,
    ]),
  },
  "cross-entropy": {
    "∂E/∂out_o1 · slope": "out_o1 - t1",
    "out_o1 − t1": "out_o1 - t1",
    "δ_o1": "out_o1 - t1",
    "slope still in δ_h1": "dout_dnet_h1",
  },
  "exercise-example": { i1: "0.9", i2: "0.3", t1: "1" },
});

testTable(book, "old-weights-numbers", [
  ["old weights", (h) => `delta_${h}`],
  [
    "updated weights",
    (h) =>
      `delta_o1 * (w${Number(h[1]) + 6} - 0.5 * dE_dw${
        Number(h[1]) + 6
      }) * out_${h} * (1 - out_${h})`,
  ],
  ["measured", (h) => `measured.b_${h}`],
]);
testTable(book, "two-rates-table", [
  ["before", (label) => label],
  ["after, η = 0.1", (label) => `${label} - 0.1 * derived.${label}`],
  ["after, η = 0.5", (label) => `${label} - 0.5 * derived.${label}`],
]);
testTable(book, "inputs", [
  ["passed back", (i) => `dE_d${i}`],
  ["measured", (i) => `moved_${i} / (2 * hair)`],
]);
testTable(book, "deeper-deltas", [
  ["delta", (neuron) => `trace(deeper, example, step).neurons.${neuron}.delta`],
  ["measured", (neuron) => `deeper_measured.b_${neuron}`],
]);
testTable(book, "gradient-check", [
  ["derived", (label) => `dE_d${label}`.replace(/dE_db_(h\d)/, "delta_$1")],
  ["measured", (label) => `measured.${label}`],
  ["after the step", (label) => `next.${label}`],
]);
const share: Record<string, string> = {
  "the square": "1",
  "half the square": "2",
  "its part in a mean of three": "3",
};
testTable(book, "readings-table", [
  ["E", (reading) => `E / ${share[reading]}`],
  ["δ_o1", (reading) => `delta_o1 / ${share[reading]}`],
  ["∂E/∂w7", (reading) => `dE_dw7 / ${share[reading]}`],
]);
const alone = (η: number, steps: number) =>
  `train(network, [example], { ...step, learningRate: ${η}, epochs: ${steps} }).costs[${steps}]`;
const allThree = (η: number, steps: number) =>
  `train(network, examples, { ...batch, learningRate: ${η}, epochs: ${steps} }).costs[${steps}]`;
testTable(book, "train-one", [
  ["error, η = 0.1", (steps) => alone(0.1, countOf(steps))],
  ["error, η = 0.5", (steps) => alone(0.5, countOf(steps))],
]);
testTable(book, "train-three", [
  ["mean error", (steps) => allThree(0.5, countOf(steps))],
]);
const saysTo = (net: string, n: number) =>
  `forward(${net}, examples[${n}].input)[1].activations[0]`;
testTable(book, "outputs-three", [
  ["target", (n) => `examples[${n} - 1].target[0]`],
  ["before", (n) => saysTo("network", Number(n) - 1)],
  ["after", (n) => saysTo("together.network", Number(n) - 1)],
]);
testTable(book, "rates-table", [
  ["one example, 1,000 steps", (η) => alone(Number(η), 1000)],
  ["three examples, 1,000 steps", (η) => allThree(Number(η), 1000)],
]);
const netOf = (row: string) => row === "one output" ? "network" : "deeper";
testTable(book, "errata-one-path", [
  [
    "δ_h1, one path",
    (row) =>
      row === "one output"
        ? "delta_h1"
        : "delta_h4 * to_h4 * out_h1 * (1 - out_h1)",
  ],
  ["δ_h1, all paths", (row) => `deltasOf(${netOf(row)}, example)[0][0]`],
  [
    "measured",
    (row) =>
      `numericalGradients(${
        netOf(row)
      }, example, { cost: "squared-error" }).b_h1`,
  ],
]);
const slopeless = '{ ...step, mistake: "slope-dropped", epochs: 100 }';
testTable(book, "falls-faster", [
  [
    "right",
    (row) =>
      row.startsWith("error")
        ? `slow.costs[${countOf(row)}]`
        : row.endsWith("measured")
        ? "measured.w1"
        : "dE_dw1",
  ],
  [
    "slopes left out",
    (row) =>
      row.startsWith("error")
        ? `train(network, [example], ${slopeless}).costs[${countOf(row)}]`
        : row.endsWith("measured")
        ? "measured.w1"
        : `trace(network, example, ${slopeless}).weights.w1.gradient`,
  ],
]);

Deno.test("derivative_delta.ipynb: the sigmoid's figure marks the net input of every neuron", async () => {
  const text = shownBy(book, "sigmoid-figure");
  const marks = [...text.matchAll(/At net input (−?[\d.]+) the activation/g)]
    .map(([, net]) => Number(net.replace("−", "-")));
  const nets = await book.value<number[]>(
    "Object.values(pass.neurons).map(({ netInput }) => netInput)",
  );
  assertEquals(marks, nets.map((net) => Number(net.toPrecision(3))));
});

testSymbols(book, ["t1", "b_h1", "b_o1", "h4", "h5"]);

testSymbolList(book);

testFigures(book, {
  diagram: [
    "Two inputs, three hidden neurons, one output",
    "w7 from h1 to o1 0.7, w8 from h2 to o1 −0.5, w9 from h3 to o1 0.2",
  ],
  "slope-figure": [
    "The error against the output's bias",
    "At b_o1 0.4 the error is 0.104 and its slope −0.141",
  ],
  "path-w7": [
    "How w7 reaches the error",
    "the way of w7 to the error: h1, w7, o1, t1. Its gradient −0.0922 is −0.646 × 0.219 × 0.652",
  ],
  // The marks are its four neurons.
  "sigmoid-figure": [
    "The sigmoid and its slope",
    "Its derivative is between 0.00247 and 0.25",
    "At net input 0.63 the activation is 0.652 and the derivative 0.227",
    "At net input −0.09 the activation is 0.478 and the derivative 0.249",
    "At net input 0.45 the activation is 0.611 and the derivative 0.238",
    "At net input 0.74 the activation is 0.677 and the derivative 0.219",
  ],
  "path-w1": [
    "How w1 reaches the error",
    "the way of w1 to the error: i1, w1, h1, w7, o1, t1. Its gradient −0.00897 is −0.0989 × 0.227 × 0.4",
  ],
  "deltas-drawn": [
    "Deltas at the neurons, gradients on the arrows",
    "deltas h1 −0.0224, h2 0.0176, h3 −0.00672",
    "∂E/∂out at o1 −0.646",
  ],
  "deeper-network": [
    "Two hidden layers, with their deltas",
    "deltas h1 −0.00577, h2 0.00423, h3 −0.00283",
    "deltas h4 −0.0294, h5 0.0277",
  ],
  "curve-one": [
    "One example, two learning rates",
    "“η = 0.1” falls from 0.104 at step 0 to 0.00119 at step 1,000",
    "“η = 0.5” falls from 0.104 at step 0 to 0.000209 at step 1,000",
  ],
  "curve-three": [
    "Three examples, ten thousand steps",
    "falls from 0.215 at step 0 to 0.000154 at step 10,000",
  ],
  "rates-figure": [
    "Three examples, four rates",
    "“η = 0.001” falls from 0.2148 at step 0 to 0.2145 at step 1,000",
    "“η = 0.5” falls from 0.215 at step 0 to 0.00357 at step 1,000",
    "“η = 5” falls from 0.215 at step 0 to 0.000153 at step 1,000",
    "“η = 500” rises from 0.215 at step 0 to 0.333 at step 1,000",
  ],
});

testExercises(book, {
  "exercise-delta-o1": {
    right: "-0.1369",
    rules: [...changed.slopes, "two-forgotten"],
    mistakes: {
      "-0.0684": "the 2 that the square brings down is forgotten",
      "-0.6329": "the derivative of the activation function is left out",
      "-0.1411": "taken at the output instead of at the net input",
      "0.1369": "the sign is the wrong way round",
    },
  },
  "exercise-w7": {
    right: "0.7415",
    rules: [...changed.slopes, "two-forgotten", "sign-flipped"],
    mistakes: {
      "0.6585": "the step goes uphill",
      "0.7829": "the learning rate is left out",
      "0.7468": "multiplied by the output",
      "0.8917": "the derivative of the activation function is left out",
    },
  },
  "exercise-delta-h2": {
    right: "0.01620",
    rules: [...changed.slopes, "updated-weights", "two-forgotten"],
    mistakes: {
      "-0.01620": "the sign is the wrong way round",
      "0.01535": "along weights that this step has already updated",
      "-0.02268": "along w7 and not along w8",
    },
  },
  "exercise-bias": {
    right: "0.11144",
    rules: [
      ...changed.slopes,
      "updated-weights",
      "two-forgotten",
      "sign-flipped",
    ],
    mistakes: {
      "0.08856": "the step goes uphill",
      "0.10000": "the bias is not moved",
      "0.11030": "multiplied by an input",
    },
  },
  "exercise-input": {
    right: "-0.001332",
    rules: [...changed.slopes, ...changed.way, "two-forgotten"],
    mistakes: {
      "-0.000210": "only the path through the next layer's first neuron",
      "-0.002885": "only the path through h1",
      "-0.004547": "the weights are those of i1",
      "-0.004370": "added without weights",
      "-0.001339": "along weights that this step has already updated",
      "-0.001334": "at the output instead of at the net input",
      "-0.116237": "the derivative of the activation function is left out",
    },
  },
});
