import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { highlight } from "../../lib/page/code.ts";

function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll(
    "&gt;",
    ">",
  )
    .replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

function spans(html: string): string[] {
  return [...html.matchAll(/<span class="(\w+)">(.*?)<\/span>/gs)].map((
    [, kind, text],
  ) => `${kind} ${text}`);
}

Deno.test("highlight() colours TypeScript's tokens and comments", () => {
  assertEquals(
    spans(
      highlight(
        "// sum\nconst n: number = sigmoid(1.5) + Math.PI; /* end */ null",
      ),
    ),
    [
      "comment // sum",
      "keyword const",
      "type number",
      "function sigmoid",
      "number 1.5",
      "type Math",
      "comment /* end */",
      "number null",
    ],
  );
});

Deno.test("highlight() tells TypeScript's words from variables of the same name", () => {
  const kinds = spans(
    highlight(
      "type A = B;\nconst type = 1, as = a.type as unknown;\nArray.from(type)",
    ),
  );
  assertEquals(kinds.filter((kind) => kind === "keyword type").length, 1);
  assertEquals(kinds.filter((kind) => kind === "keyword as").length, 1);
  assertEquals(kinds.filter((kind) => kind === "keyword from").length, 0);
});

Deno.test("highlight() shows source that does not parse as plain text", () => {
  assertEquals(highlight("const = <b> & ("), "const = &lt;b&gt; &amp; (");
});

Deno.test("highlight() keeps generic arrow functions whole, which the parser reads twice", () => {
  const source =
    "const id = <T,>(x: T) => x; const y = f<A, B>(1) ? `a${(b)}` : (c as D)!;";
  const html = highlight(source);
  assertEquals(textOf(html), source);
  assertStringIncludes(html, '<span class="keyword">const</span>');
});

Deno.test("highlight() never changes the text", () => {
  const pieces = fc.constantFrom(
    ..."const type x = => < > / `a${ } ' \" // /* */ \n \\ & é 😀 1e3 #a @b ( ) [ ] { } as async \u2028"
      .split(" "),
    " ",
    "\n",
  );
  fc.assert(fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
    const source = parts.join("");
    assertEquals(textOf(highlight(source)), source);
  }));
});
