import { parametersOf } from "./labels.ts";
import type { Example, Network } from "./network.ts";
import { type Mistake, mistakeNames } from "./mistakes.ts";
import type { Step } from "./step.ts";
import { show } from "./show.ts";
import { trace } from "./trace.ts";

/**
 * Tells from a wrong number which mistake made it: the known mistakes under which a parameter has this value after one
 * step, to as many decimals as are given.
 *
 * @param network The network before the step.
 * @param example The example.
 * @param step The step, without a mistake.
 * @param label The parameter, such as `w1`.
 * @param value The wrong value as it was written down, such as `"0.149817639"`.
 * @returns The mistakes that explain it; none if the value is right, or nothing known explains it.
 * @throws {RangeError} If the network has no such parameter, or the value is no decimal number.
 *
 * @example
 * ```ts
 * import { createNetwork, mistakesBehind } from "@denobook/denobook/backprop";
 * import { assertEquals } from "@std/assert";
 *
 * const network = createNetwork([
 *   { weights: [[0.15, 0.2], [0.25, 0.3]], biases: [0.35, 0.35], activation: "sigmoid" },
 *   { weights: [[0.4, 0.45], [0.5, 0.55]], biases: [0.6, 0.6], activation: "sigmoid" },
 * ]);
 * const example = { input: [0.05, 0.1], target: [0.01, 0.99] };
 * const step = { learningRate: 0.5, biases: "fixed" } as const;
 *
 * assertEquals(mistakesBehind(network, example, step, "w1", "0.149817639"), ["updated-weights"]);
 * assertEquals(mistakesBehind(network, example, step, "w1", "0.149780716"), []);
 * ```
 */
export function mistakesBehind(
  network: Network,
  example: Example,
  step: Step,
  label: string,
  value: string,
): Mistake[] {
  if (typeof value !== "string" || !/^-?\d+(\.\d+)?$/.test(value)) {
    throw new RangeError(
      `Cannot name the mistake: the value must be a decimal number such as "0.15", received ${
        show(value)
      }`,
    );
  }
  const decimals = value.split(".")[1]?.length ?? 0;
  const explains = (step: Step) => {
    const parameters = parametersOf(trace(network, example, step).next);
    if (typeof label !== "string" || !Object.hasOwn(parameters, label)) {
      throw new RangeError(
        `Cannot name the mistake: the network has no parameter ${
          show(label)
        }; name one of ${Object.keys(parameters).join(", ")}`,
      );
    }
    // Numbers and not their texts, because one that rounds to 0 from below is written "-0.00".
    return Number(parameters[label].toFixed(decimals)) === Number(value);
  };
  if (explains(step)) return [];
  return mistakeNames.filter((mistake) => explains({ ...step, mistake }));
}
