/// <reference lib="dom" />

import { assert, assertEquals } from "@std/assert";
import {
  activationCurve,
  createFigure,
  decisionBoundary,
  errorCurve,
  errorProfile,
  errorSurface,
  hiddenRegions,
  networkDiagram,
} from "figures";
import { browserTest } from "../page/browser.ts";
import { costs, example, network, pass } from "./networks.ts";
import { elements, parseXml, textsOf } from "./xml.ts";

const plain = {
  title: "Dots",
  alt: "A dot.",
  width: 100,
  height: 20,
  drawing: '<circle cx="50" cy="10" r="4"/>',
};

Deno.test("createFigure() gives Jupyter the picture and the words", () => {
  const figure = createFigure(plain) as unknown as Record<
    symbol,
    () => unknown
  >;
  const { svg } = createFigure(plain);
  assertEquals(figure[Symbol.for("Jupyter.display")](), {
    "image/svg+xml": svg,
    "text/plain": "A dot.",
  });
});

const title = 'a < b & "c"';
const figures = {
  activationCurve: activationCurve("tanh", { title }),
  decisionBoundary: decisionBoundary(network, [example], { title }),
  errorProfile: errorProfile(network, [example], { parameter: "w1", title }),
  errorSurface: errorSurface(network, [example], {
    parameters: ["w1", "w5"],
    title,
  }),
  hiddenRegions: hiddenRegions(network, [example], { title }),
  createFigure: createFigure({
    ...plain,
    width: 200,
    title: 'a < b & "c"',
    alt: 'a < b & "c"',
  }),
  errorCurve: errorCurve([{ label: "<&>", costs }], { title: 'a < b & "c"' }),
  networkDiagram: networkDiagram(network, { title: 'a < b & "c"' }),
};
for (const [name, { svg, alt }] of Object.entries(figures)) {
  Deno.test(`${name}() is valid XML, with its words as its label`, () => {
    const root = parseXml(svg);
    assertEquals(root.name, "svg");
    assertEquals(root.attributes.xmlns, "http://www.w3.org/2000/svg");
    assertEquals(root.attributes.role, "img");
    assertEquals(root.attributes["aria-label"], alt);
    assert(alt.startsWith('a < b & "c"'));
    assertEquals(textsOf(root)[0], 'a < b & "c"');
  });

  Deno.test(`${name}() never shrinks its text below 10 pixels`, () => {
    const { attributes } = parseXml(svg);
    const least = Number(attributes.style.match(/min-width:(\d+)px/)![1]);
    const scale = least / Number(attributes.width);
    for (const element of elements(parseXml(svg))) {
      const size = element.attributes["font-size"];
      if (size) assert(Number(size) * scale >= 10, size);
    }
  });
}

browserTest(
  "createFigure() is dark on white paper as an image, and takes its page's colours in a page, in the dark too",
  () => {
    const { svg } = createFigure({
      ...plain,
      drawing: '<rect width="100" height="20"/>',
    });
    const image = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    return Promise.resolve(
      `<!doctype html><title>t</title><body style="background:#101010;color:#c0ffee">
      <img src="${image}">${svg}`,
    );
  },
  async ({ page }) => {
    const seen = await page.evaluate(async () => {
      const image = document.querySelector("img")!;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      const at = (x: number, y: number) => [
        ...context.getImageData(x, y, 1, 1).data,
      ];
      const inline = document.querySelector("svg")!;
      return {
        paper: at(98, 3),
        ink: at(50, image.height - 6),
        inline: getComputedStyle(inline.querySelector("rect")!).fill,
        behind: getComputedStyle(inline).backgroundColor,
      };
    });
    assertEquals(seen, {
      paper: [255, 255, 255, 255],
      ink: [17, 17, 17, 255],
      inline: "rgb(192, 255, 238)",
      behind: "rgba(0, 0, 0, 0)",
    });
  },
);

browserTest(
  "createFigure() has the drawing for telephones only in a narrow page that keeps style sheets to their figure",
  () => {
    const bar = (height: number) => `<rect width="90" height="${height}"/>`;
    const { svg } = createFigure({
      ...plain,
      title: "Wide and narrow",
      ...{ width: 600, height: 20, drawing: bar(20) },
      narrow: { width: 300, height: 90, drawing: bar(90) },
    });
    const scoped = svg.replace("<style>", "<style>@scope{")
      .replace("</style>", "}</style>");
    const image = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    return Promise.resolve(
      `<!doctype html><title>t</title><style>img,svg{max-width:100%}</style>
      <div id="scoped">${scoped}</div><div id="plain">${svg}</div>
      <img width="300" src="${image}">`,
    );
  },
  async ({ page }) => {
    const seen = () =>
      page.evaluate(async () => {
        await document.querySelector("img")!.decode();
        const image = document.querySelector("img")!;
        const size = ({ width, height }: DOMRect) =>
          `${Math.round(width)}×${Math.round(height)}`;
        const inPage = ["scoped", "plain"].map((id) => {
          const svg = document.querySelector(`#${id} > svg`)!;
          const [bar, ...others] = [...svg.querySelectorAll("rect")]
            .filter((rect) => rect.getClientRects().length > 0);
          return [
            size(svg.getBoundingClientRect()),
            bar.getAttribute("height"),
            others.length,
          ];
        });
        return [...inPage, size(image.getBoundingClientRect())];
      });
    await page.setViewport({ width: 1000, height: 800 });
    assertEquals(await seen(), [
      ["600×52", "20", 0],
      ["600×52", "20", 0],
      "300×26",
    ]);
    await page.setViewport({ width: 416, height: 800 });
    assertEquals(await seen(), [
      ["300×122", "90", 0],
      ["400×35", "20", 0],
      "300×26",
    ]);
  },
);

Deno.test("createFigure() breaks a title that is wider than the figure", () => {
  const { svg } = createFigure({ ...plain, title: "One two three four" });
  const lines = textsOf(parseXml(svg));
  assert(lines.length > 1);
  assertEquals(lines.join(" "), "One two three four");
  assert(
    Number(parseXml(svg).attributes.height) >
      Number(parseXml(createFigure(plain).svg).attributes.height),
  );
});

Deno.test("createFigure() keeps a title of just its width on one line, with 4 on either side", () => {
  const linesAt = (width: number) => {
    const title = "Twenty-five letters in it";
    return textsOf(parseXml(createFigure({ ...plain, title, width }).svg));
  };
  assertEquals(linesAt(280), ["Twenty-five letters in it"]);
  assertEquals(linesAt(279), ["Twenty-five letters in", "it"]);
});

Deno.test("createFigure() depends on nothing but what it is given", () => {
  assertEquals(createFigure(plain).svg, createFigure(plain).svg);
  assertEquals(
    networkDiagram(pass).svg,
    networkDiagram(structuredClone(pass)).svg,
  );
});
