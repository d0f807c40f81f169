import type { Trace } from "../backprop/mod.ts";
import { checkList } from "./checks.ts";
import {
  drawErrors,
  type ErrorCurveOptions,
  type ErrorSeries,
} from "./error_curve.ts";
import { display } from "./display.ts";
import { drawNetwork } from "./network_drawing.ts";
import { networkLabels } from "./network_labels.ts";
import { describeNetwork } from "./network_text.ts";
import { viewOf } from "./network_view.ts";
import { digits } from "./numbers.ts";
import { seriesColours } from "./palette.ts";
import { type Attributes, element, escapeXml } from "./svg.ts";
import { formatCount, formatNumber, sentence } from "./text.ts";

/** A moment of a training: what a pass through the network is after so many steps. */
export interface TrainingMoment {
  /** How many steps have been taken. */
  readonly step: number;
  /** A pass through the network as it is then. */
  readonly pass: Trace;
}

/** What {@linkcode trainingScrubber} may be told. */
export type TrainingScrubberOptions = Pick<
  ErrorCurveOptions,
  "title" | "xScale" | "yScale"
>;

/** A figure with a control. As the last expression of a cell it shows itself. */
export interface Scrubber {
  /** The figure: one `<figure>` element with its own style sheet, and no script. */
  readonly html: string;
  /** What it says at each of its moments, in words. */
  readonly alt: string;
  /** The figure for those who see it, and the words for those who do not. */
  readonly [display]: () => { "text/html": string; "text/plain": string };
}

const ACTION = "Cannot make a scrubber";
/** Numbers that training changes keep as many decimals, so that they stay where they are. */
const DECIMALS = 3;
/** Beside the network, a page has room for so wide a chart. */
const CHART = { width: 300, height: 240 };
/** So many moments are printed. */
const MOST_PRINTED = 6;
const COLOUR = seriesColours[1];

/**
 * Draws a network at several moments of its training, one at a time: its weights, what they make of an example, and
 * where the error is on its curve. Which moment is shown is chosen with radio buttons, be it by their arrow keys. Printed,
 * several moments stand side by side; where a host takes the style sheet out, all of them are there in words.
 *
 * @param moments The moments in their order, of one network that learns.
 * @param costs The error before any step and after each, such as `costs` of what `train()` returns.
 * @param options The scales of the error curve, as `errorCurve()` has them, and the title.
 * @returns The figure.
 * @throws {RangeError} If there are fewer than two moments, they are in no order, their networks differ in their layers,
 * or there is no cost for one.
 * @throws {TypeError} If it is given something else.
 *
 * @example
 * ```ts
 * import { createNetwork, descend, trace, train } from "@denobook/denobook/backprop";
 * import { trainingScrubber } from "@denobook/denobook/figures";
 * import { assertEquals } from "@std/assert";
 *
 * const neuron = createNetwork([{ weights: [[2]], biases: [1], activation: "sigmoid" }]);
 * const example = { input: [0.5], target: [0] };
 * const step = { learningRate: 0.5, biases: "own", epochs: 100 } as const;
 * const visited = descend(neuron, [example], step);
 *
 * const { alt } = trainingScrubber(
 *   [0, 10, 100].map((k) => ({ step: k, pass: trace(visited[k], example, step) })),
 *   train(neuron, [example], step).costs,
 *   { title: "A neuron learns" },
 * );
 * assertEquals(alt.split("\n")[1], "Before the first step: error 0.388; o1 0.881.");
 * ```
 */
export function trainingScrubber(
  moments: readonly TrainingMoment[],
  costs: readonly number[],
  options: TrainingScrubberOptions = {},
): Scrubber {
  const {
    title = "The network as it learns",
    xScale = "linear",
    yScale = "linear",
  } = options;
  check(moments, costs);
  const words = moments.map((moment) => describe(moment, costs));
  const alt = [sentence(title), ...words].join("\n");

  const networks = drawMoments(moments);
  const curves = drawCurve(moments, costs, { xScale, yScale });
  const content = [networks.ground, curves.ground, ...networks.moments].join();
  const id = `s${hash(content)}`;
  const descriptions = describeAll(moments);

  const shown = moments.map(({ step }, i) =>
    element(
      "div",
      { class: isPrinted(i, moments.length) ? "moment printed" : "moment" },
      element(
        "div",
        {},
        element(
          "p",
          { id: `${id}-${i}` },
          element("b", {}, after(step)),
          element("br", {}),
          ` error E ${formatNumber(costs[step])}`,
        ),
        picture(`${id}-curve`, curves, i, {
          class: "curve",
          "aria-label": `Error against training steps, with a mark at step ${
            formatCount(step)
          }, where it is ${formatNumber(costs[step])}.`,
        }),
      ),
      element(
        "p",
        { class: "in-words", id: `${id}-w${i}` },
        escapeXml(descriptions[i]),
      ),
      picture(`${id}-network`, networks, i, {
        "aria-labelledby": `${id}-${i} ${id}-w${i}`,
      }),
    )
  );
  const scrubber = element(
    "div",
    { class: "scrubber" },
    element("p", { class: "title" }, escapeXml(title)),
    element(
      "fieldset",
      // Jupyter would take the arrow keys for commands of its own.
      { "data-lm-suppress-shortcuts": "true" },
      element("legend", {}, "Steps taken: choose, or use the arrow keys"),
      ...moments.map(({ step }, i) =>
        element(
          "label",
          {},
          element("input", {
            type: "radio",
            name: id,
            value: String(step),
            "aria-describedby": `${id}-${i}`,
            checked: i === 0 ? "" : undefined,
          }),
          ` ${formatCount(step)}`,
        )
      ),
    ),
    element(
      "div",
      { hidden: "" },
      element(
        "svg",
        { "aria-hidden": "true" },
        element("g", { id: `${id}-network` }, networks.ground),
        element("g", { id: `${id}-curve` }, curves.ground),
      ),
    ),
    "\n",
    shown.join("\n"),
  );
  // A host that keeps a style sheet to the element that it stands in keeps it from that element itself.
  const style = element("style", {}, styleFor(moments.length));
  const html = element("figure", {}, style, scrubber);
  return {
    html,
    alt,
    [display]: () => ({ "text/html": html, "text/plain": alt }),
  };
}

/** What does not change, and what does. */
interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly ground: string;
  readonly moments: readonly string[];
}

function drawMoments(moments: readonly TrainingMoment[]): Drawn {
  const views = moments.map(({ pass }) => viewOf(pass.network));
  const write = (value: number) => digits(value, DECIMALS);
  return drawNetwork(
    views[0],
    moments.map(({ pass }, i) =>
      networkLabels(views[i], pass, "weights", write)
    ),
    "down",
  );
}

function drawCurve(
  moments: readonly TrainingMoment[],
  costs: readonly number[],
  scales: { xScale: "linear" | "log"; yScale: "linear" | "log" },
): Drawn {
  const series: ErrorSeries[] = [{ label: "", costs }];
  const { chart } = drawErrors(series, { ...scales, unit: "step" }, CHART);
  const places = moments.map(({ step }) => ({
    cx: chart.x(step),
    cy: chart.y(costs[step]),
  }));
  return {
    ...CHART,
    ground: chart.content +
      places.map((at) =>
        element("circle", { ...at, r: 3, fill: seriesColours[0] })
      ).join(""),
    moments: places.map((at) =>
      element("circle", {
        ...at,
        r: 7,
        fill: COLOUR,
        stroke: "currentColor",
        "stroke-width": 1.5,
      })
    ),
  };
}

/**
 * One moment, drawn on its ground. It is hidden unless the style sheet shows it: a host that takes out the style sheet
 * takes out the drawing too, and leaves nothing of it but its numbers.
 */
function picture(
  ground: string,
  { width, height, moments }: Drawn,
  i: number,
  attributes: Attributes,
): string {
  return element(
    "svg",
    {
      display: "none",
      role: "img",
      ...attributes,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      fill: "currentColor",
      "font-family": "system-ui, sans-serif",
      "font-size": 15,
      "text-anchor": "middle",
    },
    element("use", { href: `#${ground}` }),
    moments[i],
  );
}

/**
 * The style sheet, which shows drawings instead of words, and of the moments the chosen one: the first label is the second
 * child of the field set, and the first moment the fourth of what both stand in.
 */
function styleFor(count: number): string {
  const chosen = Array.from(
    { length: count },
    (_, i) =>
      `.scrubber :has(:nth-child(${i + 2}) :checked)~:nth-child(${i + 4})`,
  ).join(",");
  return `
.scrubber{max-width:656px;margin:0 auto;font:15px/1.4 system-ui,sans-serif}
.scrubber .title{margin:0 0 8px;font-size:17px;font-weight:600}
.scrubber fieldset{display:grid;grid-template-columns:repeat(auto-fit,minmax(43px,1fr));min-width:0;margin:8px 0;padding:0;border:0}
.scrubber legend{width:auto;margin:0;padding:0;border:0;font:inherit;font-size:13px}
.scrubber label{display:flex;flex-direction:column;align-items:center;margin:0;padding:6px 0;font-weight:inherit;font-size:12px;cursor:pointer;background:linear-gradient(currentColor,currentColor) 0 14px/100% 1px no-repeat}
.scrubber input{width:17px;height:17px;margin:0 0 3px;accent-color:${COLOUR}}
.scrubber .moment{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-evenly;gap:8px}
.scrubber .moment p{margin:0 0 4px}
.scrubber .in-words{display:none}
.scrubber svg{display:block;max-width:100%;height:auto}
@supports selector(:has(a)){@media not print{.scrubber .moment{display:none}${chosen}{display:flex}}}
@media print{.scrubber{max-width:none}.scrubber fieldset,.scrubber .curve,.scrubber .moment{display:none}.scrubber .printed{display:inline-block;width:32%;margin-bottom:16px;break-inside:avoid}}
@media(forced-colors:active){.scrubber svg{forced-color-adjust:preserve-parent-color}}
`;
}

function isPrinted(i: number, count: number): boolean {
  const most = Math.min(MOST_PRINTED, count);
  return Array.from(
    { length: most },
    (_, k) => Math.round(k * (count - 1) / (most - 1)),
  ).includes(i);
}

function after(step: number): string {
  if (step === 0) return "Before the first step";
  return `After ${formatCount(step)} step${step === 1 ? "" : "s"}`;
}

/**
 * What each drawing of the network shows, besides the steps and the error. What is the same at all moments, and from
 * where to where the weights lead, is said of the first.
 */
function describeAll(moments: readonly TrainingMoment[]): string[] {
  const all = moments.map(({ pass }) =>
    describeNetwork("", viewOf(pass.network), pass, "weights", undefined)
      .split(". ").slice(1, -1)
  );
  return all.map((sentences, i) => {
    const said = i === 0 ? sentences : sentences
      .filter((one) => !all.every((others) => others.includes(one)))
      .map((one) => one.replace(/ from \S+ to \S+/g, ""));
    return said.join(". ") + ".";
  });
}

/** What a moment says, in a line. */
function describe(
  { step, pass }: TrainingMoment,
  costs: readonly number[],
): string {
  const values = Object.values(pass.neurons).slice(-pass.example.target.length)
    .map(({ label, activation }) => `${label} ${formatNumber(activation)}`);
  return `${after(step)}: error ${formatNumber(costs[step])}; ${
    values.join(", ")
  }.`;
}

/** Tells two scrubbers of one notebook apart, the same in every run. */
function hash(text: string): string {
  let sum = 0;
  for (const character of text) {
    sum = (Math.imul(sum, 31) + character.codePointAt(0)!) >>> 0;
  }
  return sum.toString(36);
}

function check(
  moments: readonly TrainingMoment[],
  costs: readonly number[],
): void {
  checkList(ACTION, "the moments", moments);
  checkList(ACTION, "the costs", costs);
  const refuse = (cause: string) => {
    throw new RangeError(`${ACTION}: ${cause}`);
  };
  if (moments.length < 2) {
    refuse(`it has ${moments.length} moments; give at least 2`);
  }
  const shapeOf = ({ pass }: TrainingMoment) =>
    JSON.stringify(
      pass.network.layers.map(({ weights }) => [
        weights.length,
        weights[0].length,
      ]),
    );
  moments.forEach((moment, i) => {
    if (!(moment?.pass instanceof Object) || !("neurons" in moment.pass)) {
      throw new TypeError(
        `${ACTION}: moment ${
          i + 1
        } has no pass; give each as { step, pass }, with what trace() returns`,
      );
    }
    const { step } = moment;
    if (i > 0 && !(step > moments[i - 1].step)) {
      refuse(
        `step ${step} follows step ${moments[i - 1].step}; order the moments`,
      );
    }
    if (!(step in costs)) {
      refuse(
        `there is no cost for step ${step}, as there are ${costs.length} costs; give one for every step from 0 on`,
      );
    }
    if (shapeOf(moment) !== shapeOf(moments[0])) {
      refuse(
        `the network of step ${step} has other layers than that of step ${
          moments[0].step
        }; give moments of one training`,
      );
    }
  });
}
