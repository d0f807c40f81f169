import { assertEquals, assertThrows } from "@std/assert";
import {
  type CostName,
  costs,
  forward,
  type Reduction,
  totalCost,
} from "backprop";
import { anyProblems, assertAlways, deepFreeze } from "./arbitrary.ts";
import { assertClose, example, network, reference } from "./reference.ts";

const others = [
  { input: [0.9, -0.4], target: [1, 0] },
  { input: [-0.3, 0.8], target: [0, 0.5] },
];
const examples = [example, ...others];

Deno.test("totalCost() sums over examples and outputs", () => {
  assertClose("one", totalCost(network, [example]), reference.forward.E_total);
  const each = examples.map((one) => totalCost(network, [one]));
  assertClose(
    "three",
    totalCost(network, examples),
    each.reduce((sum, cost) => sum + cost),
  );
});

Deno.test("totalCost() adds up half the squared error where nothing is named", () => {
  assertEquals(
    totalCost(network, examples, {
      cost: "half-squared-error",
      reduction: "sum",
    }),
    totalCost(network, examples),
  );
});

Deno.test("totalCost() adds or averages every cost over the examples of every network", () => {
  assertAlways((problem) => {
    const { network, examples, cost } = deepFreeze(problem);
    let sum = 0;
    for (const { input, target } of examples) {
      forward(network, input).at(-1)!.activations.forEach((output, j) => {
        sum += costs[cost].of(output, target[j], target.length);
      });
    }
    assertClose("sum", totalCost(network, examples, { cost }), sum);
    assertClose(
      "mean",
      totalCost(network, examples, { cost, reduction: "mean" }),
      sum / examples.length,
    );
  }, anyProblems());
});

Deno.test("totalCost() refuses no examples", () => {
  const error = assertThrows(() => totalCost(network, []), RangeError);
  assertEquals(
    error.message,
    "Cannot use the examples: there are none; give an array of at least one { input, target }",
  );
});

Deno.test("totalCost() refuses an example that does not fit, and says which", () => {
  const error = assertThrows(
    () => totalCost(network, [example, { input: [1, 2], target: [] }]),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot use example 2: its target has 0 values and the network takes 2; give it 2",
  );
});

Deno.test("totalCost() refuses a cost or a reduction that there is not", () => {
  assertThrows(
    () => totalCost(network, examples, { cost: "toString" as CostName }),
    RangeError,
    'Cannot use the cost "toString": it must be one of "half-squared-error", ',
  );
  const error = assertThrows(
    () => totalCost(network, examples, { reduction: "median" as Reduction }),
    RangeError,
  );
  assertEquals(
    error.message,
    'Cannot use the reduction "median": it must be one of "sum", "mean"',
  );
});
