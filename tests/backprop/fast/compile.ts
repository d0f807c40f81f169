/**
 * Compiles `online.as.ts` with AssemblyScript. Run by itself, as `deno task wasm` does, it writes the module beside it.
 *
 * @module
 */

import { main } from "assemblyscript/asc";

const folder = new URL("../../../lib/backprop/fast/", import.meta.url);
const SOURCE = "online.as.ts";

/** The module's bytes. */
export async function compile(): Promise<Uint8Array> {
  const source = await Deno.readTextFile(new URL(SOURCE, folder));
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await main([
    SOURCE,
    ...["--outFile", "online.wasm", "-O3", "--noAssert"],
    ...["--importMemory", "--noExportMemory"],
    // It allocates nothing, and has nothing to abort for.
    ...["--runtime", "stub", "--use", "abort="],
  ], {
    readFile: (name) => name === SOURCE ? source : null,
    writeFile: (_, contents) => void (bytes = contents as Uint8Array),
    listFiles: () => [],
  });
  if (error || !bytes) {
    throw new Error(`Cannot compile ${SOURCE}: ${stderr.toString()}`);
  }
  return bytes;
}

if (import.meta.main) {
  const lines = [...await compile()].join(",").match(/.{1,118},|.+$/g)!;
  await Deno.writeTextFile(
    new URL("online.wasm.ts", folder),
    [
      "/** `online.as.ts`, compiled by `deno task wasm`. */",
      "// deno-fmt-ignore",
      "export const onlineWasm = new Uint8Array([",
      ...lines,
      "]);",
      "",
    ].join("\n"),
  );
}
