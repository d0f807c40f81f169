import {
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { factorColours } from "../../lib/figures/mod.ts";
import { typeset } from "../../lib/page/math.ts";

Deno.test("typeset() turns TeX into MathML", () => {
  assertMatch(
    typeset("\\frac{1}{2}", false),
    /^<math>.*<mfrac>.*<\/math>$/,
  );
  assertStringIncludes(typeset("x", true), 'display="block"');
});

Deno.test("typeset() gives the parts of a formula their class", () => {
  assertStringIncludes(
    typeset("\\class{factor-cost}{x}", true),
    'class="factor-cost"',
  );
});

Deno.test("typeset() names cause and formula of a fault", () => {
  assertThrows(
    () => typeset("\\frac{1", true),
    SyntaxError,
    "Unexpected end of input in a macro argument, expected '}': \\frac{1",
  );
});

Deno.test("typeset() takes what MathJax takes", () => {
  for (
    const [tex, shown] of [
      ["\\require{cancel}x", "<mi>x</mi>"],
      ["\\mbox{a b}", "<mtext>a"],
      ["\\text{y_pred}", "y_pred"],
      ["\\newcommand{\\frac}[1]{#1}\\frac{y}", "<mi>y</mi>"],
      ["\\mathds{1}", "𝟙"],
    ] as const
  ) assertStringIncludes(typeset(tex, false), shown);
  assertEquals(typeset("\\newcommand*\\half{\\frac12}", true), "");
  assertThrows(() => typeset("\\def\\a{\\a\\a}\\a", true), SyntaxError);
});

Deno.test("typeset() refuses commands that would link, load or style", () => {
  for (
    const tex of [
      "\\href{https://example.com}{x}",
      "\\includegraphics{x.png}",
      "\\style{color:red}{x}",
    ]
  ) {
    assertThrows(() => typeset(tex, false), SyntaxError);
  }
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
      typeset(`\\textcolor{${hex}}{x}`, true),
      `class="${name}"`,
    );
  }
  assertStringIncludes(
    typeset("\\textcolor{#123456}{x}", true),
    "#123456",
  );
});
