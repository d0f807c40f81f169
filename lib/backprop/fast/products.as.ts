// @ts-nocheck: this is AssemblyScript, which its own compiler checks.
/**
 * The two products of `matrix.ts` that visit inputs, two numbers at a time.
 *
 * WebAssembly has what JavaScript has not: instructions that add or multiply two numbers at once. A pair is two
 * neighbouring neurons, and a neuron's sum still adds one input after the other, so it comes out the same to the last
 * bit. The last of an odd number of neurons has no neighbour, and is left to loops of its own.
 *
 * All parameters but `neurons` are addresses: of one number a neuron, of the weights (inputs × neurons), of the numbers
 * of the inputs to visit, of what comes from each, and of the end of the inputs' numbers.
 *
 * `deno task wasm` compiles this file to `products.wasm.ts`.
 *
 * @module
 */

/** The row of the input whose number stands at `source`, given how many bytes a row has. */
function rowOf(matrix: usize, source: usize, rowBytes: usize): usize {
  return matrix + <usize> load<u32>(source) * rowBytes;
}

/** sum + what stands there · factor. */
function plus(sum: v128, there: usize, factor: v128): v128 {
  return f64x2.add(sum, f64x2.mul(v128.load(there), factor));
}

/** Adds factor · sent to what stands there. */
function add(there: usize, factor: v128, sent: v128): void {
  v128.store(there, f64x2.add(v128.load(there), f64x2.mul(factor, sent)));
}

/** netInputs += Σ weights from each input · what comes from there. */
export function weigh(
  netInputs: usize,
  neurons: usize,
  weights: usize,
  sources: usize,
  incoming: usize,
  end: usize,
): void {
  const rowBytes = neurons << 3;
  const pairsBytes = (neurons >> 1) << 4;
  let source = sources, sent = incoming;
  for (; source + 32 <= end; source += 32, sent += 64) {
    const row0 = rowOf(weights, source, rowBytes);
    const row1 = rowOf(weights, source + 4, rowBytes);
    const row2 = rowOf(weights, source + 8, rowBytes);
    const row3 = rowOf(weights, source + 12, rowBytes);
    const row4 = rowOf(weights, source + 16, rowBytes);
    const row5 = rowOf(weights, source + 20, rowBytes);
    const row6 = rowOf(weights, source + 24, rowBytes);
    const row7 = rowOf(weights, source + 28, rowBytes);
    const x0 = v128.load64_splat(sent), x1 = v128.load64_splat(sent, 8);
    const x2 = v128.load64_splat(sent, 16), x3 = v128.load64_splat(sent, 24);
    const x4 = v128.load64_splat(sent, 32), x5 = v128.load64_splat(sent, 40);
    const x6 = v128.load64_splat(sent, 48), x7 = v128.load64_splat(sent, 56);
    for (let j: usize = 0; j < pairsBytes; j += 16) {
      let z = v128.load(netInputs + j);
      z = plus(z, row0 + j, x0);
      z = plus(z, row1 + j, x1);
      z = plus(z, row2 + j, x2);
      z = plus(z, row3 + j, x3);
      z = plus(z, row4 + j, x4);
      z = plus(z, row5 + j, x5);
      z = plus(z, row6 + j, x6);
      z = plus(z, row7 + j, x7);
      v128.store(netInputs + j, z);
    }
  }
  for (; source < end; source += 4, sent += 8) {
    const row = rowOf(weights, source, rowBytes);
    const x = v128.load64_splat(sent);
    for (let j: usize = 0; j < pairsBytes; j += 16) {
      v128.store(netInputs + j, plus(v128.load(netInputs + j), row + j, x));
    }
  }
  if (neurons % 2 == 0) return;
  let z = load<f64>(netInputs + pairsBytes);
  for (source = sources, sent = incoming; source < end; source += 4) {
    z += load<f64>(rowOf(weights, source, rowBytes) + pairsBytes) *
      load<f64>(sent);
    sent += 8;
  }
  store<f64>(netInputs + pairsBytes, z);
}

/** matrix += factor of each neuron · what comes from each input. */
export function addProducts(
  factors: usize,
  neurons: usize,
  matrix: usize,
  sources: usize,
  incoming: usize,
  end: usize,
): void {
  const rowBytes = neurons << 3;
  const pairsBytes = (neurons >> 1) << 4;
  let source = sources, sent = incoming;
  for (; source + 16 <= end; source += 16, sent += 32) {
    const row0 = rowOf(matrix, source, rowBytes);
    const row1 = rowOf(matrix, source + 4, rowBytes);
    const row2 = rowOf(matrix, source + 8, rowBytes);
    const row3 = rowOf(matrix, source + 12, rowBytes);
    const x0 = v128.load64_splat(sent), x1 = v128.load64_splat(sent, 8);
    const x2 = v128.load64_splat(sent, 16), x3 = v128.load64_splat(sent, 24);
    for (let j: usize = 0; j < pairsBytes; j += 16) {
      const factor = v128.load(factors + j);
      add(row0 + j, factor, x0);
      add(row1 + j, factor, x1);
      add(row2 + j, factor, x2);
      add(row3 + j, factor, x3);
    }
  }
  for (; source < end; source += 4, sent += 8) {
    const row = rowOf(matrix, source, rowBytes);
    const x = v128.load64_splat(sent);
    for (let j: usize = 0; j < pairsBytes; j += 16) {
      add(row + j, v128.load(factors + j), x);
    }
  }
  if (neurons % 2 == 0) return;
  const factor = load<f64>(factors + pairsBytes);
  for (source = sources, sent = incoming; source < end; source += 4) {
    const last = rowOf(matrix, source, rowBytes) + pairsBytes;
    store<f64>(last, load<f64>(last) + factor * load<f64>(sent));
    sent += 8;
  }
}
