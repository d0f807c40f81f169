import { assertEquals } from "@std/assert";
import { drawChain } from "../../lib/figures/network_chain.ts";
import { elements, parseXml, textOf } from "./xml.ts";

/** Each text of a chain rule by its place. A letter is up to 9.6 wide, and each symbol has 4 on either side. */
function placed(
  names: { weight: string; neuron: string },
  width: number,
): [text: string, x: number, y: number][] {
  const path = { ...names, factors: new Map() };
  const { drawing } = drawChain(path, undefined, { width, height: 100 });
  return elements(parseXml(`<g>${drawing}</g>`))
    .filter(({ name }) => name === "text")
    .map((text) => [
      textOf(text),
      Number(text.attributes.x),
      Number(text.attributes.y),
    ]);
}

const signs = (...args: Parameters<typeof placed>) =>
  placed(...args).filter(([text]) => /^[=×]$/.test(text));

Deno.test("drawChain() breaks the line before the second factor, its signs under the equals sign", () => {
  assertEquals(placed({ weight: "w1", neuron: "h1" }, 500), [
    ["∂E/∂w1", 36.8, 124],
    ["=", 78.4, 124],
    ["∂E/∂out_h1", 139.2, 124],
    ["×", 78.4, 168],
    ["∂out_h1/∂net_h1", 163.2, 168],
    ["×", 248, 168],
    ["∂net_h1/∂w1", 313.6, 168],
  ]);
});

Deno.test("drawChain() begins at the left where the second line would else reach beyond 400", () => {
  // 37 letters and 5 symbols, from 4 on, end at 399.2; one letter more is too much.
  const [, sign] = signs({ weight: "w1", neuron: "h12" }, 500);
  assertEquals(sign, ["×", 78.4, 168]);
  assertEquals(signs({ weight: "w123", neuron: "h1" }, 500), [
    ["=", 97.6, 124],
    ["×", 12.8, 168],
    ["×", 182.4, 168],
  ]);
});

Deno.test("drawChain() takes a third line where the second would else reach beyond 400", () => {
  // 37 letters and 4 symbols, from 4 on, end at 391.2; one letter more is too much.
  const rows = (weight: string) =>
    signs({ weight, neuron: "h1234" }, 500).map(([, , y]) => y);
  assertEquals(rows("w1"), [124, 168, 168]);
  assertEquals(rows("w12"), [124, 168, 212]);
});

Deno.test("drawChain() takes no more room than the drawing above it", () => {
  const rows = (width: number) =>
    signs({ weight: "w1", neuron: "h1" }, width).map(([, x, y]) => [x, y]);
  // The second line is 366.4 wide under the equals sign, and 300.8 from the left.
  assertEquals(rows(371), [[78.4, 124], [78.4, 168], [248, 168]]);
  assertEquals(rows(370), [[78.4, 124], [12.8, 168], [182.4, 168]]);
  assertEquals(rows(305), [[78.4, 124], [12.8, 168], [182.4, 168]]);
  // The third line is 131.2 wide, the second now 169.6.
  assertEquals(rows(304), [[78.4, 124], [78.4, 168], [78.4, 212]]);
  assertEquals(rows(239), [[78.4, 124], [12.8, 168], [12.8, 212]]);
});
