import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { factorColours } from "../../lib/figures/mod.ts";
import { mathStyle, typeset } from "../../lib/page/math.ts";
import { PageError } from "../../lib/page/mod.ts";

const place = { notebook: "notebooks/x.ipynb", cellId: "output-delta" };

Deno.test("typeset() turns TeX into MathML", () => {
  assertMatch(
    typeset("\\frac{1}{2}", false, place),
    /^<math>.*<mfrac>.*<\/math>$/,
  );
  assertStringIncludes(typeset("x", true, place), 'display="block"');
});

Deno.test("typeset() gives the parts of a formula their class", () => {
  assertStringIncludes(
    typeset("\\class{factor-cost}{x}", true, place),
    'class="factor-cost"',
  );
});

Deno.test("typeset() names notebook, cell, cause and formula of a fault", () => {
  const error = assertThrows(() => typeset("\\frac{1", true, place), PageError);
  assertEquals(
    error.message,
    "Cannot typeset a formula in notebooks/x.ipynb, cell output-delta: Unexpected end of input in a " +
      "macro argument, expected '}': \\frac{1",
  );
  assertEquals([error.notebook, error.cellId], [
    "notebooks/x.ipynb",
    "output-delta",
  ]);
});

Deno.test("typeset() refuses commands that would link, load or style", () => {
  for (
    const tex of [
      "\\href{https://example.com}{x}",
      "\\includegraphics{x.png}",
      "\\style{color:red}{x}",
    ]
  ) {
    assertThrows(() => typeset(tex, false, place), PageError);
  }
});

Deno.test("typeset() makes only wide display formulas tab stops", () => {
  assert(!typeset("x = 1", true, place).includes("tabindex"));
  assertStringIncludes(
    typeset("x = 1" + " + 1000".repeat(10), true, place),
    'tabindex="0"',
  );
});

Deno.test("mathStyle() is empty without formulas", async () => {
  assertEquals(await mathStyle("<p>math</p>"), "");
});

Deno.test("mathStyle() brings a font that grows with the formulas, and names no file", async () => {
  const few = await mathStyle("<math><mi>x</mi></math>");
  const many = await mathStyle(
    "<math><mi>x</mi><mtext>ABCDEFGHIJKLMNOPQRSTUVWXYZ</mtext></math>",
  );
  assert(few.length < many.length);
  assert(!few.replace(/url\("?data:[^")]*("[^)]*)?\)/g, "").includes("url("));
});

Deno.test("typeset() gives the colours of the chain rule's factors their classes", () => {
  const classes = {
    dCost_dActivation: "factor-cost",
    dActivation_dNet: "factor-activation",
    dNet_dWeight: "factor-net",
  };
  for (const [factor, name] of Object.entries(classes)) {
    const colour = factorColours[factor as keyof typeof classes];
    const [, property, hex] = colour.match(/^var\(--([\w-]+), (#\w+)\)$/)!;
    assertEquals(property, name);
    assertStringIncludes(
      typeset(`\\textcolor{${hex}}{x}`, true, place),
      `class="${name}"`,
    );
  }
  assertStringIncludes(
    typeset("\\textcolor{#123456}{x}", true, place),
    "#123456",
  );
});
