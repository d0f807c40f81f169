import { assertEquals, assertThrows } from "@std/assert";
import { type Step, trace, train } from "backprop";
import { checkStep } from "../../lib/backprop/step.ts";
import { example, network } from "./reference.ts";

/** A notebook's code is not type-checked when it runs, so anything may come. */
const refused: [title: string, step: object, message: string][] = [
  ...[
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    [-Infinity, "-Infinity"],
    [undefined, "undefined"],
    ["0.5", '"0.5"'],
  ].map(([learningRate, shown]): [string, object, string] => [
    `the learning rate ${shown}`,
    { learningRate },
    `Cannot take a step: learningRate must be a finite number, received ${shown}`,
  ]),
  [
    "an unknown cost",
    { cost: "hinge" },
    'Cannot use the cost "hinge": it must be one of "half-squared-error", "squared-error", "squared-error-without-2", "mean-squared-error", "cross-entropy", "binary-cross-entropy"',
  ],
  [
    "a cost that every object inherits",
    { cost: "toString" },
    'Cannot use the cost "toString": it must be one of "half-squared-error", "squared-error", "squared-error-without-2", "mean-squared-error", "cross-entropy", "binary-cross-entropy"',
  ],
  [
    "an unknown bias rule",
    { biases: "none" },
    'Cannot use the biases "none": it must be one of "fixed", "own", "shared"',
  ],
  [
    "no bias rule",
    { biases: undefined },
    'Cannot use the biases undefined: it must be one of "fixed", "own", "shared"',
  ],
  [
    "an unknown mistake",
    { mistake: "typo" },
    'Cannot use the mistake "typo": it must be one of "updated-weights", "slope-of-output", "slope-dropped", "half-forgotten", "two-forgotten", "sign-flipped", "weights-transposed", "one-path"',
  ],
];

for (const [title, part, message] of refused) {
  Deno.test(`checkStep(), trace() and train() refuse ${title}`, () => {
    const step = { learningRate: 0.5, biases: "own", ...part } as Step;
    for (
      const use of [
        () => checkStep(step),
        () => trace(network, example, step),
        () => train(network, [example], { ...step, epochs: 0 }),
      ]
    ) {
      assertEquals(assertThrows(use, RangeError).message, message);
    }
  });
}

Deno.test("checkStep() accepts a step of any finite learning rate", () => {
  for (const learningRate of [0, -0.5, 5e-324, Number.MAX_VALUE]) {
    checkStep({ learningRate, biases: "shared" });
  }
});
