import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseFragment, serialize } from "parse5";
import { PageIds } from "../../lib/page/page_ids.ts";
import { sanitize } from "../../lib/page/sanitize.ts";

const clean = (markup: string, ids = new PageIds([])) =>
  sanitize(markup, "cell", ids);

Deno.test("sanitize() drops what could run, load or leave", () => {
  const table: [markup: string, cleaned: string][] = [
    ["<script>x</script><p>a</p>", "<p>a</p>"],
    ["<svg><script>x</script></svg>", '<svg class="paper"></svg>'],
    [
      '<img src="data:image/png;base64,AA" srcset="y" onerror="z" alt="a">',
      '<img src="data:image/png;base64,AA" alt="a">',
    ],
    [
      '<img src="data:image/png;base64,AA">',
      '<img src="data:image/png;base64,AA" alt="">',
    ],
    ['<button title="a"><svg></svg></button><button>b</button>', "b"],
    ['<button style="display:none">a</button><button hidden>b</button>', ""],
    ['<a href="java\tscript:x">a</a>', "<a>a</a>"],
    ['<a href=" JAVASCRIPT:x">a</a>', "<a>a</a>"],
    ['<a href="data:text/html,x">a</a>', "<a>a</a>"],
    ['<a href="https://a.b" ping="c">a</a>', '<a href="https://a.b">a</a>'],
    [
      '<svg><a xlink:href="javascript:x"></a></svg>',
      '<svg class="paper"><a></a></svg>',
    ],
    [
      '<svg><use href="https://a.b#c"></use></svg>',
      '<svg class="paper"><use></use></svg>',
    ],
    [
      '<svg><set attributeName="href" to="javascript:x"/></svg>',
      '<svg class="paper"></svg>',
    ],
    ['<iframe srcdoc="x"></iframe><object></object><embed><form>a</form>', "a"],
    [
      "<base href=x><meta http-equiv=refresh><link rel=x><template>a</template>",
      "",
    ],
    ["<!-- a -->b", "b"],
    ['<input type="radio" name="a">b', "b"],
    ['<label><input type="checkbox">a</label>', "<label>a</label>"],
    ['<label><input type="radio"> </label>', "<label> </label>"],
    [
      '<label><input type="RADIO" value="b" checked onchange="x" form="f" autofocus formaction="y">a</label>',
      '<label><input type="RADIO" value="b" checked="">a</label>',
    ],
    [
      `<p a="" =x="1" <b="" x"y="" lang="c">a</p>`,
      '<p a="" lang="c">a</p>',
    ],
    ["<section&gt;>a</section&gt;>", "a"],
  ];
  for (const [markup, cleaned] of table) {
    assertEquals(clean(markup), cleaned, markup);
  }
});

Deno.test("sanitize() has radio buttons choose within their own output alone", () => {
  const ids = new PageIds([]);
  const choices = (name: string) =>
    `<label><input type="radio" name="${name}">a</label>`;
  const once = clean(choices("a") + choices("a") + choices("b"), ids);
  assertEquals(once, choices("cell-a") + choices("cell-a") + choices("cell-b"));
  assertEquals(clean(choices("a"), ids), choices("cell-a-2"));
});

Deno.test("sanitize() balances markup", () => {
  assertEquals(clean("<p><b>a</p></div></section>"), "<p><b>a</b></p>");
  assertEquals(
    clean("<svg><g><path/>"),
    '<svg class="paper"><g><path></path></g></svg>',
  );
});

Deno.test("sanitize() writes nothing that a second parse reads otherwise", () => {
  for (
    const markup of [
      "<svg><style>&lt;img src=x onerror=y&gt;</style></svg>",
      "<math><mtext><style><!--</style><img title='--><img src=x onerror=y>'>",
      "<svg></p><style><a title='</style><img src=x onerror=y>'>",
      "<noscript><p title='</noscript><img src=x onerror=y>'>",
    ]
  ) {
    const once = clean(markup);
    assertEquals(serialize(parseFragment(once)), once, markup);
    assertEquals(
      /<[^>]*onerror=y/.test(once.replace(/"[^"]*"/g, '""')),
      false,
      once,
    );
  }
});

Deno.test("sanitize() makes ids unique in the page and follows them", () => {
  const markup =
    '<svg aria-labelledby="t"><title id="t">a</title><clipPath id="c"></clipPath>' +
    "<style>#c { fill: url(#c) } g { color: #c0ffee }</style>" +
    '<g clip-path="url(#c)"></g><use href="#c"></use><a href="#elsewhere"></a></svg>';
  const ids = new PageIds([]);
  const first = clean(markup, ids);
  assertEquals(
    first,
    '<svg aria-labelledby="cell-t" class="paper"><title id="cell-t">a</title><clipPath id="cell-c"></clipPath>' +
      '<style>@scope { #cell-c { fill: url("#cell-c") } g { color: #c0ffee } }</style>' +
      '<g clip-path="url(&quot;#cell-c&quot;)"></g><use href="#cell-c"></use>' +
      '<a href="#elsewhere"></a></svg>',
  );
  assertStringIncludes(clean(markup, ids), 'id="cell-c-2"');
});

Deno.test("sanitize() gives pictures that nobody describes an empty text alternative", () => {
  assertEquals(
    clean('<img src="data:image/png;base64,AA==">'),
    '<img src="data:image/png;base64,AA==" alt="">',
  );
});

Deno.test("sanitize() takes pictures of the notebook in, and makes links of what stands elsewhere", () => {
  const table: [markup: string, cleaned: string][] = [
    [
      '<img src="own.png" width="9">',
      '<img src="data:image/png;base64,AA" width="9" alt="">',
    ],
    [
      '<img src="https://a.b/c.png" alt="c">',
      '<a href="https://a.b/c.png">c</a>',
    ],
    [
      '<a href="https://a.b"><img src="https://a.b/c.png"></a>',
      '<a href="https://a.b"><span>https://a.b/c.png</span></a>',
    ],
    ['<img src="x.png" onerror="z" alt="a">', "<span>a</span>"],
    [
      '<iframe src="https://a.b/c" title="A film"></iframe>',
      '<a href="https://a.b/c">A film</a>',
    ],
    [
      '<video controls><source src="https://a.b/c.mp4"></video>',
      '<a href="https://a.b/c.mp4">https://a.b/c.mp4</a>',
    ],
    [
      '<audio src="data:audio/wav;base64,AA" controls></audio>',
      '<audio src="data:audio/wav;base64,AA" controls=""></audio>',
    ],
    ['<iframe src="javascript:x"></iframe>', "<span>javascript:x</span>"],
  ];
  for (const [markup, cleaned] of table) {
    const readImage = (source: string) =>
      source === "own.png" ? "data:image/png;base64,AA" : undefined;
    assertEquals(
      sanitize(markup, "cell", new PageIds([]), { readImage }),
      cleaned,
      markup,
    );
  }
});

Deno.test("sanitize() lets links lead to names, and leaves ids that are free if told to", () => {
  assertEquals(
    sanitize(
      '<a name="plots"></a><p id="taken"></p>',
      "",
      new PageIds(["taken"]),
    ),
    '<a id="plots"></a><p id="taken-2"></p>',
  );
});

Deno.test("sanitize() survives elements nested deeper than any browser nests them", () => {
  assertEquals(clean("<svg>" + "<g>".repeat(30_000)).split("<g>").length, 513);
});

Deno.test("sanitize() gives an output's classes other names where the page has styles by them", () => {
  const markup =
    "<style>.error > b.f1:is(.mine) { margin: .5em } .dataframe { top: 0 }</style>" +
    '<p class="error mine"><b class="f1">F1</b></p><table class="dataframe"></table>';
  assertEquals(
    sanitize(markup, "cell", new PageIds([]), { isOutput: true }),
    "<style>@scope { .output-error > b.output-f1:is(.mine) { margin: .5em } .dataframe { top: 0 } }</style>" +
      '<p class="output-error mine"><b class="output-f1">F1</b></p><table class="dataframe"></table>',
  );
});
