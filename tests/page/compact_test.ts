import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parse, serialize } from "parse5";
import { compactHtml } from "../../lib/page/compact.ts";
import { PageIds } from "../../lib/page/page_ids.ts";
import { sanitize } from "../../lib/page/sanitize.ts";

const table: [html: string, compact: string][] = [
  [
    "<ul><li>a</li><li><p>b</p></li></ul><p>c</p><p>d</p>e<p>f</p><b>g</b>",
    "<ul><li>a<li><p>b</ul><p>c<p>d</p>e<p>f</p><b>g</b>",
  ],
  [
    '<p x"y="1" title="&quot; a=&quot;&gt;">b</p>',
    '<p x"y=1 title="&quot; a=&quot;&gt;">b</p>',
  ],
  [
    '<p =x="1" <b="" title="&quot; onclick=&quot;x">b</p>',
    '<p =x=1 <b title="&quot; onclick=&quot;x">b</p>',
  ],
  ['<a href="a/b/">y</a><br/>', "<a href=a/b/>y</a><br />"],
  ["<p&gt;>a</p&gt;>", "<p&gt;>a</p&gt;>"],
  ['<p class="a" id="b c">d</p>', '<p class=a id="b c">d</p>'],
  [
    '<img alt="" src="data:image/png;base64,AA==">',
    '<img alt src="data:image/png;base64,AA==">',
  ],
  ['<math><mspace width=".1em"/></math>', "<math><mspace width=.1em /></math>"],
  [
    "say &quot;a &gt; b&quot; &lt;i&gt; &amp;gt;",
    'say "a > b" &lt;i> &amp;gt;',
  ],
  [
    '<a title="&quot;x&quot; > <b>" href="/">y</a>',
    '<a title="&quot;x&quot; > <b>" href=/>y</a>',
  ],
  ['<a title="it\'s" lang="`">y</a>', '<a title="it\'s" lang="`">y</a>'],
  [
    '<style>p::after{content:"&quot;"}</style>',
    '<style>p::after{content:"&quot;"}</style>',
  ],
];

Deno.test("compactHtml() writes the same document in fewer characters", () => {
  for (const [html, compact] of table) {
    assertEquals(compactHtml(html), compact);
    assertEquals(serialize(parse(compact)), serialize(parse(html)));
  }
});

// deno-fmt-ignore
const PIECES = [
  "<p", "<b", "<a", "<h3", "<li", "<ul", "<pre", "<svg", "<math", "<style", "<table", "<td", "<br", "</p>", "</b>", "</a>", "</ul>", "</svg>",
  "</style>", " title=", " class=", " lang", " href=", " x", " =", "=", "\"", "'", "`", "<", ">", "/", "/>", " ", "\n", "\t", "\f", "\u00a0",
  "&quot;", "&gt;", "&lt;", "&amp;", "&#10;", "&", ";", "a", "onclick=x", "<!--", "-->", "javascript:x",
];

Deno.test("compactHtml() leaves any markup that was made safe the document that it is", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }),
      (pieces) => {
        const safe = sanitize(pieces.join(""), "o", new PageIds([]));
        assertEquals(
          serialize(parse(`<!doctype html><div>${compactHtml(safe)}</div>`)),
          serialize(parse(`<!doctype html><div>${safe}</div>`)),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
