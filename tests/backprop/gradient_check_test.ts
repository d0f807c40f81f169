import { assert, assertEquals, assertThrows } from "@std/assert";
import { type CostName, numericalGradients, parametersOf } from "backprop";
import { anyProblems, assertAlways, deepFreeze } from "./arbitrary.ts";
import { dualGradients } from "./dual.ts";
import { assertClose, example, network, reference } from "./reference.ts";

Deno.test("numericalGradients() measures the walk-through's gradients", () => {
  const measured = numericalGradients(network, example);
  const { b1_shared: _1, b2_shared: _2, ...expected } =
    reference.backward.gradients;
  for (const [label, gradient] of Object.entries(expected)) {
    assertClose(label, measured[label], gradient, 1e-10, 1);
  }
});

Deno.test("numericalGradients() measures every parameter, by its label, with every cost", () => {
  assertAlways(({ network, example, cost }) => {
    const measured = numericalGradients(network, example, { cost });
    assertEquals(Object.keys(measured), Object.keys(parametersOf(network)));
    const factor = cost === "squared-error-without-2" ? 2 : 1;
    for (
      const [label, { slope }] of Object.entries(
        dualGradients(network, example, cost),
      )
    ) {
      assertClose(label, measured[label], factor * slope, 1e-8, 1);
    }
  }, anyProblems());
});

Deno.test("numericalGradients() errs a quarter as much at half the distance", () => {
  const { gradients } = reference.backward;
  const [far, near] = [0.02, 0.01].map((distance) =>
    numericalGradients(network, example, { distance })
  );
  for (const label of ["w5", "w7", "b_h1", "b_o1", "b_o2"] as const) {
    const ratio = (far[label] - gradients[label]) /
      (near[label] - gradients[label]);
    assert(Math.abs(ratio - 4) < 0.01, `${label}: ${ratio}`);
  }
});

Deno.test("numericalGradients() moves by 1e-5 and takes half the squared error by default", () => {
  assertEquals(
    numericalGradients(network, example),
    numericalGradients(network, example, {
      cost: "half-squared-error",
      distance: 1e-5,
    }),
  );
});

Deno.test("numericalGradients() leaves network and example unchanged", () => {
  assertAlways((problem) => {
    const { network, example, cost } = deepFreeze(problem);
    numericalGradients(network, example, { cost });
  }, anyProblems());
});

for (const distance of [0, -1e-5, NaN, Infinity]) {
  Deno.test(`numericalGradients() refuses the distance ${distance}`, () => {
    const error = assertThrows(
      () => numericalGradients(network, example, { distance }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot measure gradients: distance must be a number above 0, received ${distance}`,
    );
  });
}

Deno.test("numericalGradients() refuses an example that does not fit, and a cost that there is not", () => {
  assertThrows(
    () => numericalGradients(network, { input: [1], target: [0, 1] }),
    RangeError,
    "its input has 1 values and the network takes 2",
  );
  assertThrows(
    () => numericalGradients(network, example, { cost: "hinge" as CostName }),
    RangeError,
    'Cannot use the cost "hinge"',
  );
});
