import { assertEquals } from "@std/assert";
import {
  compact,
  namesOf,
  usedStyle,
  withShortNames,
} from "../../lib/page/style.ts";

Deno.test("usedStyle() leaves out the selectors that name what a page has not", () => {
  const table: [css: string, used: string][] = [
    ["p{a:b}", "p{a:b}"],
    [".on,.off{a:b}", ".on{a:b}"],
    [".off{a:b}", ""],
    [".on .off{a:b}", ""],
    [".on > p:hover{a:b}", ".on > p:hover{a:b}"],
    [".off:not(:target,:has(li:not(.on))){a:b}", ""],
    [
      ".on:not(:target,:has(li:not(.off))){a:b}",
      ".on:not(:target,:has(li:not(.off))){a:b}",
    ],
    [":is(.off,.off2) p{a:b}", ""],
    ["h1,p>li{a:b}", "p>li{a:b}"],
    ["p [role=x-y]::before{a:b}", "p [role=x-y]::before{a:b}"],
    ["@-moz-document url-prefix(){p{a:b}}", ""],
    [":is(.on,.off) p{a:b}", ":is(.on,.off) p{a:b}"],
    [":is(h1,p,h2,.off) li:not(h1){a:b}", ":is(p,.off) li:not(h1){a:b}"],
    [":is(h1,h2) p{a:b}", ""],
    ['p [href^="http"]{a:b}', ""],
    ["@media print{.off{a:b}}", ""],
    [
      "@media print{.on{a:b}.off{c:d}}p{e:f}",
      "@media print{.on{a:b}}p{e:f}",
    ],
    ['p{a:url("x{}.off,y")}', 'p{a:url("x{}.off,y")}'],
    ["@font-face{a:b}", "@font-face{a:b}"],
  ];
  for (const [css, used] of table) {
    const names = {
      classes: new Set(["on"]),
      tags: new Set(["p", "li"]),
      leadsOut: false,
    };
    assertEquals(usedStyle(css, names), used, css);
  }
});

Deno.test("namesOf() finds the classes and elements of a page, and those that its script adds", () => {
  const { classes, tags } = namesOf('<h1 class="a b"><i class="c">');
  assertEquals(
    classes,
    new Set(["anchor", "copy", "low", "opening", "a", "b", "c"]),
  );
  assertEquals(
    tags,
    new Set(["html", "body", "button", "a", "p", "h1", "i"]),
  );
  assertEquals(namesOf('<ol class="results">').tags.has("mark"), true);
  assertEquals(namesOf('<a href="a.html">').leadsOut, false);
  assertEquals(namesOf('<a href="https://a.b">').leadsOut, true);
});

Deno.test("withShortNames() renames custom properties, but for those that the page names too", () => {
  assertEquals(
    withShortNames(
      ":root{--paper:#fff;--ink:#000;--rule:var(--ink)}.x--y{color:var(--ink,var(--link))}",
      '<p style="--a:var(--rule)">',
    ),
    ":root{--b:#fff;--c:#000;--rule:var(--c)}.x--y{color:var(--c,var(--d))}",
  );
});

Deno.test("compact() keeps a style sheet's meaning", () => {
  assertEquals(
    compact("/* a */\na > b,\n.c {\n  d: e;\n  f: g(1, 2);\n}"),
    "a>b,.c{d:e;f:g(1,2)}",
  );
});
