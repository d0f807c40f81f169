import { assertEquals } from "@std/assert";
import { plainText, terminalHtml } from "../../lib/page/terminal.ts";

Deno.test("terminalHtml() turns colours into classes and drops every other sequence", () => {
  const table: [text: string, html: string][] = [
    ["a < b", "a &lt; b"],
    ["\u001b[1;31mred\u001b[0m", '<span class="ansi-red ansi-bold">red</span>'],
    ["\u001b[92mbright\u001b[m x", '<span class="ansi-green">bright</span> x'],
    ["\u001b[38;5;208mmany\u001b[39m", '<span class="ansi-other">many</span>'],
    ["\u001b[41mon\u001b[49m", '<span class="ansi-on-red">on</span>'],
    ["\u001b[38;2;1;2;3mx\u001b[0m", "x"],
    ["\u001b[2K\u001b[1Ga\u001b[?25l", "a"],
    ["\u001b]8;;https://a.b\u0007link\u001b]8;;\u001b\\", "link"],
    ["a\u0007\u0000b", "ab"],
    [
      "\u001b[31m<script>\u001b[0m",
      '<span class="ansi-red">&lt;script&gt;</span>',
    ],
  ];
  for (const [text, html] of table) {
    assertEquals(terminalHtml(text), html, text);
  }
});

Deno.test("plainText() shows lines as they stand at last", () => {
  const table: [text: string, plain: string][] = [
    ["10 %\r20 %\r100 %\ndone", "100 %\ndone"],
    ["long line\rshort", "shortline"],
    ["a\r\nb\r\n", "a\nb\n"],
    ["ab\b\bcd", "cd"],
    ["\u001b[31mred\u001b[0m", "red"],
  ];
  for (const [text, plain] of table) assertEquals(plainText(text), plain, text);
});
