import { assert, assertEquals } from "@std/assert";
import { mathStyle } from "../../lib/page/math_font.ts";

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
