import { assert, assertEquals } from "@std/assert";
import { isInTable, logistic } from "../../../lib/backprop/fast/sigmoid.ts";

/** Fixed-point numbers with this many binary digits after the point, some 60 decimal ones. */
const DIGITS = 200n;
const ONE = 1n << DIGITS;

/** A number as a fixed-point number, exactly: it is a whole number of 2^-60 or of larger parts. */
function fixed(value: number): bigint {
  const whole = Math.trunc(value);
  const parts = (value - whole) * 2 ** 60;
  assert(Number.isInteger(parts), `${value} has parts smaller than 2^-60`);
  return (BigInt(whole) << DIGITS) + (BigInt(parts) << (DIGITS - 60n));
}

/** e^−x for x from 0, by Taylor's series for x/2^8 and eight squarings. */
function expOfMinus(x: bigint): bigint {
  const small = x >> 8n;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n; k++) {
    term = -(term * small >> DIGITS) / k;
    sum += term;
  }
  for (let k = 0; k < 8; k++) sum = sum * sum >> DIGITS;
  return sum;
}

/** 1 / (1 + e^−net) as a fixed-point number. */
function exact(net: number): bigint {
  const power = expOfMinus(fixed(Math.abs(net)));
  return (net < 0 ? power : ONE) * ONE / (ONE + power);
}

/** How far the table's answer for a net input is off. */
function errorAt(net: number): { absolute: number; relative: number } {
  const truth = exact(net);
  // A double from 0 to 1 is a whole number of 2^-200 if it is not below 2^-147.
  const answer = BigInt(logistic(net) * 2 ** 100 * 2 ** 100);
  const off = Number(answer - truth);
  return {
    absolute: Math.abs(off) / 2 ** 200,
    relative: Math.abs(off) / Number(truth),
  };
}

/** Net inputs at nodes, beside them, and between them, in steps that meet every part of a cell. */
function* netInputs(): Generator<number> {
  for (let node = -4095; node <= 4095; node++) {
    const x = node / 64;
    for (const beside of [0, 2 ** -45, -(2 ** -45)]) yield x + beside;
    yield x + (node * 7919 % 1024) / 65536;
  }
  for (let k = -4000; k <= 4000; k++) {
    yield k * (Math.floor(0.0041234567 * 2 ** 40) / 2 ** 40);
  }
}

Deno.test("logistic() is off by less than 5e-16, and by less than 8e-16 of its value", () => {
  let absolute = 0;
  let relative = 0;
  for (const net of netInputs()) {
    const error = errorAt(net);
    absolute = Math.max(absolute, error.absolute);
    relative = Math.max(relative, error.relative);
  }
  assert(absolute < 5e-16, `it is off by ${absolute}`);
  assert(relative < 8e-16, `it is off by ${relative} of its value`);
});

for (
  const [net, expected] of [
    [0, 0.5],
    [-0, 0.5],
    [40, 1],
    [64, 1],
    [1000, 1],
    [Infinity, 1],
    [-64, 1 / (1 + Math.exp(64))],
    [-100, 1 / (1 + Math.exp(100))],
    [-745, 1 / (1 + Math.exp(745))],
    [-1000, 0],
    [-Infinity, 0],
    [NaN, NaN],
  ]
) {
  Deno.test(`logistic(${Object.is(net, -0) ? "-0" : net}) is ${expected}`, () => {
    assertEquals(logistic(net), expected);
  });
}

Deno.test("logistic() stays between 0 and 1 and never falls", () => {
  let before = 0;
  for (let net = -70; net <= 70; net += 1 / 512) {
    const activation = logistic(net);
    assert(activation >= 0 && activation <= 1, `it is ${activation} at ${net}`);
    // Where two cells meet, rounding may differ in the last digit.
    assert(
      activation >= before - 2 ** -52 * before,
      `it falls from ${before} to ${activation} at ${net}`,
    );
    before = activation;
  }
});

Deno.test("isInTable() says what the table answers for", () => {
  for (const net of [0, -0, 1, -1, 63.999, -63.999, Number.MIN_VALUE]) {
    assert(isInTable(net), `${net} is not in the table`);
  }
  for (const net of [64, -64, 1e300, Infinity, -Infinity, NaN]) {
    assert(!isInTable(net), `${net} is in the table`);
  }
});
