/// <reference lib="dom" />

import { assert, assertEquals } from "@std/assert";
import {
  type Factor,
  factorColours,
  factorDashes,
  networkDiagram,
  seriesColours,
  seriesDashes,
} from "figures";
import { FACTOR_COLOURS, FACTOR_PROPERTIES } from "../../lib/page/factors.ts";
import { renderPage } from "../../lib/page/mod.ts";
import { pageStyle } from "../../lib/page/style.ts";
import { browserTest } from "../page/browser.ts";
import { code, display, notebook, prose } from "../page/fixture.ts";
import { pass } from "./networks.ts";
import { elements, parseXml } from "./xml.ts";

const colours = [...Object.values(factorColours), ...seriesColours];

/** Red, green and blue in linear light. */
function linear(colour: string): number[] {
  const hex = colour.match(/#(\w{6})/)![1];
  return [0, 2, 4].map((i) => {
    const value = parseInt(hex.slice(i, i + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

/** The contrast of WCAG 2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [a, b].map((colour) => {
    const [red, green, blue] = linear(colour);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  }).sort((a, b) => b - a);
  return light / dark;
}

for (const colour of new Set(colours)) {
  Deno.test(`palette: ${colour} is seen on white and on near-black`, () => {
    for (const page of ["#ffffff", "#16181d"]) {
      assert(
        contrast(colour, page) >= 3,
        `${contrast(colour, page)} on ${page}`,
      );
    }
  });
}

/** The colour that a page's style names, in its light or its dark scheme. */
function ofPage(name: string, scheme: number): string {
  return pageStyle.split(`--${name}:`)[1 + scheme]!.slice(0, 7);
}

Deno.test("networkDiagram() dims what is off a path so far that it can still be read", () => {
  const { svg } = networkDiagram(pass, { path: "w5" });
  const opacities = [...svg.matchAll(/ opacity=["']?([\d.]+)/g)]
    .map(([, value]) => Number(value));
  assert(opacities.length > 0);
  for (const scheme of [0, 1]) {
    const [ink, paper] = ["ink", "paper"].map((name) => ofPage(name, scheme));
    for (const opacity of new Set(opacities)) {
      const dimmed = [1, 3, 5].map((i) => {
        const [of, on] = [ink, paper].map((colour) =>
          parseInt(colour.slice(i, i + 2), 16)
        );
        return Math.round(of * opacity + on * (1 - opacity))
          .toString(16).padStart(2, "0");
      });
      assert(contrast(`#${dimmed.join("")}`, paper) >= 4.5, `${opacity}`);
    }
  }
});

/** What those without red-sensitive or green-sensitive cones see, after Viénot, Brettel and Mollon (1999). */
const deficiencies = {
  protanopia: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [
    0.00401,
    -0.00401,
    1,
  ]],
  deuteranopia: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [
    -0.02234,
    0.02234,
    1,
  ]],
  none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
};
for (const [deficiency, matrix] of Object.entries(deficiencies)) {
  Deno.test(`palette: the three factors differ under colour deficiency: ${deficiency}`, () => {
    const seen = Object.values(factorColours).map((colour) =>
      matrix.map((row) =>
        Math.cbrt(
          Math.max(
            0,
            row.reduce((sum, part, i) => sum + part * linear(colour)[i], 0),
          ),
        )
      )
    );
    seen.forEach((a, i) =>
      seen.slice(i + 1).forEach((b) => {
        const distance = Math.hypot(...a.map((part, k) => part - b[k]));
        assert(distance > 0.15, `${distance}`);
      })
    );
  });
}

Deno.test("palette: a page may set the colour of every line and every factor", () => {
  const properties = (palette: readonly string[]) =>
    palette.map((colour) => colour.match(/^var\((--[\w-]+), #\w{6}\)$/)?.[1]);
  assertEquals(properties(seriesColours), [
    "--series-1",
    "--series-2",
    "--series-3",
    "--series-4",
  ]);
  assertEquals(properties(Object.values(factorColours)), [
    "--factor-cost",
    "--factor-activation",
    "--factor-net",
  ]);
});

Deno.test("palette: where a page sets no colours, they are Okabe and Ito's", () => {
  const [blue, vermillion, green, purple] = [
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
  ];
  const fallbacks = colours.map((colour) => colour.match(/#\w+/)![0]);
  assertEquals(fallbacks, [
    ...[vermillion, green, blue],
    ...[blue, vermillion, green, purple],
  ]);
});

Deno.test("palette: a line is dashed, dotted, both or dashed at length", () => {
  assertEquals(seriesDashes, ["7 5", "2 4", "10 4 2 4", "16 5"]);
});

Deno.test("palette: every line has a colour and a dash pattern of its own", () => {
  assertEquals(new Set(seriesColours).size, seriesColours.length);
  assertEquals(new Set(seriesDashes).size, seriesColours.length);
});

const factors = Object.keys(factorColours) as Factor[];

/** A factor's class in a page, by the colour that formulas write it in. */
function classOf(factor: Factor): string {
  return FACTOR_COLOURS[factorColours[factor].match(/#\w+/)![0]];
}

/** Each factor as a heading names it. */
const rates: Record<Factor, string> = {
  dCost_dActivation: "∂E/∂out",
  dActivation_dNet: "∂out/∂net",
  dNet_dWeight: "∂net/∂w",
};

browserTest(
  "palette: a factor has one colour in formulas, figures, text and tables, in light and in dark",
  () =>
    renderPage(
      notebook(
        prose("# Factors"),
        ...factors.map((factor) => {
          const [colour, fallback] = factorColours[factor].match(
            /[#-][-\w]+/g,
          )!;
          assertEquals(FACTOR_PROPERTIES[colour], classOf(factor));
          return code(`show("${rates[factor]}")`, [
            display({ "text/plain": rates[factor] }),
            display({
              "text/markdown": `$\\textcolor{${fallback}}{x}$\n\n| a | ${
                rates[factor]
              } |\n| - | - |\n| b | c |`,
            }),
            display({
              "image/svg+xml":
                `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0,0h9" stroke="${
                  factorColours[factor]
                }"/></svg>`,
            }),
          ], factor);
        }),
      ),
      { path: "factors.ipynb" },
    ),
  async ({ page }) => {
    const seen: string[][] = [];
    for (const value of ["light", "dark"]) {
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value },
      ]);
      for (const factor of factors) {
        const colours = await page.evaluate((id) => {
          const cell = document.getElementById(id)!;
          const colour = (selector: string, property = "color") =>
            getComputedStyle(cell.querySelector(selector)!)
              .getPropertyValue(property);
          return [
            colour("math :is(.f1, .f2, .f3)"),
            colour("path", "stroke"),
            colour("pre:last-of-type span:is(.f1, .f2, .f3)"),
            colour("th :is(.f1, .f2, .f3)"),
            colour("td:is(.of1, .of2, .of3)"),
          ];
        }, factor);
        assertEquals(new Set(colours).size, 1, `${factor}: ${colours}`);
        seen.push(colours);
      }
    }
    assertEquals(new Set(seen.map(([colour]) => colour)).size, 6);
  },
);

Deno.test("palette: a factor has one pattern in figures and in formulas, apart from the others'", async () => {
  assertEquals(new Set(Object.values(factorDashes)).size, 3);
  const css = await Deno.readTextFile(
    new URL("../../lib/page/style/formulas.css", import.meta.url),
  );
  const lines = factors.map((factor) =>
    css.match(
      new RegExp(
        `\\n\\.${classOf(factor)} \\{[^}]*border-bottom-style: (\\w+)`,
      ),
    )?.[1] ?? "solid"
  );
  assertEquals(lines, ["solid", "dashed", "dotted"]);
});

for (const path of ["w1", "w5"]) {
  Deno.test(`palette: the way of ${path} has each factor in its colour and its pattern, and nothing else has those`, () => {
    const drawn = elements(parseXml(networkDiagram(pass, { path }).svg))
      .map(({ attributes }) => attributes)
      .filter(({ stroke }) => stroke?.startsWith("var(--factor"));
    for (const factor of factors) {
      const own = drawn.filter(({ stroke }) =>
        stroke === factorColours[factor]
      );
      assert(own.length >= 4);
      for (const attributes of own) {
        assertEquals(attributes["stroke-dasharray"], factorDashes[factor]);
      }
    }
  });
}
