// deno-lint-ignore-file no-explicit-any -- a document is made for D3, whose wishes types do not describe.
import { assertEquals, assertThrows } from "@std/assert";
import { Document } from "../../lib/figures/document.ts";

const SVG = "http://www.w3.org/2000/svg";

Deno.test("Document writes elements as XML, escaped", () => {
  const document = new Document();
  const text = document.createElementNS(SVG, "text");
  text.setAttribute("aria-label", 'a "b" <c>');
  text.textContent = "1 < 2 & 3";
  const group = document.createElementNS(SVG, "g");
  group.appendChild(text);
  group.appendChild(document.createElementNS(SVG, "path"));
  assertEquals(
    String(group),
    '<g><text aria-label="a &quot;b&quot; &lt;c&gt;">1 &lt; 2 &amp; 3</text><path/></g>',
  );
});

Deno.test("Document replaces what an element holds by its text", () => {
  const text = new Document().createElementNS(SVG, "text");
  text.textContent = "1";
  text.textContent = "2";
  assertEquals(String(text), "<text>2</text>");
});

Deno.test("Document rounds coordinates, and no number in words", () => {
  const line = new Document().createElementNS(SVG, "line");
  line.setAttribute("transform", "translate(10.12345,-0.0001)");
  line.setAttribute("aria-label", "0.0000351");
  assertEquals(
    String(line),
    '<line transform="translate(10.12,0)" aria-label="0.0000351"/>',
  );
});

Deno.test("Document refuses by name what it lacks", () => {
  const document = new Document() as any;
  assertThrows(
    () => document.createElementNS(SVG, "svg").getBBox(),
    TypeError,
    'Cannot draw the chart: the document has no "getBBox"; add it to lib/figures/document.ts',
  );
  assertThrows(
    () => document.createElement("canvas"),
    TypeError,
    '"createElement"',
  );
});

Deno.test("Document lets D3 keep its data on elements", () => {
  const element = new Document().createElementNS(SVG, "g") as any;
  assertEquals(element.__data__, undefined);
  element.__data__ = 1;
  assertEquals(element.__data__, 1);
});
