import type { Trace } from "../backprop/mod.ts";
import { type Point, sum } from "./network_layout.ts";
import type { NetworkPath } from "./network_path.ts";
import { type Factor, factorColours } from "./palette.ts";
import { element, escapeXml, round } from "./svg.ts";
import { formatNumber, textWidth } from "./text.ts";

/** How much of a figure a telephone shows before one scrolls, its text as small as may be. */
const TELEPHONE = 400;
/** Where the chain rule begins, as the figure's title does. */
const LEFT = 4;

/** One symbol of the chain rule over its number. */
interface Column {
  readonly symbol: string;
  readonly value: string | undefined;
  readonly colour: string | undefined;
  readonly width: number;
}

/**
 * Writes the chain rule of a path, each factor underlined in its colour over its number, in lines short enough to be
 * seen on a telephone at once.
 *
 * @param path The path.
 * @param pass Where the numbers are from, if there are any.
 * @param above The size of the drawing that the chain rule stands under.
 * @returns The chain rule, and its height.
 */
export function drawChain(
  { weight, neuron }: NetworkPath,
  pass: Trace | undefined,
  above: { readonly width: number; readonly height: number },
): { drawing: string; height: number } {
  const traced = pass?.weights[weight];
  const sign = (symbol: string) => columnOf(symbol, traced && symbol);
  const quantity = (symbol: string, value?: number, colour?: string) =>
    columnOf(symbol, value === undefined ? value : formatNumber(value), colour);
  const factor = (symbol: string, name: Factor) =>
    quantity(symbol, traced?.[name], factorColours[name]);
  const gradient = quantity(`∂E/∂${weight}`, traced?.gradient);

  const room = Math.min(above.width, TELEPHONE) - LEFT;
  const others = breakLines([
    [sign("×"), factor(`∂out_${neuron}/∂net_${neuron}`, "dActivation_dNet")],
    [sign("×"), factor(`∂net_${neuron}/∂${weight}`, "dNet_dWeight")],
  ], room);
  // The times signs stand under the equals sign where there is room for that.
  const indent = others.every((line) => gradient.width + widthOf(line) <= room)
    ? gradient.width
    : 0;
  const lines = [
    {
      x: LEFT,
      columns: [
        gradient,
        sign("="),
        factor(`∂E/∂out_${neuron}`, "dCost_dActivation"),
      ],
    },
    ...others.map((columns) => ({ x: LEFT + indent, columns })),
  ];
  const lineHeight = traced ? 68 : 44;
  return {
    drawing: lines.map(({ x, columns }, i) =>
      drawLine(columns, { x, y: above.height + lineHeight * i })
    ).join(""),
    height: lineHeight * lines.length + 4,
  };
}

function columnOf(symbol: string, value?: string, colour?: string): Column {
  const width = Math.max(textWidth(symbol), textWidth(value ?? "")) + 8;
  return { symbol, value, colour, width };
}

function widthOf(columns: readonly Column[]): number {
  return sum(columns.map(({ width }) => width));
}

/** Puts into each line as much as it has room for. */
function breakLines(parts: readonly Column[][], room: number): Column[][] {
  const lines: Column[][] = [];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line && widthOf([...line, ...part]) <= room) line.push(...part);
    else lines.push([...part]);
  }
  return lines;
}

/** Draws columns side by side. */
function drawLine(columns: readonly Column[], { x, y }: Point): string {
  let right = x;
  return columns.map(({ symbol, value, colour, width }) => {
    const left = right;
    right += width;
    const centre = (left + right) / 2;
    return [
      element("text", { x: centre, y: y + 24 }, escapeXml(symbol)),
      colour && element("path", {
        d: `M${round(left + 3)},${round(y + 33)}H${round(right - 3)}`,
        stroke: colour,
        "stroke-width": 4,
      }),
      value && element("text", { x: centre, y: y + 56 }, escapeXml(value)),
    ].filter(Boolean).join("");
  }).join("");
}
