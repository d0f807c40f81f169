/**
 * What the parts of a network diagram are labelled, and where the labels of nodes stand.
 *
 * @module
 */

import type { Trace } from "../backprop/mod.ts";
import type { Box, Point } from "./geometry.ts";
import {
  biasLabelFrom,
  type LabelWidths,
  type Layout,
  RADIUS,
} from "./network_layout.ts";
import { type NetworkView, targetOf } from "./network_view.ts";
import { FONT_SIZE, formatNumber, textWidth } from "./text.ts";

/** The numbers that a diagram shows: weights and activations, or gradients and node deltas. */
export type Shown = "weights" | "gradients";

/** A name, a number or both, with the room they take. */
export interface LabelText {
  /** The node or edge that it belongs to. */
  readonly of: string;
  readonly name: string | undefined;
  readonly value: string | undefined;
  readonly width: number;
  readonly height: number;
}

/** A label in its place. */
export type Label = LabelText & Box;

/** All labels of a network, still to be placed. */
export interface NetworkLabels {
  readonly weights: readonly LabelText[];
  /** Of each neuron that has a bias: its name, and its number where that is shown. */
  readonly biases: Readonly<Record<string, Parts>>;
  /** The number beside each node, by the node's label. */
  readonly values: Readonly<Record<string, LabelText>>;
  /** What stands on the line from each output to its target, by the output's label. */
  readonly costs: Readonly<Record<string, Parts>>;
}

/** A name and a number that stand together or apart. */
interface Parts {
  readonly of: string;
  readonly name: string;
  readonly value: string | undefined;
}

const LINE = FONT_SIZE + 3;

function labelOf(
  of: string,
  name: string | undefined,
  value: string | undefined,
): LabelText {
  const width = textWidth([name, value].filter(Boolean).join(" "));
  return { of, name, value, width, height: LINE };
}

/**
 * What a diagram of a network, or of a pass through it, is labelled.
 *
 * @param view What is drawn of the network.
 * @param pass The pass, if there is one.
 * @param show Which numbers.
 * @param write Writes the numbers that training changes.
 */
export function networkLabels(
  { labels, layers }: NetworkView,
  pass: Trace | undefined,
  show: Shown,
  write: (value: number) => string = formatNumber,
): NetworkLabels {
  const gradients = show === "gradients";
  const { inputs, neurons, weights, biases } = labels;
  const byBias: Record<string, Parts> = {};
  const values: Record<string, LabelText> = {};
  const costs: Record<string, Parts> = {};
  layers.forEach((layer, l) =>
    neurons[l].forEach((neuron, j) => {
      const name = biases[l][j];
      const value = gradients || !name ? undefined : write(layer.biases[j]);
      if (name) byBias[neuron] = { of: name, name, value };
      if (!pass) return;
      const { activation, delta } = pass.neurons[neuron];
      values[neuron] = gradients
        ? labelOf(neuron, "δ", write(delta))
        : labelOf(neuron, undefined, write(activation));
    })
  );
  if (pass) {
    for (const input of inputs) {
      const value = formatNumber(pass.inputs[input]);
      values[input] = labelOf(input, undefined, value);
    }
    const outputs = neurons.at(-1)!;
    outputs.forEach((output) => {
      const of = targetOf(output);
      const target = pass.example.target[Number(of.slice(1)) - 1];
      values[of] = labelOf(of, undefined, formatNumber(target));
      // The cost of the only output is the whole error.
      const cost = outputs.length === 1 ? "E" : `E_${output}`;
      costs[output] = gradients
        ? {
          of,
          name: "∂E/∂out",
          value: formatNumber(pass.neurons[output].dCost_dActivation),
        }
        : { of, name: cost, value: formatNumber(pass.costs[output]) };
    });
  }
  return {
    weights: layers.flatMap((layer, l) =>
      layer.weights.flatMap((row, j) =>
        row.map((weight, i) => {
          const name = weights[l][j][i];
          const value = gradients ? pass!.weights[name].gradient : weight;
          return labelOf(name, name, write(value));
        })
      )
    ),
    biases: byBias,
    values,
    costs,
  };
}

/** The two labels of a name and a number that stand apart. */
function apart({ of, name, value }: Parts): LabelText[] {
  return [
    labelOf(of, name, undefined),
    ...value === undefined ? [] : [labelOf(of, undefined, value)],
  ];
}

/** Of labels at several moments, each where it is widest. */
export function widest(moments: readonly NetworkLabels[]): NetworkLabels {
  const [first] = moments;
  const wider = (pick: (labels: NetworkLabels) => LabelText) =>
    moments.map(pick).reduce((a, b) => b.width > a.width ? b : a);
  const longer = (pick: (labels: NetworkLabels) => Parts) =>
    moments.map(pick).reduce((a, b) =>
      (b.value ?? "").length > (a.value ?? "").length ? b : a
    );
  const each = <T>(
    of: Readonly<Record<string, unknown>>,
    choose: (name: string) => T,
  ) => Object.fromEntries(Object.keys(of).map((name) => [name, choose(name)]));
  return {
    weights: first.weights.map((_, i) => wider(({ weights }) => weights[i])),
    biases: each(first.biases, (one) => longer(({ biases }) => biases[one])),
    values: each(first.values, (one) => wider(({ values }) => values[one])),
    costs: each(first.costs, (one) => longer(({ costs }) => costs[one])),
  };
}

/** How wide the labels are. */
export function widthsOf(labels: NetworkLabels): LabelWidths {
  const widthOf = (texts: readonly LabelText[]) =>
    Math.max(0, ...texts.map(({ width }) => width));
  const costs = Object.values(labels.costs);
  return {
    weight: widthOf(labels.weights),
    bias: widthOf(Object.values(labels.biases).flatMap(apart)),
    value: widthOf(Object.values(labels.values)),
    cost: costs.length === 0 ? undefined : widthOf(costs.flatMap(apart)),
  };
}

/** The labels whose places are given: of nodes, of biases, and of the lines to the targets. */
export function fixedLabels(
  { biases, values, costs }: NetworkLabels,
  { nodes, gaps, flow, values: side }: Layout,
): Label[] {
  const right = flow === "right";
  const at = (text: LabelText, { x, y }: Point, dx: number, dy: number) => ({
    ...text,
    x: x + dx,
    y: y + dy,
  });
  const ofBiases = Object.entries(biases).flatMap(([neuron, parts]) =>
    right
      ? [at(labelOf(parts.of, parts.name, parts.value), nodes[neuron], 0, -65)]
      : apart(parts).map((text, k) =>
        at(text, nodes[neuron], -biasLabelFrom(text.width), k === 0 ? -20 : 20)
      )
  );
  const ofNodes = Object.entries(values).map(([label, text]) =>
    side === "below"
      ? at(text, nodes[label], 0, 38)
      : at(text, nodes[label], RADIUS + 6 + text.width / 2, 0)
  );
  const ofCosts = Object.entries(costs).flatMap(([output, parts]) => {
    const [from, to] = [nodes[output], nodes[parts.of]];
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    // To the right, the line runs between the name and the number.
    return right
      ? apart(parts).map((text, k) => at(text, middle, 0, k === 0 ? -12 : 12))
      : [
        at(
          labelOf(parts.of, parts.name, parts.value),
          middle,
          0,
          side === "below" ? 12 : 0,
        ),
      ];
  });
  const ofGaps = gaps.map(({ of, ...point }) =>
    at(labelOf(of, right ? "⋮" : "⋯", undefined), point, 0, 0)
  );
  return [...ofBiases, ...ofNodes, ...ofCosts, ...ofGaps];
}
