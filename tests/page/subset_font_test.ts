import { assertEquals, assertRejects } from "@std/assert";
import { subsetFont } from "../../lib/page/subset_font.ts";
import { fromWoff } from "../../lib/page/woff.ts";
import { woff } from "./stix.ts";

const font = fromWoff(woff);

/** Where the tables of a font begin, by their names. */
function tablesOf(sfnt: Uint8Array): Map<string, number> {
  const view = new DataView(sfnt.buffer, sfnt.byteOffset);
  return new Map(
    Array.from({ length: view.getUint16(4) }, (_, i) => {
      const entry = 12 + 16 * i;
      const name = new TextDecoder().decode(sfnt.subarray(entry, entry + 4));
      return [name, view.getUint32(entry + 8)];
    }),
  );
}

/** The characters that a font draws, by its map of all of Unicode. */
function charactersOf(sfnt: Uint8Array): string {
  const view = new DataView(sfnt.buffer, sfnt.byteOffset);
  const cmap = tablesOf(sfnt).get("cmap")!;
  const map = Array.from(
    { length: view.getUint16(cmap + 2) },
    (_, i) => cmap + view.getUint32(cmap + 8 + 8 * i),
  ).find((at) => view.getUint16(at) === 12)!;
  let characters = "";
  for (let i = 0; i < view.getUint32(map + 12); i++) {
    const [first, last] = [0, 4].map((field) =>
      view.getUint32(map + 16 + 12 * i + field)
    ) as [number, number];
    for (let code = first; code <= last; code++) {
      characters += String.fromCodePoint(code);
    }
  }
  return characters;
}

Deno.test("subsetFont() keeps the characters of a text, again and again, without the tables that are not needed", async () => {
  const some = await subsetFont(font, "x𝑥∑");
  assertEquals(charactersOf(some), "x∑𝑥");
  assertEquals(tablesOf(some).has("GPOS"), true);
  const others = await subsetFont(font, "(𝑦)", ["GPOS"]);
  assertEquals(charactersOf(others), "()𝑦");
  assertEquals(tablesOf(others).has("GPOS"), false);
  assertEquals(await subsetFont(font, "x𝑥∑"), some);
});

Deno.test("subsetFont() refuses what is no font", async () => {
  await assertRejects(
    () => subsetFont(new Uint8Array(64), "x"),
    Error,
    "Cannot cut a font down",
  );
});

Deno.test("subsetFont() finds HarfBuzz where no lock file names it, as in others' projects", async () => {
  const url = (path: string) => new URL(path, import.meta.url).href;
  const script = `
    import { subsetFont } from "${url("../../lib/page/subset_font.ts")}";
    import { fromWoff } from "${url("../../lib/page/woff.ts")}";
    import { woff } from "${url("./stix.ts")}";
    console.log((await subsetFont(fromWoff(woff), "x")).length);
  `;
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", "--config", config, script],
  }).output();
  assertEquals(
    new TextDecoder().decode(stdout).trim(),
    String((await subsetFont(font, "x")).length),
  );
});
