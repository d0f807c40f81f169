import { assertEquals } from "@std/assert";
import { factorOf, factorOfName, markFactors } from "../../lib/page/factors.ts";

const names: [name: string, factor: ReturnType<typeof factorOfName>][] = [
  ["dE_dout_o1", "factor-cost"],
  ["dE_dout_h1", "factor-cost"],
  ["dC_da", "factor-cost"],
  ["dEx_dout_o1", "factor-cost"],
  ["dCost_dActivation", "factor-cost"],
  ["dout_dnet_o1", "factor-activation"],
  ["da_dz2", "factor-activation"],
  ["dActivation_dNet", "factor-activation"],
  ["dnet_dw5", "factor-net"],
  ["dz_dw", "factor-net"],
  ["dNet_dWeight", "factor-net"],
  ["dE_dw5", undefined],
  ["dEo1_dout_h1", "factor-cost"],
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
  assertEquals(factorOf("∂E_total/∂out_o1"), "factor-cost");
  assertEquals(factorOf("∂E_o1/∂out_h1"), "factor-cost");
  assertEquals(factorOf("∂out/∂net"), "factor-activation");
  assertEquals(factorOf("∂net_o1 / ∂w5"), "factor-net");
  assertEquals(factorOf("∂E/∂w"), undefined);
  assertEquals(factorOf("∂E/∂out × ∂out/∂net"), undefined);
});

Deno.test("markFactors() marks every factor in a text and escapes the rest", () => {
  assertEquals(
    markFactors("<∂E/∂out · ∂out/∂net>"),
    '&lt;<span class="factor-cost">∂E/∂out</span> · <span class="factor-activation">∂out/∂net</span>&gt;',
  );
});
