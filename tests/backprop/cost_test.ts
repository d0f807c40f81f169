import { assertEquals } from "@std/assert";
import { costs, halfSquaredError } from "backprop";
import { halfSquare, variable } from "./dual.ts";
import { assertClose } from "./reference.ts";

Deno.test("halfSquaredError.of() is half the square of the difference", () => {
  assertEquals(halfSquaredError.of(0.75, 0.25), 0.125);
  assertEquals(halfSquaredError.of(0.25, 0.75), 0.125);
  assertEquals(halfSquaredError.of(-2, 3), 12.5);
  assertEquals(halfSquaredError.of(0.7, 0.7), 0);
});

Deno.test("halfSquaredError.derivative() is the activation less the target", () => {
  assertEquals(halfSquaredError.derivative(0.75, 0.25), 0.5);
  assertEquals(halfSquaredError.derivative(0.25, 0.75), -0.5);
  assertEquals(halfSquaredError.derivative(0.7, 0.7), 0);
});

Deno.test("halfSquaredError.derivative() is the slope that dual numbers find", () => {
  for (const target of [0, 0.01, 0.99, 1]) {
    for (const activation of [0, 0.2, 0.5, 0.75, 1]) {
      assertClose(
        `the derivative at ${activation} for ${target}`,
        halfSquaredError.derivative(activation, target),
        halfSquare(variable(activation), target).slope,
      );
    }
  }
});

Deno.test("costs holds every cost by its name", () => {
  assertEquals(costs, { "half-squared-error": halfSquaredError });
});
