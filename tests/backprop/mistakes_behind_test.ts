import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  createNetwork,
  type Mistake,
  mistakeNames,
  mistakesBehind,
  parametersOf,
  trace,
} from "backprop";
import { assertAlways } from "./arbitrary.ts";
import { example, network, steps } from "./reference.ts";

const step = steps.weights_only;

/** What the walk-through's w1 becomes in one step by each mistake. */
const fingerprints: Record<Mistake, string> = {
  "updated-weights": "0.149817639",
  "sign-flipped": "0.150219284",
  "slope-of-output": "0.149764287",
  "slope-dropped": "0.145299743",
  "half-forgotten": "0.149561432",
  "one-path": "0.149665802",
  "weights-transposed": "0.149769225",
};

for (const [mistake, value] of Object.entries(fingerprints)) {
  Deno.test(`mistakesBehind() names ${mistake} behind ${value}`, () => {
    const found = mistakesBehind(network, example, step, "w1", value);
    assertEquals<string[]>(found, [mistake]);
  });
}

Deno.test("mistakesBehind() finds nothing wrong with the right value, or behind nonsense", () => {
  assertEquals(mistakesBehind(network, example, step, "w1", "0.149780716"), []);
  assertEquals(mistakesBehind(network, example, step, "w1", "0.149780717"), []);
  assertEquals(mistakesBehind(network, example, step, "w1", "-3"), []);
});

Deno.test("mistakesBehind() takes as many decimals as are given", () => {
  const found = (value: string) =>
    mistakesBehind(network, example, step, "w1", value);
  assertEquals(found("0.1498"), []);
  assertEquals(found("0.1453"), ["slope-dropped"]);
  assertEquals(found("0.14530"), ["slope-dropped"]);
  assertEquals(found("0.145300"), ["slope-dropped"]);
  assertEquals(found("0.1453000"), []);
  assertEquals(found("0.1502"), ["sign-flipped"]);
  assertEquals(found("0"), []);
  assertEquals(found("0.15"), []);
});

Deno.test("mistakesBehind() names every mistake that explains the value", () => {
  // Only the slopes and the sign change an output's bias, and without a hidden layer nothing is carried back.
  const neuron = createNetwork([
    { weights: [[0.5]], biases: [0.1], activation: "identity" },
  ]);
  const one = { input: [1], target: [0] };
  const found = (value: string) =>
    mistakesBehind(
      neuron,
      one,
      { learningRate: 0.5, biases: "own" },
      "b_o1",
      value,
    );
  assertEquals(found("-0.2"), []);
  assertEquals(found("-0.5"), ["half-forgotten"]);
  assertEquals(found("0.4"), ["sign-flipped"]);
});

Deno.test("mistakesBehind() takes a whole number as rounded to one", () => {
  const neuron = createNetwork([
    { weights: [[0.5]], biases: [0.1], activation: "identity" },
  ]);
  const one = { input: [1], target: [0] };
  const how = { learningRate: 10, biases: "own" } as const;
  // The right step ends at -5.9, the mistaken one at -11.9.
  assertEquals(mistakesBehind(neuron, one, how, "b_o1", "-6"), []);
  assertEquals(mistakesBehind(neuron, one, how, "b_o1", "-12"), [
    "half-forgotten",
  ]);
});

Deno.test("mistakesBehind() knows a bias that the step moves", () => {
  const own = steps.per_neuron_biases;
  for (const mistake of mistakeNames) {
    const { next } = trace(network, example, { ...own, mistake });
    const value = parametersOf(next).b_h2.toFixed(12);
    assertEquals(mistakesBehind(network, example, own, "b_h2", value), [
      mistake,
    ]);
  }
});

Deno.test("mistakesBehind() reads 0 as well with a sign as without", () => {
  const neuron = createNetwork([{ weights: [[-1]], activation: "identity" }]);
  const one = { input: [1], target: [-0.5] };
  // The right step ends at -0.5, the mistaken one just below 0.
  const how = { learningRate: 1 - 1e-9, biases: "own" } as const;
  for (const value of ["0.000", "-0.000"]) {
    assertEquals(mistakesBehind(neuron, one, how, "w1", value), [
      "half-forgotten",
    ]);
  }
});

Deno.test("mistakesBehind() names the mistake that was made on every network", () => {
  let named = 0;
  assertAlways(({ network, example }) => {
    const own = { learningRate: 0.5, biases: "own" } as const;
    const right = parametersOf(trace(network, example, own).next);
    for (const mistake of mistakeNames) {
      const { next } = trace(network, example, { ...own, mistake });
      for (const [label, value] of Object.entries(parametersOf(next))) {
        const [is, was] = [value, right[label]].map((n) => n.toFixed(9));
        const found = mistakesBehind(network, example, own, label, is);
        if (Number(is) === Number(was)) assertEquals(found, []);
        else {
          assert(found.includes(mistake), `${mistake} behind ${label} = ${is}`);
          named++;
        }
      }
    }
  });
  assert(named > 1000);
});

for (const value of ["", "0,15", "1e-5", ".5", "5.", " 0.15", "NaN", "+1"]) {
  Deno.test(`mistakesBehind() refuses the value ${JSON.stringify(value)}`, () => {
    const error = assertThrows(
      () => mistakesBehind(network, example, step, "w1", value),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot name the mistake: the value must be a decimal number such as "0.15", received ${
        JSON.stringify(value)
      }`,
    );
  });
}

for (const label of ["w9", "", "toString"]) {
  Deno.test(`mistakesBehind() refuses the parameter ${JSON.stringify(label)}`, () => {
    const error = assertThrows(
      () => mistakesBehind(network, example, step, label, "0.15"),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot name the mistake: the network has no parameter ${
        JSON.stringify(label)
      }; name one of w1, w2, w3, w4, w5, w6, w7, w8, b_h1, b_h2, b_o1, b_o2`,
    );
  });
}
