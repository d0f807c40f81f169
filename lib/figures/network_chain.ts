import type { Trace } from "../backprop/mod.ts";
import { sum } from "./geometry.ts";
import type { NetworkPath } from "./network_path.ts";
import { type Factor, factorColours, factorDashes } from "./palette.ts";
import { element, escapeXml, round } from "./svg.ts";
import { formatNumber, textWidth } from "./text.ts";

/** Where the chain rule begins, as the figure's title does. */
const LEFT = 4;

/** One symbol of the chain rule over its number. */
interface Column {
  readonly symbol: string;
  readonly value?: string | undefined;
  readonly colour?: string;
  readonly dash?: string;
}

/**
 * Writes the chain rule of a path in one line, each factor underlined in its colour and pattern over its number. The symbols leave
 * out the neuron, which the drawing above shows, so that a telephone has room for them.
 *
 * @param path The path.
 * @param pass Where the numbers are from, if there are any.
 * @param top Where the line begins.
 * @returns The line, and its size.
 */
export function drawChain(
  { weight }: NetworkPath,
  pass: Trace | undefined,
  top: number,
): { drawing: string; width: number; height: number } {
  const traced = pass?.weights[weight];
  const sign = (symbol: string) => ({ symbol, value: traced && symbol });
  const quantity = (symbol: string, value?: number) => ({
    symbol,
    value: value === undefined ? undefined : formatNumber(value),
  });
  const factor = (symbol: string, name: Factor) => ({
    ...quantity(symbol, traced?.[name]),
    colour: factorColours[name],
    dash: factorDashes[name],
  });
  const columns: Column[] = [
    quantity(`∂E/∂${weight}`, traced?.gradient),
    sign("="),
    factor("∂E/∂out", "dCost_dActivation"),
    sign("×"),
    factor("∂out/∂net", "dActivation_dNet"),
    sign("×"),
    factor(`∂net/∂${weight}`, "dNet_dWeight"),
  ];
  const widths = columns.map(({ symbol, value = "" }) =>
    Math.max(textWidth(symbol), textWidth(value)) + 8
  );
  let right = LEFT;
  const drawing = columns.map(({ symbol, value, colour, dash }, i) => {
    const left = right;
    right += widths[i];
    const x = (left + right) / 2;
    return [
      element("text", { x, y: top + 24 }, escapeXml(symbol)),
      colour && element("path", {
        d: `M${round(left + 3)},${round(top + 33)}H${round(right - 3)}`,
        stroke: colour,
        "stroke-dasharray": dash,
        "stroke-width": 4,
      }),
      value && element("text", { x, y: top + 56 }, escapeXml(value)),
    ].filter(Boolean).join("");
  }).join("");
  return {
    drawing,
    width: LEFT + sum(widths),
    height: traced ? 72 : 48,
  };
}
