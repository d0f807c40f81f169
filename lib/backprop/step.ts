import { type CostName, costs } from "./cost.ts";
import { type Mistake, mistakeNames } from "./mistakes.ts";
import { show } from "./show.ts";

/**
 * What happens to the biases in an update: `"fixed"` leaves them alone, `"own"` moves each by its own gradient,
 * `"shared"` treats a layer's biases as one parameter, whose gradient is the sum of the layer's deltas; they must
 * start out equal to stay so.
 */
export type BiasRule = "fixed" | "own" | "shared";

/** How one step of gradient descent is taken. */
export interface Step {
  /** The cost to descend; half the squared error if not given. */
  readonly cost?: CostName;
  /** The factor on every gradient, η. */
  readonly learningRate: number;
  readonly biases: BiasRule;
  /** A rule to get wrong on purpose. */
  readonly mistake?: Mistake | undefined;
}

/** The cost of a step that names none. */
export const DEFAULT_COST: CostName = "half-squared-error";

/**
 * Checks that a step is one that can be taken. A notebook's code is not type-checked when it runs, so a name that does
 * not exist gets this far.
 *
 * @param step The step.
 * @throws {RangeError} If its learning rate is not finite, or a name in it is none that there is.
 */
export function checkStep(step: Step): void {
  const { cost = DEFAULT_COST, learningRate, biases, mistake } = step ?? {};
  if (!Number.isFinite(learningRate)) {
    throw new RangeError(
      `Cannot take a step: learningRate must be a finite number, received ${
        show(learningRate)
      }`,
    );
  }
  checkName("cost", cost, Object.keys(costs));
  checkName("biases", biases, ["fixed", "own", "shared"]);
  if (mistake !== undefined) checkName("mistake", mistake, mistakeNames);
}

/** Refuses options that are no object, such as a name that belongs into one; `such` is an example of them. */
export function checkOptions(
  action: string,
  options: unknown,
  such: string,
): void {
  if (
    typeof options === "object" && options !== null && !Array.isArray(options)
  ) return;
  throw new RangeError(
    `${action}: it takes an object such as ${such}, received ${show(options)}`,
  );
}

/** Refuses a name that is none of the known ones. */
export function checkName(
  option: string,
  name: unknown,
  known: readonly unknown[],
): void {
  if (known.includes(name)) return;
  throw new RangeError(
    `Cannot use the ${option} ${show(name)}: it must be one of ${
      known.map(show).join(", ")
    }`,
  );
}
