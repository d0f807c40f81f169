import { assertEquals } from "@std/assert";
import { onlineWasm } from "../../../lib/backprop/fast/online.wasm.ts";
import { compile } from "./compile.ts";

Deno.test("compile() makes of online.as.ts what online.wasm.ts holds", async () => {
  assertEquals(await compile(), onlineWasm);
});
