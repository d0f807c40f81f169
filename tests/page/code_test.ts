import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { highlight, USUAL } from "../../lib/page/code.ts";
import { loadLanguages } from "../../lib/page/other_languages.ts";
import { pageScript } from "../../lib/page/script.ts";

function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll(
    "&gt;",
    ">",
  )
    .replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

/** The tokens that a code element names, as the page's script reads them. */
function spans(html: string): string[] {
  const kinds: Record<string, string> = {
    ...{ k: "keyword", s: "string", n: "number" },
    ...{ t: "type", f: "function", c: "comment" },
  };
  const source = textOf(html);
  const tokens = html.match(/data-t="([^"]*)"/)?.[1];
  if (tokens === undefined) return [];
  if (tokens === "") {
    return [...source.matchAll(USUAL)].flatMap(({ 0: token, groups }) =>
      Object.keys(kinds).filter((kind) => groups![kind])
        .map((kind) => `${kinds[kind]} ${token}`)
    );
  }
  let position = 0;
  return tokens.match(/.(?:[a-z]|..)/g)?.flatMap((token) => {
    const start = position + token.charCodeAt(0) - 63;
    const length = token.length > 2
      ? token.charCodeAt(2) - 63
      : source.slice(start).match(/^(?:[\d.]+|[\p{L}\w$]+)/u)![0].length;
    position = start + length;
    const name = kinds[token[1]!.toLowerCase()];
    return name ? [`${name} ${source.slice(start, position)}`] : [];
  }) ?? [];
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
  assertEquals(
    highlight("const = <b> & ("),
    "<code>const = &lt;b&gt; &amp; (</code>",
  );
});

Deno.test("highlight() keeps generic arrow functions whole, which the parser reads twice", () => {
  const source =
    "const id = <T,>(x: T) => x; const y = f<A, B>(1) ? `a${(b)}` : (c as D)!;";
  const html = highlight(source);
  assertEquals(textOf(html), source);
  assertEquals(spans(html)[0], "keyword const");
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

Deno.test("highlight() finds tokens behind long gaps, and long ones", () => {
  const source = `${"a + ".repeat(100)}"${"b".repeat(200)}"; // ${
    "c".repeat(80)
  }`;
  assertEquals(
    spans(highlight(source)).join("").replaceAll(/string |comment /g, ""),
    source.slice(400).replace("; ", ""),
  );
});

Deno.test("highlight() names no tokens that the page's script finds by itself", () => {
  const usual = [
    'import { a } from "b"; // "c"',
    'const net_h1: Record<string, number> = σ(w1.from("x")) - 1_000e-3;',
    "for (const k of [0.5, 1]) if (true) xs.map((x) => x as Math);",
  ];
  for (const source of usual) {
    const html = highlight(source);
    assertStringIncludes(html, '<code data-t="">');
    assertEquals(spans(html), spans(highlight(`/**/${source}`)).slice(1));
  }
  for (const unusual of ["const of = 1", "a = `1`", "x = /1/", "/* 1 */"]) {
    assertMatch(highlight(unusual), /data-t="[^"]/, unusual);
  }
  assertStringIncludes(pageScript().source, `=${USUAL};`);
  assertEquals(highlight("a", "typescript", true), "<code>a</code>");
  assertEquals(
    highlight("let a", "typescript", true),
    "<code>let a</code>",
  );
  // What does not parse has no colours.
  assertEquals(
    highlight("const = a", "typescript", true),
    '<code data-t="?_?">const = a</code>',
  );
});

Deno.test("highlight() makes elements of the factors of the chain rule", () => {
  assertStringIncludes(
    highlight("const dE_dout_o1 = 1"),
    'const <span class="f1">dE_dout_o1</span> = 1',
  );
});

Deno.test("highlight() colours other languages once they are loaded", async () => {
  const python = 'def f(x):  # "sum" & <more>\n    return "a" + str(1)';
  await loadLanguages([{
    cells: [],
    metadata: { language_info: { name: "python" } },
    nbformat: 4,
    nbformat_minor: 5,
  }]);
  const html = highlight(python, "python");
  assertEquals(textOf(html), python);
  assertEquals(spans(html), [
    "keyword def",
    "function f",
    'comment # "sum" & <more>',
    "keyword return",
    'string "a"',
    "type str",
    "number 1",
  ]);
});
