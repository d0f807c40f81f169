import { assertEquals } from "@std/assert";
import { factorOf, factorOfName, markFactors } from "../../lib/page/factors.ts";

const names: [name: string, factor: ReturnType<typeof factorOfName>][] = [
  ["dE_dout_o1", "f1"],
  ["dE_dout_h1", "f1"],
  ["dC_da", "f1"],
  ["dEx_dout_o1", "f1"],
  ["dCost_dActivation", "f1"],
  ["dout_dnet_o1", "f2"],
  ["da_dz2", "f2"],
  ["dActivation_dNet", "f2"],
  ["dnet_dw5", "f3"],
  ["dz_dw", "f3"],
  ["dNet_dWeight", "f3"],
  ["dE_dw5", undefined],
  ["dEo1_dout_h1", "f1"],
  ["delta_o1", undefined],
  ["add", undefined],
  ["drop_data", undefined],
];

Deno.test("factorOfName() knows the factors of the chain rule by their names, and nothing else", () => {
  for (const [name, factor] of names) {
    assertEquals(factorOfName(name), factor, name);
  }
});

Deno.test("factorOf() reads quotients, one at a time", () => {
  assertEquals(factorOf("∂E_total/∂out_o1"), "f1");
  assertEquals(factorOf("∂E_o1/∂out_h1"), "f1");
  assertEquals(factorOf("∂out/∂net"), "f2");
  assertEquals(factorOf("∂net_o1 / ∂w5"), "f3");
  assertEquals(factorOf("∂E/∂w"), undefined);
  assertEquals(factorOf("∂E/∂out × ∂out/∂net"), undefined);
});

Deno.test("markFactors() marks every factor in a text and escapes the rest", () => {
  assertEquals(
    markFactors("<∂E/∂out · ∂out/∂net>"),
    '&lt;<span class="f1">∂E/∂out</span> · <span class="f2">∂out/∂net</span>&gt;',
  );
});
