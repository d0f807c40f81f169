import { assert, assertEquals } from "@std/assert";
import reference from "../reference/xor.json" with { type: "json" };
import {
  assertClose,
  countsIn,
  runBook,
  sourceOf,
  verdictsOf,
} from "./book.ts";
import {
  type Claim,
  testDeltaColours,
  testEquations,
  testForm,
  testProse,
  testPublished,
  testReference,
  testSymbolList,
  testSymbols,
} from "./checks.ts";
import { testExercises } from "./exercises.ts";
import { countOf, testFigures, testShown, testTable } from "./shown.ts";

const book = await runBook("xor.ipynb");
const { runs, alpha_survey, parabola, single_path } = reference;
const original = runs["h3-original/alpha=0.2"];

testForm(book);

testDeltaColours(book);

testPublished(
  book,
  Object.entries(reference.source_printed_errors.values).map((
    [epoch, error],
  ) => ({ quantity: epoch, printed: error.toFixed(9) })),
  (epoch) => `met[${epoch} - 1]`,
);

testReference(
  book,
  "the errors that the article's program prints",
  Object.fromEntries(
    Object.entries(reference.source_printed_errors.values).map((
      [epoch, error],
    ) => [`met[${epoch} - 1]`, error]),
  ),
  1e-10,
);

// The program's second step is the example that the notebook works by hand; the first changes nothing.
const [, step] = original.steps_first_two_epochs;
const [hidden1, hidden2] = step.w_ih_after;
testReference(book, "the values of the first step worked by hand", {
  ...named("i", step.input),
  t1: step.target,
  ...named("net_h", step.hidden_input),
  ...named("out_h", step.hidden),
  out_o1: step.output,
  E: step.error,
  // The article's derivatives lack the factor 2.
  "delta_o1 / 2": step.output_delta,
  ...named("delta_h", step.hidden_delta, " / 2"),
  "slope(net_h1)": step.relu_deriv[0],
  "slope(net_h2)": step.relu_deriv[1],
  "slope(net_h3)": step.relu_deriv[2],
  ...weightNames("dE_dw", step.article_gradient_w_ih, " / 2"),
  "dE_dw7 / 2": step.article_gradient_w_ho[0],
  "dE_dw8 / 2": step.article_gradient_w_ho[1],
  "dE_dw9 / 2": step.article_gradient_w_ho[2],
  ...weightNames("next.w", [hidden1, hidden2]),
  "next.w7": step.w_ho_after[0],
  "next.w8": step.w_ho_after[1],
  "next.w9": step.w_ho_after[2],
});

testReference(book, "the starts", {
  ...weightNames("parametersOf(network).w", original.w_ih),
  "trained.costs[0]": original.error_initial,
  ...startOf("good", runs["h2-good/alpha=0.2"]),
  ...startOf("fragile", runs["h2-fragile/alpha=0.2"]),
  ...startOf("zeros", runs["h2-zeros/alpha=0.2"]),
});

/** The start of a network with two hidden neurons. */
function startOf(
  name: string,
  { w_ih, w_ho }: { w_ih: number[][]; w_ho: number[] },
): Record<string, number> {
  return {
    ...weightNames(`parametersOf(${name}).w`, w_ih),
    [`parametersOf(${name}).w5`]: w_ho[0],
    [`parametersOf(${name}).w6`]: w_ho[1],
  };
}

function named(
  prefix: string,
  values: readonly number[],
  suffix = "",
): Record<string, number> {
  return Object.fromEntries(
    values.map((value, k) => [`${prefix}${k + 1}${suffix}`, value]),
  );
}

/** Weights by name from a matrix with a row for each input. */
function weightNames(
  prefix: string,
  [first, second]: readonly number[][],
  suffix = "",
): Record<string, number> {
  return named(
    prefix,
    first.flatMap((value, j) => [value, second[j]]),
    suffix,
  );
}

for (
  const [name, expression, errors] of [
    ["as they are met", "met", original.history.error_online],
    [
      "after each epoch",
      "trained.costs.slice(1)",
      original.history.error_after,
    ],
  ] as const
) {
  Deno.test(`xor.ipynb: its errors ${name} are the reference's`, async () => {
    const actual = await book.value<number[]>(expression);
    assertEquals(actual.length, errors.length);
    // A sum of squares of outputs less targets; where they cancel, their own rounding is left.
    errors.forEach((error, k) =>
      assertClose(
        Math.sqrt(actual[k]),
        Math.sqrt(error),
        error < 1e-4 ? 1e-12 / Math.sqrt(error) : 1e-10,
        `epoch ${k + 1}`,
      )
    );
  });
}

Deno.test("xor.ipynb: its parabola takes the reference's steps", async () => {
  for (const { H, target, w0, alpha, steps } of Object.values(parabola.cases)) {
    const [a, t, w] = await book.value<number[]>("[a, t, w]");
    if (H !== a || target !== t || w0 !== w) continue;
    const walk = await book.value<number[]>(
      `walk(${alpha}).map((network) => parametersOf(network).w1)`,
    );
    assertEquals(walk.length, steps.length);
    steps.forEach(({ weight }, k) =>
      assertClose(1 + walk[k], 1 + weight, 1e-12, `η = ${alpha}, step ${k}`)
    );
  }
});

testReference(book, "the four cases of a single path", {
  ...Object.fromEntries(
    Object.entries(
      {
        active: "output too low",
        negative_side: "output too high",
        w_ho_zero: "w2 is zero",
        dead: "h1 is cut off",
      } as const,
    ).flatMap(([name, start]) => {
      const values = single_path.cases[name as keyof typeof single_path.cases];
      const pass = `passes[Object.keys(starts).indexOf("${start}")]`;
      return Object.entries({
        "weights.w1.value": values.w_ih,
        "weights.w2.value": values.w_ho,
        "neurons.h1.activation": values.H,
        "neurons.o1.activation": values.O,
        cost: values.error,
        "weights.w1.gradient": values.derivative_w_ih_true,
        "weights.w2.gradient": values.derivative_w_ho_true,
        "weights.w1.next": values.w_ih_after,
        "weights.w2.next": values.w_ho_after,
      }).map(([field, value]) => [`${pass}.${field}`, value]);
    }),
  ),
});

for (
  const [start, name] of [
    ["network", "h3-original"],
    ["good", "h2-good"],
    ["fragile", "h2-fragile"],
  ] as const
) {
  Deno.test(`xor.ipynb: its survey of learning rates ends as the reference's: ${name}`, async () => {
    const shown = await book.value<(string | number)[][]>(
      `[0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9].map((η) => survey(${start}, η))`,
    );
    for (const [rate, epochs, error] of shown) {
      const row = alpha_survey[name].find(({ alpha }) => alpha === rate);
      if (!row?.reference) continue;
      const learns = row.first_epoch_error_online_below_0_001 !== null;
      assertEquals(epochs !== "—", learns, `${rate}`);
      assertEquals(error, row.error_after_200_epochs.toFixed(4), `${rate}`);
    }
  });
}

for (
  const [expression, run] of [
    ["survey(network, 0.2)[1]", original],
    ["survey(good, 0.2)[1]", runs["h2-good/alpha=0.2"]],
    ["survey(good, 0.5)[1]", runs["h2-good/alpha=0.5"]],
    ["survey(fragile, 0.2)[1]", runs["h2-fragile/alpha=0.2"]],
  ] as const
) {
  Deno.test(`xor.ipynb: ${expression} is the reference's count of epochs`, async () => {
    assertEquals(
      await book.value(expression),
      run.first_epoch_error_after_below_0_001,
    );
  });
}

const death = reference.exact_deaths["h2-fragile/alpha=0.4"];
testReference(book, "the weights of the network that died", {
  ...weightNames("parametersOf(dead.network).w", death.w_ih),
  ...weightNames("parametersOf(dying).w", death.w_ih),
  "parametersOf(dead.network).w5": death.w_ho[0],
  "parametersOf(dead.network).w6": death.w_ho[1],
});

const half = runs["h2-fragile/alpha=0.3"];
testReference(book, "the weights of the network that stuck", {
  ...weightNames("parametersOf(stuck.network).w", half.w_ih_final),
  "parametersOf(stuck.network).w5": half.w_ho_final[0],
  "parametersOf(stuck.network).w6": half.w_ho_final[1],
  "stuck.costs[100]": 1,
});

for (
  const [name, { w_ih, w_ho }] of Object.entries(reference.exact_solutions)
) {
  Deno.test(`xor.ipynb: it shows the exact solution ${name}`, async () => {
    const exact = name.replace("H", "exact");
    assertEquals(
      await book.value(
        `${exact}.layers.map(({ weights }) => weights)`,
      ),
      [w_ih[0].map((value, j) => [value, w_ih[1][j]]), [w_ho]],
    );
    assertEquals(await book.value(`outputsOf(${exact})`), [0, 1, 1, 0]);
  });
}

testEquations(book, {
  count: 51,
  tolerance: (expression) => expression.startsWith("ΔE") ? 1e-13 : 1e-14,
});

testSymbolList(book);
testSymbols(book, ["t1"]);

const claims: Claim[] = [
  [
    "title",
    "yes when exactly one of two inputs is on",
    "examples.every(({ input: [a, b], target: [t] }) => (a + b === 1) === (t === 1))",
  ],
  ...[
    "$b \\le 0$ for neither input",
    "$w_2 + b > 0$ for the second alone",
    "$w_1 + b > 0$ for the first alone",
    "$w_1 + w_2 + b \\le 0$ for both",
  ].map((words, k) =>
    [
      "no-line",
      words,
      `((example) => (example.target[0] === 1) === ${words.includes(">")} &&
        example.input[0] === ${Number(words.includes("w_1"))} &&
        example.input[1] === ${Number(words.includes("w_2"))})(examples[${k}])`,
    ] as const
  ),
  [
    "no-line",
    "Add the first and the last: $w_1 + w_2 + 2 b \\le 0$. Add the two in the middle: $w_1 + w_2 + 2 b > 0$",
    `[[0, 3], [1, 2]].every(([p, q]) =>
      [0, 1].every((i) => examples[p].input[i] + examples[q].input[i] === 1))`,
  ],
  ["no-line", "of the many neurons tried here", "tried === 41 ** 3"],
  [
    "best-line",
    "The two squares want the shaded side and the two rings the other",
    `[0, 1].every((bit) => examples.filter(({ target: [t] }) => t === bit).length === 2)`,
  ],
  [
    "best-line",
    "an output of one half or more is a yes",
    `(({ layers: [{ weights: [[w1, w2]], biases: [b] }] }) => examples.filter(({ input: [i1, i2], target: [t] }) =>
      (w1 * i1 + w2 * i2 + b >= 1 / 2) === (t === 1)).length === mostRight)(line)`,
  ],
  [
    "relu",
    "Its slope is one where it lets through, and zero where it cuts off",
    "[slope(2), slope(-2)].join() === '1,0' && [relu(2), relu(-2)].join() === '2,0'",
  ],
  ["relu", "like the article we take zero there", "slope(0) === 0"],
  [
    "which-example",
    "at the second, which asks for a yes",
    "example === examples[1] && t1 === 1",
  ],
  [
    "error",
    "the square of the distance",
    "E === Math.abs(out_o1 - t1) ** 2",
  ],
  [
    "zero-carried",
    "Subtracting the gradient is right on both sides",
    `[-1, 1].every((side) => ((w) => ((slope) => errorAt(w - 0.1 * slope) < errorAt(w))(
      (errorAt(w + 1e-6) - errorAt(w - 1e-6)) / 2e-6))(goal_w8 + side))`,
  ],
  [
    "hidden-factors",
    "times two: output less target, times the slope of the rectifier, times the input, times the weight ahead",
    "Math.abs(dE_dw4 - 2 * (out_o1 - t1) * slope(net_h2) * i2 * w8) < 1e-15",
  ],
  [
    "factor-harmless",
    "puts the two back and keeps the rate doubles every step",
    `((doubled) => Object.values(articlePass.weights).every(({ label, value, next }) =>
      Math.abs(doubled.weights[label].next - value - 2 * (next - value)) < 1e-15))(
      trace(network, example, { ...articleStep, cost: "squared-error" }))`,
  ],
  [
    "surface",
    "where their product is one and the error zero",
    `[[0.5, 2], [1, 1], [1.6, 0.625]].every((weights) =>
      totalCost(pathNetwork(weights), onePath, { cost: "squared-error" }) === 0)`,
  ],
  [
    "surface",
    "Left of zero lies the land of the dead",
    "trace(pathNetwork([-0.01, 1]), onePath[0], step).weights.w1.gradient === 0",
  ],
  [
    "rate",
    "The error is $(a \\, w - t)^2$, and it is zero at the goal weight",
    `totalCost(neuron, oneWeight, { cost: "squared-error" }) === (a * w - t) ** 2 && a * w_goal - t === 0`,
  ],
  [
    "threshold",
    "Zero: it is there in one step",
    "Math.abs(parametersOf(walk(1 / a ** 2)[1]).w1 - w_goal) < 1e-15",
  ],
  [
    "threshold",
    "A factor between zero and one: the weight creeps up to its goal from one side",
    `((way) => way.every((w, k) => w <= w_goal && (k === 0 || w > way[k - 1])))(
      walk(0.1).map((visited) => parametersOf(visited).w1))`,
  ],
  [
    "threshold",
    "Between minus one and zero: it jumps over the goal, each time less far",
    `((off) => off.every((d, k) => k === 0 || (d * off[k - 1] < 0 && Math.abs(d) < Math.abs(off[k - 1]))))(
      walk(0.4).map((visited) => parametersOf(visited).w1 - w_goal))`,
  ],
  [
    "threshold",
    "Minus one: it jumps to and fro for ever",
    "walk(η_max).map((visited) => parametersOf(visited).w1).join() === '0,1,0,1,0,1,0,1,0,1,0'",
  ],
  [
    "threshold",
    "Below minus one: each jump is longer than the last",
    `((off) => off.every((d, k) => k === 0 || Math.abs(d) > Math.abs(off[k - 1])))(
      walk(0.51).map((visited) => parametersOf(visited).w1 - w_goal))`,
  ],
  [
    "border-moves",
    "With an activation of one the border is at two",
    "2 / 1 ** 2 === 2 && η_max * a ** 2 === 2",
  ],
  [
    "published-question",
    "up to seventeen digits",
    "met[9].toPrecision(17).replace('.', '').length === 17",
  ],
  [
    "regions-question",
    "all of them through the corner where both inputs are zero",
    "trace(trained.network, examples[0], step).neurons.h1.netInput === 0",
  ],
  [
    "exact",
    "The network says $i_2 - i_1$, and where $i_1$ is the larger it adds twice their difference",
    `[[0.3, 0.9], [0.9, 0.3], [0.2, 0.7]].every(([a, b]) => Math.abs(
      forward(trained.network, [a, b])[1].activations[0] - (b - a + (a > b ? 2 * (a - b) : 0))) < 1e-5)`,
  ],
  [
    "exact",
    "which turns the sign: it has found $|i_1 - i_2|$",
    `[[0.3, 0.9], [0.9, 0.3], [0.5, 0.5]].every(([a, b]) =>
      Math.abs(forward(trained.network, [a, b])[1].activations[0] - Math.abs(a - b)) < 1e-5)`,
  ],
  [
    "survey-reading",
    "it ends at an error of one, with one of the two that should be yes given up, or at an error of two",
    `[0.4, 0.5, 0.7].map((η) => survey(network, η)).map(([, , error, outputs]) =>
      [error, outputs.split("1.0").length - 1]).join(";") === "1.0000,1;1.0000,1;2.0000,0"`,
  ],
  [
    "survey-reading",
    "And four tenths is what",
    "2 * η === 0.4",
  ],
  [
    "two-hidden",
    "one neuron towards each corner",
    `["1,0", "0,1"].every((corner, j) => examples.toSorted((one, other) =>
      forward(good, other.input)[0].activations[j] - forward(good, one.input)[0].activations[j])[0]
        .input.join() === corner)`,
  ],
  [
    "zeros",
    "every activation is zero, so no output weight has a gradient; and every output weight is zero, so no error reaches a hidden neuron",
    `examples.every((one) => ((pass) =>
      [pass.neurons.h1, pass.neurons.h2].every(({ activation, dCost_dActivation }) =>
        activation === 0 && dCost_dActivation + 0 === 0) &&
      Object.values(pass.weights).every(({ gradient }) => gradient + 0 === 0))(trace(zeros, one, step)))`,
  ],
  [
    "fragile-reading",
    "It is over in the first epoch",
    "death.length === examples.length && Object.values(parametersOf(dying)).slice(0, 4).every((w) => w < 0)",
  ],
  [
    "death-reading",
    "Three examples are harmless",
    "death.slice(0, 3).every(([, , , , E]) => Number(E) < 0.3) && Number(death[3][4]) > 3",
  ],
  [
    "exactly-two",
    "The two examples with target zero are right, the two with target one are off by one each",
    "examples.map(({ target: [t] }, k) => outputsOf(dead.network)[k] - t).join() === '0,-1,-1,0'",
  ],
  [
    "survey-reading",
    "the two largest rates leap up in the first epoch",
    `[0.05, 0.2, 0.3, 0.4].map((rate) => curveAt(rate).costs)
      .map(([start, first]) => first > start).join() === 'false,false,true,true'`,
  ],
  [
    "survey-reading",
    "At three tenths the network recovers",
    "curveAt(0.3).costs[60] < 1e-9",
  ],
  [
    "survey-reading",
    "every hidden neuron cut off where only $i_2$ is on, and says zero there for good",
    `((net) => {
      const [hidden, output] = forward(net, examples[1].input);
      const { next } = trace(net, examples[1], articleStep);
      return examples[1].input.join() === '0,1' && output.activations[0] === 0 &&
        hidden.activations.every((out) => out === 0) &&
        JSON.stringify(next) === JSON.stringify(net);
    })(train(network, examples, { ...articleStep, learningRate: 0.4, epochs: 60 }).network)`,
  ],
  [
    "stuck",
    "one of the two yeses, for an error of exactly one",
    "outputsOf(stuck.network).filter((out) => out > 0.5).length === 1 && stuck.costs[100] === 1",
  ],
  [
    "slope-where",
    "With a sigmoid it is a mistake",
    `((at) => at("slope-of-output") !== at(undefined))((mistake) => trace(createNetwork([
      { weights: [[1]], activation: "sigmoid" } ]), onePath[0], { ...step, mistake }).weights.w1.gradient)`,
  ],
  [
    "errata",
    "at four tenths",
    "[0.3, 0.4].map((η) => survey(network, η)[1] === '—').join() === 'false,true'",
  ],
  [
    "learned",
    "has two parts, and between them lies a band",
    `Array.from({ length: 101 }, (_, k) => k / 100)
      .map((i1) => forward(trained.network, [i1, 1 - i1])[1].activations[0] >= 0.5)
      .filter((yes, k, all) => k > 0 && yes !== all[k - 1]).length === 2`,
  ],
  [
    "summary",
    "One neuron draws one line, and XOR needs two",
    "mostRight === 3 && exact2.layers[0].weights.length === 2",
  ],
  [
    "errata",
    "The derivative lacks a two",
    "Math.abs(measured.w8 / articlePass.weights.w8.gradient - 2) < 1e-9",
  ],
  [
    "exercises",
    "the third example, where only $i_1$ is on",
    "third === examples[2] && third.input.join() === '1,0'",
  ],
  [
    "exercise-gradient-question",
    "for the third example: the gradient of $w_1$, the true one, with the two",
    "trace(network, third, step).weights.w1.gradient === 2 * (outFor(parametersOf(network)) - 1) * w7",
  ],
  [
    "exercise-steps-question",
    "with $a = 2$ and $t = 1$, from $w = 0$",
    "a === 2 && t === 1 && w === 0",
  ],
  [
    "no-line",
    "none gets all four right",
    "tried > 10_000 && mostRight === 3",
  ],
  [
    "half",
    "ends by saying one half to everything",
    "aloneOutputs.every((out) => Math.abs(out - 0.5) < 1e-6)",
  ],
  [
    "bend-needed",
    "one neuron with the two weights below says the same everywhere",
    `[[0.3, -0.7], [-2, 1], [5, 4]].every((input) => {
      const linear = createNetwork([
        { ...hiddenLayer, activation: "identity" }, outputLayer ]);
      const [out] = forward(linear, input)[1].activations;
      return Math.abs(out - merged[0] * input[0] - merged[1] * input[1]) < 1e-14;
    })`,
  ],
  [
    "which-example",
    "changes nothing",
    `(({ network, next }) => JSON.stringify(network) === JSON.stringify(next))(
      trace(network, examples[0], step))`,
  ],
  [
    "out-hidden",
    "Two are positive and pass. The third is negative",
    "net_h1 > 0 && net_h2 > 0 && net_h3 < 0 && out_h3 === 0",
  ],
  ["error", "not even on the right side of zero", "out_o1 < 0 && t1 === 1"],
  [
    "difference",
    "what stays is the slope",
    "Math.abs((errorAt(w8 + 1e-6) - errorAt(w8 - 1e-6)) / 2e-6 - dE_dw8) < 1e-8",
  ],
  ["zero-carried", "The gradient of $w_9$ is zero", "dE_dw9 === 0"],
  [
    "zero-carried",
    "On the left it slopes down, the gradient is negative",
    "errorAt(goal_w8 - 1) > errorAt(goal_w8 - 0.9) && errorAt(goal_w8) < 1e-28",
  ],
  ["update-output", "sets its rate to one fifth", "η === 1 / 5"],
  [
    "update-output",
    "the same as a step with half that rate along the true gradient",
    `Object.keys(pass.weights).every((label) =>
      Math.abs(articlePass.weights[label].next - pass.weights[label].next) < 1e-15)`,
  ],
  [
    "hidden-gradients",
    "Of the six gradients of the hidden layer only two are not zero",
    "[dE_dw1, dE_dw2, dE_dw3, dE_dw4, dE_dw5, dE_dw6].filter(Boolean).length === 2",
  ],
  [
    "hidden-gradients",
    "Three weights carry an input that is zero",
    `Object.values(pass.weights)
      .filter(({ from, dNet_dWeight }) => /^i/.test(from) && dNet_dWeight === 0).length === 3`,
  ],
  [
    "factor-two",
    "Every gradient is exactly half",
    `Object.keys(pass.weights).every((label) =>
      articlePass.weights[label].gradient * 2 === pass.weights[label].gradient)`,
  ],
  [
    "chain-reading",
    "then **both** gradients are zero",
    "passes[3].weights.w1.gradient === 0 && passes[3].weights.w2.gradient === 0",
  ],
  [
    "chain-reading",
    "from the next step on $w_1$ will have its say",
    "parametersOf(paths[2].networks[2]).w1 !== parametersOf(paths[2].networks[1]).w1",
  ],
  [
    "surface",
    "the error is one everywhere",
    `[[-0.1, 2], [-1, -0.5], [-0.7, 0.3]].every((weights) =>
      totalCost(pathNetwork(weights), onePath, { cost: "squared-error" }) === 1)`,
  ],
  [
    "converge",
    "both lose the same share of their distance with every step",
    "Math.abs(Math.abs(1 - 0.1 * a ** 2) - Math.abs(1 - 0.4 * a ** 2)) < 1e-15",
  ],
  [
    "diverge",
    "at the border the weight comes back to where it was",
    "parametersOf(walk(η_max)[2]).w1 === w && η_max === 0.5",
  ],
  ["border-moves", "wrong from one half on", "η_max === 0.5"],
  [
    "border-moves",
    "The last example has the tightest border",
    "borders.every(([, s], k) => k === 3 || Number(s) < Number(borders[3][1]))",
  ],
  [
    "border-moves",
    "the same algebra would give the factor",
    `((distances) => Math.abs(distances[1] / distances[0] - (1 - 0.1 * borders[3][1])) < 1e-3)(
      descend(network, [examples[3]], {
        ...articleStep, learningRate: 0.1, epochs: 1, parameters: ["w7", "w8", "w9"],
      }).map((network) => outputsOf(network)[3]))`,
  ],
  ["training", "Its program runs for sixty", "met.length >= 60"],
  [
    "curve-question",
    "every twenty epochs take away about the same share",
    `((first, second) => Math.abs(first / second - 1) < 0.2)(
      Math.log(trained.costs[80] / trained.costs[60]),
      Math.log(trained.costs[100] / trained.costs[80]))`,
  ],
  [
    "exact-question",
    "$h_1$ and $h_2$ are always on",
    "[v.w1, v.w2, v.w3, v.w4].every((weight) => weight > 0)",
  ],
  [
    "exact-question",
    "$h_3$ is on only where the first input is larger",
    "Math.abs(v.w5 / v.w6 + 1) < 1e-6 && v.w5 > 0",
  ],
  [
    "exact",
    "To within a millionth, these are whole numbers",
    "Object.values(found).every((value) => Math.abs(value - Math.round(value)) < 1e-6)",
  ],
  [
    "exact",
    "the error is exactly zero",
    '[exact2, exact3].every((network) => totalCost(network, examples, { cost: "squared-error" }) === 0)',
  ],
  [
    "survey-reading",
    "Up to three tenths it learns, the faster the larger the rate",
    `((epochs) => epochs.every((count, k) => k === 0 || count < epochs[k - 1]))(
      [0.05, 0.1, 0.2, 0.3].map((η) => survey(network, η)[1]))`,
  ],
  [
    "survey-reading",
    "From four tenths on it does not",
    '[0.4, 0.5, 0.7].every((η) => survey(network, η)[1] === "—")',
  ],
  [
    "survey-reading",
    "at one hundredth, two hundred epochs are not enough",
    'survey(network, 0.01)[1] === "—" && survey(network, 0.01)[2] < 1',
  ],
  [
    "two-hidden",
    "with rates that the larger network does not survive",
    'survey(good, 0.9)[1] !== "—" && survey(network, 0.5)[1] === "—"',
  ],
  [
    "survey-reading",
    "At the small end it learns, but slowly",
    `train(network, examples, { ...articleStep, learningRate: 0.01, epochs: 1000 })
      .costs[1000] < 0.001`,
  ],
  [
    "two-hidden",
    "Only at a rate of one it is lost",
    `[0.05, 0.2, 0.5, 0.9, 1].every((η) => (survey(good, η)[1] === "—") === (η === 1)) &&
      train(good, examples, { ...articleStep, learningRate: 1, epochs: 5000 }).costs[5000] > 1`,
  ],
  [
    "checks",
    "One weight of each kind",
    `[["w2", 1, 1], ["w3", 0, 1], ["w6", 1, 0], ["w8", out_h2, 1]].every(([label, carried, slope]) =>
      pass.weights[label].dNet_dWeight === carried && pass.weights[label].dActivation_dNet === slope)`,
  ],
  [
    "exercise-exact-question",
    "the first has the weights one half and minus one half, the second minus one half and one half",
    `totalCost(twoHidden([[1 / 2, -1 / 2], [-1 / 2, 1 / 2]], [2, 2]), examples, { cost: "squared-error" }) === 0`,
  ],
  [
    "zeros",
    "Nothing moves, ever",
    "zerosAfter.costs.every((cost) => cost === 2)",
  ],
  [
    "exercise-border-question",
    "an activation of five quarters",
    "carried === 5 / 4",
  ],
  [
    "exercise-steps-question",
    "below one thousandth for the first time",
    "[0, 1].map((k) => totalCost(walk(0.1, 30)[stepsBelow(0.1) - k], oneWeight, step) < 1 / 1000).join() === 'true,false'",
  ],
  [
    "exercise-steps-question",
    "a rate of one tenth",
    "JSON.stringify(walk(1 / 10, 30)) === JSON.stringify(walk(0.1, 30))",
  ],
  [
    "fragile",
    "six weights, all positive, none above one.",
    `((all) => all.length === 6 && all.every((weight) => weight > 0 && weight <= 1))(
      Object.values(parametersOf(fragile)))`,
  ],
  [
    "fragile-reading",
    "One rate learns, the next sticks at an error of one, and the third ends at exactly two",
    `survey(fragile, 0.2)[1] !== "—" && Math.abs(stuck.costs[100] - 1) < 1e-9 && dead.costs[1] === 2`,
  ],
  ["death-reading", "the output is nearly two", "death[3][3] === '1.8648'"],
  [
    "death-reading",
    "it throws all four hidden weights below zero",
    "Object.values(parametersOf(dying)).slice(0, 4).every((weight) => weight < 0)",
  ],
  [
    "exactly-two",
    "so the next thousand epochs change not a single bit",
    "JSON.stringify(later.network) === JSON.stringify(dead.network) && later.costs.length === 1001",
  ],
  [
    "stuck",
    "The rate between kills only one of the two",
    `((on) => on[0] && !on[1])([0, 1].map((j) => examples.some(({ input }) =>
      forward(stuck.network, input)[0].activations[j] > 1e-9)))`,
  ],
  [
    "questions",
    "comes close to zero near epoch thirty",
    "updated.costs.slice(25, 36).some((cost) => cost < 0.05)",
  ],
  [
    "questions",
    "after epoch forty-six no number is large enough to hold it",
    `(() => {
      const options = { ...articleStep, mistake: "updated-weights" };
      train(network, examples, { ...options, epochs: 45 });
      try {
        train(network, examples, { ...options, epochs: 46 });
      } catch (error) {
        return error.message.includes("Infinity after epoch 46");
      }
    })()`,
  ],
  [
    "slope-where",
    "At the net input. But a rectifier's output is positive exactly where its net input is",
    `[-2, -0.1, 0, 0.1, 2].every((net) => (relu(net) > 0) === (net > 0) && slope(relu(net)) === slope(net))`,
  ],
  [
    "exercise-output",
    "i1 is 1 and i2 is 0",
    "third.input.join() === '1,0'",
  ],
  [
    "slope-where",
    "here the slip changes nothing",
    `slip.costs.every((cost, k) => Math.abs(cost - trained.costs[k]) < 1e-12)`,
  ],
  [
    "slope-dropped",
    "for more than thirty epochs in a row, to less than half",
    `noSlope.costs.slice(1, 32).every((cost, k) => cost < noSlope.costs[k]) &&
      Math.min(...noSlope.costs) < noSlope.costs[0] / 2`,
  ],
  [
    "slope-dropped",
    "it never gets near zero",
    "Math.min(...noSlope.costs) > 1",
  ],
  [
    "online",
    "the border comes sooner",
    'epochsTo(0.3, all) === "—" && epochsTo(0.3, {}) !== "—"',
  ],
  [
    "biases",
    "it learns as well, a little more slowly",
    "epochsBelow(biased.costs) > epochsBelow(trained.costs)",
  ],
  [
    "errata",
    "after sixty epochs the error is one",
    "Math.abs(doubled.costs[60] - 1) < 1e-4",
  ],
  [
    "errata",
    "from its own first weights the training fails",
    'survey(network, 0.4)[1] === "—"',
  ],
];

testProse(book, {
  claims,
  counts: [
    [
      "the-network",
      /a hidden layer: (\w+) neurons .* and (\w+) output neuron/,
      "network.layers.map(({ weights }) => weights.length)",
    ],
    [
      "the-network",
      /matrix of weights is (\w+) by (\w+), .* the second is (\w+) by (\w+)/,
      "network.layers.flatMap(({ weights }) => [weights.length, weights[0].length])",
    ],
    ["the-task", /^(\w+) examples/m, "[examples.length]"],
    [
      "update-hidden",
      /the first (\w+) weights/,
      "[hiddenLayer.weights.flat().length]",
    ],
    [
      "library-check",
      /the (\w+) new weights/,
      "[Object.keys(pass.weights).length]",
    ],
    ["one-path", /has (\w+) weights/, "[starts['w2 is zero'].length]"],
    ["one-path", /and (\w+) starts show/, "[Object.keys(starts).length]"],
    ["curve-question", /on to (\w+ \w+) epochs/, "[trained.costs.length - 1]"],
    [
      "survey",
      /first weights, (\w+ \w+) epochs/,
      "[Number(/epochs: (\\d+)/.exec(String(survey))[1])]",
    ],
    [
      "online",
      /where (\w+ \w+) epochs/,
      "[Number(/epochs: (\\d+)/.exec(String(epochsTo))[1])]",
    ],
  ],
});

Deno.test("xor.ipynb: its prose says how many published errors agree", () => {
  const verdicts = verdictsOf(book, "published");
  assertEquals(countsIn(book, "curve-question", /^All (\w+) agree/), [
    verdicts.length,
  ]);
  assert(verdicts.every((word) => word === "yes"));
});

/** Which hidden neuron a weight leads to. */
const HIDDEN: Record<string, number> = { w2: 0, w3: 1, w6: 2, w8: 0 };

testShown(book, {
  "next-output": "next",
  "next-hidden": "next",
  factor: { distance_before: "w - w_goal", distance_after: "next_w - w_goal" },
  "zeros-table": {
    error_before: 'totalCost(zeros, examples, { cost: "squared-error" })',
    error_after_100_epochs:
      'totalCost(zerosAfter.network, examples, { cost: "squared-error" })',
    weights_that_moved: "0",
  },
  frozen: {
    error_after_1_epoch: "dead.costs[1]",
    error_after_1001_epochs:
      'totalCost(later.network, examples, { cost: "squared-error" })',
  },
  "slope-of-output": {
    E_60: "trained.costs[60]",
    E_60_with_slip: "trained.costs[60]",
  },
  "with-biases": {
    none: "survey(network, 0.2)[1]",
    own: "biased.costs.findIndex((cost) => cost < 0.001)",
  },
  doubled: {
    E_60: "trained.costs[60]",
    E_60_with_the_two: "doubled.costs[60]",
  },
});

testTable(book, "examples", [
  ["i2", (_, k) => `examples[${k}].input[1]`],
  ["target", (_, k) => `examples[${k}].target[0]`],
]);
testTable(book, "lines-tried", [["most right of four", () => "3"]]);
testTable(
  book,
  "one-neuron",
  ["(0,0)", "(0,1)", "(1,0)", "(1,1)"].map((heading) => [heading, () => "0.5"]),
);
testTable(book, "without-bend", [[
  "weight of i2",
  () => "w7 * w2 + w8 * w4 + w9 * w6",
]]);
testTable(book, "shrinking", [[
  "ΔE / d",
  (d) => `2 * (out_o1 - t1) * out_h2 + out_h2 ** 2 * ${d}`,
]]);
testTable(book, "gradient-check", [
  [
    "∂E/∂out",
    (w) => `delta_o1 * (${w === "w8"} ? 1 : [w7, w8, w9][${HIDDEN[w]}])`,
  ],
  [
    "∂out/∂net",
    (w) => `${w === "w8"} ? 1 : slope([net_h1, net_h2, net_h3][${HIDDEN[w]}])`,
  ],
  ["∂net/∂w", (w) => w === "w8" ? "out_h2" : w === "w3" ? "i1" : "i2"],
  ["gradient", (w) => `dE_d${w}`],
  ["measured", (w) => `measured.${w}`],
]);
testTable(book, "article-gradients", [
  ["article's derivative", (w) => `dE_d${w} / 2`],
  ["measured", (w) => `measured.${w}`],
  ["measured ÷ article's", () => "2"],
]);
const atStart = (row: string) =>
  `trace(pathNetwork(starts["${row}"]), onePath[0], step)`;
testTable(book, "chain-table", [
  ["out_h1", (row) => `${atStart(row)}.neurons.h1.activation`],
  ["out_o1", (row) => `${atStart(row)}.neurons.o1.activation`],
  ["∂E/∂w1", (row) => `${atStart(row)}.weights.w1.gradient`],
  ["∂E/∂w2", (row) => `${atStart(row)}.weights.w2.gradient`],
  ["w1 after", (row) => `${atStart(row)}.weights.w1.next`],
  ["w2 after", (row) => `${atStart(row)}.weights.w2.next`],
]);
const after = (steps: number) => (rate: string) =>
  `w_goal + (1 - ${rate} * a ** 2) ** ${steps} * (w - w_goal)`;
testTable(book, "rates-tried", [
  ["factor", (rate) => `1 - ${rate} * a ** 2`],
  ["w after 1 step", after(1)],
  ["after 2", after(2)],
  ["after 10", after(10)],
  ["error after 10", (rate) => `(a * (${after(10)(rate)}) - t) ** 2`],
]);
const squares = (k: number) =>
  `[0, 1, 2].reduce((sum, j) =>
    sum + trace(network, examples[${k}], step).neurons["h" + (j + 1)].activation ** 2, 0)`;
testTable(book, "border-of-network", [
  ["sum of squares s", (_, k) => squares(k)],
  ["border 2/s", (_, k) => `${squares(k)} === 0 ? "none" : 2 / ${squares(k)}`],
]);
testTable(book, "published", [
  ["published", (row) => `met[${countOf(row)} - 1]`],
  ["ours", (row) => `met[${countOf(row)} - 1]`],
  ["the same", () => '"yes"'],
]);
testTable(book, "found", [[
  "coefficient",
  (way) => {
    const i = way.startsWith("i1") ? [1, 3, 5] : [2, 4, 6];
    return way.endsWith("h3")
      ? `v.w9 * v.w${i[2]}`
      : `v.w7 * v.w${i[0]} + v.w8 * v.w${i[1]}`;
  },
]]);
testTable(
  book,
  "exact-solutions",
  ["(0,0)", "(0,1)", "(1,0)", "(1,1)"].map((heading, k) => [
    heading,
    () => `examples[${k}].target[0]`,
  ]),
);
for (
  const [id, start] of [
    ["survey-table", "network"],
    ["two-hidden-table", "good"],
    ["fragile-table", "fragile"],
  ]
) {
  const run = (rate: string) =>
    `train(${start}, examples, { ...articleStep, learningRate: ${rate}, epochs: 200 })`;
  testTable(book, id, [
    [
      "epochs to 0.001",
      (rate) =>
        `((k) => k < 0 ? "—" : k)(${
          run(rate)
        }.costs.findIndex((cost) => cost < 0.001))`,
    ],
    ["error after 200", (rate) => `${run(rate)}.costs[200]`],
    [
      "the four outputs",
      (rate) =>
        `outputsOf(${
          run(rate)
        }.network).map((out) => out.toFixed(1).replace("-0.0", "0.0"))
          .join(String.fromCharCode(160))`,
    ],
  ]);
}
// The first example changes nothing, so a network that has seen it is the first.
const dyingAt = (k: number) =>
  `trace(descend(fragile, examples.slice(0, ${
    Math.max(1, k)
  }), { ...articleStep, learningRate: 0.4, epochs: 1 })[1], examples[${k}], { ...articleStep, learningRate: 0.4 })`;
testTable(book, "death", [
  ["net_h1", (_, k) => `${dyingAt(k)}.neurons.h1.netInput`],
  ["net_h2", (_, k) => `${dyingAt(k)}.neurons.h2.netInput`],
  ["out_o1", (_, k) => `${dyingAt(k)}.neurons.o1.activation`],
  ["E", (_, k) => `${dyingAt(k)}.cost`],
  [
    "w1 to w4 after",
    (_, k) =>
      `["w1", "w2", "w3", "w4"].map((w) => ${
        dyingAt(k)
      }.weights[w].next.toFixed(2).replace("-", "−"))
        .join(String.fromCharCode(160))`,
  ],
]);
testTable(book, "updated-weights", [
  ["old weights", (epoch) => `trained.costs[${epoch}]`],
  [
    "updated weights",
    (epoch) =>
      `train(network, examples, { ...articleStep, mistake: "updated-weights", epochs: 45 }).costs[${epoch}]`,
  ],
]);
const reaches = (rate: string, batch: string) =>
  `((k) => k < 0 ? "—" : k)(train(network, examples, {
    ...articleStep, ${batch} learningRate: ${rate}, epochs: 400,
  }).costs.findIndex((cost) => cost < 0.001))`;
testTable(book, "online-batch", [
  ["epochs online", (rate) => reaches(rate, "")],
  [
    "epochs with the whole batch",
    (rate) => reaches(rate, 'batch: "all", reduction: "sum",'),
  ],
]);

testFigures(book, {
  "one-line": [
    "One line gets three of four right",
    "Of 4 examples, 3 are on the side of their target",
  ],
  diagram: [
    "The network before it has learned",
    "w1 from i1 to h1 0.96, w2 from i2 to h1 0.147",
    "w8 from h2 to o1 −0.941",
  ],
  "relu-drawn": [
    "The activation function relu and its derivative",
    "From net input −2 to 2 the activation goes from 0 to 2. Its derivative is between 0 and 1",
  ],
  "profile-w8": [
    "The error of the second example against w8",
    "the error is lowest, 0, at w8 1.34. At w8 −0.941 the error is 2.32 and its slope −2.03",
  ],
  "both-sides": [
    "The slope on either side of the goal weight",
    "At w8 0.344 the error is 0.444 and its slope −0.888. At w8 2.34 the error is 0.444 and its slope 0.888",
  ],
  "path-w4": [
    "How w4 reaches the error",
    "the way of w4 to the error: i2, w4, h2, w8, o1, t1. Its gradient 2.87 is 2.87 × 1 × 1",
  ],
  "library-agrees": [
    "Deltas at the neurons, gradients on the arrows",
    "deltas h1 −2.16, h2 2.87, h3 0",
    "w7 from h1 to o1 −0.446, w8 from h2 to o1 −2.03, w9 from h3 to o1 0",
  ],
  "surface-drawn": [
    "Error over w1 and w2",
    "“output too low” takes 15 steps, from w1 0.5, w2 0.8",
    "“output too high” takes 15 steps, from w1 1.5, w2 0.9",
    "“w2 is zero” takes 15 steps, from w1 0.5, w2 0, error 1",
    "“h1 is cut off” takes 15 steps, from w1 −0.5, w2 0.8, error 1, to w1 −0.5, w2 0.8, error 1",
  ],
  converging: [
    "Two learning rates that converge",
    "“η = 0.1” takes 10 steps, w1 from 0 to 0.497",
    "“η = 0.4” takes 10 steps, w1 from 0 to 0.497",
  ],
  diverging: [
    "At the border, and above it",
    "“η = 0.5” takes 10 steps, w1 from 0 to 0, error from 1 to 1",
    "“η = 0.6” takes 10 steps, w1 from 0 to −14, error from 1 to 837",
  ],
  curve: [
    "One hundred epochs from the article's weights",
    "The error falls from 2.84 at epoch 0 to 4.97×10⁻¹³ at epoch 100",
  ],
  boundary: [
    "The decision after one hundred epochs",
    "Of 4 examples, 4 are on the side of their target",
  ],
  // After training h2 is as good as silent where only i2 is on, and h3 is on for one example.
  regions: [
    "What each hidden neuron lets through, after training",
    "h3: net input above 0 on 1 of 4 examples",
    "1.25 at i1 1, i2 0",
  ],
  "exact-regions": [
    "The exact solution: each hidden neuron takes one corner",
    "h1: net input above 0 on 1 of 4 examples; activations 0 at i1 0, i2 0, 0 at i1 0, i2 1, 1 at i1 1, i2 0",
    "h2: net input above 0 on 1 of 4 examples; activations 0 at i1 0, i2 0, 1 at i1 0, i2 1, 0 at i1 1, i2 0",
  ],
  "survey-curves": [
    "Too small, right, and too large",
    "“η = 0.05” falls from 2.84 at epoch 0 to 0.502 at epoch 60",
    "“η = 0.2” falls from 2.84 at epoch 0 to 0.00000457 at epoch 60",
    "“η = 0.3” falls from 2.84 at epoch 0 to 5.31×10⁻¹⁷ at epoch 60, by way of 4.81 at epoch 1",
    "“η = 0.4” falls from 2.84 at epoch 0 to 1 at epoch 60, by way of 7.61 at epoch 1",
  ],
  "dead-regions": [
    "After one epoch with η = 0.4: no example is in a shaded region",
    "h1: net input above 0 on 0 of 4 examples",
    "h2: net input above 0 on 0 of 4 examples",
  ],
  "stuck-regions": [
    "After one hundred epochs with η = 0.3: h2 is dead",
    "h1: net input above 0 on 1 of 4 examples",
    "h2: net input above 0 on 0 of 4 examples",
  ],
  "no-slope": [
    "A falling error proves nothing",
    "“with the slope” falls from 2.84 at epoch 0 to 4.97×10⁻¹³ at epoch 100",
    "“without the slope” falls from 2.84 at epoch 0 to 1.42 at epoch 100",
  ],
});

Deno.test("xor.ipynb: it says how many of the article's words it mends", () => {
  assertEquals(
    countsIn(book, "errata", /need care in (\w+) places/),
    [sourceOf(book, "errata").match(/^- \*\*|(?<= )- \*\*/gm)!.length],
  );
});

testExercises(book, {
  "exercise-output": {
    right: "0.3166",
    rules: [],
    mistakes: {
      "-0.5230": "the columns are taken for rows",
      "2.5472": "the output weights are left out",
    },
  },
  "exercise-gradient": {
    right: "-0.9696",
    rules: ["updated-weights", "two-forgotten"],
    mistakes: {
      "-0.4848": "the 2 that the square brings down is forgotten",
      "-1.3669": "the delta of o1 does not pass through w7",
      "1.2859": "it passes through w8 and not w7",
      "0.9696": "the sign is the wrong way round",
      "-1.1489": "along weights that this step has already updated",
      "-1.9392": "comes out when the 2 of the derivative is counted twice.",
    },
  },
  "exercise-border": {
    right: "1.28",
    rules: [],
    mistakes: {
      "1.60": "the activation is not squared",
      "0.64": "the 2 that the article leaves out",
      "3.13": "the activation is multiplied and not divided by",
    },
  },
  "exercise-steps": {
    right: "7",
    rules: [],
    mistakes: {
      "6": "you stop one step too early",
      "3": "the 2 that the article leaves out of the derivative is put back",
      "14": "the error is multiplied by the factor and not by its square",
    },
  },
  "exercise-exact": {
    right: "2",
    rules: [],
    mistakes: {
      "1": "comes out when the weights of the other exact solution are copied.",
      "0.5": "comes out when the weights that are there are copied.",
      "0.25": "the two halves are multiplied",
    },
  },
});
