import { betweenNodes, outside, placeLabels } from "./edge_labels.ts";
import type { Point, Segment } from "./geometry.ts";
import {
  fixedLabels,
  type Label,
  type NetworkLabels,
  type Shown,
  widest,
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
import type { NetworkPath } from "./network_path.ts";
import { type NetworkView, targetOf } from "./network_view.ts";
import { factorColours, factorDashes } from "./palette.ts";
import { type Attributes, element, escapeXml } from "./svg.ts";

/** A network as SVG whose text is anchored in its middle. */
export interface NetworkDrawing {
  readonly width: number;
  readonly height: number;
  /** The network with all labels that always say the same. */
  readonly ground: string;
  /** What stands on the ground at each moment: the labels that then say something else. */
  readonly moments: readonly string[];
}

/**
 * Draws a network at one moment or at several, with every label in the same place at all of them.
 *
 * @param view What is drawn of the network.
 * @param texts What it is labelled at each moment.
 * @param flow Which way it runs.
 * @param path A way through it that is to be picked out.
 * @param show The numbers that the labels have.
 */
export function drawNetwork(
  view: NetworkView,
  texts: readonly NetworkLabels[],
  flow: Flow,
  path?: NetworkPath,
  show?: Shown,
): NetworkDrawing {
  const roomy = widest(texts);
  const layout = layOut(view, widthsOf(roomy), flow);
  const { nodes, headings, height } = layout;
  const biased = biasedOf(view);
  const segments = segmentsOf(view, nodes);
  const fixed = fixedLabels(roomy, layout);
  const boxes = placeLabels(
    roomy.weights.map((label) => ({ ...label, ...segments[label.of] })),
    [...discs(nodes, biased, flow), ...fixed],
  );
  const labels: Label[] = [
    ...fixed,
    ...roomy.weights.map((label, i) => ({ ...label, ...boxes[i] })),
  ];
  // A long bias above an output that has no target beside it is wider than the margin.
  const width = Math.max(
    layout.width,
    ...labels.map((label) => Math.ceil(label.x + label.width / 2)),
  );

  const isOff = (of: string) => path !== undefined && !path.factors.has(of);
  // Its numbers can still be read: that leaves more than 4.5:1 of a page's contrast.
  const dim = (of: string) => ({ opacity: isOff(of) ? 0.65 : undefined });
  const line = (of: string): Attributes => {
    // Among the gradients, ∂E/∂out stands between an output and its target.
    const isRate = show === "gradients" && of.startsWith("t");
    const factor = path?.factors.get(of) ??
      (isRate ? "dCost_dActivation" : undefined);
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
  const written = texts.map((text) =>
    [...fixedLabels(text, layout), ...text.weights].map(({ of, value }, i) =>
      drawLabel({ ...labels[i], value }, dim(of))
    )
  );
  const isStill = labels.map((_, i) =>
    written.every((moment) => moment[i] === written[0][i])
  );
  return {
    width,
    height,
    ground: [
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
      ...written[0].filter((_, i) => isStill[i]),
    ].join(""),
    moments: written.map((moment) =>
      moment.filter((_, i) => !isStill[i]).join("")
    ),
  };
}

/** Every edge by its weight's label, and the line from each output to its target by the target's. */
function segmentsOf(
  { labels }: NetworkView,
  nodes: Readonly<Record<string, Point>>,
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
  for (const label of neurons.at(-1)!) {
    const target = targetOf(label);
    if (target in nodes) {
      segments[target] = betweenNodes(nodes[label], nodes[target]);
    }
  }
  return segments;
}
