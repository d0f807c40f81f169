import { checkNetwork, type Network, type Trace } from "../backprop/mod.ts";
import { createFigure, type Drawing, type Figure } from "./figure.ts";
import { drawChain } from "./network_chain.ts";
import { drawNetwork } from "./network_drawing.ts";
import { networkLabels, type Shown } from "./network_labels.ts";
import type { Flow } from "./network_layout.ts";
import { type NetworkPath, pathOf } from "./network_path.ts";
import { describeNetwork } from "./network_text.ts";
import { type NetworkView, viewOf } from "./network_view.ts";
import { element } from "./svg.ts";

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
  const { width, height, ground } = drawNetwork(
    view,
    [texts],
    flow,
    path,
    show,
  );
  const chain = path && drawChain(path, pass, height);
  return {
    width: Math.max(width, chain?.width ?? width),
    height: height + (chain?.height ?? 0),
    drawing: element(
      "g",
      { "text-anchor": "middle" },
      ground,
      chain?.drawing ?? "",
    ),
  };
}
