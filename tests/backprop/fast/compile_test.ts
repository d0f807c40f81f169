import { assertEquals } from "@std/assert";
import { onlineWasm } from "../../../lib/backprop/fast/online.wasm.ts";
import { productsWasm } from "../../../lib/backprop/fast/products.wasm.ts";
import { compile, modules } from "./compile.ts";

const committed = { online: onlineWasm, products: productsWasm };

for (const module of modules) {
  Deno.test(`compile() makes of ${module}.as.ts what ${module}.wasm.ts holds`, async () => {
    assertEquals(await compile(module), committed[module]);
  });
}
