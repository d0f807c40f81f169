/** The unit in which WebAssembly measures memory, and how many of them keep every address below 2³¹. */
const PAGE = 65_536, MOST_PAGES = 32_768;

/** A module at work. */
export interface Wasm {
  readonly memory: WebAssembly.Memory;
  readonly exports: WebAssembly.Exports;
}

/**
 * Sets a WebAssembly module to work, on a memory of its own that it imports as `env.memory`.
 *
 * @param bytes The module.
 * @param size How many bytes of memory it needs.
 * @param imports What else it imports.
 * @returns It at work; undefined where WebAssembly must not be run, which a page's content security policy can say,
 * where it does not know the module's instructions, and where it has not as much memory.
 */
export function instantiate(
  bytes: Uint8Array<ArrayBuffer>,
  size: number,
  imports: WebAssembly.Imports = {},
): Wasm | undefined {
  const pages = Math.ceil(size / PAGE);
  if (!globalThis.WebAssembly || pages > MOST_PAGES) return undefined;
  try {
    const module = new WebAssembly.Module(bytes);
    const memory = new WebAssembly.Memory({ initial: pages });
    const { exports } = new WebAssembly.Instance(module, {
      ...imports,
      env: { memory },
    });
    return { memory, exports };
  } catch (error) {
    if (
      error instanceof WebAssembly.CompileError || error instanceof RangeError
    ) return undefined;
    throw error;
  }
}
