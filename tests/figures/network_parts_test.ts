import { assertEquals } from "@std/assert";
import { createNetwork } from "backprop";
import { discs } from "../../lib/figures/network_parts.ts";

Deno.test("discs() has a square about every node, and about every bias that there is", () => {
  const network = createNetwork([
    { weights: [[1]], biases: [1], activation: "sigmoid" },
    { weights: [[1]], activation: "sigmoid" },
  ]);
  const about = (x: number, y: number, side: number) => ({
    x,
    y,
    width: side,
    height: side,
  });
  // A node's radius is 21, and its surroundings are 4 wide.
  assertEquals(
    discs(network, {
      i1: { x: 10, y: 100 },
      h1: { x: 90, y: 100 },
      o1: { x: 150, y: 100 },
      t1: { x: 200, y: 100 },
    }),
    [
      about(10, 100, 50),
      about(90, 100, 50),
      about(90, 58, 20),
      about(150, 100, 50),
      about(200, 100, 50),
    ],
  );
});
