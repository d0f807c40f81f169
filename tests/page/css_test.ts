import { assertEquals } from "@std/assert";
import { safeCss } from "../../lib/page/css.ts";

const table: [css: string, safe: string][] = [
  ["a { color: red }", "a { color: red }"],
  ["} body { display: none } a {", " body { display: none } a {}"],
  [
    "a { b: c } } @media print { i { d: e }",
    "a { b: c }  @media print { i { d: e }}",
  ],
  ["a { b: [ ( }", "a { b: [ ( )]}"],
  ['@import "x.css"; a { b: c }', " a { b: c }"],
  ["@import url(x.css)", ""],
  ["@font-face { src: url(x) } a { b: c }", " a { b: c }"],
  ["@FONT-FACE { } @property --x { syntax: '*' } i { }", "  i { }"],
  ["a { b: url(https://a.b) }", "a { b: none }"],
  ["a { b: url( 'https://a.b' ) }", "a { b: none }"],
  ["a { b: \\75rl(https://a.b) }", "a { b: none }"],
  ["a { b: image-set('x' 1x, 'y' 2x) }", "a { b: none }"],
  [
    "a { b: url(#c) url('data:image/png;base64,AA') }",
    "a { b: url(#c) url('data:image/png;base64,AA') }",
  ],
  ["a { b: 'un\ncosed } i { c: d }", "a { b: \ncosed } i { c: d }"],
  ["a { b: c /* } */ }", "a { b: c  }"],
  ["a { b: c /* }", "a { b: c }"],
  ["a { b: 'c", "a { b: 'c'}"],
  ["a { b: 'c\\'", "a { b: 'c\\''}"],
  ["a { b: url(#c", "a { b: url(#c)}"],
  ["a { b: c\\", "a { b: c}"],
];

Deno.test("safeCss() closes what is open, loads nothing, and keeps to rules that can be scoped", () => {
  for (const [css, safe] of table) assertEquals(safeCss(css), safe, css);
});
