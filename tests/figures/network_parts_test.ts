import { assertEquals } from "@std/assert";
import { discs } from "../../lib/figures/network_parts.ts";

Deno.test("discs() has a square about every node, and about every bias that there is", () => {
  const about = (x: number, y: number, side: number) => ({
    x,
    y,
    width: side,
    height: side,
  });
  const nodes = { i1: { x: 10, y: 100 }, h1: { x: 90, y: 100 } };
  // A node's radius is 21, and its surroundings are 4 wide.
  const around = [about(10, 100, 50), about(90, 100, 50)];
  assertEquals(discs(nodes, ["h1"], "right"), [...around, about(90, 58, 20)]);
  assertEquals(discs(nodes, ["h1"], "down"), [...around, about(48, 100, 20)]);
});
