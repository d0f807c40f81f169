import { assert, assertEquals } from "@std/assert";
import { numericalGradients, parametersOf } from "backprop";
import { assertAlways, deepFreeze } from "./arbitrary.ts";
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

Deno.test("numericalGradients() measures every parameter, by its label", () => {
  assertAlways(({ network, example }) => {
    const measured = numericalGradients(network, example);
    assertEquals(Object.keys(measured), Object.keys(parametersOf(network)));
    for (
      const [label, { slope }] of Object.entries(
        dualGradients(network, example),
      )
    ) {
      assertClose(label, measured[label], slope, 1e-9, 1);
    }
  });
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
  deepFreeze({ network, example });
  numericalGradients(network, example);
});
