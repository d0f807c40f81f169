import { assert, assertEquals } from "@std/assert";
import { layOut } from "../../lib/figures/network_layout.ts";
import { viewOf } from "../../lib/figures/network_view.ts";
import { passOf } from "./networks.ts";

const widths = { weight: 10, bias: 10, value: 10, cost: undefined };

Deno.test("layOut() parts layers by the lines between them, whichever has more neurons", () => {
  for (const [flow, axis] of [["right", "x"], ["down", "y"]] as const) {
    const gap = (...sizes: number[]) => {
      const { nodes } = layOut(viewOf(passOf(...sizes).network), widths, flow);
      return nodes.o1[axis] - nodes.i1[axis];
    };
    assertEquals(gap(1, 4), gap(4, 1));
    assert(gap(2, 2) > gap(1, 2));
    assert(gap(3, 2) > gap(2, 2));
  }
});

Deno.test("layOut() has one target for each output", () => {
  const { network } = passOf(2, 3, 1);
  for (const flow of ["right", "down"] as const) {
    const layout = layOut(viewOf(network), { ...widths, cost: 10 }, flow);
    assertEquals(
      Object.keys(layout.nodes),
      ["i1", "i2", "h1", "h2", "h3", "o1", "t1"],
    );
    assertEquals(layout.headings.map(({ text }) => text), [
      "inputs",
      "hidden",
      "outputs",
      "targets",
    ]);
  }
});

Deno.test("layOut() has values beside the nodes of a network that runs down, or below them where that is too wide", () => {
  const at = (value: number) =>
    layOut(viewOf(passOf(3, 1).network), { ...widths, value }, "down").values;
  assertEquals([at(10), at(150)], ["beside", "below"]);
  const { nodes } = layOut(viewOf(passOf(2, 2).network), widths, "down");
  assertEquals(nodes.i1.x, nodes.o1.x);
});
