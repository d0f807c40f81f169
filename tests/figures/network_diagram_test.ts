/// <reference lib="dom" />

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { createNetwork } from "backprop";
import { factorColours, networkDiagram } from "figures";
import { renderPage } from "../../lib/page/mod.ts";
import { browserTest } from "../page/browser.ts";
import { code, display, notebook, prose } from "../page/fixture.ts";
import { network, pass, passOf } from "./networks.ts";
import { elements, parseXml, textOf, textsOf, type XmlElement } from "./xml.ts";

const { dCost_dActivation, dActivation_dNet, dNet_dWeight } = factorColours;

/** The drawing that a figure has for wide pages, or the one for telephones, with its size. */
function drawingOf(svg: string, name: "wide" | "narrow"): XmlElement {
  const drawing = elements(parseXml(svg))
    .find(({ attributes }) => attributes.class === name)!;
  const [, , width, height] = drawing.attributes.viewBox.split(" ");
  return { ...drawing, attributes: { ...drawing.attributes, width, height } };
}

const wideOf = (svg: string) => drawingOf(svg, "wide");

interface Box {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle of every text, as wide as the widest common font makes it. */
function textBoxes(root: XmlElement): Box[] {
  return drawn(root, "text").map((element) => {
    const { x, y } = numbers(element);
    const text = textOf(element);
    const length = text.length * 9.6;
    return element.attributes.transform?.startsWith("rotate(-90")
      ? { text, x: x - 5.25, y, width: 18, height: length }
      : { text, x, y: y - 5.25, width: length, height: 18 };
  });
}

/** The rectangle of every circle and square. */
function nodeBoxes(root: XmlElement): Box[] {
  return [
    ...drawn(root, "circle").map((element) => {
      const { cx, cy, r } = numbers(element);
      return { text: "circle", x: cx, y: cy, width: 2 * r, height: 2 * r };
    }),
    ...drawn(root, "rect").map((element) => {
      const { x, y, width, height } = numbers(element);
      return {
        text: "rect",
        x: x + width / 2,
        y: y + height / 2,
        width,
        height,
      };
    }),
  ];
}

function drawn(root: XmlElement, name: string): XmlElement[] {
  const drawing = root.children.at(-1) as XmlElement;
  return elements(drawing).filter((element) => element.name === name);
}

function numbers({ attributes }: XmlElement): Record<string, number> {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, Number(value)]),
  );
}

function overlap(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) * 2 < a.width + b.width &&
    Math.abs(a.y - b.y) * 2 < a.height + b.height;
}

/** The straight pieces of every line. */
function pieces(root: XmlElement): number[][] {
  return drawn(root, "path").flatMap(({ attributes: { d } }) =>
    [...d.matchAll(/M(-?[\d.]+),(-?[\d.]+)L(-?[\d.]+),(-?[\d.]+)/g)]
      .map((match) => match.slice(1).map(Number))
  );
}

const find = (boxes: Box[], text: string) => {
  const found = boxes.filter((box) => box.text === text);
  assertEquals(found.length, 1, `"${text}" stands ${found.length} times`);
  return found[0];
};

const layouts = ["wide", "narrow"] as const;

for (const traced of [pass, passOf(4, 4, 3)]) {
  const size = traced === pass ? "2-2-2" : "4-4-3";
  for (const layout of layouts) {
    Deno.test(`networkDiagram() puts every weight's value on its edge in a ${size} network, ${layout}`, () => {
      const boxes = textBoxes(drawingOf(networkDiagram(traced).svg, layout));
      for (const { label, value, from, to } of Object.values(traced.weights)) {
        const at = find(boxes, `${label} ${String(value).replace("-", "−")}`);
        const [a, b] = [find(boxes, from), find(boxes, to)];
        const [dx, dy] = [b.x - a.x, b.y - a.y];
        const fraction = ((at.x - a.x) * dx + (at.y - a.y) * dy) /
          (dx ** 2 + dy ** 2);
        assert(fraction > 0.1 && fraction < 0.9);
        assertAlmostEquals(at.x, a.x + dx * fraction, 0.1);
        assertAlmostEquals(at.y, a.y + dy * fraction, 0.1);
      }
    });
  }
}

Deno.test("networkDiagram() says the same on a telephone", () => {
  const words = (svg: string, layout: typeof layouts[number]) =>
    textsOf(drawingOf(svg, layout)).join(" ").split(" ").sort();
  for (const show of ["weights", "gradients"] as const) {
    const { svg } = networkDiagram(pass, { show, path: "w5" });
    assertEquals(words(svg, "narrow"), words(svg, "wide"));
  }
});

Deno.test("networkDiagram() is seen whole on a telephone, in letters of 11 pixels, up to three neurons a layer", () => {
  const sizes = [[1, 1, 1], [2, 2, 1], [2, 2, 2], [2, 3, 1], [3, 2, 2], [
    2,
    3,
    2,
    1,
  ]];
  for (const size of sizes) {
    for (const show of ["weights", "gradients"] as const) {
      const { svg } = networkDiagram(passOf(...size), { show, path: "w1" });
      // A page leaves 308 of a telephone's 360 pixels.
      const { width } = numbers(drawingOf(svg, "narrow"));
      assert(15 * Math.min(1, 308 / width) >= 11, `${size} ${show}: ${width}`);
    }
  }
});

Deno.test("networkDiagram() shows what goes in, what comes out and what should", () => {
  const texts = textsOf(wideOf(networkDiagram(pass).svg));
  for (
    const text of [
      ..."0.05 0.1 0.593 0.597 0.751 0.773 0.01 0.99 0.275 0.0236".split(" "),
      ...["b_h1 0.35", "b_h2 0.35", "b_o1 0.6", "b_o2 0.6", "E_o1", "E_o2"],
      ...["inputs", "hidden", "outputs", "targets", "t1", "t2"],
    ]
  ) assert(texts.includes(text), text);
});

Deno.test("networkDiagram() shows gradients on edges and deltas at neurons", () => {
  const texts = textsOf(
    wideOf(networkDiagram(pass, { show: "gradients" }).svg),
  );
  for (
    const text of [
      ...["w1 0.000439", "w4 0.000995", "w5 0.0822", "w7 −0.0226"],
      ...["δ 0.138", "δ −0.0381", "δ 0.00877", "δ 0.00995"],
      ...["∂E/∂out", "0.741", "−0.217"],
    ]
  ) assert(texts.includes(text), text);
  assert(!texts.includes("w5 0.4"));
});

Deno.test("networkDiagram() of a network alone shows its parameters, and no targets", () => {
  const texts = textsOf(wideOf(networkDiagram(network).svg));
  assert(texts.includes("w8 0.55") && texts.includes("b_o2 0.6"));
  assert(!texts.includes("t1") && !texts.includes("targets"));
});

const wayOfW1 = networkDiagram(pass, { path: "w1" });

/** How many strong strokes of each colour there are. */
function strong(svg: string): Record<string, number> {
  const drawing = elements(wideOf(svg));
  const counts: Record<string, number> = {};
  for (const { name, attributes } of drawing) {
    // The underlines of the chain rule are no part of the path.
    if (attributes["stroke-width"] !== "4" || attributes.fill !== "none") {
      continue;
    }
    const key = `${name} ${attributes.stroke}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

Deno.test("networkDiagram() picks out the one path of a weight into an output", () => {
  assertEquals(strong(networkDiagram(pass, { path: "w5" }).svg), {
    [`circle ${dNet_dWeight}`]: 1,
    [`path ${dNet_dWeight}`]: 1,
    [`circle ${dActivation_dNet}`]: 1,
    [`path ${dCost_dActivation}`]: 1,
    [`rect ${dCost_dActivation}`]: 1,
  });
});

Deno.test("networkDiagram() picks out both paths of a weight into a hidden neuron", () => {
  assertEquals(strong(networkDiagram(pass, { path: "w1" }).svg), {
    [`circle ${dNet_dWeight}`]: 1,
    [`path ${dNet_dWeight}`]: 1,
    [`circle ${dActivation_dNet}`]: 1,
    [`circle ${dCost_dActivation}`]: 2,
    [`path ${dCost_dActivation}`]: 4,
    [`rect ${dCost_dActivation}`]: 2,
  });
});

Deno.test("networkDiagram() dims what is off the path, and only that", () => {
  const dimmed = elements(wideOf(networkDiagram(pass, { path: "w5" }).svg))
    .filter(({ attributes }) => attributes.opacity).map(textOf);
  for (const text of ["w1 0.15", "w7 0.5", "i1", "h2", "o2", "t2", "0.597"]) {
    assert(dimmed.includes(text), text);
  }
  for (const text of ["w5 0.4", "h1", "o1", "t1", "0.593", "0.751"]) {
    assert(!dimmed.includes(text), text);
  }
  assertStringIncludes(networkDiagram(pass).svg, "w5");
  assert(!networkDiagram(pass).svg.includes("opacity"));
});

Deno.test("networkDiagram() writes the chain rule of a path with its numbers", () => {
  const texts = textsOf(wideOf(networkDiagram(pass, { path: "w5" }).svg));
  const start = texts.indexOf("∂E/∂w5");
  assertEquals(texts.slice(start), [
    ...["∂E/∂w5", "0.0822", "=", "=", "∂E/∂out", "0.741", "×"],
    ...["×", "∂out/∂net", "0.187", "×", "×", "∂net/∂w5", "0.593"],
  ]);
});

/** The texts of a diagram's chain rule and what underlines its factors, in order. */
function chainOf({ svg }: { svg: string }) {
  const root = wideOf(svg);
  const texts = textBoxes(root);
  const start = texts.findIndex(({ text }) => text.startsWith("∂E/∂w"));
  const underlines = drawn(root, "path").map(({ attributes }) => attributes)
    .filter(({ d }) => d.includes("H"));
  return { texts: texts.slice(start), underlines };
}

Deno.test("networkDiagram() has the chain rule of a 2-2-2 network seen whole on a phone", () => {
  // Text of 15 shrinks to 9 pixels, and a page leaves 240 of a phone's 320.
  for (const { text, x, width } of chainOf(wayOfW1).texts) {
    assert(x + width / 2 <= 400, text);
  }
});

Deno.test("networkDiagram() widens for the chain rule only where the drawing is narrower", () => {
  const width = ({ svg }: { svg: string }) =>
    Number(wideOf(svg).attributes.width);
  assertEquals(
    width(networkDiagram(pass, { path: "w1" })),
    width(networkDiagram(pass)),
  );
  const narrow = passOf(1, 1).network;
  const { texts } = chainOf(networkDiagram(narrow, { path: "w1" }));
  const end = Math.max(...texts.map(({ x, width }) => x + width / 2));
  assert(width(networkDiagram(narrow)) < end);
  assert(width(networkDiagram(narrow, { path: "w1" })) >= end);
});

Deno.test("networkDiagram() keeps each symbol of the chain rule over its number, and the signs in line", () => {
  const { texts, underlines } = chainOf(wayOfW1);
  const pairs = Array.from(
    { length: texts.length / 2 },
    (_, i) => texts.slice(2 * i, 2 * i + 2),
  );
  assertEquals(pairs.length, 7);
  for (const [symbol, number] of pairs) {
    assertEquals(symbol.x, number.x);
    assertAlmostEquals(number.y - symbol.y, 32, 0.01);
  }
  assert(pairs.every(([{ y }]) => y === pairs[0][0].y));
  underlines.forEach(({ d }, i) => {
    const [left, y, right] = d.match(/[\d.]+/g)!.map(Number);
    const [symbol] = pairs[2 * i + 2];
    assertAlmostEquals((left + right) / 2, symbol.x, 0.01);
    // Wider than its symbol by half a letter, and clear of the sign before it.
    assertAlmostEquals(right - left, symbol.width + 2, 0.01);
    assertAlmostEquals(y - symbol.y, 14.25, 0.01);
  });
});

Deno.test("networkDiagram() writes the chain rule of a network alone without room for numbers", () => {
  const { texts } = chainOf(
    networkDiagram(passOf(1, 1).network, { path: "w1" }),
  );
  assertEquals(texts.map(({ text, y }) => [text, y - texts[0].y]), [
    ["∂E/∂w1", 0],
    ["=", 0],
    ["∂E/∂out", 0],
    ["×", 0],
    ["∂out/∂net", 0],
    ["×", 0],
    ["∂net/∂w1", 0],
  ]);
});

const longBias = createNetwork([
  { weights: [[1, 2]], biases: [-0.000123], activation: "sigmoid" },
]);

const shown = [
  ["2-2-2", networkDiagram(pass)],
  ["2-2-2 gradients", networkDiagram(pass, { show: "gradients", path: "w1" })],
  ["2-2-2 alone", networkDiagram(network)],
  ["1-1", networkDiagram(passOf(1, 1), { path: "w1" })],
  ["1-1 alone", networkDiagram(passOf(1, 1).network, { path: "w1" })],
  ["2-1 alone, with a long bias", networkDiagram(longBias)],
  ["2-3-1", networkDiagram(passOf(2, 3, 1), { path: "w1" })],
  ["3-2-2", networkDiagram(passOf(3, 2, 2), { show: "gradients" })],
  ["2-3-2-1", networkDiagram(passOf(2, 3, 2, 1))],
  ["4-4-3", networkDiagram(passOf(4, 4, 3))],
  ["5-7-3", networkDiagram(passOf(5, 7, 3))],
  ["9-8-7 gradients", networkDiagram(passOf(9, 8, 7), { show: "gradients" })],
  ["784-30-10", networkDiagram(passOf(784, 30, 10), { path: "w23530" })],
] as const;

const views = shown.flatMap(([name, { svg }]) =>
  layouts.map((layout) =>
    [`${name}, ${layout}`, drawingOf(svg, layout)] as const
  )
);

for (const [name, root] of views) {
  Deno.test(`networkDiagram() lets no label cover another, or a node: ${name}`, () => {
    const texts = textBoxes(root);
    texts.forEach((a, i) =>
      texts.slice(i + 1).forEach((b) =>
        assert(!overlap(a, b), `${a.text} covers ${b.text}`)
      )
    );
    for (const node of nodeBoxes(root)) {
      for (const text of texts) {
        const inside = text.x === node.x && text.y === node.y;
        assert(inside || !overlap(text, node), `${text.text} covers a node`);
      }
    }
  });

  Deno.test(`networkDiagram() lets no line run through a label: ${name}`, () => {
    for (const [x1, y1, x2, y2] of pieces(root)) {
      for (let f = 0; f <= 1; f += 0.01) {
        const point = {
          text: "",
          x: x1 + (x2 - x1) * f,
          y: y1 + (y2 - y1) * f,
        };
        const box = { ...point, width: 0, height: 0 };
        const hit = textBoxes(root).find((text) =>
          overlap(box, {
            ...text,
            width: text.width - 1,
            height: text.height - 1,
          })
        );
        assert(!hit, `A line runs through ${hit?.text}`);
      }
    }
  });

  Deno.test(`networkDiagram() keeps everything inside its frame: ${name}`, () => {
    const { width, height } = numbers(root);
    for (const box of [...textBoxes(root), ...nodeBoxes(root)]) {
      assert(
        box.x >= box.width / 2 && box.x <= width - box.width / 2,
        box.text,
      );
      assert(box.y > 0 && box.y + box.height / 2 < height, box.text);
    }
  });
}

Deno.test("networkDiagram() says in words all that it shows", () => {
  assertEquals(
    networkDiagram(pass, { title: "Once forward" }).alt,
    "Once forward. Inputs i1 0.05, i2 0.1. Weights w1 from i1 to h1 0.15, w2 from i2 to h1 0.2, " +
      "w3 from i1 to h2 0.25, w4 from i2 to h2 0.3. Biases b_h1 0.35, b_h2 0.35. " +
      "Hidden neurons h1 0.593, h2 0.597. Weights w5 from h1 to o1 0.4, w6 from h2 to o1 0.45, " +
      "w7 from h1 to o2 0.5, w8 from h2 to o2 0.55. Biases b_o1 0.6, b_o2 0.6. " +
      "Outputs o1 0.751, o2 0.773. Targets t1 0.01, t2 0.99. Errors E_o1 0.275, E_o2 0.0236. Error E 0.298.",
  );
  assertStringIncludes(
    networkDiagram(pass, { path: "w1", show: "gradients" }).alt,
    "Picked out is the way of w1 to the error: i1, w1, h1, w5, o1, w7, o2, t1, t2. " +
      "Its gradient 0.000439 is 0.0364 × 0.241 × 0.05.",
  );
});

Deno.test("networkDiagram() colours nothing but by the page's text or the palette", () => {
  for (const [, { svg }] of shown) {
    for (const { attributes } of elements(parseXml(svg))) {
      for (const colour of [attributes.fill, attributes.stroke]) {
        assert(
          colour === undefined ||
            /^(none|currentColor|var\(--[\w-]+, #\w{6}\))$/.test(colour),
          colour,
        );
      }
    }
  }
});

Deno.test("networkDiagram() draws the same twice", () => {
  assertEquals(networkDiagram(pass).svg, networkDiagram(pass).svg);
});

Deno.test("networkDiagram() refuses gradients of a network alone", () => {
  assertThrows(
    () => networkDiagram(network, { show: "gradients" }),
    TypeError,
    "Cannot show gradients: a network alone has none; pass what trace() returns for it",
  );
});

Deno.test("networkDiagram() refuses the path of a weight that is not there", () => {
  assertThrows(
    () => networkDiagram(pass, { path: "w9" }),
    RangeError,
    'Cannot pick out the path of "w9": the network has the weights w1 to w8',
  );
});

Deno.test("networkDiagram() draws a few neurons of a large layer, says so, and always those of a picked weight", () => {
  const traced = passOf(20, 7, 10);
  const { from, to } = traced.weights.w70;
  assertEquals([from, to], ["i10", "h4"]);
  const figure = networkDiagram(traced, { path: "w70" });
  for (const layout of layouts) {
    const texts = textsOf(drawingOf(figure.svg, layout));
    assert(
      texts.join(" ").includes(
        "Drawn: 5 of 20 inputs, 5 of 7 hidden neurons, 4 of 10 outputs",
      ),
    );
    const nodes = texts.filter((text) => /^[ihot]\d+$/.test(text));
    assertEquals(nodes, [
      ...["i1", "i2", "i3", "i10", "i20", "h1", "h2", "h3", "h4", "h7"],
      ...["o1", "o2", "o3", "o10", "t1", "t2", "t3", "t10"],
    ]);
    const dots = texts.filter((text) => /^[⋮⋯]$/.test(text));
    assertEquals(dots.length, 5);
  }
  assertStringIncludes(
    figure.alt,
    "How w70 reaches the error. Drawn: 5 of 20 inputs, 5 of 7 hidden neurons, 4 of 10 outputs. Inputs i1 0.1,",
  );
  assertStringIncludes(figure.alt, "t3 0, t10 1. Errors E_o1");
});

Deno.test("networkDiagram() draws no bias where a layer has none", () => {
  const bare = createNetwork([
    { weights: [[1, 2], [3, 4]], activation: "relu" },
    { weights: [[5, 6]], biases: [7], activation: "identity" },
  ]);
  const { svg, alt } = networkDiagram(bare);
  const texts = textsOf(wideOf(svg));
  assertEquals(texts.filter((text) => text.startsWith("b_")), ["b_o1 7"]);
  assertEquals(texts.filter((text) => text === "1"), ["1"]);
  assert(alt.includes("Biases b_o1 7") && !alt.includes("b_h1"));
});

Deno.test("networkDiagram() stands right below its headings, whatever is on top", () => {
  const bare = createNetwork([
    { weights: [[1, 2], [3, 4], [5, 6]], activation: "relu" },
    { weights: [[7, 8, 9]], activation: "identity" },
  ]);
  // On top are a neuron without a bias, an input, and a bias with its name.
  for (const drawn of [bare, passOf(3, 2, 2), pass]) {
    const root = wideOf(networkDiagram(drawn).svg);
    const heading = find(textBoxes(root), "inputs");
    const tops = [...textBoxes(root), ...nodeBoxes(root)]
      .map(({ y, height }) => y - height / 2)
      .filter((y) => y > heading.y + heading.height / 2);
    const gap = Math.min(...tops) - heading.y - heading.height / 2;
    assert(gap < 30, `${gap}`);
  }
});

browserTest(
  "networkDiagram() has room on pages of any width but a small phone's",
  () => {
    const { svg, alt } = networkDiagram(pass, { show: "gradients" });
    const data = { "image/svg+xml": svg, "text/plain": alt };
    return renderPage(
      notebook(prose("# Title"), code("diagram", [display(data)])),
      { path: "a.ipynb" },
    );
  },
  async ({ page }) => {
    for (const width of [360, 479, 481, 543, 545, 700, 1200]) {
      await page.setViewport({ width, height: 800 });
      const beyond = await page.$eval(
        ".picture",
        (box) => box.scrollWidth - box.clientWidth,
      );
      assertEquals([width, beyond], [width, 0]);
    }
  },
);
