import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { brotliDecompressSync } from "node:zlib";
import { subsetFont } from "../../lib/page/subset_font.ts";
import { fromWoff } from "../../lib/page/woff.ts";
import { toWoff2 } from "../../lib/page/woff2.ts";
import { woff } from "./stix.ts";

Deno.test("toWoff2() packs every table of a font as it is", async () => {
  const sfnt = Buffer.from(await subsetFont(fromWoff(woff), "x(∑"));
  const woff2 = toWoff2(sfnt);
  const header = new DataView(woff2.buffer);
  assertEquals(new TextDecoder().decode(woff2.subarray(0, 4)), "wOF2");
  assertEquals(header.getUint32(8), woff2.length);
  assertEquals(header.getUint16(12), sfnt.readUInt16BE(4));
  assertEquals(woff2.length % 4, 0);
  let start = 48;
  for (let i = 0; i < header.getUint16(12); i++) {
    // A byte of flags and four of the tag, then a length whose last byte has no highest bit.
    start += 5;
    while (woff2[start++]! & 0x80);
  }
  const data = brotliDecompressSync(
    woff2.subarray(start, start + header.getUint32(20)),
  );
  const tables = Array.from({ length: sfnt.readUInt16BE(4) }, (_, i) => {
    const offset = sfnt.readUInt32BE(12 + 16 * i + 8);
    return sfnt.subarray(offset, offset + sfnt.readUInt32BE(12 + 16 * i + 12));
  });
  assertEquals(Buffer.from(data), Buffer.concat(tables));
});
