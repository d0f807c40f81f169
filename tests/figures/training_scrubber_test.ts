/// <reference lib="dom" />

import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { createNetwork, descend, trace, train } from "backprop";
import { trainingScrubber } from "figures";
import { axeViolations } from "../page/axe.ts";
import { browserTest } from "../page/browser.ts";
import { code, display, notebook, prose } from "../page/fixture.ts";
import { renderPage } from "../../lib/page/mod.ts";
import { costs, example, network, pass } from "./networks.ts";
import { elements, parseXml } from "./xml.ts";

const step = { learningRate: 0.5, biases: "fixed", epochs: 1000 } as const;
const visited = descend(network, [example], step);
const STEPS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const moments = STEPS.map((k) => ({
  step: k,
  pass: trace(visited[k], example, step),
}));
const log = { xScale: "log", yScale: "log" } as const;
const scrubber = trainingScrubber(moments, costs.slice(0, 1001), log);
const root = parseXml(scrubber.html);

Deno.test("trainingScrubber() gives Jupyter the figure and the words", () => {
  const shown = scrubber as unknown as Record<symbol, () => unknown>;
  assertEquals(shown[Symbol.for("Jupyter.display")](), {
    "text/html": scrubber.html,
    "text/plain": scrubber.alt,
  });
  assertEquals(scrubber.alt.split("\n").slice(0, 3), [
    "The network as it learns.",
    "Before the first step: error 0.298; o1 0.751, o2 0.773.",
    "After 1 step: error 0.291; o1 0.742, o2 0.775.",
  ]);
});

Deno.test("trainingScrubber() has ids that its parts refer to, and that another one does not have", () => {
  const idsOf = (html: string) =>
    elements(parseXml(html)).map(({ attributes }) => attributes.id)
      .filter(Boolean);
  const ids = idsOf(scrubber.html);
  assertEquals(ids, [...new Set(ids)]);
  for (const { attributes } of elements(root)) {
    for (const name of ["aria-describedby", "aria-labelledby", "href"]) {
      for (const id of attributes[name]?.replace("#", "").split(" ") ?? []) {
        assert(ids.includes(id), id);
      }
    }
  }
  const other = trainingScrubber(moments.slice(1), costs, log).html;
  assertEquals(idsOf(other).filter((id) => ids.includes(id)), []);
  assertEquals(
    trainingScrubber(moments, costs.slice(0, 1001), log).html,
    scrubber.html,
  );
});

Deno.test("trainingScrubber() leaves its words where a host takes styles and drawings out", () => {
  const kept = scrubber.html
    .replace(
      /<style>[^]*?<\/style>|<div hidden=""><svg[^]*?<\/svg><\/div>|<svg display="none"[^]*?<\/svg>/g,
      "",
    );
  assert(!kept.includes("<svg"));
  const text = kept.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
  assertStringIncludes(
    text,
    "Before the first step error E 0.298 Inputs i1 0.05, i2 0.1. Weights w1 from i1 to h1 0.15,",
  );
  // What stays as it was at first is not said again.
  assertStringIncludes(
    text,
    "After 10 steps error E 0.221 Weights w1 0.149, w2 0.199, w3 0.249, w4 0.298. Hidden neurons h1 0.593, h2 0.597. " +
      "Weights w5 −0.0256, w6 0.0219, w7 0.604, w8 0.655. Outputs o1 0.645, o2 0.794. Errors E_o1 0.202, E_o2 0.0192. ",
  );
});

Deno.test("trainingScrubber() refuses moments that are none of one training", () => {
  const other = trace(
    createNetwork([{ weights: [[1]], activation: "identity" }]),
    { input: [1], target: [0] },
    step,
  );
  const table: [moments: unknown, costs: unknown, error: string][] = [
    [moments.slice(0, 1), costs, "it has 1 moments; give at least 2"],
    [undefined, costs, "the moments must be an array, received undefined"],
    [moments, undefined, "the costs must be an array, received undefined"],
    [[{ step: 0, pass }, { step: 1 }], costs, "moment 2 has no pass"],
    [[{ step: 0, pass: network }, moments[1]], costs, "moment 1 has no pass"],
    [moments.toReversed(), costs, "step 500 follows step 1000"],
    [moments, costs.slice(0, 9), "there is no cost for step 10"],
    [[moments[0], { step: 1.5, pass }], costs, "there is no cost for step 1.5"],
    [[moments[0], { step: 1, pass: other }], costs, "has other layers"],
  ];
  for (const [moments, costs, error] of table) {
    // deno-lint-ignore no-explicit-any
    assertThrows(() => trainingScrubber(moments as any, costs as any), error);
  }
});

Deno.test("trainingScrubber() draws biases that learn, and a neuron alone", () => {
  const neuron = createNetwork([{
    weights: [[2]],
    biases: [1],
    activation: "sigmoid",
  }]);
  const own = { learningRate: 5, biases: "own", epochs: 9 } as const;
  const one = [{ input: [0.5], target: [0] }];
  const networks = descend(neuron, one, own);
  const { html } = trainingScrubber(
    [0, 9].map((k) => ({ step: k, pass: trace(networks[k], one[0], own) })),
    train(neuron, one, own).costs,
  );
  assertStringIncludes(html, ">1.000</text>");
  assertStringIncludes(
    html,
    `>${networks[9].layers[0].biases[0].toFixed(3).replace("-", "−")}</text>`,
  );
});

const page = () =>
  renderPage(
    notebook(
      prose("# Steps"),
      code("scrub()", [
        display({ "text/html": scrubber.html, "text/plain": scrubber.alt }),
        display({ "text/html": scrubber.html, "text/plain": scrubber.alt }),
      ], "scrub"),
    ),
    { path: "steps.ipynb" },
  );

for (
  const [host, render] of [
    ["page", page],
    [
      "notebook",
      () =>
        Promise.resolve(
          `<!doctype html><html lang="en"><title>x</title><style>:root{color-scheme:light dark}</style><main><h1>x</h1>${scrubber.html}</main>`,
        ),
    ],
  ] as const
) {
  browserTest(
    `trainingScrubber() shows one moment at a time in a ${host}, is scrubbed by keys, and moves nothing else`,
    render,
    async ({ page, messages }) => {
      const look = () =>
        page.evaluate(() => {
          const scrubber = document.querySelector(".scrubber")!;
          const { width, height } = scrubber.getBoundingClientRect();
          return {
            shown: [...scrubber.querySelectorAll(".moment")]
              .filter((one) => one.getClientRects().length > 0)
              .map((one) => one.querySelector("p")!.innerText),
            drawn: [...scrubber.querySelectorAll("svg")]
              .filter((one) => one.getBoundingClientRect().height > 50).length,
            networkAt: [...scrubber.querySelectorAll(".moment svg")]
              .map((one) => one.getBoundingClientRect())
              .filter(({ height }) => height > 0)
              .map(({ x, y }) => [x, y]),
            size: [width, height],
            fits: scrubber.scrollWidth <= scrubber.clientWidth &&
              document.documentElement.scrollWidth <= innerWidth,
          };
        });
      for (const width of [360, 1200]) {
        await page.setViewport({ width, height: 900 });
        await page.reload();
        const first = await look();
        assertEquals(first.shown, ["Before the first step\nerror E 0.298"]);
        assertEquals([first.drawn, first.fits], [2, true]);
        await page.focus(".scrubber input");
        for (
          const [key, says] of [
            ["ArrowRight", "After 1 step\n"],
            ["ArrowDown", "After 2 steps\n"],
            ["ArrowLeft", "After 1 step\n"],
            ["ArrowUp", "Before the first step\n"],
            ["ArrowLeft", "After 1,000 steps\n"],
          ] as const
        ) {
          await page.keyboard.press(key);
          const { shown, ...others } = await look();
          assertEquals(shown.length, 1);
          assert(shown[0].startsWith(says), `${key}: ${shown}`);
          const { shown: _, ...before } = first;
          assertEquals(others, before, says);
        }
        await page.click(".scrubber label:nth-of-type(5)");
        assertEquals((await look()).shown, ["After 10 steps\nerror E 0.221"]);
      }
      await page.emulateMediaType("print");
      assertEquals(
        (await look()).shown.map((text) => text.split("\n")[0]),
        [
          "Before the first step",
          "After 2 steps",
          "After 10 steps",
          "After 50 steps",
          "After 200 steps",
          "After 1,000 steps",
        ],
      );
      // The curve is the same for all of them.
      assertEquals(
        await page.$$eval(
          ".scrubber .curve",
          (all) => all.filter((curve) => curve.checkVisibility()).length,
        ),
        0,
      );
      await page.emulateMediaType("screen");
      for (const value of ["light", "dark"]) {
        await page.emulateMediaFeatures([
          { name: "prefers-color-scheme", value },
        ]);
        assertEquals(await axeViolations(page), []);
      }
      assertEquals(messages, []);
    },
    { bypassCSP: true },
  );
}

browserTest(
  "trainingScrubber() twice on a page is two scrubbers",
  page,
  async ({ page }) => {
    await page.focus(".scrubber input");
    await page.keyboard.press("ArrowRight");
    assertEquals(
      await page.evaluate(() =>
        [...document.querySelectorAll<HTMLInputElement>(":checked")]
          .map(({ value }) => value)
      ),
      ["1", "0"],
    );
  },
);

const long = { ...step, epochs: 10_000 };
browserTest(
  "trainingScrubber() has room for each count of steps on a phone, also for the chosen one",
  () => {
    const networks = descend(network, [example], long);
    const { html } = trainingScrubber(
      [...STEPS, 2000, 5000, 10_000].map((k) => ({
        step: k,
        pass: trace(networks[k], example, long),
      })),
      train(network, [example], long).costs,
      log,
    );
    return Promise.resolve(
      `<!doctype html><meta name="viewport" content="width=device-width"><style>body{margin:26px}</style>${html}`,
    );
  },
  async ({ page }) => {
    await page.setViewport({ width: 360, height: 900 });
    await page.reload();
    const tooWide = await page.evaluate(() => {
      const labels = [...document.querySelectorAll(".scrubber label")];
      labels.at(-1)!.querySelector("input")!.click();
      return labels.filter((label) => label.scrollWidth > label.clientWidth)
        .map((label) => label.textContent.trim());
    });
    assertEquals(tooWide, []);
  },
);
