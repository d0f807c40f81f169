import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

Deno.test("lib/notebook/mod.ts exports every type that its own speak of", async () => {
  const mod = new URL("../../lib/notebook/mod.ts", import.meta.url);
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", fileURLToPath(mod)],
    env: { NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stderr);
  assert(
    /^error: Found \d+ documentation lint errors|^Checked/m.test(said),
    said,
  );
  assertEquals(said.match(/private type '\w+'/g), null);
});
