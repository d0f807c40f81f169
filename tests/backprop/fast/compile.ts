/**
 * Compiles what of the library is AssemblyScript. Run by itself, as `deno task wasm` does, it writes the modules beside
 * their sources.
 *
 * @module
 */

import { main } from "assemblyscript/asc";

const folder = new URL("../../../lib/backprop/fast/", import.meta.url);

/** The modules' names: `online.as.ts` is compiled to `online.wasm.ts`, which exports `onlineWasm`. */
export const modules = ["online", "products"] as const;

/** A module's bytes. */
export async function compile(module: string): Promise<Uint8Array> {
  const file = `${module}.as.ts`;
  const source = await Deno.readTextFile(new URL(file, folder));
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await main([
    ...[file, "--outFile", "out.wasm", "-O3", "--enable", "simd"],
    ...["--importMemory", "--noExportMemory"],
    // They allocate nothing, and have nothing to abort for.
    ...["--runtime", "stub", "--noAssert", "--use", "abort="],
  ], {
    readFile: (name) => name === file ? source : null,
    writeFile: (_, contents) => void (bytes = contents as Uint8Array),
    listFiles: () => [],
  });
  if (error || !bytes) {
    throw new Error(`Cannot compile ${file}: ${stderr.toString()}`);
  }
  return bytes;
}

if (import.meta.main) {
  for (const module of modules) {
    const bytes = [...await compile(module)].join(",");
    await Deno.writeTextFile(
      new URL(`${module}.wasm.ts`, folder),
      [
        `/** \`${module}.as.ts\`, compiled by \`deno task wasm\`. */`,
        "// deno-fmt-ignore",
        `export const ${module}Wasm = new Uint8Array([`,
        ...bytes.match(/.{1,118},|.+$/g)!,
        "]);",
        "",
      ].join("\n"),
    );
  }
}
