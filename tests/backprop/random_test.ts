import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  type ActivationName,
  type Initialization,
  networkToJson,
  parametersOf,
  randomNetwork,
  type RandomNetworkOptions,
  seededRandom,
} from "backprop";

const initializations = ["uniform", "normal", "xavier", "he"] as const;

/** The generator's definition in whole numbers of any size, 32 bits kept of each. */
function* definition(seed: number): Generator<number> {
  const low = (bits: bigint) => BigInt.asUintN(32, bits);
  const rotate = (bits: bigint, by: bigint) =>
    low(bits << by) | (bits >> (32n - by));
  let fill = low(BigInt(seed));
  const s = [0, 1, 2, 3].map(() => {
    fill = low(fill + 0x9e3779b9n);
    let mixed = low((fill ^ (fill >> 16n)) * 0x85ebca6bn);
    mixed = low((mixed ^ (mixed >> 13n)) * 0xc2b2ae35n);
    return mixed ^ (mixed >> 16n);
  });
  while (true) {
    const scrambled = low(rotate(low(s[1] * 5n), 7n) * 9n);
    const shifted = low(s[1] << 9n);
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11n);
    yield Number(scrambled);
  }
}

Deno.test("seededRandom() gives the same numbers on every machine", () => {
  const first = (seed: number) => {
    const random = seededRandom(seed);
    return [random(), random(), random()];
  };
  assertEquals(first(0), [
    0.8868539502021594,
    0.012474988946590604,
    0.032522145755498943,
  ]);
  assertEquals(first(1986), [
    0.6845799242794633,
    0.7003669272995692,
    0.30677380167695334,
  ]);
  assertEquals(first(-1), [
    0.19461841469507213,
    0.5485967281391287,
    0.2282790634437124,
  ]);
});

Deno.test("seededRandom() is xoshiro128** filled by SplitMix32, 53 bits of two draws", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (seed) => {
      const random = seededRandom(seed);
      const draws = definition(seed);
      for (let i = 0; i < 20; i++) {
        const high = Math.floor(draws.next().value / 2 ** 5);
        const low = Math.floor(draws.next().value / 2 ** 6);
        assertEquals(random(), (high * 2 ** 26 + low) / 2 ** 53);
      }
    }),
    { numRuns: 200, seed: 1986 },
  );
});

Deno.test("seededRandom() takes the lowest 32 bits of its seed", () => {
  for (const seed of [1, -1, 2 ** 31]) {
    const numbers = [seed, seed + 2 ** 32, seed - 2 ** 40].map((s) => {
      const random = seededRandom(s);
      return [random(), random()];
    });
    assertEquals(numbers[1], numbers[0]);
    assertEquals(numbers[2], numbers[0]);
  }
});

Deno.test("seededRandom() stays from 0 to below 1, spreads evenly, and repeats nothing", () => {
  const random = seededRandom(7);
  const count = 100_000;
  const values = Array.from({ length: count }, random);
  assert(values.every((value) => value >= 0 && value < 1));
  assertEquals(new Set(values).size, count);
  const bins = new Array(10).fill(0);
  for (const value of values) bins[Math.floor(value * 10)]++;
  for (const bin of bins) {
    assert(Math.abs(bin - count / 10) < 400, `${bins}`);
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  assert(Math.abs(mean - 0.5) < 0.003, `${mean}`);
  // The last of 53 bits is 1 half of the time.
  const odd = values.filter((value) => (value * 2 ** 53) % 2 === 1).length;
  assert(Math.abs(odd - count / 2) < 800, `${odd}`);
});

Deno.test("seededRandom() gives sources that do not disturb each other", () => {
  const [a, b, alone] = [seededRandom(1), seededRandom(1), seededRandom(1)];
  a();
  a();
  assertEquals(b(), alone());
});

for (
  const [seed, shown] of [
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    [0.5, "0.5"],
    [2 ** 53, "9007199254740992"],
    ["1", '"1"'],
    [undefined, "undefined"],
  ]
) {
  Deno.test(`seededRandom() and randomNetwork() refuse the seed ${shown}`, () => {
    for (
      const use of [
        () => seededRandom(seed as number),
        () => randomNetwork({ ...plain, seed: seed as number }),
      ]
    ) {
      const error = assertThrows(use, RangeError);
      assertEquals(
        error.message,
        `Cannot seed the random numbers: the seed must be a whole number, received ${shown}`,
      );
    }
  });
}

const plain: RandomNetworkOptions = {
  sizes: [2, 2, 1],
  hidden: "tanh",
  output: "sigmoid",
  initialization: "uniform",
  seed: 1986,
};

const pinned: Record<Initialization, number[][][]> = {
  uniform: [
    [[0.3691598485589267, 0.40073385459913835], [
      -0.3864523966460933,
      -0.9408240740049449,
    ]],
    [[-0.9076723341894879, -0.19121954161879828]],
  ],
  normal: [
    [[1.0559481435436247, -0.5365267470839538], [
      0.30997021201684727,
      -0.9648234864284787,
    ]],
    [[-0.09597817578531019, 0.5501958142232464]],
  ],
  xavier: [
    [[0.45212663124624114, 0.4907967332132774], [
      -0.47330559082929086,
      -1.152269459519297,
    ]],
    [[-1.2836425252016181, -0.270425269148071]],
  ],
  he: [
    [[1.0559481435436247, -0.5365267470839538], [
      0.30997021201684727,
      -0.9648234864284787,
    ]],
    [[-0.09597817578531019, 0.5501958142232464]],
  ],
};

for (const initialization of initializations) {
  Deno.test(`randomNetwork() gives the same ${initialization} network on every machine`, () => {
    const network = randomNetwork({ ...plain, initialization });
    assertEquals(network, {
      layers: [
        {
          weights: pinned[initialization][0],
          biases: [0, 0],
          activation: "tanh",
        },
        {
          weights: pinned[initialization][1],
          biases: [0],
          activation: "sigmoid",
        },
      ],
    });
  });

  Deno.test(`randomNetwork() gives another ${initialization} network for another seed, and the same for the same`, () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 1, max: 5 }), {
          minLength: 2,
          maxLength: 4,
        }),
        fc.boolean(),
        (seed, sizes, biases) => {
          const options = { ...plain, initialization, sizes, biases, seed };
          const network = randomNetwork(options);
          assertEquals(
            networkToJson(randomNetwork(options)),
            networkToJson(network),
          );
          const other = randomNetwork({ ...options, seed: seed ^ 1 });
          assert(networkToJson(other) !== networkToJson(network));
          assertEquals(network.layers.length, sizes.length - 1);
          network.layers.forEach((layer, l) => {
            assertEquals(layer.weights.length, sizes[l + 1]);
            for (const row of layer.weights) assertEquals(row.length, sizes[l]);
            assertEquals(
              layer.biases,
              biases ? Array(sizes[l + 1]).fill(0) : [],
            );
            assertEquals(
              layer.activation,
              l === sizes.length - 2 ? "sigmoid" : "tanh",
            );
          });
        },
      ),
      { numRuns: 100, seed: 1986 },
    );
  });
}

/** 20,000 weights of a layer with 100 inputs and 200 neurons. */
function draw(initialization: Initialization, scale?: number) {
  const network = randomNetwork({
    ...plain,
    sizes: [100, 200],
    initialization,
    biases: false,
    ...(scale === undefined ? {} : { scale }),
  });
  const weights = Object.values(parametersOf(network));
  assertEquals(weights.length, 20_000);
  const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
  const variance = weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) /
    weights.length;
  const largest = Math.max(...weights.map(Math.abs));
  const within = (bound: number) =>
    weights.filter((w) => Math.abs(w) < bound).length / weights.length;
  return { mean, deviation: Math.sqrt(variance), largest, within };
}

function assertNear(
  what: string,
  actual: number,
  expected: number,
  by: number,
) {
  assert(
    Math.abs(actual - expected) < by,
    `${what}: ${actual}, not ${expected}`,
  );
}

const even: [Initialization, number | undefined, number][] = [
  ["uniform", undefined, 1],
  ["uniform", 0.25, 0.25],
  ["xavier", undefined, Math.sqrt(6 / 300)],
  ["xavier", 7, Math.sqrt(6 / 300)],
];
for (const [initialization, scale, bound] of even) {
  Deno.test(`randomNetwork() draws ${initialization} weights evenly, scale ${scale}`, () => {
    const { mean, deviation, largest, within } = draw(initialization, scale);
    assertNear("mean", mean / bound, 0, 0.02);
    assertNear("deviation", deviation / bound, 1 / Math.sqrt(3), 0.01);
    assert(largest <= bound && largest > 0.999 * bound, `${largest}`);
    assertNear("within a half", within(bound / 2), 0.5, 0.02);
  });
}

const bell: [Initialization, number | undefined, number][] = [
  ["normal", undefined, 1],
  ["normal", 0.25, 0.25],
  ["he", undefined, Math.sqrt(2 / 100)],
  ["he", 7, Math.sqrt(2 / 100)],
];
for (const [initialization, scale, expected] of bell) {
  Deno.test(`randomNetwork() draws ${initialization} weights from the normal distribution, scale ${scale}`, () => {
    const { mean, deviation, largest, within } = draw(initialization, scale);
    assertNear("mean", mean / expected, 0, 0.03);
    assertNear("deviation", deviation / expected, 1, 0.02);
    assertNear("within one", within(expected), 0.6827, 0.015);
    assertNear("within two", within(2 * expected), 0.9545, 0.01);
    assert(largest > 3 * expected && largest < 6 * expected, `${largest}`);
  });
}

const refused: [title: string, part: object, message: string][] = [
  ...[[], [2], [2, 0], [2, 1.5, 1], [2, -1], [NaN, 1]].map((
    sizes,
  ): [string, object, string] => [
    `the sizes [${sizes.join(", ")}]`,
    { sizes },
    `Cannot make a random network: sizes must be two or more whole numbers from 1, received [${
      sizes.join(", ")
    }]`,
  ]),
  [
    "sizes that no memory holds",
    { sizes: [1e6, 1e6, 1] },
    "Cannot make a random network: sizes [1000000, 1000000, 1] make 1000001000000 weights; choose smaller ones, for 10000000 at most",
  ],
  ...[0, -1, NaN, Infinity].map((scale): [string, object, string] => [
    `the scale ${scale}`,
    { scale },
    `Cannot make a random network: scale must be a number above 0, received ${scale}`,
  ]),
  ...["glorot", "toString", undefined].map((
    initialization,
  ): [string, object, string] => [
    `the initialization ${initialization}`,
    { initialization },
    `Cannot use the initialization ${
      JSON.stringify(initialization)
    }: it must be one of "uniform", "normal", "xavier", "he"`,
  ]),
  [
    "an unknown activation",
    { hidden: "swish" as ActivationName },
    'Cannot create a network: layer 1 has the activation "swish": it must be one of sigmoid, tanh, relu, leaky-relu, identity, softmax',
  ],
];
for (const [title, part, message] of refused) {
  Deno.test(`randomNetwork() refuses ${title}`, () => {
    const options = { ...plain, ...part } as RandomNetworkOptions;
    const error = assertThrows(() => randomNetwork(options), RangeError);
    assertEquals(error.message, message);
  });
}

Deno.test("randomNetwork() refuses sizes that are no array, and no options at all", () => {
  for (const options of [undefined, null, {}, { ...plain, sizes: "231" }]) {
    assertThrows(
      () => randomNetwork(options as unknown as RandomNetworkOptions),
      RangeError,
      "Cannot make a random network: sizes must be two or more whole numbers from 1, received ",
    );
  }
});
