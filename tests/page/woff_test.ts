import { assert, assertEquals } from "@std/assert";
import { fromWoff } from "../../lib/page/woff.ts";
import { woff } from "./stix.ts";

/** The sum of a table's 32-bit numbers, as the directory of a font gives it. */
function checksum(table: DataView): number {
  let sum = 0;
  for (let at = 0; at < table.byteLength; at += 4) {
    sum = sum + table.getUint32(at) >>> 0;
  }
  return sum;
}

Deno.test("fromWoff() unpacks every table of a font, with the sum that its directory says", () => {
  const sfnt = fromWoff(woff);
  const font = new DataView(sfnt.buffer);
  const names = [];
  for (let entry = 12; entry < 12 + 16 * font.getUint16(4); entry += 16) {
    const name = new TextDecoder().decode(sfnt.subarray(entry, entry + 4));
    const [sum, offset, length] = [4, 8, 12].map((field) =>
      font.getUint32(entry + field)
    ) as [number, number, number];
    const table = new DataView(
      sfnt.slice(offset, offset + length + 3 & ~3).buffer,
    );
    // The sum of the whole font, which is written after all others.
    if (name === "head") table.setUint32(8, 0);
    assertEquals(checksum(table), sum, name);
    names.push(name);
  }
  assertEquals(names.length, new DataView(woff.buffer).getUint16(12));
  assert(names.includes("MATH"));
});
