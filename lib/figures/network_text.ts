import type { Trace } from "../backprop/mod.ts";
import { type NetworkView, targetOf } from "./network_view.ts";
import type { NetworkPath } from "./network_path.ts";
import { formatNumber, sentence } from "./text.ts";

/** Says in words what a network diagram shows. */
export function describeNetwork(
  title: string,
  { labels, layers, note }: NetworkView,
  pass: Trace | undefined,
  show: "weights" | "gradients",
  path: NetworkPath | undefined,
): string {
  const gradients = show === "gradients";
  const { inputs, neurons, weights, biases } = labels;
  const named = (label: string, value: number) =>
    `${label} ${formatNumber(value)}`;
  const sentences = [sentence(title).slice(0, -1)];
  if (note) sentences.push(note);

  sentences.push(
    pass
      ? `Inputs ${inputs.map((i) => named(i, pass.inputs[i])).join(", ")}`
      : `Inputs ${inputs.join(", ")}`,
  );
  layers.forEach((layer, l) => {
    const name = l === neurons.length - 1 ? "Outputs" : "Hidden neurons";
    sentences.push(
      `${gradients ? "Gradients of the weights" : "Weights"} ${
        layer.weights.flatMap((row, j) =>
          row.map((value, i) => {
            const label = weights[l][j][i];
            const from = l === 0 ? inputs[i] : neurons[l - 1][i];
            return `${label} from ${from} to ${neurons[l][j]} ${
              formatNumber(gradients ? pass!.weights[label].gradient : value)
            }`;
          })
        ).join(", ")
      }`,
    );
    if (!gradients && layer.biases.length > 0) {
      sentences.push(
        `Biases ${
          layer.biases.map((bias, j) => named(biases[l][j], bias)).join(", ")
        }`,
      );
    }
    if (!pass) sentences.push(`${name} ${neurons[l].join(", ")}`);
    else {
      sentences.push(
        `${name}${gradients ? ", deltas" : ""} ${
          neurons[l].map((label) => {
            const { delta, activation } = pass.neurons[label];
            return named(label, gradients ? delta : activation);
          }).join(", ")
        }`,
      );
    }
  });
  if (pass) {
    const outputs = neurons.at(-1)!;
    sentences.push(
      `Targets ${
        outputs.map((output) => {
          const target = targetOf(output);
          return named(
            target,
            pass.example.target[Number(target.slice(1)) - 1],
          );
        }).join(", ")
      }`,
    );
    if (gradients) {
      sentences.push(
        `∂E/∂out at ${
          outputs.map((output) =>
            named(output, pass.neurons[output].dCost_dActivation)
          ).join(", ")
        }`,
      );
    } else if (outputs.length > 1) {
      sentences.push(
        `Errors ${
          outputs.map((output) => named(`E_${output}`, pass.costs[output]))
            .join(", ")
        }`,
      );
    }
    sentences.push(named("Error E", pass.cost));
  }
  if (path) {
    const drawn = new Set([
      ...[inputs, ...neurons, neurons.at(-1)!.map(targetOf)].flat(),
      ...weights.flat(2),
    ]);
    const way = [...path.factors.keys()].filter((label) => drawn.has(label))
      .join(", ");
    const chain = pass && pass.weights[path.weight];
    sentences.push(
      `Picked out is the way of ${path.weight} to the error: ${way}`,
    );
    if (chain) {
      sentences.push(
        `Its gradient ${formatNumber(chain.gradient)} is ${
          formatNumber(chain.dCost_dActivation)
        } × ${formatNumber(chain.dActivation_dNet)} × ${
          formatNumber(chain.dNet_dWeight)
        }`,
      );
    }
  }
  return sentences.join(". ") + ".";
}
