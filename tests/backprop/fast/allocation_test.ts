import { assert, assertEquals } from "@std/assert";

Deno.test("no fast engine allocates in a training step, once it is compiled", async () => {
  const script = new URL("allocation.ts", import.meta.url);
  const flags = [
    "--no-concurrent-recompilation",
    "--min-semi-space-size=64",
    "--max-semi-space-size=64",
  ];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", `--v8-flags=${flags.join(",")}`, script.href],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const bytes: Record<string, number> = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  assertEquals(Object.keys(bytes).length, 10);
  // The smallest object has 8 bytes; what is less a step is not made by each step.
  for (const [engine, perStep] of Object.entries(bytes)) {
    assert(perStep < 1, `${engine}: ${perStep} bytes a step`);
  }
});
