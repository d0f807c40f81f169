import { assertEquals } from "@std/assert";
import { createNetwork, trace } from "backprop";
import { drawChain } from "../../lib/figures/network_chain.ts";
import { elements, parseXml, textOf } from "./xml.ts";

const path = { weight: "w1", factors: new Map() };

function textsOf(drawing: string): [text: string, x: number, y: number][] {
  return elements(parseXml(`<g>${drawing}</g>`))
    .filter(({ name }) => name === "text")
    .map((text) => [
      textOf(text),
      Number(text.attributes.x),
      Number(text.attributes.y),
    ]);
}

// A letter is up to 9.6 wide, and each symbol has 4 on either side.
Deno.test("drawChain() puts the symbols side by side", () => {
  const { drawing, width, height } = drawChain(path, undefined, 100);
  assertEquals(textsOf(drawing), [
    ["∂E/∂w1", 36.8, 124],
    ["=", 78.4, 124],
    ["∂E/∂out", 124.8, 124],
    ["×", 171.2, 124],
    ["∂out/∂net", 227.2, 124],
    ["×", 283.2, 124],
    ["∂net/∂w1", 334.4, 124],
  ]);
  assertEquals([Math.round(width * 10) / 10, height], [376.8, 48]);
});

Deno.test("drawChain() puts the numbers of a trace under the symbols, factors underlined", () => {
  const neuron = createNetwork([{
    weights: [[2]],
    biases: [1],
    activation: "sigmoid",
  }]);
  const pass = trace(neuron, { input: [0.5], target: [0] }, {
    learningRate: 0.5,
    biases: "own",
  });
  const { drawing, height } = drawChain(path, pass, 100);
  assertEquals(
    textsOf(drawing).filter(([, , y]) => y === 156).map(([text]) => text),
    ["0.0462", "=", "0.881", "×", "0.105", "×", "0.5"],
  );
  const lines = elements(parseXml(`<g>${drawing}</g>`))
    .filter(({ name }) => name === "path")
    .map(({ attributes }) => [attributes.d, attributes["stroke-width"]]);
  assertEquals(lines, [
    ["M90.2,133H159.4", "4"],
    ["M183,133H271.4", "4"],
    ["M295,133H373.8", "4"],
  ]);
  assertEquals(height, 72);
});
