import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  activationNames,
  createNetwork,
  type Network,
  networkFromJson,
  networkToJson,
} from "backprop";
import { anyProblems, assertAlways, deepFreeze } from "./arbitrary.ts";
import { network } from "./reference.ts";

/** Every parameter's 64 bits. */
function bitsOf({ layers }: Network): bigint[] {
  const values = layers.flatMap(({ weights, biases }) => [
    ...weights.flat(),
    ...biases,
  ]);
  return [...new BigUint64Array(Float64Array.from(values).buffer)];
}

function assertComesBack(network: Network): void {
  const back = networkFromJson(networkToJson(deepFreeze(network)));
  assertEquals(back, network);
  assertEquals(bitsOf(back), bitsOf(network));
}

Deno.test("networkToJson() and networkFromJson() keep every bit of any finite float64", () => {
  const parameter = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    .map((bits) => new Float64Array(BigUint64Array.of(bits).buffer)[0])
    .filter(Number.isFinite);
  fc.assert(
    fc.property(
      fc.array(parameter, { minLength: 3, maxLength: 3 }),
      fc.array(parameter, { minLength: 3, maxLength: 3 }),
      fc.constantFrom(...activationNames),
      (weights, biases, activation) => {
        const rows = weights.map((weight) => [weight]);
        assertComesBack(
          createNetwork([{ weights: rows, biases, activation }]),
        );
      },
    ),
    { numRuns: 1000, seed: 1986 },
  );
});

Deno.test("networkToJson() and networkFromJson() keep −0, subnormals and both ends", () => {
  const weights = [
    [-0, 0, 5e-324, -5e-324],
    [2 ** -1022 - 2 ** -1074, 2 ** -1022, Number.MAX_VALUE, -Number.MAX_VALUE],
    [0.1, 1 / 3, 2 ** 53 + 2, 1e21],
  ];
  const biases = [-0, 0.1 + 0.2, Number.EPSILON];
  assertComesBack(createNetwork([{ weights, biases, activation: "relu" }]));
});

Deno.test("networkToJson() and networkFromJson() keep every kind of network", () => {
  assertAlways(({ network }) => assertComesBack(network), anyProblems());
});

Deno.test("networkToJson() writes what JSON.parse() reads as the network itself", () => {
  const text = networkToJson(network);
  assertEquals(JSON.parse(text), network);
  assertEquals(
    networkToJson(createNetwork([
      { weights: [[1, -0], [0.5, 2]], biases: [3, -0], activation: "tanh" },
      { weights: [[1, 2]], activation: "identity" },
    ])),
    '{ "layers": [{ "weights": [[1, -0], [0.5, 2]], "biases": [3, -0], "activation": "tanh" }, ' +
      '{ "weights": [[1, 2]], "biases": [], "activation": "identity" }] }',
  );
});

Deno.test("networkFromJson() makes layers without biases where none are named", () => {
  const { layers } = networkFromJson(
    '{"layers": [{"weights": [[1]], "activation": "relu"}]}',
  );
  assertEquals(layers, [{ weights: [[1]], biases: [], activation: "relu" }]);
});

Deno.test("networkFromJson() refuses text that is not JSON, and says what is wrong", () => {
  const error = assertThrows(() => networkFromJson("{ layers"), SyntaxError);
  assert(
    error.message.startsWith(
      "Cannot read a network: the text is not JSON, as networkToJson() writes it: ",
    ),
  );
  assert(error.cause instanceof SyntaxError);
  assert(error.message.endsWith(error.cause.message));
});

for (const text of ["null", "3", "[]", "{}", '{"layers": {}}']) {
  Deno.test(`networkFromJson() refuses ${text}, which has no layers`, () => {
    const error = assertThrows(() => networkFromJson(text), SyntaxError);
    assertEquals(
      error.message,
      'Cannot read a network: it has no array "layers", which networkToJson() writes',
    );
  });
}

const sound = '{"weights": [[1]], "activation": "relu"}';
const unsound = [
  "null",
  "{}",
  '{"weights": [1], "activation": "relu"}',
  '{"weights": [[null]], "activation": "relu"}',
  '{"weights": [[1], [null]], "activation": "relu"}',
  '{"weights": [["1"]], "activation": "relu"}',
  '{"weights": [[1]], "biases": 0, "activation": "relu"}',
  '{"weights": [[1]], "biases": [null], "activation": "relu"}',
  '{"weights": [[1]], "biases": null, "activation": "relu"}',
];
for (const layer of unsound) {
  Deno.test(`networkFromJson() refuses the layer ${layer}`, () => {
    const error = assertThrows(
      () => networkFromJson(`{"layers": [${sound}, ${layer}]}`),
      SyntaxError,
    );
    assertEquals(
      error.message,
      'Cannot read a network: layer 2 must have "weights", arrays of numbers, and may have "biases", an array of numbers',
    );
  });
}

const unfit: [layers: string, message: string][] = [
  [
    "",
    'it needs at least one layer, such as { weights: [[0.5, -0.5]], activation: "sigmoid" }',
  ],
  [
    `${sound}, {"weights": [[1, 2]], "activation": "relu"}`,
    "layer 2 has 2 weights a neuron but the layer before it has 1 neurons; give each neuron 1",
  ],
  [
    '{"weights": [[1e999]], "activation": "relu"}',
    "layer 1 holds Infinity, which is not a finite number; put one at weights[0][0]",
  ],
  [
    '{"weights": [[1]], "activation": "sine"}',
    'layer 1 has the activation "sine": it must be one of sigmoid, tanh, relu, leaky-relu, identity, softmax',
  ],
];
for (const [layers, message] of unfit) {
  Deno.test(`networkFromJson() refuses layers that do not fit: ${message}`, () => {
    const error = assertThrows(
      () => networkFromJson(`{"layers": [${layers}]}`),
      RangeError,
    );
    assertEquals(error.message, `Cannot create a network: ${message}`);
  });
}
