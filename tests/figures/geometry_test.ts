import { assertEquals } from "@std/assert";
import { crossing, overlap } from "../../lib/figures/geometry.ts";

Deno.test("overlap() is the area that two boxes share", () => {
  const box = { x: 10, y: 10, width: 10, height: 4 };
  assertEquals(overlap(box, box), 40);
  assertEquals(overlap(box, { ...box, x: 17, y: 11 }), 9);
  assertEquals(overlap(box, { ...box, x: 20 }), 0);
  assertEquals(overlap(box, { ...box, y: 30 }), 0);
});

Deno.test("crossing() is the part of a line that is in a box", () => {
  const box = { x: 5, y: 0, width: 2, height: 2 };
  const line = (y: number) => ({ from: { x: 0, y }, to: { x: 10, y } });
  assertEquals(crossing(line(0), box), [0.4, 0.6]);
  assertEquals(crossing(line(2), box), undefined);
});
