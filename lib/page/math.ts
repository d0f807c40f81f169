/**
 * Formulas: TeX to MathML.
 *
 * @module
 */

import temml from "temml";
import { FACTOR_COLOURS } from "./factors.ts";
import { inkOn, onPage } from "./own_colours.ts";

/** The commands that a page's formulas have defined so far, each of which the formulas after it may use, as in MathJax. */
export type Macros = Record<string, string | object>;

const NAME = String.raw`(?:\{\s*(\\[a-zA-Z]+)\s*\}|(\\[a-zA-Z]+))`;
const COMMAND = new RegExp(
  String
    .raw`\\(?:new|renew|provide)command\*?\s*${NAME}\s*(?:\[(\d)\])?\s*(?:\[([^\]]*)\])?\s*(?=\{)`,
  "g",
);
const OPERATOR = new RegExp(
  String
    .raw`\\DeclareMathOperator(\*?)\s*${NAME}\s*\{((?:[^{}]|\{[^{}]*\})*)\}`,
  "g",
);

/** What MathJax understands, in the words of TeX that Temml has. */
function inTemmlsWords(tex: string): string {
  return tex
    .replace(COMMAND, (_, braced, bare, count, standard) => {
      const name = braced ?? bare;
      const parameters = Array.from(
        { length: Number(count ?? 0) },
        (_, i) => `#${i + 1}`,
      );
      if (standard === undefined) return `\\gdef${name}${parameters.join("")}`;
      // The first parameter stands in brackets, or is the standard one.
      return `\\gdef${name}{\\@ifnextchar[{${name}@given}{${name}@given[${standard}]}}` +
        `\\gdef${name}@given[#1]${parameters.slice(1).join("")}`;
    })
    .replace(
      OPERATOR,
      (_, star, braced, bare, words) =>
        `\\gdef${braced ?? bare}{\\operatorname${star}{${words}}}`,
    )
    .replace(/\\def(?=\s*\\[a-zA-Z])/g, "\\gdef")
    .replace(/\\require\s*\{[^}]*\}/g, "")
    .replace(/\\mbox(?![a-zA-Z])/g, "\\text")
    .replace(/\\(mathds|mathbbm)(?![a-zA-Z])/g, "\\mathbb")
    // It colours what is in the braces, and not all that follows.
    .replace(
      /\\color(?=\s*(?:\[\w+\]\s*)?\{[^{}]*\}\s*\{)/g,
      "\\textcolor",
    )
    .replace(
      /\\unicode\s*(?:\[[^\]]*\]\s*)*\{\s*(x?)([\da-f]{1,5})\s*\}/gi,
      (_, hex, code) =>
        `{${String.fromCodePoint(parseInt(code, hex ? 16 : 10))}}`,
    )
    .replace(/\\bbox\s*(?:\[[^\]]*\])?(?=\s*\{)/g, "")
    .replace(/\\cssId\s*\{[^{}]*\}/g, "")
    .replace(
      /\\text(?:rm|bf|it|sf|tt)?\s*\{[^{}$]*\}/g,
      (text) => text.replace(/(?<!\\)[_%&#]/g, "\\$&"),
    );
}

/** Lengths in MathML and its style, in the size of the text. */
const LENGTH = /(?<![\w.])(\d*\.?\d+)(em|ex|cm|mm|in|p[tx])\b/g;
const UNITS: Readonly<Record<string, number>> = {
  em: 1,
  ex: 0.45,
  cm: 2.2,
  mm: 0.22,
  in: 5.5,
  pt: 0.08,
  px: 0.06,
};

/** So far, in the size of the text, a formula in running text may draw beside its own place. */
const FARTHEST = 10;

/** Whether a formula could draw over what stands around it: it has a rule, or moves its parts far. */
function reachesFar(mathml: string): boolean {
  const moved = [...mathml.matchAll(LENGTH)].reduce(
    (sum, [, length, unit]) => sum + Number(length) * UNITS[unit!]!,
    0,
  );
  return mathml.includes("<mspace mathbackground") || moved > FARTHEST;
}

const OPTIONS = {
  throwOnError: true,
  trust: ({ command }: { command: string }) => command === "\\class",
};

/** What formulas come to that neither use nor define commands: a book has most of them many times. */
const known = new Map<string, string>();

function toMathml(tex: string, display: boolean, macros: Macros): string {
  const isPlain = () => Object.keys(macros).length === 0;
  const key = `${display} ${tex}`;
  const found = isPlain() ? known.get(key) : undefined;
  if (found !== undefined) return found;
  const mathml = translate(tex, display, macros);
  if (isPlain()) known.set(key, mathml);
  return mathml;
}

function translate(tex: string, display: boolean, macros: Macros): string {
  const classed = inTemmlsWords(tex).replace(
    /\\textcolor\{(#[0-9a-f]{6})\}/gi,
    (whole, colour) => {
      const name = FACTOR_COLOURS[colour.toLowerCase()];
      return name ? `\\class{${name}}` : whole;
    },
  );
  const mathml = temml.renderToString(classed, {
    ...OPTIONS,
    macros,
    displayMode: display,
    // A formula in running text may break after a relation or an operation, as in print.
    wrap: display ? "none" : "tex",
  });
  return (display || !reachesFar(mathml)
    ? mathml
    : mathml.replace("<math", '<math class="bounded"'))
    .replace(
      /mathbackground="([^"]*)" style="/g,
      (_, colour) => `style="background:${colour};color:${inkOn(colour)};`,
    )
    .replace(
      / style="color:([^;"]*);"/g,
      (_, colour) => ` style="color:${onPage(colour)}"`,
    )
    // The style sheet says both once for all formulas.
    .replace(' class="tml-display" style="display:block math;"', "")
    // An equation is one row by itself.
    .replace(
      /^(<math display="block">)<mrow>(.*)<\/mrow>(?=<\/math>$)/s,
      "$1$2",
    )
    // Browsers stretch and space by the form alone.
    .replaceAll('<mo fence="true" ', "<mo ")
    // These have one form, wherever they stand.
    .replace(/<mo form="(?:pre|post)fix" ([^>]*>[()[\]{}]<)/g, "<mo $1")
    // A sign in a prefix's place has no space around it and does not stretch by itself.
    .replace(
      /<mo form="prefix" stretchy="false" lspace="0em" rspace="0em"( class="[^"]*")?>(?=[+−]<)/g,
      '<mo form="prefix"$1>',
    )
    .replace(/<mspace width="0?([^"]*)"><\/mspace>/g, '<mspace width="$1"/>')
    // A word is upright and has no space before it by itself.
    .replace(
      /<mpadded lspace="0"><mi>(\p{L}{2,})<\/mi><\/mpadded>/gu,
      "<mi>$1</mi>",
    );
}

/**
 * A formula as MathML. `\class{name}{…}` gives a part of it a CSS class, and so do `\textcolor{#d55e00}{…}` and the
 * other two colours of the chain rule's factors.
 *
 * @param tex The formula, without delimiters.
 * @param display Whether it stands on a line of its own.
 * @param macros What the formulas before it have defined; what it defines itself is added.
 * @returns A `<math>` element; the empty string if the formula only defines commands.
 * @throws {SyntaxError} If the formula is not valid; the message says why.
 */
export function typeset(
  tex: string,
  display: boolean,
  macros: Macros = {},
): string {
  try {
    const mathml = toMathml(tex, display, macros);
    return /^<math[^>]*><\/math>$/.test(mathml) ? "" : mathml;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    // Temml appends the place and an excerpt with combining underlines; the whole formula says more.
    const reason = cause.message.replace(
      / at (position \d+|end of input): [^]*$/,
      "",
    );
    throw new SyntaxError(`${reason.trim()}: ${tex.trim()}`, { cause });
  }
}

/**
 * A formula without the element around it, as it stands within other formulas.
 *
 * @param tex The formula.
 * @returns MathML; `undefined` if the formula is not valid, or needs an element that keeps it to its place.
 */
export function typesetBare(tex: string): string | undefined {
  try {
    const mathml = toMathml(tex, false, {});
    return reachesFar(mathml)
      ? undefined
      : mathml.replace(/^<math[^>]*>|<\/math>$/g, "");
  } catch {
    return undefined;
  }
}
