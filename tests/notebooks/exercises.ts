import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  describeMistake,
  type Mistake,
  mistakeNames,
} from "../../lib/backprop/mod.ts";
import { type Book, rounded, shownBy } from "./book.ts";

/** What a notebook's test knows of an exercise by itself, and not from the notebook. */
export interface ExpectedAnswers {
  /** The right answer as a reader would write it. */
  readonly right: string;
  /** Wrong answers, each with words that name its mistake. */
  readonly mistakes?: Readonly<Record<string, string>>;
  /** Those of the library's mistakes by which another number comes out. */
  readonly rules: readonly Mistake[];
}

/** The library's mistakes by what they change of a pass: the slopes, the derivative of a halved square, the way back. */
export const changed = {
  slopes: ["slope-of-output", "slope-dropped"],
  cost: ["half-forgotten", "two-forgotten"],
  way: ["updated-weights", "weights-transposed", "one-path"],
} as const satisfies Readonly<Record<string, readonly Mistake[]>>;

/** An exercise's known answers, as the notebook computes them. */
interface Known {
  readonly right: number;
  readonly mistakes: readonly (readonly [clause: string, value: number])[];
  readonly decimals: number;
}

/** What comes out by each of the library's mistakes; `null` where nothing does. */
type ByRule = Readonly<Record<Mistake, number | null>>;

interface Checked {
  readonly verdict: string;
  readonly message: string;
}

const BLANK = 'checkAnswer("",';

/**
 * Answers a notebook's exercises as a reader does, by writing between the quotes of `checkAnswer("", …)` in its cell: not
 * at all, right, and with what each known mistake gives.
 *
 * @param book The notebook.
 * @param expected Its exercises by the ids of their cells.
 */
export function testExercises(
  book: Book,
  expected: Readonly<Record<string, ExpectedAnswers>>,
): void {
  const { name, fresh } = book;
  const exercises = fresh.cells.filter(({ cell_type, source }) =>
    cell_type === "code" && source.includes("checkAnswer(")
  );

  Deno.test(`${name}: every exercise is blank and has a test, and they end the notebook`, () => {
    assertEquals(
      exercises.map(({ id }) => id).toSorted(),
      Object.keys(expected).toSorted(),
    );
    const { length } = exercises;
    assert(length >= 3 && length <= 6, "a notebook has three to six exercises");
    assertEquals(fresh.cells.at(-1), exercises.at(-1), "they end the notebook");
    // As the way in promises.
    assertEquals(fresh.cells.at(-1), exercises.at(-1), "it ends with them");
    for (const { id, source } of exercises) {
      assertStringIncludes(source, BLANK, `${id} is not blank`);
      assertStringIncludes(shownBy(book, id), "Not answered yet.");
    }
  });

  for (const { id, source } of exercises) {
    if (!Object.hasOwn(expected, id)) continue;
    const call = source.slice(source.indexOf(BLANK)).replace(/;\s*$/, "");
    const check = (...answers: string[]) =>
      book.value<Checked[]>(
        `[${
          answers.map((answer) =>
            call.replace(BLANK, `checkAnswer(${JSON.stringify(answer)},`)
          ).join(", ")
        }].map(({ verdict, message }) => ({ verdict, message }))`,
      );
    const { right, mistakes = {}, rules } = expected[id];
    const of = <T>(expression: string) =>
      book.value<T>(
        `import("figures").then(({ knownAnswers }) => ${
          call.replace(BLANK, `((_given, exercise) => (${expression}))("",`)
        })`,
      );

    Deno.test(`${name}: exercise ${id} takes ${right} as right`, async () => {
      const [checked] = await check(right);
      assertEquals(checked.verdict, "right", checked.message);
    });

    for (const [wrong, words] of Object.entries(mistakes)) {
      Deno.test(`${name}: exercise ${id} names the mistake behind ${wrong}`, async () => {
        const [checked] = await check(wrong);
        assertEquals(checked.verdict, "mistaken", checked.message);
        assertStringIncludes(checked.message, words);
      });
    }

    let numbers: Promise<ByRule> | undefined;
    const byRule = () =>
      numbers ??= of<ByRule>(
        `Object.fromEntries(${JSON.stringify(mistakeNames)}.map((mistake) => {
          if (typeof exercise.right === "number") return [mistake, exercise.right];
          try {
            return [mistake, exercise.right(mistake)];
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
            return [mistake, null];
          }
        }))`,
      );

    for (const mistake of rules) {
      Deno.test(`${name}: exercise ${id} names ${mistake} behind what comes out by it`, async () => {
        const { [mistake]: number } = await byRule();
        const decimals = await of<number>("exercise.decimals");
        const [checked] = await check(number!.toFixed(decimals));
        assertEquals(checked.verdict, "mistaken", checked.message);
        assertStringIncludes(checked.message, describeMistake(mistake));
      });
    }

    Deno.test(`${name}: exercise ${id} has the same number by all other rules, or none that is not a guess`, async () => {
      const [numbers, decimals, known] = [
        await byRule(),
        await of<number>("exercise.decimals"),
        await of<Known>("knownAnswers(exercise)"),
      ];
      const same = known.right.toFixed(decimals);
      const others = mistakeNames.filter((mistake) => {
        const number = numbers[mistake];
        return number !== null && Number.isFinite(number) &&
          ![same, ...[-1, 0, 1].map((n) => n.toFixed(decimals))].map(Number)
            .includes(Number(number.toFixed(decimals)));
      });
      assertEquals(others.toSorted(), rules.toSorted());
    });

    Deno.test(`${name}: exercise ${id} blames no rule for a guess`, async () => {
      for (const { message } of await check("0", "1", "-1", "NaN")) {
        for (const mistake of mistakeNames) {
          assert(!message.includes(describeMistake(mistake)), message);
        }
      }
    });

    Deno.test(`${name}: exercise ${id} names every mistake that it knows, and has a hint that gives nothing away`, async () => {
      const known = await of<Known>(
        "{ ...knownAnswers(exercise), decimals: exercise.decimals }",
      );
      assertEquals(rounded(known.right, right), right);
      assert(known.mistakes.length > 0);
      const checked = await check(
        ...known.mistakes.map(([, value]) => value.toFixed(known.decimals)),
        String(known.right * 1.37 + 1.9),
      );
      known.mistakes.forEach(([clause], i) => {
        assertEquals(checked[i].verdict, "mistaken");
        assertStringIncludes(checked[i].message, clause);
      });
      const hint = checked.at(-1)!;
      assertEquals(hint.verdict, "wrong");
      const shown = known.right.toFixed(Math.max(3, known.decimals));
      assert(!hint.message.includes(shown), hint.message);
    });
  }
}
