/// <reference lib="dom" />

import { assertEquals, assertNotEquals } from "@std/assert";
import { brotliDecompressSync } from "node:zlib";
import { subsetFont } from "../../lib/page/subset_font.ts";
import { fromWoff } from "../../lib/page/woff.ts";
import { toWoff2 } from "../../lib/page/woff2.ts";
import { browserTest } from "./browser.ts";
import { woff } from "./stix.ts";

Deno.test("toWoff2() packs every table of a font as it is, but for the outlines, which stand in fewer bytes", async () => {
  const sfnt = await subsetFont(fromWoff(woff), "x(∑");
  const font = new DataView(sfnt.buffer, sfnt.byteOffset);
  const woff2 = toWoff2(sfnt);
  const header = new DataView(woff2.buffer);
  assertEquals(new TextDecoder().decode(woff2.subarray(0, 4)), "wOF2");
  assertEquals(header.getUint32(8), woff2.length);
  assertEquals(header.getUint16(12), font.getUint16(4));
  assertEquals(woff2.length % 4, 0);
  let start = 48;
  const readLength = () => {
    let length = 0;
    for (let more = true; more;) {
      const byte = woff2[start++]!;
      length = length << 7 | byte & 0x7f;
      more = (byte & 0x80) > 0;
    }
    return length;
  };
  const directory = Array.from({ length: font.getUint16(4) }, (_, i) => {
    assertEquals(woff2[start], 63);
    const tag = new TextDecoder().decode(woff2.subarray(start + 1, start + 5));
    start += 5;
    const entry = 12 + 16 * i;
    const offset = font.getUint32(entry + 8);
    const data = sfnt.subarray(offset, offset + font.getUint32(entry + 12));
    assertEquals(readLength(), data.length);
    return { tag, data, stored: /glyf|loca/.test(tag) ? readLength() : null };
  });
  const unpacked = new Uint8Array(brotliDecompressSync(
    woff2.subarray(start, start + header.getUint32(20)),
  ));
  let at = 0;
  for (const { tag, data, stored } of directory) {
    if (tag === "loca") assertEquals(stored, 0);
    else if (stored !== null) assertEquals(stored < data.length, true);
    else assertEquals(unpacked.slice(at, at + data.length), data.slice(), tag);
    at += stored ?? data.length;
  }
  assertEquals(at, unpacked.length);
});

// Of glyphs that are composed of others, glyphs of several contours, and points near and far from each other.
const CHARACTERS = "x(∑∫√ÅéW𝜕⟹.";

browserTest(
  "toWoff2() packs outlines that a browser draws as those of the font itself",
  async () => {
    const sfnt = await subsetFont(fromWoff(woff), CHARACTERS);
    const face = (name: string, data: Uint8Array) =>
      `@font-face{font-family:${name};src:url(data:font/x;base64,${data.toBase64()})}`;
    return `<!doctype html><style>${face("plain", sfnt)}${
      face("packed", toWoff2(sfnt))
    }</style>`;
  },
  async ({ page, messages }) => {
    const draw = (family: string) =>
      page.evaluate(
        async (family, text) => {
          const font = `90px ${family}`;
          await document.fonts.load(font, text);
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [1600, 200];
          const context = canvas.getContext("2d")!;
          context.font = font;
          context.fillText(text, 10, 120);
          return canvas.toDataURL();
        },
        family,
        CHARACTERS,
      );
    const plain = await draw("plain");
    assertEquals(await draw("packed"), plain);
    assertNotEquals(await draw("serif"), plain);
    assertEquals(messages, []);
  },
);
