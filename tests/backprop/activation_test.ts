import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { activations, sigmoid } from "backprop";
import { logistic, variable } from "./dual.ts";
import { assertClose } from "./reference.ts";

Deno.test("sigmoid.of() is one half at 0 and known values around it", () => {
  assertEquals(sigmoid.of(0), 0.5);
  assertClose("σ(1)", sigmoid.of(1), 0.7310585786300049);
  assertClose("σ(-1)", sigmoid.of(-1), 0.2689414213699951);
  assertClose("σ(ln 3)", sigmoid.of(Math.log(3)), 0.75);
});

Deno.test("sigmoid.of() reaches 0 and 1 at the ends, and NaN nowhere", () => {
  assertEquals(sigmoid.of(-1000), 0);
  assertEquals(sigmoid.of(1000), 1);
  assertEquals(sigmoid.of(-Infinity), 0);
  assertEquals(sigmoid.of(Infinity), 1);
});

Deno.test("sigmoid.of() grows, and is symmetric around (0, 1/2)", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5000, max: 5000 }).map((n) => n / 1000),
      (net) => {
        assert(sigmoid.of(net) < sigmoid.of(net + 0.001), `σ(${net})`);
        assertClose(
          `σ(${net}) + σ(${-net})`,
          sigmoid.of(net) + sigmoid.of(-net),
          1,
        );
      },
    ),
    { seed: 1986 },
  );
});

Deno.test("sigmoid.derivative() is σ(1 − σ), a quarter at most", () => {
  assertEquals(sigmoid.derivative(0.5, 0), 0.25);
  assertEquals(sigmoid.derivative(0.25, -Math.log(3)), 0.1875);
  assertEquals(sigmoid.derivative(0, -1000), 0);
  assertEquals(sigmoid.derivative(1, 1000), 0);
});

Deno.test("sigmoid.derivative() is the slope that dual numbers find", () => {
  for (let net = -5; net <= 5; net += 0.125) {
    assertClose(
      `σ′(${net})`,
      sigmoid.derivative(sigmoid.of(net), net),
      logistic(variable(net)).slope,
    );
  }
});

Deno.test("activations holds every activation function by its name", () => {
  assertEquals(activations, { sigmoid });
});
