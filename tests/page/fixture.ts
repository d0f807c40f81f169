/**
 * A notebook with every kind of cell, formula and output that a page shows.
 *
 * @module
 */

import type {
  Cell,
  JsonObject,
  MimeBundle,
  Notebook,
  Output,
} from "../../lib/notebook/format.ts";
import { Equations } from "../../lib/page/equations.ts";
import type { MarkdownContext } from "../../lib/page/markdown.ts";
import { Notation } from "../../lib/page/notation.ts";
import { renderBook, renderPage } from "../../lib/page/mod.ts";
import { PageIds } from "../../lib/page/page_ids.ts";

/** What a piece of prose needs to know of a page that holds nothing else. */
export function context(
  more: Partial<MarkdownContext> = {},
): MarkdownContext {
  const ids = more.ids ?? new PageIds(["cell"]);
  let footnotes = 0;
  let figures = 0;
  const seen = new Set<string>();
  return {
    notebook: "a.ipynb",
    cellId: "cell",
    ids,
    equations: new Equations(ids, []),
    notation: new Notation(notebook(), ids),
    macros: {},
    language: "typescript",
    trust: false,
    resolveLink: (href) => href,
    readImage: () => undefined,
    countFootnote: () => ++footnotes,
    countFigure: () => ++figures,
    isFirst: (href) => !seen.has(href) && Boolean(seen.add(href)),
    report: (error) => {
      throw error;
    },
    ...more,
  };
}

/** A red pixel. */
export const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==";

export function notebook(...cells: Cell[]): Notebook {
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

export function prose(
  source: string,
  id = "prose",
  more: Partial<Cell> = {},
): Cell {
  return { cell_type: "markdown", id, metadata: {}, source, ...more } as Cell;
}

export function code(
  source: string,
  outputs: Output[] = [],
  id = "code",
  tags?: string[],
): Cell {
  return {
    cell_type: "code",
    id,
    metadata: tags ? { tags } : {},
    source,
    execution_count: 1,
    outputs,
  };
}

export function display(data: MimeBundle, metadata: JsonObject = {}): Output {
  return { output_type: "display_data", data, metadata };
}

/** A chart as Observable Plot draws it: its class, its style sheet, a clip path with Plot's usual id. */
export function plot(stroke: string): string {
  return `<svg class="plot-d6a7b5" fill="currentColor" font-family="system-ui, sans-serif" font-size="10" \
text-anchor="middle" width="640" height="300" viewBox="0 0 640 300" xmlns="http://www.w3.org/2000/svg">
<style>:where(.plot-d6a7b5) {
  --plot-background: white;
  display: block;
  height: auto;
  height: intrinsic;
  max-width: 100%;
}
:where(.plot-d6a7b5 text) { white-space: pre; }</style>
<g aria-hidden="true" aria-label="y-axis tick" fill="none" stroke="currentColor"><path transform="translate(40,270)" \
d="M0,0L-6,0"/><path transform="translate(40,145)" d="M0,0L-6,0"/><path transform="translate(40,20)" d="M0,0L-6,0"/></g>
<g aria-label="y-axis tick label" transform="translate(-9,0)" text-anchor="end"><text y="0.32em" \
transform="translate(40,270)">0.00</text><text y="0.32em" transform="translate(40,145)">0.15</text>\
<text y="0.32em" transform="translate(40,20)">0.30</text></g>
<g aria-label="x-axis tick label" transform="translate(0,9)"><text y="0.71em" transform="translate(40,270)">0</text>\
<text y="0.71em" transform="translate(330,270)">5,000</text><text y="0.71em" transform="translate(620,270)">10,000</text></g>
<g aria-label="x-axis label" transform="translate(17,27)" text-anchor="end"><text transform="translate(603,270)">epoch →</text></g>
<clipPath id="plot-clip-1"><rect x="40" y="20" width="580" height="250"/></clipPath>
<g aria-label="rule" stroke="currentColor"><line x1="40" x2="620" y1="270" y2="270"/></g>
<g clip-path="url(#plot-clip-1)" aria-label="line"><path d="M40,22C80,200 120,255 330,262S600,268 640,269" \
stroke="${stroke}" fill="none" stroke-width="2"/></g>
<text x="200" y="120" fill="currentColor" stroke="var(--plot-background)" stroke-width="4" paint-order="stroke">ten thousand steps</text>
</svg>`;
}

const INTRODUCTION = String.raw`# How error flows back through two outputs

A network of two inputs, two hidden neurons and two outputs learns one example. Every factor of the
chain rule is a number here, and each number is computed where you read it.`;

const RULE = String.raw`## The chain rule

The cost $E$ depends on a weight $w_{ij}$ only through the net input $z_j = \sum_i w_{ij}\,a_i + b_j$ and
the activation $a_j = \sigma(z_j)$, so that its derivative is a product of three factors:

$$
\frac{\partial E}{\partial w_{ij}} =
\class{f1}{\frac{\partial E}{\partial a_j}} \cdot
\class{f2}{\frac{\partial a_j}{\partial z_j}} \cdot
\class{f3}{\frac{\partial z_j}{\partial w_{ij}}}
$$

| factor | in words | value |
| --- | --- | ---: |
| $\class{f1}{\partial E / \partial a_1}$ | how the cost follows the activation | 0.741365 |
| $\class{f2}{\partial a_1 / \partial z_1}$ | how the activation follows the net input | 0.186816 |
| $\class{f3}{\partial z_1 / \partial w_5}$ | how the net input follows the weight | 0.593270 |

### What "it's summed" means

A net input is a sum, $0.15 \cdot 0.05 + 0.20 \cdot 0.10 + 0.35 = 0.3775$, and the *sign* of each term
matters; see [the second network](xor.ipynb#Dead-units) or the [source](https://example.com/source).
The call ${"`sigmoid(0.3775)`"} gives 0.593270, not $1/2$.`;

const MATRICES = String.raw`## The same in matrices

$$
\mathbf{a} = \sigma\left(
\begin{bmatrix} 0.15 & 0.20 \\ 0.25 & 0.30 \end{bmatrix}
\begin{bmatrix} 0.05 \\ 0.10 \end{bmatrix} +
\begin{bmatrix} 0.35 \\ 0.35 \end{bmatrix}
\right)
$$

$$
\begin{aligned}
\delta_k &= (a_k - t_k)\,\sigma'(z_k) \\
\delta_j &= \left( \sum_{k=1}^{n} w_{jk}\,\delta_k \right) \sigma'(z_j) = \left( \frac{\partial E_{1}}{\partial a_j} + \frac{\partial E_{2}}{\partial a_j} \right) \frac{\mathrm{e}^{-z_j}}{\left(1 + \mathrm{e}^{-z_j}\right)^{2}}
\end{aligned}
$$

1. Take the delta of each output.
2. Carry it back along the weights that led to it.
   - There are two, because there are two outputs.

> A rule without $\sigma'$ may fall faster and still be wrong.

${"```ts"}
const delta = (a - t) * a * (1 - a); // the output's
${"```"}

![a red pixel](attachment:pixel.png) and ![a remote picture](https://example.com/picture.png)`;

const WIDE_TABLE = `## The numbers

| step | ${
  Array.from({ length: 8 }, (_, i) => `w${i + 1}`).join(" | ")
} | cost |
| ---: | ${"---: | ".repeat(9)}
${
  [0, 1, 10, 10_000].map((step) =>
    `| ${step} | ${
      Array.from(
        { length: 8 },
        (_, i) => (0.15 + 0.05 * i - step / 1e5).toFixed(8),
      ).join(" | ")
    } | ${(0.298371109 / (1 + step)).toFixed(9)} |`
  ).join("\n")
}`;

const CODE = `// One step of gradient descent, as the formula above has it.
interface Step<T extends number = number> {
  readonly weight: T;
  rate?: T;
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
async function* descend(start: Step, steps = 10_000): AsyncGenerator<number> {
  for (let i = 0; i < steps; i++) yield start.weight * /* the sum's */ sigmoid(0.3775) ** 2;
}
console.log(\`w1 after \${1} step: \${0.149780716}\`, /^w\\d+$/u.test("w1"), null, { type: "online" } as const);`;

/** The notebook. Its cells' ids say what is in them. */
export const fixture: Notebook = notebook(
  prose(INTRODUCTION, "introduction"),
  prose(RULE, "chain-rule"),
  code(CODE, [
    {
      output_type: "stream",
      name: "stdout",
      text: "w1 after 1 step: \u001b[33m0.149780716\u001b[39m true\n",
    },
    {
      output_type: "stream",
      name: "stderr",
      text: "Warning: the rate is large\n",
    },
    {
      output_type: "execute_result",
      data: {
        "text/plain":
          "[ 0.149780716, 0.199561432, 0.249751144, 0.299502287, 0.358916480, 0.408666186 ]",
      },
      metadata: {},
      execution_count: 1,
    },
  ], "streams"),
  prose(MATRICES, "matrices", {
    attachments: { "pixel.png": { "image/png": PNG } },
  }),
  code('plotErrors(run, { title: "Error over 10,000 steps" })', [
    display({
      "image/svg+xml": plot("var(--factor-cost)"),
      "text/plain": "The error falls from 0.298 to 0.00004",
    }),
  ], "plot"),
  code(
    "plotErrors(other)",
    [
      display({
        "image/svg+xml": plot("var(--factor-net)"),
        "text/plain": "The same with η = 0.1",
      }),
    ],
    "plot-again",
    ["hide-input"],
  ),
  prose(WIDE_TABLE, "numbers"),
  code("table(trace)", [
    display({
      "text/html":
        "<table><thead><tr><th>neuron</th><th>net input</th><th>activation</th></tr></thead>" +
        "<tbody><tr><td>h1</td><td>0.377500</td><td>0.593270</td></tr><tr><td>h2</td><td>0.392500</td><td>0.596884",
      "text/plain": "h1 0.377500",
    }),
    display({
      "text/markdown": "The delta is **negative**: $\\delta_1 = -0.138499$.",
      "text/plain": "plain",
    }),
    display({
      "text/latex":
        "$$\\nabla E = \\begin{pmatrix} 0.0821671 \\\\ 0.0826676 \\end{pmatrix}$$",
    }),
  ], "rich"),
  code("picture()", [
    display({ "image/png": PNG, "text/plain": "A red pixel" }),
    display({
      "application/json": { cost: 0.298371109, deltas: [0.1385, -0.0381] },
    }),
  ], "binary"),
  code("multiply(matrix(3, 2), matrix(3, 1))", [
    {
      output_type: "error",
      ename: "RangeError",
      evalue: "Cannot multiply 3×2 by 3×1: inner sizes differ, 2 and 3",
      traceback: [
        "Stack trace:",
        "RangeError: Cannot multiply 3×2 by 3×1: inner sizes differ, 2 and 3",
        "    at multiply (file:///lib/matrix.ts:12:11)",
        "    at <anonymous>:1:22",
      ],
    },
  ], "error"),
  code("this is not (TypeScript", [], "broken"),
  code("secret()", [display({ "text/plain": "removed" })], "removed", [
    "remove-cell",
  ]),
  prose(
    "## What comes next\n\nDoes it matter that both outputs are old?",
    "next",
  ),
);

/** Markup with quotation marks around the values of all attributes, so that a test need not know which may do without. */
function quoted(html: string): string {
  return html.replace(
    /<[a-z][^<>]*>/g,
    (tag) => tag.replace(/(?<=\s[\w:-]+=)[^\s"'>]+/g, '"$&"'),
  );
}

/** A page whose attributes are all quoted. */
export async function quotedPage(
  ...of: Parameters<typeof renderPage>
): Promise<string> {
  return quoted(await renderPage(...of));
}

/** A book whose attributes are all quoted. */
export async function quotedBook(
  ...of: Parameters<typeof renderBook>
): Promise<Awaited<ReturnType<typeof renderBook>>> {
  const pages = await renderBook(...of);
  return pages.map(({ name, html }) => ({ name, html: quoted(html) }));
}
