/**
 * The font that a page's formulas are set in.
 *
 * MathML stretches brackets and places fractions by a table in the font, which few systems have a font
 * for. So a page brings STIX Two Math along, cut down to the characters of its own formulas; the subset
 * keeps the larger variants of those that stretch, and the pieces from which tall brackets are built.
 *
 * @module
 */

import "@fontsource/stix-two-math/package.json" with { type: "json" };
import temmlCss from "temml/dist/Temml-STIX2.css" with { type: "text" };
import { textOf } from "./html.ts";
import { withoutVariants } from "./math_variants.ts";
import { compact } from "./style.ts";
import { subsetFont } from "./subset_font.ts";
import { fromWoff } from "./woff.ts";
import { toWoff2 } from "./woff2.ts";

// The import of package.json above is what makes Deno fetch the package, and so resolve this to a file.
const FONT =
  "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff";

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

/** Operators, which stretch and grow, unless they say that they do not. */
const STRETCHING = /<mo(?![^>]*stretchy="?false)[^>]*>([^<]*)<\/mo>/g;

/**
 * The style that a page's formulas need: Temml's, with the font inlined.
 *
 * @param html The page's content.
 * @returns A style sheet; the empty string if there is no formula.
 */
export async function mathStyle(html: string): Promise<string> {
  const formulas = html.match(/<math[\s>][^]*?<\/math>/g);
  if (!formulas) return "";
  const characters = new Set<string>();
  const rest = formulas.join("").replace(
    /<mi( [^>]*)?>(.)<\/mi>/gu,
    (_, attributes, letter) => {
      characters.add(
        attributes?.includes("mathvariant") ? letter : italic(letter),
      );
      return "";
    },
  );
  for (const character of textOf(rest)) characters.add(character);
  const stretching = new Set(
    [...html.matchAll(STRETCHING)].flatMap(([, text]) => [...textOf(text!)]),
  );
  if (/<m(sqrt|root)\b/.test(html)) {
    // The one sign that browsers draw by themselves.
    characters.add("√");
    stretching.add("√");
  }
  const subset = await subsetFont(
    withoutVariants(await (unpacked ??= unpack()), stretching),
    characters,
    // Kerning, marks and rasterization hints, of which formulas have no need.
    ["GDEF", "GPOS", "gasp"],
  );
  const face = "@font-face{font-family:STIX2;src:url(data:font/woff2;base64," +
    `${toWoff2(subset).toBase64()}) format("woff2")}`;
  return style.replace(/@font-face\{[^}]*\}/, face);
}

/** The whole font, which is unpacked once for all pages. */
let unpacked: Promise<Uint8Array> | undefined;

async function unpack(): Promise<Uint8Array> {
  return fromWoff(await Deno.readFile(new URL(import.meta.resolve(FONT))));
}

/** Temml's style, of which every page needs what its formulas use. It is not Temml that numbers the equations. */
const style = compact(temmlCss).replace("body{counter-reset:tmlEqnNo}", "");
