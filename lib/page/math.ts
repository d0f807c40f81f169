/**
 * Formulas: TeX to MathML, and the font to set it in.
 *
 * MathML stretches brackets and places fractions by a table in the font, which few systems have a font
 * for. So a page brings STIX Two Math along, cut down to the characters of its own formulas; the subset
 * keeps the larger variants and the pieces from which tall brackets are built.
 *
 * @module
 */

import "@fontsource/stix-two-math/package.json" with { type: "json" };
import { Buffer } from "node:buffer";
import subsetFont from "subset-font";
import temml from "temml";
import temmlCss from "temml/dist/Temml-STIX2.css" with { type: "text" };
import { columnsOf, scrollable } from "./html.ts";
import { PageError } from "./page_error.ts";

// The import of package.json above is what makes Deno fetch the package, and so resolve this to a file.
const FONT =
  "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2";

/**
 * The colours in which formulas write the three factors of the chain rule, and the CSS classes that take their place.
 * A notebook colours by `\textcolor`, which every program that shows notebooks knows; a page can do better, with
 * colours for light and dark and a line beneath.
 */
const FACTOR_CLASSES: Record<string, string> = {
  "#d55e00": "factor-cost",
  "#009e73": "factor-activation",
  "#0072b2": "factor-net",
};

/**
 * A formula as MathML. `\class{name}{…}` gives a part of it a CSS class, and so do `\textcolor{#d55e00}{…}` and the
 * other two colours of the chain rule's factors.
 *
 * @param tex The formula, without delimiters.
 * @param display Whether it stands on a line of its own.
 * @param place Where it is, for the error.
 * @returns A `<math>` element, for a display formula in a box that scrolls if it is too wide.
 * @throws {PageError} If the formula is not valid.
 */
export function typeset(
  tex: string,
  display: boolean,
  place: { notebook: string; cellId: string },
): string {
  let mathml: string;
  try {
    const classed = tex.replace(
      /\\textcolor\{(#[0-9a-f]{6})\}/gi,
      (whole, colour) => {
        const name = FACTOR_CLASSES[colour.toLowerCase()];
        return name ? `\\class{${name}}` : whole;
      },
    );
    mathml = temml.renderToString(classed, {
      displayMode: display,
      throwOnError: true,
      // A formula in running text may break after a relation or an operation, as in print.
      wrap: display ? "none" : "tex",
      trust: ({ command }) => command === "\\class",
    });
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    // Temml appends the place and an excerpt with combining underlines; the whole formula says more.
    const reason = cause.message.replace(
      / at (position \d+|end of input): [^]*$/,
      "",
    );
    throw new PageError(
      "Cannot typeset a formula",
      `${reason.trim()}: ${tex.trim()}`,
      place,
      { cause },
    );
  }
  if (!display) return mathml;
  const columns = columnsOf(textOf(mathml.replaceAll("</mtr>", "\n")));
  return `<span class="formula"${
    scrollable("Formula", columns)
  }>${mathml}</span>`;
}

function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&nbsp;", "\u00a0").replaceAll("&amp;", "&");
}

const ITALIC_RANGES: [first: string, last: string, italic: number][] = [
  ["A", "Z", 0x1d434],
  ["a", "z", 0x1d44e],
  ["Α", "Ω", 0x1d6e2],
  ["α", "ω", 0x1d6fc],
];
const ITALIC_SINGLES: Record<string, string> = {
  h: "ℎ",
  "∂": "𝜕",
  "ϵ": "𝜖",
  "ϑ": "𝜗",
  "ϰ": "𝜘",
  "ϕ": "𝜙",
  "ϱ": "𝜚",
  "ϖ": "𝜛",
  "∇": "𝛻",
  "ı": "𝚤",
  "ȷ": "𝚥",
};

/** What browsers draw for a character that is an `<mi>` of its own: MathML Core's italic mapping. */
function italic(character: string): string {
  const single = ITALIC_SINGLES[character];
  if (single) return single;
  const range = ITALIC_RANGES.find(([first, last]) =>
    first <= character && character <= last
  );
  return range
    ? String.fromCodePoint(
      character.codePointAt(0)! - range[0].codePointAt(0)! + range[2],
    )
    : character;
}

/**
 * The style that a page's formulas need: Temml's, with the font inlined.
 *
 * @param html The page's content.
 * @returns A style sheet; the empty string if there is no formula.
 */
export async function mathStyle(html: string): Promise<string> {
  const formulas = html.match(/<math[\s>][^]*?<\/math>/g);
  if (!formulas) return "";
  const characters = new Set(textOf(formulas.join("")));
  for (const character of [...characters]) characters.add(italic(character));
  const font = await Deno.readFile(new URL(import.meta.resolve(FONT)));
  const subset = await subsetFont(
    Buffer.from(font),
    [...characters].sort().join(""),
    {
      targetFormat: "woff2",
    },
  );
  const face =
    "@font-face { font-family: STIX2; src: url(data:font/woff2;base64," +
    `${subset.toString("base64")}) format("woff2"); }`;
  return temmlCss.replace(/@font-face \{[^}]*\}/, face);
}
