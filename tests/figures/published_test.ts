import { assertEquals } from "@std/assert";
import { besidePublished } from "figures";

function rows(
  ...args: Parameters<typeof besidePublished>
): { markdown: string[]; plain: string[] } {
  const shown = besidePublished(...args)[Symbol.for("Jupyter.display")]();
  return {
    markdown: shown["text/markdown"].split("\n").slice(2),
    plain: shown["text/plain"].split("\n"),
  };
}

Deno.test("besidePublished() rounds ours to the decimals that were printed", () => {
  assertEquals(
    rows([
      ["E", "0.2984", 0.29837110876],
      ["w7", "-0.50", -0.5],
      ["w8", "−0.1", 0.1],
      ["small", "-0.00", -0.001],
    ]).markdown,
    [
      "| E | 0.2984 | 0.2984 | yes |",
      "| w7 | −0.50 | −0.50 | yes |",
      "| w8 | −0.1 | 0.1 | **no** |",
      "| small | −0.00 | 0.00 | **no** |",
    ],
  );
});

Deno.test("besidePublished() rounds ours to a whole number beside one", () => {
  assertEquals(rows([["steps", "12", 12.4], ["all", "10,000", 9999.6]]), {
    markdown: ["| steps | 12 | 12 | yes |", "| all | 10,000 | 10,000 | yes |"],
    plain: [
      "quantity  published    ours  the same",
      "steps            12      12  yes",
      "all          10,000  10,000  yes",
    ],
  });
});

Deno.test("besidePublished() says in plain words what is not the same", () => {
  assertEquals(rows([["out_o1", "0.75", 0.7449]]).plain, [
    "quantity  published  ours  the same",
    "out_o1         0.75  0.74  no",
  ]);
});
