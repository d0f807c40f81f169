import { checkNetwork, type Network, type Trace } from "../backprop/mod.ts";
import { betweenNodes, outside, placeLabels } from "./edge_labels.ts";
import { createFigure, type Drawing, type Figure } from "./figure.ts";
import { drawChain } from "./network_chain.ts";
import type { Point, Segment } from "./geometry.ts";
import {
  fixedLabels,
  networkLabels,
  type Shown,
  widthsOf,
} from "./network_labels.ts";
import { biasedOf, type Flow, layOut } from "./network_layout.ts";
import {
  discs,
  drawBias,
  drawEdge,
  drawLabel,
  drawNode,
} from "./network_parts.ts";
import { type NetworkPath, pathOf } from "./network_path.ts";
import { describeNetwork } from "./network_text.ts";
import { type NetworkView, targetOf, viewOf } from "./network_view.ts";
import { factorColours, factorDashes } from "./palette.ts";
import { element, escapeXml } from "./svg.ts";

/** What {@linkcode networkDiagram} may be told. */
export interface NetworkDiagramOptions {
  /** The numbers to show: weights and activations, or gradients and node deltas; weights if not given. */
  readonly show?: Shown;
  /** A weight by its label, such as `w5`, whose way to the cost is to be picked out. */
  readonly path?: string;
  /** The title; one that says what the diagram shows if not given. */
  readonly title?: string;
}

/**
 * Draws a network with its numbers. Of a trace it shows the whole pass: activations, targets and costs, or the
 * deltas and gradients. Of a network alone it shows weights and biases. Of a layer of more than six neurons it shows the
 * first three and the last, and says so; what a picked path begins with is always there.
 *
 * @param subject The trace, or the network.
 * @param options Which numbers, which path to pick out, and a title.
 * @returns The figure.
 * @throws {TypeError} If gradients are asked for and the subject is a network alone.
 * @throws {RangeError} If the path's weight is none of the network's.
 *
 * @example
 * ```ts
 * import { createNetwork, trace } from "@denobook/denobook/backprop";
 * import { networkDiagram } from "@denobook/denobook/figures";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[2]], biases: [1], activation: "sigmoid" }]);
 * const pass = trace(neuron, { input: [0.5], target: [0] }, { learningRate: 0.5, biases: "own" });
 *
 * const { alt } = networkDiagram(pass, { path: "w1" });
 * assertStringIncludes(alt, "w1 from i1 to o1 2");
 * assertStringIncludes(alt, "Its gradient 0.0462 is 0.881 × 0.105 × 0.5");
 * ```
 */
export function networkDiagram(
  subject: Trace | Network,
  options: NetworkDiagramOptions = {},
): Figure {
  const pass = subject instanceof Object && "network" in subject &&
      "neurons" in subject
    ? subject
    : undefined;
  const network = pass ? pass.network : subject as Network;
  checkNetwork(network);
  const { show = "weights" } = options;
  if (show !== "weights" && show !== "gradients") {
    throw new RangeError(
      `Cannot draw the network with "${show}": show is "weights" or "gradients"`,
    );
  }
  if (show === "gradients" && !pass) {
    throw new TypeError(
      "Cannot show gradients: a network alone has none; pass what trace() returns for it",
    );
  }
  const sizes = [
    network.layers[0].weights[0].length,
    ...network.layers.map((layer) => layer.weights.length),
  ];
  const path = options.path === undefined
    ? undefined
    : pathOf(network, options.path);
  const view = viewOf(
    network,
    new Set(
      [...path?.factors ?? []].filter(([, factor]) =>
        factor !== "dCost_dActivation"
      ).map(([label]) => label),
    ),
  );
  const title = options.title ?? titleOf(sizes, show, path);
  return createFigure({
    title,
    alt: describeNetwork(title, view, pass, show, path),
    note: view.note,
    ...draw(view, pass, show, path, "right"),
    narrow: draw(view, pass, show, path, "down"),
  });
}

function titleOf(
  sizes: number[],
  show: Shown,
  path: NetworkPath | undefined,
): string {
  if (path) return `How ${path.weight} reaches the error`;
  return `The ${sizes.join("-")} network: ${
    show === "weights" ? "values" : "gradients and deltas"
  }`;
}

/** Draws the network as it runs one way, with the chain rule of its path below. */
function draw(
  view: NetworkView,
  pass: Trace | undefined,
  show: Shown,
  path: NetworkPath | undefined,
  flow: Flow,
): Drawing {
  const texts = networkLabels(view, pass, show);
  const layout = layOut(view, widthsOf(texts), flow);
  const { nodes, headings, height } = layout;
  const biased = biasedOf(view);
  const segments = segmentsOf(view, nodes, pass !== undefined);
  const fixed = fixedLabels(texts, layout);
  const boxes = placeLabels(
    texts.weights.map((label) => ({ ...label, ...segments[label.of] })),
    [...discs(nodes, biased, flow), ...fixed],
  );
  const labels = [
    ...fixed,
    ...texts.weights.map((label, i) => ({ ...label, ...boxes[i] })),
  ];
  // A long bias above an output that has no target beside it is wider than the margin.
  const width = Math.max(
    layout.width,
    ...labels.map((label) => Math.ceil(label.x + label.width / 2)),
  );
  const chain = path && drawChain(path, pass, height);

  const isOff = (of: string) => path !== undefined && !path.factors.has(of);
  const dim = (of: string) => ({ opacity: isOff(of) ? 0.5 : undefined });
  const line = (of: string) => {
    const factor = path?.factors.get(of);
    return {
      fill: "none",
      stroke: factor ? factorColours[factor] : "currentColor",
      ...factor && { "stroke-dasharray": factorDashes[factor] },
      "stroke-width": factor ? 4 : 1.5,
    };
  };
  // What is on the path is drawn over the rest.
  const edges = Object.keys(segments)
    .sort((a, b) => Number(isOff(b)) - Number(isOff(a)));
  const drawing = element(
    "g",
    { "text-anchor": "middle" },
    ...headings.map(({ text, x, y }) =>
      element("text", {
        x,
        y,
        transform: flow === "down" ? `rotate(-90,${x},${y})` : undefined,
      }, escapeXml(text))
    ),
    ...edges.map((of) =>
      drawEdge(outside(segments[of], labels), {
        "stroke-dasharray": of.startsWith("t") ? "5 4" : undefined,
        ...line(of),
        ...dim(of),
      })
    ),
    ...biased.map((of) =>
      drawBias(nodes[of], flow, line(`b_${of}`), dim(`b_${of}`))
    ),
    ...Object.entries(nodes).map(([of, at]) =>
      drawNode(of, at, line(of), dim(of))
    ),
    ...labels.map((label) => drawLabel(label, dim(label.of))),
    chain?.drawing ?? "",
  );
  return {
    width: Math.max(width, chain?.width ?? width),
    height: height + (chain?.height ?? 0),
    drawing,
  };
}

/** Every edge by its weight's label, and the line from each output to its target by the target's. */
function segmentsOf(
  { labels }: NetworkView,
  nodes: Readonly<Record<string, Point>>,
  targets: boolean,
): Record<string, Segment> {
  const { inputs, neurons, weights } = labels;
  const segments: Record<string, Segment> = {};
  weights.forEach((layer, l) =>
    layer.forEach((row, j) =>
      row.forEach((label, i) => {
        const from = l === 0 ? inputs[i] : neurons[l - 1][i];
        segments[label] = betweenNodes(nodes[from], nodes[neurons[l][j]]);
      })
    )
  );
  if (targets) {
    neurons.at(-1)!.forEach((label) => {
      const target = targetOf(label);
      segments[target] = betweenNodes(nodes[label], nodes[target]);
    });
  }
  return segments;
}
