import { assertEquals } from "@std/assert";
import { classesOf, compact, usedStyle } from "../../lib/page/style.ts";

Deno.test("usedStyle() leaves out the selectors that name classes which a page has not", () => {
  const table: [css: string, used: string][] = [
    ["p{a:b}", "p{a:b}\n"],
    [".on,.off{a:b}", ".on{a:b}\n"],
    [".off{a:b}", ""],
    [".on .off{a:b}", ""],
    [".on > p:hover{a:b}", ".on > p:hover{a:b}\n"],
    [".off:not(:target,:has(li:not(.on))){a:b}", ""],
    [
      ".on:not(:target,:has(li:not(.off))){a:b}",
      ".on:not(:target,:has(li:not(.off))){a:b}\n",
    ],
    [":is(.on,.off) p{a:b}", ":is(.on,.off) p{a:b}\n"],
    ["@media print{.off{a:b}}", ""],
    [
      "@media print{.on{a:b}.off{c:d}}p{e:f}",
      "@media print{.on{a:b}\n}\np{e:f}\n",
    ],
    ['p{a:url("x{}.off,y")}', 'p{a:url("x{}.off,y")}\n'],
    ["@font-face{a:b}", "@font-face{a:b}\n"],
  ];
  for (const [css, used] of table) {
    assertEquals(usedStyle(css, new Set(["on"])), used, css);
  }
});

Deno.test("classesOf() finds the classes of a page, and those that its script adds", () => {
  assertEquals(
    classesOf('<p class="a b"><i class="c">'),
    new Set(["copy", "a", "b", "c"]),
  );
});

Deno.test("compact() keeps a style sheet's meaning", () => {
  assertEquals(
    compact("/* a */\na > b,\n.c {\n  d: e;\n  f: g(1, 2);\n}\n"),
    "a > b,.c{d:e;f:g(1,2)}",
  );
});
