import { assemble } from "./assemble.ts";
import type { FlatTraining } from "./flat.ts";
import type { Products } from "./matrix.ts";

/** What `assemble.ts` exports for a width. */
type Product = (
  vector: number,
  matrix: number,
  sources: number,
  incoming: number,
  sourcesEnd: number,
) => void;

/** The unit in which WebAssembly measures memory, and how many of them keep every address below 2³¹. */
const PAGE = 65_536, MOST_PAGES = 32_768;

/**
 * The products of `matrix.ts` in WebAssembly, two numbers at a time.
 *
 * WebAssembly sees one memory, so all that it works on stands there, and it is given addresses.
 *
 * @param flat The training, for the widths of its layers and the size of its arrays.
 * @returns The products; undefined where WebAssembly must not be run, which a page's content security policy can say,
 * where it does not know these instructions, and where it has not as much memory.
 */
export function createSimdProducts(flat: FlatTraining): Products | undefined {
  const pages = Math.ceil(bytesOf(flat) / PAGE);
  if (!globalThis.WebAssembly || pages > MOST_PAGES) return undefined;
  const widths = [...new Set(flat.layers.map(({ neurons }) => neurons))];
  let memory: WebAssembly.Memory;
  let functions: WebAssembly.Exports;
  try {
    const module = new WebAssembly.Module(assemble(widths));
    memory = new WebAssembly.Memory({ initial: pages });
    functions = new WebAssembly.Instance(module, { js: { memory } }).exports;
  } catch (error) {
    if (
      error instanceof WebAssembly.CompileError || error instanceof RangeError
    ) return undefined;
    throw error;
  }

  let used = 0;
  const take = (bytes: number) => {
    const start = used;
    used += rounded(bytes);
    return start;
  };
  const productOf = (name: string): Products["weigh"] => {
    const byWidth = new Map(
      widths.map((width) => [width, functions[`${name}${width}`] as Product]),
    );
    return (vector, rows, sources, incoming, from, to) =>
      byWidth.get(vector.length)!(
        vector.byteOffset,
        rows[0].byteOffset,
        sources.byteOffset + from * 4,
        incoming.byteOffset + from * 8,
        sources.byteOffset + to * 4,
      );
  };
  return {
    floats: (length) =>
      new Float64Array(memory.buffer, take(length * 8), length),
    ints: (length) => new Int32Array(memory.buffer, take(length * 4), length),
    weigh: productOf("weigh"),
    addProducts: productOf("addProducts"),
  };
}

/** How much memory a training's arrays need at most. */
function bytesOf({ layers, parameters, examples }: FlatTraining): number {
  const inputs = examples.length * layers[0].inputs;
  const arrays = [2 * parameters.length, inputs, inputs];
  for (const { inputs, neurons } of layers) {
    arrays.push(inputs, neurons, neurons, neurons);
  }
  return arrays.reduce((sum, length) => sum + rounded(length * 8), rounded(1));
}

/** A size after which the next array stands where a pair of numbers is read best. */
function rounded(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
