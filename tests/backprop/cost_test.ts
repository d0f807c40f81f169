import { assertEquals } from "@std/assert";
import {
  binaryCrossEntropy,
  type CostName,
  costs,
  crossEntropy,
  halfSquaredError,
  meanSquaredError,
  squaredError,
  squaredErrorWithout2,
} from "backprop";
import { dualCosts, variable } from "./dual.ts";
import { assertClose } from "./reference.ts";

const table: [name: CostName, of: number, derivative: number][] = [
  ["half-squared-error", 0.125, 0.5],
  ["squared-error", 0.25, 1],
  ["squared-error-without-2", 0.25, 0.5],
  ["mean-squared-error", 0.0625, 0.25],
  ["cross-entropy", -0.25 * Math.log(0.75), -1 / 3],
  [
    "binary-cross-entropy",
    -0.25 * Math.log(0.75) - 0.75 * Math.log(0.25),
    -1 / 3 + 3,
  ],
];

for (const [name, of, derivative] of table) {
  Deno.test(`costs["${name}"] has the value and the derivative of its definition`, () => {
    const cost = costs[name];
    assertClose("of", cost.of(0.75, 0.25, 4), of);
    assertClose("derivative", cost.derivative(0.75, 0.25, 4), derivative);
  });

  Deno.test(`costs["${name}"].derivative() is the slope that dual numbers find`, () => {
    const cost = costs[name];
    for (const target of [0, 0.01, 0.5, 0.99, 1]) {
      for (const activation of [0.01, 0.2, 0.5, 0.75, 0.99]) {
        for (const outputs of [1, 3]) {
          const dual = dualCosts[name](variable(activation), target, outputs);
          const place = `at ${activation} for ${target} of ${outputs}`;
          assertClose(
            `the cost ${place}`,
            cost.of(activation, target, outputs),
            dual.value,
          );
          assertClose(
            `the derivative ${place}`,
            cost.derivative(activation, target, outputs),
            dual.slope,
            1e-12,
            dual.size,
          );
        }
      }
    }
  });
}

Deno.test("squared errors are 0 at the target, and as large on both sides", () => {
  for (
    const cost of [
      halfSquaredError,
      squaredError,
      squaredErrorWithout2,
      meanSquaredError,
    ]
  ) {
    assertEquals(cost.of(0.7, 0.7, 2), 0);
    assertEquals(cost.derivative(0.7, 0.7, 2), 0);
    assertEquals(cost.of(-2, 3, 2), cost.of(8, 3, 2));
    assertEquals(cost.derivative(-2, 3, 2), -cost.derivative(8, 3, 2));
    assertEquals(cost.cancels, undefined);
  }
});

Deno.test("crossEntropy adds nothing where nothing is expected, and all where it is refused", () => {
  assertEquals(crossEntropy.of(0, 0, 1), 0);
  assertEquals(crossEntropy.derivative(0, 0, 1), 0);
  assertEquals(crossEntropy.of(0, 1, 1), -Math.log(2 ** -1022));
  assertEquals(crossEntropy.derivative(0, 1, 1), -(2 ** 1022));
  assertEquals(crossEntropy.of(1, 1, 1), 0);
  assertEquals(crossEntropy.cancels?.softmax?.(0.75, 0.25, 2), 1.25);
  assertEquals(crossEntropy.cancels?.sigmoid?.(0.75, 0.5, 1), -0.125);
});

Deno.test("binaryCrossEntropy adds nothing where a sure output is right", () => {
  assertEquals(binaryCrossEntropy.of(0, 0, 1), 0);
  assertEquals(binaryCrossEntropy.of(1, 1, 1), 0);
  assertEquals(binaryCrossEntropy.of(1, 0, 1), -Math.log(2 ** -54));
  assertEquals(binaryCrossEntropy.derivative(1, 0, 1), 2 ** 54);
  assertEquals(binaryCrossEntropy.derivative(0, 1, 1), -(2 ** 1022));
  assertEquals(binaryCrossEntropy.cancels?.sigmoid?.(0.75, 0.25, 2), 0.5);
});

Deno.test("costs holds every cost by its name", () => {
  assertEquals(costs, {
    "half-squared-error": halfSquaredError,
    "squared-error": squaredError,
    "squared-error-without-2": squaredErrorWithout2,
    "mean-squared-error": meanSquaredError,
    "cross-entropy": crossEntropy,
    "binary-cross-entropy": binaryCrossEntropy,
  });
});
