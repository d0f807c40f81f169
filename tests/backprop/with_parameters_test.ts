import { assertEquals, assertThrows } from "@std/assert";
import { createNetwork, parametersOf, withParameters } from "backprop";

const network = createNetwork([
  { weights: [[1, 2], [3, 4]], biases: [5, 6], activation: "relu" },
  { weights: [[7, 8]], activation: "identity" },
]);

Deno.test("withParameters() undoes parametersOf()", () => {
  const zeros = withParameters(
    network,
    Object.fromEntries(Object.keys(parametersOf(network)).map((p) => [p, 0])),
  );
  assertEquals(Object.values(parametersOf(zeros)), Array(8).fill(0));
  assertEquals(withParameters(zeros, parametersOf(network)), network);
});

Deno.test("withParameters() leaves the network it was given as it was", () => {
  const before = structuredClone(network);
  const after = withParameters(network, { w2: -1, b_h2: 0 });
  assertEquals(network, before);
  assertEquals(parametersOf(after), {
    ...parametersOf(network),
    w2: -1,
    b_h2: 0,
  });
});

Deno.test("withParameters() refuses a label that the network has not, and what is no number", () => {
  assertThrows(
    () => withParameters(network, { b_o1: 0 }),
    RangeError,
    "Cannot set b_o1: the network has no such parameter; name one of w1, w2, w3, w4, w5, w6, b_h1, b_h2",
  );
  assertThrows(() => withParameters(network, { w1: NaN }), RangeError, "NaN");
});
