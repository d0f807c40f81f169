/**
 * Everything by which an output or a piece of prose may try to run, to ask for something, to leave its box or to take
 * the page's place. `BEACON` stands for a server that counts who asks it, `HACK` for a script that says that it ran.
 *
 * @module
 */

const HACK = "globalThis.hacked=1;document.title='hacked'";
const B = "BEACON";

/** Markup for HTML outputs and prose. */
export const MARKUP: string[] = [
  `<script>${HACK}</script>`,
  `<p x"y title='" onpointerenter="${HACK}" autofocus tabindex="0" onfocus="${HACK}" a="'>x</p>`,
  `<p =x <b title='"><img src=x onerror="${HACK}">' lang='/'>x</p><p title="a\`b" id="c/">x</p>`,
  `<img/src=x alt='"/onerror=${HACK}/'/><a href="x/"title='>"<img src=x onerror=${HACK}>'>x</a>`,
  `<style>p::after { content: "&quot;} body{display:none} &lt;img src=x onerror=${HACK}&gt;" }</style><p>x</p>`,
  `<script src="${B}/script.js"></script>`,
  `<script type="module">import "${B}/module.js"</script>`,
  `<scr<script>ipt>${HACK}</script>`,
  `<img src=x onerror="${HACK}">`,
  `<img src="${B}/img.png">`,
  `<img srcset="${B}/set.png 1x">`,
  `<picture><source srcset="${B}/source.png"><img alt=""></picture>`,
  `<body onload="${HACK}" background="${B}/background.png">`,
  `<svg onload="${HACK}"></svg>`,
  `<details open ontoggle="${HACK}"><summary>a</summary></details>`,
  `<input autofocus onfocus="${HACK}">`,
  `<div onpointerenter="${HACK}" style="position:fixed;inset:0;z-index:99999" class="cover">cover</div>`,
  `<style>:scope, * { position: fixed !important; inset: 0; z-index: 99999 }</style><p class="cover">cover</p>`,
  `<style>} body { display: none !important } html:before { content: url(${B}/css.png) }</style>`,
  `<style>@import "${B}/import.css"; @import url(${B}/import2.css);</style>`,
  `<style>@font-face { font-family: STIX2; src: url(${B}/font.woff2) } p { font-family: STIX2 }</style><p>x</p>`,
  `<style>[href^="h"] { background: url(${B}/leak.png) } p { list-style: image-set("${B}/set.png" 1x) }</style><p>x</p>`,
  `<p style="background:url(${B}/style.png);border-image:url('${B}/border.png')">x</p>`,
  `<p style="background:\\75\\72\\6c(${B}/escape.png)">x</p>`,
  `<style><!-- </style><img src=x onerror="${HACK}"> --></style>`,
  `<link rel="stylesheet" href="${B}/link.css"><link rel="prefetch" href="${B}/prefetch"><link rel="preconnect" href="${B}">`,
  `<meta http-equiv="refresh" content="0;url=${B}/refresh">`,
  `<base href="${B}/"><a href="relative.html">relative</a>`,
  `<a href="javascript:${HACK}">link</a><a href="java&#9;script:${HACK}">link</a><a href="&#1;javascript:${HACK}">link</a>`,
  `<a href="data:text/html,<script>${HACK}</script>">link</a><a href="blob:null/x">link</a><a href="vbscript:x">link</a>`,
  `<form action="${B}/form"><input name="a" value="b"><button>send</button></form><button formaction="${B}/button">send</button>`,
  `<form id="f" action="javascript:${HACK}"></form><button form="f">send</button>`,
  `<iframe src="${B}/frame"></iframe><iframe srcdoc="<script>parent.hacked=1</script>"></iframe>`,
  `<object data="${B}/object"></object><embed src="${B}/embed"><applet archive="${B}/applet"></applet>`,
  `<video src="${B}/video" poster="${B}/poster" autoplay></video><audio src="${B}/audio" autoplay></audio>`,
  `<video><source src="${B}/source" onerror="${HACK}"></video><track src="${B}/track">`,
  `<table background="${B}/table.png"><tr><td background="${B}/td.png">x</td></tr></table>`,
  `</div></div></section></main><p class="escaped">out</p>`,
  `<table><tr><td>a</section></main></table><plaintext>`,
  `<noscript><p title="</noscript><img src=x onerror='${HACK}'>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${HACK}&gt;">`,
  `<math href="javascript:${HACK}"><mi xlink:href="javascript:${HACK}" href="javascript:${HACK}">x</mi></math>`,
  `<math><maction actiontype="statusline#x" xlink:href="javascript:${HACK}">x</maction></math>`,
  `<template><img src=x onerror="${HACK}"></template><div><template shadowrootmode="open"><img src=x onerror="${HACK}"></template></div>`,
  `<p id="main">m</p><p id="cell">c</p><img name="getElementById"><form name="body"></form><a id="querySelector" name="title">x</a>`,
  `<a class="skip" href="${B}/skip" target="_blank" ping="${B}/ping">x</a>`,
  `<button popovertarget="main" commandfor="main" command="show-modal">x</button><dialog open>x</dialog>`,
  `<marquee onstart="${HACK}">x</marquee><isindex action="javascript:${HACK}"><keygen autofocus onfocus="${HACK}">`,
  `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${HACK}'><image href='${B}/nested.png'/></svg>">`,
  `<div contenteditable autofocus onfocus="${HACK}">x</div><p tabindex=1 onfocus="${HACK}" autofocus>x</p>`,
  `<textarea></textarea><title></title><xmp></xmp><listing><img src=x onerror="${HACK}"></listing>`,
];

/** SVG for outputs. */
export const PICTURES: string[] = [
  `<svg xmlns="http://www.w3.org/2000/svg"><script>${HACK}</script></svg>`,
  `<svg><script href="${B}/svg.js"/><script xlink:href="${B}/svg2.js"></script></svg>`,
  `<svg><a href="javascript:${HACK}"><rect width="9" height="9"/></a><a xlink:href="javascript:${HACK}"><text>x</text></a></svg>`,
  `<svg><rect width="9" height="9" onclick="${HACK}" onmouseover="${HACK}"/></svg>`,
  `<svg><image href="${B}/svg.png"/><image xlink:href="${B}/svg2.png"/><feImage href="${B}/fe.png"/></svg>`,
  `<svg><use href="${B}/use.svg#a"/><use href="data:image/svg+xml,<svg id='a' onload='${HACK}'></svg>#a"/></svg>`,
  `<svg><foreignObject width="9" height="9"><iframe src="${B}/frame"></iframe><body onload="${HACK}"><script>${HACK}</script></body></foreignObject></svg>`,
  `<svg><a id="l"><animate attributeName="href" values="javascript:${HACK}"/><text>x</text></a><set href="#l" attributeName="xlink:href" to="javascript:${HACK}"/></svg>`,
  `<svg><animate onbegin="${HACK}" attributeName="x" dur="1s"/><set attributeName="onmouseover" to="${HACK}"/></svg>`,
  `<svg><rect fill="url(${B}/fill.svg#a)" filter="url(${B}/filter.svg#a)" mask="url(${B}/mask.svg#a)" style="fill:url(${B}/style.svg#a)"/></svg>`,
  `<svg><style>@import url(${B}/svg.css); rect { fill: url(${B}/rule.svg#a) } } body { display: none }</style><rect/></svg>`,
  `<svg style="position:fixed;inset:0;width:100vw;height:100vh;z-index:99999" class="cover"><style>:scope{position:fixed;inset:0}</style></svg>`,
  `<svg><title><img src=x onerror="${HACK}"></title><desc><script>${HACK}</script></desc></svg>`,
  `<svg></p><style><a title="</style><img src=x onerror='${HACK}'>">`,
  `<svg><style>&lt;/style>&lt;img src=x onerror=${HACK}&gt;</style></svg>`,
  `<svg><![CDATA[><script>${HACK}</script>]]></svg><!ENTITY x SYSTEM "${B}/entity">`,
];

/** Prose. */
export const PROSE: string[] = [
  `[a](javascript:${HACK}) [b](<java\tscript:${HACK}>) [c](data:text/html,x) <javascript:${HACK}>`,
  `![a](${B}/md.png) ![b](javascript:${HACK}) ![c](attachment:evil.svg) ![d](../../../../etc/passwd)`,
  `[a]: javascript:${HACK}\n\n[a] ![a]`,
  `$\\href{javascript:${HACK}}{x}$ $\\text{</math><script>${HACK}</script>}$ $\\class{"onclick="${HACK}}{x}$`,
  `$$\\includegraphics{${B}/tex.png} \\style{background:url(${B}/tex2.png)}{x} \\htmlData{onclick=x}{y}$$`,
  "```html\n</code></pre><script>" + HACK +
  "</script>\n```\n\n`<img src=x onerror=" + HACK + ">`",
  `# <img src=x onerror="${HACK}"> [x](javascript:${HACK}) "onclick="${HACK}\n\n> [!NOTE]\n> <script>${HACK}</script>`,
  `text[^1]\n\n[^1]: <script>${HACK}</script> <img src="${B}/note.png">`,
  `| symbol | meaning |\n| - | - |\n| $x$ | <img src="${B}/tip.png" onerror="${HACK}"><script>${HACK}</script> |\n\n$x$ $$x$$`,
  `<!-- --><script>${HACK}</script>\n\n<div>\n\n*a*\n\n</div></div></section></main><p class="escaped">`,
];
