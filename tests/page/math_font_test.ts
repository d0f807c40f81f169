import { assert, assertEquals, assertThrows } from "@std/assert";
import { mathStyle } from "../../lib/page/math_font.ts";
import { withoutVariants } from "../../lib/page/math_variants.ts";

Deno.test("mathStyle() is empty without formulas", async () => {
  assertEquals(await mathStyle("<p>math</p>"), "");
});

Deno.test("mathStyle() brings a font that grows with the formulas, and names no file", async () => {
  const few = await mathStyle("<math><mi>x</mi></math>");
  const many = await mathStyle(
    "<math><mi>x</mi><mtext>ABCDEFGHIJKLMNOPQRSTUVWXYZ</mtext></math>",
  );
  assert(few.length < many.length);
  assert(!few.replace(/url\("?data:[^")]*("[^)]*)?\)/g, "").includes("url("));
});

Deno.test("mathStyle() brings the larger forms of operators that stretch, and of no others", async () => {
  const sizeOf = async (operators: string) =>
    (await mathStyle(`<math>${operators}<mi>x</mi></math>`)).length;
  const fixed = await sizeOf(
    '<mo stretchy="false">(</mo><mo stretchy="false">)</mo>',
  );
  assert(fixed < await sizeOf("<mi>(</mi><mo>)</mo>"));
  assertEquals(await sizeOf("<mi>(</mi><mi>)</mi>"), fixed);
  assert(
    fixed < await sizeOf('<mo stretchy="false">(</mo><mo form="infix">)</mo>'),
  );
});

Deno.test("mathStyle() brings the sign that roots are drawn with", async () => {
  const root = await mathStyle("<math><msqrt><mi>x</mi></msqrt></math>");
  const row = await mathStyle("<math><mrow><mi>x</mi></mrow></math>");
  assert(root.length > row.length);
});

Deno.test("withoutVariants() refuses a font that has no larger forms", () => {
  assertThrows(
    () => withoutVariants(new Uint8Array(16), []),
    Error,
    'Cannot read a font: it has no table "cmap"',
  );
});
