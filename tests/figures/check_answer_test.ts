import {
  assert,
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  describeMistake,
  type Mistake,
  mistakeNames,
  parametersOf,
  trace,
} from "backprop";
import { checkAnswer, type Exercise, knownAnswers } from "figures";
import { assertAlways, problems } from "../backprop/arbitrary.ts";
import { example, network, steps } from "../backprop/reference.ts";

const exercise: Exercise = {
  right: (mistake) =>
    trace(network, example, { ...steps.weights_only, mistake }).weights.w1.next,
  mistakes: { "the step is not scaled by the learning rate": 0.149561432265 },
  decimals: 9,
  hint: "Two paths lead back to h1.",
};

const verdicts: [given: string | number, verdict: string, words: string][] = [
  ["", "unanswered", "Not answered yet."],
  ["  ", "unanswered", "at least 9 decimals"],
  ["0.149780716", "right", "Right. It is 0.149780716."],
  [" 0.1497807161 ", "right", "Right. It is 0.149780716."],
  [0.14978071613276284, "right", "Right. It is 0.149780716."],
  ["1.49780716e-1", "right", "Right."],
  ["0.149780717", "right", "but for the last digit"],
  ["0.149780714", "wrong", "Two paths lead back to h1."],
  ["0.1498", "too few decimals", "at least 9 decimals"],
  ["0.1453", "too few decimals", "at least 9 decimals"],
  ["0.7", "wrong", "Two paths"],
  ["−0.149780716", "mistaken", "the sign is the wrong way round"],
  ["w1", "unreadable", "not a number"],
  ["0,1497", "unreadable", "Decimals stand behind a point: 0.1497."],
  ["−0,149780716", "unreadable", "a point: −0.149780716."],
  ["1,280", "unreadable", "a point: 1.280."],
  [",5", "unreadable", "a point: .5."],
  ["0,1,4", "unreadable", "such as 0.500000000"],
  ["NaN", "unreadable", "not a number"],
  ["1e999", "unreadable", "not a number"],
  ["-", "unreadable", "not a number"],
];

for (const [given, verdict, words] of verdicts) {
  Deno.test(`checkAnswer() finds ${JSON.stringify(given)} ${verdict}`, () => {
    const checked = checkAnswer(given, exercise);
    assertEquals<string>(checked.verdict, verdict);
    assertStringIncludes(checked.message, words);
    if (verdict !== "right") {
      assert(
        !checked.message.includes("0.14978") || String(given).includes("14978"),
      );
    }
  });
}

for (
  const [mistake, value] of [
    ["updated-weights", "0.149817639"],
    ["sign-flipped", "0.150219284"],
    ["slope-of-output", "0.149764287"],
    ["slope-dropped", "0.145299743"],
    ["two-forgotten", "0.149890358"],
    ["one-path", "0.149665802"],
    ["weights-transposed", "0.149769225"],
  ] as const
) {
  Deno.test(`checkAnswer() names ${mistake} behind ${value}`, () => {
    assertEquals(
      checkAnswer(value, exercise).message,
      `Not yet. This number comes out when ${describeMistake(mistake)}.`,
    );
  });
}

Deno.test("checkAnswer() names every mistake that gives the number", () => {
  assertEquals(
    checkAnswer("0.149561432", exercise).message,
    "Not yet. This number comes out when the step is not scaled by the learning rate, or when " +
      "the ½ in the cost is forgotten, and the 2 that the square brings down stays.",
  );
});

Deno.test("checkAnswer() takes a number as well as its text, and counts the zeros that it does not show as given", () => {
  const half: Exercise = { right: 0.5, decimals: 4, hint: "Halve it." };
  for (const given of [0.5, "0.5", ".5", "0.5000", "5e-1"]) {
    assertEquals(checkAnswer(given, half).verdict, "right");
  }
  const zero: Exercise = { right: -1e-9, decimals: 4, hint: "Nothing." };
  for (const given of [0, "0", "-0.0000", "0.0000"]) {
    assertEquals(checkAnswer(given, zero).verdict, "right");
  }
});

Deno.test("checkAnswer() counts: a whole number has no decimals, and may have commas", () => {
  const count: Exercise = {
    right: 10_000,
    mistakes: { "the first step is not counted": 9_999 },
    decimals: 0,
    hint: "Count again.",
  };
  assertStringIncludes(checkAnswer("", count).message, "a whole number");
  assertEquals(checkAnswer("10,000", count).verdict, "right");
  assertEquals(checkAnswer(10_000, count).verdict, "right");
  assertEquals(checkAnswer("9999", count).verdict, "mistaken");
  for (const given of ["10,001", "9998", "0"]) {
    assertEquals(checkAnswer(given, count).verdict, "wrong");
  }
  assertEquals(checkAnswer("10,00", count).verdict, "unreadable");
});

Deno.test("checkAnswer() keeps to the decimals that it asks for where the rest is rounding", () => {
  const tenth: Exercise = { right: 0.1 + 0.2, decimals: 4, hint: "Add." };
  assertEquals(checkAnswer(0.3, tenth).verdict, "right");
  assertEquals(checkAnswer(0.30000000000000004, tenth).verdict, "right");
  assertEquals(checkAnswer("0.3001", tenth).verdict, "right");
  assertEquals(checkAnswer("0.3002", tenth).verdict, "wrong");
});

Deno.test("checkAnswer() finds what was rounded halfway too short, up or down", () => {
  const halfway: Exercise = { right: 0.245, decimals: 3, hint: "Square it." };
  for (const given of ["0.24", "0.25", "0.2", "-0.24", "-0.25"]) {
    assertEquals(checkAnswer(given, halfway).verdict, "too few decimals");
  }
  for (const given of ["0.23", "0.26", "0.3"]) {
    assertEquals(checkAnswer(given, halfway).verdict, "wrong");
  }
});

Deno.test("checkAnswer() shows itself in a notebook, its verdict in bold", () => {
  const shown = checkAnswer("0.149780716", exercise)
    [Symbol.for("Jupyter.display")]();
  assertEquals(shown, {
    "text/markdown": "**Right.** It is 0.149780716.",
    "text/plain": "Right. It is 0.149780716.",
  });
});

Deno.test("knownAnswers() leaves out what cannot be told from the right answer, and what a mistake makes impossible", () => {
  const { right, mistakes } = knownAnswers({
    right: (mistake) => {
      if (mistake === "sign-flipped") throw new RangeError("it diverges");
      if (mistake === "half-forgotten") return Infinity;
      return mistake === "slope-dropped" ? 2 : 1;
    },
    mistakes: { "it is rounded": 1.00001 },
    decimals: 4,
    hint: "One.",
  });
  assertEquals(right, 1);
  assertEquals(mistakes, [
    [describeMistake("slope-dropped"), 2],
    ["the sign is the wrong way round", -1],
  ]);
});

Deno.test("checkAnswer() takes 0, 1 and −1 for guesses, unless the exercise itself names what gives them", () => {
  const given: Partial<Record<Mistake, number>> = {
    "weights-transposed": -0,
    "slope-dropped": 1,
    "sign-flipped": -1.00001,
  };
  const guessed: Exercise = {
    right: (mistake) => (mistake && given[mistake]) ?? 0.25,
    mistakes: { "nothing is added": 0 },
    decimals: 4,
    hint: "Halve it twice.",
  };
  for (const guess of ["1.0000", "-1.0000", "1", "-1"]) {
    assertEquals(
      checkAnswer(guess, guessed).message,
      "Not yet. Halve it twice.",
    );
  }
  assertEquals(
    checkAnswer("0", guessed).message,
    "Not yet. This number comes out when nothing is added.",
  );
});

Deno.test("knownAnswers() has the reference's wrong values of w1", () => {
  const { right, mistakes } = knownAnswers(exercise);
  assertEquals(right.toFixed(9), "0.149780716");
  assertEquals(mistakes.length, 10);
});

Deno.test("checkAnswer() names the mistake that was made on every network, and no other", () => {
  let named = 0;
  assertAlways(({ network, example }) => {
    const after = (mistake?: Mistake) =>
      parametersOf(
        trace(network, example, { ...steps.per_neuron_biases, mistake }).next,
      );
    const right = after();
    for (const mistake of mistakeNames) {
      for (const [label, value] of Object.entries(after(mistake))) {
        const answer = value.toFixed(9);
        const { verdict, message } = checkAnswer(answer, {
          right: (mistake) => after(mistake)[label],
          decimals: 9,
          hint: "Three factors make a gradient.",
        });
        if (verdict !== "mistaken") continue;
        named++;
        assertNotEquals(Number(right[label].toFixed(9)), Number(answer));
        for (const other of mistakeNames) {
          assertEquals(
            message.includes(describeMistake(other)),
            Number(after(other)[label].toFixed(9)) === Number(answer),
            `${message} of ${answer} by ${other}`,
          );
        }
      }
    }
  }, problems(2));
  assert(named > 1000);
});

Deno.test("checkAnswer() says that the sign is wrong of the right number's negative, and of nothing else", () => {
  const signed: Exercise = { right: -0.1214, decimals: 4, hint: "Minus." };
  const says = (given: string) =>
    checkAnswer(given, signed).message.includes("the sign is the wrong way");
  assertEquals(["0.1214", "0.12140", "+0.1214"].map(says), [true, true, true]);
  for (const given of ["0.1213", "0.1215", "0.12141", "0.12", "0.1", "1214"]) {
    assertEquals(says(given), false, given);
  }
});
