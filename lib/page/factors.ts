/**
 * The three factors of the chain rule, wherever they are written: ∂E/∂out, how the cost follows an activation; ∂out/∂net,
 * how an activation follows its net input; ∂net/∂w, how a net input follows a weight.
 *
 * A formula says so by its colour. Code, tables and plain text say so by the name, as the literature and its programs
 * write it: `dE_dout_o1`, `da_dz`, `dNet_dWeight`, ∂out_h1/∂net_h1.
 *
 * @module
 */

import { escapeHtml } from "./html.ts";

/** The CSS class of a factor, by its place in the chain; the class of what has to do with it has an `o` before it. */
export type FactorClass = "f1" | "f2" | "f3";

/** The classes by the custom properties that figures take the factors' colours from. */
export const FACTOR_PROPERTIES: Readonly<Record<string, FactorClass>> = {
  "--factor-cost": "f1",
  "--factor-activation": "f2",
  "--factor-net": "f3",
};

/**
 * The colours in which formulas write the factors, and the classes that take their place. A notebook colours by
 * `\textcolor`, which every program that shows notebooks knows; a page can do better, with colours for light and dark
 * and a line beneath.
 */
export const FACTOR_COLOURS: Readonly<Record<string, FactorClass>> = {
  "#d55e00": "f1",
  "#009e73": "f2",
  "#0072b2": "f3",
};

/** A cost may be that of all outputs, of one example, or of one output. */
const COST = /^(E|C|L|J|cost|error|loss)_?(total|x|o\d*)?$/i;
const ACTIVATION = /^(out|a|o|y|activation)(_?[a-z]?_?\d*|_\w+)$/i;
const NET = /^(net|z)(_?[a-z]?_?\d*|_\w+)$/i;
const PARAMETER = /^(w|b|v|weight|bias)(_?[a-z]?_?\d*|_\w+)$/i;

function factorBetween(of: string, by: string): FactorClass | undefined {
  if (COST.test(of) && ACTIVATION.test(by)) return "f1";
  if (ACTIVATION.test(of) && NET.test(by)) return "f2";
  if (NET.test(of) && PARAMETER.test(by)) return "f3";
  return undefined;
}

/**
 * The factor that a name in code stands for.
 *
 * @param name An identifier, such as `dout_dnet_o1`.
 * @returns The factor's class; `undefined` if it is none.
 */
export function factorOfName(name: string): FactorClass | undefined {
  const [, of, by] = name.match(/^d(.+?)_?d(?=[a-z])(.+)$/i) ?? [];
  return of && by ? factorBetween(of.replace(/_$/, ""), by) : undefined;
}

const WRITTEN = /∂([^\s/∂()]+)\s*\/\s*∂([^\s/∂()<>,;:.×·=]+)|\bd\w+_?d\w+\b/gu;

function factorOfText(
  [whole, of, by]: RegExpMatchArray,
): FactorClass | undefined {
  return of && by ? factorBetween(of, by) : factorOfName(whole);
}

/**
 * The factor that a text names, if it names one and no more.
 *
 * @param text Such as the heading of a column, ∂E/∂out.
 * @returns The factor's class; `undefined` if it is none.
 */
export function factorOf(text: string): FactorClass | undefined {
  const matches = [...text.matchAll(WRITTEN)];
  return matches.length === 1 ? factorOfText(matches[0]!) : undefined;
}

/**
 * Text with the factors in it marked.
 *
 * @param text Any text.
 * @returns HTML.
 */
export function markFactors(text: string): string {
  let html = "";
  let position = 0;
  for (const match of text.matchAll(WRITTEN)) {
    const factor = factorOfText(match);
    if (!factor) continue;
    html += escapeHtml(text.slice(position, match.index)) +
      `<span class="${factor}">${escapeHtml(match[0])}</span>`;
    position = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(position));
}
