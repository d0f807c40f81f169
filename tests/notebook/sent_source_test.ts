import { assertEquals } from "@std/assert";
import { sentSource } from "../../lib/notebook/sent_source.ts";
import { handedOver } from "../../lib/notebook/syntax.ts";

const HELPER = 'globalThis[Symbol.for("denobook")].last';

Deno.test("sentSource() hands the last expression to the helper, in a line of its own", () => {
  const source = "const a = 1;\n\tf(a); // end";
  const sent = sentSource(source, handedOver(source));
  assertEquals(
    sent.text,
    `const a = 1;\n\t${HELPER}(\n\tf(a)); // end`,
  );
});

Deno.test("sentSource() keeps several expressions together", () => {
  const source = "a, b";
  const sent = sentSource(source, handedOver(source));
  assertEquals(sent.text, `${HELPER}((\na, b))`);
});

Deno.test("SentSource.original() leads back to the cell's own lines and columns", () => {
  const source = "f(); g(1,\n  h())";
  const { original } = sentSource(source, handedOver(source));
  assertEquals(original({ line: 1, column: 1 }), { line: 1, column: 1 });
  assertEquals(original({ line: 1, column: 20 }), { line: 1, column: 6 });
  assertEquals(original({ line: 2, column: 6 }), { line: 1, column: 6 });
  assertEquals(original({ line: 3, column: 3 }), { line: 2, column: 3 });
});

Deno.test("sentSource() hands over what is thrown, and leads back from behind it", () => {
  const source = "if (a) throw 's'; else g();\nh();";
  const { text, original } = sentSource(source, {
    thrown: handedOver(source).thrown,
  });
  assertEquals(text.split("\n")[1], "h();");
  const [line] = text.split("\n");
  for (const place of ["throw", "'s'", "g()"]) {
    assertEquals(
      original({ line: 1, column: line.indexOf(place) + 1 }),
      { line: 1, column: source.indexOf(place) + 1 },
    );
  }
  assertEquals(original({ line: 2, column: 1 }), { line: 2, column: 1 });
  assertEquals(
    original({ line: 1, column: line.indexOf("threw") + 1 }),
    { line: 1, column: source.indexOf("'s'") + 1 },
  );
});

Deno.test("sentSource() leaves a source alone that ends in no expression", () => {
  for (
    const source of [
      "",
      "const a = 1;",
      "{ a: 1 }",
      "{ a: 1, b: 2 }",
      "if (a) b;",
      "import a from 'a';",
      "no syntax (",
    ]
  ) {
    assertEquals(sentSource(source, handedOver(source)).text, source);
  }
});
