import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  activationNames,
  activations,
  identity,
  LEAK,
  leakyRelu,
  relu,
  sigmoid,
  softmax,
  tanh,
} from "backprop";
import { slopeOf } from "../../lib/backprop/activation.ts";
import { dualActivations, variable } from "./dual.ts";
import { assertClose } from "./reference.ts";

const nets = Array.from({ length: 49 }, (_, i) => (i - 24) / 8);

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

Deno.test("tanh.of() is odd, and known at ½ ln 3", () => {
  assertEquals(tanh.of(0), 0);
  assertClose("tanh(½ ln 3)", tanh.of(Math.log(3) / 2), 0.5);
  assertClose("tanh(-½ ln 3)", tanh.of(-Math.log(3) / 2), -0.5);
  assertEquals(tanh.of(1000), 1);
  assertEquals(tanh.of(-1000), -1);
  assertEquals(tanh.derivative(0.5, Math.log(3) / 2), 0.75);
});

Deno.test("relu.of() is the net input above 0, and 0 below", () => {
  assertEquals([-2, -0, 0, 3].map(relu.of), [0, 0, 0, 3]);
  assertEquals(
    [-2, 0, 1e-300, 3].map((net) => relu.derivative(relu.of(net), net)),
    [0, 0, 1, 1],
  );
});

Deno.test("leakyRelu.of() is the net input above 0, and a hundredth of it below", () => {
  assertEquals(LEAK, 0.01);
  assertEquals([-200, 0, 3].map(leakyRelu.of), [-2, 0, 3]);
  assertEquals(
    [-2, 0, 1e-300, 3].map((net) =>
      leakyRelu.derivative(leakyRelu.of(net), net)
    ),
    [0.01, 0.01, 1, 1],
  );
});

Deno.test("identity.of() is the net input, of slope 1", () => {
  assertEquals([-2, 0, 3].map(identity.of), [-2, 0, 3]);
  assertEquals([-2, 0, 3].map((net) => identity.derivative(net, net)), [
    1,
    1,
    1,
  ]);
});

for (const [name, { of, derivative }] of Object.entries(activations)) {
  Deno.test(`${name}.derivative() is the slope that dual numbers find`, () => {
    for (const net of nets) {
      const dual = dualActivations[name as keyof typeof activations];
      const [{ value, slope }] = dual([variable(net)]);
      assertClose(`${name}(${net})`, of(net), value, 1e-14, 1);
      assertClose(`${name}′(${net})`, derivative(of(net), net), slope);
    }
  });
}

Deno.test("softmax() makes shares of 1, known at ln 1, ln 2, ln 3", () => {
  const shares = softmax([0, Math.log(2), Math.log(3)]);
  [1 / 6, 1 / 3, 1 / 2].forEach((share, j) =>
    assertClose(`share ${j}`, shares[j], share)
  );
  assertEquals(softmax([7]), [1]);
});

Deno.test("softmax() stays the same where all net inputs move alike, however large", () => {
  const net = fc.integer({ min: -4000, max: 4000 }).map((n) => n / 512);
  fc.assert(
    fc.property(fc.array(net, { minLength: 1, maxLength: 5 }), (nets) => {
      const shares = softmax(nets);
      assertClose("sum", shares.reduce((a, b) => a + b), 1);
      for (const by of [-1e6, 1000, 1e6]) {
        assertEquals(softmax(nets.map((net) => net + by)), shares);
      }
    }),
    { seed: 1986 },
  );
});

Deno.test("softmax() reaches 0 and 1 at the ends, and NaN nowhere", () => {
  assertEquals(softmax([1000, -1000, 0]), [1, 0, 0]);
  assertEquals(softmax([-1000, -1000]), [0.5, 0.5]);
  assertEquals(softmax([1e308, -1e308]), [1, 0]);
});

Deno.test("softmax() has the values and slopes that dual numbers find", () => {
  for (const net of nets) {
    const others = [0.5, -1.25];
    const [first] = dualActivations.softmax([
      variable(net),
      ...others.map((value) => ({ value, slope: 0, size: 0 })),
    ]);
    const [share] = softmax([net, ...others]);
    assertClose(`softmax(${net})`, share, first.value);
    assertClose(
      `softmax′(${net})`,
      slopeOf("softmax").derivative(share, net),
      first.slope,
    );
  }
});

Deno.test("activations holds every activation function by its name", () => {
  assertEquals(activations, {
    sigmoid,
    tanh,
    relu,
    "leaky-relu": leakyRelu,
    identity,
  });
  assertEquals(activationNames, [
    "sigmoid",
    "tanh",
    "relu",
    "leaky-relu",
    "identity",
    "softmax",
  ]);
  for (const [name, activation] of Object.entries(activations)) {
    assertEquals(slopeOf(name as keyof typeof activations), activation);
  }
});
