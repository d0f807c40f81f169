import { assertEquals, assertNotEquals } from "@std/assert";
import { canonicalMarkup } from "../../lib/notebook/markup.ts";

const same: [title: string, a: string, b: string][] = [
  [
    "the order of attributes",
    '<p id="a" class="b">x</p>',
    '<p class="b" id="a">x</p>',
  ],
  ["quotes", "<p id='a'>x</p>", '<p id="a">x</p>'],
  [
    "white space between tags",
    "<ul>\n  <li>a</li>\n</ul>",
    "<ul><li>a</li></ul>",
  ],
  ["white space in a tag", "<p  id='a'\n>x</p >", "<p id='a'>x</p>"],
  ["how much white space stands between words", "<p>a\n   b</p>", "<p>a b</p>"],
  [
    "elements of SVG that close themselves",
    "<svg><g/></svg>",
    "<svg><g></g></svg>",
  ],
  ["white space between shapes", "<svg><g/> <g/></svg>", "<svg><g/><g/></svg>"],
  ["what stands before an SVG file", '<?xml version="1.0"?>\n<svg/>', "<svg/>"],
  ["comments", "<p>a<!-- b --></p>", "<p>a</p>"],
  ["how a character is written", "<p>&lt;&#233;</p>", "<p>&lt;é</p>"],
  [
    "line ends in an attribute",
    '<path d="M0 0\n L1 1"/>',
    '<path d="M0 0 L1 1"/>',
  ],
  [
    "space beside the commands of a path",
    '<path d="M0,0L1e-5,1Z"/>',
    '<path d="M 0,0 L 1e-5,1 Z"/>',
  ],
];
for (const [title, a, b] of same) {
  Deno.test(`canonicalMarkup() takes no notice of ${title}`, () => {
    assertEquals(canonicalMarkup(a), canonicalMarkup(b));
  });
}

const different: [title: string, a: string, b: string][] = [
  ["an attribute", '<p id="a">x</p>', '<p id="b">x</p>'],
  ["a text", "<p>x</p>", "<p>y</p>"],
  ["an element's name", "<svg><g/></svg>", "<svg><a/></svg>"],
  [
    "the order of elements",
    "<p><i>a</i><b>b</b></p>",
    "<p><b>b</b><i>a</i></p>",
  ],
  ["what is in what", "<svg><g/><a/></svg>", "<svg><g><a/></g></svg>"],
  [
    "a space between words",
    "<p><b>a</b> <i>b</i></p>",
    "<p><b>a</b><i>b</i></p>",
  ],
  [
    "a space in an SVG text",
    "<svg><text>a <tspan>b</tspan></text></svg>",
    "<svg><text>a<tspan>b</tspan></text></svg>",
  ],
  [
    "spaces that are preserved",
    '<svg><text xml:space="preserve">a  b</text></svg>',
    '<svg><text xml:space="preserve">a b</text></svg>',
  ],
  [
    "spaces that a style preserves",
    '<p style="white-space: pre-wrap">a  b</p>',
    '<p style="white-space: pre-wrap">a b</p>',
  ],
  ["lines in <pre>", "<pre>a\n b</pre>", "<pre>a b</pre>"],
  [
    "a template's content",
    "<template><p>a</p></template>",
    "<template></template>",
  ],
  ["text that looks like a tag", "<p>&lt;b></p>", "<p><b></b></p>"],
];
for (const [title, a, b] of different) {
  Deno.test(`canonicalMarkup() sees ${title}`, () => {
    assertNotEquals(canonicalMarkup(a), canonicalMarkup(b));
  });
}
