/**
 * The way of one weight to the cost, and the chain rule along it.
 *
 * @module
 */

import { labelsOf, type Network, type Trace } from "../backprop/mod.ts";
import { type Factor, factorColours } from "./palette.ts";
import type { Point } from "./network_layout.ts";
import { element, escapeXml, round } from "./svg.ts";
import { formatNumber, textWidth } from "./text.ts";

/** The way of one weight to the cost. */
export interface NetworkPath {
  readonly weight: string;
  /** The neuron that the weight leads to. */
  readonly neuron: string;
  /** The factor of the chain rule that each node and edge on the way belongs to. */
  readonly factors: ReadonlyMap<string, Factor>;
}

/** The height of what {@linkcode drawChain} draws. */
export const CHAIN_HEIGHT = 76;

/**
 * Finds the way from a weight to the cost. What it carries and its own edge stand for ∂net/∂weight, the neuron that it leads to for
 * ∂activation/∂net, and all that comes after for ∂cost/∂activation.
 *
 * @throws {RangeError} If the network has no such weight.
 */
export function pathOf(network: Network, weight: string): NetworkPath {
  const { inputs, weights, neurons } = labelsOf(network);
  const l = weights.findIndex((layer) => layer.flat().includes(weight));
  if (l === -1) {
    throw new RangeError(
      `Cannot pick out the path of "${weight}": the network has the weights w1 to ${
        weights.flat(2).at(-1)
      }`,
    );
  }
  const j = weights[l].findIndex((row) => row.includes(weight));
  const neuron = neurons[l][j];
  const sender =
    (l === 0 ? inputs : neurons[l - 1])[weights[l][j].indexOf(weight)];
  const factors = new Map<string, Factor>([
    [sender, "dNet_dWeight"],
    [weight, "dNet_dWeight"],
    [neuron, "dActivation_dNet"],
  ]);
  for (let k = l + 1; k < neurons.length; k++) {
    weights[k].forEach((row, to) =>
      row.forEach((label, from) => {
        if (!factors.has(neurons[k - 1][from])) return;
        factors.set(label, "dCost_dActivation");
        factors.set(neurons[k][to], "dCost_dActivation");
      })
    );
  }
  neurons.at(-1)!.forEach((label, o) => {
    if (factors.has(label)) factors.set(`t${o + 1}`, "dCost_dActivation");
  });
  return { weight, neuron, factors };
}

/** Writes the chain rule of a path below a point and about it, each factor underlined in its colour over its number. */
export function drawChain(
  { weight, neuron }: NetworkPath,
  pass: Trace | undefined,
  below: Point,
): string {
  const traced = pass?.weights[weight];
  const factor = (symbol: string, name: Factor) => ({
    symbol,
    value: traced && formatNumber(traced[name]),
    colour: factorColours[name],
  });
  const columns: {
    symbol: string;
    value?: string | undefined;
    colour?: string;
  }[] = [
    {
      symbol: `∂E/∂${weight}`,
      value: traced && formatNumber(traced.gradient),
    },
    { symbol: "=", value: traced && "=" },
    factor(`∂E/∂out_${neuron}`, "dCost_dActivation"),
    { symbol: "×", value: traced && "×" },
    factor(`∂out_${neuron}/∂net_${neuron}`, "dActivation_dNet"),
    { symbol: "×", value: traced && "×" },
    factor(`∂net_${neuron}/∂${weight}`, "dNet_dWeight"),
  ];
  const widths = columns.map(({ symbol, value = "" }) =>
    textWidth(symbol.length > value.length ? symbol : value) + 8
  );
  let left = below.x - widths.reduce((total, width) => total + width, 0) / 2;
  return columns.map(({ symbol, value, colour }, i) => {
    const [start, x] = [left, left + widths[i] / 2];
    left += widths[i];
    return [
      element("text", { x, y: below.y + 24 }, escapeXml(symbol)),
      colour && element("path", {
        d: `M${round(start + 3)},${round(below.y + 33)}H${round(left - 3)}`,
        stroke: colour,
        "stroke-width": 4,
      }),
      value && element("text", { x, y: below.y + 56 }, escapeXml(value)),
    ].filter(Boolean).join("");
  }).join("");
}
