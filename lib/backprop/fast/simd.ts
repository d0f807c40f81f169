import type { FlatTraining } from "./flat.ts";
import type { Products } from "./matrix.ts";
import { productsWasm } from "./products.wasm.ts";
import { instantiate } from "./wasm.ts";

/** What `products.as.ts` exports; it says what the parameters are. */
type Product = (
  vector: number,
  neurons: number,
  matrix: number,
  sources: number,
  incoming: number,
  sourcesEnd: number,
) => void;

/**
 * The products of `matrix.ts` in WebAssembly, two numbers at a time.
 *
 * WebAssembly sees one memory, so all that it works on stands there, and it is given addresses.
 *
 * @param flat The training, for the size of its arrays.
 * @returns The products; undefined where {@linkcode instantiate} says so.
 */
export function createSimdProducts(flat: FlatTraining): Products | undefined {
  const wasm = instantiate(productsWasm, bytesOf(flat));
  if (!wasm) return undefined;
  const { memory, exports } = wasm;
  let used = 0;
  const take = (bytes: number) => {
    const start = used;
    used += rounded(bytes);
    return start;
  };
  const productOf = (name: string): Products["weigh"] => {
    const product = exports[name] as Product;
    return (vector, rows, sources, incoming, from, to) =>
      product(
        vector.byteOffset,
        vector.length,
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
