import {
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { factorColours } from "../../lib/figures/mod.ts";
import { FACTOR_PROPERTIES } from "../../lib/page/factors.ts";
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
    typeset("\\class{f1}{x}", true),
    'class="f1"',
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
      [
        "\\text{50% of a & b, c_d #1}",
        "50%\u00a0of\u00a0a\u00a0&amp;\u00a0b,\u00a0c_d\u00a0#1",
      ],
      ["\\unicode{x3b1}", "α"],
      ["\\unicode[Arial]{945}", "α"],
      ["\\cssId{a}{x}", "<mi>x</mi>"],
      ["\\bbox[yellow,5px]{x}", "<mi>x</mi>"],
      // Of the two it is not all that follows which has the colour, as in LaTeX.
      ["\\color{#550000}{x} y", "</mi><mi>y</mi>"],
      [
        "\\newcommand{\\p}[2][f]{#1/#2}\\p{x}",
        "<mi>f</mi><mi>/</mi><mi>x</mi>",
      ],
      [
        "\\newcommand{\\p}[2][f]{#1/#2}\\p[g]{x}",
        "<mi>g</mi><mi>/</mi><mi>x</mi>",
      ],
    ] as const
  ) assertStringIncludes(typeset(tex, false), shown);
  assertEquals(typeset("\\newcommand*\\half{\\frac12}", true), "");
  assertThrows(() => typeset("\\def\\a{\\a\\a}\\a", true), SyntaxError);
});

Deno.test("typeset() gives text in a colour the lightness that light and dark pages need, and ink to what is on one", () => {
  assertStringIncludes(
    typeset("\\textcolor{black}{x}", false),
    '<mi style="color:light-dark(#000000,#ffffff)">x</mi>',
  );
  assertStringIncludes(
    typeset("\\colorbox{black}{x}", false),
    'style="background:black;color:#',
  );
  for (const tex of ["\\textcolor{blue}{x}", "{\\color{navy} x}"]) {
    assertMatch(
      typeset(tex, false),
      /<mi style="color:light-dark\(#\w{6},#\w{6}\)">x/,
    );
  }
});

Deno.test("typeset() knows the commands that notebooks use", () => {
  const commands = String.raw`
    \begin{align*}a&=b\\&\phantom{=}c\end{align*} \begin{cases}x&y\\0&\text{else}\end{cases}
    \begin{pmatrix}1&2\end{pmatrix} \begin{bmatrix}1\end{bmatrix} \begin{Vmatrix}1\end{Vmatrix}
    \begin{array}{c|c}a&b\\\hline\end{array} \begin{split}a&=b\end{split} \begin{gathered}a\end{gathered}
    \operatorname*{arg\,max}_x \boxed{x} \cancel{x} \bm{x} \boldsymbol{\beta} \mathbb{R} \mathcal{L}
    \underbrace{a}_{n} \overset{!}{=} \underset{x}{\min} \stackrel{?}{=} \sum_{\substack{i<n\\j<m}}
    \ce{CO2+H2O->H2CO3} \left.\frac{df}{dx}\right|_{x=0} \xrightarrow[a]{f} \binom{n}{k} \dfrac{a}{b}
    {a\over b} \bra{x} \ket{y} \pmod{n} \leqslant \coloneqq \cancelto{0}{x}`;
  for (const tex of commands.trim().split(/\s+(?=[\\{])/)) {
    assertMatch(typeset(tex, true), /^<math .*<\/math>$/s, tex);
  }
});

Deno.test("typeset() sets a formula anew where a command in it has been defined since, and not on other pages", () => {
  const builtIn = typeset("\\R + 1", false, {});
  const macros = {};
  typeset("\\renewcommand{\\R}{r}", false, macros);
  assertStringIncludes(typeset("\\R + 1", false, macros), "<mi>r</mi>");
  assertEquals(typeset("\\R + 1", false, {}), builtIn);
  assertThrows(() => typeset("\\own", false, {}), SyntaxError);
  typeset("\\newcommand{\\own}{o}", false, macros);
  assertStringIncludes(typeset("\\own", false, macros), "<mi>o</mi>");
  assertThrows(() => typeset("\\own", false, {}), SyntaxError);
});

Deno.test("typeset() keeps a formula in running text to its place that could draw over what stands around it", () => {
  for (
    const tex of [
      "\\rule{1em}{1em}",
      "\\kern-60em x",
      "\\raisebox{30cm}{x}",
      "\\genfrac{}{}{90em}{}{a}{b}",
      "\\kern-3em".repeat(4),
    ]
  ) {
    assertMatch(typeset(tex, false), /^<math class="bounded">/);
    assertMatch(typeset(tex, true), /^<math display="block">/);
  }
  assertMatch(
    typeset("a \\quad \\mathllap{b} \\hspace{1cm} \\sqrt{c}", false),
    /^<math>/,
  );
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
    dCost_dActivation: "f1",
    dActivation_dNet: "f2",
    dNet_dWeight: "f3",
  };
  for (const [factor, name] of Object.entries(classes)) {
    const colour = factorColours[factor as keyof typeof classes];
    const [, property, hex] = colour.match(/^var\((--[\w-]+), (#\w+)\)$/)!;
    assertEquals(FACTOR_PROPERTIES[property!], name);
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
